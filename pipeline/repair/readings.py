"""Every accident undone on the tokens that it changes into something plausible, on whole arrays.

What a reading cannot have produced (“ in a text read as Latin-1) passes through, so that `“Ãå±±”` is repaired between
its right quotation marks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from pipeline.repair.channels import (
    MULTIBYTE,
    Points,
    channels,
    decoding_table,
    encoding_table,
    single_byte_readings,
)
from pipeline.repair.multibyte import Readings, Tokens, multibyte_readings
from pipeline.repair.plausible import MOST_CHANGES, MOST_UNEXPECTED, SIGN_SCRIPT, scripts, signs, turn, unexpected
from pipeline.repair.tables import tables

LEAST_LETTERS = 3
"""Of another alphabet, for a token to speak for an accident: “€,” is not “И,”, “â¢” not “тв”."""


def readings_of(tokens: Tokens, wanted: Sequence[int] | None, *, evident: bool) -> Readings:
    """Undo the accidents with these numbers (all if None); `evident` leaves out pairs that speak for no accident."""
    windows = _same_as_windows(tokens.points)
    single, multi = _numbers(windows) if wanted is None else _split(wanted, windows)
    found = [
        _single(tokens, single, evident) if len(single) else None,
        multibyte_readings(tokens, multi, evident=evident) if multi else None,
    ]
    parts = [part for part in found if part is not None and len(part.token)]
    if not parts:
        none = np.zeros(0, dtype=np.intp)
        return Readings(none, none, np.zeros(0, dtype=np.uint32), none)
    shifts = np.cumsum([0, *(len(part.points) for part in parts[:-1])])
    return Readings(
        np.concatenate([part.channel for part in parts]),
        np.concatenate([part.token for part in parts]),
        np.concatenate([part.points for part in parts]),
        np.concatenate([part.starts + shift for part, shift in zip(parts, shifts, strict=True)]),
    )


@cache
def _numbers(windows: bool) -> tuple[NDArray[np.intp], list[int]]:
    return _split(range(len(channels())), windows)


def _split(numbers: Iterable[int], windows: bool) -> tuple[NDArray[np.intp], list[int]]:
    """The accidents into single bytes, and the others; without Latin-1 where Windows' page does the same."""
    kept = [i for i in sorted(numbers) if not (windows and channels()[i].read == "latin-1")]
    single = [i for i in kept if channels()[i].written not in MULTIBYTE]
    return np.array(single, dtype=np.intp), kept[len(single) :]


def _same_as_windows(points: Points) -> bool:
    """Whether reading as Latin-1 and as Windows' page are the same thing here."""
    return not _windows_only()[np.minimum(points, 0xFFFF)].any()


@cache
def _windows_only() -> NDArray[np.bool_]:
    differs: NDArray[np.bool_] = encoding_table("latin-1") != encoding_table("cp1252")
    return differs


@dataclass(frozen=True, slots=True)
class _Pages:
    """What each accident into a single-byte encoding makes of each character that any of them changes.

    The arrays are (characters, accidents); `number` gives the row of a code point, 0 for those that all let pass.
    """

    number: NDArray[np.uint16]
    written: NDArray[np.uint32]
    changed: NDArray[np.bool_]
    odd: NDArray[np.bool_]
    sign: NDArray[np.bool_]
    script: NDArray[np.uint8]
    passing: NDArray[np.bool_]  # (code points, accidents): odd where it passes


@cache
def _pages() -> _Pages:
    group = [c for c in channels() if c.written not in MULTIBYTE]
    readable = np.stack([encoding_table(read) for read in single_byte_readings()])
    listed = np.flatnonzero((readable >= 0x80).any(axis=0))
    number = np.zeros(0x10000, dtype=np.uint16)
    number[listed] = np.arange(1, len(listed) + 1)
    written = np.zeros((len(listed) + 1, len(group)), dtype=np.uint32)
    for column, channel in enumerate(group):
        codes = encoding_table(channel.read)[listed]
        written[1:, column] = np.where(codes < 0, listed, decoding_table(channel.written)[np.maximum(codes, 0)])
    passing = np.stack([unexpected(channel.written) for channel in group], axis=1)
    changed = written != np.concatenate(([0], listed))[:, None]
    odd = np.take_along_axis(passing, written.astype(np.intp), axis=0)
    return _Pages(number, written, changed, odd, signs()[written] & changed, scripts()[written], passing)


def _single(tokens: Tokens, columns: NDArray[np.intp], evident: bool) -> Readings:
    """The accidents into single-byte encodings, all at once; they come first in `channels()`."""
    pages, at = _pages(), tokens.at
    places = (at >= 0x80).nonzero()[0]
    here = at[places]
    number = pages.number[here]
    rows = number[:, None]
    first = np.searchsorted(places, tokens.starts)  # every token has one beyond ASCII
    lengths = tokens.ends - tokens.starts

    odd = pages.odd[rows, columns]
    passes = (number == 0).nonzero()[0]
    odd[passes] = pages.passing[here[passes][:, None], columns]
    script = pages.script[rows, columns]
    script[passes] = scripts()[here[passes], None]

    controls = np.add.reduceat((at < 0x20) & (at != 0x0A), tokens.starts, dtype=np.intp)
    fit = np.add.reduceat(pages.changed[rows, columns], first, axis=0, dtype=np.intp) > 0
    fit &= np.add.reduceat(odd, first, axis=0, dtype=np.intp) + controls[:, None] <= (
        MOST_UNEXPECTED * (lengths + 1)[:, None]
    )
    letter = tables().klass[at] == 0
    inside = letter[places] & letter[places - 1] & letter[places + 1]
    fit &= np.add.reduceat(pages.sign[rows, columns] & inside[:, None], first, axis=0, dtype=np.intp) == 0
    fit &= _turns(at, places, script, first) <= MOST_CHANGES
    if evident:
        other = np.add.reduceat((script > 1) & (script != SIGN_SCRIPT), first, axis=0, dtype=np.intp)
        fit &= (other == 0) | (other >= LEAST_LETTERS)

    channel, token = np.nonzero(fit.T)
    sizes = lengths[token] + 1
    source = tokens.picked(token)
    points = tokens.points[source]
    row = np.full(len(at), -1, dtype=np.intp)
    row[places] = np.where(number > 0, number.astype(np.intp), -1)
    row = row[source]
    touched = (row >= 0).nonzero()[0]
    points[touched] = pages.written[row[touched], columns[np.repeat(channel, sizes)[touched]]]
    return Readings(columns[channel], token, points, np.cumsum(sizes) - sizes)


def _turns(
    at: NDArray[np.intp], places: NDArray[np.intp], script: NDArray[np.uint8], first: NDArray[np.intp]
) -> NDArray[np.intp]:
    """How often the script changes inside each token, by accident; two neighbours in ASCII never differ."""
    plain = scripts()
    left, right = at[places - 1], at[places + 1]
    before = np.broadcast_to(plain[left][:, None], script.shape).copy()
    follows = (left >= 0x80).nonzero()[0]
    before[follows] = script[follows - 1]
    after = np.where(right >= 0x80, 0, plain[right]).astype(np.uint8)
    changes = turn(script, before).astype(np.intp) + turn(after[:, None], script)
    total: NDArray[np.intp] = np.add.reduceat(changes, first, axis=0)
    return total
