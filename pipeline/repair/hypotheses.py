"""What may have happened to the tokens of a text, and what each accident saves.

All accidents are undone and scored in one go: the arrays are long, the calls few.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from pipeline.repair.channels import Channel, channel_numbers, channels, points_of, put_back, text_of, undecoded
from pipeline.repair.planes import LEAST_LETTERS
from pipeline.repair.readings import readings_of
from pipeline.repair.score import Costs, Floats, columns_for, cost_of, languages_of
from pipeline.repair.screen import strange_places
from pipeline.repair.tokens import Readings, Tokens

PER_TOKEN = 3.0  # nats: price of each damaged token, against sums of tiny savings
STRANGER = 6.0  # price of a word of a language without a table in a text of one that has
KNOWN = 0.85  # of what the words would cost in a language without a table
SAMPLE = 40
LANGUAGES = 3  # kept for each channel
NEVER = np.float32(1e6)


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
    most: Floats  # by token: the most that any accident gains, whether it has a row or not
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


def in_known_language(text: str) -> bool:
    """Whether the plain words of a text are in a language that the tables know (as far as a sample tells)."""
    words = text.split()
    plain = [word for word in words if word.isascii()]
    if len(words) < SAMPLE and 2 * len(plain) >= len(words):
        words = plain  # what is misread would hide the language of a short text
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
    if evident:
        readings = _less_strange(laid, readings)
    if not len(readings.token):
        nothing = np.zeros(len(tokens), dtype=np.float32)
        return _filled([], np.zeros(0, dtype=bool), readings, nothing, nothing, tuple(tokens))
    costs = cost_of(np.concatenate([laid.points[1:], readings.points]))
    of_tokens = costs.part(0, len(tokens))
    as_is = of_tokens.best(STRANGER)
    of_readings = costs.part(len(tokens), len(tokens) + len(readings.token))
    # a letter alone is no evidence: “D.C. â The” is a dash that lost two bytes, and any code page offers a character
    alone = np.array([len(token.strip()) <= 1 for token in tokens])
    kept, speaks, most = _kept(readings, of_readings, as_is, alone, evident)
    rows = _rows(readings, of_readings, as_is, kept, speaks)
    return _filled(rows, speaks, readings, most, as_is - of_tokens.best(), tuple(tokens))


def _less_strange(tokens: Tokens, readings: Readings) -> Readings:
    """Without the readings in which as much is strange as in the token itself: a cheap look before the costs."""
    points = np.concatenate((tokens.points, readings.points))
    starts = np.concatenate((tokens.starts, readings.starts + len(tokens.points), [len(points)]))
    counted = strange_places(points).searchsorted(starts)
    strange = counted[1:] - counted[:-1]
    before, after = strange[: len(tokens.starts)], strange[len(tokens.starts) :]
    return readings.where(after < before[readings.token])


def _kept(
    readings: Readings, costs: Costs, as_is: Floats, alone: NDArray[np.bool_], evident: bool
) -> tuple[NDArray[np.intp], NDArray[np.bool_], Floats]:
    """Pairs worth a look at each language, which pairs speak for their accident, the most that each token gains."""
    others = costs.other_letters()
    speaks = ((others == 0) | (others >= LEAST_LETTERS)) & ~alone[readings.token]
    gain = np.where(speaks, as_is[readings.token] - costs.best() - PER_TOKEN, 0)
    most = np.zeros(len(as_is), dtype=np.float32)
    np.maximum.at(most, readings.token, gain)
    kept = (gain > 0).nonzero()[0] if evident else np.arange(len(readings.token))
    return kept, speaks, most


def _rows(
    readings: Readings, costs: Costs, as_is: Floats, kept: NDArray[np.intp], speaks: NDArray[np.bool_]
) -> list[tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp], Floats]]:
    """For each script: the accidents of the rows it adds, then row, pair and saving of each cell of them."""
    if not len(kept):
        return []
    channel = readings.channel[kept]
    firsts = (np.concatenate(([True], channel[1:] != channel[:-1]))).nonzero()[0]
    sizes = np.concatenate((firsts[1:], [len(kept)])) - firsts
    run_of_pair = np.repeat(np.arange(len(firsts)), sizes)
    main = costs.main_scripts(kept, firsts)
    out, before = [], 0
    for script in sorted(set(main.tolist())):
        here = main == script
        pairs = kept[here[run_of_pair]]
        savings = as_is[readings.token[pairs], None] - costs.in_script(script, pairs)
        savings[~_written_in(script)[readings.channel[pairs]]] = -NEVER
        gains = np.maximum(savings - PER_TOKEN, 0) * speaks[pairs, None]
        starts = np.cumsum(sizes[here]) - sizes[here]
        totals = np.add.reduceat(gains, starts, axis=0)
        gaining = np.flatnonzero(totals.any(axis=1))
        best = np.argsort(-totals[gaining], axis=1, kind="stable")[:, :LANGUAGES]
        which, rank = np.nonzero(totals[gaining[:, None], best] > 0)
        run = gaining[which]
        counts = sizes[here][run]
        place = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts - starts[run], counts)
        row = np.repeat(before + np.arange(len(run)), counts)
        out.append(
            (channel[firsts[here][run]], row, pairs[place], savings[place, np.repeat(best[which, rank], counts)])
        )
        before += len(run)
    return out


def _filled(
    rows: Sequence[tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp], Floats]],
    speaks: NDArray[np.bool_],
    readings: Readings,
    most: Floats,
    stranger: Floats,
    tokens: tuple[str, ...],
) -> Hypotheses:
    channel = np.concatenate([*(part[0] for part in rows), np.zeros(0, dtype=np.intp)])
    order = np.argsort(channel, kind="stable")
    channel, place_of = channel[order], np.argsort(order)
    saving = np.zeros((len(channel), len(most)), dtype=np.float32)
    pair = np.full((len(channel), len(most)), -1, dtype=np.int32)
    evidence = np.zeros((len(channel), len(most)), dtype=np.float32)
    for _, row, pairs, savings in rows:
        at = place_of[row], readings.token[pairs]
        saving[at], pair[at], evidence[at] = savings, pairs, speaks[pairs]
    return Hypotheses(channel, _priors()[channel], saving, pair, evidence, most, stranger, readings, tokens)


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
