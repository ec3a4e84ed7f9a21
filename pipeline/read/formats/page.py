"""Web pages: the main text, with the page's own title, date, canonical URL and site; HTML fragments as text."""

import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from copy import deepcopy
from typing import Any

from lxml import etree
from lxml.html import fragment_fromstring

from pipeline.data import word_list, word_table
from pipeline.read.blob import Blob, Found, ReadError
from pipeline.read.fields import NO_METADATA, Metadata, publisher_name, record_fields, web_address, with_headline
from pipeline.read.formats.plain import decode_page, front_matter
from pipeline.records import one_line

_MOST_TAGS = 100_000  # a page has 500 to 20,000; with more, finding the main text takes too long
_CROWDED = re.compile(r"""<[A-Za-z](?:[^\s<>"']*+(?:"[^"]*+"|'[^']*+')?+\s++){2000}""")
"""A tag with 2,000 attributes or more; the parser compares each with all before it."""
_HEADING, _TITLE = (re.compile(rf"(?is)<{t}\b[^>]{{0,500}}>(.{{1,2000}}?)</{t}>") for t in ("h1", "title"))
_AFTER_HEADING = re.compile(r"(?is)</h[1-6]>(?:\s|<!--.{0,500}?-->)*(?=[^<\s])")  # what stands there is in no paragraph
_PARTED, _LONG_WORD = re.compile(r" [|–-] | ?[»›] ?"), re.compile(r"[^\W_]{4,}|\d+")
_WHOLE = re.compile(r"(?i)<(?:!doctype|\?xml|html|head|body|meta|title|link|script|style|nav|main|article|time)\b")
_PROSE = 600  # code points: a table cell with more holds running text
_HIDDEN = re.compile(r"(?i)<(a|span)\b[^>]{0,500}\sdata-cfemail=.((?:[0-9a-f]{2}){2,})\b[^>]{0,500}>[^<]{0,40}</\1>")
"""An address that Cloudflare hides from robots, as “[email protected]”: each byte XOR the first, in hexadecimal."""
_DATES = {"extensive_search": False, "original_date": True, "max_date": "2100-01-01"}
"""Options of htmldate. By default its latest date is today, but what is found must not depend on the day of the run."""
_CHANGED = [row[0] for row in word_table("read/changed.tsv")]
_WINDOWS = {n: bytes([n]).decode("cp1252", "ignore") for n in range(0x80, 0xA0)}
"""C1 controls, which trafilatura drops: “â\x80\x99”, an apostrophe in UTF-8 misread as Latin-1, becomes “â€™”."""


def read_html(blob: Blob) -> Found:
    """The page's main text. Raises `ReadError` if the page is too large or has none."""
    most = blob.settings.limits.page_bytes
    if len(blob.data) > most:
        raise ReadError("too_large", f"{len(blob.data):,} bytes, over the limit of {most:,} for a page; save its text")
    fields, start = front_matter(blob.data)  # in the sources of a static site
    text, encoding, metadata = read_page(blob.data[start:], configured=blob.publisher.encoding)
    of_site = record_fields(fields, zone=blob.publisher.zone).metadata
    text = with_headline(text, of_site.title)
    yield blob.document("text/html", text, encoding=encoding, metadata=of_site.over(metadata))


def read_page(data: bytes, stated: str | None = None, configured: str | None = None) -> tuple[str, str, Metadata]:
    """The text of a page, headline first, its encoding (`stated` is its mail's) and metadata; `ReadError` if none."""
    from trafilatura import bare_extraction
    from trafilatura.settings import Document
    from trafilatura.utils import load_html
    from trafilatura.xml import xmltotxt

    if data.count(b"<") > _MOST_TAGS:
        raise ReadError("too_large", f"over {_MOST_TAGS:,} tags; save its text")
    html, encoding = decode_page(data, stated, configured)
    html = _HIDDEN.sub(_address, html.translate(_WINDOWS))
    if _CROWDED.search(html):
        raise ReadError("too_large", "a tag of over 2,000 attributes; save the page's text")
    if not _WHOLE.search(html) and (text := fragment_text(html).strip()):  # a fragment has no menus to leave out
        return text, encoding, NO_METADATA
    # it logs every page without text as an error; the quarantine table says so already
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    tree: Any = load_html(_AFTER_HEADING.sub(r"\g<0><p>", html))
    whole, found = deepcopy(tree), None
    if tree is not None:  # if recall is not favoured, lists with links, headings and the dateline count as menus
        found = bare_extraction(_without_layout(tree), with_metadata=False, include_comments=False, favor_recall=True)
    blocks = found.body if isinstance(found, Document) else ()
    # trafilatura's text has no blank lines, so that a headline would go on in the line below
    text = "\n\n".join(filter(None, (xmltotxt(block, include_formatting=False).strip() for block in blocks)))
    if not text:
        raise ReadError("no_text", "the page holds no main text (a script or a frame may load it); save it as text")
    about = _metadata(whole, html)
    return with_headline(text, about.title), encoding, about


def _address(hidden: re.Match[str]) -> str:
    key, *address = bytes.fromhex(hidden[2])
    return bytes(byte ^ key for byte in address).decode("utf-8", "replace").replace("<", "&lt;")


def _metadata(tree: Any, html: str) -> Metadata:
    """The title, date, address and site of a page."""
    from trafilatura import extract_metadata

    for path in _CHANGED:  # htmldate would take the date of a change for that of the publication
        for at in tree.xpath(path, namespaces={"re": "http://exslt.org/regular-expressions"}):
            at.drop_tree()
    said = extract_metadata(tree, date_config=_DATES)
    given, headings = str(said.title), _texts(_HEADING, html)
    title = _printed(given, headings, said.sitename) or _otherwise(given, headings, html) or said.title
    # not “Pier Opens | Zed”, which may be capitalised otherwise than the title
    titles = tuple(t.lower() for t in (title, said.title) if t)
    site = None if str(said.sitename).lower().startswith(titles) else said.sitename
    return Metadata(said.date, web_address(said.url), publisher_name(site), title)


def _printed(title: str, headings: Sequence[str], site: str | None) -> str | None:
    """The longest beginning of a title that a heading has, as printed there: “City opens a bridge[ | News | City]”."""
    ends = [m.start() for m in _PARTED.finditer(title)]
    for words in [title[:end] for end in (None, *reversed(ends)) if title.count(" ", 0, end) > 1]:
        of_site = words == title or str(site) in title[len(words) :]
        if any(h.casefold().endswith(words.casefold()) or (of_site and h.startswith(words)) for h in headings):
            return words
    return None


def _otherwise(title: str, headings: Sequence[str], html: str) -> str | None:
    """The `<title>` of a page whose given title (“Connect with us”) shares no word with it, or its only heading if that
    shares three, and so says the same otherwise."""
    page_title = "" if "og:title" in html else max(_PARTED.split(" | ".join(_texts(_TITLE, html)[:1])), key=len)
    heading = headings[0] if len(headings) == 1 else ""
    of_title, of_page, of_heading = ({*_LONG_WORD.findall(w.casefold())} for w in (title, page_title, heading))
    if page_title.count(" ") > 3 and not of_title & of_page:
        return page_title
    return heading if heading.count(" ") > 3 and len(of_title & of_heading) > 2 else None


def _texts(tag: re.Pattern[str], html: str) -> list[str]:
    """What stands in these tags of a page, each on one line; without those that are empty."""
    return [text for m in tag.finditer(html) if (text := one_line(fragment_text(m[1])))]


def _without_layout(tree: Any) -> Any:
    """The page's tree with layout tables turned into blocks (else a line for each row), without anchors of no link."""
    for anchor in tree.xpath("//a[not(@href)][@name or @id]"):  # “<a id=z></a>May”: no menu
        anchor.drop_tag()
    for speaker in tree.xpath("//blockquote//footer | //*[contains(@class, 'blockquote-footer')]"):  # not of the page
        speaker.tag, speaker.attrib["class"] = "div" if speaker.xpath(".//div | .//p") else "p", ""
    for table in list(tree.iter("table")):
        if table.xpath(f"(tr | tbody/tr)/td[.//p][string-length(normalize-space()) > {_PROSE}]"):
            for at in (table, *table.xpath("tr | tr/td | tbody | tbody/tr | tbody/tr/td")):
                at.tag = "div"
            for heading in table.xpath(".//*[self::h1 or self::h2 or self::h3 or self::h4][not(ancestor::table)]"):
                heading.tag = "p"
    return tree


_ADDRESS = r"[\w.+-]{1,64}@|https?:"  # “<ada@zed.example>” is no tag
_MARKUP, _NO_TAG = re.compile(rf"<(?!{_ADDRESS})[A-Za-z/!]|&#?\w{{2,31}};"), re.compile(rf"<(?={_ADDRESS})")
_LAID_OUT, _BLANK_LINE = re.compile(r"(?i)<(?:p|div)\b"), re.compile(r"\n\s*\n")
_BLOCKS = frozenset(word_list("read/block_elements.txt"))
_UNREAD = frozenset(("script", "style", "template", "noscript", "head", "title", "svg"))
_TAG = re.compile(r"<[^<>]*>")
_DEEPEST = 255
_BREAK, _LINE = "\0", "\1"  # do not occur in HTML


def fragment_text(html: str) -> str:
    """The text of an HTML fragment: a blank line between blocks, a line end per `<br>`; plain text is kept as is, and
    so are blank lines without `<p>` or `<div>` around them, as WordPress stores paragraphs."""
    if not _MARKUP.search(html):
        return html
    text = None
    with suppress(etree.LxmlError, ValueError):  # characters that XML does not allow
        if not _CROWDED.search(html):
            html = _NO_TAG.sub("&lt;", html.replace(_BREAK, "").replace(_LINE, ""))
            gap = " " if _LAID_OUT.search(html) else _BREAK
            blocks = "".join(_pieces(fragment_fromstring(html, create_parent="div"), gap)).split(_BREAK)
            lines = (map(one_line, block.split(_LINE)) for block in blocks)
            text = "\n\n".join(found for block in lines if (found := "\n".join(block).strip()))
    if text is None or (not text and html.count("<") > _DEEPEST):  # the parser gives up
        return _TAG.sub(" ", html).strip()
    return text


def _pieces(root: Any, gap: str) -> Iterator[str]:
    """Texts and break signs (`_BREAK`, `_LINE`) in order, with `gap` for each blank line."""
    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, at in walk:
        edge = _BREAK if at.tag in _BLOCKS else ""
        if event != "start":
            yield edge + _BLANK_LINE.sub(gap, at.tail or "")
        elif at.tag in _UNREAD:
            walk.skip_subtree()
        else:
            yield edge + (_LINE if at.tag == "br" else _BLANK_LINE.sub(gap, at.text or ""))
