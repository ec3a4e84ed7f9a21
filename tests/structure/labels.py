"""A labeller that gives the labels that a test chooses, to test what is made of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipeline.records import SectionKind
from pipeline.structure import Release, structure
from pipeline.structure.labeller import Labeller


class Given(Labeller):
    """Gives these labels to the lines with words, in order, and the last one to all further lines."""

    def __init__(self, *kinds: SectionKind) -> None:
        self.kinds = kinds

    def label(self, lines: Sequence[Sequence[str]]) -> list[SectionKind]:
        return [*self.kinds, *[self.kinds[-1]] * len(lines)][: len(lines)]


def read(text: str, kinds: str, **settings: Any) -> Release:
    """The structure of a text whose lines have these labels (“header headline body”)."""
    return structure(text, line_labeller=Given(*kinds.split()), **settings)  # type: ignore[arg-type]
