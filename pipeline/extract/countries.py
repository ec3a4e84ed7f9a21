"""Countries: names and demonyms to ISO 3166-1."""

from __future__ import annotations


def country_code(name: str) -> str | None:
    """ISO 3166-1 alpha-3 code of a country's name; None where it is no country or ambiguous."""
    raise NotImplementedError
