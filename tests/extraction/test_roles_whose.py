"""Whose an office is, and whom an office alone means, on made-up passages."""

from __future__ import annotations

import pytest

from pipeline.extraction import extract

WHOSE = [
    (
        "He met Jan Roe, another member of the team, and Senator Ada Lund.",
        {"Jan Roe": {"member of the team"}, "Ada Lund": {"Senator"}},
        "“another” is an article",
    ),
    (
        "**Ms Ada Lund** and **Mr Jan Roe**, Co-Presidents of the Canal Society",
        {"Ada Lund": {"Co-President"}, "Jan Roe": {"Co-President"}},
        "marks around names",
    ),
    (
        "Dr. Jan Roe, a board-certified surgeon at the Velora Institute, left.",
        {"Jan Roe": {"surgeon at the Velora Institute"}},
        "what describes a person",
    ),
    (
        "They called on Senior Secretary for Locks, Ms Ada Lund, on Monday.",
        {"Ada Lund": {"Senior Secretary for Locks"}},
        "a form of address behind the comma",
    ),
    ("They called on Secretary of Locks, Lindmoor, and left. Ada Lund came.", {}, "no name behind the comma"),
    ("Ada Lund was the lead Democratic sponsor.", {}, "an adjective"),
    ("Velora Appoints Jan Roe as New CEO", {"Jan Roe": {"CEO"}}, "a headline"),
    ("They are pleased to announce Jan Roe as the new director.", {"Jan Roe": {"director"}}, "an announcement"),
    ("Jan Roe, of Ohio, to be Ambassador to Peru, vice Ada Lund.", {}, "a nominee holds nothing yet"),
    (
        "Jan Roe, of Ohio, a Member of the Canal Service, left.",
        {"Jan Roe": {"Member of the Canal Service"}},
        "where one is from",
    ),
    ("“Fine,” said Jan Roe CEO of Velora Ltd.", {"Jan Roe": {"CEO of Velora Ltd."}}, "a comma that is missing"),
    ("In a letter to the Secretary of Mines, Jan Roe asked for locks.", {}, "an office in what opens the sentence"),
    (
        "With the help of the Secretary of Mines, Jan Roe, the lock was built.",
        {"Jan Roe": {"Secretary of Mines"}},
        "but with its name between commas",
    ),
    ("They spoke with the President and Prime Minister Ada Lund.", {"Ada Lund": {"Prime Minister"}}, "two people"),
    (
        "They spoke with Deputy Prime Minister and Defense Minister Ada Lund.",
        {"Ada Lund": {"Deputy Prime Minister", "Defense Minister"}},
        "two offices of one",
    ),
    ("ADA LUND: Mr. President, thank you.", {}, "whom one speaks to"),
    ("The loans went to Jan Roe and Ada Lund, their associates and banks.", {}, "associates of theirs"),
    ("Jan Roe said it is positioned as a premier service.", {}, "an adjective"),
    (
        "Mr. Jan Roe left. He served in the navy and was the deputy head of the Velora Institute.",
        {"Jan Roe": {"deputy head of the Velora Institute"}},
        "a second predicate",
    ),
    (
        "Velora Ltd. CEO Jan Roe left. Roe is Chief Executive Officer.",
        {"Jan Roe": {"Velora Ltd. CEO"}},
        "an office written out",
    ),
    (
        "Ada Lund, Chair, Founder & CEO of Velora Ltd., spoke.",
        {"Ada Lund": {"Chair, Founder & CEO of Velora Ltd."}},
        "one",
    ),
    (
        "Ada Lund, Minister of Mines and Minister for Law, spoke.",
        {"Ada Lund": {"Minister of Mines", "Minister for Law"}},
        "two ministries",
    ),
    (
        "Ada Lund, CEO of Velora Ltd. and chair of the Canal Council, spoke.",
        {"Ada Lund": {"CEO of Velora Ltd.", "chair of the Canal Council"}},
        "two bodies",
    ),
    (
        "Ada Lund, founder and former CEO of Velora Ltd., spoke.",
        {"Ada Lund": {"founder", "former CEO of Velora Ltd."}},
        "held at other times",
    ),
    (
        "Ambassador Ada Lund met Jan Roe. Lund is the Trade Representative of Peru.",
        {"Ada Lund": {"Trade Representative of Peru"}},
        "a form of address",
    ),
    ("Ambassador Ada Lund met Jan Roe.", {"Ada Lund": {"Ambassador"}}, "the one office that is told"),
    (
        "They elected Jan Roe Chairman and Ada Lund Vice Chairman. Tom Berg, 45, left.",
        {"Jan Roe": {"Chairman"}, "Ada Lund": {"Vice Chairman"}},
        "a full stop ends the title",
    ),
    (
        "Jan Roe came. Roe was most recently Director at Velora Ltd.",
        {"Jan Roe": {"Director at Velora Ltd."}},
        "an adverb of two words",
    ),
    ("Ada Lund, lead author, spoke.", {}, "a part in a study"),
    (
        "Mr. Jan Roe came.\n \nMs. Ada Lund knows locks. She met Eva Quist. She was Director of Locks at Velora Ltd.",
        {"Ada Lund": {"Director of Locks at Velora Ltd."}},
        "whom the paragraph begins with",
    ),
    (
        "Mr. Jan Roe read the Lund-Quist plan. He is Director of Locks at Velora Ltd.",
        {"Jan Roe": {"Director of Locks at Velora Ltd."}},
        "a name inside another",
    ),
    (
        "They thanked Chair Jan Roe and Ranking Member Ada Lund.",
        {"Jan Roe": {"Chair"}, "Ada Lund": {"Ranking Member"}},
        "two offices of two",
    ),
    (
        "Ada Lund, Chief Data and Equitable Delivery Officer, spoke.",
        {"Ada Lund": {"Chief Data and Equitable Delivery Officer"}},
        "one of one",
    ),
    ("Team Members: Jan Roe, Ada Lund and Eva Quist", {}, "a list is no office"),
    (
        "They thanked Secretaries Ada Lund and Jan Roe.",
        {"Ada Lund": {"Secretaries"}, "Jan Roe": {"Secretaries"}},
        "no “Secretarie”",
    ),
    (
        "Ada Lund, chair of the governance and nominating committee, spoke.",
        {"Ada Lund": {"chair of the governance and nominating committee"}},
        "a participle in a pair",
    ),
    ("“Fine,” said Jan Singh Roe, Sr. Director of Locks.", {"Jan Singh Roe": {"Sr. Director of Locks"}}, "“Senior”"),
    (
        "They grow. Their chief data scientist, Jan Roe, earned a degree.",
        {"Jan Roe": {"chief data scientist"}},
        "a plural between two heads",
    ),
    (
        "The law shows resolve  said Senator Jan Roe  a member of the Canal Committee   The  locks  open   It is good",
        {"Jan Roe": {"Senator", "member of the Canal Committee"}},
        "two blanks for a comma that was lost",
    ),
    (
        "Jan Roe, adviser to the Board and head of Mines, and Ada Lund, the mayor, spoke.",
        {"Jan Roe": {"adviser to the Board", "head of Mines"}, "Ada Lund": {"mayor"}},
        "no title of the next name",
    ),
    ("Officers Jan Roe and Sergeant Ada Lund spoke.", {"Jan Roe": {"Officer"}}, "a rank of her own"),
    ("Name: Jan Roe\nTitle: Head of Canals\nEmail: jan@roe.example", {"Jan Roe": {"Head of Canals"}}, "a form"),
    (
        "They hired her. Ms. Ada Lund was appointed Chief Canal Officer in May.",
        {"Ada Lund": {"Chief Canal Officer"}},
        "an appointment",
    ),
    (
        "Mr. Jan Roe came. Prior to this, he was Director of Locks at Velora Ltd.",
        {"Jan Roe": {"Director of Locks at Velora Ltd."}},
        "a pronoun inside the sentence",
    ),
    ("The tower was drawn by renowned architect Jan Roe.", {}, "a profession is no office"),
    ("“Fine,” said chief engineer Jan Roe.", {"Jan Roe": {"chief engineer"}}, "a rank makes it a post"),
    ("They marched to demand justice for Jan Roe.", {}, "no judge"),
    ("Speaker Pro Tempore Kate Lund spoke.", {"Kate Lund": {"Speaker Pro Tempore"}}, "for the time"),
    ("Senate President Pro Tem Jan Roe spoke.", {"Jan Roe": {"Senate President Pro Tem"}}, "the same in short"),
    (
        "Jan Roe, President pro tempore of the Canal Board, spoke.",
        {"Jan Roe": {"President pro tempore of the Canal Board"}},
        "the same in small letters",
    ),
    ("Jan Roe, a justice of the Canal Court, spoke.", {"Jan Roe": {"justice of the Canal Court"}}, "a judge"),
    (
        "I, JOSEPH A. MILLER JR., President of the United States of America, say so.",
        {"JOSEPH A. MILLER JR.": {"President of the United States of America"}},
        "a full stop before the comma",
    ),
]


@pytest.mark.parametrize(("text", "expected", "why"), WHOSE)
def test_whose_office_it_is(text: str, expected: dict[str, set[str]], why: str) -> None:
    x = extract(text)
    names = {p.person_id: p.name for p in x.people}
    found: dict[str, set[str]] = {}
    for r in x.roles:
        found.setdefault(names[r.person_id], set()).add(r.role)
    assert found == expected, why


TITLES = [
    (
        "Former President Odile Servan spoke. The council will advise the President on locks.",
        [],
        "who held it once is not meant by it now",
    ),
    ("Water Minister Odile Servan opened a lock. The Minister thanked the crew.", ["Minister"], "the one who holds it"),
    ("Ministers met. The Minister thanked the crew, and Odile Servan left.", [], "nobody of the text holds it"),
    (
        "Water Minister Odile Servan met Mines Minister Ruth Amsel. The Minister thanked her.",
        [],
        "two hold an office of that noun",
    ),
    ("President Odile Servan spoke. The President-elect listened.", [], "another office"),
    ("Former President Odile Servan spoke. The Water Minister listened.", [], "an office that nobody holds"),
]


@pytest.mark.parametrize(("text", "expected", "why"), TITLES)
def test_an_office_alone_is_a_mention_of_its_holder(text: str, expected: list[str], why: str) -> None:
    x = extract(text)
    found = [m for m in x.mentions if m.how == "title"]
    assert [m.text for m in found] == expected, why
    assert {m.entity_id for m in found} <= {p.person_id for p in x.people}
