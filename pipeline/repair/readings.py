"""Every accident undone on the tokens that it changes into something plausible, on whole arrays.

What a reading cannot have produced (“ in a text read as Latin-1) passes through, so that `“Ãå±±”` is repaired between
its right quotation marks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from pipeline.repair.channels import MULTIBYTE, Points, channels, encoding_table
from pipeline.repair.multibyte import Readings, Tokens, multibyte_readings
from pipeline.repair.planes import FIRST_LISTED, fitting, planes


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


def _single(tokens: Tokens, columns: NDArray[np.intp], evident: bool) -> Readings:
    """The accidents into single-byte encodings, all at once; they come first in `channels()`."""
    table = planes()
    channel, token = np.nonzero(fitting(tokens, columns, evident))
    channel = columns[channel]
    sizes = tokens.ends[token] + 1 - tokens.starts[token]
    source = tokens.picked(token)
    points = tokens.points[source]
    row = table.row[tokens.at[source]]
    touched = (row >= FIRST_LISTED).nonzero()[0]
    points[touched] = table.written[row[touched] - FIRST_LISTED, np.repeat(channel, sizes)[touched]]
    return Readings(channel, token, points, np.cumsum(sizes) - sizes)
