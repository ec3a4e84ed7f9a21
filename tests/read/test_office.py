"""Word and PDF files: what their text is, and why a file is not read."""

from __future__ import annotations

import sys
import zipfile
from io import BytesIO

import pypdf
import pytest

from pipeline.read.blob import Blob, SourceDocument
from pipeline.read.formats import read_documents
from pipeline.settings import Limits, Settings
from tests.office import pdf_file, word_file


def read(name: str, data: bytes, limits: Limits | None = None) -> str:
    """The text, or the reason why there is none."""
    (found,) = read_documents(Blob(name, name, data, Settings(limits=limits or Limits())))
    if isinstance(found, SourceDocument):
        assert isinstance(found.content, str)
        return found.content
    return found.reason


def document(body: str) -> bytes:
    """A .docx file with this XML in place of its paragraphs."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(word_file(["HERE"]))) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            data = old.read(member)
            if member == "word/document.xml":
                start, end = data.index(b"<w:p>"), data.index(b"</w:p>") + 6
                data = data[:start] + body.encode() + data[end:]
            new.writestr(member, data)
    return out.getvalue()


def p(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def test_paragraphs_and_tables_come_in_order() -> None:
    found = read(
        "a.docx", word_file(["Head", "", "First.\nSecond line.", "“Café” – 缅"], [["Year", "Trams"], ["2023", "12"]])
    )
    assert found == "Head\n\nFirst.\nSecond line.\n\n“Café” – 缅\n\nYear\tTrams\n\n2023\t12"


def test_lines_stay_together_if_empty_paragraphs_set_off_blocks() -> None:
    long = "The pier of Halden opens today. " * 10
    lines = ["Head", "", long, "", long, "", "Ada Lund", "Clerk"]
    assert read("a.docx", word_file(lines)).endswith("\n\nAda Lund\nClerk")
    assert read("a.docx", word_file([*lines, long, long])).count("\n\n") == 6, "here styles set off paragraphs"


@pytest.mark.parametrize(
    ("body", "want", "why"),
    [
        (f"<w:sdt><w:sdtContent>{p('A')}</w:sdtContent></w:sdt>{p('B')}", "A\n\nB", "content controls of templates"),
        ("<w:p><w:moveFrom><w:r><w:t>from</w:t></w:r></w:moveFrom><w:r><w:t>a</w:t><w:ptab/><w:t>b</w:t></w:r></w:p>",
         "a\tb", "moved text is read at its new place; a special tab"),
        ("<w:p><w:ins><w:r><w:t>new</w:t></w:r></w:ins><w:del><w:r><w:delText>old</w:delText></w:r></w:del></w:p>",
         "new", "tracked changes as if accepted"),
        ('<w:p><w:r><w:t>5 </w:t></w:r><m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r>'
         "<m:t>µg</m:t></m:r></m:oMath><w:r><w:t> of lead</w:t></w:r></w:p>", "5 µg of lead", "a formula"),
        ("<w:p><w:hyperlink><w:r><w:t>link</w:t></w:r></w:hyperlink><w:r><w:t>ed</w:t></w:r></w:p>", "linked",
         "hyperlinks"),
        ("<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/></w:r></w:p>", "a\tb\nc-",
         "tabs, line breaks and special hyphens"),
        (f"<w:p><w:r><w:t>out</w:t><w:txbxContent>{p('in')}</w:txbxContent></w:r></w:p>", "out\n\nin", "text boxes"),
        (f"<w:tbl><w:tr><w:tc>{p('A')}{p('B')}</w:tc></w:tr></w:tbl>", "A\n\nB", "a table that only frames paragraphs"),
        (f"<w:tbl><w:tr><w:tc><w:tbl><w:tr><w:tc>{p('A')}</w:tc></w:tr></w:tbl></w:tc></w:tr></w:tbl>", "A",
         "a table in a table"),
        (f"<w:tbl><w:tr><w:tc>{p('A')}</w:tc><w:tc><w:tbl><w:tr><w:tc>{p('B')}</w:tc><w:tc>{p('C')}</w:tc></w:tr></w:tbl>"
         "</w:tc></w:tr></w:tbl>", "A\n\nB\tC", "the inner one has rows of its own"),
        (p("&#x202e;a") + p(" "), "\u202ea", "characters of text direction are left to the repair"),
        (p(" "), "no_text", "nothing but blanks"),
        ("<w:p>&unknown;</w:p>", "bad_document", "broken XML"),
        ("<w:smartTag>" * 500 + "</w:smartTag>" * 500, "bad_document", "nested deeper than lxml accepts"),
        (p("a" * 2000), "too_large", "over the limit"),
    ],
)  # fmt: skip
def test_what_a_document_may_contain(body: str, want: str, why: str) -> None:
    limits = Limits(page_bytes=1000) if "a" * 2000 in body else None
    assert read("a.docx", document(body), limits) == want, why


def test_a_word_file_may_be_strict_open_xml() -> None:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(word_file(["Head", "Text"]))) as old, zipfile.ZipFile(out, "w") as new:
        for member in old.namelist():
            usual, strict = b"schemas.openxmlformats.org/wordprocessingml/2006", b"purl.oclc.org/ooxml/wordprocessingml"
            new.writestr(member, old.read(member).replace(usual, strict))
    assert read("a.docx", out.getvalue()) == "Head\n\nText"


def test_the_main_part_of_a_word_file_may_have_a_number_in_its_name() -> None:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(word_file(["Head", "Text"]))) as old, zipfile.ZipFile(out, "w") as new:
        for member in old.namelist():
            new.writestr(member.replace("word/document.xml", "word/document2.xml"), old.read(member))
    assert read("a.docx", out.getvalue()) == "Head\n\nText"


def open_document(body: str) -> bytes:
    """An .odt file with this XML as its text."""
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "drawing")
    )
    xml = f"<office:document-content{names}><office:text>{body}</office:text></office:document-content>"
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("content.xml", xml)
    return out.getvalue()


def test_an_open_document_gives_only_its_words() -> None:
    inner = "<drawing:frame><drawing:title>A picture</drawing:title></drawing:frame>"
    body = f"<text:p>The  <text:span>words</text:span>{inner} of it</text:p>"
    assert read("a.odt", open_document(body)) == "The words of it"


def test_entities_of_xml_are_not_expanded() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    data = document(p("&b;")).replace(b"<?xml", b"<?xml")
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for member in old.namelist():
            text = old.read(member)
            new.writestr(member, text.replace(b"<w:document", bomb.encode() + b"<w:document", 1))
    assert "aaaa" not in read("a.docx", out.getvalue())


def test_which_word_files_are_refused() -> None:
    bomb = BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/picture.png", b"\0" * 20_000_000)
    good = word_file(["Text"])
    cases = {
        "bomb": (bomb.getvalue(), "too_large"),
        "cut": (good[: len(good) // 2], "bad_document"),
        "text": (b"A text under another name", "bad_document"),
        "zip": (b"PK\x05\x06" + b"\0" * 18, "bad_document"),
    }
    assert {name: read("a.docx", data) for name, (data, _) in cases.items()} == {
        n: want for n, (_, want) in cases.items()
    }


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.rtf", b"{\\rtf1 Zed \\u99999999?}"),
        ("a.odt", open_document('<text:p>Zed<text:s text:c="x"/></text:p>')),
    ],
)
def test_a_damaged_document_is_no_internal_error(name: str, data: bytes) -> None:
    assert read(name, data) == "bad_document"


def test_a_gap_wider_than_usual_separates_paragraphs_of_a_page() -> None:
    first = [
        (700, "A headline of the"),
        (686, "release"),
        (650, "It goes on here"),
        (636, "and here."),
        (600, "Third (one)"),
    ]
    assert read("a.pdf", pdf_file([first])) == "A headline of the\nrelease\n\nIt goes on here\nand here.\n\nThird (one)"


def test_a_sentence_in_wider_lines_is_one_paragraph() -> None:
    page = [(700, "A first line and"), (686, "a second."), (640, "The pier is open"), (610, "to all."), (580, "Next")]
    assert read("a.pdf", pdf_file([page])) == "A first line and\na second.\n\nThe pier is open\nto all.\n\nNext"


def test_words_that_a_page_draws_one_by_one_are_a_line() -> None:
    """As web-based word processors write them, and upside down on a rotated page."""
    words = ((72, 92, "The"), (96, 92, "pier"), (120, 92, "opens"), (72, 106, "today."))
    drawn = "".join(f"BT /F1 12 Tf 1 0 0 -1 0 0 Tm {x} {-y} Td ({word}) Tj ET\n" for x, y, word in words)
    assert read("a.pdf", pdf_file([[]], f"1 0 0 -1 0 792 cm\n{drawn}")) == "The pier opens\ntoday."


@pytest.mark.parametrize(
    ("pages", "want", "why"),
    [
        ([[(40, "Zed Mines, Oslo"), (700, "It goes on"), (686, "here.")]], "It goes on\nhere.\n\nZed Mines, Oslo",
         "word processors draw the foot of a page first"),
        ([[(740, "Zed"), (700, "It goes"), (40, "Page 1 of 2")], [(740, "Zed"), (700, "on."), (40, "Page 2 of 2")]],
         "Zed\nIt goes\non.", "page numbers, and a running head on the second page"),
        ([[(700, "It goes")], [(700, "on."), (40, "- 1 -")]], "It goes\non.", "a title page has no number"),
        ([[(700, "Trams in 2023:"), (686, "12")]], "Trams in 2023:\n12", "a number that is not the page's"),
        ([[(700, "It goes on"), (686, "in Oslo.")], [(650, "in Oslo."), (636, "Next")]],
         "It goes on\nin Oslo.\n\nin Oslo.\nNext", "the same words in another place of the page"),
    ],
)  # fmt: skip
def test_the_head_and_foot_of_a_page_do_not_interrupt_its_text(
    pages: list[list[tuple[int, str]]], want: str, why: str
) -> None:
    assert read("a.pdf", pdf_file(pages)) == want, why


def test_the_lines_of_a_heading_are_joined() -> None:
    """A subheading in other letters stands apart, although it is near."""
    sizes = (
        (700, 20, "Pier opens in Halden"),
        (678, 20, "after a year"),
        (660, 14, "More ships"),
        (644, 14, "to come"),
    )
    drawn = "".join(f"BT /F1 {size} Tf 72 {height} Td ({words}) Tj ET\n" for height, size, words in sizes)
    body = [(600, "The pier of Halden has opened"), (586, "to ships and boats"), (572, "of the whole bay.")]
    want = "Pier opens in Halden after a year\n\nMore ships to come\n\nThe pier of Halden has opened\nto ships"
    assert read("a.pdf", pdf_file([body], drawn)).startswith(want)


def test_two_columns_stay_apart() -> None:
    lines = ["Ada Lund          Jan Roe", "Contact:      Ada Lund", "2.      Next", "Day      : May"]
    want = "Ada Lund        Jan Roe\nContact: Ada Lund\n2. Next\nDay : May"
    assert read("a.pdf", pdf_file([[(700 - 14 * n, line) for n, line in enumerate(lines)]])) == want


def test_a_soft_hyphen_that_is_drawn_is_a_hyphen() -> None:
    drawn = "BT /F1 12 Tf 72 700 Td (A cost\\255saving pier) Tj ET"
    assert read("a.pdf", pdf_file([[]], drawn)) == "A cost-saving pier"


def test_a_sentence_continues_over_a_page_break() -> None:
    assert read("a.pdf", pdf_file([[(700, "It goes")], [(700, "on.")], [(700, "Next")]])) == "It goes\non.\n\nNext"


def test_which_pdf_files_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.read.formats.pdf.MOST_STEPS", 1000)
    good = pdf_file([[(700, "Text")]])
    writer = pypdf.PdfWriter(clone_from=BytesIO(good))
    writer.encrypt("secret", algorithm="RC4-128")
    locked, opened = BytesIO(), BytesIO()
    writer.write(locked)
    writer = pypdf.PdfWriter(clone_from=BytesIO(good))
    writer.encrypt("", "owner", algorithm="AES-256")  # may be read, but not printed or copied
    writer.write(opened)
    cases = {
        "scan": (pdf_file([[]]), "no_text"),
        "locked": (locked.getvalue(), "encrypted"),
        "opened": (opened.getvalue(), "Text"),
        "text": (b"A text under another name", "bad_document"),
        "pages": (pdf_file([[]] * 301), "too_large"),
        "steps": (pdf_file([[(700, "a")] * 600]), "too_large"),
    }
    assert {name: read("a.pdf", data) for name, (data, _) in cases.items()} == {
        n: want for n, (_, want) in cases.items()
    }


@pytest.mark.parametrize(("name", "library"), [("a.rtf", "striprtf.striprtf"), ("a.pdf", "pypdf")])
def test_without_the_extra_the_error_names_the_remedy(name: str, library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    (found,) = read_documents(Blob(name, name, b"%PDF-1.4\n"))
    assert not isinstance(found, SourceDocument)
    assert found.reason == "needs_extra"
    assert "pip install 'communique[office]'" in found.detail
