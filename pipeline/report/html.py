"""Makes HTML: pages from templates, and a text with marked spans, which may nest or overlap.

Everything that comes from a release or a file is escaped.
"""

import re
from base64 import b64encode
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from hashlib import sha256
from html import escape
from importlib.resources import files
from itertools import pairwise, takewhile
from typing import Any, NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from pipeline.records import grouped, one_line

CLOSED = "default-src 'none'; img-src data:; form-action 'none'; base-uri 'none'; "
POLICY = CLOSED + "script-src 'self' file:; style-src 'self' file:"
"""A page may load and run only the site's own files; `file:` is for browsers that do not treat files as same-origin."""
_POLICY_INLINE = "default-src 'none'; style-src 'sha256-{}'; img-src data:"


def visible(text: str) -> str:
    """The text with invisible characters written out: a no-break space as ‹U+00A0›."""
    return "".join(c if c.isprintable() else f"‹U+{ord(c):04X}›" for c in text)


def line_numbers(text: str) -> Callable[[int], int]:
    """A function that gives the number of the line that holds an offset of the text; 1 is the first."""
    ends = [m.start() for m in re.finditer("\n", text)]
    return lambda offset: bisect_left(ends, offset) + 1


@cache
def environment(package: str) -> Environment:
    """The templates in the folder `assets` of a package; all values filled in are escaped."""
    loader = PackageLoader(package, "assets")
    made = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    made.filters |= {"one_line": one_line, "visible": visible}
    return made


def fill(template: str, **values: Any) -> Markup:
    """A template of this package, filled with values."""
    return Markup(environment("pipeline.report").get_template(template).render(**values))


def asset(name: str, package: str = "pipeline.report") -> str:
    """The text of a static file of the site or of the review page."""
    return files(package).joinpath("assets", name).read_text("utf-8")


def page(
    title: str, main: Markup, *, root: str, scripts: Iterable[str] = (), kind: str, single_file: bool = False
) -> str:
    """A whole page. `root` is the path to the site's folder (`../`), `kind` names the page for the style sheet. A page
    in a `single_file` includes its style and has no scripts and no links to other pages."""
    style = Markup(asset("style.css")) if single_file else ""
    policy = _POLICY_INLINE.format(b64encode(sha256(style.encode()).digest()).decode()) if single_file else POLICY
    values = {"title": title, "main": main, "root": root, "kind": kind, "style": style, "policy": policy}
    return str(fill("page.html", scripts=[] if single_file else list(scripts), **values))


class Mark(NamedTuple):
    """A span of the text that becomes an element. `rank` orders elements that cover the same words, outermost first. An
    element that overlaps another is closed and opened again; only the first piece has the id `identity`. `href` makes
    the words a link, unless a narrower mark does; `tail` is HTML at the end of the element."""

    start: int
    end: int
    rank: int
    tag: str
    attributes: Mapping[str, str]
    identity: str = ""
    href: str = ""
    tail: str = ""


def marked(text: str, marks: Sequence[Mark], points: Mapping[int, str] = {}) -> str:
    """The escaped text with its marks; `points` maps offsets to HTML that is inserted there."""
    there = [m for m in marks if 0 <= m.start < m.end <= len(text)]
    begins, ends = grouped((m.start, m) for m in there), {m.end for m in there}
    parts: list[str] = []
    open_now: list[Mark] = []
    begun = {""}
    for start, end in pairwise([*sorted({0, len(text), *begins, *ends, *points}), len(text)]):
        active = [m for m in open_now if m.end > start] + begins[start]
        active.sort(key=lambda m: (m.rank, m.start, -m.end))
        kept = sum(1 for _ in takewhile(lambda pair: pair[0] is pair[1], zip(open_now, active, strict=False)))
        parts += [(m.tail if m.end == start else "") + f"</{m.tag}>" for m in reversed(open_now[kept:])]
        parts.append(points.get(start, ""))
        parts += [_opened(m, begun) for m in active[kept:]]
        parts.append(_words(text[start:end], active))
        open_now = active
    return "".join(parts)


def _opened(mark: Mark, begun: set[str]) -> str:
    """The opening tag of a mark, with its id if no earlier tag has it."""
    attributes = {"id": mark.identity, **mark.attributes} if mark.identity not in begun else mark.attributes
    begun.add(mark.identity)
    return f"<{mark.tag}" + "".join(f' {name}="{escape(value)}"' for name, value in attributes.items()) + ">"


def _words(words: str, active: Sequence[Mark]) -> str:
    narrowest = min((m for m in active if m.href), key=lambda m: m.end - m.start, default=None)
    return f'<a href="{escape(narrowest.href)}">{escape(words)}</a>' if narrowest else escape(words)
