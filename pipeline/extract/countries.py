"""Countries: names and demonyms to ISO 3166-1."""

from __future__ import annotations

from pipeline.records import Country


def country_code(name: str) -> str | None:
    """ISO 3166-1 alpha-3 code of a country's name; None where it is no country or ambiguous."""
    raise NotImplementedError


def country_record(code: str) -> Country:
    """The row of a country by its alpha-3 code. Raises `KeyError` for a code that is none."""
    raise NotImplementedError
