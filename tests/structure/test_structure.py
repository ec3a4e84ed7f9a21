"""Whole releases: kinds of parts, headline, publication date, contacts, residue, paragraphs."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.structure import Release, section_rows, structure

PROSE = (
    "The Ministry of Trade said today that exports of timber rose again in the first half of the year, by a tenth over "
    "the year before."
)

COMPANY = f"""# Example Mills opens a second plant

OSLO, Norway, May 4, 2022 /Examplewire/ -- {PROSE}

“We are glad to be here,” said Ann Example, director of Example Mills.

About Example Mills

Example Mills makes paper and board in three plants.

Forward-Looking Statements

This press release contains forward-looking statements. Results may differ.

Media Contact

Ann Example
Example Mills
ann@mills.example
+47 5550 1234

View the original release on www.wire.example
"""

MINISTRY = f"""MINISTRY OF TRADE
PRESS RELEASE
FOR IMMEDIATE RELEASE: March 3, 2021

Exports of timber rise again

{PROSE}
They will rise further, the ministry expects.

ENDS

Notes to editors
1. Figures are for logs only.
"""

KINDS = [
    (COMPANY, ["headline", "dateline", "body", "boilerplate", "contact", "footer"], "a company's release"),
    (MINISTRY, ["header", "headline", "body", "end_mark", "notes"], "letterhead, release line, end mark, notes"),
    (f"{PROSE}\n\n###\n", ["body", "end_mark"], "no head at all"),
    (f"Timber\n\n{PROSE}\n\n\\# \\# \\#\n", ["headline", "body", "end_mark"], "an end mark escaped for Markdown"),
    (f"Timber\n\n{PROSE}\n\n{PROSE}\n\nAbout half of it went abroad.", ["headline", "body"], "no heading: about half"),
    (f"Timber\n\n{PROSE}\n\n{PROSE}\n\nContact lenses sell too.", ["headline", "body"], "no contact"),
    (f"Timber\n\n{PROSE}\n\n{PROSE}\n\n<p>Last updated on 4 May 2022</p>", ["headline", "body", "footer"], "page end"),
    (f"1. {PROSE}\n\n2. {PROSE}\n\n**MINISTRY OF TRADE**\n<br>**4 MAY 2022**", ["body", "signature"], "a signature"),
    ("", [], "nothing"),
]  # fmt: skip


def kinds(release: Release) -> list[str]:
    return [p.kind for p in release.parts]


@pytest.mark.parametrize(("text", "expected", "why"), KINDS, ids=[why for *_, why in KINDS])
def test_parts(text: str, expected: list[str], why: str) -> None:
    assert kinds(structure(text)) == expected


@pytest.mark.parametrize(
    ("text", "headline"),
    [
        (COMPANY, "Example Mills opens a second plant"),
        (MINISTRY, "Exports of timber rise again"),
        (f"**Timber sells**\n\n{PROSE}", "Timber sells"),
        (PROSE, None),
    ],
)
def test_headline(text: str, headline: str | None) -> None:
    found = structure(text).headline
    assert (found and text[found.start : found.end]) == headline


@pytest.mark.parametrize(
    ("text", "settings", "published"),
    [
        (COMPANY, {"published": "2022-05-05"}, ("2022-05-05", "metadata")),
        (COMPANY, {}, ("2022-05-04", "dateline")),
        (MINISTRY, {"file_name": "2020-01-01.txt"}, ("2021-03-03", "text")),
        (PROSE, {"file_name": "2020-01-01.txt"}, ("2020-01-01", "file name")),
        (f"{PROSE}\n\n{PROSE}\n\nLast updated on 4 May 2022", {}, (None, None)),
        (f"Timber\n\n{PROSE}\n\nPUBLISHED: 23:30, Wed, May 4, 2022\n\n{PROSE}", {}, ("2022-05-04", "text")),
        (f"Timber\n\n{PROSE}\n\nPublished 4 May 2022", {}, ("2022-05-04", "text")),
        (f"Timber\n\n{PROSE}\n\nPublished in a journal on 4 May 2022", {}, (None, None)),
        (f"Date: 4 May 2022\n\nLIMA (May 3) – {PROSE}", {}, ("2022-05-03", "dateline")),
    ],
)
def test_published(text: str, settings: dict[str, str], published: tuple[str | None, str | None]) -> None:
    release = structure(text, **settings)  # type: ignore[arg-type]
    assert (release.published, release.published_from) == published


def test_contact() -> None:
    (contact,) = structure(COMPANY).contacts
    assert (contact.name, contact.organisation) == ("Ann Example", "Example Mills")
    assert (contact.email, contact.phone) == ("ann@mills.example", "+47 5550 1234")


def test_injected_first_line_is_no_headline() -> None:
    text = f"某某\n\nTimber sells\n\n{PROSE}"
    release = structure(text, ignore=[(0, 2)])
    assert release.headline is not None
    assert text[release.headline.start : release.headline.end] == "Timber sells"
    assert release.is_residue(0, 2)


@pytest.mark.parametrize(
    ("text", "piece", "residue"),
    [
        ("See [the list](/files/list.pdf) now", "/files/list.pdf", True),
        ("See [the list](/files/list.pdf) now", "the list", False),
        ('A<img src="/a.jpg" alt="Ann Example"> b', "Ann Example", True),
        ('{:start="3"}\n3. Third', "start", True),
        ("Tom &amp; Ann", "amp", True),
        ("Write to <ann@mills.example> soon", "ann@mills.example", False),
        ("prices < 5 and > 3", "5 and", False),
        ("the council (the body) met", "the body", False),
        ("---\ntitle: Timber\ndate: 2022\n---\nText", "Timber", True),
    ],
)
def test_residue(text: str, piece: str, residue: bool) -> None:
    at = text.index(piece)
    assert structure(text).is_residue(at, at + len(piece)) is residue


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


PIECES = [COMPANY, MINISTRY, "\u2028", " ", "About X", "\n", "ENDS", "# ", "LIMA –", "Contact:", "<p>", "(", "&"]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES)).map("".join) | st.text())
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


def test_front_matter_is_header_and_no_headline() -> None:
    text = f"---\ntitle: Timber\ndate: '2022-05-04'\n---\n\nTimber sells\n\n{PROSE}"
    release = structure(text)
    assert kinds(release) == ["header", "headline", "body"]
    assert release.headline is not None
    assert text[release.headline.start : release.headline.end] == "Timber sells"


TAILS = [
    (
        "Example Mills is a leading provider of paper services in Norway. Learn more at www.mills.example.",
        "boilerplate",
    ),
    ("Example Mills is a leading provider of paper services, said Ann Example on Monday.", "body"),
    ("ABOUT EXAMPLE MILLS\n\nExample Mills makes paper and board in three plants.", "boilerplate"),
    ("Sincerely,\n\nAnn Example\n\nTom Example", "signature"),
    ("30", "end_mark"),
    ("The board will meet in May.###", "end_mark"),
    ("ANN B. EXAMPLE JR.", "signature"),
    ("TIMBER SELLS AGAIN.", "body"),
    ("View original on the web: www.mills.example\n\n---\n\n![code](code.webp)", "footer"),
    ("Safe Harbor Statement\n\nResults may differ from what is said here.", "boilerplate"),
    ("press@mills.example", "contact"),
    ("For more information, please contact Ann Example at 555-123-4567.", "contact"),
    ("Source: Example Mills", "footer"),
]


@pytest.mark.parametrize(("tail", "kind"), TAILS)
def test_tail(tail: str, kind: str) -> None:
    release = structure(f"Timber sells\n\n{PROSE}\n\n{PROSE}\n\n{PROSE}\n\n{tail}")
    assert kinds(release)[-1] == kind


def test_glued_parts_are_cut() -> None:
    text = f"Timber sells\n\n{PROSE}\n\n{PROSE}\n\nSales rose.About Example MillsExample Mills is big."
    assert text[structure(text).parts[-1].start :].startswith("About Example")


def test_dateline_without_a_year_takes_the_nearest() -> None:
    text = f"Timber sells\n\nLIMA (Dec. 30) – {PROSE}"
    assert [d.date for d in structure(text, published="2022-01-02").datelines] == ["2021-12-30"]
    assert [d.date for d in structure(text).datelines] == [None]


def test_the_table_of_sections_has_no_headline() -> None:
    release = structure(MINISTRY)
    assert release.title == "Exports of timber rise again"
    assert [row.kind for row in section_rows("a", release)] == ["header", "body", "end_mark", "notes"]
    assert release.section_at(MINISTRY.index("Exports")) == "headline"


HEADS = [
    (f"3 May 2022 Posted in [News](/news)\n\n{PROSE}", None, ["body"], "a site files it: no release line"),
    (f"Ann Example   Norway\n\nPress Releases\n\nMay 3 2022 Timber sells in all parts of the north\n\n{PROSE}\n{PROSE}",
     "Timber sells in all parts of the north", ["header", "headline", "body"], "who, what, day, headline"),
    (f"Skip to content\nYou are here:\nHome\n1\n/\nNews\n2\n/\nTimber sells in all pa...\n{PROSE}\n{PROSE}",
     None, ["header", "body"], "a breadcrumb"),
    (f"Regional Command East\nTimber Task Force\n\nLIMA (May 3, 2022) – {PROSE}", None, ["header", "dateline", "body"],
     "two bodies and no headline"),
    (f"![pier](pier.jpg)\n\n*The new pier of Oslo*\n\n{PROSE}", None, ["body"], "a caption"),
    (f"![logo](logo.png)\n\n# The new pier of Oslo\n\n{PROSE}", "The new pier of Oslo", ["body", "headline", "body"],
     "a heading under a picture"),
    (f"May 3  2022 Timber sells in the north\n\n{PROSE}", "Timber sells in the north", ["body", "headline", "body"],
     "the day before a headline on its line"),
    (f"FOR IMMEDIATE RELEASE    Timber sells in the north and in the south\n\n{PROSE}",
     "Timber sells in the north and in the south", ["header", "headline", "body"], "a release line, its line end lost"),
    (f"# Timber sells\n\n--Example Wire--\n\n{PROSE}", "Timber sells", ["headline", "body"], "a wire's mark"),
    (f"# Timber\\_sells \\\n\n{PROSE}", "Timber sells", ["headline", "body"], "escapes of Markdown"),
    (f"Timber sells\n\nSHARE\n\nPRINT\n\n{PROSE}", "Timber sells", ["headline", "body"], "buttons"),
    (f"Pier opens - Example Council\nMay 3, 2022\nHome\nPress\nPier opens in the north\n\n{PROSE}",
     "Pier opens in the north", ["header", "headline", "body"], "a page's title and date over its menu"),
    (f"Remarks by the Mayor at the Opening of the Pier\n\nOld Harbour\n\n3:42 P.M. CEST\n\nTHE MAYOR: {PROSE}",
     "Remarks by the Mayor at the Opening of the Pier", ["headline", "header", "body"], "a transcript's title"),
    (f"Old Harbour\nOslo, Norway\n\n3:42 P.M. CEST\n\nTHE MAYOR: {PROSE}", None, ["header", "body"],
     "a transcript's place"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "headline", "expected", "why"), HEADS, ids=[why for *_, why in HEADS])
def test_head(text: str, headline: str | None, expected: list[str], why: str) -> None:
    release = structure(text)
    assert (release.title, kinds(release)) == (headline, expected)


def test_the_day_beside_where_a_site_filed_the_text_is_the_publication_date() -> None:
    release = structure(f"3 May 2022 Posted in [News](/news)\n\n{PROSE}")
    assert (release.published, release.published_from) == ("2022-05-03", "text")


def test_the_end_of_a_transcript_is_no_end_mark() -> None:
    text = f"Timber\n\n{PROSE}\n\n{PROSE}\n\nEND          3:42 P.M. CEST\n\n###\n"
    assert kinds(structure(text)) == ["headline", "body", "footer", "end_mark"]


@pytest.mark.parametrize("unit", ["a", "1 ", "a-", "a@", "A. ", "a.a", "[a](", "<a ", "- ", "#", "\xa0", "1 May "])
def test_a_long_line_takes_time_in_its_length_only(unit: str) -> None:
    def seconds(length: int) -> float:
        text = f"{PROSE}\n\nContact: {unit * (length // len(unit))}\n\n{PROSE}\n\nContact: a@b.example\n"
        begun = time.process_time()
        structure(text)
        return time.process_time() - begun

    seconds(1000)
    assert seconds(80_000) < max(0.1, 12 * seconds(20_000))


GLUED = [
    ("Contact DetailsAnn Example\n\n+47 5550 1234", "Ann Example", None, "a name glued to its heading"),
    ("About Paperly Mills\n\nIt makes paper.\n\nContact DetailsPaperly Mills\n\nAnn Example\n\n+47 5550 1234",
     "Ann Example", "Paperly Mills", "a body that the release describes is no person"),
]  # fmt: skip


@pytest.mark.parametrize(("tail", "name", "organisation", "why"), GLUED, ids=[why for *_, why in GLUED])
def test_contact_under_a_glued_heading(tail: str, name: str, organisation: str | None, why: str) -> None:
    (contact,) = structure(f"Timber sells\n\n{PROSE}\n\n{PROSE}\n\n{tail}").contacts
    assert (contact.name, contact.organisation, contact.phone) == (name, organisation, "+47 5550 1234")


@pytest.mark.parametrize(
    ("glued", "pieces", "why"),
    [
        (
            "About PaperlyFounded in 2018, Paperly makes paper.",
            ["About Paperly", "Founded"],
            "the name stands elsewhere",
        ),
        ("About McExample and others who make paper.", ["About McExample"], "a capital inside a name"),
    ],
)
def test_heading_glued_to_its_text(glued: str, pieces: list[str], why: str) -> None:
    text = f"Paperly grows\n\n{PROSE}\n\n{PROSE}\n\n{glued}"
    found = [text[p.start : p.end] for p in structure(text).paragraphs if p.start >= text.index(glued)]
    assert len(found) == len(pieces), why
    assert all(piece.startswith(start) for piece, start in zip(found, pieces, strict=True))
