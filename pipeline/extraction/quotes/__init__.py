"""Quotes and their speakers: the spaCy component `communique_quotes` and its rules."""
