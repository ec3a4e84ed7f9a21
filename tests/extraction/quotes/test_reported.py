"""Reported speech: what counts as an utterance, whose it is, and what is left out."""

from __future__ import annotations

import pytest

from tests.extraction.quotes.injected import quotes_of

REPORTED = [
    ("{Ann Reyes} said at that time that rain helped a lot.", None, "“that” after a preposition"),
    ("{Ann Reyes} said that it.", None, "no clause"),
    ("According to {Ann Reyes}, Ph.D., rents rose a lot.", "rents rose a lot", "a degree"),
    ("Minister {Amina Diallo} said that the clinics will open in May.", "that the clinics will open in May", "that"),
    ("{Amina Diallo} (D-Ohio) says the clinics will open.", "the clinics will open", "no that after says"),
    ("{Amina Diallo}, Minister of Health, also stressed in May that clinics open.", "that clinics open", "an aside"),
    ("{Amina Diallo} told reporters that the clinics will open.", "that the clinics will open", "whom it is told"),
    ("The clinics will open in May, {Amina Diallo} said on Monday.", "The clinics will open in May", "fronted"),
    (
        "The clinics, {Amina Diallo} said, have stood empty.",
        "The clinics, Amina Diallo said, have stood empty",
        "in the midst",
    ),
    ("The clinics will open in May, said {Amina Diallo}.", "The clinics will open in May", "fronted, the verb first"),
    ("The clinics will open, says Dr. {Amina Diallo} (D-Ohio).", "The clinics will open", "and her party behind"),
    ("The clinics will open, said the ministry today.", "The clinics will open", "and nobody named"),
    (
        "The clinics will open, says {Amina Diallo}, {head of clinics|JOB} at {Vale|ORG}, which runs two.",
        "The clinics will open",
        "and her job title behind",
    ),
    ("The clinics, said {Amina Diallo}, have stood empty.", None, "the verb first in the midst"),
    ("The minister, who left, said that {Bo Lund} left.", "that Bo Lund left", "whom the clause names"),
    ("The clinics will open, Vale's health spokesman {Bo Lund} says.", "The clinics will open", "a job title before"),
    ("The clinics will open, the {Green Party|ORG} said today.", "The clinics will open", "an article before"),
    ("The regional manager, Dr. {Amina Diallo}, said that clinics open.", "that clinics open", "a name in apposition"),
    ("{Amina Diallo}, said that clinics open.", None, "a comma behind a name and none before it"),
    ("The clinics open, {Zed Mines|ORG}, said that day.", None, "an organisation between commas"),
    ("{Amina Diallo} said this morning.", None, "a time"),
    ("The clinics will open, {Zed Mines|ORG}, and {Vale|ORG} said today.", None, "the last of several"),
    ("“The clinics will open,” said the ministry.", None, "the subject behind its verb"),
    ("According to {Amina Diallo}, the clinics will open.", "the clinics will open", "according to"),
    (
        "According to {Amina Diallo}, the {head of clinics|JOB}, the doors will open.",
        "the doors will open",
        "according to, with a job title",
    ),
    ("According to {Velora Rankings|ORG}, which ranks 1,800, the doors open.", "the doors open", "an aside"),
    ("According to the U.S. {Bureau of Clinics|ORG}, the doors will open.", "the doors will open", "with a full stop"),
    ("The clinics will open soon, according to {Amina Diallo}.", "The clinics will open soon", "according to, last"),
    ("The ministry said that the clinics will open.", "that the clinics will open", "an organisation without a name"),
    ("{Amina Diallo} promised to open the clinics.", None, "a promise"),
    ("{Amina Diallo} announced that the clinics will open.", None, "an announcement"),
    ("{Amina Diallo} declared that an emergency exists.", None, "an act of an authority"),
    ("{Amina Diallo} hopes that the clinics will open.", None, "a wish"),
    ("They said that the clinics will open.", None, "nobody knows who"),
    ("The plan said that the clinics will open.", None, "a document"),
    ("According to the inquiry, {Omar Reyes} left early.", None, "a document; not who the clause is about"),
    ("In its reports, {Vale|ORG} continues to open clinics.", None, "an action"),
    ("By opening more clinics, {Amina Diallo} adds value.", None, "a verb with an object"),
    ("The ministry will look into claims that clinics are shut.", None, "a noun"),
    ("The ministry gives aid to 25 states that open clinics.", None, "a noun behind a number"),
    ("{Vale Act 25|ORG} states that clinics open.", "that clinics open", "a number of a name"),
    ("{Amina Diallo} is said to open clinics.", None, "a passive"),
    ("{Amina Diallo} said this when she met {Omar Reyes}.", None, "nothing reported"),
    ("{Amina Diallo} said this will open clinics.", "this will open clinics", "a clause about this"),
    ("{Amina Diallo} said some clinics will open.", "some clinics will open", "a quantity begins the clause"),
    ("{Amina Diallo} said {Zed Mines|ORG} had left.", "Zed Mines had left", "a name begins the clause"),
    ("{Amina Diallo} said a few words.", None, "an object: there is no verb"),
    ("{Amina Diallo} said Friday was too late.", None, "a day may be when she said it"),
    ("Beside {Amina Diallo}, the {Clerk|JOB} said that clinics will open.", None, "another may be the clerk"),
    ("{Amina Diallo} says she doubts that clinics open.", "she doubts that clinics open", "not cut at that"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected", "why"), REPORTED, ids=[why for *_, why in REPORTED])
def test_reported_speech(text: str, expected: str | None, why: str) -> None:
    assert [q.text for q in quotes_of(text).quotes] == ([expected] if expected else [])


SPEAKERS = [
    ("{Amina Diallo} met {Omar Reyes}. She said that clinics will open.", "amina-diallo", "a pronoun"),
    ("{Li Wen} left. {Bo Tan}’s plan was bold. He said that clinics will open.", "li-wen", "not whose the plan is"),
    ("{Li Wen} praised {Bo Tan}. He said that clinics will open.", "li-wen", "who begins the sentence before"),
    (
        "“It was {Omar Reyes} who built the clinics,” said {Amina Diallo}. She says that clinics will open.",
        "amina-diallo",
        "who speaks before, not whom she names",
    ),
    (
        "{Amina Diallo}, {Vale|ORG}’s {Clerk|JOB} said that clinics will open.",
        "amina-diallo",
        "no comma after the title",
    ),
    ("Of {Amina Diallo}, {Clerk|JOB} {Omar Reyes} said that clinics will open.", "omar-reyes", "another’s title"),
    ("A spokesman for {Vale|ORG} said that clinics will open.", None, "not for whom he speaks"),
    (
        "{Amina Diallo}, {Minister of Health|JOB}, left. The Minister said that clinics will open.",
        "amina-diallo",
        "who holds the job title",
    ),
    (
        "{Amina Diallo}, {Director and Health Minister|JOB}, left. The Minister of Health said that clinics will open.",
        "amina-diallo",
        "one of two job titles",
    ),
    (
        "{Amina Diallo}, {Deputy Minister of Health|JOB}, left. The Minister said that clinics will open.",
        None,
        "not the deputy",
    ),
    (
        "{Amina Diallo}, {Minister|JOB}, met {Omar Reyes}, {Minister|JOB}. The Minister said that clinics will open.",
        None,
        "two hold it",
    ),
    (
        "{Amina Diallo}, {Adviser to the President|JOB}, left. The President said that clinics will open.",
        None,
        "not the adviser",
    ),
    (
        "{Amina Diallo}, {Minister of Health|JOB}, left. The Minister of Trade said that clinics will open.",
        None,
        "another minister",
    ),
    (
        "{Amina Diallo}, {Minister of Health|JOB}, and {Omar Reyes}, {Minister of Trade|JOB}, left. "
        "The Minister of Trade said that clinics will open.",
        "omar-reyes",
        "one of two ministers",
    ),
    (
        "{Amina Diallo}, {former President|JOB}, left. The President said that clinics will open.",
        None,
        "not a former one",
    ),
]


@pytest.mark.parametrize(("text", "expected", "why"), SPEAKERS, ids=[why for *_, why in SPEAKERS])
def test_speaker_of_reported_speech(text: str, expected: str | None, why: str) -> None:
    assert [q.speaker_id for q in quotes_of(text).quotes] == [expected]


def test_a_fragment_in_marks_belongs_to_its_clause() -> None:
    x = quotes_of("{Amina Diallo} said that the clinics are “a gift to every village” in the north.", "Diallo")
    clause, fragment = sorted(x.quotes, key=lambda q: q.start)
    assert (clause.kind, fragment.kind) == ("indirect", "partial")
    assert clause.group_id == fragment.group_id == clause.quote_id


def test_a_direct_quote_in_a_clause_is_told_once() -> None:
    x = quotes_of("{Amina Diallo} said that clinics will open, adding: “We will open all of them in May.”", "Diallo")
    assert [(q.kind, q.text) for q in sorted(x.quotes, key=lambda q: q.start)] == [
        ("indirect", "that clinics will open"),
        ("direct", "We will open all of them in May."),
    ]
