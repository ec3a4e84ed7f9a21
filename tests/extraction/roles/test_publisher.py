"""The publisher as evidence: which country “the Minister” serves in its release."""

from __future__ import annotations

import pytest

from pipeline.extraction.roles.publisher import letterhead
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


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (MINISTRY, MINISTRY),
        (f"{MINISTRY} – PRESS RELEASE", MINISTRY),
        ("Press release | Zed Bank", "Zed Bank"),
        ("**Press Release: [Zed Bank](https://zed.example/news)**", "Zed Bank"),
        ("Press release: the Zed Bank", "Zed Bank"),
        ("Zed Bank lends again to Kenya", None),  # a headline
        ("-" * 1900, None),  # it must not take long
    ],
)
def test_a_letterhead_names_the_publisher_of_a_release(head: str, expected: str | None) -> None:
    text = f"{head}\n\nNew bridge opens over the Halden\n\n{BODY.format(who='Ada Lund')}"
    names = [(name, "ORG") for name in (MINISTRY, "Zed Bank") if name in head]
    found = read(text, [*names, ("Ada Lund", "PERSON")], "bridge", [], [])
    mention = letterhead(found.release, found.mentions)
    assert (mention.text if mention else None) == expected
