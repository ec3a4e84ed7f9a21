"""A text with marked spans as HTML, whatever the spans do: nest, overlap, or have no width."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.report.html import esc


@dataclass(frozen=True, slots=True)
class Mark:
    """A span of the text in an element.

    `rank` orders elements that cover the same words, the outermost first. An element that is cut by another is opened
    again; only its first piece bears `identity`. `href` makes the words a link where no narrower mark does; `tail` is
    HTML inside the element, after its last words.
    """

    start: int
    end: int
    rank: int
    tag: str
    attributes: Mapping[str, str]
    identity: str = ""
    href: str = ""
    tail: str = ""


def marked(text: str, marks: Sequence[Mark], points: Mapping[int, str] | None = None) -> str:
    """The text, escaped, with its marks; `points` are HTML that stands at an offset and has no width."""
    points = points or {}
    marks = [m for m in marks if 0 <= m.start < m.end <= len(text)]
    cuts = sorted({0, len(text), *(m.start for m in marks), *(m.end for m in marks), *points})
    begins: dict[int, list[Mark]] = {}
    for mark in marks:
        begins.setdefault(mark.start, []).append(mark)
    parts: list[str] = []
    open_now: list[Mark] = []
    begun: set[int] = set()
    for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True):
        active = [m for m in open_now if m.end > start] + begins.get(start, [])
        active.sort(key=lambda m: (m.rank, m.start, -m.end))
        same = _shared(open_now, active)
        parts += [(m.tail if m.end == start else "") + f"</{m.tag}>" for m in reversed(open_now[same:])]
        parts.append(points.get(start, ""))
        parts += [_opened(m, begun) for m in active[same:]]
        open_now = active
        if start < end:
            parts.append(_words(text[start:end], active))
    parts += [f"{m.tail}</{m.tag}>" for m in reversed(open_now)]
    return "".join(parts)


def _shared(one: Sequence[Mark], other: Sequence[Mark]) -> int:
    """How many marks both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((i for i, (a, b) in pairs if a is not b), min(len(one), len(other)))


def _opened(mark: Mark, begun: set[int]) -> str:
    """The tag that opens a mark; only its first piece bears the anchor."""
    identity = f' id="{esc(mark.identity)}"' if mark.identity and id(mark) not in begun else ""
    begun.add(id(mark))
    attributes = "".join(f' {name}="{esc(value)}"' for name, value in mark.attributes.items())
    return f"<{mark.tag}{identity}{attributes}>"


def _words(words: str, active: Sequence[Mark]) -> str:
    linked = [m for m in active if m.href]
    if not linked:
        return esc(words)
    narrowest = min(linked, key=lambda m: m.end - m.start)
    return f'<a href="{esc(narrowest.href)}">{esc(words)}</a>'
