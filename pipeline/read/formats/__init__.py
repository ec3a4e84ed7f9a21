"""Readers of formats: each makes text, date, address and publisher of the bytes of one file."""
