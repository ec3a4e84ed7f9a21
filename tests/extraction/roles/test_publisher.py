"""The publisher: which country “the Minister” serves in its release, and which organisation it likely is."""

from __future__ import annotations

import pytest

from pipeline.extraction.roles.publisher import likely_publisher
from pipeline.records import Mention, SectionKind
from tests.extraction.roles.reading import read

MINISTRY = "MINISTRY OF WATER OF THE REPUBLIC OF KENYA"
SENDER = "Ministry of Water of the Republic of Kenya <press@water.example>"
BODY = (
    "NAIROBI, 14 March 2024 – The bridge is open, said {who} on Thursday. It was built in four years and cost less "
    "than was planned.\n\nMore than two hundred guests came to see how the ribbon was cut.\n"
)
MINISTER = ("the Minister, Ada Lund,", "Minister")
THEIRS = ("the President, Ada Lund,", "President")
CASES = [
    (MINISTRY, MINISTER, MINISTRY, (None, "KEN", "roles.publisher"), "a publisher of a state"),
    (MINISTRY, MINISTER, SENDER, (None, "KEN", "roles.publisher"), "a configured publisher in another case"),
    (MINISTRY, MINISTER, "Zed Bank", (None, None, "roles.reader"), "a ministry that is not the publisher"),
    ("Zed Bank wins", THEIRS, "Zed Bank", (None, None, "roles.reader"), "nothing says which country's President"),
    ("Zed Bank wins", MINISTER, "Zed Bank", (None, None, "roles.reader"), "a bank serves no country"),
    ("Zed Bank wins in Kenya", MINISTER, None, (None, "KEN", "roles.publisher"), "a release about one country"),
    ("Zed Bank leaves Chad for Kenya", MINISTER, None, (None, None, "roles.reader"), "a release about two countries"),
]


@pytest.mark.parametrize(("head", "said", "publisher", "want", "why"), CASES, ids=[case[-1] for case in CASES])
def test_the_publisher_is_evidence(
    head: str, said: tuple[str, str], publisher: str | None, want: tuple[str | None, str | None, str], why: str
) -> None:
    who, title = said
    text = f"{head}\n\nNew bridge opens over the Halden\n\n{BODY.format(who=who)}"
    name = MINISTRY if MINISTRY in head else "Zed Bank"
    countries = [(c, "COUNTRY") for c in ("Chad", "Kenya") if c in head]
    (role,) = read(
        text, [(name, "ORG"), *countries, ("Ada Lund", "PERSON")], title, [("Ada Lund", 0.9)], [], publisher
    ).roles
    assert (role.organisation_id, role.country, role.rule) == want


Named = tuple[str, SectionKind, int]  # an organisation, the part that names it, and where

PUBLISHERS: list[tuple[list[Named], str | None, str]] = [
    ([("org-zed", "header", 0), ("org-ada", "body", 500)], "org-zed", "in the letterhead"),
    ([("org-zed", "body", 90), ("org-ada", "body", 400), ("org-zed", "boilerplate", 2000),
      ("org-zed", "contact", 2500)], "org-zed", "in the lead, the boilerplate and the contact"),
    ([("org-zed", "body", 90), ("org-ada", "body", 120)], None, "two in the lead"),
    ([("org-zed", "body", 1500)], None, "far down in the text"),
    ([("org-zed", "boilerplate", 2000), ("org-ada", "boilerplate", 2400)], None, "two described below the text"),
    ([], None, "no organisation"),
]  # fmt: skip


@pytest.mark.parametrize(("named", "expected", "why"), PUBLISHERS, ids=[why for *_, why in PUBLISHERS])
def test_the_likely_publisher(named: list[Named], expected: str | None, why: str) -> None:
    mentions = [
        Mention(
            mention_id=str(start), document_id="d", start=start, end=start + 3, text="Zed", label="ORGANISATION",
            entity_id=key, how="name", honorific=None, confidence=0.9, section=section, rule="",
        )
        for key, section, start in named
    ]  # fmt: skip
    assert likely_publisher(mentions) == expected
