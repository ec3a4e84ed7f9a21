"""The head of a release: release lines, letterhead, headline and sub-headline, up to the first prose."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipeline.data import word_list
from pipeline.records import SectionKind
from pipeline.structure.cues import cue
from pipeline.structure.datelines import FoundDateline, dateline_at
from pipeline.structure.head_dates import date_at
from pipeline.structure.lines import Paragraph, ends_sentence
from pipeline.structure.markup import front_matter_end
from pipeline.structure.sections import Labelled, has_address, is_end_mark

_MOST = 40  # paragraphs that a head can have
_LONG = 260  # code points that a headline can have
_REFERENCE = re.compile(r"(?=[^a-z\s]*\d)(?=[^\s]*[A-Z#])[A-Z#\d]+(?:[-/][A-Z\d]+){1,5}\b")
_BYLINE = re.compile(r"(?:by|story by|written by)\b.{3,90}", re.IGNORECASE)
_ITEM = re.compile(r"[-•·*]\s|\(?\d{1,3}[.)]\s")
_WIRE_MARK = re.compile(r"[-–—]{2}\s?[A-Z][\w. ]{2,30}[-–—]{2}")  # “--Example Wire--”
_ASIDE = re.compile(r"\([^()]{2,30}\)")
_IMAGE = re.compile(r"!\[|<img\b|<figure\b", re.IGNORECASE)
_TIME = re.compile(r"\d{1,2}:\d\d\s?[AP]\.?M\.?(?:\s\(?[A-Z]{2,4}\)?)?", re.IGNORECASE)
_OCCASION = re.compile(r"\b(?:by|with|before|during|on|at)\b")  # Remarks by the Minister at the Opening; no place
_LETTERHEAD = re.compile(rf"\b(?:{'|'.join(word_list('structure/letterhead_words.txt'))})\b", re.IGNORECASE)
_VERB = re.compile(
    r"\b(?:to|is|are|will|has|have|says?|[a-z]+(?:es|ed|ing|s))\b|\b[A-Z][a-z]+(?:es|ed|ing|s)\s(?:to|for|in|on|with|at|of|its|the|new)\b"
)


@dataclass(slots=True)
class Head:
    """The labelled paragraphs before the body, the headline's paragraph, and the dateline that ends them."""

    labelled: list[Labelled] = field(default_factory=list)
    headline: Paragraph | None = None
    dateline: FoundDateline | None = None

    def relabel(self, since: int, kind: SectionKind) -> None:
        """Give the titles from number `since` on another kind."""
        for n in range(since, len(self.labelled)):
            if self.labelled[n].kind == "headline":
                self.labelled[n] = Labelled(self.labelled[n].paragraph, kind)
        titles = [entry.paragraph for entry in self.labelled if entry.kind == "headline"]
        self.headline = titles[0] if titles else None

    def above_menu(self) -> None:
        """A menu was found: titles and dates over it are the page's and not the release's."""
        self.labelled = [Labelled(e.paragraph, "header" if e.paragraph.plain else e.kind) for e in self.labelled]
        self.headline = None

    def titles_at_end(self) -> int:
        """Number of the first of the titles that end the head so far."""
        n = len(self.labelled)
        while n and self.labelled[n - 1].kind == "headline":
            n -= 1
        return n


def read_head(text: str, plain: str, paragraphs: list[Paragraph]) -> Head:
    """Read paragraphs until the first that is prose, or a dateline."""
    head = Head()
    for n, paragraph in enumerate(paragraphs[:_MOST]):
        kind = _kind(text, plain, paragraphs, n, head)
        if kind is None:
            break
        head.labelled.append(Labelled(paragraph, kind))
        if kind == "headline" and head.headline is None:
            head.headline = paragraph
    while head.labelled and head.labelled[-1].kind == "body":
        head.labelled.pop()
    if len(head.labelled) == len(paragraphs):  # nothing but a head: what follows the first line is the text
        del head.labelled[1:]
    _letterhead(head)
    return head


def _kind(text: str, plain: str, paragraphs: list[Paragraph], n: int, head: Head) -> SectionKind | None:
    """The kind of a paragraph of the head; None where the head is over."""
    paragraph = paragraphs[n]
    words = paragraph.plain
    if not words:
        return "header" if paragraph.start < front_matter_end(text) else "body"
    last = head.labelled[-1].kind if head.labelled else None
    if not any(c.isalnum() for c in words) and not is_end_mark(text[paragraph.start : paragraph.end]):
        return "header" if last == "header" else "body"  # the dash or rule between two menus
    if last == "header" and (len(words) <= 2 or words.endswith(("...", "…")) or _ASIDE.fullmatch(words)):
        return "header"  # a breadcrumb: “Home / 1 / News / 2 / Exports of timber ri...”, “(more articles)”
    if cue("navigation").match(words) and len(words) < 80:
        head.above_menu()
        return "header"
    if cue("contact").match(words) and any(has_address(p.plain) for p in paragraphs[n : n + 3]):
        return "contact"
    if _WIRE_MARK.fullmatch(words) or cue("buttons").match(words):
        return "body"
    if _is_header(words):
        _claim_letterhead(head, words)
        return "embargo" if cue("embargo").match(words) else "header"
    if _is_date(words):
        below = n + 1 < len(paragraphs) and _is_header(paragraphs[n + 1].plain)
        return "header" if last == "header" or below else "body"
    dateline = dateline_at(plain, paragraph.start, paragraph.end)
    if dateline is not None:
        after = paragraphs[n + 1] if dateline.alone and n + 1 < len(paragraphs) else None
        other = dateline_at(plain, after.start, after.end) if after else None
        if other is None or other.date is None:
            head.dateline = dateline
            return None
        return "header"
    if len(words) < 90 and has_address(words) and not ends_sentence(words, ".…"):
        start = max(head.titles_at_end(), len(head.labelled) - 3)
        if head.headline is None or start > 0:
            head.relabel(start, "contact")
        return "contact"
    if last == "header" and len(words) < 60 and head.labelled[-1].paragraph.plain.endswith(":"):
        return "header"
    if last == "contact" and len(words) < 60 and any(has_address(p.plain) for p in paragraphs[n + 1 : n + 3]):
        return "contact"
    if head.labelled and _TIME.fullmatch(
        head.labelled[-1].paragraph.plain
    ):  # a transcript: “3:42 P.M.” / “THE MINISTER: …”
        return None
    if is_end_mark(text[paragraph.start : paragraph.end]) or not _is_title(text, paragraphs, n, head):
        return None
    return "body" if _is_caption(text, paragraphs, n) else "headline"


def _claim_letterhead(head: Head, words: str) -> None:
    """A body's name over a reference or release line is letterhead, a place over a time is a transcript's."""
    since = head.titles_at_end()
    if _TIME.fullmatch(words):
        own = len(head.labelled) - since > 1 and _OCCASION.search(head.labelled[since].paragraph.plain) is not None
        head.relabel(since + own, "header")
    elif len(head.labelled) - since >= 2:
        head.relabel(len(head.labelled) - 1, "header")
    elif (
        since < len(head.labelled)
        and head.headline not in (None, head.labelled[since].paragraph)
        and len(head.labelled[since].paragraph.plain) < 80
    ):
        head.relabel(since, "header")


def _letterhead(head: Head) -> None:
    """A first title that only names a body, with a title after it: “Ministry of Trade / Exports rise”."""
    titles = [n for n, entry in enumerate(head.labelled) if entry.kind == "headline"]
    first = titles[0] if titles else 0
    under_byline = first > 0 and head.labelled[first - 1].kind == "header"
    if not titles or (len(titles) < 2 and not under_byline):
        return
    while titles and _names_body(head, titles[0]):
        head.labelled[titles[0]] = Labelled(head.labelled[titles[0]].paragraph, "header")
        del titles[0]
    head.headline = head.labelled[titles[0]].paragraph if titles else None


def _names_body(head: Head, n: int) -> bool:
    """Whether a title is only the name of a body, or of whoever speaks in the line under it (“Press Releases”)."""
    words = head.labelled[n].paragraph.plain
    if len(words) > 60 or _VERB.search(words):
        return False
    if _LETTERHEAD.search(words):
        return True
    below = head.labelled[n + 1] if n + 1 < len(head.labelled) else None
    return n == 0 and below is not None and cue("release_kind").match(below.paragraph.plain) is not None


def _is_date(words: str) -> bool:
    """Whether a line is a date and where a site filed the text, at most; it goes with a release line under it."""
    day = date_at(words, 0, len(words))
    return day is not None and (len(words) - day.end < 20 or cue("filing").match(words, day.end) is not None)


def _is_header(words: str) -> bool:
    if len(words) > 160:
        return False
    if cue("header").match(words) or _BYLINE.fullmatch(words) or _TIME.fullmatch(words):
        return True
    if reference := _REFERENCE.match(words):
        return len(words) - reference.end() < 30
    day = date_at(words, 0, len(words))
    return day is not None and cue("header").match(words, day.end) is not None


def _is_caption(text: str, paragraphs: list[Paragraph], n: int) -> bool:
    """Whether a line stands right under a picture and is no heading: “![](pier.jpg)” / “*The new pier*”."""
    if not n or paragraphs[n - 1].plain or text.startswith("#", paragraphs[n].start):
        return False
    return _IMAGE.search(text, paragraphs[n - 1].start, paragraphs[n - 1].end) is not None


def _is_title(text: str, paragraphs: list[Paragraph], n: int, head: Head) -> bool:
    """Whether a paragraph can be a headline or sub-headline."""
    paragraph = paragraphs[n]
    words = paragraph.plain
    if text.startswith("#", paragraph.start) and any(c.isalpha() for c in words):
        return True
    if len(words) > _LONG or _ITEM.match(words) or not any(c.isalpha() for c in words) or words[-1] in ":,;":
        return False
    if ends_sentence(words, ".…") and not words.endswith(("Inc.", "Corp.", "Ltd.", "Co.", "U.S.")):
        return False
    if head.headline is not None and len(head.labelled) - head.titles_at_end() >= 4:
        return False
    return n + 1 < len(paragraphs) and any(len(p.plain) > len(words) for p in paragraphs[n + 1 : n + 40])
