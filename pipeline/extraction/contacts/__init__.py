"""Contacts: whom a release says to write to or to call."""
