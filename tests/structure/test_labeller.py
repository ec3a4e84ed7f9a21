"""The line labeller: the best path through the weights, the features of a line, and typical releases."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from pipeline.errors import NoModelError
from pipeline.structure import section_rows, structure
from pipeline.structure.cuts import pieces_of
from pipeline.structure.features import features_of
from pipeline.structure.labeller import Labeller, shipped_labeller
from pipeline.structure.lines import paragraphs_of

WEIGHTS = [
    ("first=contact", "contact", "2"),
    ("has=email", "contact", "0.5"),
    ("has=email", "footer", "0.6"),
    ("plain", "body", "1"),
    ("after contact", "contact", "1"),
    ("after contact", "body", "-3"),
]


@pytest.mark.parametrize(
    ("lines", "labels", "why"),
    [
        ([], [], "no lines"),
        ([["plain"]], ["body"], "the weight of a feature decides"),
        ([["has=email"]], ["footer"], "a feature of two labels: the likelier one"),
        ([["first=contact"], ["has=email"]], ["contact", "contact"], "the label of the line before decides"),
        (
            [["first=contact"], ["plain"]],
            ["contact", "contact"],
            "a change of labels may cost more than a feature gains",
        ),
        ([["never seen"], ["plain"]], ["header", "body"], "an unknown feature has no weight"),
    ],
)
def test_best_path(lines: list[list[str]], labels: list[str], why: str) -> None:
    labeller = pickle.loads(pickle.dumps(Labeller(WEIGHTS)))  # the benchmarks give it to processes
    assert labeller.label(lines) == labels, why


@pytest.mark.parametrize(
    ("line", "feature"),
    [
        ("Media contact: Ann Example", "is=contact"),
        ("Example Mills Press Release", "is=header"),
        ("ann@mills.example", "has=email"),
        ("+47 5550 1234", "has=phone"),
        ("www.mills.example", "has=url"),
        ("3 May 2022", "is=date"),
        ("MINISTRY OF TRADE", "shape=capitals"),
        ("About Example Mills", "is=about"),
        ("Ref. 20/75", "has=reference"),
        ("LIMA, 3 May 2022 – The ministry said so.", "is=dateline"),
        ("- logs", "has=bullet"),
    ],
)
def test_features(line: str, feature: str) -> None:
    (found,) = features_of(line, line, list(pieces_of(line, line, paragraphs_of(line, line))))
    assert any(f.startswith(feature) for f in found)


def test_neighbours_are_features() -> None:
    text = "Contact\n\nAnn Example\n\nann@mills.example"
    found = features_of(text, text, list(pieces_of(text, text, paragraphs_of(text, text))))[1]
    assert "<first=contact" in found
    assert ">has=email" in found


PROSE = (
    "The Ministry of Trade said today that exports of timber rose again in the first half of the year, by a tenth over "
    "the year before."
)
COMPANY = f"""# Example Mills opens a second plant in the north of Norway

OSLO, Norway, May 4, 2022 /Examplewire/ -- {PROSE}

“We are glad to be here,” said Ann Example, director of Example Mills.

About Example Mills

Example Mills is a maker of paper and board with three plants in Norway.

Media Contact

Ann Example
Example Mills
ann@mills.example
+47 22 55 01 23

View the original release on www.wire.example
"""
MINISTRY = f"""MINISTRY OF TRADE
PRESS RELEASE
FOR IMMEDIATE RELEASE: March 3, 2021

Exports of timber rise again in the first half of the year

{PROSE}

{PROSE} They will rise further, the ministry expects.

ENDS

Notes to editors
1. Figures are for logs only.
2. They are not adjusted for the season.
"""


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (COMPANY, ["dateline", "body", "boilerplate", "contact", "footer"]),
        (MINISTRY, ["header", "body", "end_mark", "notes"]),
    ],
)
def test_typical_releases(text: str, kinds: list[str]) -> None:
    assert [row.kind for row in section_rows("a", structure(text))] == kinds


@pytest.mark.parametrize("content", [None, "first=contact\tcontact\n", "first=contact\tcontact\tmuch\n"])
def test_weights_that_are_missing_or_damaged(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: str | None
) -> None:
    name = f"{tmp_path.name}.tsv"  # of its own, as tables are cached by name
    if content:
        (tmp_path / name).write_text(content, "utf-8")
    monkeypatch.setattr("pipeline.data.files", lambda _: tmp_path)
    monkeypatch.setattr("pipeline.structure.labeller.WEIGHTS", name)
    with pytest.raises(NoModelError, match=r"\.tsv: cannot be read .* install the package again"):
        shipped_labeller.__wrapped__()
