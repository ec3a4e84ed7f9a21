"""Dates: every calendar expression of a text with its EDTF value, and where the value comes from."""

from pipeline.extraction.dates.find import date_rows, find_dates

__all__ = ["date_rows", "find_dates"]
