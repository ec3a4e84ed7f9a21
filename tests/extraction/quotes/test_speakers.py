"""Who speaks a quoted span, by which words and with which cue; made-up sentences with a given reading."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.extraction.document.analysis import Analysis
from pipeline.extraction.document.reading import Links, Name, Reading
from pipeline.extraction.quotes.cues import MaskedText
from pipeline.extraction.quotes.speakers import PossibleSpeakers
from pipeline.extraction.quotes.speech import quoted_speech
from pipeline.structure import Span, structure
from tests.extraction.quotes.injected import NOBODY, TITLE, quotes_of

LINKED_TO_FIRST = Links(0.0, ((0, 0.98), (1, 0.01), (2, 0.01)))
CASES = [json.loads(line) for line in Path(__file__).with_name("cases.jsonl").read_text("utf-8").splitlines()]

WORDS = [
    ("“The price is fair,” said {Ann Reyes}.", "Reyes", ("Ann Reyes", "ann-reyes", "name", "said"),
     "the verb before the speaker"),
    ("{Ann Reyes} (D-Ohio) said, “The price is fair.”", "Reyes", ("Ann Reyes", "ann-reyes", "name", "said"),
     "the speaker before the quote"),
    (
        "{Ann Reyes} spoke. “The price is fair,” {Reyes} added.",
        "Reyes",
        ("Reyes", "ann-reyes", "surname", "added"),
        "the surname in the sentence, not the full name before it",
    ),
    (
        "{Ann Reyes} met {Omar Diallo}. She also told him: “The price is fair.”",
        "Reyes",
        ("She", "ann-reyes", "pronoun", "told"),
        "a pronoun before the cue",
    ),
    (
        "After talks at {Reyes} House, she said “the price is fair.”",
        "Reyes",
        ("she", "reyes", "pronoun", "said"),
        "a pronoun at the cue goes before a name farther off",
    ),
    (
        "{Ann Reyes} spoke. “The price is fair,” the Minister for Trade said on Monday.",
        "Reyes",
        ("the Minister for Trade", "ann-reyes", "pronoun", "said"),
        "a title in the place of the name",
    ),
    ("{Ann Reyes} opened it. 'This bridge is for all the people here', said the mayor.", "Reyes",
     ("the mayor", "ann-reyes", "pronoun", "said"), "the words of a quote in single marks are no speaker"),
    (
        "{Ann Reyes} spoke. “The price is fair,” said the Minister's  for Trade.",
        "Reyes",
        ("the Minister's  for Trade", "ann-reyes", "pronoun", "said"),
        "a scraper lost the word after the possessive",
    ),
    (
        "{Bo Lund} spoke. The Government of the day said: “The price is fair.”",
        "Lund",
        ("The Government of the day", None, "none", "said"),
        "an organisation speaks, whatever person the reader links",
    ),
    (
        "{Ann Reyes} spoke. “The price is fair,” the party leader said.",
        "Reyes",
        ("the party leader", "ann-reyes", "pronoun", "said"),
        "the holder of a post in an organisation is a person",
    ),
    (
        "{Bo Lund} spoke. The University of Vale Dean said: “The price is fair.”",
        "Lund",
        ("The University of Vale Dean", "bo-lund", "pronoun", "said"),
        "a post after the whole name of an organisation",
    ),
    (
        "{Bo Lund} spoke. The President of the Students’ Union said: “The price is fair.”",
        "Lund",
        ("The President of the Students’ Union", "bo-lund", "pronoun", "said"),
        "a post before an organisation with a possessive",
    ),
    (
        "{Bo Lund} spoke. The University's site leader said: “The price is fair.”",
        "Lund",
        ("The University's site leader", "bo-lund", "pronoun", "said"),
        "the leader of a part of an organisation is a person",
    ),
    (
        "{Ann Reyes} said in her opening remarks: “The price is fair.”",
        "Reyes",
        ("Ann Reyes", "ann-reyes", "name", "said"),
        "a noun that is spelled like a verb",
    ),
    (
        "“The price is fair,” said an adviser to {Ann Reyes} in Lima.",
        NOBODY,
        ("an adviser to Ann Reyes", None, "none", "said"),
        "somebody who is not named",
    ),
    (
        "{Ann Reyes} wrote back to him in March, “Is the price fair?” {Omar Diallo} answered.",
        "Reyes",
        ("Ann Reyes", "ann-reyes", "name", "wrote"),
        "a quote that a comma introduces has its cue before it",
    ),
    (
        "As the crowd said nothing, {Ann Reyes} sat down and joked, “The price is fair.”",
        "Reyes",
        ("Ann Reyes", "ann-reyes", "name", "joked"),
        "the subject of the last clause, not of a cue before it",
    ),
    (
        "{Ann Reyes} is the new director. “The price is fair,” some doctors said.",
        "Reyes",
        ("some doctors", None, "none", "said"),
        "several who are not named",
    ),
    (
        "{Ann Reyes} is the new director. A museum spokesman said: “The price is fair.”",
        "Reyes",
        ("A museum spokesman", None, "none", "said"),
        "an unnamed person is none of those named, whomever the reader links",
    ),
    (
        "{Ann Reyes} brought it. “The price is fair,” said one patient.",
        "Reyes",
        ("one patient", None, "none", "said"),
        "an unnamed person after the cue",
    ),
    (
        "{Ann Reyes} brought it. “The price is fair,” said a supporter in Lima.",
        "Reyes",
        ("a supporter", None, "none", "said"),
        "an unnamed person with a noun that is in no list",
    ),
    (
        "{Ann Reyes} brought it. Another pastor wrote: “The price is fair.”",
        "Reyes",
        ("Another pastor", None, "none", "wrote"),
        "an unnamed person before the cue",
    ),
    (
        "{Ann Reyes} brought it. “The price is fair,” wrote another.",
        "Reyes",
        ("another", None, "none", "wrote"),
        "an unnamed person without a noun",
    ),
    (
        "“The price is fair,” says one of those banned {Ann Reyes}.",
        NOBODY,
        ("Ann Reyes", "ann-reyes", "name", "says"),
        "an unnamed person whose description contains a name",
    ),
    (
        "{Ann Reyes}, who is a mother as well as a doctor, said: “The price is fair.”",
        "Reyes",
        ("Ann Reyes", "ann-reyes", "name", "said"),
        "a description of a named person",
    ),
    (
        "{Vale|ORG} closed its mine. A company spokesman said: “The price is fair.”",
        "Vale",
        ("A company spokesman", "org-vale", "pronoun", "said"),
        "an organisation's spokesman is its voice",
    ),
    (
        "“The price is fair,” said Lt.Col. {Bo Lund}.",
        "Lund",
        ("Lt.Col", "bo-lund", "pronoun", "said"),
        "a rank with periods, which no sentence ends behind",
    ),
    (
        "“The price is fair,” he said. {Bo Lund} left.",
        "Lund",
        ("he", None, "none", "said"),
        "“he” is nobody who is named only later",
    ),
    (
        "A museum spokesman, Dr. {Ann Reyes}, said: “The price is fair.”",
        "Reyes",
        ("A museum spokesman", "ann-reyes", "pronoun", "said"),
        "a name in apposition",
    ),
    (
        "{Ann Reyes}, {Minister of Mines|JOB}, won. A day later the Minister said: “The price is fair.”",
        "Reyes",
        ("A day later the Minister", "ann-reyes", "pronoun", "said"),
        "a time before the job title",
    ),
    (
        "{Ann Reyes} spoke. The envoy, {Omar Diallo} expressed concerns, saying “the price is fair.”",
        "Reyes",
        ("Omar Diallo", "omar-diallo", "name", "saying"),
        "the words name somebody else than the reader links",
    ),
    (
        "The spokesman, who gave no name, said: “The price is fair.”",
        NOBODY,
        ("The spokesman", None, "none", "said"),
        "an aside before the cue",
    ),
    (
        "{Ann Reyes}, Minister for Trade, said she was “very glad of the price.”",
        "Reyes",
        ("Ann Reyes", "ann-reyes", "name", "said"),
        "the pronoun behind a cue is the subject of what is said",
    ),
    (
        "{Ann Reyes}, Minister for Trade, called it “a fair price”.",
        "Reyes",
        ("Ann Reyes", "ann-reyes", "name", "called"),
        "“it” behind a cue is what is said of",
    ),
    (
        "Omar Diallo won. The winner said of {Ann Reyes}: “The price is fair.”",
        "Reyes",
        ("The winner", None, "none", "said"),
        "a name after “said of” is not the subject",
    ),
    (
        "“The price is fair,” officials said.",
        NOBODY,
        ("officials", None, "none", "said"),
        "people without an article",
    ),
    (
        "“The price is fair,” write the authors.",
        NOBODY,
        ("the authors", None, "none", "write"),
        "several people after the cue",
    ),
    (
        "“The price is fair,” she said to rival {Vale|ORG}, and the rest report {Ann Reyes}.",
        NOBODY,
        ("she", None, "none", "said"),
        "a verb farther away has its own subject",
    ),
    (
        "We want deeds – not empty promises: “The price is fair to all of us.”",
        NOBODY,
        (None, None, "none", "promises"),
        "“not empty” is nobody",
    ),
    (
        "In his remarks, {Ann Reyes} noted that the answers “were not fair to all.”",
        "Reyes",
        ("Ann Reyes", "ann-reyes", "name", "noted"),
        "nouns are no cues",
    ),
    (
        "According to {Ann Reyes}, the price is “fair to all of us.”",
        "Reyes",
        ("Ann Reyes", "ann-reyes", "name", "According to"),
        "“according to” before the quote",
    ),
    (
        "Said the mayor, {Ann Reyes}: “The price is fair to all of us.”",
        "Reyes",
        ("Ann Reyes", "ann-reyes", "name", "Said"),
        "a verb in capitals that begins the sentence",
    ),
    (
        "To Omar Said {Ann Reyes} gave this answer: “The price is fair to all of us.”",
        "Reyes",
        ("Ann Reyes", "ann-reyes", "name", None),
        "a name in capitals that is no verb",
    ),
    (
        "“The price is fair to all.”\n\n— {Ann Reyes}, Minister for Trade",
        "Reyes",
        ("Ann Reyes", "ann-reyes", "name", None),
        "a name below the quote",
    ),
    (
        "{Ann Reyes} said:\n\n> *“The price is fair to all.”*",
        "Reyes",
        ("Ann Reyes", "ann-reyes", "name", "said"),
        "a quote in Markdown below the line that introduces it",
    ),
    (
        "{Ann Reyes} ran the mine. “The price was fair,” she remembers.",
        "Reyes",
        ("she", "ann-reyes", "pronoun", "remembers"),
        "a verb that rarely reports",
    ),
    (
        "“The price is fair,” said {Ann Reyes}, who reflected on the price.",
        "Reyes",
        ("Ann Reyes", "ann-reyes", "name", "said"),
        "such a verb farther away than one that reports",
    ),
    (
        "{Bo Lund} met the members, who share their thoughts:\n\n“The price is fair.” – {Ann Reyes}, Clerk of Zed",
        "Lund",
        ("Ann Reyes", "ann-reyes", "name", None),
        "a signature, whomever the reader links",
    ),
    (
        "{Bo Lund} spoke:\n“The price is fair to all of us”\n- Associate Professor {Ann Reyes}\n",
        "Lund",
        ("Ann Reyes", "ann-reyes", "name", None),
        "a signature on the next line",
    ),
    (
        "{Bo Lund} spoke.\n\n“The price is fair to all of us.”\n\n- {Ann Reyes}.\n\nThat is an old claim.",
        "Lund",
        ("Ann Reyes", "ann-reyes", "name", None),
        "a signature that ends with a full stop",
    ),
    (
        "{Bo Lund} met the members.\n\n“The price is fair to all of us.”\n—\n{Ann Reyes}\n",
        "Lund",
        ("Bo Lund", "bo-lund", "name", None),
        "a dash alone on its line parts two quotes",
    ),
    (
        "{Bo Lund} said “the price is fair to all of us” – {Ann Reyes}, his rival, left.",
        "Lund",
        ("Bo Lund", "bo-lund", "name", "said"),
        "a dash within a sentence",
    ),
    (
        "“The price is fair to all of us,” {Bo Lund} said.\n- {Ann Reyes}, his rival, left.",
        "Lund",
        ("Bo Lund", "bo-lund", "name", "said"),
        "an item of a list after a quote with its own words",
    ),
    (
        "{Bo Lund} met {Ann Reyes}. “Is the price fair to all of us?” {Reyes} asked. The rest is known.",
        "Reyes",
        ("Reyes", "ann-reyes", "surname", "asked"),
        "a sentence does not end at a question before “Reyes asked”",
    ),
    (
        "{Bo Lund} spoke. He boasted of a lake.\n\n“The price is fair to all of us.” {Ann Reyes} said. It rose.",
        "Reyes",
        ("Ann Reyes", "ann-reyes", "name", "said"),
        "nor at a full stop before “Ann Reyes said.”",
    ),
    (
        "{Ann Reyes} spoke. “The price is fair to all of us.” {Bo Lund} said the lake was cold.",
        "Reyes",
        ("Ann Reyes", "ann-reyes", "name", None),
        "it does where that sentence goes on",
    ),
    (
        "{Ann Reyes} asked: “Is the price fair to all of us?” {Bo Lund}, her rival, smiled and said nothing.",
        "Reyes",
        ("Ann Reyes", "ann-reyes", "name", "asked"),
        "it does before a name without a verb",
    ),
    (
        "{Ann Reyes} asked: “Is the price fair to all of us?”\n\n{Bo Lund} said that he would answer in May.",
        "Reyes",
        ("Ann Reyes", "ann-reyes", "name", "asked"),
        "and at the end of a paragraph",
    ),
    (
        "{Bo Lund} called miners to testify.\"The price is fair to all of us,\" {Ann Reyes} said.",
        "Reyes",
        ("Ann Reyes", "ann-reyes", "name", "said"),
        "a scraper glued the quote to the sentence before it",
    ),
    (
        "{Ann Reyes} met {Bo Lund}. “The price is fair to all of us,” one woman, who asked not to be named, said.",
        "Reyes",
        ("one woman", None, "none", "said"),
        "what a relative clause after the quote tells is no cue",
    ),
    (
        "{Bo Lund} left. {Ann Reyes} is the {Mayor of Vale|JOB}. The Mayor of Vale said: “The price is fair to all.”",
        "Lund",
        ("The Mayor of Vale", "ann-reyes", "pronoun", "said"),
        "the holder of the job title, whomever the reader links",
    ),
    (
        "{Ann Reyes} met {Bo Lund}. Hours later, she released a statement to the press: “The price is fair to all.”",
        "Reyes",
        ("she", "ann-reyes", "pronoun", None),
        "“she” in the sentence is nearer than the name in the one before",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "who", "expected", "why"), WORDS, ids=[why for *_, why in WORDS])
def test_words_that_name_the_speaker(text: str, who: str, expected: tuple[str | None, ...], why: str) -> None:
    (quote,) = (q for q in quotes_of(text, who).quotes if q.kind != "indirect")
    assert (quote.speaker_text, quote.speaker_id, quote.resolution, quote.cue) == expected


def test_an_unnamed_speaker_goes_on_over_paragraphs() -> None:
    text = "{Ann Reyes} left. A spokesman said: “The price is fair.\n\n“It will be so.”"
    first, second = quotes_of(text, "Reyes", "Reyes").quotes
    assert [first.speaker_id, second.speaker_id, second.speaker_text] == [None, None, "A spokesman"]


@pytest.mark.parametrize(
    ("between", "speaker"),
    [
        ("{Omar Diallo}, clerk, said:\n\n", None),
        ("The Next Bridge\n\n{Omar Diallo} said: ", None),  # after a subheading
        ("> {Omar Diallo} added:\n\n> ", None),
        ("{Omar Diallo} told the council.\n\n", "omar-diallo"),
    ],
)
def test_who_introduces_the_next_quote_does_not_speak_the_one_before(between: str, speaker: str | None) -> None:
    said = quotes_of(f"{{Ann Reyes}} left.\n\n“The price is fair.”\n\n{between}“It will be so.”", "Diallo")
    assert [q.speaker_id for q in said.quotes] == [speaker, "omar-diallo"]


TYPES = [
    ("The report said: “The river is safe to swim in.”", "document"),
    ("“The river is safe to swim in,” the letter states.", "document"),
    ("“The river is safe to swim in,” the ministry said.", "organisation"),
    ("“The river is safe to swim in,” a spokesman for the ministry said.", "person"),
    ("“The river is safe to swim in,” the wind whispered.", "unknown"),
]


@pytest.mark.parametrize(("text", "kind"), TYPES)
def test_type_of_an_unnamed_speaker(text: str, kind: str) -> None:
    (quote,) = quotes_of(text, NOBODY).quotes
    assert quote.speaker_type == kind


NO_PHRASES = [
    ("As explained by a clerk of the ministry, “the river is clean and safe.”", "a clerk of the ministry"),
    ("Confirming his earlier comments that the price was “badly oversold”, he left.", None),
    ("He took the chance to write it down in May and reiterated: “The river is safe to swim in.”", None),
    ("There is an old proverb which says “the river is safe to swim in”.", None),
    ("Leading scientists said that the price was “badly oversold”.", "Leading scientists"),
    ("“The river is safe to swim in,” Lansing officials said.", "Lansing officials"),
    ("The clerk asked her to desist from “swimming in the river without a licence”.", "The clerk"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words"), NO_PHRASES)
def test_a_speaker_without_a_name_is_a_noun_phrase(text: str, words: str | None) -> None:
    (quote,) = (q for q in quotes_of(text, NOBODY).quotes if q.kind != "indirect")
    assert quote.speaker_text == words


def test_all_speakers_of_a_joint_statement() -> None:
    x = quotes_of("“The river is safe to swim in,” said {Ann Reyes} of {Vale|ORG} and {Omar Diallo}.", "Reyes & Diallo")
    assert [s.entity_id for s in x.quote_speakers] == ["ann-reyes", "omar-diallo"]
    assert x.quotes[0].speaker_id == "ann-reyes"


@pytest.mark.parametrize(
    "text",
    [
        "“We will act,” said {Ann Reyes}, {Omar Diallo} and {Eva Moss} in a letter.",
        "“We will act,” Senators {Ann Reyes} (D-IN), {Omar Diallo} and {Eva Moss} said.",
    ],
)
def test_a_row_of_three_speaks_whatever_the_links(text: str) -> None:
    x = quotes_of(text, "Reyes & Diallo")
    x.reading = replace(x.reading, quotations=(replace(x.reading.quotations[0], speaker=LINKED_TO_FIRST),))
    (found,) = quoted_speech(
        PossibleSpeakers(x, MaskedText(x.release.text, x.quoted_spans, x.release.paragraphs))
    ).values()
    assert [s.text for s in found.speakers] == ["Ann Reyes", "Omar Diallo", "Eva Moss"]


def test_names_are_found_in_the_order_of_the_text_whatever_their_order_in_the_reading() -> None:
    text = "Ada Lund⏎Jan Roe⏎Eva Moss spoke. Omar Diallo left."
    places = [
        (text.index(words), text.index(words) + len(words))
        for words in ("Ada Lund", "Omar Diallo", "Jan Roe", "Eva Moss")
    ]
    analysis = Analysis(structure(text), reading=Reading(tuple(Name(*place, "PERSON", 1.0) for place in places)))
    possible = PossibleSpeakers(analysis, MaskedText(text, [], [Span(0, len(text))]))
    assert possible.between(0, text.index(" left")) == [0, 2, 3, 1]
    assert possible.between(text.index("spoke"), len(text)) == [1]


def test_two_likely_speakers_whose_names_are_not_coordinated_are_not_joint() -> None:
    x = quotes_of("{Omar Diallo} left. “The river is safe to swim in,” said {Ann Reyes}.", "Reyes & Diallo")
    assert len(x.quote_speakers) == 1


def test_a_row_of_names_without_the_speaker_does_not_speak() -> None:
    x = quotes_of("“We act,” said {Ann Reyes}, who met {Omar Diallo}, {Eva Moss} and {Bo Berg} in May.", "Reyes")
    assert [s.entity_id for s in x.quote_speakers] == ["ann-reyes"]


def test_confidence_is_the_probability_of_the_entity_and_higher_at_the_cue() -> None:
    loose = quotes_of("{Ann Reyes} spoke. Then {Ann Reyes} left. “The river is safe to swim in.”", "Reyes")
    at_cue = quotes_of("“The river is safe,” said {Ann Reyes}.", "Reyes")
    assert loose.quotes[0].confidence == pytest.approx(0.9)
    assert at_cue.quotes[0].confidence > 0.95


@pytest.mark.parametrize("case", CASES, ids=[c["id"] for c in CASES])
def test_quotes_of_made_up_passages(case: dict[str, Any]) -> None:
    """The words of each quote and a speaker with the right surname are found, given which spans are speech."""
    text = case["text"]
    names = {q.get("resolved", q["speaker"]) for q in case["quotes"]}
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, f"{{{name}}}", 1) if f"{{{name}" not in text else text
    plain = quotes_of(text)
    quoted = [t.text for t in plain.titles]
    said = {q["text"]: q.get("resolved", q["speaker"]).split()[-1] for q in case["quotes"]}
    x = quotes_of(text, *(said.get(words, TITLE) for words in quoted))
    found = [q for q in x.quotes if q.kind != "indirect"]
    assert [q.text for q in found] == [q["text"] for q in case["quotes"]]
    for quote, expected in zip(found, case["quotes"], strict=True):
        speaker = (quote.speaker_id or quote.speaker_text or "").split("-")[-1]
        assert speaker
        assert speaker in expected.get("resolved", expected["speaker"]).lower()
