"""Signs that a row is wrong: where they must show, and where not."""

from __future__ import annotations

import pytest

from pipeline.records import Mention
from pipeline.review.queue import sign


@pytest.mark.parametrize(
    ("text", "words", "label", "told"),
    [
        ("the Ministry of Health said", "Ministry", "ORGANISATION", "“of Health” follows"),
        ("the Ministry of Health said", "Ministry of", "ORGANISATION", "do not end here"),
        ("the Department for Transport", "Department", "ORGANISATION", "“for Transport” follows"),
        ("the Ministry of Health said", "Ministry of Health", "ORGANISATION", None),
        ("the ministry of the day said", "ministry", "ORGANISATION", None),
        ("University of Bergen", "University of Bergen", "ORGANISATION", None),
        ("Acme of Bergen", "Acme", "ORGANISATION", None),
        ("Johannesburg", "Johannes", "PERSON", "within a word"),
        ("Contact: Katy WongTel: 2584", "Katy Wong", "PERSON", None),  # the line break was lost
        ("Contact DetailsAcme", "Acme", "ORGANISATION", None),
        ("Anna Berg’s plan", "Anna Berg", "PERSON", None),
        ("COMMITTEE ON" + " SCIENCE" * 12, "COMMITTEE ON" + " SCIENCE" * 12, "ORGANISATION", "too long"),
    ],
)
def test_sign(text: str, words: str, label: str, told: str | None) -> None:
    start = text.index(words)
    row = Mention(
        mention_id="m", document_id="d", start=start, end=start + len(words), text=words, label=label, entity_id=None,
        how="name", honorific=None, confidence=1.0, section="body", rule="r",
    )  # fmt: skip
    found = sign(row, text)
    assert (found is None) == (told is None), found
    assert told is None or told in (found or "")
