"""How many test files of chardet and char-dataset, whole and cut into pieces, each tool decodes correctly."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from pipeline.repair import NotTextError

Decode = Callable[[bytes], str]

LANGUAGE = re.compile(
    r"-(?:arabic|bulgarian|croatian|czech|greek|hebrew|hungarian|polish|romanian|russian|slovak|slovene|turkish)$"
)
LABELS = {
    "ascii": "cp1252", "iso-8859-1": "cp1252", "iso8859_1": "cp1252", "gb2312": "gb18030", "euc_kr": "cp949",
    "euc-kr": "cp949", "shift_jis": "cp932", "big5": "big5hkscs", "tis_620": "cp874", "tis-620": "cp874",
    "iso8859_9": "cp1254", "maccyrillic": "mac_cyrillic", "macroman": "mac_roman",
}  # fmt: skip
"""Codecs for folders of test files whose name is no codec, or whose files hold more than the encoding named."""

MOST_WRONG = 0.0005  # share of a file's characters that may differ: codec tables disagree on single characters
LINES = (1, 4, 12)  # of a piece
PIECES = 10  # of a file and length, evenly spaced


class TestFile(NamedTuple):
    """A test file or a piece of one: the name of its folder (an encoding, often a language), its bytes, its text."""

    family: str
    data: bytes
    text: str


def codec_of(family: str) -> str:
    """Python's codec for the files of a folder."""
    plain = LANGUAGE.sub("", family)
    return LABELS.get(plain, plain)


def test_files(root: Path) -> Iterator[TestFile]:
    """The test files of a project."""
    for path in sorted(root.glob("*/*")):
        family = path.parent.name.lower()
        try:
            data = path.read_bytes()
            yield TestFile(family, data, data.decode(codec_of(family)))
        except (UnicodeError, LookupError, IsADirectoryError):
            continue  # a file that its own label cannot decode measures nothing


def pieces_of(file: TestFile, lines: int) -> Iterator[TestFile]:
    """Some pieces of so many lines of a file that are not ASCII."""
    every = file.text.splitlines(keepends=True)
    cut = ("".join(every[at : at + lines]) for at in range(0, len(every), lines))
    pieces = [piece for piece in cut if not piece.isascii()]
    for piece in pieces[:: max(1, len(pieces) // PIECES)][:PIECES]:
        with suppress(UnicodeError):  # a sign that the codec reads and cannot write
            yield TestFile(file.family, piece.encode(codec_of(file.family)), piece)


def alike(one: str, other: str) -> bool:
    """Whether two texts are the same but for byte order marks, line ends and characters on which codecs disagree."""
    from score import fold  # type: ignore[import-not-found]

    a, b = (
        re.sub("[\ufffd\ufeff\0]", "", fold(text)).replace("\r\n", "\n").replace("\r", "\n") for text in (one, other)
    )
    return a == b or (len(a) == len(b) and sum(p != q for p, q in zip(a, b, strict=True)) <= MOST_WRONG * len(a))


class Count:
    """How many files of each family there are, and how many of them each tool decodes correctly."""

    def __init__(self, files: Iterable[TestFile], tools: Mapping[str, Decode]) -> None:
        self.tools = tuple(tools)
        self.of: Counter[str] = Counter()
        self.right: dict[str, Counter[str]] = defaultdict(Counter)
        for family, data, text in files:
            self.of[family] += 1
            for tool, decode in tools.items():
                with suppress(UnicodeError, NotTextError, LookupError):
                    self.right[family][tool] += alike(decode(data), text)

    def uneven(self) -> list[str]:
        """The families that some tool does not decode correctly throughout."""
        return sorted(f for f in self.of if any(self.right[f][tool] < self.of[f] for tool in self.tools))

    def worse(self) -> list[str]:
        """The families at which another tool is better than this project, whose tool is the first."""
        return [f for f in self.uneven() if self.right[f][self.tools[0]] < max(self.right[f].values(), default=0)]

    def total(self, tool: str) -> int:
        """The number of files that a tool decodes correctly."""
        return sum(right[tool] for right in self.right.values())


def file_tables(
    folder: Path, tools: Mapping[str, Decode], reasons: Callable[[Iterable[str]], Iterator[str]]
) -> Iterator[str]:
    """Markdown tables of whole files by encoding and of pieces by length; `reasons` says why another tool is better."""
    files: list[TestFile] = []
    for name in ("chardet", "char-dataset"):
        root = folder / name / "tests" if (folder / name / "tests").is_dir() else folder / name
        if not root.is_dir():
            yield f"\nThe test files of {name} were not there."
            continue
        some = list(test_files(root))
        files += some
        count = Count(some, tools)
        yield f"\n| files of {name} | n | {' | '.join(tools)} |\n|---|---:|" + "---:|" * len(tools)
        for family in count.uneven():
            yield f"| {family} | {count.of[family]} | " + " | ".join(str(count.right[family][t]) for t in tools) + " |"
        total = " | ".join(str(count.total(tool)) for tool in tools)
        yield f"| all encodings, also those where every tool is right | {len(some)} | {total} |"
        yield from reasons(count.worse())
    if files:
        yield from _table_of_pieces(files, tools, reasons)


def _table_of_pieces(
    files: list[TestFile], tools: Mapping[str, Decode], reasons: Callable[[Iterable[str]], Iterator[str]]
) -> Iterator[str]:
    yield f"\n| pieces of these files | n | {' | '.join(tools)} |\n|---|---:|" + "---:|" * len(tools)
    worse: list[str] = []
    for lines in LINES:
        count = Count((piece for file in files for piece in pieces_of(file, lines)), tools)
        n = sum(count.of.values())
        if not n:  # all of them are ASCII
            continue
        shares = " | ".join(f"{count.total(tool) / n:.1%}" for tool in tools)
        yield f"| {lines} {'line' if lines == 1 else 'lines'}, at most {PIECES} of a file | {n} | {shares} |"
        worse += [f"{family} in pieces of {lines}" for family in count.worse()]
    yield from reasons(worse)
