"""One made-up release as other programs save it, in a file of each format that is read."""

from __future__ import annotations

import csv
import gzip
import json
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from io import BytesIO, StringIO
from pathlib import Path

import duckdb
import feedgenerator
import openpyxl
import pypandoc
from aspose.email_foss.msg import MapiMessage
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tests.office import word_file

CHROMIUM = Path("/usr/bin/chromium")
HEADLINE = "Minister opens new bridge over the Halden"
PARAGRAPHS = (
    "VISEU, 27 September 2023 – The Ministry of Transport of Namibia opened a bridge over the river on "
    "Wednesday, after four years of work and many delays of all kinds.",
    "“It is a café with a view, and a road for everyone,” said Minister Anna Berg, who cut the ribbon in front of two "
    "hundred guests from Portugal and Spain.",
    "Carl Dahl, president of the European Investment Bank, said the bank would lend 40 million euros until 2026.",
)
DAY = date(2023, 9, 27)
URL = "https://ministry.example/news/bridge"
PUBLISHER = "Ministry of Transport"
BODY = "\n\n".join(PARAGRAPHS)
TEXT = f"{HEADLINE}\n\n{BODY}\n"
HTML_BODY = "".join(f"<p>{p}</p>\n" for p in PARAGRAPHS)
PAGE = f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{HEADLINE}</title>
<link rel="canonical" href="{URL}"><meta property="og:site_name" content="{PUBLISHER}">
<meta property="article:published_time" content="2023-09-27T10:00:00+02:00"></head><body>
<nav><a href="/">Home</a></nav><article><h1>{HEADLINE}</h1>{HTML_BODY}</article></body></html>"""
RECORD = {"title": HEADLINE, "text": BODY, "date": DAY.isoformat(), "url": URL, "publisher": PUBLISHER}
_NOON = datetime(2023, 9, 27, 12, tzinfo=UTC)


def _message(body: str | None, files: dict[str, bytes]) -> EmailMessage:
    message = EmailMessage()
    message["Subject"], message["From"] = HEADLINE, f"{PUBLISHER} <press@ministry.example>"
    message["Date"] = format_datetime(_NOON)
    if body is not None:
        message.set_content(body)
    for name, data in files.items():
        kind = ("image", "png") if name.endswith(".png") else ("application", "octet-stream")
        message.add_attachment(data, maintype=kind[0], subtype=kind[1], filename=name)
    return message


def mail(body: str | None = BODY, **files: bytes) -> bytes:
    """The release as a mail written by Python's own library; `files` are attached, `a_pdf` as `a.pdf`."""
    return _message(body, {name.replace("_", "."): data for name, data in files.items()}).as_bytes()


def outlook(body: str | None = BODY, **files: bytes) -> bytes:
    """The same mail as an Outlook file."""
    made = MapiMessage.from_email_message(
        _message(body, {name.replace("_", "."): data for name, data in files.items()})
    )
    return bytes(made.to_bytes())


def saved_page(folder: Path) -> tuple[str, str, str]:
    """The page as Chromium saves it, as a web archive and as HTML, with its URL."""
    from playwright.sync_api import sync_playwright

    page = folder / "page.html"
    page.write_text(PAGE, "utf-8")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        tab = browser.new_page()
        tab.goto(page.as_uri())
        saved = tab.context.new_cdp_session(tab).send("Page.captureSnapshot", {"format": "mhtml"})["data"]
        html = tab.content()
        browser.close()
    return saved, html, page.as_uri()


def mhtml(page: str = PAGE) -> bytes:
    """The page as browsers save it in a single file."""
    message = EmailMessage()
    message["Snapshot-Content-Location"], message["Subject"] = URL, HEADLINE
    message["Date"] = "Mon, 1 Jan 2024 10:00:00 +0000"  # when it was saved
    message.set_content(page, subtype="html", cte="quoted-printable")
    message.add_related(b"\x89PNG\r\n", "image", "png", headers=["Content-Location: https://ministry.example/a.png"])
    return message.as_bytes()


def _feed(kind: type, content: str = HTML_BODY) -> bytes:
    feed = kind(title=PUBLISHER, link="https://ministry.example/", description="News")
    feed.add_item(title=HEADLINE, link=URL, description=content, pubdate=_NOON, unique_id=URL)
    return str(feed.writeString("utf-8")).encode()


def pandoc(form: str, markdown: str = f"# {HEADLINE}\n\n{BODY}\n") -> bytes:
    """The release as pandoc writes it."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / f"release.{form}"
        pypandoc.convert_text(markdown, form, format="markdown", outputfile=str(out), extra_args=["--standalone"])
        return out.read_bytes()


def workbook(rows: list[list[object]] | None = None, **more: list[list[object]]) -> bytes:
    """The release as a row of a workbook that openpyxl writes; `more` are other sheets."""
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows or [["Title", "Text", "Date", "URL", "Publisher"], [HEADLINE, BODY, DAY, URL, PUBLISHER]]:
        book.active.append(row)
    for name, rows_of_sheet in more.items():
        sheet = book.create_sheet(name)
        for row in rows_of_sheet:
            sheet.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def semicolons() -> bytes:
    """CSV as Excel saves it in a country with decimal commas."""
    out = StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(["Title", "Text", "Date", "URL", "Publisher"])
    writer.writerow([HEADLINE, BODY, "27.09.2023", URL, PUBLISHER])
    return out.getvalue().encode("cp1252")


def warc(*more: tuple[str, int, str, bytes], compressed: bool = False) -> bytes:
    """The page as a crawler stores it; `more` are other responses (URL, status, media type, body)."""
    out = BytesIO()
    writer = WARCWriter(out, gzip=compressed)
    for address, status, kind, body in ((URL, 200, "text/html; charset=utf-8", PAGE.encode()), *more):
        head = StatusAndHeaders(f"{status} OK", [("Content-Type", kind)], protocol="HTTP/1.1")
        writer.write_record(writer.create_warc_record(address, "response", payload=BytesIO(body), http_headers=head))
    return out.getvalue()


def json_lines() -> bytes:
    """The release as DuckDB exports a table."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "release.jsonl"
        columns = ", ".join(f"? AS {name}" for name in RECORD)
        duckdb.execute(f"COPY (SELECT {columns}) TO '{out}' (FORMAT json)", list(RECORD.values()))
        return out.read_bytes()


def json_array() -> bytes:
    """The release as SQLite makes JSON of a table."""
    columns = ", ".join(f"'{name}', ?" for name in RECORD)
    with closing(sqlite3.connect(":memory:")) as db:
        (made,) = db.execute(f"SELECT json_group_array(json_object({columns}))", list(RECORD.values())).fetchone()
    return str(made).encode()


def zipped() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("release.html", PAGE)
    return out.getvalue()


def printed() -> bytes:
    """The release as Chromium prints it, a PDF. Needs /usr/bin/chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        page = browser.new_page()
        page.set_content(f"<meta charset=utf-8><h1>{HEADLINE}</h1>{HTML_BODY}")
        data = page.pdf()
        browser.close()
    return data


FILES: dict[str, Callable[[], bytes]] = {
    "release.txt": TEXT.encode,
    "release.md": lambda: f"---\ntitle: {HEADLINE}\ndate: {DAY}\nurl: {URL}\n---\n{BODY}\n".encode(),
    "release.html": PAGE.encode,
    "release.htm": PAGE.encode,
    "release.xhtml": PAGE.encode,
    "release.mhtml": mhtml,
    "release.mht": mhtml,
    "release.eml": mail,
    "release.mbox": lambda: b"From press@example.org Wed Sep 27 2023\n" + mail(),
    "release.msg": outlook,
    "release.jsonl": json_lines,
    "release.ndjson": json_lines,
    "release.jl": lambda: json.dumps(RECORD).encode(),
    "release.json": json_array,
    "release.csv": semicolons,
    "release.xlsx": workbook,
    "release.rss": lambda: _feed(feedgenerator.Rss201rev2Feed),
    "release.xml": lambda: _feed(feedgenerator.Rss201rev2Feed),
    "release.atom": lambda: _feed(feedgenerator.Atom1Feed),
    "release.docx": lambda: word_file([HEADLINE, *PARAGRAPHS]),
    "release.odt": lambda: pandoc("odt"),
    "release.rtf": lambda: pandoc("rtf"),
    "release.warc": warc,
    "release.warc.gz": lambda: warc(compressed=True),
    "release.txt.gz": lambda: gzip.compress(TEXT.encode()),
    "release.zip": zipped,
}
"""The release in every format except PDF, which is made by `printed` because that needs a browser."""
WRITTEN = {path.name: path for path in sorted((Path(__file__).parent / "files").iterdir()) if path.suffix != ".doc"}
"""The release as files of other programs, written by `make_files.py`; `.doc` is a format that is not read."""
