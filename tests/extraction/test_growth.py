"""The time for texts that are no release grows linearly with their length, as for releases."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
import spacy

from pipeline.extraction.dates import find_dates
from pipeline.extraction.extraction import analyse, tokens_of
from pipeline.extraction.organisations.names import without_legal_form
from pipeline.extraction.people.trim import without_stray_end
from pipeline.extraction.quotes.cues import MaskedText, cue_of
from pipeline.extraction.reader.words import words_of
from pipeline.extraction.roles.held import ministry_of
from pipeline.extraction.text.quotation_marks import quoted_spans
from pipeline.structure import Span, structure
from tests.extraction.organisations.marked import analysed, mentioned
from tests.extraction.quotes.injected import quotes_of

LENGTH = 5_000
SECONDS = 1.0  # CPU seconds; slower versions took up to half a minute


def repeated(unit: str) -> str:
    return (unit * (LENGTH // len(unit) + 1))[:LENGTH]


@pytest.mark.parametrize("unit", [",", '"', "(", "*", "&", "“", "😀", "2023-", "a.", "'", "http://a.b/c?d=e&"])
def test_signs_without_a_blank_are_tokenised_quickly(unit: str) -> None:
    nlp, text = spacy.blank("en"), repeated(unit)
    begun = time.process_time()
    doc = tokens_of(nlp, text)
    assert time.process_time() - begun < SECONDS
    assert doc.text == text
    assert max(len(token) for token in doc) <= 100


@pytest.mark.parametrize("role", ["deputy " * 20_000, "minister of state " * 2000, "minister for a) of " * 2000])
def test_the_portfolio_of_a_minister_is_found_quickly(role: str) -> None:
    begun = time.process_time()
    assert ministry_of(analysed("Jan Roe spoke."), role, None) is None
    assert time.process_time() - begun < SECONDS


@pytest.mark.parametrize(
    "text",
    [
        "Anna Berg, of ABC Corp., said: “It is so.”\n\n  Two  blanks.",
        "https://example.org/" + "a" * 150 + " it said.",
        "",
    ],
)
def test_tokens_of_a_release_are_those_of_the_tokenizer(text: str) -> None:
    nlp = spacy.blank("en")
    assert [t.text_with_ws for t in tokens_of(nlp, text)] == [t.text_with_ws for t in nlp.make_doc(text)]


def test_a_long_run_does_not_touch_the_words_around_it() -> None:
    text = "Anna Berg’s word,  " + "=" * 500 + " she said.\n"
    words = [t.text for t in tokens_of(spacy.blank("en"), text)]
    assert words[:6] == ["Anna", "Berg", "’s", "word", ",", " "]
    assert words[-4:] == ["she", "said", ".", "\n"]


CAPITALS = " OF THE DEPARTMENT OF EXTERNAL RELATIONS AND TRADE AND INDUSTRY OF THE REPUBLIC told "


GLUED = "Ilse Brandt" + "KennedyApril" * 12 + "!"
LEGAL_FORMS = "Zed" + " LLC" * 30 + " and"
LONG = "Z" + "e" * 30_000


def speakers(between: str) -> int:
    """The number of speakers of a quote after which two people are named, with these words between them."""
    said = f"“The river is safe to swim in,” said {{Ann Reyes}}{between}{{Omar Diallo}}."
    return len(quotes_of(said, "Reyes & Diallo").quote_speakers)


def organisations(name: str) -> list[str]:
    return mentioned(analysed(f"At [{name}]! she spoke."))


BESIDE_A_NAME = [
    (speakers, CAPITALS, 1, "between two speakers, in capitals"),
    (without_stray_end, GLUED, GLUED, "glued to a name"),
    (without_legal_form, LEGAL_FORMS, LEGAL_FORMS, "legal forms of a table"),
    (organisations, LONG, [LONG], "one long word"),
]


@pytest.mark.parametrize(("look", "words", "expected", "why"), BESIDE_A_NAME, ids=[case[-1] for case in BESIDE_A_NAME])
def test_words_beside_a_name_are_read_quickly(
    look: Callable[[str], object], words: str, expected: object, why: str
) -> None:
    look(" and ")  # loads the word lists
    begun = time.process_time()
    assert look(words) == expected
    assert time.process_time() - begun < SECONDS


@pytest.mark.parametrize("unit", ["'word ", "“It is so,” they said, ", "“a” 'b ", "workers' 'word ", "‘a ", '" ', "."])
def test_quotation_marks_and_their_cues_are_found_quickly(unit: str) -> None:
    text = repeated(unit)
    begun = time.process_time()
    quoted = quoted_spans(text, [Span(0, len(text))])
    masked = MaskedText(text, quoted, [Span(0, len(text))])
    for span in quoted:
        cue_of(masked, span)
    assert time.process_time() - begun < SECONDS


@pytest.mark.parametrize("unit", [".\n", "“\n", "“", "“a\n", "a”\n", "'\n", '"\n'])
def test_quotation_marks_in_many_paragraphs_are_found_quickly(unit: str) -> None:
    text = repeated(unit) * 3
    paragraphs = [Span(m.start(), m.end()) for m in re.finditer(r"[^\n]+", text)]
    begun = time.process_time()
    quoted_spans(text, paragraphs)
    assert time.process_time() - begun < SECONDS


def test_markup_is_passed_over_quickly() -> None:
    release = structure("<p>" + repeated("&amp;") + "</p>\n\nAnna Berg spoke.")
    assert list(analyse([("warm", structure("Anna Berg spoke."))])), "the model is loaded before the clock starts"
    begun = time.process_time()
    (analysis,) = analyse([("a", release)])
    assert time.process_time() - begun < 1  # as a limit of 5 s per 100 kB
    assert [m.text for m in analysis.mentions if m.label == "PERSON"] == ["Anna Berg"]


def test_whether_many_places_are_markup_is_decided_quickly() -> None:
    release = structure("May 3, &amp; <p>" * 5000)
    begun = time.process_time()
    assert not any(release.is_ignored(at, at + 3) for at in range(0, len(release.text), 16))
    assert all(release.is_ignored(at, at + 3) for at in range(7, len(release.text), 16))
    assert time.process_time() - begun < SECONDS


@pytest.mark.parametrize("blank", [" ", "\n", "\u00a0"])
def test_blanks_are_passed_over_quickly(blank: str) -> None:
    text = "Ada Lund" + blank * 8 * LENGTH + "spoke."
    begun = time.process_time()
    assert words_of(text).forms == ["Ada", "Lund", "spoke", "."]
    assert time.process_time() - begun < SECONDS


def test_numbers_in_a_long_line_are_read_quickly() -> None:
    text = repeated("2023-")
    begun = time.process_time()
    assert find_dates(text) == []
    assert time.process_time() - begun < SECONDS
