"""Organisations: the reader's names, those of one organisation joined, and the rows made of them."""
