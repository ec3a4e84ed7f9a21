"""What engines pass around: batches of documents, their results, and the row of a document that ends its process."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.read import SourceDocument
from pipeline.records import Quarantined
from pipeline.tables.rows import DocumentRows

Results = list[DocumentRows | Quarantined]
Batch = Sequence[SourceDocument]


_WHY = {
    "died": "the process died over it; split the text, and report it if that does not help",
    "time": "it takes too long; split the text",
    "memory": "it takes too much memory; split the text",
}


def crashed(document: SourceDocument, cause: str = "died") -> Quarantined:
    """The row of a document over which a process died, or was ended, twice."""
    record = document.record or "0"
    return Quarantined(source=document.source, record=record, stage="extract", reason="crashed", detail=_WHY[cause])
