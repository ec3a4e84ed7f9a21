"""The rows of a release do not depend on how its lines are broken; their offsets do."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path
from typing import Any

import pytest

from pipeline import extract, load_tables, run
from pipeline.extraction.extraction import Extraction

TEXT = """Zed Parks opens two harbours in Lindmoor

LINDMOOR, 3 May 2022 – The Foreign Ministry of Moldova said today that Ada Lund, Director General of the Lindmoor Harbour Trust, will open two new quays for timber in the spring of next year.

“We have shown how much it matters to all of us here that the boats can land, and we are grateful,” said Jan Roe, who was Deputy Prime Minister of Moldova until 2021. “It was high time.”

Ms Lund met Ilse Brandt of the International Organization for Migration on 4 September 2021, when both of them spoke of the boatmen and of the timber trade.
"""  # noqa: E501


def _wrapped(text: str, columns: int = 72) -> str:
    return "\n\n".join(textwrap.fill(paragraph, columns) for paragraph in text.split("\n\n")) + "\n"


def _quoted(text: str) -> str:
    return re.sub(r"(?m)^", "> ", text)


LAYOUTS = [
    (_wrapped(TEXT), "72 columns"),
    (_wrapped(TEXT).replace("\n", "\r\n"), "72 columns, written by Windows"),
    (re.sub(r"(?m)^(?=.)", "    ", _wrapped(TEXT)), "72 columns, indented"),
    (_quoted(_wrapped(TEXT)), "72 columns, quoted in a mail"),
    (re.sub(r"(\w \w+) ", "\\1\xa0", TEXT), "fixed spaces"),
    (re.sub(r"(?<=[a-z]{5})(?=[a-z]{4})", "\xad", TEXT), "soft hyphens"),
    (re.sub(r"(?m)(?=\b[A-Z])", "\u200b", TEXT), "zero-width spaces"),
]
_PLACED = ("start", "end", "speaker_start", "speaker_end", "cue_start", "cue_end")


def rows(text: str, found: Extraction) -> dict[str, list[Any]]:
    """The rows with the words at their offsets in place of these."""

    def words(row: Any) -> Any:
        spans = [(getattr(row, a, None), getattr(row, b, None)) for a, b in zip(*[iter(_PLACED)] * 2, strict=True)]
        return [
            re.sub(r"[\s>]+", " ", re.sub("[\xad\u200b]", "", text[start:end]))
            for start, end in spans
            if start is not None
        ]

    return {
        "mentions": [(m.label, m.entity_id, m.text, *words(m)) for m in found.mentions],
        "roles": [(r.person_id, r.role, r.organisation_id, r.status, *words(r)) for r in found.roles],
        "dates": [(d.value, d.text, *words(d)) for d in found.dates],
        "quotes": [(q.kind, q.speaker_id, *words(q)) for q in found.quotes],
        "sections": [s.kind for s in found.sections],
    }


@pytest.mark.parametrize(("text", "why"), LAYOUTS, ids=[why for _, why in LAYOUTS])
def test_rows_in_another_layout(text: str, why: str) -> None:
    found = extract(text)
    assert rows(text, found) == rows(TEXT, extract(TEXT)), why
    assert all(q.text == text[q.start : q.end] for q in found.quotes), "quotes are verbatim"


def test_every_layout_can_be_stored(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    mails = [_quoted(_wrapped(TEXT, columns)) for columns in range(64, 80)]  # names break at different words
    for number, text in enumerate([TEXT, *(text for text, _ in LAYOUTS), *mails]):
        (tmp_path / "raw" / f"{number:02}.txt").write_text(text, "utf-8", newline="")
    assert run(tmp_path / "raw", tmp_path / "out").quarantined == 0
    tables = load_tables(tmp_path / "out")
    names = [tuple(rows["text"]) for _, rows in tables["mentions"].groupby("document_id")]
    assert len(names) == 1 + len(LAYOUTS) + len(mails)
    assert len(set(names)) == 1, "names are written alike in all"
