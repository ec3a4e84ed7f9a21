"""The encoding of each line of a file that is not UTF-8: those that explain the whole best, as few as will do."""

from __future__ import annotations

from collections.abc import Sequence

import chardet
import numpy as np

from pipeline.repair.channels import MULTIBYTE, decoding_table
from pipeline.repair.score import TOKEN_END, Floats, Points, columns_for, cost_of

ENCODINGS = [
    "utf-8",
    "cp1252",
    "iso8859-15",
    "cp1250",
    "iso8859-2",
    "cp1251",
    "koi8-r",
    "koi8-u",
    "cp866",
    "iso8859-5",
    "mac-cyrillic",
    "gb18030",
    "big5hkscs",
    "cp932",
    "euc_jp",
    "cp949",
    "cp1253",
    "iso8859-7",
    "cp1254",
    "cp1255",
    "iso8859-8",
    "cp1256",
    "iso8859-6",
    "cp1257",
    "cp1258",
    "cp874",
    "mac-roman",
    "cp437",
    "cp850",
    "cp852",
]
"""Candidates, the commoner of equals first."""

RANK = 0.15  # nats an encoding costs more than the one before it in the list
CHARDET = 5.0  # what chardet's answer is worth
LANGUAGES = 3  # weighed for each encoding
SECOND, SECOND_IN_LINE = 14.0, 3.0  # what another encoding must save in the file, and in a line
NEAR = 1.25  # how much dearer than the cheapest an encoding may be, in its best languages, to be looked at further
SAMPLE = 20_000  # bytes of tokens weighed at once
LONGEST = 10_000  # bytes of a token that are weighed: scripts without blanks can make one of a whole file


def encodings_of_lines(lines: Sequence[bytes]) -> list[str]:
    """An encoding for each line."""
    tokens = [[token[:LONGEST] for token in line.split() if not token.isascii()] for line in lines]
    out: list[str] = []
    main, size, first = "", 0, 0
    for end, line in enumerate(tokens, 1):
        size += sum(map(len, line))
        if size > SAMPLE or end == len(tokens):
            some = _encodings(lines[first:end], tokens[first:end], main)
            out += some
            main = main or max(set(some), key=some.count)
            size, first = 0, end
    return out


def _encodings(lines: Sequence[bytes], tokens: Sequence[Sequence[bytes]], main: str) -> list[str]:
    number: dict[bytes, int] = {}
    numbered = [[number.setdefault(token, len(number)) for token in line] for line in tokens]
    if not number:
        return [main or "utf-8"] * len(lines)
    names, costs = _costs(list(number), numbered)
    by_line = _by_line(costs, numbered)
    price = np.array([ENCODINGS.index(name) * RANK for name in names], dtype=np.float32)
    said = _same_as(chardet.detect(b"".join(lines))["encoding"])
    price -= np.array([CHARDET * (name == said) + CHARDET * (name == main) for name in names], dtype=np.float32)
    chosen = [int(np.argmin(by_line.sum(axis=0) + price))]
    while True:
        now = by_line[:, chosen].min(axis=1)
        saved = np.maximum(now[:, None] - by_line - SECOND_IN_LINE, 0).sum(axis=0) - SECOND
        best = int(np.argmax(saved))
        if saved[best] <= 0:
            break
        chosen.append(best)
    picked = by_line[:, chosen].argmin(axis=1)
    return [names[chosen[i]] if line else names[chosen[0]] for i, line in zip(picked.tolist(), numbered, strict=True)]


def _by_line(costs: Floats, lines: Sequence[Sequence[int]]) -> Floats:
    """Costs of tokens summed by line: (names, tokens) to (lines, names)."""
    out = np.zeros((len(lines), len(costs)), dtype=np.float32)
    sizes = np.array([len(line) for line in lines])
    some = np.flatnonzero(sizes)
    flat = np.array([token for line in lines for token in line], dtype=np.intp)
    out[some] = np.add.reduceat(costs[:, flat], np.cumsum(sizes[some]) - sizes[some], axis=1).T
    return out


def _costs(tokens: list[bytes], lines: Sequence[Sequence[int]]) -> tuple[list[str], Floats]:
    """Cost of each token in each encoding and language: names (encodings come several times) and (names, tokens).

    Encodings that are far behind for the whole and gain on no lines are left out.
    """
    data = b"\n".join(tokens) + b"\n"
    parts: list[tuple[str, Points]] = []
    for name in ENCODINGS:
        points = _decode(data, name)
        if np.count_nonzero(points == TOKEN_END) == len(tokens):
            parts.append((name, points))
    scored = cost_of(np.concatenate([points for _, points in parts]))
    every = np.arange(len(tokens))
    names: list[str] = []
    rows: list[Floats] = []
    least = _by_line(scored.best().reshape(len(parts), -1), lines)  # in whatever language: no encoding costs less
    total = least.sum(axis=0)
    near = total <= total.min() * NEAR + CHARDET * 3
    near |= np.maximum(least[:, near].min(axis=1)[:, None] - least, 0).sum(axis=0) > CHARDET
    for i in np.flatnonzero(near).tolist():
        name = parts[i][0]
        part = scored.part(i * len(tokens), (i + 1) * len(tokens))
        if name == "utf-8":
            names.append(name)
            rows.append(part.best())
            continue
        main = int(part.main_scripts(every, np.zeros(1, dtype=np.intp))[0])
        by_language = part.in_script(main, every)
        columns = columns_for(name)
        if columns and main in columns:
            by_language = by_language[:, columns[main]]
        for column in np.argsort(by_language.sum(axis=0), kind="stable")[:LANGUAGES]:
            names.append(name)
            rows.append(by_language[:, column])
    return names, np.stack(rows)


def _decode(data: bytes, encoding: str) -> Points:
    if encoding not in MULTIBYTE:
        return decoding_table(encoding)[np.frombuffer(data, dtype=np.uint8)]
    text = data.decode(encoding, "surrogateescape")
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def _same_as(name: str | None) -> str | None:
    """chardet's name for an encoding as one of ours."""
    if name is None:
        return None
    plain = name.lower().replace("_", "-")
    wider = {
        "iso-8859-1": "cp1252", "ascii": "utf-8", "gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs",
        "shift-jis": "cp932", "euc-jp": "euc_jp", "euc-kr": "cp949", "tis-620": "cp874", "macroman": "mac-roman",
        "maccyrillic": "mac-cyrillic", "ibm866": "cp866", "iso-8859-9": "cp1254",
    }  # fmt: skip
    plain = wider.get(plain, plain.replace("windows-", "cp").replace("iso-8859", "iso8859"))
    return plain if plain in ENCODINGS else None
