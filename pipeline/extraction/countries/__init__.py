"""Countries: names to ISO codes, and the mentions of countries, demonyms and places in a text."""

from pipeline.extraction.countries.codes import country_code, country_record, country_table

__all__ = ["country_code", "country_record", "country_table"]
