"""Who holds a job title."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from pipeline.extraction.roles.component import distinct
from tests.extraction.roles.reading import Link, read, roles

HOLDERS = [
    ("Mayor Jan Roe spoke.", ["Jan Roe"], [("Mayor", [("Jan Roe", 0.9)])], [("jan-roe", "Mayor")], "a link"),
    ("Mayor Jan Roe spoke.", ["Jan Roe"], [("Mayor", [("Jan Roe", 0.4)])], [], "the link to nobody is likelier"),
    (
        "Co-founders Jan Roe and Eva Lund spoke.",
        ["Jan Roe", "Eva Lund"],
        [("Co-founders", [("Jan Roe", 0.5), ("Eva Lund", 0.4)])],
        [("jan-roe", "Co-founders"), ("eva-lund", "Co-founders")],
        "a plural title that two hold",
    ),
    (
        "“It rose,” said Jan Roe (D-IN) and Dr. Eva Lund, co-chairs of the Board of Mines.",
        ["Jan Roe", "Eva Lund"],
        [("co-chairs of the Board of Mines", [("Eva Lund", 0.9)])],
        [("eva-lund", "co-chairs of the Board of Mines"), ("jan-roe", "co-chairs of the Board of Mines")],
        "a plural title after the names of those who hold it",
    ),
    (
        "“It rose,” said Jan Roe (D-IN) and Dr. Eva Lund, the co-chairs of the Board of Mines.",
        ["Jan Roe", "Eva Lund"],
        [("co-chairs of the Board of Mines", [("Eva Lund", 0.9)])],
        [("eva-lund", "co-chairs of the Board of Mines"), ("jan-roe", "co-chairs of the Board of Mines")],
        "the same with an article",
    ),
    (
        "The meeting elected Jan Roe, Eva Lund and Bo Berg as members of the Ice Committee.",
        ["Jan Roe", "Eva Lund", "Bo Berg"],
        [("members of the Ice Committee", [("Bo Berg", 0.9)])],
        [(p, "members of the Ice Committee") for p in ("bo-berg", "eva-lund", "jan-roe")],
        "“as” before a plural title",
    ),
    (
        "We met Jan Roe and Eva Lund, Chair of the Board of Directors.",
        ["Jan Roe", "Eva Lund"],
        [("Chair of the Board of Directors", [("Eva Lund", 0.9)])],
        [("eva-lund", "Chair of the Board of Directors")],
        "the plural after “of” says nothing about how many hold the title",
    ),
    (
        "Jan Roe and Eva Lund, Directors Bo Berg and Cy Ash, and others left.",
        ["Jan Roe", "Eva Lund", "Bo Berg", "Cy Ash"],
        [("Directors", [("Bo Berg", 0.5), ("Cy Ash", 0.4)])],
        [("bo-berg", "Directors"), ("cy-ash", "Directors")],
        "a plural title before the names of those who hold it",
    ),
    (
        "We agree.\n\nMAYOR\nJan Roe\nTREASURER\nEva Lund\n",
        ["Jan Roe", "Eva Lund"],
        [("MAYOR", [("Jan Roe", 0.9)]), ("TREASURER", [("Jan Roe", 0.3), ("Eva Lund", 0.6)])],
        [("jan-roe", "MAYOR"), ("eva-lund", "TREASURER")],
        "letterheads: the name below the title",
    ),
    (
        "Jan Roe was the Mayor\n\nEva Lund spoke.",
        ["Jan Roe", "Eva Lund"],
        [("Mayor", [("Jan Roe", 0.9), ("Eva Lund", 0.1)])],
        [("jan-roe", "Mayor")],
        "not held by the person who begins the next paragraph",
    ),
    (
        "Mayor Jan Roe met Eva Lund.",
        ["Jan Roe", "Eva Lund"],
        [("Mayor", [("Jan Roe", 0.8), ("Eva Lund", 0.1)])],
        [("jan-roe", "Mayor")],
        "not held by somebody who is merely near",
    ),
    (
        "Jan Roe, Director of Mines. Roe, the director, left.",
        ["Jan Roe"],
        [("Director of Mines", [("Jan Roe", 0.9)]), ("director", [("Jan Roe", 0.9)])],
        [("jan-roe", "Director of Mines")],
        "a shorter form of the same role adds nothing",
    ),
    (
        f"Jan Roe won.\n\n{'It rained. ' * 70}\n\nVale LLP serves as legal counsel to Zed Mines.",
        ["Jan Roe"],
        [("legal counsel", [("Jan Roe", 0.8)])],
        [],
        "an organisation's title, far from the person",
    ),
    (
        f"Jan Roe won.\n\n{'It rained. ' * 70}\n\nBefore that she was legal counsel to Zed Mines.",
        ["Jan Roe"],
        [("legal counsel", [("Jan Roe", 0.8)])],
        [("jan-roe", "legal counsel")],
        "far from the person, whom a pronoun stands for",
    ),
    (
        "Ministers Jan Roe and Eva Lund; Minister Roe left.",
        ["Jan Roe", "Eva Lund"],
        [("Ministers", [("Jan Roe", 0.5), ("Eva Lund", 0.4)]), ("Minister", [("Jan Roe", 0.9)])],
        [("jan-roe", "Ministers"), ("eva-lund", "Ministers")],
        "a title in the plural and in the singular is one role",
    ),
    (
        "The CEO Jan Roe. Chief Executive Officer Roe left.",
        ["Jan Roe"],
        [("CEO", [("Jan Roe", 0.9)]), ("Chief Executive Officer", [("Jan Roe", 0.9)])],
        [("jan-roe", "CEO")],
        "an abbreviated title and the same written out are one role",
    ),
    (
        "Eva Lund, who is the lawyer of Jan Roe, spoke.",
        ["Eva Lund", "Jan Roe"],
        [("lawyer", [("Jan Roe", 0.6), ("Eva Lund", 0.3)])],
        [("eva-lund", "lawyer")],
        "not the person after “of”",
    ),
    (
        "Later he was the aide to then Prime Minister Jan Roe.",
        ["Jan Roe"],
        [("aide", [("Jan Roe", 0.9)])],
        [],
        "not the person after “to”",
    ),
    (
        "Jan Roe, Chair of\nthe Board, spoke.",
        ["Jan Roe"],
        [("Chair of\nthe Board", [("Jan Roe", 0.9)])],
        [("jan-roe", "Chair of the Board")],
        "no line break in a cell",
    ),
    (
        "Present were:\n• Dr. Jan Roe, Mayor\n• Eva Lund, Treasurer\n• Bo Berg, Clerk",
        ["Jan Roe", "Eva Lund", "Bo Berg"],
        [("Mayor", [("Jan Roe", 0.2), ("Eva Lund", 0.7)]), ("Treasurer", [("Bo Berg", 0.4)])],
        [("jan-roe", "Mayor"), ("eva-lund", "Treasurer")],
        "in a list, the holder is on the title's own line, not on the next",
    ),
    (
        "She asked Jan Roe (D-IN), who is the Clerk, and Mayor Eva Lund.",
        ["Jan Roe", "Eva Lund"],
        [("Clerk", [("Eva Lund", 0.9)])],
        [("jan-roe", "Clerk")],
        "an apposition belongs to the name that it follows",
    ),
    (
        "She asked Jan Roe, Clerk and singer Eva Lund.",
        ["Jan Roe", "Eva Lund"],
        [("Clerk", [("Eva Lund", 0.9)])],
        [("eva-lund", "Clerk")],
        "but not where “and” leads to the next name",
    ),
    (
        "She asked Jan Roe, Prime Minister Dr. Eva Lund, and Bo Berg.",
        ["Jan Roe", "Eva Lund", "Bo Berg"],
        [("Prime Minister", [("Eva Lund", 0.9)])],
        [("eva-lund", "Prime Minister")],
        "nor before a name, whose honorific begins in the title",
    ),
    (
        "She asked Jan Roe, Clerk, Department of Mines, Ms. Eva Lund, and others.",
        ["Jan Roe", "Eva Lund"],
        [("Clerk", [("Eva Lund", 0.9)])],
        [("eva-lund", "Clerk")],
        "nor where the words of the title go on to a name",
    ),
    (
        "They elected Jan Roe, Vice President. Eva Lund spoke.",
        ["Jan Roe", "Eva Lund"],
        [("Vice President", [("Jan Roe", 0.6), ("Eva Lund", 0.3)])],
        [("jan-roe", "Vice President")],
        "not of who begins the next sentence",
    ),
    (
        "The Secretaries Dr Jan Roe (Medical Services) and Ms Eva Lund (Public Works) spoke.",
        ["Jan Roe", "Eva Lund"],
        [("Secretaries", [("Jan Roe", 0.9)])],
        [("eva-lund", "Secretaries"), ("jan-roe", "Secretaries")],
        "a plural title; what each of them does is in brackets",
    ),
    (
        "She met the Chair, Mr Jan Roe; Clerk and Treasurer of Zed, Ms Eva Lund; and the Mayor, Bo Berg.",
        ["Jan Roe", "Eva Lund", "Bo Berg"],
        [
            ("Chair", [("Jan Roe", 0.9)]),
            ("Clerk", [("Jan Roe", 0.9)]),
            ("Treasurer of Zed", [("Jan Roe", 0.7), ("Eva Lund", 0.1)]),
            ("Mayor", [("Eva Lund", 0.9)]),
        ],
        [("jan-roe", "Chair"), ("eva-lund", "Clerk"), ("eva-lund", "Treasurer of Zed"), ("bo-berg", "Mayor")],
        "a list with semicolons: the holder is in the title's own item",
    ),
    (
        "Also there were the Chair, Mr Jan Roe; the Clerk of the Assembly of the Republic, Her\nExcellency Eva Lund; "
        "and the Mayor, Bo Berg.",
        ["Jan Roe", "Eva Lund", "Bo Berg"],
        [("Chair", [("Jan Roe", 0.9)]), ("Clerk of the Assembly", [("Jan Roe", 0.9), ("Eva Lund", 0.01)])],
        [("jan-roe", "Chair"), ("eva-lund", "Clerk of the Assembly")],
        "a list with semicolons that is broken into lines",
    ),
    (
        "She met the Chair, Jan Roe; Ministers Eva Lund and Bo Berg; and the Mayor.",
        ["Jan Roe", "Eva Lund", "Bo Berg"],
        [("Chair", [("Jan Roe", 0.9)]), ("Ministers", [("Jan Roe", 0.6), ("Eva Lund", 0.2), ("Bo Berg", 0.15)])],
        [("jan-roe", "Chair"), ("eva-lund", "Ministers"), ("bo-berg", "Ministers")],
        "a list with semicolons: all people of the item hold a plural title",
    ),
    (
        "We met the Chair, Jan Roe; the Director, Eva Lund, with Bo Berg; and the Mayor.",
        ["Jan Roe", "Eva Lund", "Bo Berg"],
        [("Chair", [("Jan Roe", 0.9)]), ("Director", [("Jan Roe", 0.7), ("Bo Berg", 0.15), ("Eva Lund", 0.1)])],
        [("jan-roe", "Chair"), ("eva-lund", "Director")],
        "a list with semicolons: the holder is named right after the title",
    ),
    (
        "Eva Lund opened the mine; the Minister thanked Bo Berg.",
        ["Eva Lund", "Bo Berg"],
        [("Minister", [("Eva Lund", 0.9)])],
        [("eva-lund", "Minister")],
        "one semicolon makes no list",
    ),
    (
        "Bo Berg: To ask the Minister for Mines and the Sea whether it will rain.",
        ["Bo Berg"],
        [("Minister for Mines and the Sea", [("Bo Berg", 0.8)])],
        [],
        "who asks the minister does not hold the title",
    ),
    (
        "Press Secretary Eva Lund spoke.\n\nMS. EVA LUND:  He was a former Governor of Zed.\n\nQ  And the King?",
        ["Eva Lund", "EVA LUND"],
        [("Press Secretary", [("Eva Lund", 0.9)]), ("former Governor of Zed", [("EVA LUND", 0.9)])],
        [("eva-lund", "Press Secretary")],
        "a speaker of a transcript talks about others",
    ),
    (
        "Bo Berg left. The Minister and the Director Eva Lund stayed.",
        ["Bo Berg", "Eva Lund"],
        [("Minister", [("Bo Berg", 0.8), ("Eva Lund", 0.1)]), ("Director", [("Eva Lund", 0.9)])],
        [("bo-berg", "Minister"), ("eva-lund", "Director")],
        "“and the” names another person",
    ),
    (
        "Bo Berg, Chair and Head of Mines, Eva Lund, Clerk",
        ["Bo Berg", "Eva Lund"],
        [("Chair", [("Bo Berg", 0.8), ("Eva Lund", 0.1)]), ("Head of Mines", [("Bo Berg", 0.9)])],
        [("bo-berg", "Chair"), ("bo-berg", "Head of Mines")],
        "titles after a name and a comma belong to that name",
    ),
    (
        "We met Mr. Bo Berg, Clerk of Mines, Mr. Cy Ash, Chair, and Ms. Eva Lund.",
        ["Bo Berg", "Cy Ash", "Eva Lund"],
        [("Clerk of Mines", [("Cy Ash", 0.9)]), ("Chair", [("Cy Ash", 0.9)])],
        [("bo-berg", "Clerk of Mines"), ("cy-ash", "Chair")],
        "a row of names, each before its title",
    ),
    (
        "We met the Mayor, Bo Berg, Clerk of Mines, Cy Ash, Chair, Eva Lund, and others.",
        ["Bo Berg", "Cy Ash", "Eva Lund"],
        [("Mayor", [("Bo Berg", 0.9)]), ("Clerk of Mines", [("Cy Ash", 0.9)]), ("Chair", [("Eva Lund", 0.9)])],
        [("bo-berg", "Mayor"), ("cy-ash", "Clerk of Mines"), ("eva-lund", "Chair")],
        "a row of names, each after its title",
    ),
    (
        "Present were Prime Minister Tan Sri Jan Roe and the Director Eva Lund.",
        ["Tan Sri", "Jan Roe", "Eva Lund"],
        [("Prime Minister", [("Tan Sri", 0.9)])],
        [("jan-roe", "Prime Minister")],
        "an honorific that was read as a name stands for the person after it",
    ),
    (
        "Mr Bo Berg (Minister of Ice & Second Minister of Law), and Jan Roe (Clerk, Zed Bank)",
        ["Bo Berg", "Jan Roe"],
        [("Minister of Ice", [("Bo Berg", 0.9)]), ("Second Minister of Law", [("Jan Roe", 0.8), ("Bo Berg", 0.1)])],
        [("bo-berg", "Minister of Ice"), ("bo-berg", "Second Minister of Law")],
        "titles in brackets belong to the name before",
    ),
    (
        "Bo Berg \\[Clerk, Zed\\] with Jan Roe \\[Dean\\]",
        ["Bo Berg", "Jan Roe"],
        [("Clerk", [("Jan Roe", 0.9)]), ("Dean", [("Jan Roe", 0.9)])],
        [("bo-berg", "Clerk"), ("jan-roe", "Dean")],
        "titles in the square brackets of Markdown",
    ),
    (
        "Bo Berg (left) and Director Jan Roe",
        ["Bo Berg", "Jan Roe"],
        [("Director", [("Jan Roe", 0.9)])],
        [("jan-roe", "Director")],
        "a title after closed brackets does not belong to the name before",
    ),
    (
        "Judge Jan Roe spoke.",
        ["Jan Roe"],
        [("Judge", [("Jan Roe", 0.9)])],
        [("jan-roe", "Judge")],
        "a single word that is an office",
    ),
    (
        "U.S. Senator Jan Roe spoke.",
        ["Jan Roe"],
        [("U.S. Senator", [("Jan Roe", 0.9)])],
        [("jan-roe", "U.S. Senator")],
        "a form of address with another word is a title",
    ),
    ("Senator Jan Roe spoke.", ["Jan Roe"], [("Senator", [("Jan Roe", 0.9)])], [], "a bare form of address is no role"),
    (
        "Jan Roe, a senator, spoke.",
        ["Jan Roe"],
        [("senator", [("Jan Roe", 0.9)])],
        [("jan-roe", "senator")],
        "after the name it is a role",
    ),
    (
        "Representatives Jan Roe and Eva Lund spoke.",
        ["Jan Roe", "Eva Lund"],
        [("Representatives", [("Jan Roe", 0.9)])],
        [],
        "nor is one in the plural",
    ),
    (
        "The Associate Health Minister Jan Roe spoke.",
        ["Jan Roe"],
        [("Associate", [("Jan Roe", 0.9)])],
        [],
        "a word of a longer title",
    ),
    (
        "Jan Roe was named Teacher of the Year.",
        ["Jan Roe"],
        [("Teacher", [("Jan Roe", 0.9)])],
        [],
        "an award is no title",
    ),
    (
        "Associate Professor Jan Roe spoke.",
        ["Jan Roe"],
        [("Associate", [("Jan Roe", 0.9)])],
        [("jan-roe", "Associate Professor")],
        "a word that the reader's title cuts off",
    ),
    (
        "Eva Lund, press secretary to Jan Roe, spoke.",
        ["Eva Lund", "Jan Roe"],
        [("press secretary to Jan", [("Eva Lund", 0.9)])],
        [("eva-lund", "press secretary to Jan Roe")],
        "a name that the title cuts",
    ),
    (
        "Bo Berg, composer for Jan Roe's opera, spoke.",
        ["Bo Berg", "Jan Roe"],
        [("composer for Jan Roe", [("Bo Berg", 0.9)])],
        [("bo-berg", "composer for Jan Roe")],
        "a possessive that ends a name in the title",
    ),
    ("U.S. Army Sgt. Jan Roe", ["Jan Roe"], [("U.S. Army", [("Jan Roe", 0.9)])], [], "an organisation is no title"),
]


@pytest.mark.parametrize(("text", "people", "titles", "expected", "why"), HOLDERS, ids=[c[-1] for c in HOLDERS])
def test_holders(
    text: str,
    people: Sequence[str],
    titles: Sequence[tuple[str, Sequence[Link]]],
    expected: list[tuple[str, str]],
    why: str,
) -> None:
    assert sorted((r.person_id, r.role) for r in roles(text, people, titles)) == sorted(expected), why


SUCCESSIONS = [
    ("We elected Jan Roe, who succeeds Eva Lund as Chair.", "current", "former", "who succeeds somebody"),
    ("Jan Roe will succeed Ms. Eva Lund as the new Chair.", "incoming", "current", "who will succeed somebody"),
    ("Jan Roe spoke. He will replace Eva Lund as Chair.", "incoming", "current", "a pronoun before the verb"),
    ("Jan Roe was succeeded by Eva Lund as Chair.", None, "current", "the successor is named last"),
    ("Jan Roe called on the board to replace Eva Lund as Chair.", None, "current", "somebody else replaces"),
    ("Jan Roe introduced his replacement Eva Lund as Chair.", None, "current", "a replacement is no verb"),
    ("Jan Roe will not succeed Eva Lund as Chair.", None, "current", "no succession"),
    ("Jan Roe, Mayor of Vale, has been named to replace Eva Lund as Chair.", "current", "former", "a further title"),
    ("Jan Roe succeeded. He met Eva Lund as Chair.", None, "current", "another verb stands between"),
]


@pytest.mark.parametrize(("text", "roe", "lund", "why"), SUCCESSIONS, ids=[c[-1] for c in SUCCESSIONS])
def test_a_title_that_is_handed_over(text: str, roe: str | None, lund: str, why: str) -> None:
    """The reader links the person named last."""
    found = roles(text, ["Jan Roe", "Eva Lund"], [("Chair", [("Eva Lund", 0.9)])])
    held = {"jan-roe": roe, "eva-lund": lund}
    assert {r.person_id: r.status for r in found} == {who: status for who, status in held.items() if status}, why


def test_confidence_combines_that_of_the_title_and_of_its_links() -> None:
    (role,) = roles("Mayor Jan Roe spoke.", ["Jan Roe"], [("Mayor", [("Jan Roe", 0.9)])])
    assert role.confidence == pytest.approx(0.8 * 0.9)


def test_of_two_rows_of_one_role_the_one_with_its_organisation_is_kept() -> None:
    (bare,) = roles("Mayor Jan Roe spoke.", ["Jan Roe"], [("Mayor", [("Jan Roe", 0.9)])])
    full = replace(bare, start=20, end=25, organisation_id="org-lindmoor")
    assert distinct([bare, full]) == distinct([full, bare]) == [full]


def test_the_last_title_of_a_list_with_semicolons_may_end_in_the_next_paragraph() -> None:
    institute = "Kenya\nMedical Research Institute"
    text = f"Board of Zed Mines\n\nSpeakers: Dean Bo Berg; Clerk Eva Lund; Director of the {institute} Jan Roe.\n"
    names = [("Bo Berg", "PERSON"), ("Eva Lund", "PERSON"), ("Jan Roe", "PERSON"), (institute, "ORG")]
    found = read(text, names, "Director of the Kenya", [("Jan Roe", 0.9)], [(institute, 0.9)])
    assert [(r.person_id, r.role) for r in found.roles] == [
        ("jan-roe", "Director of the Kenya Medical Research Institute")
    ]
