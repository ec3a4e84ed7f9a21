"""Escapes that transport left in a text: what they are repaired to, and why."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from pipeline.repair import repair_text

ROWS = [
    re.sub("⟨([0-9A-F]{4})⟩", lambda m: chr(int(m[1], 16)), line.replace("⏎", "\n")).split("\t")
    for line in (Path(__file__).parent / "escapes.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize(("text", "expected", "why"), ROWS, ids=[why for *_, why in ROWS])
def test_escape(text: str, expected: str, why: str) -> None:
    repaired = repair_text(text)
    assert repaired.text == expected
    assert repaired.undo() == text
    assert repair_text(expected).text == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Press release\n=====\n\nx=E9 y\n", None),  # underlined heading in Markdown, not a soft line end
        ("x--dbname=DBNAME y--maintenance-db=DBNAME", None),
        ("see //zed.example/?country=DE&lang=DE or ?lang=DE&country=DE", None),
        (r"il est d\'accord, l\'eau", None),
        (r"Fran\'e7ois et l\'e9cole", "François et lécole"),
        (r"cr\xe9\xe9 hier", "créé hier"),
        (r"Hawai\`i and Qur\`an", None),
        (r"ZED:\u00a0Lund said:\u201cYes", "ZED:\u00a0Lund said:“Yes"),  # not a Windows drive
        ("\ufeff" * 12 + "a", "a"),
    ],
)
def test_escapes_as_in_real_releases(text: str, expected: str | None) -> None:
    assert repair_text(text).text == (text if expected is None else expected)


def test_every_escape_has_its_kind() -> None:
    kinds = {repair.kind for text, *_ in ROWS for repair in repair_text(text).repairs}
    assert kinds >= {
        "quoted_printable", "percent_escape", "backslash_escape", "rtf_escape", "tex_accent", "utf_7", "html_entity",
        "symbol_font", "byte_order_mark",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The profit (cid:12)gure was high", "glyph_number"),
        ("The \ue001 logo stands here", "private_use"),
        ("He spoke in ????? ?????? today", "lost_characters"),
        ("It?s the company?s plan", "lost_characters"),
    ],
)
def test_damage_that_cannot_be_repaired_is_reported(text: str, kind: str) -> None:
    repaired = repair_text(text)
    assert repaired.text == text
    assert {finding.kind for finding in repaired.findings} == {kind}


@pytest.mark.parametrize("text", ["Really???", "What?so what", "Is it his? she asked", "Why ???"])
def test_question_marks_of_the_text_are_no_damage(text: str) -> None:
    assert repair_text(text).findings == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("eﬃcient ﬁgures", "efficient figures"),
        ("co\u00adoperation and zero\u200bwidth", "cooperation and zerowidth"),
        ("Cafe\u0301 de\u0301ja\u0300", "Café déjà"),
        ("ＡＢＣ１２３", "ABC123"),
        ("ﬁ\u00adnance", "finance"),
        ("ﾆﾎﾝｺﾞ", "ニホンゴ"),
        ("会议明天继续，谢谢！", "会议明天继续，谢谢！"),
        ("5 m² at ½ price™", "5 m² at ½ price™"),
    ],
)
def test_text_is_normalised_on_request(text: str, expected: str) -> None:
    repaired = repair_text(text, normalise=True)
    assert repaired.text == expected
    assert repaired.undo() == text
    assert repair_text(text).text == text


def test_any_symbol_is_a_bullet() -> None:
    assert repair_text("\uf076 first point").text == "❖ first point"


def test_many_repairs_are_undone_in_time_that_grows_with_their_number() -> None:
    text = "Prices &amp; rents rose in the caf&eacute; of Ada Lund.\n" * 20_000
    repaired = repair_text(text)
    begun = time.process_time()
    assert repaired.undo() == text
    assert time.process_time() - begun < 1.0
