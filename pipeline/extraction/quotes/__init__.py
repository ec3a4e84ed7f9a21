"""Quotes and who said them: the spaCy component `communique_quotes` and what it is made of."""
