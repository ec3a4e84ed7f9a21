"""The parsers: each reads the bytes of a file in one format into text, date, URL and publisher."""

from collections.abc import Callable, Iterator

from pipeline.data import word_table
from pipeline.read.blob import FORMATS, SUFFIXES, Blob, Found, ReadError, SourceDocument, damage_told
from pipeline.read.formats.archive import open_gzip, open_zip
from pipeline.read.formats.feed import read_feed
from pipeline.read.formats.mail import open_mbox, read_mail, read_msg
from pipeline.read.formats.office import read_rtf, read_xml_document
from pipeline.read.formats.page import read_html
from pipeline.read.formats.pdf import read_pdf
from pipeline.read.formats.plain import read_markdown, read_text, refuse_binary
from pipeline.read.formats.records import read_csv, read_json, read_json_lines, read_workbook
from pipeline.read.formats.web_archive import open_mhtml, open_warc
from pipeline.records import Quarantined

_SUFFIXES: dict[Callable[[Blob], Found], str] = {
    read_text: "txt", read_markdown: "md", read_html: "html htm xhtml", open_mhtml: "mhtml mht", read_mail: "eml",
    read_msg: "msg", open_mbox: "mbox", read_json_lines: "jsonl ndjson jl", read_json: "json", read_csv: "csv tsv",
    read_workbook: "xlsx xls ods", read_feed: "rss atom xml", open_warc: "warc", read_xml_document: "docx odt",
    read_rtf: "rtf", read_pdf: "pdf", open_gzip: "gz", open_zip: "zip",
}  # fmt: skip
_PARSERS = {f".{suffix}": parser for parser, suffixes in _SUFFIXES.items() for suffix in suffixes.split()}
_BINARY = frozenset(f".{suffix}" for suffix, content, *_ in FORMATS if content == "binary")
_REMEDIES = {row[0]: row[1] for row in word_table("read/remedies.tsv")}


def refuse_unknown(suffix: str) -> None:
    """Raise `ReadError` if files with this suffix cannot be read (`.pages`)."""
    if suffix.removeprefix(".") not in SUFFIXES:
        known = ", ".join(sorted(f".{s}" for s in SUFFIXES))
        remedy = _REMEDIES.get(suffix, "convert it" if suffix else "if it is text, let its name end in .txt")
        raise ReadError("unknown_format", f"not one of the formats that can be read ({known}); {remedy}")


def read_documents(blob: Blob) -> Iterator[SourceDocument | Quarantined]:
    """The documents in a blob, parsed as the suffix of its name says, and quarantine rows for what cannot be read."""
    try:
        with damage_told("the file could not be read as its name says", "report it with the file", "error"):
            refuse_unknown(blob.suffix)
            if blob.suffix not in _BINARY:
                refuse_binary(blob.data)
            for found in _PARSERS[blob.suffix](blob):
                if isinstance(found, Blob):
                    yield from read_documents(found)
                else:
                    yield blob.quarantined(found) if isinstance(found, ReadError) else found
    except ReadError as error:
        yield blob.quarantined(error)
