"""What each accident, with each language, saves on the tokens of a text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from pipeline.repair.channels import Channel, channels, put_back, text_of, undecoded
from pipeline.repair.score import UNKNOWN_LETTER, Costs, Floats, columns_for, languages_of
from pipeline.repair.tokens import Places, Readings, runs
from pipeline.repair.weighed import PER_TOKEN, Weighed

LANGUAGES = 3  # kept for each channel
NEVER = np.float32(1e6)
LONG = 20 * UNKNOWN_LETTER


@dataclass(frozen=True)
class Hypotheses:
    """Accidents, each with a language (rows), on tokens (columns).

    `saving` is what a reading saves, in nats, before any price; `pair` its number in `readings`, -1 where the accident
    changes nothing or makes nothing plausible of a token; `evidence` is 1 where a token may speak for the accident.
    """

    channel: NDArray[np.intp]
    prior: Floats
    saving: Floats
    pair: NDArray[np.int32]
    evidence: Floats
    stranger: Floats  # by token: what it saves less in a text in a language without a table
    readings: Readings
    tokens: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.channel)

    def in_unknown_language(self) -> Hypotheses:
        """The same in a text whose language has no table, where a word in another such language is no stranger."""
        saving = np.where(self.pair >= 0, self.saving - self.stranger, 0)
        return replace(self, saving=saving, stranger=np.zeros_like(self.stranger))

    def gain(self, price: float = 0.0) -> Floats:
        """What each token says for each accident, after the price of a damaged token."""
        gain: Floats = np.maximum(self.saving - PER_TOKEN - price, 0) * self.evidence
        return gain

    def channel_of(self, row: int) -> Channel:
        """The accident of a row."""
        return channels()[int(self.channel[row])]

    def text(self, row: int, token: int) -> str:
        """A token as it was written."""
        pair = self.pair[row, token]
        start = self.readings.starts[pair]
        return self._texts[start : start + self.readings.sizes[pair] - 1]

    @cached_property
    def _texts(self) -> str:
        """All readings, one behind the other, with undecoded bytes as what they were read as."""
        points, channel = self.readings.points, self.readings.channel
        lost = undecoded(points).nonzero()[0]
        if len(lost):
            points = points.copy()
            of = channel[self.readings.starts.searchsorted(lost, side="right") - 1]
            for number in np.unique(of).tolist():
                here = lost[of == number]
                points[here] = put_back(points[here], channels()[number].read)
        return text_of(points)


def hypotheses(weighed: Weighed) -> Hypotheses:
    """What speaks for each accident; the text around the tokens is taken to be in a language with a table."""
    cells = list(_cells(weighed))
    channel = np.concatenate([*(cell.channel for cell in cells), np.zeros(0, dtype=np.intp)])
    order = np.argsort(channel, kind="stable")
    channel, place_of = channel[order], np.argsort(order)
    shape = len(channel), len(weighed.tokens)
    saving = np.zeros(shape, dtype=np.float32)
    pair = np.full(shape, -1, dtype=np.int32)
    evidence = np.zeros(shape, dtype=np.float32)
    for cell in cells:
        at = place_of[cell.row], weighed.readings.token[cell.pair]
        saving[at], pair[at], evidence[at] = cell.saving, cell.pair, weighed.speaks[cell.pair]
    return Hypotheses(
        channel,
        _priors()[channel],
        saving,
        pair,
        evidence,
        weighed.stranger,
        weighed.readings,
        weighed.tokens,
    )


@dataclass(frozen=True, slots=True)
class _Cells:
    """The accidents of some rows; then the row, the reading and the saving of each cell in them that is not empty."""

    channel: Places
    row: Places
    pair: Places
    saving: Floats


def _cells(weighed: Weighed) -> Iterator[_Cells]:
    """For each script the best languages of each accident that most of its readings are written in."""
    readings, kept, costs = weighed.readings, weighed.kept, weighed.costs
    if not len(kept):
        return
    channel = readings.channel[kept]
    firsts = np.concatenate(([0], (channel[1:] != channel[:-1]).nonzero()[0] + 1))
    sizes = np.concatenate((firsts[1:], [len(kept)])) - firsts
    main = costs.main_scripts(kept, firsts)
    main_of_pair = main.repeat(sizes)
    before = 0
    for script in sorted(set(main.tolist())):
        here = main == script
        pairs, size = kept[main_of_pair == script], sizes[here]
        savings = weighed.as_is[readings.token[pairs], None] - costs.in_script(script, pairs)
        savings[~_written_in(script)[readings.channel[pairs]]] = -NEVER
        if script:
            savings[_gibberish(costs, script, pairs) & ~_any_text()[readings.channel[pairs], None]] = -NEVER
        gains = np.maximum(savings - PER_TOKEN, 0)
        gains *= weighed.speaks[pairs, None]
        starts = size.cumsum() - size
        totals = np.add.reduceat(gains, starts, axis=0)
        gaining = np.flatnonzero(totals.any(axis=1))
        best = (-totals[gaining]).argsort(axis=1, kind="stable")[:, :LANGUAGES]
        which, rank = (totals[gaining[:, None], best] > 0).nonzero()
        run = gaining[which]
        counts = size[run]
        place, _ = runs(starts[run], counts)
        row = np.arange(before, before + len(run)).repeat(counts)
        saving = savings[place, best[which, rank].repeat(counts)]
        yield _Cells(channel[firsts[here][run]], row, pairs[place], saving)
        before += len(run)


def _gibberish(costs: Costs, script: int, pairs: Places) -> NDArray[np.bool_]:
    """Which long readings are unlikelier in which languages than letters by chance: “увтВмтДвуГц” is nothing."""
    unknown = costs.unknown[script][pairs, None]
    return np.logical_and(unknown > LONG, costs.scripts[script][pairs] > unknown)


@cache
def _any_text() -> NDArray[np.bool_]:
    """Accidents of UTF-8, in which another layer may be written: that looks like nothing."""
    return np.array([channel.written == "utf-8" for channel in channels()])


@cache
def _priors() -> Floats:
    return np.array([channel.prior for channel in channels()], dtype=np.float32)


@cache
def _written_in(script: int) -> NDArray[np.bool_]:
    """Which languages of a script each accident's true encoding is used for: (accidents, languages)."""
    names = languages_of(script)
    out = np.ones((len(channels()), len(names)), dtype=bool)
    for row, channel in enumerate(channels()):
        columns = columns_for(channel.written)
        if columns and script in columns:
            out[row] = np.isin(np.arange(len(names)), columns[script])
    return out
