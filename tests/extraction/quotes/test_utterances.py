"""What is speech, of which kind it is, and which quoted spans are one utterance."""

from __future__ import annotations

import pytest

from pipeline.extraction.quotes import speech
from tests.extraction.quotes.injected import TITLE, quotes_of

KINDS = [
    ("We will rebuild the bridge.", "direct", "a sentence"),
    ("we will rebuild the bridge", "direct", "a clause"),
    ("a gift to the town", "partial", "no verb"),
    ("is a real step forward", "partial", "no subject"),
    ("can be hard, as a bridge is", "partial", "no subject for the first verb"),
    ("it’s a gift", "direct", "subject and verb in one"),
    ("today’s vote is a gift", "direct", "a possessive, with a verb after it"),
    ("today’s real gift", "partial", "only a possessive"),
    ("a gift. We use it every day", "direct", "a sentence follows within the marks"),
    ("a gift to St. Mary", "partial", "a full stop that ends no sentence"),
    ("Every good bridge makes for a good town", "direct", "a capital and many words: a sentence"),
    ("Bridges and Towns", "partial", "a capital and few words: a title"),
]


@pytest.mark.parametrize(("words", "kind", "why"), KINDS)
def test_kind(words: str, kind: str, why: str) -> None:
    (quote,) = quotes_of(f"{{Ann Reyes}} said “{words}”", "Reyes").quotes
    assert quote.kind == kind, why


PARTS = [
    ("The plan is a step “that will open the bridge,” {Ann Reyes} said.", "partial", "after a noun"),
    ("{Ann Reyes} called the bridge “a gift that is ours”.", "partial", "the verb’s object"),
    ("{Ann Reyes} said that “the bridge is open”.", "direct", "after “that”"),
    ("{Ann Reyes} said that this year “the bridge is open”.", "direct", "a clause with a subject of its own"),
    ("{Ann Reyes} told us “the bridge is open”.", "direct", "after the indirect object"),
    ("{Ann Reyes} said “the bridge is open”.", "direct", "after the verb"),
    ("For {Ann Reyes}, “the bridge is open”, as she said.", "direct", "after a comma"),
    ("{Ann Reyes} said it is “a gift. We use it every day”.", "direct", "a sentence follows within the marks"),
]


@pytest.mark.parametrize(("text", "kind", "why"), PARTS)
def test_kind_of_a_part_of_a_sentence(text: str, kind: str, why: str) -> None:
    assert quotes_of(text, "Reyes").quotes[-1].kind == kind, why


MARKED_UP = [
    ("“We test the river, see [the plan](https://zed.example/a)”, said {Ann Reyes}.", 1, "it ends with a link"),
    ("“<em>We test the river daily.</em>” said {Ann Reyes}.", 1, "it is emphasised"),
    ('<a title="We test the river daily.">Rivers</a> are safe, said {Ann Reyes}.', 0, "within a tag"),
]


@pytest.mark.parametrize(("text", "number", "why"), MARKED_UP)
def test_a_quote_in_markup(text: str, number: int, why: str) -> None:
    assert sum(q.kind != "indirect" for q in quotes_of(text, "Reyes").quotes) == number, why


def test_pieces_of_one_utterance_are_a_group() -> None:
    x = quotes_of("“The river is safe,” said {Ann Reyes}, “to swim in.” “We will test it.”\n\n“Soon, too.”", "Reyes")
    assert {q.group_id for q in x.quotes} == {x.quotes[0].quote_id}
    assert [q.resolution for q in x.quotes] == ["name", "name", "carried", "carried"]


def test_another_speaker_begins_another_group() -> None:
    x = quotes_of("“It is safe,” said {Ann Reyes}. “Is it?” asked {Omar Diallo}.", "Reyes", "Diallo")
    assert [q.group_id for q in x.quotes] == [None, None]


def test_a_quote_continues_speech_only() -> None:
    text = "“We won,” said {Ann Reyes}.\n\nThey sang “Long Road.\n\n“It is the best day of all,” {Omar Diallo} said."
    assert [q.group_id for q in quotes_of(text, "Reyes", TITLE, "Diallo").quotes] == [None, None]


def test_a_title_is_no_quote() -> None:
    x = quotes_of("{Ann Reyes} opened the seminar “Rivers Without Borders”.", TITLE)
    assert ([q.text for q in x.quotes], [t.text for t in x.titles]) == ([], ["Rivers Without Borders"])


FRAGMENTS = [
    ("{Ann Reyes} runs “the fair price” shop.", [], "a fragment without a cue"),
    ("{Ann Reyes} called it “the fair price”.", ["the fair price"], "a fragment with a cue"),
    ("{Ann Reyes} left. “The price is fair.”", ["The price is fair."], "a whole sentence without a cue"),
]


@pytest.mark.parametrize(("text", "expected", "why"), FRAGMENTS)
def test_a_fragment_without_a_cue_is_speech_only_from_a_higher_probability(
    text: str, expected: list[str], why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(quotes_of(text, "Reyes").quotes) == 1, why
    monkeypatch.setattr(speech, "FRAGMENT", 0.95)  # the probability of speech is .9 here
    assert [q.text for q in quotes_of(text, "Reyes").quotes] == expected, why


LOST = [
    (
        "{Reyes} said: “We test it. It is clean.",
        "We test it. It is clean.",
        "the closing mark is lost: the quote goes to the end of the paragraph",
    ),
    (
        "{Reyes} said: “We test it. It is clean. He added that",
        "We test it. It is clean. He added that",
        "the closing mark is lost, and no other quote opens",
    ),
    (
        "It is clean, we test it.” Then {Reyes} left.",
        "It is clean, we test it.",
        "the opening mark is lost: the quote goes back to the beginning of the paragraph",
    ),
]


@pytest.mark.parametrize(("text", "expected", "why"), LOST, ids=[why for *_, why in LOST])
def test_a_lost_mark(text: str, expected: str, why: str) -> None:
    x = quotes_of(text, "Reyes")
    assert [q.text for q in x.quotes if q.kind != "indirect"] == [expected]
    assert [f.kind for f in x.findings] == ["unbalanced_quote"]
