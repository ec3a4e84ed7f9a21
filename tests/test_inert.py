"""The search for parts that give nothing switches off what it says, everywhere, and puts it back."""

from collections.abc import Callable

import pytest

from benchmarks import inert
from pipeline.extraction import acronyms, bodies, organisations, people_find
from pipeline.extraction.tokens import Tokens

PARTS = {part.name: part for part in inert.parts(("acronyms", "bodies", "organisation", "people"))}

OFF = [
    # part, what it answers then, why
    (
        "acronyms.definitions",
        lambda: list(organisations.definitions("Zed Canal Board (ZCB)")),
        [],
        "where it is imported",
    ),
    ("acronyms.is_plural", lambda: acronyms.is_plural("ZCBs", "Zed Canal Boards"), False, "a question"),
    ("acronyms._printed_end", lambda: acronyms._printed_end("Zed ", 4), 4, "an end that stays where it is"),
    ("acronyms.SHORT", lambda: acronyms.SHORT.match("ZCB") is None, True, "a pattern"),
    ("bodies._spellings", lambda: len(bodies.bodies().by_key), 0, "what is remembered of it"),
    ("people_find._TRIGGERS", lambda: len(people_find._TRIGGERS), 0, "a list of words"),
]


@pytest.mark.parametrize(("name", "answer", "expected", "why"), OFF)
def test_a_part_is_off_and_on_again(name: str, answer: Callable[[], object], expected: object, why: str) -> None:
    before = answer()
    with inert.without(PARTS[name]):
        assert answer() == expected, why
    assert answer() == before != expected


def test_what_is_no_rule_is_left_on() -> None:
    assert not any(name.endswith("__init__") for name in PARTS)
    assert not any(part.thing is Tokens for part in PARTS.values())  # of another module
