"""Wrongly decoded words of a text: found, decided and turned into edits, one layer at a time."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator

from pipeline.repair.decide import (
    DOUBTFUL,
    MOST_CHARACTERS,
    MOST_STRANGE,
    MOST_TIMES,
    Decision,
    Weighed,
    Word,
    decide,
    weigh,
)
from pipeline.repair.repaired import Edit, ends_alike
from pipeline.repair.score import any_language, languages_around
from pipeline.repair.screen import strange_words

LEAST_PRICE = 8.0  # nats: of any encoding error, the least prior and what it must save beyond
CHARACTERS_AT_ONCE = 20_000  # decided together: bounds the memory that a long document takes
LONGEST_TOKEN = 4_000  # characters; longer ones are decided in pieces
WORD = re.compile(rf"[^\t-\r ]{{1,{LONGEST_TOKEN}}}")
"""Words are what stands between ASCII white space; NBSP and U+0085 may be halves of a character."""

REMEMBERED, LONGEST_REMEMBERED = 100_000, 60  # words, bytes
LINES_AROUND = 12

_fine: set[bytes] = set()
"""Words with nothing strange in them."""

_most: dict[bytes, float] = {}
"""The most that any error gains on a strange word for itself, in nats: the answer does not depend on other texts."""

Match = re.Match[str]


def mojibake_edits(text: str, undecided: dict[str, tuple[str, ...]]) -> tuple[list[Edit], set[str]]:
    """Edits that undo one layer of wrong decoding, and the strange words; adds to `undecided` what was not decided."""
    strange, payable, weighed = _strange(text)
    if not payable:
        return [], strange
    languages = languages_around(_lines_around(text, strange))
    edits: list[Edit] = []
    noise = False
    for some in _chunks(text):
        number: dict[str, int] = {}
        words = [Word(number.setdefault(match[0], len(number)), place, line) for place, line, match in some]
        here = [i for token, i in number.items() if token in strange]
        if not here:
            continue
        verdict = decide(words, list(number), here, languages, weighed)
        undecided |= verdict.undecided
        noise |= verdict.noise
        edits += [_edit(some[i][2], decision) for i, decision in sorted(verdict.decisions.items())]
    return edits, set() if noise else strange


def _strange(text: str) -> tuple[set[str], bool, Weighed | None]:
    """The strange words of a text, whether any encoding error may pay for itself on them, and these words weighed."""
    words = _words(text)
    fresh = _looked_at(words)
    strange = {
        word: word.decode("utf-8", "surrogatepass") for word in dict.fromkeys(words) if word in _most or word in fresh
    }
    named = list(strange.values())
    if len(named) > MOST_STRANGE or sum(map(len, named)) > MOST_CHARACTERS:
        return set(named), True, None
    weighed = weigh(named, evident=True) if fresh else None  # all, since all may be asked for again
    gains = [_most[word] for word in strange] if weighed is None else weighed.most(any_language()).tolist()
    _most.update((word, gain) for word, gain in zip(strange, gains, strict=True) if len(word) <= LONGEST_REMEMBERED)
    return set(named), _payable(words, dict(zip(strange, gains, strict=True))), weighed


def _looked_at(words: list[bytes]) -> set[bytes]:
    """Words that were not seen before and are strange."""
    if len(_fine) + len(_most) > REMEMBERED:
        _fine.clear()
        _most.clear()
    new = [word for word in dict.fromkeys(words) if word not in _fine and word not in _most]
    fresh = set(strange_words(new)) if new else set()
    _fine.update(word for word in new if word not in fresh and len(word) <= LONGEST_REMEMBERED)
    return fresh


def _payable(words: list[bytes], gains: dict[bytes, float]) -> bool:
    """Whether what is gained on the strange words may pay for an encoding error."""
    most = max(gains.values(), default=0.0)
    if most <= 0 or most >= DOUBTFUL:
        return most > 0
    times = Counter(words)
    return sum(gain * min(times[word], MOST_TIMES) for word, gain in gains.items()) >= LEAST_PRICE


def _words(text: str) -> list[bytes]:
    """The words of a text with something beyond ASCII, in UTF-8."""
    lines = text if "\n" not in text else "\n".join([line for line in text.split("\n") if not line.isascii()])
    words = [word for word in lines.encode("utf-8", "surrogatepass").split() if not word.isascii()]
    if words and max(map(len, words)) > LONGEST_TOKEN:
        pieces = (piece.encode("utf-8", "surrogatepass") for piece in WORD.findall(text))
        return [piece for piece in pieces if not piece.isascii()]
    return words


def _lines_around(text: str, strange: set[str]) -> list[list[str]]:
    """The words that are not strange, of the lines where the strange ones stand, and some of the whole."""
    words = text[:CHARACTERS_AT_ONCE].split()
    lines = [[word for word in words if word not in strange]]
    for line in text.split("\n"):
        if not line.isascii():
            plain = line.split()
            kept = [word for word in plain if word not in strange]
            if len(kept) < len(plain):
                lines.append(kept)
                if len(lines) > LINES_AROUND:
                    break
    return lines


def _chunks(text: str) -> Iterator[list[tuple[int, int, Match]]]:
    """The words with something beyond ASCII, with their line and their place among all words, some at a time."""
    found: list[tuple[int, int, Match]] = []
    size = start = place = 0
    for number, line in enumerate(text.split("\n")):
        if line.isascii():
            place += line.count(" ")
        else:
            for match in WORD.finditer(text, start, start + len(line)):
                place += 1
                if not match[0].isascii():
                    found.append((place, number, match))
                    size += len(match[0])
            if size >= CHARACTERS_AT_ONCE:
                yield found
                found, size = [], 0
        start += len(line) + 1
    if found:
        yield found


def _edit(token: Match, decision: Decision) -> Edit:
    error, after = decision.error, decision.after
    left, right = ends_alike(token[0], after)
    # Latin-1 and Windows' cp1252 are one error; Windows' own characters tell which it was
    read = "latin-1" if error.read == "cp1252" and max(token[0]) < "\u0100" else error.read
    return Edit(
        start=token.start() + left,
        end=token.end() - right,
        after=after[left : len(after) - right],
        kind="mojibake",
        written_as=(error.written,),
        read_as=(read,),
        confidence=round(1 / (1 + math.exp(-min(max(decision.margin, 0.0), 30.0))), 3),
        runner_up=decision.runner_up,
    )
