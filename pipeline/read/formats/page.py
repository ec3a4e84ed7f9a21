"""Web pages: the main text, with the page's own title, date, canonical address and site."""

from __future__ import annotations

import codecs
import logging
import re
from dataclasses import dataclass

from pipeline.read.document import ReadError
from pipeline.read.fields import with_headline
from pipeline.read.metadata import Metadata, publisher_name, web_address

_DECLARED = re.compile(rb"<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)", re.IGNORECASE)
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_MOST_TAGS = 100_000  # a page has 500 to 20,000; the main text of more is looked for for too long
_LATEST_DAY = "2100-01-01"  # or htmldate compares with today, and the result depends on the day of the run


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says."""

    text: str  # headline as first line, then the main text
    encoding: str
    metadata: Metadata


def decode_page(data: bytes) -> tuple[str, str]:
    """The page's text and encoding: byte order mark, else UTF-8 where valid, else what it declares.

    Declared last: pages that were converted and still declare the old encoding are common, and text in another
    encoding is hardly ever valid UTF-8.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace"), encoding
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    declared = _DECLARED.search(data[:4096])
    name = declared.group(1).decode("ascii").lower() if declared else "windows-1252"
    try:
        encoding = codecs.lookup({"iso-8859-1": "windows-1252", "gb2312": "gb18030"}.get(name, name)).name
        return data.decode(encoding, "replace"), encoding
    except (LookupError, UnicodeError):
        return data.decode("cp1252", "replace"), "cp1252"


def read_page(data: bytes) -> Page:
    """The main text of an HTML page. Raises `ReadError` where it holds none."""
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    if data.count(b"<") > _MOST_TAGS:
        raise ReadError("too_large", f"over {_MOST_TAGS:,} tags; save its text")
    html, encoding = decode_page(data)
    # it reports pages without text as errors, one by one; quarantine says so
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    found = bare_extraction(
        html,
        with_metadata=True,
        include_comments=False,
        date_extraction_params={"extensive_search": False, "original_date": True, "max_date": _LATEST_DAY},
    )
    text = (found.text or "").strip() if isinstance(found, Document) else ""
    if not text or not isinstance(found, Document):
        raise ReadError("no_text", "the page holds no main text (a script or a frame may load it); save it as text")
    text = with_headline(text, found.title)
    return Page(text, encoding, Metadata(found.date, web_address(found.url), publisher_name(found.sitename)))
