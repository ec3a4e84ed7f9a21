"""Contacts: who is to be asked about a release, with address, number, job title and organisation."""
