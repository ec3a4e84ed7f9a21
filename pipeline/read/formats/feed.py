"""RSS (0.9 to 2.0) and Atom feeds: each item is a release, with its own URL and date."""

import html.entities
import re
from collections.abc import Iterator
from datetime import tzinfo
from typing import Any

from lxml import etree

from pipeline.read.blob import Blob, Found, ReadError, damage_told
from pipeline.read.fields import Fields, Metadata, iso_day, publisher_name, short_line, web_address, with_headline
from pipeline.read.formats.page import fragment_text
from pipeline.read.formats.plain import decode_page
from pipeline.read.formats.records import Records, records
from pipeline.repair.decoding import rejoined

_ROOTS = frozenset(("rss", "RDF", "feed"))
_TEXTS = ("encoded", "content", "body", "description", "summary")  # fullest text first
_DAYS = ("pubDate", "published", "issued", "date", "updated")  # `updated` is the only one that Atom requires
_MEDIA = "{http://search.yahoo.com/mrss/}*"  # pictures and films, with titles and descriptions of their own
_NAMED_SIGN = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)|&(?!#)([A-Za-z][A-Za-z0-9]{1,30};)?", re.DOTALL)
_SURROGATES = re.compile(r"(?i)(?:&#x(?=d[89a-f])[0-9a-f]{4};|&#5[5-7]\d{3};)+")  # “&#xD83D;&#xDE00;”


def read_feed(blob: Blob) -> Found:
    """The items of a feed. Raises `ReadError` for XML that is not a feed."""
    root = _parsed(text := decode_page(blob.data, configured=blob.publisher.encoding)[0])
    media_type = "application/atom+xml" if _name(root) == "feed" else "application/rss+xml"
    yield from records(blob, _items(root, blob.publisher.zone), media_type)
    if not re.search(rf"</(?:\w+:)?{_name(root)}\s*>", text):
        yield ReadError("bad_document", "the feed breaks off, so that items may be missing; fetch it again")


def _parsed(text: str) -> Any:
    # only the five entities of XML are expanded, so that a feed cannot be a bomb or include local files
    parser = etree.XMLParser(recover=True, resolve_entities=False, remove_comments=True, encoding="utf-8")
    with damage_told("not readable XML", "fetch the feed again"):
        text = _SURROGATES.sub(lambda m: rejoined("".join(map(_numbered_sign, m[0].split(";")[:-1]))), text)
        root = etree.fromstring(_NAMED_SIGN.sub(_numbered, text.lstrip()).encode(), parser)
    if root is None or _name(root) not in _ROOTS:
        found = "nothing" if root is None else f"<{_name(root)}>"
        raise ReadError("unknown_format", f"XML, but not an RSS or Atom feed (it begins with {found}); convert it")
    return root


def _numbered_sign(reference: str) -> str:
    """The character of “&#xD83D” or “&#55357”, which may be a surrogate."""
    digits = reference[2:]
    return chr(int(digits[1:], 16) if digits[0] in "xX" else int(digits))


def _numbered(sign: re.Match[str]) -> str:
    """The numeric form of an entity (“caf&eacute;”), or of an “&” that begins none (“AT&T”); CDATA as it is. The parser
    knows few entities, and after an error in the feed it leaves out even `&amp;` and `&lt;`."""
    if sign[0].startswith("<"):
        return sign[0]
    found = html.entities.html5.get(sign[1] or "")
    return "".join(f"&#{ord(c)};" for c in found) if found else "&#38;" + sign[0][1:]


def _name(element: Any) -> str:
    return re.split("[}:]", str(element.tag))[-1]  # `content:encoded` if the feed does not declare `content`


def _items(root: Any, zone: tzinfo | None) -> Records:
    """The records of a feed: for each item its fullest text below its title, its id, day, address and publisher."""
    source = _text_of(root, "title") or _text_of(root, "channel/{*}title")
    for number, item in enumerate(root.iter("{*}item", "{*}entry"), 1):
        data = etree.tostring(item, encoding="utf-8", with_tail=False)
        etree.strip_elements(item, _MEDIA, with_tail=False)
        text = next(_texts(item), None)
        if text is None:
            detail = "the item holds no text, only a link; fetch the page that it leads to"
            yield ReadError("no_text", detail, str(number))
            continue
        title = short_line(fragment_text(_text_of(item, "title")))
        days = (iso_day(_text_of(item, name), zone) for name in _DAYS)
        publisher = publisher_name(_text_of(item, "publisher")) or publisher_name(source)
        metadata = Metadata(next(filter(None, days), None), _address(item), publisher, title)
        name = short_line(_text_of(item, "guid") or _text_of(item, "id") or metadata.url or "")
        yield str(number), data, Fields(with_headline(text, title), name, metadata)


def _address(item: Any) -> str | None:
    """The web address of an item: that of its page, else its id if that is one."""
    links = (link for link in item.findall("{*}link") if link.get("rel", "alternate") == "alternate")
    given = (*(link.get("href") or link.text for link in links), _text_of(item, "guid"))
    return next(filter(None, map(web_address, given)), None)


def _text_of(element: Any, name: str) -> str:
    """The text of the first child with this name, in any namespace; empty if there is none."""
    found = element.find(f"{{*}}{name}")
    return "" if found is None else "".join(found.itertext()).strip()


def _texts(item: Any) -> Iterator[str]:
    for name in _TEXTS:
        for child in (c for c in item if _name(c) == name):
            # XHTML comes as child elements, HTML as escaped text
            markup = etree.tostring(child, encoding="unicode", with_tail=False) if len(child) else child.text or ""
            if (text := fragment_text(markup)).strip():
                yield text
