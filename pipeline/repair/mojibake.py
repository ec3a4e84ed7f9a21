"""Finds encoding errors in the words of a text and turns them into edits, one layer at a time.

Most text is clean, so a fast filter first picks the suspicious words. It looks up each non-ASCII character with its
neighbours: a letter in the trigrams that are usual in some language, any other character in the costs of its class. A
character that no encoding makes of a byte cannot come from an encoding error.
"""

import math
import re
from collections.abc import Iterator
from functools import cache

import numpy as np

from pipeline.repair.decide import NoiseError, Word, WordRepair, decide
from pipeline.repair.encodings import byte_roles, points_of
from pipeline.repair.repaired import Edit, ends_alike
from pipeline.repair.score import languages_around
from pipeline.repair.tables import CJK, Flags, class_costs, tables

BEYOND_ASCII = re.compile(r"(?<![^\t-\r ])[\0-\x08\x0e-\x1f!-\x7f]*+[^\0-\x7f][^\t-\r ]*")
"""Non-ASCII words. Only ASCII white space separates words, since NBSP and U+0085 may be halves of a character."""

USUAL_IDEOGRAPH, USUAL_SIGN = 10.5, 6.5  # nats, above which an ideograph or sign is suspicious

CHARACTERS_AT_ONCE = 20_000  # of words decided together; bounds the memory for a long document
LONGEST_WORD = 4_000  # characters; longer words are decided in pieces
SAMPLE_LINES, SAMPLE_WORDS, LEAST_WORDS = 4, 40, 4  # of plain words by which the languages of a text are found
FIRST_CHARACTERS = 1_000  # the start of a text, which gives the first of those lines


def mojibake_edits(text: str) -> tuple[list[Edit], set[str], dict[str, tuple[str, ...]]]:
    """Edits that undo one layer of encoding errors, the suspicious words, and the undecided words with candidates."""
    suspicious = _suspicious(_words(text))
    edits: list[Edit] = []
    undecided: dict[str, tuple[str, ...]] = {}
    languages = cache(lambda: languages_around(_plain_lines(text, suspicious)))
    for words in _chunks(text) if suspicious else ():
        if any(word.text in suspicious for word in words):
            try:
                repairs, candidates = decide(words, suspicious, languages)
            except NoiseError:
                return edits, set(), undecided  # without suspicious words ftfy is not asked either
            undecided |= candidates
            edits += [_edit(word, repair) for word, repair in repairs]
    return edits, suspicious, undecided


def _words(text: str) -> list[str]:
    """The distinct non-ASCII words of a text, long ones in pieces."""
    lines = "\n".join([line for line in text.split("\n") if not line.isascii()])
    words = [word for word in set(lines.encode("utf-8", "surrogatepass").split()) if not word.isascii()]
    return [piece for word in words for _, piece in _pieces(word.decode("utf-8", "surrogatepass"))]


def _pieces(word: str) -> list[tuple[int, str]]:
    """Offset and text of the pieces of a word that are decided separately; a long word's ASCII pieces are left out."""
    if len(word) <= LONGEST_WORD:
        return [(0, word)]
    parts = [(at, word[at : at + LONGEST_WORD]) for at in range(0, len(word), LONGEST_WORD)]
    return [(at, part) for at, part in parts if not part.isascii()]


def _suspicious(words: list[str]) -> set[str]:
    """The non-ASCII words that may come from an encoding error."""
    t, (readable, alphabetic, rare) = tables(), _marked()
    points = points_of("\n".join(["", *words, ""]))
    at = np.minimum(points, 0xFFFF).astype(np.intp)
    places = readable[at].nonzero()[0]
    here, left, right = at[places], at[places - 1], at[places + 1]
    suspicious = ~t.trigrams.usual(left, here, right)
    for first, second in ((left, here), (here, right)):
        suspicious |= alphabetic[first] & ~t.upper[first] & t.upper[second]  # a capital after a lower-case letter
    dear = class_costs()[t.klass[here], t.neighbour[left], t.neighbour[right]] > USUAL_SIGN
    suspicious = np.where(t.klass[here] > 0, dear, suspicious)
    wide = (t.script[here] == CJK).nonzero()[0]
    suspicious[wide] = rare[t.letter[here[wide]]] | alphabetic[left[wide]] | alphabetic[right[wide]]
    counted = places[suspicious].searchsorted((points == 0x0A).nonzero()[0])
    return {words[i] for i in (counted[1:] > counted[:-1]).nonzero()[0].tolist()}


@cache
def _marked() -> tuple[Flags, Flags, Flags]:
    """Marks the code points that an encoding error can produce (with U+FFFD), letters of alphabets, rare ideographs."""
    t = tables()
    readable = byte_roles()[2] > 0
    readable[ord("\ufffd")] = True
    return readable, (t.script > 0) & (t.script < CJK), t.single[CJK - 1].min(axis=1) > USUAL_IDEOGRAPH


def _plain_lines(text: str, suspicious: set[str]) -> list[list[str]]:
    """Words that are not suspicious, from the start of a text and from lines with suspicious words."""
    lines: list[list[str]] = []
    for line in (text[:FIRST_CHARACTERS], *(line for line in text.split("\n") if not line.isascii())):
        words = line.split()
        plain = [word for word in words if word not in suspicious]
        if len(plain) >= LEAST_WORDS and (not lines or len(plain) < len(words)):
            lines.append(plain[:SAMPLE_WORDS])
            if len(lines) == SAMPLE_LINES:
                break
    return lines


def _chunks(text: str) -> Iterator[list[Word]]:
    """The non-ASCII words of a text in chunks, each with its place."""
    found: list[Word] = []
    size = end = place = line = 0
    for match in BEYOND_ASCII.finditer(text):
        between = text[end : match.start()]
        line += between.count("\n")
        place += len(between.split()) + 1
        found += [Word(piece, match.start() + at, place, line) for at, piece in _pieces(match[0])]
        end = match.end()
        size += len(match[0])
        if size >= CHARACTERS_AT_ONCE:
            yield found
            found, size = [], 0
    if found:
        yield found


def _edit(word: Word, repair: WordRepair) -> Edit:
    error, after = repair.error, repair.after
    left, right = ends_alike(word.text, after)
    # Latin-1 and cp1252 count as one error; characters that only cp1252 has decide which of them it was
    read = "latin-1" if error.read == "cp1252" and max(word.text) < "\u0100" else error.read
    return Edit(
        start=word.start + left,
        end=word.start + len(word.text) - right,
        after=after[left : len(after) - right],
        kind="mojibake",
        written_as=(error.written,),
        read_as=(read,),
        confidence=round(1 / (1 + math.exp(-min(max(repair.margin, 0.0), 30.0))), 3),
        runner_up=repair.runner_up,
    )
