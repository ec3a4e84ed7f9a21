"""Finds the encoding of each line of a file that is not UTF-8: as few encodings as explain the whole file well."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from itertools import compress

import chardet
import numpy as np
from numpy.typing import NDArray

from pipeline.data import word_list
from pipeline.repair import score
from pipeline.repair.encodings import Points, decoding_table, is_single, points_of, wider
from pipeline.repair.tables import CJK, languages_for, not_for, tables

ENCODINGS = word_list("repair/candidate_encodings.txt")
RANK = 0.15  # nats by which an encoding costs more than the one before it in the list
CHARDET = 5.0  # nats for chardet's answer: it is wrong in one of 150 whole files of its tests, more often in pieces
SECOND_ENCODING, SECOND_IN_LINE = 14.0, 3.0  # nats that another encoding must save in the file, and in a line
OTHER_LANGUAGE = 4.0  # price of a word in another language than most words of its encoding
NEAR = 1.25  # times the least cost, up to which an encoding is examined further
SAMPLE, FIRST_LOOK = 20_000, 1_200  # bytes of words decided at once, and of words scored in every encoding
LONGEST = 10_000  # bytes scored of a word; in scripts without spaces a whole file can be one word
IDEOGRAPH_BY_CHANCE = 11.0  # nats of a random ideograph; in Chinese and Japanese text one costs 5 to 8
TAG = re.compile(rb"</?[A-Za-z][^<>]*>")  # its letters would count with the word that it touches
MARKUP = re.compile(rb"[<>\"'=]+")  # between the words of a tag: `title="…"`
POOR = 0.9  # share of the cost of random letters above which a decoding makes no sense


def encodings_of_lines(lines: Sequence[bytes]) -> tuple[list[str], str | None]:
    """An encoding for each line, and a message if the decoding is doubtful."""
    apart = (TAG.sub(lambda tag: MARKUP.sub(b" ", tag[0]), line) for line in lines)
    words = [[word[:LONGEST] for word in line.split() if not word.isascii()] for line in apart]
    out: list[str] = []
    main, poor = "", None
    size = first = 0
    for end, line in enumerate(words, 1):
        size += sum(map(len, line))
        if size > SAMPLE or end == len(words):
            some, doubt = _encodings(lines[first:end], words[first:end], main)
            out += some
            main, poor = main or Counter(some).most_common(1)[0][0], poor or doubt  # on a tie the first
            size, first = 0, end
    return out, poor


def _encodings(lines: Sequence[bytes], words: Sequence[Sequence[bytes]], main: str) -> tuple[list[str], str | None]:
    """An encoding for each line of a piece of a file, and a message if doubtful; `main` is that of the first piece."""
    number: dict[bytes, int] = {}
    numbered = [[number.setdefault(word, len(number)) for word in line] for line in words]
    if not number:
        return [main or "utf-8"] * len(lines), None
    said = _named_by_chardet(b"".join(compress(lines, words)))
    names = _shortlist(list(number), list(dict.fromkeys([*ENCODINGS, *filter(None, (said, main))])), said)
    names, *costs = _costs(list(number), names)
    by_line, letters, chance = (_by_line(cost, numbered) for cost in costs)
    first, picked = _cheapest(by_line, names, [CHARDET * ((name == said) + (name == main)) for name in names])
    each = np.arange(len(lines))
    senseless = letters[each, picked].sum() > POOR * chance[each, picked].sum()
    doubt = f"no encoding makes good sense of the file; read as {names[first]}" if senseless else None
    return [names[i if line else first] for i, line in zip(picked, numbered, strict=True)], doubt


def _cheapest(by_line: score.Floats, names: list[str], likely: list[float]) -> tuple[int, list[int]]:
    """The first encoding and that of each line which together cost least; `likely` is taken off a first encoding."""
    rank = RANK * np.array([(*ENCODINGS, name).index(name) for name in names], dtype=np.float32)
    first = int(np.argmin(by_line.sum(axis=0) + rank - likely))
    tried = [_explained(by_line, first, names, rank)]
    # what suits all lines may suit none best: mac-cyrillic for a file in UTF-8 and cp1251
    tried += [_explained(by_line, other, names, rank) for other in sorted({*tried[0][-1]} - {first})]
    _, first, picked = min(tried, key=lambda found: found[0] - likely[found[1]])
    return first, picked


def _named_by_chardet(data: bytes) -> str | None:
    """The widest encoding that includes the one that chardet names, if ASCII is part of it."""
    name = chardet.detect(data)["encoding"]
    return wider(name) if name and "a".encode(name) == b"a" else None


def _explained(by_line: score.Floats, first: int, names: list[str], rank: score.Floats) -> tuple[float, int, list[int]]:
    """What a file costs in a first encoding and others that pay for themselves, the first, and that of each line."""
    paired = np.array([_in_one_file(names[first], name) for name in names])
    price = np.where(paired, SECOND_ENCODING, np.inf) + rank
    chosen = [first]
    while True:
        now = by_line[:, chosen].min(axis=1)
        saved = np.maximum(now[:, None] - by_line - SECOND_IN_LINE, 0).sum(axis=0) - price
        best = int(np.argmax(saved))
        if saved[best] <= 0:
            break
        chosen.append(best)
    costs = by_line[:, chosen] + np.where(np.array(chosen) == first, 0, SECOND_IN_LINE)
    picked = [chosen[i] for i in costs.argmin(axis=1).tolist()]
    return float(costs.min(axis=1).sum() + rank[first] + price[chosen[1:]].sum()), first, picked


@cache
def _in_one_file(one: str, other: str) -> bool:
    """Whether two encodings may occur in one file: UTF-8 with any, or two that share a language or an alphabet."""
    first, second = languages_for(one), languages_for(other)
    if first is None or second is None:
        return True
    script_of = tables().script_of
    return bool((first & second).any() or np.isin(script_of[first], script_of[second & (script_of < CJK - 1)]).any())


def _shortlist(words: list[bytes], names: list[str], said: str | None) -> list[str]:
    """The encodings that cost little more than the best on a sample of the words, or save much on a few of them."""
    some = words[:: 1 + sum(map(len, words)) // FIRST_LOOK]
    decoded = {name: points for name in names if (points := _decoded(some, name)) is not None}
    every = score.cost_of(np.concatenate(list(decoded.values())))
    costs = every.best(score.any_language()).reshape(len(decoded), -1)  # in any language: a lower bound
    total = costs.sum(axis=1)
    near = total <= np.min(total) * NEAR
    near |= np.maximum(costs[near].min(axis=0) - costs, 0).sum(axis=1) > CHARDET
    return [name for name, kept in zip(decoded, near.tolist(), strict=True) if kept or name == said]


def _costs(words: list[bytes], names: list[str]) -> tuple[list[str], score.Floats, score.Floats, score.Floats]:
    """The encodings that can decode the words; costs (names, words) of words, of their letters, of random letters.
    Letters are scored in the language of their script that suits an encoding's words best; others cost more."""
    decoded = {name: points for name in names if (points := _decoded(words, name)) is not None}
    costs = score.cost_of(np.concatenate(list(decoded.values())))
    shape = len(decoded), len(words)
    priced = costs.languages + np.stack([not_for(name) * score.NEVER for name in decoded]).repeat(len(words), axis=0)
    in_any = score.least_by_script(priced)
    total = (costs.flat + in_any.sum(axis=1)).reshape(shape)
    its_own = total <= total.min(axis=0)  # words that no other encoding explains better
    its_own[~its_own.any(axis=1)] = True
    main = score.cheapest((priced.reshape(*shape, -1) * its_own[:, :, None]).sum(axis=1))
    main[[name == "utf-8" for name in decoded]] = True
    in_main = score.least_by_script(np.where(main.repeat(len(words), axis=0), priced, score.NEVER))
    letters = np.minimum(in_main, in_any + OTHER_LANGUAGE).sum(axis=1)
    chance = costs.unknown.sum(axis=1) - costs.unknown[:, CJK - 1] * (1 - IDEOGRAPH_BY_CHANCE / score.UNKNOWN_IDEOGRAPH)
    return list(decoded), (costs.flat + letters).reshape(shape), letters.reshape(shape), chance.reshape(shape)


def _decoded(words: Sequence[bytes], encoding: str) -> Points | None:
    """Code points of the words, each ended by `TOKEN_END`; None if decoding changes the number of words."""
    data = b"\n".join(words) + b"\n"
    if is_single(encoding):
        points = decoding_table(encoding)[np.frombuffer(data, dtype=np.uint8)]
    else:
        points = points_of(data.decode(encoding, "surrogateescape"))
    return points if np.count_nonzero(points == score.TOKEN_END) == len(words) else None


def _by_line(costs: score.Floats, lines: Sequence[Sequence[int]]) -> NDArray[np.float32]:
    """The costs of words, (names, words), summed by line, (lines, names)."""
    out = np.zeros((len(lines), len(costs)), dtype=np.float32)
    sizes = np.array([len(line) for line in lines])
    some = np.flatnonzero(sizes)
    flat = np.array([word for line in lines for word in line], dtype=np.intp)
    out[some] = np.add.reduceat(costs[:, flat], np.cumsum(sizes[some]) - sizes[some], axis=1).T
    return out
