"""Wrongly decoded parts of a text: found, decided and turned into edits, layer by layer."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence

import numpy as np

from pipeline.repair.channels import Channel, points_of
from pipeline.repair.decide import Decision, decide
from pipeline.repair.edits import Edit, apply, compose, spans_after, trimmed
from pipeline.repair.losses import resolved, restored
from pipeline.repair.screen import strange_places

LAYERS = 4
LANGUAGE_SHOWS = 20_000  # characters
LINES_AT_ONCE = 400
"""Lines decided together: bounds the memory that a long document takes."""

TOKEN = re.compile(r"[^\t-\r ]*[^\x00-\x7f][^\t-\r ]*")
"""Characters between ASCII white space, at least one beyond ASCII; NBSP and U+0085 may be halves of a character."""


Undecided = dict[str, tuple[str, ...]]
"""Tokens left as they are, with what they may have been."""


def mojibake_edits(text: str) -> tuple[list[Edit], Undecided]:
    """Edits that undo wrong decoding, over all layers, and what could not be decided."""
    undecided: Undecided = {}
    edits = restored(text)
    now = apply(text, edits)
    within = [(0, len(now))]
    for _ in range(LAYERS):
        found = list(_one_layer(now, within, undecided))
        if not found:
            break
        edits = compose(edits, found, now)
        now = apply(now, found)
        within = spans_after(found)
    return resolved(edits), undecided


def _one_layer(text: str, within: Sequence[tuple[int, int]], undecided: Undecided) -> Iterator[Edit]:
    """One layer, undone where something strange stands within some spans; adds to `undecided`."""
    places = strange_places(points_of(f" {text} ")) - 1
    if len(places):
        starts, ends = np.array(within).T
        at = np.searchsorted(starts, places, side="right") - 1
        places = places[(at >= 0) & (places < ends[at])]
    if not len(places):
        return
    lines = [line for start, end in _lines(text) if (line := list(TOKEN.finditer(text, start, end)))]
    proven: frozenset[Channel] = frozenset()
    for first in range(0, len(lines), LINES_AT_ONCE):
        some = lines[first : first + LINES_AT_ONCE]
        number: dict[str, int] = {}
        numbered = [[number.setdefault(token[0], len(number)) for token in line] for line in some]
        starts = np.array([token.start() for line in some for token in line])
        here = places[(places >= starts[0]) & (places < some[-1][-1].end())]
        flat = [n for line in numbered for n in line]
        strange = sorted({flat[i] for i in np.unique(np.searchsorted(starts, here, side="right") - 1).tolist()})
        if not strange:
            continue
        verdict = decide(numbered, list(number), strange, proven=proven, text=text[:LANGUAGE_SHOWS])
        undecided |= verdict.undecided
        for (row, place), decision in sorted(verdict.decisions.items()):
            proven |= {decision.channel}
            yield _edit(some[row][place], decision)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in re.finditer(r"[\r\n]+", text):
        if match.start() > start:
            yield start, match.start()
        start = match.end()
    if start < len(text):
        yield start, len(text)


def _edit(token: re.Match[str], decision: Decision) -> Edit:
    channel = decision.channel
    edit = Edit(
        start=token.start(),
        end=token.end(),
        after=decision.after,
        kind="mojibake",
        written_as=(channel.written,),
        read_as=(_reading(token[0], channel.read),),
        confidence=round(1 / (1 + math.exp(-min(max(decision.margin, 0.0), 30.0))), 3),
        runner_up=decision.runner_up,
    )
    return trimmed(token[0], edit)


def _reading(token: str, read: str) -> str:
    """Latin-1 and Windows' cp1252 are one channel; Windows' own characters tell which it was."""
    return "latin-1" if read == "cp1252" and max(token) < "\u0100" else read
