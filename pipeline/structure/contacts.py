"""Contacts of a contact part: who, of which body, with which e-mail address and telephone number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.data import word_list
from pipeline.structure.cues import cue
from pipeline.structure.release import ContactBlock
from pipeline.structure.sections import Labelled

# the last piece is in one case: scrapers glue the next word on (“ann@mills.exampleAddress”)
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+){0,6}?\.(?:[a-z]{2,}(?![a-z.]*\.[a-z])|[A-Z]{2,})")
_PHONE = re.compile(r"(?<![\w@/.-])\+?\(?\d[\d\s()./-]{5,18}\d(?![\w@])")
_NAME = re.compile(
    r"(?:(?:Mr|Mrs|Ms|Dr|Prof|Professor|Sgt|Capt|Maj|Col|Lt)\.?\s)?[^\W\d_a-z][\w'’.-]*(?:\s(?:[a-z]{2,3}\s)?[^\W\d_a-z][\w'’.-]*){1,3}"
)
_BODY_WORD = re.compile(rf"\b(?:{'|'.join(word_list('structure/body_words.txt'))})\b", re.IGNORECASE)
_JOB_WORD = re.compile(rf"\b(?:{'|'.join(word_list('structure/job_words.txt'))})\b", re.IGNORECASE)
_ABOUT = re.compile(r"\W{0,4}about (?:the )?(?P<name>[^,:]{2,80}?)[:\s]*$", re.IGNORECASE)
_LABEL = re.compile(r"(?:contact\s?person|full\s?name|name|contact)\s*[-:–]\s*", re.IGNORECASE)


def contact_blocks(plain: str, labelled: Sequence[Labelled]) -> Iterator[ContactBlock]:
    """The contacts in the contact parts, in order; a part with no address, number or name gives none."""
    described = frozenset(
        m["name"].strip().casefold()
        for entry in labelled
        if entry.kind == "boilerplate" and (m := _ABOUT.match(entry.paragraph.plain))
    )
    run: list[tuple[int, int]] = []
    for entry in labelled:
        if entry.kind == "contact":
            run.append((entry.paragraph.start, entry.paragraph.end))
        elif run:
            yield from _contacts(plain, run, described)
            run = []
    if run:
        yield from _contacts(plain, run, described)


def _contacts(plain: str, run: Sequence[tuple[int, int]], described: frozenset[str]) -> Iterator[ContactBlock]:
    """A new contact begins with a name once the one before has an address or number.

    `described` are the names that boilerplate describes, in small letters: bodies, and no persons.
    """
    start = end = run[0][0]
    name = organisation = email = phone = None
    for s, e in _lines(plain, run):
        words = plain[s:e]
        found_name, found_organisation = _who(words)
        if found_name and found_name.casefold() in described:
            found_name, found_organisation = None, found_name
        if (email or phone) and (found_name or found_organisation):
            yield ContactBlock(start, end, name, organisation, email, phone)
            start, name, organisation, email, phone = s, None, None, None, None
        if name and found_name and not organisation:  # “Ann Example / Example Mills / ann@…”
            found_name, found_organisation = None, found_name
        name = name or found_name
        organisation = organisation or found_organisation
        if m := _EMAIL.search(words):
            email = email or m.group().rstrip(".")
        if m := _PHONE.search(words):
            phone = phone or m.group().strip()
        end = e
    if name or organisation or email or phone:
        yield ContactBlock(start, end, name, organisation, email, phone)


def _lines(plain: str, run: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for start, end in run:
        at = start
        for line in plain[start:end].splitlines(keepends=True):
            if line.strip():
                yield at + len(line) - len(line.lstrip()), at + len(line.rstrip())
            at += len(line)


def _who(words: str) -> tuple[str | None, str | None]:
    """The person's name and the body that a line names."""
    lead = cue("contact").match(words)
    at = lead.end() if lead else 0
    rest = _LABEL.sub("", _EMAIL.sub("", words[at:]).lstrip(" :–-"))
    first = re.split(r"[,|;:(]|\s[–-]\s|\s(?:at|on)\s", rest, maxsplit=1)[0].strip()
    if not first or "http" in first or any(c.isdigit() or c == "@" for c in first):
        return None, None
    if _JOB_WORD.search(first):
        return None, None
    if _BODY_WORD.search(first):
        return None, first if len(first) < 100 else None
    m = _NAME.fullmatch(first)
    return (first, None) if m else (None, None)
