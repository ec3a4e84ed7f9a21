"""Score what ships on held-back releases in other layouts: wrapped, indented, quoted in a mail, with odd characters.

    python -m benchmarks.layouts            # three minutes; F1, a row per layout

Only releases that are not wrapped already are read. Figures are those of the annotated text, to which offsets are
mapped back, so that all rows of the table should be alike.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from dataclasses import replace

from benchmarks.adapters import Prediction, gold_predictions
from pipeline.structure import structure
from training.annotated import held_back
from training.corpus import Release
from training.scoring import f1

COLUMNS = 72
TASKS = ("PERSON exact", "ORG exact", "DATE exact", "person-role", "person-role-org", "quotes", "quote+speaker")
Pieces = list[tuple[str, int]]
"""A text as pieces, each with how many characters of the original it stands for."""


def _wrapped(text: str) -> str:
    """The text with lines of at most 72 columns; line ends stand in place of spaces, so that offsets stay valid."""
    return re.sub(rf"([^\n]{{1,{COLUMNS}}})(?: |(?=\n|\Z))", _line, text)


def _line(m: re.Match[str]) -> str:
    """A line with a line end for its last space, unless a long address after it left the line half empty."""
    return m[0][:-1] + "\n" if len(m[0]) > len(m[1]) and len(m[1]) > COLUMNS // 2 else m[0]


def _with(pattern: str, inserted: str, first: Callable[[str], str] = _wrapped) -> Callable[[str], Pieces]:
    """A layout that wraps the text and inserts something wherever a pattern matches."""

    def laid_out(text: str) -> Pieces:
        kept = re.split(f"(?m)({pattern})", first(text))
        pieces = [(piece, len(piece)) for piece in kept]
        return [part for n, piece in enumerate(pieces) for part in (((inserted, 0), piece) if n % 2 else (piece,))]

    return laid_out


LAYOUTS: dict[str, Callable[[str], Pieces]] = {
    "as they are": lambda text: [(text, len(text))],
    "72 columns": lambda text: [(_wrapped(text), len(text))],
    "72 columns, CR LF": _with("\n", "\r"),
    "72 columns, indented": _with("^(?=.)", "    "),
    "72 columns, “> ”": _with("^(?=.|$)", "> "),
    "soft hyphens in words": _with("(?<=[a-z]{5})(?<![a-z]{6})(?=[a-z]{4})", "\xad", str),
    "zero-width spaces": _with("(?<=[a-z] )(?=[A-Z])", "\u200b", str),
    "no empty lines": lambda text: [(re.sub(r"\n\s*\n", lambda m: f"{' ' * (len(m[0]) - 1)}\n", text), len(text))],
    "each line apart": _with("\n", "\n", str),
    "every third space fixed": lambda text: [(re.sub(r"( [^ ]+ [^ ]+) ", "\\1\xa0", text), len(text))],
}


def laid_out(release: Release, layout: Callable[[str], Pieces]) -> tuple[Release, list[int]]:
    """The release in a layout, and for each offset of its text the one in the original text."""
    places, at = list[int](), 0
    pieces = layout(release.text)
    for piece, length in pieces:
        places += [at + min(i, length) for i in range(len(piece))] if length else [at] * len(piece)
        at += length
    return replace(release, text="".join(piece for piece, _ in pieces)), [*places, at]


def _placed(found: Prediction, release: Release, places: list[int]) -> Prediction:
    """A prediction with the offsets and the words of the original text."""
    for row in (*found["mentions"], *found["quotes"]):
        row["start"], row["end"] = places[row["start"]], places[row["end"] - 1] + 1
        row["text"] = release.text[row["start"] : row["end"]]
    return {**found, "text": release.text}


def main() -> None:
    """Print the figures of each layout."""
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    releases = [r for r in held_back() if structure(r.text).as_read().text.count("\n") == r.text.count("\n")]
    print(f"{len(releases)} releases".ljust(24), *(f"{task:>16}" for task in TASKS))
    for name, layout in LAYOUTS.items():
        texts = {r.id: laid_out(r, layout) for r in releases}
        found = gold_predictions(text for text, _ in texts.values())
        figures, _ = f1(releases, {r.id: _placed(found[r.id], r, texts[r.id][1]) for r in releases})
        print(f"{name:24}", *(f"{figures[task]:16.3f}" for task in TASKS), flush=True)


if __name__ == "__main__":
    main()
