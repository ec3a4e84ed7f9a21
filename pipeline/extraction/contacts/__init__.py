"""Contacts: whom a release tells its readers to write to or call."""
