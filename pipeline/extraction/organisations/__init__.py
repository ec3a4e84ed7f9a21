"""Organisations: the reader's names, joined where they name one organisation, and the rows made of them."""
