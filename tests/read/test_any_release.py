"""Formats of other programs: what each gives, and what is reported if it gives nothing."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import feedgenerator
import pytest

from pipeline.read.blob import SUFFIXES, Blob, SourceDocument
from pipeline.read.files import discover, passed_over_paths
from pipeline.read.formats import read_documents
from pipeline.read.formats.page import fragment_text
from pipeline.records import Quarantined
from pipeline.settings import FieldNames, Settings
from tests.office import word_file
from tests.read import releases_in_formats as made

Found = SourceDocument | Quarantined


def read(name: str, data: bytes, fields: FieldNames = ()) -> list[Found]:
    return list(read_documents(Blob(name, name, data, Settings(fields=fields))))


def told(found: list[Found]) -> list[str]:
    """For each its record, and its first words or the reason why it was not read."""
    shown = []
    for item in found:
        if isinstance(item, Quarantined):
            shown.append(f"{item.record}: {item.reason}")
        else:
            content = item.content if isinstance(item.content, str) else item.content.decode()
            shown.append(f"{item.record}: {content[:13]}")
    return shown


@pytest.mark.parametrize("name", made.FILES)
def test_a_release_is_one_document_with_its_text_address_and_date(name: str) -> None:
    (found,) = read(name, made.FILES[name]())
    assert isinstance(found, SourceDocument), found
    text = found.content if isinstance(found.content, str) else found.content.decode()
    assert " ".join(text.split()) == " ".join(made.TEXT.split())
    assert found.published in ("2023-09-27", None), "the day of publication, not that of the file"
    if not name.startswith(("release.txt", "release.docx", "release.odt", "release.rtf")):
        assert found.published
        if name not in ("release.eml", "release.mbox", "release.msg"):
            assert found.url == made.URL


@pytest.mark.parametrize("name", made.WRITTEN)
def test_a_file_of_another_program_is_one_document(name: str) -> None:
    (found,) = read(name, made.WRITTEN[name].read_bytes())
    assert isinstance(found, SourceDocument), found
    text = found.content if isinstance(found.content, str) else found.content.decode(found.encoding or "utf-8")
    assert " ".join(text.split()) == " ".join(made.TEXT.split())
    says_it = (
        name.startswith(("chromium.h", "chromium.m", "mutt", "pandoc", "wget"))
        or "csv tsv xlsx xls ods".find(name.partition(".")[2]) >= 0
    )
    assert found.published == ("2023-09-27" if says_it else None), "the day of publication, not that of the file"


def test_each_format_that_is_read_has_a_file() -> None:
    names = (Path(name.removesuffix(".gz")) for name in (*made.FILES, *made.WRITTEN, "release.txt.gz"))
    assert set(SUFFIXES) - {path.suffix.removeprefix(".") for path in names} == {"gz"}


def test_an_old_word_file_is_refused_with_the_remedy() -> None:
    path = made.WRITTEN["libreoffice.docx"].with_suffix(".doc")
    (found,) = read(path.name, path.read_bytes())
    assert isinstance(found, Quarantined)
    assert found.detail.endswith("save it as .docx")


MANY: list[tuple[str, str, Callable[[], bytes], list[str]]] = [
    (
        "attachments are documents, pictures and signatures are not",
        "a.eml",
        lambda: made.mail(
            a_docx=word_file(["A Word"]), b_png=b"\x89PNG", c_p7s=b"x", d_doc=b"old", e_txt=b"Attached", f_zip=b"PK"
        ),
        ["None: Minister open", "a.docx: A Word", "d.doc: unknown_format", "e.txt: Attached", "f.zip: bad_archive"],
    ),
    (
        "a mail that is but an envelope",
        "a.eml",
        lambda: made.mail(None, a_txt=b"Attached text", b_html=made.PAGE.encode()),
        ["a.txt: Attached text", "b.html: Minister open"],
    ),
    (
        "a mail of Outlook with attachments",
        "a.msg",
        lambda: made.outlook(a_txt=b"Attached text", b_png=b"\x89PNG", c_docx=word_file(["A Word file"])),
        ["None: Minister open", "a.txt: Attached text", "c.docx: A Word file"],
    ),
    ("a mail of Outlook with a picture alone", "a.msg", lambda: made.outlook(None, a_png=b"\x89PNG"), ["0: no_text"]),
    ("a mail without anything", "a.eml", lambda: made.mail(None, a_png=b"\x89PNG"), ["0: no_text"]),
    (
        "a forwarded mail in a mail",
        "a.eml",
        lambda: b'Subject: Fw\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n--b\n'
        b"Content-Type: text/plain\n\nSee below.\n--b\nContent-Type: message/rfc822\n\n" + made.mail() + b"\n--b--\n",
        ["None: Fw\n\nSee below", "forwarded.eml: Minister open"],
    ),
    (
        "an array of objects",
        "a.json",
        lambda: json.dumps([made.RECORD, {"text": "Second text", "id": "x"}, 7, {"a": 1}]).encode(),
        ["1: Minister open", "x: Second text", "3: bad_record", "4: no_text"],
    ),
    (
        "an object that holds a list, as JSON Feed and answers of interfaces do",
        "a.json",
        lambda: json.dumps(
            {
                "title": "News",
                "items": [
                    {"id": "1", "content_html": "<p>One &amp; all</p><p>Two</p>"},
                    {"id": "2", "content_text": "Plain words"},
                ],
            }
        ).encode(),
        ["1: One & all\n\nTw", "2: Plain words"],
    ),
    ("fields of HTML, under any name of theirs", "a.jsonl",
     lambda: b'{"Content_HTML": "<p>One &amp; all</p>"}\n{"html": "<p>no</p>", "text": "5 &lt; 6"}',
     ["1: One & all", "2: 5 &lt; 6"]),
    ("HTML under a name that does not tell it, and as WordPress gives it", "a.jsonl",
     lambda: b'{"Body": "<p>One &amp; all</p>"}\n{"content": {"rendered": "<p>Two &amp; all</p>"}}',
     ["1: One & all", "2: Two & all"]),
    ("names of columns with blanks and capitals", "a.csv", lambda: b"ID,Full Text\n7,Some words", ["7: Some words"]),
    ("JSON Lines called .json", "a.json", lambda: b'{"text": "One"}\n{"text": "Two"}\n', ["1: One", "2: Two"]),
    ("no JSON", "a.json", lambda: b"{'text': 1}", ["0: bad_record"]),
    ("nesting", "a.json", lambda: b"[" * 100_000, ["0: bad_record"]),
    (
        "Excel's own first line",
        "a.csv",
        lambda: "sep=;\r\nText;Datum\r\n\"Größe; und mehr\";1\r\n".encode("cp1252"),
        ["3: Größe; und me"],
    ),
    ("tabs", "a.tsv", lambda: "id\ttext\nx\tWith, a comma".encode("utf-16"), ["x: With, a comma"]),
    (
        "a sheet whose head names no text is told once",
        "a.xlsx",
        lambda: made.workbook([["Story", "Day"], ["One text", 1], ["Two texts", 2]]),
        ["Sheet: no_text"],
    ),
    (
        "empty rows and cells of a workbook",
        "a.xlsx",
        lambda: made.workbook([["id", "text"], [7, "One text"], [None, None], [None, "Four text"], [9, None]]),
        ["7: One text", "4: Four text", "5: no_text"],
    ),
    (
        "two sheets of releases are told apart",
        "a.xlsx",
        lambda: made.workbook([["text"], ["One text"]], B=[["text"], ["Two texts"]]),
        ["Sheet-2: One text", "B-2: Two texts"],
    ),
    (
        "a sheet of notes, or an empty one, renames no record",
        "a.xlsx",
        lambda: made.workbook([["text"], ["One text"]], Notes=[["To do"], ["Call"]], C=[]),
        ["2: One text", "Notes: no_text"],
    ),
    (
        "a record has the number that a spreadsheet shows beside its row",
        "a.xlsx",
        lambda: made.workbook([[], [], [], ["text"], ["One text"], [], ["Two texts"]]),
        ["5: One text", "7: Two texts"],
    ),
    (
        "of a crawl, the pages that a server sent",
        "a.warc",
        lambda: made.warc(
            ("https://a.example/robots.txt", 200, "text/plain", b"User-agent: *"),
            ("https://a.example/a.png", 200, "image/png", b"\x89PNG"),
            ("https://a.example/gone", 404, "text/html", b"<p>Gone</p>"),
            ("https://a.example/b.txt", 200, "text/plain", b"A plain text"),
            ("https://a.example/empty", 200, "text/html", b" "),
            ("https://a.example/b.txt", 200, "text/plain", b"Fetched again"),
        ),
        [
            f"{made.URL}: Minister open", "https://a.example/b.txt: A plain text", "https://a.example/empty: empty",
            "https://a.example/b.txt-2: Fetched again",
        ],
    ),
    (
        "half an address costs no more than itself",
        "a.warc",
        lambda: made.warc(
            ("http://[x/b.txt", 200, "text/plain", b"Half an address"),
            ("https://a.example/c.txt", 200, "text/plain", b"The rest of it"),
        ),
        [f"{made.URL}: Minister open", "http://[x/b.txt: Half an addre", "https://a.example/c.txt: The rest of i"],
    ),
    ("a cut crawl", "a.warc", lambda: made.warc()[:-60], [f"{made.URL}: Minister open"]),
    ("no crawl", "a.warc", lambda: b"words of no archive", ["0: bad_archive"]),
    ("no feed", "a.xml", lambda: b"<?xml version='1.0'?><html><p>x</p></html>", ["0: unknown_format"]),
    (
        "an item with a link alone",
        "a.rss",
        lambda: b"<rss><channel><title>T</title><item><title>Only a title</title></item></channel></rss>",
        ["1: no_text"],
    ),
    (
        "signs that HTML knows and XML does not, and an entity that would read a file",
        "a.rss",
        lambda: b"<!DOCTYPE rss [<!ENTITY f SYSTEM 'file:///etc/hostname'>]><rss><channel><item>"
        b"<description>Caf&eacute; &f; opens</description></item></channel></rss>",
        ["1: Café &f; open"],
    ),
    (
        "surrogates, in a pair and alone",
        "a.rss",
        lambda: b"<rss><item><description>A &#xD83D;&#xDE00;</description></item><item><description>B &#55357;"
        b"</description></item></rss>",
        ["1: A \U0001f600", "2: B \ufffd"],
    ),
    (
        "signs behind an error of the feed",
        "a.rss",
        lambda: b"<rss><item><description>AT&T &amp; \x01&lt;b>R&D&lt;/b></description></item></rss>",
        ["1: AT&T & R&D"],
    ),
    (
        "a prefix that the feed does not declare",
        "a.rss",
        lambda: b"<rss><item><description>Short</description><content:encoded>All of it</content:encoded></item></rss>",
        ["1: All of it"],
    ),
    (
        "titles and descriptions of pictures (Media RSS) are not those of the release",
        "a.rss",
        lambda: b"<rss xmlns:media='http://search.yahoo.com/mrss/'><item><media:title>z1</media:title><title>Head</title>"
        b"<media:content><media:title>z1</media:title></media:content><description>Text</description></item></rss>",
        ["1: Head\n\nText"],
    ),
    (
        "a cut feed",
        "a.rss",
        lambda: b"<rss><channel><item><description>One</description></item><item><description>Tw",
        ["1: One", "2: Tw", "0: bad_document"],
    ),
    (
        "a feed that does not name its encoding",
        "a.rss",
        lambda: "<rss><channel><item><description>Café Zoë</description></item></channel></rss>".encode("cp1252"),
        ["1: Café Zoë"],
    ),
    (
        "a feed in UTF-16",
        "a.xml",
        lambda: '<?xml version="1.0" encoding="utf-16"?><rss><item><title>R&amp;D</title><description>Q&A</description>'
        "</item></rss>".encode("utf-16"),
        ["1: R&D\n\nQ&A"],
    ),
    ("a feed of no items", "a.rss", lambda: b"<rss><channel><title>T</title></channel></rss>", ["0: no_text"]),
    ("a list of nothing", "a.json", lambda: b"[]", ["0: no_text"]),
    ("no workbook", "a.xlsx", lambda: b"PK\x03\x04 but no more", ["0: bad_document"]),
    ("no old workbook", "a.xls", lambda: b"\xd0\xcf\x11\xe0" * 200, ["0: bad_document"]),
    ("no OpenDocument", "a.odt", lambda: made.zipped(), ["0: bad_document"]),
    ("no RTF", "a.rtf", lambda: b"plain words", ["0: bad_document"]),
    ("no Outlook mail", "a.msg", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ["0: bad_document"]),
    ("no page in it", "a.mhtml", lambda: b"Subject: x\nContent-Type: text/plain\n\nwords", ["0: no_text"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "make", "want"), [m[1:] for m in MANY], ids=[m[0] for m in MANY])
def test_a_file_of_several_releases_gives_each_of_them(name: str, make: Callable[[], bytes], want: list[str]) -> None:
    assert told(read(name, make())) == want


def test_a_title_of_five_words_is_the_headline() -> None:
    title = "Acme saws more logs than ever"
    (found,) = read(
        "a.jsonl", json.dumps({"title": title, "text": "Some words.", "Date Published": "14/05/2024"}).encode()
    )
    assert isinstance(found, SourceDocument)
    assert (found.parts, found.published) == ((("headline", f"{title}$"),), "2024-05-14")
    # the name of a site; a title with `*`, which has a meaning in configured parts; a whole text
    for other in ("Acme", "a * a * a * a", "word " * 500):
        (found,) = read("a.jsonl", json.dumps({"title": other, "text": "Some words."}).encode())
        assert isinstance(found, SourceDocument)
        assert found.parts == ()


def test_a_short_title_in_front_matter_is_the_headline() -> None:
    for title, words in (("Announcing Zed Fund", (("headline", "Announcing Zed Fund$"),)), ("Welcome", ())):
        (found,) = read("a.md", f"---\ntitle: {title}\n---\nToday we announce it.\n".encode())
        assert isinstance(found, SourceDocument)
        assert found.parts == words


def test_a_format_that_is_not_read_is_refused_with_the_remedy() -> None:
    (found,) = read("a.doc", b"\xd0\xcf\x11\xe0 old")
    assert isinstance(found, Quarantined)
    assert found.detail.endswith("save it as .docx")


def test_an_attachment_without_date_and_sender_has_those_of_its_mail() -> None:
    found = [
        d
        for d in read("a.eml", made.mail(a_txt=b"Attached", b_html=made.PAGE.encode()))
        if isinstance(d, SourceDocument)
    ]
    assert [(d.published, (d.publisher or "")[:21], d.url) for d in found] == [
        ("2023-09-27", made.PUBLISHER, None),
        ("2023-09-27", made.PUBLISHER, None),
        ("2023-09-27", made.PUBLISHER, made.URL),
    ]


def test_the_text_column_of_a_workbook_can_be_configured_and_its_dates_are_days() -> None:
    rows: list[list[Any]] = [["Story", "Day"], ["One text", made.DAY], ["Two texts", 20230928.0]]
    found = [
        d
        for d in read("a.xlsx", made.workbook(rows), (("text", "story"), ("date", "day")))
        if isinstance(d, SourceDocument)
    ]
    assert [(d.content, d.published) for d in found] == [("One text", "2023-09-27"), ("Two texts", "2023-09-28")]


def test_a_paragraph_of_a_feed_stays_whole_and_xhtml_becomes_text() -> None:
    feed = feedgenerator.Atom1Feed(title="T", link="https://a.example/", description="")
    feed.add_item(
        title="A &amp; B",
        link="https://a.example/1",
        description="<div>One<br>line <b>bold</b></div>Rest",
        unique_id="1",
    )
    (found,) = read("a.atom", str(feed.writeString("utf-8")).encode())
    assert isinstance(found, SourceDocument)
    assert found.content == "A & B\n\nOne\nline bold\n\nRest"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("5 < 6 and plain", "5 < 6 and plain"),
        ("two\nlines, kept", "two\nlines, kept"),
        ("a<br/>b", "a\nb"),
        ("<p>a</p>\n <p>b <i>c</i>.</p>", "a\n\nb c."),
        ("<ul><li>a<li>b</ul>c", "a\n\nb\n\nc"),
        ("<script>var x</script><!-- no -->yes", "yes"),
        ("caf&eacute; &amp; bar", "café & bar"),
        ("First.\n\nSecond.<br />line\r\n\r\n<b>Third</b>", "First.\n\nSecond.\nline\n\nThird"),  # WordPress
        ("<div>Oslo,\n\n <b>3 May</b></div>", "Oslo, 3 May"),  # written by a template
        ("Write to Ada <ada@zed.example> for more", "Write to Ada <ada@zed.example> for more"),
        (
            "<p>Write to <ada@zed.example>, see <https://zed.example></p>",
            "Write to <ada@zed.example>, see <https://zed.example>",
        ),
        ("<!-- only a comment -->", ""),
        ("<p>a\0b</p>", "ab"),
        ("<div>" * 3000 + "deep", "deep"),
    ],
)
def test_markup_becomes_paragraphs(html: str, text: str) -> None:
    assert fragment_text(html) == text


def test_files_that_programs_leave_behind_are_no_input(tmp_path: Path) -> None:
    files = [
        "a.html", "a_files/style.css", "a_files/page.html", "b_files/release.txt", "Titel-Dateien/x.html", "Titel.htm",
        "Thumbs.db", "~$letter.docx", ".DS_Store", "desktop.ini", "a.txt~", "c.txt.crdownload", "sub/Thumbs.db",
        "sub/d.txt",
    ]  # fmt: skip
    for name in files:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("A release.")
    want = {"a.html", "b_files/release.txt", "Titel.htm", "sub/d.txt"}
    assert {found.source for found in discover(tmp_path)} == want
    assert set(files) - passed_over_paths(files) == want


def test_a_page_that_a_browser_saved_is_read(tmp_path: Path) -> None:
    if not made.CHROMIUM.exists():
        if os.environ.get("CI"):
            pytest.fail("no chromium, which .ci/run installs")
        pytest.skip("no /usr/bin/chromium: install Debian's chromium to save a page with it")
    saved, _, _ = made.saved_page(tmp_path)
    (found,) = read("saved.mhtml", saved.encode())
    assert isinstance(found, SourceDocument)
    assert " ".join(str(found.content).split()) == " ".join(made.TEXT.split())
    assert (found.published, found.url) == ("2023-09-27", made.URL)


def test_the_content_of_a_crawl_is_not_printed(capsys: pytest.CaptureFixture[str]) -> None:
    data = made.warc().rstrip() + b" \x1b[2J and more than was announced\r\n\r\n" + made.warc()
    list(read_documents(Blob("a.warc", "a.warc", data)))
    assert capsys.readouterr().err == ""
