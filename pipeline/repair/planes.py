"""Which accidents into single-byte encodings make sense of a token, all of them at once: one bit for each.

A character has a row of bits for each question (is it changed, into something odd, into a letter of which script), so
that a token is looked at in a few operations on words of 64 bits, whatever the number of accidents.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from pipeline.repair.channels import MULTIBYTE, channels, decoding_table, encoding_table, single_byte_readings
from pipeline.repair.plausible import MOST_CHANGES, MOST_UNEXPECTED, SIGN_SCRIPT, scripts, signs, unexpected
from pipeline.repair.tables import CJK, tables
from pipeline.repair.tokens import LINE_FEED, Places, Tokens

Bits = NDArray[np.uint64]
WORDS = 2  # of 64 bits, for each question
CHANGED, SIGN, ODD, ALPHABET, TURN = range(5)
"""Questions: is it changed, into a sign, into something odd, into a letter of another alphabet than the Latin one, does
the script change before it."""

SCRIPTS = CJK + 1  # the last is for vowel and tone signs
FIRST_LISTED = SCRIPTS + 1  # rows before are those of characters that all accidents let pass, by script
LEAST_LETTERS = 3
"""Of another alphabet, for a token to speak for an accident: “€,” is not “И,”, “â¢” not “тв”."""

MOST_COUNTED = 255


@dataclass(frozen=True, slots=True)
class Planes:
    """The bits of each character, and what it was written as.

    `row` gives the row of a code point of the BMP: from `FIRST_LISTED` on those that some accident changes.
    """

    row: NDArray[np.intp]
    bits: Bits  # (rows, questions, WORDS); nothing for `ODD` and `TURN`
    script: Bits  # (rows, WORDS, scripts): is it of each script
    clash: Bits  # (rows, WORDS, scripts): does each script not go on behind it
    odd: Bits  # (code points, WORDS)
    written: NDArray[np.uint32]  # (characters that some accident changes, accidents)


@cache
def planes() -> Planes:
    """Made once (about 15 ms)."""
    group = [c for c in channels() if c.written not in MULTIBYTE]
    listed = np.flatnonzero(np.any([encoding_table(read) >= 0x80 for read in single_byte_readings()], axis=0))
    script_of = np.where(scripts() == SIGN_SCRIPT, SCRIPTS, scripts())
    row = script_of.astype(np.intp)
    row[listed] = np.arange(FIRST_LISTED, FIRST_LISTED + len(listed))
    written = np.empty((len(group), len(listed)), dtype=np.uint32)
    passing = np.empty((len(group), 0x10000), dtype=bool)  # odd where it passes
    odd = np.empty(written.shape, dtype=bool)
    for column, channel in enumerate(group):
        codes = encoding_table(channel.read)[listed]
        written[column] = np.where(codes < 0, listed, decoding_table(channel.written)[np.maximum(codes, 0)])
        passing[column] = unexpected(channel.written)
        odd[column] = passing[column][written[column]]
    odd_bits = _packed(passing)
    odd_bits[listed], odd_bits[:0x80] = _packed(odd), 0
    changed = written != listed
    by_row = np.repeat(np.arange(FIRST_LISTED)[None], len(group), axis=0)
    script = np.concatenate((by_row, script_of[written]), axis=1)
    bits = np.zeros((FIRST_LISTED + len(listed), TURN + 1, WORDS), dtype=np.uint64)
    bits[FIRST_LISTED:, CHANGED], bits[FIRST_LISTED:, SIGN] = _packed(changed), _packed(signs()[written] & changed)
    bits[:, ALPHABET] = _packed((script > 1) & (script < SCRIPTS))
    of_script = np.stack([_packed(script == number + 1) for number in range(SCRIPTS)], axis=2)
    latin, sign, letter = of_script[:, :, 0], of_script[:, :, -1], bits[:, ALPHABET]
    clash = latin[:, :, None] | (letter[:, :, None] & ~of_script)
    clash[:, :, 0], clash[:, :, -1] = letter | sign, latin
    return Planes(row, bits, of_script, clash, odd_bits, written.T.copy())


def _packed(found: NDArray[np.bool_]) -> Bits:
    """Truth values of (accidents, rows) as bits of (rows, WORDS)."""
    packed = np.packbits(found, axis=0, bitorder="little")
    out = np.zeros((found.shape[1], WORDS * 8), dtype=np.uint8)
    out[:, : len(packed)] = packed.T
    return out.view(np.uint64)


def fitting(tokens: Tokens, columns: NDArray[np.intp], evident: bool) -> NDArray[np.bool_]:
    """Which accidents (their numbers are `columns`) make something plausible of which tokens: (accidents, tokens).

    `evident` leaves out those that a token does not speak for.
    """
    table, near, here, first = planes(), tokens.near, tokens.here, tokens.first
    row = table.row[here]
    bits = table.bits.take(row, axis=0)
    bits[:, ODD] = table.odd.take(here, axis=0)
    clashes = table.script.take(row, axis=0) & table.clash.take(table.row[tokens.at[near - 1]], axis=0)
    np.bitwise_or.reduce(clashes, axis=2, out=bits[:, TURN])
    bits[~_inside(tokens), SIGN] = 0
    some: Bits = np.bitwise_or.reduceat(bits[:, : SIGN + 1], first, axis=0)
    fit = _apart(np.bitwise_and(some[:, CHANGED], ~some[:, SIGN]))
    counted = _counts(bits[:, ODD : TURN + 1], first)
    fit &= counted[:, 0] <= _most_odd(tokens)[:, None]
    fit &= counted[:, 2] <= MOST_CHANGES
    if evident:
        other = counted[:, 1]
        fit &= (other == 0) | (other >= LEAST_LETTERS)
    return fit.T[columns]


def _inside(tokens: Tokens) -> NDArray[np.bool_]:
    """Which of the characters near those beyond ASCII stand between letters, and are letters themselves."""
    letter = tables().klass[tokens.at] == 0
    inside = letter[1:-1] & letter[:-2] & letter[2:]
    found: NDArray[np.bool_] = inside[np.minimum(tokens.near, len(inside)) - 1]  # the last may be the last line feed
    return found


def _most_odd(tokens: Tokens) -> Places:
    """How many odd characters each token may have, beside its control characters."""
    most: Places = (MOST_UNEXPECTED * tokens.sizes).astype(np.intp)
    control = tokens.at < 0x20
    if np.count_nonzero(control) > len(most) + 1:
        control &= tokens.at != LINE_FEED
        most -= np.add.reduceat(control, tokens.starts, dtype=np.intp)
    return most


def _apart(bits: Bits) -> NDArray[np.bool_]:
    """Bits of (…, WORDS) as truth values: (…, accidents)."""
    return np.unpackbits(bits.view(np.uint8), axis=-1, bitorder="little").view(np.bool_)


def _counts(bits: Bits, first: Places) -> NDArray[np.integer]:
    """How many characters of each token have each bit: (tokens, questions, accidents)."""
    ones = _apart(bits).view(np.uint8)
    if len(ones) > MOST_COUNTED and np.diff(first, append=len(ones)).max() > MOST_COUNTED:
        return np.add.reduceat(ones, first, axis=0, dtype=np.intp)
    lanes = ones.reshape(len(ones), -1).view(np.uint64)  # eight counts at once
    return np.add.reduceat(lanes, first, axis=0).view(np.uint8).reshape(len(first), bits.shape[1], -1)
