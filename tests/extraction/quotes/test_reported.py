"""Reported speech: what counts as an utterance, who speaks, and what is left out."""

from __future__ import annotations

import pytest

from tests.extraction.quotes.injected import quotes_of

REPORTED = [
    ("{Ann Reyes} said at that time that rain helped a lot.", None, "“that” after a preposition"),
    ("{Ann Reyes} said that it.", None, "no clause follows “that”"),
    ("According to {Ann Reyes}, Ph.D., rents rose a lot.", "rents rose a lot", "a degree between commas"),
    ("{Amina Diallo} said that the  clinics will open.", "that the  clinics will open", "two blanks between words"),
    ("{Amina Diallo} said   that the clinics will open   rents fell.", None, "three blanks where marks were removed"),
    ("Minister {Amina Diallo} said that the clinics will open in May.", "that the clinics will open in May",
     "“that” begins the clause"),
    ("{Amina Diallo} (D-Ohio) says the clinics will open.", "the clinics will open", "no “that” after “says”"),
    ("{Amina Diallo}, Minister of Health, also stressed in May that clinics open.", "that clinics open",
     "an aside between the speaker and the verb"),
    ("{Amina Diallo} told reporters that the clinics will open.", "that the clinics will open",
     "the verb has an indirect object"),
    ("The clinics will open in May, {Amina Diallo} said on Monday.", "The clinics will open in May",
     "the clause is fronted"),
    (
        "The clinics, {Amina Diallo} said, have stood empty.",
        "The clinics, Amina Diallo said, have stood empty",
        "the attribution is in the middle of the clause",
    ),
    ("The clinics will open in May, said {Amina Diallo}.", "The clinics will open in May",
     "a fronted clause, and the verb before the speaker"),
    ("The clinics will open, says Dr. {Amina Diallo} (D-Ohio).", "The clinics will open",
     "the speaker's party after the name"),
    ("The clinics will open, said the ministry today.", "The clinics will open", "no speaker is named"),
    (
        "The clinics will open, says {Amina Diallo}, {head of clinics|JOB} at {Vale|ORG}, which runs two.",
        "The clinics will open",
        "the speaker's job title after the name",
    ),
    ("The clinics, said {Amina Diallo}, have stood empty.", None,
     "in the middle of the clause, the verb before the speaker"),
    ("The minister, who left, said that {Bo Lund} left.", "that Bo Lund left",
     "a name inside the clause is not the speaker"),
    ("The clinics will open, Vale's health spokesman {Bo Lund} says.", "The clinics will open",
     "the speaker's job title before the name"),
    ("The clinics will open, the {Green Party|ORG} said today.", "The clinics will open", "an article before the name"),
    ("The regional manager, Dr. {Amina Diallo}, said that clinics open.", "that clinics open", "a name in apposition"),
    ("{Amina Diallo}, said that clinics open.", None, "a comma behind a name and none before it"),
    ("The clinics open, {Zed Mines|ORG}, said that day.", None, "the speaker is an organisation between commas"),
    ("{Amina Diallo} said this morning.", None, "a time is no clause"),
    ("The clinics will open, {Zed Mines|ORG}, and {Vale|ORG} said today.", None,
     "the last of two coordinated speakers"),
    ("“The clinics will open,” said the ministry.", None, "the words are in quotation marks: a direct quote"),
    ("According to {Amina Diallo}, the clinics will open.", "the clinics will open", "“according to”"),
    (
        "According to {Amina Diallo}, the {head of clinics|JOB}, the doors will open.",
        "the doors will open",
        "“according to” with a job title",
    ),
    ("According to {Velora Rankings|ORG}, which ranks 1,800, the doors open.", "the doors open",
     "“according to” with an aside"),
    ("According to the U.S. {Bureau of Clinics|ORG}, the doors will open.", "the doors will open",
     "“according to” with an abbreviation"),
    ("The clinics will open soon, according to {Amina Diallo}.", "The clinics will open soon",
     "“according to” after the clause"),
    ("The ministry said that the clinics will open.", "that the clinics will open", "an organisation without a name"),
    ("{Amina Diallo} promised to open the clinics.", None, "a promise is not counted as speech"),
    ("{Amina Diallo} announced that the clinics will open.", None, "an announcement is not counted as speech"),
    ("{Amina Diallo} declared that an emergency exists.", None, "an act of an authority is no speech"),
    ("{Amina Diallo} hopes that the clinics will open.", None, "a wish is no speech"),
    ("They said that the clinics will open.", None, "“they” says nothing about who speaks"),
    ("The plan said that the clinics will open.", None, "a document does not speak"),
    ("According to the inquiry, {Omar Reyes} left early.", None,
     "a document; and who the clause is about does not speak"),
    ("In its reports, {Vale|ORG} continues to open clinics.", None, "“continues to” is an action"),
    ("By opening more clinics, {Amina Diallo} adds value.", None, "“adds” with an object"),
    ("The ministry will look into claims that clinics are shut.", None, "“claims” as a noun"),
    ("The ministry gives aid to 25 states that open clinics.", None, "“states” as a noun after a number"),
    ("The ministry gives aid to all {U.S.|COUNTRY} states that open clinics.", None, "“states” after their country"),
    ("Clinics will open, doctors across 27 {EU|ORG} states.", None, "the same after their union’s name"),
    ("Clinics open in towns, states and the federal government.", None, "“states” as a noun in a list"),
    ("{Vale Act 25|ORG} states that clinics open.", "that clinics open", "a number that is part of a name"),
    ("{Amina Diallo} is said to open clinics.", None, "a passive has no speaker"),
    ("{Amina Diallo} said this when she met {Omar Reyes}.", None, "nothing is reported"),
    ("{Amina Diallo} said this about her new clinics:", None, "“this” is what follows"),
    ("{Amina Diallo} said the following about clinics:", None, "“the following” is what follows"),
    ("{Amina Diallo} said the following year would be hard.", "the following year would be hard",
     "“the following” begins the subject of a clause"),
    ("{Amina Diallo} said this will open clinics.", "this will open clinics", "“this” is the subject of the clause"),
    ("{Amina Diallo} said some clinics will open.", "some clinics will open", "a quantity begins the clause"),
    ("{Amina Diallo} said {Zed Mines|ORG} had left.", "Zed Mines had left", "a name begins the clause"),
    ("{Amina Diallo} said when asked how clinics can open.", None, "the occasion is not what is reported"),
    ("{Amina Diallo} said a few words.", None, "an object without a verb"),
    ("{Amina Diallo} said Friday was too late.", None, "“Friday” may be when she said it"),
    ("Beside {Amina Diallo}, the {Clerk|JOB} said that clinics will open.", None, "the clerk may be somebody else"),
    ("{Amina Diallo} says she doubts that clinics open.", "she doubts that clinics open",
     "a clause with a “that” of its own"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected", "why"), REPORTED, ids=[why for *_, why in REPORTED])
def test_reported_speech(text: str, expected: str | None, why: str) -> None:
    assert [q.text for q in quotes_of(text).quotes] == ([expected] if expected else [])


SPEAKERS = [
    (
        "{Amina Diallo} met {Omar Reyes}. She said that clinics will open.",
        "amina-diallo",
        "“she” is the person named before",
    ),
    ("{Amina Diallo} left. According to her, the clinics will open.", "amina-diallo", "“her” after “according to”"),
    (
        "{Li Wen} left. {Bo Tan}’s plan was bold. He said that clinics will open.",
        "li-wen",
        "“he” is not the person whose plan it is",
    ),
    (
        "{Li Wen} praised {Bo Tan}. He said that clinics will open.",
        "li-wen",
        "“he” is the subject of the sentence before",
    ),
    (
        "“It was {Omar Reyes} who built the clinics,” said {Amina Diallo}. She says that clinics will open.",
        "amina-diallo",
        "“she” spoke before; she is not the person in the quote",
    ),
    (
        "{Amina Diallo}, {Vale|ORG}’s {Clerk|JOB} said that clinics will open.",
        "amina-diallo",
        "a title that no comma ends",
    ),
    (
        "Asked about {Amina Diallo}, an {officer|JOB} of Vale said that clinics will open.",
        None,
        "an officer who is not named",
    ),
    ("Beside {Amina Diallo}, her {director|JOB} said that clinics will open.", None, "her director is another person"),
    (
        "Of {Amina Diallo}, {Clerk|JOB} {Omar Reyes} said that clinics will open.",
        "omar-reyes",
        "the title belongs to the next name",
    ),
    ("A spokesman for {Vale|ORG} said that clinics will open.", None, "an unnamed spokesman is not the organisation"),
    (
        "{Amina Diallo}, {Minister of Health|JOB}, left. The Minister said that clinics will open.",
        "amina-diallo",
        "the person who holds the job title",
    ),
    (
        "{Amina Diallo}, {Director and Health Minister|JOB}, left. The Minister of Health said that clinics will open.",
        "amina-diallo",
        "one of the person's two job titles",
    ),
    (
        "{Amina Diallo}, {Deputy Minister of Health|JOB}, left. The Minister said that clinics will open.",
        None,
        "the deputy does not hold that title",
    ),
    (
        "{Amina Diallo}, {Minister|JOB}, met {Omar Reyes}, {Minister|JOB}. The Minister said that clinics will open.",
        None,
        "two people hold the title",
    ),
    (
        "{Amina Diallo}, {Adviser to the President|JOB}, left. The President said that clinics will open.",
        None,
        "the adviser to the President is not the President",
    ),
    (
        "{Amina Diallo}, {Minister of Health|JOB}, left. The Minister of Trade said that clinics will open.",
        None,
        "the minister of another portfolio",
    ),
    (
        "{Amina Diallo}, {Minister of Health|JOB}, and {Omar Reyes}, {Minister of Trade|JOB}, left. "
        "The Minister of Trade said that clinics will open.",
        "omar-reyes",
        "the one of two ministers with that portfolio",
    ),
    (
        "{Amina Diallo}, {former President|JOB}, left. The President said that clinics will open.",
        None,
        "a former holder does not count",
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


def test_a_direct_quote_at_the_start_of_the_text_is_no_reported_clause() -> None:
    x = quotes_of("“No family should go hungry,” Ministers {Lena Zed}, {Karl Vale} and {Una Berg} said jointly.", "Zed")
    assert [q.kind for q in x.quotes] == ["direct"]


def test_a_direct_quote_in_a_clause_gives_only_one_row() -> None:
    x = quotes_of("{Amina Diallo} said that clinics will open, adding: “We will open all of them in May.”", "Diallo")
    assert [(q.kind, q.text) for q in sorted(x.quotes, key=lambda q: q.start)] == [
        ("indirect", "that clinics will open"),
        ("direct", "We will open all of them in May."),
    ]
