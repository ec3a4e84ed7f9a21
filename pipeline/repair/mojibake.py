"""Wrongly decoded words of a text: found, decided and turned into edits, one layer at a time."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator

from pipeline.repair.decide import (
    DOUBTFUL,
    MOST_TIMES,
    Decision,
    Weighed,
    Word,
    decide,
    may_be_weighed,
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

LINES_AROUND = 12
Match = re.Match[str]


def mojibake_edits(text: str, undecided: dict[str, tuple[str, ...]]) -> tuple[list[Edit], set[str]]:
    """Edits that undo one layer of wrong decoding, and the strange words; adds to `undecided` what was not decided."""
    times = _words(text)
    strange = strange_words(list(times))
    weighed = weigh(strange) if strange and may_be_weighed(strange) else None
    if not strange or (weighed and not _may_pay(weighed, times)):
        return [], set(strange)
    languages = languages_around(_lines_around(text, set(strange)))
    edits: list[Edit] = []
    noise = False
    for some in _chunks(text):
        number: dict[str, int] = {}
        words = [Word(number.setdefault(match[0], len(number)), place, line) for place, line, match in some]
        here = [number[token] for token in strange if token in number]
        if here:
            verdict = decide(words, list(number), here, languages, weighed)
            undecided |= verdict.undecided
            noise |= verdict.noise
            edits += [_edit(some[i][2], decision) for i, decision in sorted(verdict.decisions.items())]
    return edits, set() if noise else set(strange)


def _may_pay(weighed: Weighed, times: Counter[str]) -> bool:
    """Whether what is gained on strange words may pay for an encoding error, or be told."""
    gains = dict(zip(weighed.tokens, weighed.most(any_language()).tolist(), strict=True))
    paid: float = sum(gain * min(times[word], MOST_TIMES) for word, gain in gains.items())
    return paid >= LEAST_PRICE or max(gains.values()) >= DOUBTFUL


def _words(text: str) -> Counter[str]:
    """How often each word of a text with something beyond ASCII is in it."""
    lines = "\n".join([line for line in text.split("\n") if not line.isascii()])
    words = Counter([word for word in lines.encode("utf-8", "surrogatepass").split() if not word.isascii()])
    found: Counter[str] = Counter()
    for word, times in words.items():
        whole = word.decode("utf-8", "surrogatepass")
        for piece in WORD.findall(whole) if len(whole) > LONGEST_TOKEN else [whole]:
            found[piece] += times
    return found


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
