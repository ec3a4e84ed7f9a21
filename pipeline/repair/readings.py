"""Every accident undone on the tokens that it changes into something plausible, on whole arrays.

What a reading cannot have produced (“ in a text read as Latin-1) passes through, so that `“Ãå±±”` is repaired between
its right quotation marks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from pipeline.repair.channels import MULTIBYTE, channels, encoding_table
from pipeline.repair.multibyte import multibyte_readings
from pipeline.repair.planes import FIRST_LISTED, fitting, planes
from pipeline.repair.tokens import Readings, Tokens


def readings_of(tokens: Tokens, wanted: Sequence[int] | None, *, evident: bool) -> Readings:
    """Undo the accidents with these numbers (all if None); `evident` leaves out pairs that speak for no accident."""
    windows = not np.count_nonzero(_windows_only()[tokens.here])  # Latin-1 and Windows' page are the same thing here
    single, multi = _numbers(windows) if wanted is None else _split(wanted, windows)
    found = [
        _single(tokens, single, evident) if len(single) else None,
        multibyte_readings(tokens, multi, evident=evident) if multi else None,
    ]
    return Readings.joined([part for part in found if part is not None and len(part.token)])


@cache
def _numbers(windows: bool) -> tuple[NDArray[np.intp], list[int]]:
    return _split(range(len(channels())), windows)


def _split(numbers: Iterable[int], windows: bool) -> tuple[NDArray[np.intp], list[int]]:
    """The accidents into single bytes, and the others; without Latin-1 where Windows' page does the same."""
    kept = [i for i in sorted(numbers) if not (windows and channels()[i].read == "latin-1")]
    single = [i for i in kept if channels()[i].written not in MULTIBYTE]
    return np.array(single, dtype=np.intp), kept[len(single) :]


@cache
def _windows_only() -> NDArray[np.bool_]:
    differs: NDArray[np.bool_] = encoding_table("latin-1") != encoding_table("cp1252")
    return differs


def _single(tokens: Tokens, columns: NDArray[np.intp], evident: bool) -> Readings:
    """The accidents into single-byte encodings, all at once; they come first in `channels()`."""
    table = planes()
    accident, token = fitting(tokens, columns, evident).nonzero()
    channel, sizes = columns[accident], tokens.sizes[token]
    source = tokens.picked(token)
    points = tokens.points[source]
    row = table.row[tokens.at[source]]
    touched = (row >= FIRST_LISTED).nonzero()[0]
    points[touched] = table.written[row[touched] - FIRST_LISTED, channel.repeat(sizes)[touched]]
    return Readings.of(channel, token, points, sizes)
