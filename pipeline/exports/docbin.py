"""spaCy's DocBin: each release a `Doc` with its names as entities and all rows as spans."""

from __future__ import annotations

from pathlib import Path

from pipeline.review.exchange_docbin import write_docs
from pipeline.tables import Store


def write(store: Store, path: Path) -> None:
    """Write all releases; `doc.user_data` has their ids."""
    write_docs(store, path)
