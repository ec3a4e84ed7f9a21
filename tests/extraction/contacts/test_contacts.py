"""Contacts in the layouts of contact parts: one field per line, one line, a sentence. <person>, [organisation] and
{job title} mark what the reader finds."""

from __future__ import annotations

import re

import pytest

from pipeline.extraction.contacts.component import add_contacts
from pipeline.extraction.countries.component import add_countries
from pipeline.extraction.document.analysis import Analysis, MentionSpan
from pipeline.extraction.document.reading import JobTitle, Links, Reading
from pipeline.records import (
    Contact,
    MentionLabel,
    Organisation,
    Role,
    RoleStatus,
    SectionKind,
    organisation_key,
    slug,
)
from tests.extraction.blank import blank
from tests.structure.labels import read

Row = tuple[str | None, str | None, str | None, str | None, str | None]
_MARKED = re.compile(r"([<\[{])([A-Z].+?)[>\]}]", re.DOTALL)
_LABELS: dict[str, MentionLabel] = {"<": "PERSON", "[": "ORGANISATION"}
NONE = Links(1.0)


def contacts(marked: str, kinds: str = "contact", roles: tuple[Role, ...] = ()) -> list[Contact]:
    """The contacts of a marked text whose lines have these labels."""
    text = _MARKED.sub(r"\2", marked)
    analysis = Analysis(read(text, kinds).as_read())
    titles = []
    gone = 0  # number of marks removed so far
    for m in _MARKED.finditer(marked):
        start = m.start() - gone
        end, gone = start + len(m[2]), gone + 2
        if m[1] == "{":
            titles.append(JobTitle(start, end, 0.9, NONE, NONE, NONE))
            continue
        key = slug(m[2]) if m[1] == "<" else organisation_key(m[2])
        analysis.add_mention(MentionSpan(start, end, "test", 1.0), _LABELS[m[1]], key)
        if m[1] == "[":
            analysis.organisations.append(
                Organisation(organisation_id=key, name=m[2], acronym=None, kind=None, country=None, part_of=None)
            )
    analysis.reading = Reading(job_titles=tuple(titles))
    analysis.roles.extend(roles)
    doc = blank().make_doc(text)
    doc._.communique = analysis
    add_countries(doc)
    add_contacts(doc)
    return analysis.contacts


def row(c: Contact) -> Row:
    return c.name, c.role, c.organisation_id, c.email, c.phone


ANN, TOM = "Ann Example", "Tom Sample"
CASES: list[tuple[str, list[Row], str]] = [
    ("Contact:\n<Ann Example>\n{Press Officer}\n[Example Mills Ltd]\nann@mills.example\n+47 22 55 01 23",
     [(ANN, "Press Officer", "org-example-mills-ltd", "ann@mills.example", "+47 22 55 01 23")], "one field per line"),
    ("Contact: <Ann Example>, {Head of the [Press Office](https://mills.example)}",
     [(ANN, "Head of the Press Office", None, None, None)],
     "no Markdown marks in a job title"),
    ("Contact: <Ann Example>\nMediaann@mills.example\n[Example Mills]\nLtd.mills@mills.example",
     [(ANN, None, None, "ann@mills.example", None), (None, None, "org-example-mills", "mills@mills.example", None)],
     "words glued to addresses"),
    ("Contact: <Ann Example>, +47 22 55 01 23\nConference ID: 9695874, Ste 200 1136",
     [(ANN, None, None, None, "+47 22 55 01 23")], "numbers that are not telephone numbers"),
    ("Media contact: <Ann Example> 0427 604 760 / <Tom Sample> 0411 414 695",
     [(ANN, None, None, None, "0427 604 760"), (TOM, None, None, None, "0411 414 695")], "two on a line"),
    ("Contact: <Ann Example>, 202/224-0610; <Tom Sample>, 202/224-9020.",
     [(ANN, None, None, None, "202/224-0610"), (TOM, None, None, None, "202/224-9020")],
     "two contacts separated by a semicolon"),
    ("Contact: <Ann Example> and <Tom Sample>, 202/224-5842.",
     [(ANN, None, None, None, "202/224-5842"), (TOM, None, None, None, "202/224-5842")], "a number that two share"),
    ("<Ann Example> / <Tom Sample>\n[Example Mills]\n+65-6279 1120 / + 65-6279 9393\n"
     "ann_ex@mills.sg / tom_sample@mills.sg",
     [(ANN, None, "org-example-mills", "ann_ex@mills.sg", "+65-6279 1120"),
      (TOM, None, "org-example-mills", "tom_sample@mills.sg", "+ 65-6279 9393")],
     "two people, each with a number and an address"),
    ("<Ann Example> or <Tom Sample>\nEmail: tsample@mills.sg ; annex@mills.sg\nTel: +65 6220 2623",
     [(ANN, None, None, "annex@mills.sg", "+65 6220 2623"), (TOM, None, None, "tsample@mills.sg", "+65 6220 2623")],
     "the address that contains the name, in whatever order"),
    ("<Ann Example> and <Tom Sample>, press@mills.sg",
     [(ANN, None, None, "press@mills.sg", None), (TOM, None, None, "press@mills.sg", None)],
     "an address that two share"),
    ("Please contact [Example Mills]\n<Ann Example>, <Tom Sample>\nann@mills.sg, tom@mills.sg",
     [(ANN, None, "org-example-mills", "ann@mills.sg", None), (TOM, None, "org-example-mills", "tom@mills.sg", None)],
     "an organisation before its people"),
    ("<Ann Example> <Tom Sample>\n{Press Officer} {Director}\nDID: +65 6325 8264 DID: +65 6325 8269\n"
     "Mobile: +65 9877 6706 Mobile: +65 9623 3432\nann.example@mills.sg tom.sample@mills.sg",
     [(ANN, "Press Officer", None, "ann.example@mills.sg", "+65 6325 8264"),
      (TOM, "Director", None, "tom.sample@mills.sg", "+65 6325 8269")], "two columns"),
    ("<Ann Example>\n<a href=\"mailto:old@mills.sg\">ann@mills.sg</a>",
     [(ANN, None, None, "ann@mills.sg", None)], "the printed address counts, not the link"),
    ("<Ann Example>\n<a href=\"mailto:ann@mills.sg\">Write to her</a>",
     [(ANN, None, None, "ann@mills.sg", None)], "the address is only in the link"),
    ("Contact:\nOffice of Communications\n<Ann Example>\n202-555-0123", [(ANN, None, None, None, "202-555-0123")],
     "a contact below an office"),
    ("For media enquiries, please contact <Ann Example> on 0116 252 2467 or email ann@mills.example.",
     [(ANN, None, None, "ann@mills.example", "0116 252 2467")], "a sentence"),
    ("<Ann Example>, 212.966.5932 ext. 219, ann@mills.example",
     [(ANN, None, None, "ann@mills.example", "212.966.5932 ext. 219")], "an extension"),
    ("<Ann Example>\n212\\.555.0146 x206", [(ANN, None, None, None, "212.555.0146 x206")], "escaped in Markdown"),
    ("<Ann Example>, 202–555–0160 Ext 12", [(ANN, None, None, None, "202–555–0160 Ext 12")], "dashes for hyphens"),
    ("<Ann Example>\nann@mills.example\n+65 6279 3285 / 9125 9681",
     [(ANN, None, None, "ann@mills.example", "+65 6279 3285")], "only the first of two numbers is kept"),
    ("<Ann Example> / <Tom Sample>\n202-555-0160 / 202-555-0146",
     [(ANN, None, None, None, "202-555-0160"), (TOM, None, None, None, "202-555-0146")],
     "two people with a number each"),
    ("<Ann Example>, 1-800-MILLS (555-0172)", [(ANN, None, None, None, "555-0172")],
     "the number in brackets, without the letters"),
    ("<Ann Example>, 0800 555 017 (0800 MILLS)", [(ANN, None, None, None, "0800 555 017")],
     "the number before the bracket"),
    ("<Ann Example> (1884-1934)", [], "years of birth and death are no number"),
    ("To meet <Ann Example> please call <Tom Sample> on 202-555-0146.",
     [(TOM, None, None, None, "202-555-0146")], "only the person to call is a contact"),
    ("Dr <Tom Sample> is available for interview. Please contact <Ann Example> on 0113 343 8059",
     [(ANN, None, None, None, "0113 343 8059")], "a person named in the sentence before does not share the number"),
    ("<Ann Example>\n1-800-555-CALL", [], "half of the number is in letters"),
    ("Contact us at mills.example", [], "no address"),
    ("Contact Barbara@velora.com", [(None, None, None, "Barbara@velora.com", None)], "an address with a capital"),
    ("<Ann Example>\nTel: +47 22 55 01 23\nFax: +47 22 55 01 24\n",
     [(ANN, None, None, None, "+47 22 55 01 23")], "a fax is no telephone"),
    ("Press office\npress@mills.example", [(None, None, None, "press@mills.example", None)], "a desk without a person"),
    ("For [Example Mills]:\n<Ann Example>\nann@mills.example\n\nFor [Velora]:\n<Tom Sample>\ntom@velora.example",
     [(ANN, None, "org-example-mills", "ann@mills.example", None),
      (TOM, None, "org-velora", "tom@velora.example", None)],
     "two organisations"),
    ("[VelTech] 415.949.5050 OfficeEditor@VelTech.com",
     [(None, None, "org-veltech", "Editor@VelTech.com", "415.949.5050")], "a word glued to the address"),
    ("<Ann Example>, [Velora Review], 2019-2021, 202/224-0610",
     [(ANN, None, "org-velora-review", None, "202/224-0610")], "a range of years is no number"),
    ("<Ann Example>\n{Head of Press}", [(ANN, "Head of Press", None, None, None)], "a person with a job title"),
    ("<Ann Example>", [], "a name alone"),
    ("Example Museum\nOakland\n+1 510 555 0199", [], "a number alone says nothing about whose it is"),
    ("Information:\n(510) 555-0199", [(None, None, None, None, "(510) 555-0199")],
     "a number alone after the cue “Information”"),
    ("<Ann Example>, Bellevue, Washington 98009-9012", [], "a postcode is no number"),
    ("<Ann Example>, {Director}, ISBN 978-0-88401-176-7", [(ANN, "Director", None, None, None)], "nor is an ISBN"),
    ("<Ann Example>\nWashington, DC 20515  (202) 225-3101", [(ANN, None, None, None, "(202) 225-3101")],
     "a postcode before a number"),
    ("<Ann Example>\n(+64) 4 934 4647", [(ANN, None, None, None, "(+64) 4 934 4647")], "a country in brackets"),
    ("<Ann Example> (888-327-2757", [(ANN, None, None, None, "888-327-2757")], "a bracket that never closes"),
    ("<Ann Example>\n(+233 302) 555 014", [(ANN, None, None, None, "(+233 302) 555 014")], "area in the brackets too"),
    ("<Ann Example>\n(+44 (0)20) 7946 0958", [(ANN, None, None, None, "(+44 (0)20) 7946 0958")], "brackets in them"),
    ("<Ann Example>\n+49 (211/12) 34567", [(ANN, None, None, None, "+49 (211/12) 34567")], "a slash in brackets"),
    ("<Ann Example>\n(0\xa020) 7946 0958", [(ANN, None, None, None, "(0 20) 7946 0958")], "a fixed space in them"),
    ("<Ann Example>\n\\(212\\) 555\\-0146", [(ANN, None, None, None, "(212) 555-0146")],
     "brackets that Markdown escapes"),
    ("<Ann Example> (5550146)", [(ANN, None, None, None, "5550146")], "a number in brackets"),
    ("<Ann Example>, 202-555-0160 (2019)", [(ANN, None, None, None, "202-555-0160")], "a year in brackets after it"),
    ("<Tom Sample>’s e-mail: tom@mills.example", [(TOM, None, None, "tom@mills.example", None)],
     "a possessive before the address"),
    ("<Ann Example>\nann@mills.orghttps://mills.org", [(ANN, None, None, "ann@mills.org", None)], "a link glued on"),
    ("<Ann Example>\nCEO412-799-0350ann@mills.example", [(ANN, None, None, "ann@mills.example", "412-799-0350")],
     "a number glued to the address"),
    ("<Ann O'Sample>\ntom@mills.example, a.o’sample@mills.example",
     [("Ann O'Sample", None, None, "tom@mills.example", None)], "only the first of two addresses is kept"),
    ("<Tom Roe> and <Ann O'Lund>\ntom@mills.example, a.o’lund@mills.example",
     [("Tom Roe", None, None, "tom@mills.example", None), ("Ann O'Lund", None, None, "a.o’lund@mills.example", None)],
     "an address with an apostrophe belongs to the name with one"),
    ("Client Services\nclient.services@mills.example", [(None, None, None, "client.services@mills.example", None)],
     "the name of a desk is no person"),
    ("<Ann Example\nExample.co>\nann@example.co", [(ANN, None, None, "ann@example.co", None)],
     "a name that the reader takes over the line's end"),
    ("<Ann \nExample>, {Director}, 202-224-0610", [(ANN, "Director", None, None, "202-224-0610")],
     "a name broken over two lines"),
    ("<Ann Example>, 202-224-0610\n\n{Chief} <Tom Sample>, 202-224-9020",
     [(ANN, None, None, None, "202-224-0610"), (TOM, "Chief", None, None, "202-224-9020")], "a title before its name"),
    ("<Ann Example>\nann@mills.sg\n\nContact: <Ann Example>, ann@mills.sg",
     [(ANN, None, None, "ann@mills.sg", None)], "the same contact twice gives one row"),
    ("Investors:\nir@velora.example\n\nMedia:\nvelora@mills.example",
     [(None, None, None, "ir@velora.example", None), (None, None, None, "velora@mills.example", None)],
     "two desks with an address each"),
    ("Investors:\n+47 22 55 01 23\nir@velora.example\nMedia:\n+47 22 55 01 24\nmedia@velora.example",
     [(None, None, None, "ir@velora.example", "+47 22 55 01 23"),
      (None, None, None, "media@velora.example", "+47 22 55 01 24")], "two desks with a number and an address each"),
    ("<Ann Example>\nOffice: +47 22 55 01 23\nMobile: +47 22 55 01 24",
     [(ANN, None, None, None, "+47 22 55 01 23")], "a second number of a person"),
    ("<Ann Example>aexample@velora.example", [(ANN, None, None, "aexample@velora.example", None)],
     "a name glued to the address"),
    ("[Velora Mining] opens. Contact Velora Miningpress@velora.example",
     [(None, None, "org-velora-mining", "press@velora.example", None)], "an organisation's last word glued on"),
    ("[Velora Mining] opens. Contact Velora Mining@velora.example",
     [(None, None, "org-velora-mining", "Mining@velora.example", None)], "the glued word may itself be the address"),
    ("Media Inquiriespress@mills.example", [(None, None, None, "press@mills.example", None)], "a heading glued on"),
    ("<Ann Example>\n+47 22 55 01 23\nwire.example,2025-02-11:zed", [(ANN, None, None, None, "+47 22 55 01 23")],
     "a day in an address is no number"),
    ('<Ann Example>, 10/12/2018\n<a href="https://wire.example/20250212010965">Wire</a>', [],
     "days and links are no numbers either"),
    ("<Ann Example>, Velora Inc.(202) 555-0146", [(ANN, None, None, None, "(202) 555-0146")], "a bracket after a dot"),
    ("[Reddit Post]", [], "a capitalised line of a footer"),
    ("<Ann Example>\nann@\nmills.example", [(ANN, None, None, "ann@mills.example", None)], "an address over two lines"),
    ("<Ann Example>, ann(at)mills.example", [(ANN, None, None, "ann@mills.example", None)], "a sign spelled out"),
    ("<Ann Example>, ann [at] mills [dot] example", [(ANN, None, None, "ann@mills.example", None)],
     "the same with blanks, and a point spelled out"),
    ("<Ann Example>, ann(@)mills.example", [(ANN, None, None, "ann@mills.example", None)], "a sign in brackets"),
    ("<Ann Example>, 212-555-0146, x. 12", [(ANN, None, None, None, "212-555-0146, x. 12")],
     "an abbreviated extension"),
    ("<Ann Example>, 212-555-0146 EXT: 12", [(ANN, None, None, None, "212-555-0146 EXT: 12")],
     "an extension in capitals"),
    ("<Ann Example>\nTel: +49 (0) 89 / 123 45 - 678", [(ANN, None, None, None, "+49 (0) 89 / 123 45 - 678")],
     "many blanks and signs"),
    ("<Ann Example>, 0722 123456 / 020-2345678", [(ANN, None, None, None, "0722 123456")],
     "the first of two numbers, with six digits at its end"),
    ("<Ann Example>, Telefax: +47 22 33 44 55, ann@mills.no", [(ANN, None, None, "ann@mills.no", None)], "a fax"),
    ("<Ann Example>, Tel/Fax: +47 22 33 44 55", [(ANN, None, None, None, "+47 22 33 44 55")], "a telephone too"),
    ("<Ann Example>, ann@mills.no, charity no. 1234567, ABN 74 123 456 789, P.O. Box 1234567",
     [(ANN, None, None, "ann@mills.no", None)], "numbers of registers and a post box"),
    ("<Ann Example>, ann@mills.no, weekdays 09.00-16.00", [(ANN, None, None, "ann@mills.no", None)], "opening hours"),
    ("<Ann Example>, ann@mills.no, 03.05.2024 10", [(ANN, None, None, "ann@mills.no", None)], "a day"),
    ("<Ann Example>, Ann@Mills.Com", [(ANN, None, None, "Ann@Mills.Com", None)], "an address with capitals"),
    ("<Ann Example>, 202-555-0160\n<Ann Example>, ann@mills.example",
     [(ANN, None, None, "ann@mills.example", "202-555-0160")], "the same person again"),
    ("<Ann Example> / <Tom Sample>\n202-555-0160\npress@mills.example",
     [(ANN, None, None, "press@mills.example", "202-555-0160"),
      (TOM, None, None, "press@mills.example", "202-555-0160")],
     "a number and an address that two share"),
    ("<Ann Example>     <Tom Sample>\n202-555-0160     202-555-0177\nir@mills.example     tsample@mills.example",
     [(ANN, None, None, "ir@mills.example", "202-555-0160"),
      (TOM, None, None, "tsample@mills.example", "202-555-0177")],
     "two columns: who is not in an address has the one that is left"),
    ("<Ann Example> {Head of InvestorsM} +49 152 02152400\n<Tom Sample> {Press Officerwww}.zed.no 202-555-0146",
     [(ANN, "Head of Investors", None, None, "+49 152 02152400"),
      (TOM, "Press Officer", None, None, "202-555-0146")], "letters glued to a job title"),
    ("<Ann Example>, {Chair of the DA}, 202-555-0146", [(ANN, "Chair of the DA", None, None, "202-555-0146")],
     "an acronym at the end of a job title"),
    ("<Ann Example>\nhttps://zed.example212.555.0146 Office", [(ANN, None, None, None, "212.555.0146")],
     "a number glued to a web address"),
    ("<Ann Example>\nhttps://zed.example212.555.0146Info@zed.example",
     [(ANN, None, None, "Info@zed.example", "212.555.0146")], "all three glued"),
    ("<Ann Example>\nFounder & CEOann@mills.example", [(ANN, None, None, "ann@mills.example", None)], "“CEO” glued on"),
    ("Media Contact", [], "a heading alone makes no row"),
    ("For more information, please visit www.mills.example.", [], "the address of a page alone makes no row"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "rows", "why"), CASES, ids=[why for *_, why in CASES])
def test_contacts(text: str, rows: list[Row], why: str) -> None:
    assert [row(c) for c in contacts(text)] == rows


TOLD: list[tuple[str, str, list[Row], str]] = [
    ("Please contact <Ann Example> at ann@mills.example.", "body", [(ANN, None, None, "ann@mills.example", None)],
     "in a sentence"),
    ("Contact <Ann Example>, {Press Officer}, on 0113 343 8059 or <Tom Sample>, tom@mills.example.", "body",
     [(ANN, "Press Officer", None, None, "0113 343 8059"), (TOM, None, None, "tom@mills.example", None)], "two"),
    ("IMMEDIATE RELEASE Contact: <Ann Example>, 202-225-6155", "header", [(ANN, None, None, None, "202-225-6155")],
     "in the head"),
    ("Contact <Ann Example>, at Senator <Lund>’s Leeds office, on 202-225-6155.", "body",
     [(ANN, None, None, None, "202-225-6155")], "the senator of an office is no contact"),
    ("Contact <Ann Example> at ann@mills.sg\n\n<Ann Example>\n{Press Officer}\nann@mills.sg", "body contact",
     [(ANN, "Press Officer", None, "ann@mills.sg", None)], "who is in a contact part too"),
    ("Contact " + "us " * 55 + ":\n\n<Ann Example>, telephone 0113 343 8059", "body contact",
     [(ANN, None, None, None, "0113 343 8059")], "a number that 200 code points cut in two"),
    ("Please contact us at ann@mills.example.", "body", [], "nobody is named"),
    ("Please contact <Ann Example> soon.", "body", [], "no address"),
    ("They had no contact with the mill. <Ann Example> (202-225-6155) did.", "body", [], "another sentence"),
    ("<Ann Example>, {Secretary}\nann@mills.example", "signature",
     [(ANN, "Secretary", None, "ann@mills.example", None)], "a signature with an address"),
    ("<Ann Example>, {Secretary}", "signature", [], "one without"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kinds", "rows", "why"), TOLD, ids=[why for *_, why in TOLD])
def test_contacts_outside_of_contact_parts(text: str, kinds: str, rows: list[Row], why: str) -> None:
    assert [row(c) for c in contacts(text, kinds)] == rows


def held(organisation: str, section: SectionKind, status: RoleStatus = "current") -> Role:
    return Role(
        role_id=organisation, document_id="d", person_id="jan-roe", role="Minister", organisation_id=organisation,
        country=None, start=0, end=1, status=status, confidence=1.0, section=section, rule="test",
    )  # fmt: skip


MINES, VELORA = "org-ministry-of-mines", "org-velora-ltd"
MINISTER = (held(MINES, "body"),)
ORGANISATIONS: list[tuple[str, tuple[Role, ...], str | None, str]] = [
    ("[Velora Institute] and [Lindmoor Canals Ltd] met.\n\nContact:\n<Jan Roe>\njan@lindmoorcanals.example",
     MINISTER, "org-lindmoor-canals-ltd", "the organisation that the e-mail address names"),
    ("[Velora Institute] met.\n\nContact:\n<Jan Roe>\njan@gmail.com", MINISTER, MINES,
     "the organisation in which the person holds a role"),
    ("[Velora Union], [Velora] and [Velora Ltd] met.\n\nContact:\n<Jan Roe>\njan@velora.example", (), "org-velora",
     "of several that fit the address, the one with exactly that name"),
    ("[Velora] and [Vel] met.\n\nContact:\n<Jan Roe>\njan@veloragroup.example", (), "org-velora",
     "the one with whose name the address begins"),
    ("[House Committee on Mines] met.\n\nContact:\n<Jan Roe>\njan@mail.house.gov", (), None,
     "the domain is shared by many offices"),
    ("[Zed Mines Service] and [ZMS Television] met.\n\nContact:\n<Jan Roe>\njan@zms.gov", (), None,
     "a short domain is no evidence of initials"),
    ("[ZEA] and [Vale] met.\n\nContact:\n<Jan Roe>\njan@zea.example", (), "org-zea",
     "a short domain that is the whole name"),
    ("[Velora Institute] met.\n\nContact:\n<Jan Roe>\njan@gmail.com", (held(MINES, "body", "former"),), None,
     "a former role does not count"),
    ("[Velora Institute] and [Velora Ltd] met.\n\nContact:\n<Jan Roe>\njan@velora.example",
     (held(VELORA, "body"),), VELORA, "of two that fit the address, the one of the person's role"),
    ("[Zed Mines of Lund] digs.\n\nContact:\n<Jan Roe>\njan@zmol.example", (), "org-zed-mines-of-lund", "its initials"),
    ("[Zed Mines of Lund] digs.\n\nContact:\n<Jan Roe>\njan@zml-media.example", (), None, "three initials are too few"),
    ("[Zed Land Mines of Lund] digs.\n\nContact:\n<Jan Roe>\njan@zlml.example", (), "org-zed-land-mines-of-lund",
     "initials of the words with a capital"),
    ("[Zed] digs.\n\nContact:\n<Jan Roe>\njan@zed-mines.example", (), "org-zed", "a piece of a domain"),
    ("[European Union] met.\n\nContact:\n<Jan Roe>\njan@european-mines.example", (), None,
     "a piece with which a name begins"),
    ("[Zed.io] grows.\n\nContact:\n<Jan Roe>\njan@zed.io", (), "org-zedio", "a name that is a domain"),
    ("[Grünfeld AG] grows.\n\nContact:\n<Jan Roe>\njan@grunfeld.example", (), "org-grunfeld-ag", "an accent"),
    ("About [Zed Mines]: see www.zed.example\n\nContact:\n<Jan Roe>\njan@lundpr.example", (), None,
     "an agency that the release does not name"),
    ("About [Zed Mines]: it digs.\n\nContact:\n<Jan Roe>, Investor Relations, 202-555-0146", (), "org-zed-mines",
     "no address: the publisher"),
    ("About [Zed Mines]: it digs.\n\nContact:\n<Jan Roe>, jan@gmail.com", (), "org-zed-mines", "an address like none"),
    ("It digs. SOURCE [Zed Mines]\n\nContact:\n<Jan Roe>, 202-555-0146", (), "org-zed-mines", "the source"),
    ("About [Zed Mines]: it digs (SOURCE [Velora]).\n\nContact:\n<Jan Roe>, 202-555-0146", (), None,
     "two publishers"),
    ("He told us about [Zed Mines].\n\nContact:\n<Jan Roe>, 202-555-0146", (), None, "“about” within a sentence"),
    ("[Velora Institute] met.\n\nContact:\n<Eva Lund>\neva@gmail.com", MINISTER, None,
     "an address of a general provider and a person without a role"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "roles", "expected", "why"), ORGANISATIONS, ids=[why for *_, why in ORGANISATIONS])
def test_the_organisation_of_a_contact_that_names_none(
    text: str, roles: tuple[Role, ...], expected: str | None, why: str
) -> None:
    (found,) = contacts(text, "body contact", roles)
    assert found.organisation_id == expected


def test_a_contact_without_address_beside_one_of_an_agency() -> None:
    text = "About [Zed Mines]: it digs.\n\nContact:\n<Jan Roe>, 202-555-0146\n<Eva Lund>, eva@lundpr.example"
    assert [c.organisation_id for c in contacts(text, "body contact")] == [None, None]


@pytest.mark.parametrize(
    ("text", "number", "why"),
    [
        ("<Ann Example>\n+44 (0)20 7946 0000", "+442079460000", "a zero in brackets is not dialled"),
        ("<Ann Example>\n020 7946 0000\nann@mills.co.uk", "+442079460000", "the country comes from the e-mail address"),
        ("<Ann Example>\n(317) 232-8770\nann@mills.in.gov", "+13172328770", "Indiana's address, not India's"),
        ("<Ann Example>\n317 232 8770\nann@mills.gov", "+13172328770", "an address of the United States"),
        ("<Ann Example>\n(202) 224-0610", "+12022240610", "the American way of writing"),
        ("<Ann Example>\n(202)224- 0610", "+12022240610", "the American way of writing, with other blanks"),
        ("<Ann Example>\n202\\.224\\.0610", "+12022240610", "the same with points that Markdown escapes"),
        ("<Ann Example>\n\\(202\\) 224\\-0610", "+12022240610", "the same with brackets that Markdown escapes"),
        ("<Ann Example>\n00 44 20 7946 0000", "+442079460000", "two zeros in place of the plus"),
        ("<Ann Example>\n020 7946 0000", None, "no country is known"),
        ("<Ann Example>\n+44 123 456", None, "not a valid number"),
        ("A Kenyan mill opens.\n\n<Ann Example>\n020 222 2222", "+254202222222", "the country that the release names"),
        ("A Kenyan and a British mill open.\n\n<Ann Example>\n020 7946 0000", None, "none is named more than others"),
        ("A mill opens in Ohio.\n\n<Ann Example>\n3172328770", "+13172328770", "a state of the country"),
        ("<Ann Example>\n(852) 2584 4524", "+85225844524", "the country in brackets, without a plus"),
        ("<Ann Example>\n(020) 7946 0000", None, "an area in brackets is no country"),
    ],
)
def test_numbers_in_international_form(text: str, number: str | None, why: str) -> None:
    kinds = "body contact" if "\n\n" in text else "contact"
    assert contacts(text, kinds)[0].phone_e164 == number, why
