"""Rows read from a text whose broken words were put together (“Pop-⏎șoi”), set back to the text as it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any

from pipeline.extraction.document.analysis import Analysis
from pipeline.records import Quote, Record, Title
from pipeline.structure import Release

_ROWS = ("mentions", "roles", "dates", "contacts", "quotes", "quote_speakers", "titles", "findings")


def placed_rows(analysis: Analysis, release: Release) -> Analysis:
    """The analysis with the offsets of `release.text`; quotes and titles are what stands there, hyphens and all."""
    if not release.breaks:
        return analysis
    rows: dict[str, Any] = {name: list(_placed(getattr(analysis, name), release)) for name in _ROWS}
    return replace(analysis, release=release, **rows)


def _placed(records: Iterable[Record], release: Release) -> Iterable[Record]:
    for record in records:
        changed: dict[str, Any] = {}
        for start in (f.name for f in fields(record) if f.name.endswith("start")):  # type: ignore[arg-type]
            end = f"{start.removesuffix('start')}end"
            if getattr(record, start) is not None:
                changed[start], changed[end] = release.breaks.placed(getattr(record, start), getattr(record, end))
        placed: Record = replace(record, **changed)  # type: ignore[type-var]
        if isinstance(placed, Quote | Title):
            placed = replace(placed, text=release.text[placed.start : placed.end])
        yield placed
