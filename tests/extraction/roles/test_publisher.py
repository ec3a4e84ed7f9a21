"""The publisher as evidence: whom “the Minister” serves in its release, and whose “our President” is."""

from __future__ import annotations

import pytest

from pipeline.extraction.roles.publisher import letterhead
from tests.extraction.roles.test_roles import read

MINISTRY = "MINISTRY OF WATER OF THE REPUBLIC OF KENYA"
BODY = (
    "NAIROBI, 14 March 2024 – The bridge is open, said {who} on Thursday. It was built in four years and cost less "
    "than was planned.\n\nMore than two hundred guests came to see how the ribbon was cut.\n"
)
MINISTER = ("the Minister, Ada Lund,", "Minister")
OURS = ("our President, Ada Lund,", "President")
THEIRS = ("the President, Ada Lund,", "President")
CASES = [
    (MINISTRY, MINISTER, None, (None, "KEN", "roles.letterhead"), "a state's letterhead"),
    (f"{MINISTRY} – PRESS RELEASE", MINISTER, None, (None, "KEN", "roles.letterhead"), "with what it is"),
    ("Zed Bank – Press release", OURS, None, ("org-zed-bank", None, "roles.letterhead"), "our President"),
    ("Press release | Zed Bank", OURS, None, ("org-zed-bank", None, "roles.letterhead"), "the other way round"),
    ("Zed Bank – Press release", THEIRS, None, (None, None, "roles.reader"), "the President may be anyone's"),
    ("Zed Bank – Press release", MINISTER, None, (None, None, "roles.reader"), "a bank's country is no minister's"),
    ("Zed Bank lends again to Kenya", OURS, None, (None, None, "roles.reader"), "a headline is no letterhead"),
    (MINISTRY, MINISTER, "Lake Union", (None, None, "roles.reader"), "metadata say that another publishes it"),
    ("Zed Bank – Press release", OURS, "ZED BANK", ("org-zed-bank", None, "roles.publisher"), "metadata, in capitals"),
    ("Zed Bank wins", OURS, "Zed Bank <press@zed.example>", ("org-zed-bank", None, "roles.publisher"), "a sender"),
]


@pytest.mark.parametrize(("head", "said", "publisher", "want", "why"), CASES, ids=[case[-1] for case in CASES])
def test_the_publisher_is_evidence(
    head: str, said: tuple[str, str], publisher: str | None, want: tuple[str | None, str | None, str], why: str
) -> None:
    who, title = said
    text = f"{head}\n\nNew bridge opens over the Halden\n\n{BODY.format(who=who)}"
    name = MINISTRY if MINISTRY in head else "Zed Bank"
    (role,) = read(text, [(name, "ORG"), ("Ada Lund", "PERSON")], title, [("Ada Lund", 0.9)], [], publisher).roles
    assert (role.organisation_id, role.country, role.rule) == want


def test_a_letterhead_of_signs_takes_no_time() -> None:
    text = "-" * 1900 + "\n\nNew bridge opens\n\n" + BODY.format(who="Ada Lund")
    assert letterhead(read(text, [("Ada Lund", "PERSON")], "bridge", [], []).release, []) is None
