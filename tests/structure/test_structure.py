"""What is made of labelled lines: parts, headline, publication date, embargo, reference, residue, paragraphs."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.structure import Release, section_rows, structure
from tests.structure.labels import Given, read

PROSE = (
    "The Ministry of Trade said today that exports of timber rose again in the first half of the year, by a tenth over "
    "the year before."
)
TITLE = "Exports of timber rise again"


def kinds(release: Release) -> list[str]:
    return [p.kind for p in release.parts]


PARTS = [
    (f"{TITLE}\n\nLIMA, 3 May 2022 – {PROSE}", "headline body", ["headline", "dateline", "body"], "a dateline"),
    (f"LIMA / Wire / May 3, 2022\n\n{PROSE}", "header body", ["dateline", "body"], "a dateline on a line of the head"),
    (f"EMBARGOED UNTIL 00:01 3 May 2022\n\n{PROSE}", "header body", ["embargo", "body"], "an embargo"),
    (f"{PROSE}\n\n\\###\n", "body end_mark", ["body", "end_mark"], "an end mark escaped for Markdown"),
    (f"{PROSE}\n\n-###-\n\nShare", "body end_mark footer", ["body", "end_mark", "footer"], "a mark between dashes"),
    (f"{PROSE}\n\n-----ENDS-----\n\nShare", "body end_mark footer", ["body", "end_mark", "footer"], "a mark in a rule"),
    (f"{PROSE}\n\n### About Zed Mines\n\nIt digs.", "body boilerplate boilerplate", ["body", "boilerplate"],
     "a heading of Markdown is no end mark"),
    (f"About Zed Mines\n\n{PROSE} {PROSE}\n\n**About Ada Bank**\n\nIt lends.", "boilerplate " * 4, ["boilerplate"] * 2,
     "two organisations described"),
    (f"About Zed Mines\n\n{PROSE} {PROSE}\n\nDisclaimer\n\nThis may change.", "boilerplate " * 4, ["boilerplate"] * 2,
     "a disclaimer below a description"),
    ("Safe Harbor Statement\n\nCertain statements in this release look ahead.", "boilerplate " * 2, ["boilerplate"],
     "a heading goes with what it heads, whatever that opens with"),
    (f"About Zed Mines\n\n{PROSE} {PROSE}\n\nSee zed.example.", "boilerplate " * 3, ["boilerplate"],
     "paragraphs about one organisation"),
    (f"**LIMA, 3 May 2022** – {PROSE}", "body", ["dateline", "body"], "a mark before a dateline belongs to it"),
    (f"{PROSE} {PROSE}\n\nLIMA, Peru – {PROSE}", "body", ["body", "dateline", "body"], "a dateline below a summary"),
    (f"{PROSE} {PROSE}\n\nLIMA, Peru – soon", "body", ["body"], "a line of a list below prose is no dateline"),
    (f"{TITLE} April 14, 2025 Press ReleaseLIMA, Peru – {PROSE}", "header header body", ["header", "dateline", "body"],
     "a dateline glued to the kind of text"),
    (f"Share Image {TITLE} May 3, 2022 Press ReleaseLIMA, Peru – {PROSE}", "body body", ["body", "dateline", "body"],
     "a dateline glued to the kind of text, where the labeller sees only body"),
    (f"FOR IMMEDIATE RELEASEContact: Jan Roe, 202-555-0199\n\n{PROSE}", "header contact body",
     ["header", "contact", "body"], "a contact glued to the release line"),
    (f"f\nt\n#\ne\n{TITLE}\n\n{PROSE}", "headline body", ["body", "headline", "body"],
     "letters of buttons do not count as words"),
    (f"*LIMA, 3 May 2022*\n\n{PROSE}", "header body", ["dateline", "body"], "marks around a dateline belong to it"),
    (f"{PROSE} [Ends] Notes for editors Logs only.", "body end_mark notes", ["body", "end_mark", "notes"],
     "parts on one line"),
    (f"{PROSE}About Paper Mills It makes paper.", "body boilerplate", ["body", "boilerplate"],
     "a heading glued to the text before"),
    (f"{PROSE}Contact:Jan Roe, 202-555-0199", "body contact", ["body", "contact"], "a contact glued to its text"),
    (f"{PROSE} (For more information: Jan Roe – Tel.: 202-555-0199)", "body contact", ["body", "contact"],
     "a contact in brackets behind its text"),
    (f"{PROSE}\n\n![](a.png)\n\nShare", "body footer", ["body", "footer"], "markup between two parts is body"),
    (f"Share\n\n![](a.png)\n\nPrint\n\n{PROSE}", "header header body", ["header", "body"], "markup within a part"),
    (f"{PROSE}\n\nShare\n\n![](a.png)", "body footer", ["body", "footer"], "markup at a page's end"),
    (f"• {PROSE}\n\nLIMA, 3 May 2022 – {PROSE}", "body", ["body", "dateline", "body"], "a dateline below a point"),
    (f"LIMA, 1 May 2022 – {PROSE}\n\nLIMA, 3 May 2022 – {PROSE}", "body", ["dateline", "body"] * 2, "a second release"),
    (f"LIMA, 1 May 2022 – {PROSE}\n\nPreview (18 May) $40.60", "body", ["dateline", "body"], "no year"),
    (f"{PROSE} {PROSE}\n\nNotes to editors:\n\nSee zed.example.\n\nZed Mines digs.\n\nAda Lund, 202-555-0146",
     "body body body body contact", ["body", "notes", "contact"], "a heading of notes"),
    (f"{PROSE} {PROSE}\n\nNotes to editors:\n\nSee zed.example.\n\nLIMA, 3 May 2022 – {PROSE}", "body",
     ["body", "notes", "dateline", "body"], "a second release below notes"),
    *((f"{PROSE}\n\n{line}", "body", ["body", "footer"], f"residue of a mail: {line}") for line in (
        "Sent from my phone", "Sent from Mail for Windows", "To unsubscribe click here.",
        "You are receiving this because you signed up.", "DISCLAIMER: The views expressed in this message are mine.")),
    *((f"{PROSE}\n\n{line}", "body", ["body"], f"prose that begins like residue: {line}") for line in (
        "Sent to Zed Bank in May, the report lists 30 mills.",
        "You received this award because you never gave up, said the mayor.",
        "Sent via satellite, the images show the extent of the damage.")),
    (f"Note to editors:\n\n{PROSE}", "body", ["body"], "a note above the text"),
    ("", "body", [], "nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "labels", "expected", "why"), PARTS, ids=[why for *_, why in PARTS])
def test_parts(text: str, labels: str, expected: list[str], why: str) -> None:
    assert kinds(read(text, labels)) == expected


HEADLINES = [
    (f"{TITLE}\n\n{PROSE}", "headline body", TITLE, "as it stands"),
    (f"**{TITLE}** \\\n\n{PROSE}", "headline body", TITLE, "without marks"),
    (f"| {TITLE} |\n\n{PROSE}", "headline body", TITLE, "without the edges of a cell"),
    (f"MEDIA RELEASE: {TITLE}\n\n{PROSE}", "headline body", TITLE, "without the kind of text"),
    (f"FOR IMMEDIATE RELEASE    {TITLE}\n\n{PROSE}", "headline body", TITLE, "without a release line on its line"),
    (f"3 May 2022\n\n{TITLE}\n\n{PROSE}", "headline headline body", TITLE, "a date is no headline"),
    (f"Subject: FW: {TITLE}\n\n{PROSE}", "header body", TITLE, "the subject of a mail"),
    (
        f"From: press@mills.example\nTo: Editors of all papers\nSubject: {TITLE}\n\n{PROSE}",
        "header header header body",
        TITLE,
        "the subject of a mail below its other fields",
    ),
    (
        f"Subject: Mill\n\n{TITLE}\n\n{PROSE}",
        "header headline body",
        TITLE,
        "the headline goes before the subject of a mail",
    ),
    (f"Title: {TITLE}\n\n{PROSE}", "headline body", TITLE, "without a label"),
    (f"Title: MEDIA ADVISORY: {TITLE}\n\n{PROSE}", "headline body", TITLE, "without two labels"),
    (f"Title: {TITLE}\nDate: May 4, 2022\n\n{PROSE}", "header header body", TITLE, "in a scraper's head"),
    (
        f"Title: Day of 3 May 2022\nLang: en\nTheme: alternate\n\n{PROSE}",
        "header header body body",
        "Day of 3 May 2022",
        "what is called a title goes before all others",
    ),
    (
        f"title: {TITLE}\nauthors: Jan Roe\n\n{PROSE}",
        "headline headline body",
        TITLE,
        "a field in small letters does not go on with the title",
    ),
    (f"{TITLE} – in the north\n\n{PROSE}", "headline body", f"{TITLE} – in the north", "a dash within"),
    (
        f"Exports of timber\nrise again\n\n{PROSE}",
        "headline headline body",
        "Exports of timber rise again",
        "broken lines",
    ),
    (f"{TITLE}\n\nFurniture leads\n\n{PROSE}", "headline headline body", TITLE, "a second headline below"),
    (
        f"{TITLE}\nFurniture leads in a year of slow trade\n\n{PROSE}",
        "headline headline body",
        TITLE,
        "a second headline right below",
    ),
    (
        f"PUBLIC RELEASE: 3-MAY-2022\n3-fold rise of the exports\n\n{PROSE}",
        "header headline body",
        "3-fold rise of the exports",
        "a number is no small letter",
    ),
    (
        f"iFly leads\niFly opens a mill in the north of the country\n\n{PROSE}",
        "headline headline body",
        "iFly leads",
        "a name in small letters begins a new line, too",
    ),
    (f"{TITLE}\n• Furniture leads\n\n{PROSE}", "headline headline body", TITLE, "a list right below the headline"),
    (
        f"{TITLE} and\nFurniture Leads\n\n{PROSE}",
        "headline headline body",
        f"{TITLE} and Furniture Leads",
        "broken after a word that ends no headline",
    ),
    (
        f"LUND OPENS THE MILL OF\nNEW VELINBY\nA day of trade for everyone in the north\n\n{PROSE}",
        "header headline headline body",
        "LUND OPENS THE MILL OF NEW VELINBY",
        "a first line taken for the header, broken",
    ),
    (
        f"{TITLE}\nin the north\n\n{PROSE}",
        "headline body body",
        f"{TITLE} in the north",
        "a second line taken for text",
    ),
    (f"MEDIA UPDATE\n\n{TITLE}\n• Furniture leads\n\n{PROSE}", "header header body", TITLE, "below the kind of text"),
    (
        f"{TITLE} in the north\nFurniture from Lindmoor leads the list by far\n\n{PROSE}",
        "headline headline body",
        f"{TITLE} in the north",
        "a second sentence right below, on a line of nearly the same length",
    ),
    (f"FollowShare\n\n{TITLE}\n\n{PROSE}", "headline body body", TITLE, "below a menu"),
    (f"{TITLE}\n\nMonday, 3 May 2022\n\n{PROSE}", "header header body", TITLE, "a first line taken for the header"),
    (f"{TITLE}\n\n{PROSE}", "body body", TITLE, "a first line taken for text"),
    (f"{TITLE}\n{'=' * 22}\n\nTimber Board\n\n{PROSE}", "headline headline body", TITLE, "underlined"),
    (f"= {TITLE} =\n\nTimber Board\n\n{PROSE}", "body headline body", TITLE, "a heading of a wiki"),
    (f"{PROSE[:80]}.\n\n{PROSE}", "body body", None, "a sentence is no title"),
    (f"Dear friends of timber,\n\n{PROSE}", "body body", None, "a salutation is no title"),
    (f"MEDIA RELEASE\n\n{PROSE}", "header body", None, "the kind of text is no title"),
    (f"Oslo, 3 May 2022\n\n{PROSE}", "header body", None, "a day is no title"),
    (
        f"Zed Concern Announces New President\n\nFOR IMMEDIATE RELEASE\n\n{PROSE}",
        "header header body",
        "Zed Concern Announces New President",
        "a title that names a post",
    ),
    (f"Monday 3 May 2021\nLocal time\n\n{TITLE}\n\n{PROSE}", "header header body body", TITLE, "a day above it"),
    (f"Exhibit 99.1\n{TITLE}\n\n{PROSE}", "header header body", TITLE, "a short line above it"),
    (
        f"PRESS RELEASE: {TITLE}\n\nby Jan Roe, Director\n\n{PROSE}",
        "header headline body",
        TITLE,
        "behind the kind of text",
    ),
    (f"{TITLE} [April 2023]\n\n{PROSE}", "headline body", f"{TITLE} [April 2023]", "with its brackets"),
    (f"Home > News > {TITLE}\n\n{TITLE}\n\n{PROSE}", "headline body body", TITLE, "a breadcrumb path is no headline"),
    (
        f"Home > News > {TITLE}\n\n{TITLE}\n\n{PROSE}",
        "body body body",
        TITLE,
        "nor where the labeller takes it for body",
    ),
    (
        f"Zed Bank\nCONTACT: Jan Roe, Director\n\n{TITLE}\n\n{PROSE}",
        "header headline body body",
        TITLE,
        "a contact is no headline",
    ),
    (f"{PROSE[:40]}\nContact:\nJan Roe", "contact contact contact", None, "a person in a contact part is no headline"),
    (f"SENATOR THE HON JAN ROE\n\n{PROSE}", "header body", None, "a letterhead in capitals is no headline"),
    (f"Ministry of Mines\n\n{PROSE}", "header body", None, "nor is a short letterhead"),
    (f"Pier Committee election\n\n{PROSE}", "body", "Pier Committee election", "words in small letters"),
    (f"iPier opens\n\n{PROSE}", "header body", "iPier opens", "a name that begins with a small letter"),
    (f"Éire opens a pier\n\n{PROSE}", "header body", "Éire opens a pier", "a letter with an accent"),
    (f"Data: https://zed.example/a b\n\n{PROSE}", "body", None, "an address"),
    (f"{TITLE} in Peru - May 3, 2022\n\n{PROSE}", "header body", f"{TITLE} in Peru - May 3, 2022", "a day at its end"),
    (f"<%= title %>\n\n{PROSE}", "body", None, "a template's code alone"),
    (PROSE, "body", None, "no headline"),
]


@pytest.mark.parametrize(("text", "labels", "headline", "why"), HEADLINES, ids=[why for *_, why in HEADLINES])
def test_headline(text: str, labels: str, headline: str | None, why: str) -> None:
    release = read(text, labels)
    assert release.headline_text == headline
    printed = release.headline and " ".join(text[release.headline.start : release.headline.end].split())
    assert printed == headline


DAYS = [
    (f"LIMA, May 4, 2022 – {PROSE}", "body", {"published": "2022-05-05"}, ("2022-05-05", "metadata")),
    (f"- For print\n- May 4, 2022\n\n{PROSE}", "body body body", {}, ("2022-05-04", "text")),  # a list item
    (f"{PROSE}\n\n- May 4, 2022: the talk", "body body", {}, (None, None)),
    (f"LIMA, May 4, 2022 – {PROSE}", "body", {}, ("2022-05-04", "dateline")),
    (f"Date: 4 May 2022\n\nLIMA (May 3) – {PROSE}", "header body", {}, ("2022-05-03", "dateline")),
    (f"Published: 2 January 2024\n\nOSLO, 30 December – {PROSE}", "header body", {}, ("2023-12-30", "dateline")),
    (f"May 4, 2022 – {PROSE}", "body", {}, ("2022-05-04", "dateline")),
    (f"RELEASE: March 3, 2021\n\n{PROSE}", "header body", {"file_name": "2020-01-01.txt"}, ("2021-03-03", "text")),
    (f"Media Statement Saturday 17th November 2007\n\n{PROSE}", "header body", {}, ("2007-11-17", "text")),
    (f"Published\n1 May 2026\n\n{PROSE}", "header header body", {}, ("2026-05-01", "text")),
    (f"Last updated 3 May 2022\nPublished 1 May 2022\n\n{PROSE}", "header header body", {}, ("2022-05-01", "text")),
    (f"{PROSE}\n\nMINISTRY OF TRADE\n4 MAY 2022", "body signature", {}, ("2022-05-04", "text")),
    (f"{PROSE}\n\n04.05.2022 (Wednesday)", "body body", {}, ("2022-05-04", "text")),
    (f"{PROSE}\n\nThe Secretariat\n\n04.05.22", "body", {}, ("2022-05-04", "text")),
    (f"EMBARGO: 5 May 2022\n4 May 2022\n\n{PROSE}", "header header body", {}, ("2022-05-04", "text")),
    (f"EMBARGO: 5 May 2022\n\n{PROSE}", "header body", {}, ("2022-05-05", "text")),
    (PROSE, "body", {"file_name": "2020-01-01.txt"}, ("2020-01-01", "file name")),
    (f"11/08/2015\n\nThe programme: {PROSE}", "header body", {}, ("2015-08-11", "text")),
    (f"For release: 4/5/17\n\nThe program: {PROSE}", "header body", {}, ("2017-04-05", "text")),
    (f"06/06/2013\n\n{PROSE}", "header body", {}, ("2013-06-06", "text")),
    (f"05/06/2013\n\n{PROSE}", "header body", {}, (None, None)),
    (f"Updated: 6 May 2024\nPublished: 5 May 2024\n\n{PROSE}", "header header body", {}, ("2024-05-05", "text")),
    (f"13-05-2024\n\n{PROSE}", "header body", {}, ("2024-05-13", "text")),  # no month 13
    (f"13/05/2024\n\nThe program, Sen. Roe said: {PROSE}", "header body", {}, ("2024-05-13", "text")),
    (f"{PROSE}\n\n-   3 May 2021", "body footer", {}, ("2021-05-03", "text")),  # a list item as pandoc writes it
    (f"It opened on 06/06/2013 and closed.\n\n{PROSE}", "body body", {}, (None, None)),  # not a line of its own
    (f"Version 5.5.13\n\n{PROSE}", "header body", {}, (None, None)),
    (f"02.07.13\n\nThe program, Sen. Roe said: {PROSE}", "header body", {}, ("2013-02-07", "text")),
    (f"02.07.13\n\nThe programme: {PROSE}", "header body", {}, ("2013-07-02", "text")),
    (f"02/06/2015\n\nThe programme: {PROSE}\n\n3 May 2022", "header body body", {}, ("2015-06-02", "text")),
    (f"{PROSE} {PROSE}\n\nWhen: May 4, 2022", "body header", {}, (None, None)),
    (f"May 4, 2022 - 10:17\n\n{PROSE}", "header body", {}, ("2022-05-04", "text")),
    (f"Posted by roe12 at May 04, 2022\n\n{PROSE}", "header body", {}, ("2022-05-04", "text")),
    (f"{PROSE}\n\nLast updated on 4 May 2022", "body footer", {}, (None, None)),
    (f"{PROSE}\n\nPublished 4 May 2022", "body footer", {}, ("2022-05-04", "text")),
    (f"{PROSE}\n\nMedia statement, 4 May 2022", "body", {}, ("2022-05-04", "text")),
    (f"{PROSE}\n\nPublished in a journal on 4 May 2022", "body", {}, (None, None)),
    (
        f"2010-04-XB-079\nFor Immediate Release\n\nLIMA, Peru (May 4) - {PROSE}",
        "header body",
        {},
        ("2010-05-04", "dateline"),
    ),
    (f"Floods: Situation Report 7 (as of 3 May 2022)\n\n{PROSE}", "headline body", {}, ("2022-05-03", "text")),
    (f"Visit to Lima (Peru), 1-3 May 2022\n\n{PROSE}", "headline body", {}, (None, None)),
    (f"Fair in Lima (Peru) from 3 May 2022\n\n{PROSE}", "headline body", {}, (None, None)),
    (f"IP/09/1945\n\nLIMA, Peru (May 4) - {PROSE}", "header body", {}, (None, None)),
]


@pytest.mark.parametrize(("text", "labels", "known", "published"), DAYS)
def test_published(text: str, labels: str, known: dict[str, str], published: tuple[str | None, str | None]) -> None:
    release = read(text, labels, **known)
    assert (release.published, release.published_from) == published


@pytest.mark.parametrize(
    ("line", "until"),
    [
        ("EMBARGOED UNTIL 00:01 3 May 2022", "2022-05-03T00:01"),
        ("Under embargo until 3 May 2022 at 2.30 p.m.", "2022-05-03T14:30"),
        ("EMBARGO: Tuesday, 3 May 2022", "2022-05-03"),
        ("EMBARGO: 9:00AM EST, May 3, 2022", "2022-05-03T09:00"),
        ("EMBARGO: 00:01am, May 3, 2022", "2022-05-03T00:01"),
        ("EMBARGO: 11:30am, 3 May 2022", "2022-05-03T11:30"),
        ("EMBARGO: until 24:00, 3 May 2022", "2022-05-04T00:00"),
        ("EMBARGO: version 1.9:00, 3 May 2022", "2022-05-03"),
        ("NOT FOR RELEASE BEFORE 0930 HOURS ON 3 MAY 2022", "2022-05-03T09:30"),
        ("EMBARGOED TILL 3 May 2022 at 1700hrs", "2022-05-03T17:00"),
        ("EMBARGOED UNTIL 3 May 2022 at 14h30", "2022-05-03T14:30"),
        ("EMBARGOED UNTIL 12 noon, 3 May 2022", "2022-05-03T12:00"),
        ("EMBARGO: 12:00 Noon EST, May 3, 2022", "2022-05-03T12:00"),
        ("EMBARGOED UNTIL MIDDAY ON 3 MAY 2022", "2022-05-03T12:00"),
        ("EMBARGOED UNTIL midnight, 3 May 2022", "2022-05-04T00:00"),  # the end of the day
        ("EMBARGOED UNTIL 3 May 2022, 12 midnight", "2022-05-04T00:00"),
        ("EMBARGO: the afternoon of 3 May 2022, 24h a day", "2022-05-03"),
        ("EMBARGOED UNTIL 05/05/2022 10:00", "2022-05-05T10:00"),
        ("NOT FOR PUBLICATION OR BROADCAST BEFORE 6pm ON 3 MAY 2022", "2022-05-03T18:00"),
        ("Hold until 3 May 2022, 10 a.m.", "2022-05-03T10:00"),
        ("FOR IMMEDIATE RELEASE, 3 May 2022", None),
    ],
)
def test_embargo(line: str, until: str | None) -> None:
    assert read(f"{line}\n\n{PROSE}", "header body").embargoed_until == until


@pytest.mark.parametrize(
    ("head", "reference"),
    [
        ("IP/25/2731", "IP/25/2731"),
        ("MEDIA RELEASE 20/75", "20/75"),
        ("Press Release No. 45/2021", "45/2021"),
        ("No:062/21", "062/21"),
        ("Ref. No: 12/2020", "12/2020"),
        ("Ref: XB-2012-08", "XB-2012-08"),
        ("RNS Number : 1004T", "1004T"),
        ("For immediate release, RefNo: AB1234", "AB1234"),
        ("www.zed.referral.example/story/v12", None),
        ("2012-08-XB-112\nFor Immediate Release", "2012-08-XB-112"),
        ("Press release, 3 May 2022", None),
        ("Press Release 2022", None),
        ("2022-05-03", None),
        ("For immediate release 10/12/20", None),
        ("Zed Mines (202) 225-6155", None),
        ("For immediate release: 510-763-0370", None),
        ("Contact: Jan Roe, 202/555-0199", None),
        ("COVID-19 news", None),
        ("Open 3:00-6:30, Grades 3-5", None),
        ("The years 2019-2021", None),
        ("J24-005", "J24-005"),
        ("FOR IMMEDIATE RELEASE, CH-8022 Zurich", None),  # a postcode
    ],
)
def test_reference(head: str, reference: str | None) -> None:
    labels = "header " * (head.count("\n") + 1) + "body"
    assert read(f"{head}\n\n{PROSE}", labels).reference == reference


def test_the_table_of_sections_has_no_headline_and_no_day() -> None:
    release = read(f"PRESS RELEASE\n\n{TITLE}\n\n3 May 2022\n\n{PROSE}", "header headline header body")
    assert [row.kind for row in section_rows("a", release)] == ["header", "body"]
    assert release.section_at(release.text.index("Exports")) == "headline"


def test_the_table_of_sections_has_no_day_in_numbers() -> None:
    release = read(f"02.07.13\n\n{TITLE}\n\n{PROSE}", "header headline body")
    assert [row.kind for row in section_rows("a", release)] == ["body"]


def test_the_table_of_sections_has_no_rule() -> None:
    release = read(f"{PROSE}\n\nContact: Jan Roe\n\n---\n\nShare", "body contact body footer")
    assert [row.kind for row in section_rows("a", release)] == ["body", "contact", "footer"]


def test_injected_first_line_is_no_headline() -> None:
    text = f"某某\n\n{TITLE}\n\n{PROSE}"
    release = structure(text, ignore=[(0, 2)], line_labeller=Given("headline", "body"))
    assert release.headline_text == TITLE
    assert release.is_ignored(0, 2)


@pytest.mark.parametrize(
    ("text", "piece", "residue"),
    [
        ("See [the list](/files/list.pdf) now", "/files/list.pdf", True),
        ("See [the list](/files/list.pdf) now", "the list", False),
        ("![Ann Example opens the mill](/a.jpg)", "/a.jpg", True),
        ("![Ann Example opens the mill](/a.jpg)", "Ann Example", False),
        ('A<img src="/a.jpg" alt="Ann Example"> b', "Ann Example", True),
        ('{:start="3"}\n3. Third', "start", True),
        ('{{< figure src="/a.jpg" alt="Ann Example" >}} b', "/a.jpg", True),
        ("{% include photo.html alt='Ann Example' %} b", "photo.html", True),
        ("{{ Ann }} b", "Ann", False),
        ("<%= link_to 'Ann' %> b", "Ann", True),
        ("<?php if ($ann > 1) echo 'Ann' ?> b", "Ann", True),
        ("Ann <? Bo %> b", "Bo", False),
        ("Tom &amp; Ann", "amp", True),
        ("Write to <ann@mills.example> soon", "ann@mills.example", False),
        ("prices < 5 and > 3", "5 and", False),
        ("the council (the body) met", "the body", False),
        ("See https://zed.example/news/ada-lund-director-1.html", "lund", True),
        ("See https://zed.example/news/ada-lund-director-1.html", "director-1", True),
        ('See <a href="https://zed.example/">Ada Lund</a>', "Ada Lund", False),
        ("See www.zed.example (Ada Lund)", "Ada Lund", False),
        ("See www.zed.example. Ada Lund", "Ada Lund", False),
        ("---\ntitle: Timber\ndate: 2022\n---\nText", "Timber", True),
    ],
)
def test_residue(text: str, piece: str, residue: bool) -> None:
    at = text.index(piece)
    assert structure(text).is_ignored(at, at + len(piece)) is residue


def test_wrapped_lines_are_one_paragraph() -> None:
    wrapped = (
        "The ministry said today that the exports of timber rose again\n"
        "in the first half of the year, by a tenth over the year before\n"
        "and by a third over the year before that."
    )
    text = f"{wrapped}\n\n{wrapped}\n\n- logs\n- boards\n"
    pieces = [text[p.start : p.end] for p in structure(text).paragraphs]
    assert pieces == [wrapped, wrapped, "- logs", "- boards"]


def test_a_line_that_runs_over_does_not_set_the_width() -> None:
    wrapped = (
        "The minister met the mayor of Lindmoor, the Harbour Master Ilse\n"
        "Brandt, the Director of Locks and the Chief of the Canal Police\n"
        "of the county, and they spoke of boards, of logs and of Timber."
    )
    long = "See [the statement](https://lindmoor.example/statements/2031/05/what-the-minister-said-of-locks)"
    text = f"{long}\n\n{wrapped}\n\n{wrapped}\n"
    assert [text[p.start : p.end] for p in structure(text).paragraphs] == [long, wrapped, wrapped]


def test_wide_lines_are_wrapped_too() -> None:
    wrapped = (
        "The harbour board of Lindmoor will open two new quays for timber in the spring, and both"
        " will be let to the boatmen of Zed.\n"
        "It had asked the mayor and the council of the county to pay for the works of the year before,"
        " but they gave it no money.\n"
        "Therefore it took a loan."
    )
    text = f"{wrapped}\n\n{wrapped}\n"
    assert [text[p.start : p.end] for p in structure(text).paragraphs] == [wrapped, wrapped]


def test_a_wrapped_line_that_ends_in_an_honorific_goes_on() -> None:
    wrapped = (
        "The harbour board of Lindmoor is proud to have among its boatmen Dr.\n"
        "Shelley Moats of the county of Zed, who will test the water of the canal, and\n"
        "it will pay her for the works of the year before, which cost it no money."
    )
    address = "The harbour board of Lindmoor and Zed, 10735 David Taylor Dr.\nCharlotte, NC 28262"
    text = f"{wrapped}\n\n{wrapped}\n\n{address}\n"
    pieces = [text[p.start : p.end] for p in structure(text).paragraphs]
    assert pieces == [wrapped, wrapped, *address.split("\n")]


def test_the_lines_of_a_wrapped_quote_in_markdown_are_one_paragraph() -> None:
    quote = (
        "> “The harbour board of Lindmoor will open two new quays for timber in\n"
        "> spring, and the boatmen of the county will rent them in\n"
        "> cooperatives for the ten years that follow upon the opening of it.”"
    )
    text = f"{quote}\n\nsaid Ada Lund, the mayor.\n\n{quote}\n\nsaid Sam Roe, the clerk.\n"
    pieces = [text[p.start : p.end] for p in structure(text).paragraphs]
    assert pieces == [quote, "said Ada Lund, the mayor.", quote, "said Sam Roe, the clerk."]


def test_short_lines_among_longer_ones_are_not_wrapped() -> None:
    lines = [
        "The Lindmoor Rowers beat the Zed Harbour eight by a length",
        "The Sam Roe Memorial four lost to the Velora Boatmen by six",
        "The Ada Lund pair came in last as it had done the year before",
        "The club will row again in the spring on the canal of Lindmoor, in ten boats.",
        "It thanks the harbour board and the mayor for the quay, and all the boatmen for the boats.",
    ]
    assert len(structure("\n".join(lines)).paragraphs) == 5


PIECES = [
    "PRESS RELEASE\n", f"{TITLE}\n\n", f"{PROSE}\n\n", "\u2028", " ", "About X", "\n", "ENDS", "# ", "LIMA –",
    "Contact:", "<p>", "(", "&", "3 May 2022", "ann@mills.example", "+47 5550 1234",
]  # fmt: skip


@settings(max_examples=150)
@given(st.lists(st.sampled_from(PIECES)).map("".join) | st.text())
@example(">\n>")  # nothing is left without the marks of a quoted mail
@example("\u200b")
def test_parts_tile_the_text(text: str) -> None:
    release = structure(text)
    covered = [False] * len(text)
    for spans in (release.parts, release.paragraphs):
        at = 0
        for span in spans:
            assert at <= span.start < span.end <= len(text)
            at = span.end
    for part in release.parts:
        covered[part.start : part.end] = [True] * (part.end - part.start)
    assert all(inside or char.isspace() for char, inside in zip(text, covered, strict=True))
    assert all(any(part.start <= p.start and p.end <= part.end for part in release.parts) for p in release.paragraphs)
    assert structure(text) == release


def test_dateline_without_a_year_takes_the_nearest() -> None:
    text = f"{TITLE}\n\nLIMA (Dec. 30) – {PROSE}"
    assert [d.date for d in structure(text, published="2022-01-02").datelines] == ["2021-12-30"]
    assert [d.date for d in structure(text).datelines] == [None]


@pytest.mark.parametrize("unit", ["a", "1 ", "a-", "a@", "A. ", "a.a", "[a](", "<a ", "- ", "#", "\xa0", "1 May "])
def test_a_long_line_takes_time_linear_in_its_length(unit: str) -> None:
    def seconds(length: int) -> float:
        text = f"{PROSE}\n\nContact: {unit * (length // len(unit))}\n\n{PROSE}\n\nContact: a@b.example\n"
        begun = time.process_time()
        structure(text)
        return time.process_time() - begun

    seconds(1000)
    assert seconds(80_000) < max(0.1, 12 * seconds(20_000))


@pytest.mark.parametrize("unit", ["PRESS RELEASE: ", "News Release - FW: ", "Title:  "])
def test_a_line_of_types_of_documents_is_read_quickly(unit: str) -> None:
    begun = time.process_time()
    structure(f"{unit * 24}Exports rise\n\n{PROSE}")
    assert time.process_time() - begun < 1.0


@pytest.mark.parametrize("published", ["2023", "4 May 2023", "2023-05-04T10:00:00", "2023-5-4"])
@pytest.mark.parametrize("text", ["OSLO, 3 May – The pier opened today.", "The pier opened today."])
def test_an_invalid_publication_date_is_refused_whatever_the_text_says(text: str, published: str) -> None:
    with pytest.raises(ValueError, match=published):
        structure(text, published=published)
