"""Wrongly decoded parts of a text: found, decided and turned into edits, layer by layer."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import cache

from pipeline.repair.channels import Channel
from pipeline.repair.decide import Decision, decide
from pipeline.repair.edits import Edit, apply, compose, ends_alike
from pipeline.repair.losses import resolved, restored
from pipeline.repair.second_opinion import with_second_opinion
from pipeline.repair.suspects import Suspects, suspects_in
from pipeline.repair.weighed import in_known_language

LAYERS = 4
LANGUAGE_SHOWS = 20_000  # characters
LINES_AT_ONCE, CHARACTERS_AT_ONCE = 400, 20_000
"""What is decided together: bounds the memory that a long document takes."""

LONGEST_TOKEN = 4_000  # characters; longer ones are decided in pieces
PIECE = re.compile(rf"[^\t-\r ]{{1,{LONGEST_TOKEN}}}|[\r\n]+")
"""Tokens are what stands between ASCII white space; NBSP and U+0085 may be halves of a character."""


GRAVE_A = "Ã\u00a0"
"""“à” misread; the screen takes the blank for the end of a word."""

Undecided = dict[str, tuple[str, ...]]
"""Tokens left as they are, with what they may have been."""


def mojibake_edits(text: str) -> tuple[list[Edit], Undecided]:
    """Edits that undo wrong decoding, over all layers, and what could not be decided."""
    undecided: Undecided = {}
    edits = restored(text)
    now = apply(text, edits)
    words = now
    bad, noise = GRAVE_A in text, False
    for _ in range(LAYERS):
        suspects = suspects_in(_words(words))
        if suspects is None:
            break
        bad |= suspects.bad
        if not suspects.payable:
            break
        made, hopeless = _one_layer(now, suspects, undecided)
        noise |= hopeless
        if not made:
            break
        found = [edit for edit, _ in made]
        edits = compose(edits, found, now)
        now = apply(now, found)
        words = "\n".join(after for _, after in made)
    edits = resolved(edits)
    if bad and not noise:
        edits = with_second_opinion(text, edits)
    return edits, undecided


def _words(text: str) -> list[bytes]:
    """The tokens of a text with something beyond ASCII, in UTF-8."""
    words = [word for word in text.encode("utf-8", "surrogatepass").split() if not word.isascii()]
    if words and max(map(len, words)) > LONGEST_TOKEN:
        pieces = (piece.encode("utf-8", "surrogatepass") for piece in PIECE.findall(text))
        return [piece for piece in pieces if not piece.isascii()]
    return words


def _one_layer(text: str, suspects: Suspects, undecided: Undecided) -> tuple[list[tuple[Edit, str]], bool]:
    """The edits of one layer, each with its whole token as it is repaired, and whether any part of the text is noise.

    Adds to `undecided`.
    """
    made: list[tuple[Edit, str]] = []
    noise = False
    known = cache(lambda: in_known_language(text[:LANGUAGE_SHOWS]))
    if not suspects.payable_among_strangers() and not known():
        return made, noise
    proven: frozenset[Channel] = frozenset()
    for some in _chunks(text):
        number: dict[str, int] = {}
        numbered = [[number.setdefault(token[0], len(number)) for token in line] for line in some]
        here = [i for token, i in number.items() if token in suspects.words]
        if not here:
            continue
        verdict = decide(numbered, list(number), here, proven=proven, known=known, weighed=suspects.weighed)
        undecided |= verdict.undecided
        noise |= verdict.noise
        for (row, place), decision in sorted(verdict.decisions.items()):
            proven |= {decision.channel}
            made.append((_edit(some[row][place], decision), decision.after))
    return made, noise


def _chunks(text: str) -> Iterator[list[list[re.Match[str]]]]:
    """The tokens with something beyond ASCII, by line, some lines at a time."""
    lines: list[list[re.Match[str]]] = [[]]
    size = 0
    for match in PIECE.finditer(text):
        piece = match[0]
        if piece[0] in "\r\n":
            if lines[-1]:
                lines.append([])
        elif not piece.isascii():
            lines[-1].append(match)
            size += len(piece)
        if size >= CHARACTERS_AT_ONCE or len(lines) > LINES_AT_ONCE:
            yield [line for line in lines if line]
            lines, size = [[]], 0
    if lines[0]:
        yield [line for line in lines if line]


def _edit(token: re.Match[str], decision: Decision) -> Edit:
    channel, after = decision.channel, decision.after
    left, right = ends_alike(token[0], after)
    return Edit(
        start=token.start() + left,
        end=token.end() - right,
        after=after[left : len(after) - right],
        kind="mojibake",
        written_as=(channel.written,),
        read_as=(_reading(token[0], channel.read),),
        confidence=round(1 / (1 + math.exp(-min(max(decision.margin, 0.0), 30.0))), 3),
        runner_up=decision.runner_up,
    )


def _reading(token: str, read: str) -> str:
    """Latin-1 and Windows' cp1252 are one channel; Windows' own characters tell which it was."""
    return "latin-1" if read == "cp1252" and max(token) < "\u0100" else read
