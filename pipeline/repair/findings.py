"""Findings: what a person should know and no repair can undo, such as injected strings and stripped punctuation."""

import html
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from pipeline.data import word_list, word_table
from pipeline.language import language_of
from pipeline.records import Finding, FindingKind, row_id
from pipeline.repair.escapes import around, character_references

LONGEST_INJECTED = 24
GLUED = "glued to a word"
FOREIGN_RUN = re.compile(r"[\u0370-\u1fff\u2e80-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff]+")
LATIN_LETTER = re.compile(r"[A-Za-z\u00c0-\u024f]")
LEAST_LATIN = 10  # Latin letters for each foreign one, for a text to count as written in Latin letters

WORD = re.compile(r"[^\t-\r ]+")
GLUED_SENTENCES = re.compile(r"[.?!](?<=[a-z][a-z].)[A-Z][a-z]+ ")
CAPITALS_S = re.compile(r"s (?<=[A-Z]{2}s )(?=[a-z]+(?:ing|ed|ion|ment|ty|er|or|nt|al|cy)\b)")
DOUBLE_MARK = re.compile("[\"“”«»„]|(?<!\\w)['‘]{1,2}(?=[A-Z])|''|``")
QUOTE_MARK = re.compile("['\"‘’“”«»„]")
SPOKEN = re.compile(
    r"\b(?:I|We|we|Our|our|My|my)\b[^.\n]{10,250}, (?:(?:said|says) (?=[A-Z])|[A-Z][^,.\n]{2,50} sa(?:id|ys)\.)"
)
LEAST_SIGNS = 2
LEAST_WORDS = 100  # in a text without a full stop or comma, for punctuation to count as stripped
LOST = {row[0]: (re.compile(row[1]), row[2]) for row in word_table("repair/lost.tsv")}
OF_ASCII = frozenset(["glyph_number", "lost_characters"])
ASCII = bytes(range(0x80))


def findings_of(text: str, document_id: str, undecided: Mapping[str, Sequence[str]]) -> Iterator[Finding]:
    """Findings about a repaired text, grouped by kind; `undecided` maps words to what they may have been."""
    # most texts have no such characters, so that three of the patterns need not be searched in the whole text
    beyond = text.encode("utf-8", "surrogatepass").translate(None, ASCII).decode("utf-8", "surrogatepass")
    for start, end, detail in injected(text) if FOREIGN_RUN.search(beyond) else ():
        yield finding(document_id, "injected", start, end, detail)
    for start, end, detail in _wrongly_decoded(text, undecided):
        yield finding(document_id, "undecided", start, end, detail)
    for match in character_references(text):
        detail = f"may be a character reference left in plain text: “{match[0]}” for “{html.unescape(match[0])}”"
        yield finding(document_id, "undecided", *match.span(), detail)
    for kind, (pattern, detail) in LOST.items():
        for match in pattern.finditer(text) if kind in OF_ASCII or pattern.search(beyond) else ():
            yield finding(document_id, cast(FindingKind, kind), *match.span(), detail)
    for start, end, detail in stripped_punctuation(text):
        yield finding(document_id, "stripped_punctuation", start, end, detail)


def finding(document_id: str, kind: FindingKind, start: int, end: int, detail: str) -> Finding:
    """The finding, with its key made of document, kind and span."""
    key = row_id(document_id, kind, start, end)
    return Finding(finding_id=key, document_id=document_id, start=start, end=end, kind=kind, detail=detail)


def _wrongly_decoded(text: str, undecided: Mapping[str, Sequence[str]]) -> Iterator[tuple[int, int, str]]:
    """The places of undecided words, with what they may have been."""
    for match in WORD.finditer(text) if undecided else ():
        if match[0] in undecided:
            candidates = " or ".join(f"“{candidate}”" for candidate in undecided[match[0]])
            yield *match.span(), f"may be wrongly decoded: “{match[0]}” for {candidates}"


def injected(text: str) -> Iterator[tuple[int, int, str]]:
    """Short runs of another script that occur twice or more, glued to Latin words or alone on a line: spam on hacked
    pages (`点击这里Global Strategy`). A run that occurs even once elsewhere, such as in brackets, in quotation marks or
    among words of its script, is not reported; nor is one that is never glued to a word."""
    runs = FOREIGN_RUN.findall(text)
    if len(set(runs)) == len(runs) or len(LATIN_LETTER.findall(text)) < LEAST_LATIN * sum(map(len, runs)):
        return
    places: dict[str, dict[int, str]] = defaultdict(dict)  # run -> start of each place -> what is suspicious about it
    for match in FOREIGN_RUN.finditer(text):
        places[match[0]][match.start()] = _injected_where(match)
    for run, reasons in places.items():
        is_word = 2 <= len(run) <= LONGEST_INJECTED and run[0].isalpha()
        if is_word and len(reasons) > 1 and GLUED in reasons.values() and "" not in reasons.values():
            for start, why in reasons.items():
                detail = f"“{run}” in another script, {len(reasons)} times, here {why}: looks injected"
                yield start, start + len(run), detail


def _injected_where(run: re.Match[str]) -> str:
    """What is suspicious about the place of a run, if anything."""
    text = run.string
    if any(map(LATIN_LETTER.match, around(run))):
        return GLUED
    end = text.find("\n", run.end())
    line = text[text.rfind("\n", 0, run.start()) + 1 : None if end < 0 else end]
    return "alone on a line" if line.strip() == run[0] else ""


def stripped_punctuation(text: str) -> Iterator[tuple[int, int, str]]:
    """Signs that punctuation, or spaces after full stops, were removed; at most one finding of each sort."""
    glued = [m.span() for m in GLUED_SENTENCES.finditer(text)]
    signs = [] if QUOTE_MARK.search(text) else [*_without_apostrophe(text)]
    if not DOUBLE_MARK.search(text) and (m := SPOKEN.search(text)):  # “We are glad, said Ms Roe.” without marks
        yield *m.span(), "quotation marks look stripped: someone says “I” or “we” without any"
    for places, what in ((glued, "no space between sentences"), (signs, "punctuation looks stripped")):
        if len(places) >= LEAST_SIGNS:
            start, end = min(places)
            yield start, end, f"{what}: {len(places)} places like “{text[start:end].strip()}”"
    if len(signs) < LEAST_SIGNS:
        yield from _unpunctuated(text)


def _without_apostrophe(text: str) -> Iterator[tuple[int, int]]:
    """Words that have lost their apostrophe: “dont”, “the MPs vote” for “the MP's vote”."""
    yield from ((m.start() - 2, m.end()) for m in CAPITALS_S.finditer(text))
    small, words = text.lower(), word_list("repair/contractions.txt")
    if any(word in small for word in words):  # takes a tenth of the time of the pattern
        yield from (m.span() for m in re.finditer(rf"(?i)\b(?:{'|'.join(words)})\b", text))


def _unpunctuated(text: str) -> Iterator[tuple[int, int, str]]:
    """A sign for an English text of at least `LEAST_WORDS` words without a full stop or comma."""
    words = [] if "." in text or "," in text else [m.span() for m in WORD.finditer(text)]
    if len(words) >= LEAST_WORDS and language_of(text).code == "en":
        yield *words[0], f"punctuation looks stripped: no full stop in {len(words)} words"
