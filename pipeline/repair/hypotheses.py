"""What may have happened to the tokens of a text, and what each accident saves.

All accidents are undone and scored in one go: the arrays are long, the calls few.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from pipeline.repair.channels import Channel, channel_numbers, channels, points_of, put_back, text_of
from pipeline.repair.multibyte import Readings, Tokens
from pipeline.repair.readings import LEAST_LETTERS, readings_of
from pipeline.repair.score import Costs, Floats, columns_for, cost_of, languages_of

PER_TOKEN = 3.0  # nats: price of each damaged token, against sums of tiny savings
STRANGER = 6.0  # price of a word of a language without a table in a text of one that has
KNOWN = 0.85  # of what the words would cost in a language without a table
SAMPLE = 40
LANGUAGES = 3  # kept for each channel
NEVER = np.float32(1e6)


@dataclass(frozen=True, slots=True)
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
    most: Floats  # by token: the most that any accident gains, whether it has a row or not
    stranger: Floats  # by token: what it saves less in a text in a language without a table
    readings: Readings

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
        starts, pair = self.readings.starts, int(self.pair[row, token])
        end = starts[pair + 1] if pair + 1 < len(starts) else len(self.readings.points)
        return text_of(put_back(self.readings.points[starts[pair] : end - 1], self.channel_of(row).read))


def in_known_language(text: str) -> bool:
    """Whether the plain words of a text are in a language that the tables know (as far as a sample tells)."""
    words = text.split()
    sample = words[:: max(1, len(words) // SAMPLE)][:SAMPLE]
    costs = cost_of(points_of("\n".join(sample) + "\n")) if sample else None
    if costs is None or not costs.scripts:
        return False
    main = max(costs.unknown, key=lambda script: float(costs.unknown[script].sum()))
    return bool(costs.scripts[main].sum(axis=0).min() < KNOWN * costs.unknown[main].sum())


def hypotheses(tokens: Sequence[str], *, only: frozenset[Channel] | None = None, evident: bool = False) -> Hypotheses:
    """All that may have happened to the tokens (distinct, each with something beyond ASCII).

    The text around them is taken to be in a language with a table, so that they hardly are in one without.
    `only` are the accidents looked for; `evident` leaves out what speaks for no accident.
    """
    laid = Tokens.of(tokens)
    wanted = None if only is None else [channel_numbers()[channel] for channel in only]
    readings = readings_of(laid, wanted, evident=evident)
    costs = cost_of(np.concatenate([laid.points[1:], readings.points]))
    of_tokens = costs.part(0, len(tokens))
    as_is = of_tokens.best(STRANGER)
    of_readings = costs.part(len(tokens), len(tokens) + len(readings.token))
    found = _weighed(readings, of_readings, as_is, evident)
    return replace(found, stranger=as_is - of_tokens.best())


def _weighed(readings: Readings, costs: Costs, as_is: Floats, evident: bool) -> Hypotheses:
    """What each channel saves in the languages that gain most by it."""
    others = costs.other_letters()
    speaks = (others == 0) | (others >= LEAST_LETTERS)
    kept = np.arange(len(readings.token))
    if evident:  # most pairs gain nothing even in the language that suits them best
        kept = np.flatnonzero(speaks & (as_is[readings.token] - costs.best() > PER_TOKEN))
    channel_of = readings.channel[kept]
    firsts = np.flatnonzero(np.diff(channel_of, prepend=-1))
    sizes = np.diff(firsts, append=len(kept))
    run_of_pair = np.repeat(np.arange(len(firsts)), sizes)
    rows: list[tuple[NDArray[np.intp], NDArray[np.intp], Floats]] = []  # run and pair of each saving
    main = costs.main_scripts(kept, firsts) if len(firsts) else np.zeros(0, dtype=np.intp)
    most = np.zeros(len(as_is), dtype=np.float32)
    channel, row_of = [], 0
    for script in np.unique(main).tolist():
        here = main == script
        pairs = kept[here[run_of_pair]]
        savings = as_is[readings.token[pairs], None] - costs.in_script(script, pairs)
        savings[~_written_in(script)[readings.channel[pairs]]] = -NEVER
        gains = np.maximum(savings - PER_TOKEN, 0) * speaks[pairs, None]
        np.maximum.at(most, readings.token[pairs], gains.max(axis=1))
        starts = np.cumsum(sizes[here]) - sizes[here]
        totals = np.add.reduceat(gains, starts, axis=0)
        best = np.argsort(-totals, axis=1, kind="stable")[:, :LANGUAGES]
        run, rank = np.nonzero(np.take_along_axis(totals, best, axis=1) > 0)
        column = best[run, rank]
        counts = sizes[here][run]
        place = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts - starts[run], counts)
        rows.append(
            (np.repeat(row_of + np.arange(len(run)), counts), pairs[place], savings[place, np.repeat(column, counts)])
        )
        channel.append(channel_of[firsts[here][run]])
        row_of += len(run)
    return _filled(rows, channel, speaks, readings, most)


def _filled(
    rows: Sequence[tuple[NDArray[np.intp], NDArray[np.intp], Floats]],
    channels_of_rows: Sequence[NDArray[np.intp]],
    speaks: NDArray[np.bool_],
    readings: Readings,
    most: Floats,
) -> Hypotheses:
    channel = np.concatenate([*channels_of_rows, np.zeros(0, dtype=np.intp)])
    order = np.argsort(channel, kind="stable")
    place_of = np.argsort(order)
    saving = np.zeros((len(channel), len(most)), dtype=np.float32)
    pair = np.full((len(channel), len(most)), -1, dtype=np.int32)
    evidence = np.zeros((len(channel), len(most)), dtype=np.float32)
    for row, pairs, savings in rows:
        at = place_of[row], readings.token[pairs]
        saving[at], pair[at], evidence[at] = savings, pairs, speaks[pairs]
    return Hypotheses(
        channel[order], _priors()[channel[order]], saving, pair, evidence, most, np.zeros_like(most), readings
    )


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
