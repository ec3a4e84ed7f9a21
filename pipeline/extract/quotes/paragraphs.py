"""The paragraphs that marks are paired in."""

from __future__ import annotations

from pipeline.structure import Release, Span


def paragraphs_of(release: Release) -> list[Span]:
    """The release's paragraphs, cut again at blank lines (a table cell or a list may hold one)."""
    return [piece for p in release.paragraphs for piece in _pieces(release.text, p)]


def _pieces(text: str, p: Span) -> list[Span]:
    found = []
    start = at = p.start
    for line in text[p.start : p.end].splitlines(keepends=True):
        end = at + len(line)
        body = text[start:end].rstrip()
        if not line.strip() or body.endswith((".", "!", "?", ":", "”", '"', "’", "'")):
            found.append(Span(start, end))
            start = end
        at = end
    if start < p.end:
        found.append(Span(start, p.end))
    return [s for s in found if text[s.start : s.end].strip()]
