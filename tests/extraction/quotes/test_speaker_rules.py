"""Who speaks: made-up sentences for each rule, those where it fires and those where it must not."""

from __future__ import annotations

import pytest

from pipeline.extraction import Extraction, extract

SPEAKERS = [
    ("“The price is fair,” said an adviser to Ann Reyes.", "an adviser to Ann Reyes", "not who is advised"),
    ("“The price is fair,” said harbour chief Ann Reyes of Port Vale.", "Ann Reyes", "the name in apposition"),
    ("Senator Ann Reyes (D-Ohio) said, “The price is fair.”", "Ann Reyes", "brackets before the cue"),
    ("Port director Ann Reyes, 44, said: “The price is fair.”", "Ann Reyes", "an age before the cue"),
    ("Ann Reyes pointed to the delay by citing the report and adding, “The price is fair.”", "Ann Reyes", "by …ing"),
    (
        "Ann Reyes called the bridge a “gift to the town,” adding that Omar Diallo had paid for it.",
        "Ann Reyes",
        "the subject of “adding” stands before the marks",
    ),
    (
        "Ann Reyes said the people who praise Omar Diallo for his work were “badly misled.”",
        "Ann Reyes",
        "the verb of saying around the clause, not the verb nearest to the marks",
    ),
]  # fmt: skip
NOT_SPEECH = [
    ("Speaking on “Harbour Morning,” Ann Reyes said the bridge will open in May.", "a broadcast before the subject"),
    ("Ann Reyes, the host of “Harbour Morning,” praised Omar Diallo.", "a title in the subject"),
    ("The paper, “Tides of the North”, published in the Journal of Rivers, won a prize.", "published is no cue"),
]


def speakers(x: Extraction) -> list[str | None]:
    return [q.speaker_text for q in x.quotes if q.kind != "indirect"]


@pytest.mark.parametrize(("text", "speaker", "why"), SPEAKERS)
def test_the_speaker(text: str, speaker: str, why: str) -> None:
    assert speakers(extract(text)) == [speaker], why


@pytest.mark.parametrize(("text", "why"), NOT_SPEECH)
def test_titles_are_no_speech(text: str, why: str) -> None:
    x = extract(text)
    assert speakers(x) == [], why
    assert len(x.titles) == 1, why


def test_a_predicate_is_no_title_of_the_noun_before_it() -> None:
    x = extract("Engineers at Port Vale say this study “represents a real step forward for the harbour.”")
    assert len(speakers(x)) == 1


TYPES = [
    ("The report said: “The river is safe to swim in.”", "document"),
    ("“The river is safe to swim in,” the letter states.", "document"),
    ("“The river is safe to swim in,” the ministry said.", "organisation"),
    ("“The river is safe to swim in,” a spokesman said.", "person"),
    ("“The river is safe to swim in,” said Ann Reyes.", "person"),
    ("“The river is safe to swim in,” the wind whispered.", "unknown"),
]


@pytest.mark.parametrize(("text", "kind"), TYPES)
def test_the_type_of_the_speaker(text: str, kind: str) -> None:
    (quote,) = (q for q in extract(text).quotes if q.kind != "indirect")
    assert quote.speaker_type == kind


def test_a_statement_by_someone_is_theirs() -> None:
    x = extract("A statement by Ann Reyes said: “The river is safe to swim in.”")
    assert [q.speaker_id for q in x.quotes] == ["ann-reyes"]


def test_a_verb_of_saying_alone_goes_on_with_the_speaker_before() -> None:
    x = extract("“The river is safe,” said Ann Reyes of Port Vale.\n\nFurther added, “We will test it in June again.”")
    assert [q.speaker_id for q in x.quotes] == ["ann-reyes", "ann-reyes"]


def test_two_speakers_have_two_rows() -> None:
    x = extract("“The river is safe to swim in,” said Senators Ann Reyes and Omar Diallo.")
    assert [s.entity_id for s in x.quote_speakers] == ["ann-reyes", "omar-diallo"]


RESOLVED = [
    ("Governor Ray Sutton spoke. “The plan is good,” the Governor said.", ["ray-sutton"], "the office"),
    ("Governor Ray Sutton met Governor Ann Reyes. “The plan is good,” the Governor said.", [None], "two of the office"),
    ("Governor Ray Sutton spoke. “The plan is good,” the engineer said.", [None], "another office"),
    ("“The plan is good.” That was how Governor Ray Sutton opened the talks.", ["ray-sutton"], "named afterwards"),
    ("“Tides of the North” is the film that Ray Sutton opened the festival with.", [], "a title named afterwards"),
]


@pytest.mark.parametrize(("text", "expected", "why"), RESOLVED)
def test_who_the_words_lead_to(text: str, expected: list[str | None], why: str) -> None:
    assert [q.speaker_id for q in extract(text).quotes if q.kind != "indirect"] == expected, why
