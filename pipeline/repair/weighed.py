"""What may have happened to the tokens of a text, and the most that each of them gains by any accident.

All accidents are undone and scored in one go: the arrays are long, the calls few.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.repair.channels import Channel, channel_numbers, points_of
from pipeline.repair.planes import LEAST_LETTERS
from pipeline.repair.readings import readings_of
from pipeline.repair.score import Costs, Floats, cost_of
from pipeline.repair.screen import strange_places
from pipeline.repair.tokens import Places, Readings, Tokens

PER_TOKEN = 3.0  # nats: price of each damaged token, against sums of tiny savings
STRANGER = 6.0  # price of a word of a language without a table in a text of one that has
KNOWN = 0.85  # of what the words would cost in a language without a table
SAMPLE = 40
SIGNS_ALONE = re.compile(r"[^\w\u2500-\u25ff]+")


@dataclass(frozen=True, slots=True)
class Weighed:
    """Readings of some tokens with their costs.

    `as_is` is what each token costs as it stands, in a text in a language with a table, so that the token hardly is in
    one without; in a text in another such language it costs `stranger` less. `speaks` are the readings that may speak
    for their accident, `kept` the numbers of those worth a look at each language; `most` is the most that any accident
    gains on each token.
    """

    tokens: tuple[str, ...]
    readings: Readings
    costs: Costs  # of the readings
    as_is: Floats
    stranger: Floats
    speaks: NDArray[np.bool_]
    kept: Places
    most: Floats


def weigh(tokens: Sequence[str], *, only: frozenset[Channel] | None = None, evident: bool = False) -> Weighed:
    """Undo all accidents on the tokens (distinct, each with something beyond ASCII) and score what comes of it.

    `only` are the accidents looked for; `evident` leaves out what speaks for no accident.
    """
    laid = Tokens.of(tokens)
    wanted = None if only is None else [channel_numbers()[channel] for channel in only]
    readings = readings_of(laid, wanted, evident=evident)
    if evident:
        readings = _less_strange(laid, readings)
    count = len(readings.token)
    if not count:
        none, nothing = np.zeros(len(tokens), dtype=np.float32), np.zeros(0, dtype=np.float32)
        costs = Costs(nothing, {}, {}, {})
        return Weighed(tuple(tokens), readings, costs, none, none, nothing > 0, readings.token, none)
    every = cost_of(np.concatenate([laid.points[1:], readings.points]))
    of_tokens, costs = every.part(0, len(tokens)), every.part(len(tokens), len(tokens) + count)
    as_is = of_tokens.best(STRANGER)
    # a letter alone is no evidence: “D.C. â The” is a dash that lost two bytes, and any code page offers a character
    alone = np.array([len(token.strip()) <= 1 for token in tokens])
    # and signs that become signs are none: the face “`¬´”, accents that stand for quotation marks; but for boxes
    signs = np.array([SIGNS_ALONE.fullmatch(token) is not None for token in tokens])[readings.token]
    signs &= ~np.logical_or.reduce([unknown > 0 for unknown in costs.unknown.values()])
    others = costs.other_letters()
    speaks = ((others == 0) | (others >= LEAST_LETTERS)) & ~alone[readings.token] & ~signs
    gain = np.where(speaks, as_is[readings.token] - costs.best() - PER_TOKEN, 0)
    most = np.zeros(len(tokens), dtype=np.float32)
    np.maximum.at(most, readings.token, gain)
    kept = (gain > 0).nonzero()[0] if evident else np.arange(count)
    return Weighed(tuple(tokens), readings, costs, as_is, as_is - of_tokens.best(), speaks, kept, most)


def _less_strange(tokens: Tokens, readings: Readings) -> Readings:
    """Without the readings in which as much is strange as in the token itself: a cheap look before the costs."""
    points = np.concatenate((tokens.points, readings.points))
    starts = np.concatenate((tokens.starts, readings.starts + len(tokens.points), [len(points)]))
    counted = strange_places(points).searchsorted(starts)
    strange = counted[1:] - counted[:-1]
    before, after = strange[: len(tokens.starts)], strange[len(tokens.starts) :]
    return readings.where(after < before[readings.token])


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
