"""What metadata say of a release: when it was published, where it stands, who published it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from pipeline.read.dates import iso_day

DATE_FIELDS = ("published", "date", "pubdate", "publishdate", "publication_date", "date_publish", "date_published",
               "published_at")  # fmt: skip
URL_FIELDS = ("url", "canonical_url", "canonical", "link", "permalink", "source_url", "uri", "source")
PUBLISHER_FIELDS = ("publisher", "source", "site", "sitename", "site_name", "from", "sender", "agency")
_LONGEST_URL = 2000
_LONGEST_NAME = 300


@dataclass(frozen=True, slots=True)
class Metadata:
    """Each is None where nothing says it."""

    published: str | None = None  # ISO 8601 day
    url: str | None = None  # absolute, http or https
    publisher: str | None = None  # as written: the From of a mail, the site of a page

    def over(self, other: Metadata) -> Metadata:
        """These, and what they leave open from `other`."""
        return Metadata(self.published or other.published, self.url or other.url, self.publisher or other.publisher)


def metadata_in(record: Mapping[str, Any]) -> Metadata:
    """What the fields of a record say, by their usual names, case aside: the first that holds a value of its kind.

    A field `source` may hold either a URL or a name.
    """
    named = {str(k).strip().lower(): v for k, v in record.items()}
    return Metadata(
        next((day for f in DATE_FIELDS if (day := iso_day(named.get(f)))), None),
        next((url for f in URL_FIELDS if (url := web_address(named.get(f)))), None),
        next((name for f in PUBLISHER_FIELDS if (name := publisher_name(named.get(f)))), None),
    )


def web_address(value: object) -> str | None:
    """The value where it is an absolute web address, else None: a relative one does not say where a release stands."""
    if not isinstance(value, str) or len(value) > _LONGEST_URL:
        return None
    text = value.strip()
    try:
        parts = urlsplit(text)
    except ValueError:  # "http://[half an address"
        return None
    good = parts.scheme.lower() in ("http", "https") and parts.netloc and text.isprintable() and " " not in text
    return text if good else None


def publisher_name(value: object) -> str | None:
    """The value on one line where it is a name, else None."""
    if not isinstance(value, str) or web_address(value):
        return None
    return one_line(value)


def one_line(text: str) -> str | None:
    """The first 300 characters without control characters and the like, which a cell or a file name could not hold."""
    return " ".join("".join(c if c.isprintable() else " " for c in text[:_LONGEST_NAME]).split()) or None
