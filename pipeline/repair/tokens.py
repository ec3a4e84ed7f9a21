"""Tokens and what they may have been, laid out as arrays: texts one after the other, a line feed behind each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.repair.channels import Points, points_of

LINE_FEED = 0x0A
Places = NDArray[np.intp]


def runs(starts: Places, sizes: Places) -> tuple[Places, Places]:
    """All places of some runs, one run after the other, and where each begins among them."""
    first = sizes.cumsum() - sizes
    places: Places = (starts - first).repeat(sizes)
    places += np.arange(len(places))
    return places, first


@dataclass(frozen=True, slots=True)
class Tokens:
    """Distinct tokens, each with something beyond ASCII; a line feed stands before the first as well.

    `at` are the code points with those beyond the BMP as U+FFFF; a token starts at `starts` and has `sizes` code points
    with its line feed. `near` are the places of what is beyond ASCII and of what stands behind such a character,
    `here` the code points there, and `first` tells which of them is the first of each token.
    """

    points: Points
    at: NDArray[np.intp]
    starts: Places
    sizes: Places
    near: Places
    here: NDArray[np.intp]
    first: Places

    @classmethod
    def of(cls, tokens: Sequence[str]) -> Tokens:
        """Lay the tokens out."""
        points = points_of("\n" + "\n".join(tokens) + "\n")
        at = np.minimum(points, 0xFFFF).astype(np.intp)
        feeds = (at == LINE_FEED).nonzero()[0]
        beyond = at >= 0x80
        beyond[1:] |= beyond[:-1]
        near = beyond.nonzero()[0]
        starts = feeds[:-1] + 1
        return cls(points, at, starts, feeds[1:] - feeds[:-1], near, at[near], near.searchsorted(starts))

    def picked(self, chosen: Places) -> Places:
        """Places of some tokens, one after the other, each with its line feed."""
        return runs(self.starts[chosen], self.sizes[chosen])[0]


@dataclass(frozen=True, slots=True)
class Readings:
    """Pairs of an accident and a token, those of one accident in a row, with what the token was before it.

    The texts lie one after the other, each with a line feed behind it; `starts` tells where each begins, `sizes` how
    many code points it has with its line feed.
    """

    channel: Places
    token: Places
    points: Points
    starts: Places
    sizes: Places

    @classmethod
    def of(cls, channel: Places, token: Places, points: Points, sizes: Places) -> Readings:
        """Readings whose texts lie one after the other."""
        return cls(channel, token, points, sizes.cumsum() - sizes, sizes)

    @classmethod
    def joined(cls, parts: Sequence[Readings]) -> Readings:
        """Those of several accidents as one."""
        if len(parts) == 1:
            return parts[0]
        if not parts:
            none = np.zeros(0, dtype=np.intp)
            return cls.of(none, none, np.zeros(0, dtype=np.uint32), none)
        return cls.of(
            np.concatenate([part.channel for part in parts]),
            np.concatenate([part.token for part in parts]),
            np.concatenate([part.points for part in parts]),
            np.concatenate([part.sizes for part in parts]),
        )

    def where(self, kept: NDArray[np.bool_]) -> Readings:
        """Some of them."""
        return Readings.of(self.channel[kept], self.token[kept], self.points[kept.repeat(self.sizes)], self.sizes[kept])
