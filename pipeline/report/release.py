"""All rows of one release, as its page shows them."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

from pipeline.records import Contact, DateRow, Document, Finding, Mention, Quote, Repair, Role, Section


@dataclass(slots=True)
class Release:
    """All rows of one release."""

    document: Document
    text: str
    sections: list[Section]
    mentions: list[Mention]
    roles: list[Role]
    dates: list[DateRow]
    quotes: list[Quote]
    repairs: list[Repair]
    findings: list[Finding]
    contacts: list[Contact]
    lines: list[int] = field(default_factory=list)  # where each line begins

    def line(self, offset: int) -> int:
        """The line that an offset stands in; 1 is the first."""
        if not self.lines:
            self.lines = [0, *(i + 1 for i, c in enumerate(self.text) if c == "\n")]
        return bisect_right(self.lines, offset)
