"""What may have happened to the tokens of a text, and what each accident saves.

All accidents are undone and scored in one go: the arrays are long, the calls few.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from pipeline.repair.channels import Channel, channel_numbers, channels, points_of, put_back, text_of
from pipeline.repair.multibyte import Tokens
from pipeline.repair.readings import LEAST_LETTERS, Readings, readings_of
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
    readings: Readings

    def __len__(self) -> int:
        return len(self.channel)

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


def hypotheses(
    tokens: Sequence[str], *, known: bool, only: frozenset[Channel] | None = None, evident: bool = False
) -> Hypotheses:
    """All that may have happened to the tokens (distinct, each with something beyond ASCII).

    `known` says that the text around them is in a language with a table, so that they hardly are in one without.
    `only` are the accidents looked for; `evident` leaves out what speaks for no accident.
    """
    laid = Tokens.of(tokens)
    wanted = None if only is None else [channel_numbers()[channel] for channel in only]
    readings = readings_of(laid, wanted, evident=evident)
    costs = cost_of(np.concatenate([laid.points[1:], readings.points]))
    as_is = costs.part(0, len(tokens)).best(STRANGER if known else 0.0)
    return _weighed(readings, costs.part(len(tokens), len(tokens) + len(readings.token)), as_is)


def _weighed(readings: Readings, costs: Costs, as_is: Floats) -> Hypotheses:
    """What each channel saves in the languages that gain most by it."""
    firsts = np.flatnonzero(np.diff(readings.channel, prepend=-1))
    ends = np.append(firsts[1:], len(readings.channel))
    rows: list[tuple[int, int]] = []  # run of pairs, column of its block
    blocks: dict[int, tuple[Floats, NDArray[np.intp], NDArray[np.bool_]]] = {}
    main = costs.main_scripts(firsts) if len(firsts) else np.zeros(0, dtype=np.intp)
    for script in np.unique(main).tolist():
        runs = np.flatnonzero(main == script)
        pairs = np.concatenate([np.arange(firsts[run], ends[run]) for run in runs])
        by_language, letters = costs.in_script(script, pairs)
        savings = as_is[readings.token[pairs], None] - by_language
        savings[~_written_in(script)[readings.channel[pairs]]] = -NEVER
        evidence = letters >= LEAST_LETTERS
        gains = np.maximum(savings - PER_TOKEN, 0) * evidence[:, None]
        sizes = ends[runs] - firsts[runs]
        totals = np.add.reduceat(gains, np.cumsum(sizes) - sizes, axis=0)
        best = np.argsort(-totals, axis=1, kind="stable")[:, :LANGUAGES]
        for i, run in enumerate(runs.tolist()):
            offset = int((np.cumsum(sizes) - sizes)[i])
            block = slice(offset, offset + int(sizes[i]))
            blocks[run] = savings[block], readings.token[firsts[run] : ends[run]], evidence[block]
            rows += [(run, column) for column in best[i].tolist() if totals[i, column] > 0]
    rows.sort(key=lambda row: row[0])
    return _filled(rows, blocks, firsts, readings, len(as_is))


def _filled(
    rows: Sequence[tuple[int, int]],
    blocks: dict[int, tuple[Floats, NDArray[np.intp], NDArray[np.bool_]]],
    firsts: NDArray[np.intp],
    readings: Readings,
    tokens: int,
) -> Hypotheses:
    saving = np.zeros((len(rows), tokens), dtype=np.float32)
    pair = np.full((len(rows), tokens), -1, dtype=np.int32)
    evidence = np.zeros((len(rows), tokens), dtype=np.float32)
    for row, (run, column) in enumerate(rows):
        savings, owner, speaks = blocks[run]
        saving[row, owner] = savings[:, column]
        pair[row, owner] = np.arange(firsts[run], firsts[run] + len(owner))
        evidence[row, owner] = speaks
    channel = readings.channel[firsts[[run for run, _ in rows]]] if rows else np.zeros(0, dtype=np.intp)
    return Hypotheses(channel, _priors()[channel], saving, pair, evidence, readings)


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
