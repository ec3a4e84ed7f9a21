"""The kind of each paragraph: head, body, boilerplate, contact, notes, signature, footer, end mark.

One pass over the paragraphs: the head is read until the first prose, then a cue opens a part that
lasts until the next cue or until what stands there can no longer belong to it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pipeline.data import word_list
from pipeline.records import SectionKind
from pipeline.structure.cues import cue
from pipeline.structure.datelines import dateline_at
from pipeline.structure.head_dates import date_at
from pipeline.structure.lines import Paragraph, ends_sentence

_END_MARK = re.compile(
    r"(?:\\?#[^\S\n]*){3,}"
    r"|[-–—*_\[(<]*\s?(?:ends?|-\s?30\s?-|end of (?:press |news )?(?:release|statement))\s?[-–—*_\])>]*\.?",
    re.IGNORECASE,
)
_ENDS_WORD = re.compile(r"[^\w#]*(?:ends|end|30|end of .*|#.*)\W*", re.IGNORECASE)
_ABOUT = re.compile(
    r"\W{0,4}(?:About|ABOUT)\b(?::?$|:?\s+(?:the |our |us\b|Us\b|this |[a-z]{1,3}[A-Z])?\s?(?=[^\W_]|[“\"'‘’#@]))"
)
_NAME_AFTER_ABOUT = re.compile(r"(?:[^\W_a-z]|[“\"'‘#@\d])")
# bounded, and tried where a run begins: a long line of letters, digits or hyphens takes time in its length only
_EMAIL = re.compile(r"[\w.+-]@[\w-]{1,80}\.\w{2,}")
_PHONE = re.compile(r"(?<![\w./-])(?:\+\d[\d\s().-]{6,24}\d|\(?\d[\d\s()./-]{0,24}\d{3}\)?[\s./-]?\d{4})\b")
_URL = re.compile(r"https?://|www\.|[\w-]\.(?:com|org|net|gov|edu|int|io|co|info|eu)\b", re.IGNORECASE)
_TIME_LINE = re.compile(r"(?:end\W{0,40})?\d{1,2}:\d\d\s?[AP]\.?M\.?(?:\s\(?[A-Z]{2,4}\)?)?", re.IGNORECASE)
_REFERENCE = re.compile(r"(?=[^a-z\s]*\d)(?=[^\s]*[A-Z#])[A-Z#\d]+(?:[-/][A-Z\d]+){2,5}\b")
_NUMBERED = re.compile(r"\d{1,3}\.\s")
_RULE = re.compile(r"[-–—_=]{3,}")  # a line drawn across the page
_BULLET = re.compile(r"[-•·*▪]\s?")
_SPEECH = re.compile(r"[,.!?][”\"]\s(?:[\w.]+\s){0,4}?(?:said|says|added|stated|commented|explained|noted)\b")
# a name in capitals and with an initial under the text: “ANN B. EXAMPLE JR.”
_SIGNED = re.compile(r"[^\W\d_a-z]{2,}(?:\s[^\W\d_a-z]\.)+\s[^\W\d_a-z'’-]{2,}(?:,?\s(?:[JS]R\.|I{2,3}))?")
_ADDRESS_LINE = re.compile(r"[^•|]{5,60}(?:\s[•|]\s[^•|]{3,60}){2,5}")
_CALL_WORDS = frozenset(word_list("structure/call_words.txt"))
_ABOUT_HEADS = frozenset(word_list("structure/about_heads.txt"))


@dataclass(frozen=True, slots=True)
class Labelled:
    """A paragraph and its kind."""

    paragraph: Paragraph
    kind: SectionKind


def is_end_mark(raw: str) -> bool:
    """Whether a paragraph is an end mark: “###”, “ENDS”, “-30-”, “[Ends]”."""
    return len(raw) <= 40 and _END_MARK.fullmatch(raw.strip()) is not None and _ENDS_WORD.fullmatch(raw) is not None


def label(text: str, plain: str, paragraphs: list[Paragraph], head: int) -> list[Labelled]:
    """The kinds of the paragraphs from number `head` on; those before are the head's."""
    out: list[Labelled] = []
    state: SectionKind = "body"
    for n in range(head, len(paragraphs)):
        paragraph = paragraphs[n]
        if _RULE.fullmatch(paragraph.plain):
            state = "body"
        if not paragraph.plain and not is_end_mark(text[paragraph.start : paragraph.end]):
            out.append(Labelled(paragraph, "body"))
            continue
        opened = _opens(text, paragraphs, n, head, state)
        if opened is not None:
            kind, state = opened
        elif state == "contact" and dateline_at(plain, paragraph.start, paragraph.end):
            kind = state = "body"
        else:
            kind = state = _goes_on(state, paragraph)
        if kind == "contact" and not cue("contact").match(paragraph.plain) and out and out[-1].kind != "contact":
            _claim_address(out)
        if kind == "header" and (not out or out[-1].kind != "header"):
            _claim_letterhead(out)
        out.append(Labelled(paragraph, kind))
    return _fill_markup(_page_end(_signature(out)))


def _opens(
    text: str, paragraphs: list[Paragraph], n: int, head: int, state: SectionKind
) -> tuple[SectionKind, SectionKind] | None:
    """The kind that a cue in paragraph `n` opens, and the kind of what follows; None without a cue."""
    paragraph = paragraphs[n]
    plain = paragraph.plain
    raw = text[paragraph.start : paragraph.end]
    if is_end_mark(raw) or (raw == "30" and n == len(paragraphs) - 1):  # “-30-” without its dashes
        closes = raw == "END" and n + 1 < len(paragraphs) and _TIME_LINE.fullmatch(paragraphs[n + 1].plain)
        return ("footer", "footer") if closes else ("end_mark", "body")  # a transcript: “END  3:42 P.M.”
    late = n - head >= 2 or paragraph.start > len(text) * 0.4
    if late and (_is_about(plain) or cue("boilerplate").match(plain)):
        return "boilerplate", "boilerplate"
    if cue("contact").match(plain) and is_contact(paragraphs, n):
        return "contact", "contact"
    if late and len(plain) < 100 and cue("valediction").match(plain):
        return "signature", "signature"
    if late and cue("notes").match(plain):
        return "notes", "notes"
    if (" • " in plain or " | " in plain) and _ADDRESS_LINE.fullmatch(plain) and has_address(plain):
        return "footer", "body"
    if len(plain) < 300 and (cue("footer").match(plain) or _TIME_LINE.fullmatch(plain)):
        # a menu before the text says “Share” too
        if paragraph.start > len(text) * 0.3:
            return "footer", "footer"
        return ("body", "body") if cue("buttons").match(plain) else ("header", "body")
    short = len(plain) < 130 and not ends_sentence(plain)
    if short and paragraph.start > len(text) // 2 and state != "footer" and has_address(plain):
        return None if _BULLET.match(plain) else ("contact", "contact")
    if short and state in ("body", "header") and _is_release_line(plain, state):
        return "header", "header"
    return None


def _is_release_line(plain: str, state: SectionKind) -> bool:
    """A release line in the middle of a text begins a second release; what else is a header goes on with one."""
    if cue("release_line").match(plain) or _REFERENCE.match(plain):
        return True
    return state == "header" and cue("header").match(plain) is not None


def _claim_letterhead(before: list[Labelled]) -> None:
    """A second release in one text: its release line stands under its letterhead, and that under its headline."""
    if not before or before[-1].kind != "body" or not _is_short(before[-1].paragraph.plain):
        return
    last = len(before) - 1
    above = before[last - 1] if last else None
    if len(before[last].paragraph.plain) < 50 and above and above.kind == "body" and _is_short(above.paragraph.plain):
        before[last] = replace(before[last], kind="header")
        last -= 1
    before[last] = replace(before[last], kind="headline")


def _claim_address(before: list[Labelled]) -> None:
    """The lines of a name and postal address over a telephone number or e-mail address."""
    n = len(before) - 1
    while n > 0 and before[n].kind in ("body", "boilerplate") and len(before) - n <= 10:
        plain = before[n].paragraph.plain
        if len(plain) > 60 or ends_sentence(plain) or _is_about(plain) or _BULLET.match(plain):
            break
        before[n] = replace(before[n], kind="contact")
        n -= 1


def _is_short(plain: str) -> bool:
    return 0 < len(plain) < 140 and not ends_sentence(plain)


def _is_about(plain: str) -> bool:
    """“About Example Ltd”, “About the journal: …”, “About us”; not “About half of …”."""
    m = _ABOUT.match(plain)
    if m is None:
        return False
    rest = plain[m.end() :]
    if not rest or _NAME_AFTER_ABOUT.match(rest) or (len(rest) < 50 and not ends_sentence(rest)):
        return True
    return m.group().rstrip().endswith("the") and rest.split(None, 1)[0].strip(":.,–-").casefold() in _ABOUT_HEADS


def is_contact(paragraphs: list[Paragraph], n: int) -> bool:
    """Whether a contact cue is followed, here or in the next paragraphs, by an address, number or name."""
    plain = paragraphs[n].plain
    near = " ".join(p.plain for p in paragraphs[n : n + 5])
    alone = len(plain) < 40 and n > len(paragraphs) - 4 and not ends_sentence(plain)
    return alone or (is_reachable(near) and len(plain) < 500)


def has_address(plain: str) -> bool:
    """Whether an e-mail address or a telephone number stands in `plain`."""
    return bool(_EMAIL.search(plain) or _PHONE.search(plain))


def is_reachable(plain: str) -> bool:
    """Whether `plain` says where to reach someone: address, number, web page."""
    return bool(has_address(plain) or _URL.search(plain) or "Email Us" in plain)


def _goes_on(state: SectionKind, paragraph: Paragraph) -> SectionKind:
    """What a paragraph without a cue is after a part of kind `state`."""
    plain = paragraph.plain
    if state == "contact":
        short = len(plain) <= 90 and not (ends_sentence(plain) and len(plain) > 50)
        return "contact" if short or (is_reachable(plain) and len(plain) < 200) else "body"
    if state == "signature":
        return "signature" if _is_short(plain) else "body"
    if state == "boilerplate" and (_NUMBERED.match(plain) or _SPEECH.search(plain) or _is_call(plain)):
        return "body"
    if state in ("boilerplate", "notes", "footer"):
        return state
    return "body"


def _is_call(plain: str) -> bool:
    """Whether a paragraph sends the reader to a web page (“Explore the catalogue: …”) or is only an address."""
    if len(plain) > 200 or not _URL.search(plain):
        return False
    return plain.split(None, 1)[0] in _CALL_WORDS or " " not in plain


def _signature(labelled: list[Labelled]) -> list[Labelled]:
    """Names in capitals with a date below them, after the last prose: “MINISTRY OF TRADE / 5 MAY 2020”."""
    worded = [n for n, entry in enumerate(labelled) if entry.paragraph.plain]
    out = list(labelled)
    for place, n in enumerate(worded):
        plain = labelled[n].paragraph.plain
        day = date_at(plain, 0, len(plain)) if place * 2 > len(worded) else None
        if day is None or day.end < len(plain.rstrip(" .")):
            continue
        up = place - 1
        while up >= 0 and _is_signatory(labelled[worded[up]].paragraph.plain):
            up -= 1
        if 0 <= up < place - 1:
            for m in range(worded[up + 1], n + 1):
                out[m] = replace(labelled[m], kind="signature")
    prose = [n for n in worded if out[n].kind == "body"]
    if len(prose) > 2 and _SIGNED.fullmatch(labelled[prose[-1]].paragraph.plain):
        out[prose[-1]] = replace(labelled[prose[-1]], kind="signature")
    return out


def _page_end(labelled: list[Labelled]) -> list[Labelled]:
    """A web page's menus after the text: a long run of short lines without a sentence."""
    first = len(labelled)
    while (
        first
        and labelled[first - 1].kind in ("body", "header", "headline")
        and len(labelled[first - 1].paragraph.plain) < 50
    ):
        if ends_sentence(labelled[first - 1].paragraph.plain) or _BULLET.match(labelled[first - 1].paragraph.plain):
            break
        first -= 1
    if len(labelled) - first < 12:
        return labelled
    return [*labelled[:first], *(replace(entry, kind="footer") for entry in labelled[first:])]


def _fill_markup(labelled: list[Labelled]) -> list[Labelled]:
    """Lines of markup or a rule alone belong to the part that stands on both sides of them, or to the page's end."""
    out = list(labelled)
    after: SectionKind | None = None  # the kind of the next paragraph with words
    following: list[SectionKind | None] = []
    for entry in reversed(labelled):
        following.append(after)
        after = entry.kind if _is_worded(entry.paragraph) else after
    for n, (entry, after) in enumerate(zip(labelled, reversed(following), strict=True)):
        if _is_worded(entry.paragraph) or entry.kind != "body" or not n:
            continue
        before = out[n - 1].kind
        if before == "footer" or (after == before and after != "end_mark"):
            out[n] = replace(entry, kind=before)
        elif after == "footer" and before != "body":
            out[n] = replace(entry, kind="footer")
    return out


def _is_worded(paragraph: Paragraph) -> bool:
    return any(c.isalnum() for c in paragraph.plain)


def _is_signatory(plain: str) -> bool:
    return 0 < len(plain) <= 100 and plain.upper() == plain and any(c.isalpha() for c in plain)
