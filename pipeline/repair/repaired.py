"""The result of the repair stage."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.records import Finding, Repair


@dataclass(frozen=True, slots=True)
class Repaired:
    """A repaired text with what was done to it.

    `source` is the text as given or as decoded; `encoding` is None where text was given.
    """

    text: str
    source: str
    repairs: tuple[Repair, ...] = ()
    findings: tuple[Finding, ...] = ()
    encoding: str | None = None

    def source_offset(self, offset: int) -> int:
        """Where the character at `offset` of `text` came from: a byte of the file or a code point of the text."""
        raise NotImplementedError
