"""Pieces of HTML: pages out of templates, and a text with marked spans, which may nest or overlap.

Whatever comes from a release or a file is escaped.
"""

from base64 import b64encode
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from html import escape
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

POLICY = (
    "default-src 'none'; script-src 'self' file:; style-src 'self' file:; img-src data:; form-action 'none'; "
    "base-uri 'none'"
)
"""What a page may load and run: the site's own files. `file:` is for the browsers to which a file is no origin."""
_POLICY_ALONE = "default-src 'none'; style-src 'sha256-{}'; img-src data:"


def one_line(text: str, most: int = 0) -> str:
    """Text on one line, cut at a word after `most` characters where that is given."""
    line = " ".join(text.split())
    if not most or len(line) <= most:
        return line
    return line[:most].rsplit(" ", 1)[0] + " …"


def visible(text: str) -> str:
    """Characters that cannot be seen, written out: a no-break space is ‹U+00A0›."""
    return "".join(c if c.isprintable() else f"‹U+{ord(c):04X}›" for c in text)


@cache
def environment(package: str) -> Environment:
    """The templates of a package, in its folder `assets`; whatever is put into one is escaped."""
    made = Environment(
        loader=PackageLoader(package, "assets"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    made.filters |= {"one_line": one_line, "visible": visible}
    return made


def fill(template: str, **values: Any) -> Markup:
    """A template of this package with its values."""
    return Markup(environment("pipeline.report").get_template(template).render(**values))


def asset(name: str, package: str = "pipeline.report") -> str:
    """A file of the site or of the review page that is the same for all tables."""
    return files(package).joinpath("assets", name).read_text("utf-8")


def page(title: str, main: Markup, *, root: str, scripts: Iterable[str] = (), kind: str, alone: bool = False) -> str:
    """A whole page. `root` leads to the site's folder (`../`), `kind` names the page for the style.

    A page that stands `alone` holds its style and no script, and leads to no other.
    """
    style = Markup(asset("style.css")) if alone else ""
    policy = _POLICY_ALONE.format(b64encode(sha256(style.encode()).digest()).decode()) if alone else POLICY
    values = {"title": title, "main": main, "root": root, "kind": kind, "style": style, "policy": policy}
    return str(fill("page.html", scripts=[] if alone else list(scripts), **values))


@dataclass(frozen=True, slots=True)
class Mark:
    """A span of the text in an element.

    `rank` orders elements that cover the same words, the outermost first. An element that is cut by another is opened
    again; only the first of an `identity` bears it. `href` makes the words a link where no narrower mark does; `tail`
    is HTML inside the element, after its last words.
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
    begins: dict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        begins[mark.start].append(mark)
    parts: list[str] = []
    open_now: list[Mark] = []
    begun = {""}
    for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True):
        active = [m for m in open_now if m.end > start] + begins[start]
        active.sort(key=lambda m: (m.rank, m.start, -m.end))
        both = enumerate(zip(open_now, active, strict=False))  # the marks that both begin with stay open
        same = next((i for i, (a, b) in both if a is not b), min(len(open_now), len(active)))
        parts += [(m.tail if m.end == start else "") + f"</{m.tag}>" for m in reversed(open_now[same:])]
        parts.append(points.get(start, ""))
        parts += [_opened(m, begun) for m in active[same:]]
        open_now = active
        if start < end:
            parts.append(_words(text[start:end], active))
    return "".join(parts)


def _opened(mark: Mark, begun: set[str]) -> str:
    """The tag that opens a mark, with the anchor where no tag before it bears it."""
    attributes = {"id": mark.identity, **mark.attributes} if mark.identity not in begun else mark.attributes
    begun.add(mark.identity)
    return f"<{mark.tag}" + "".join(f' {name}="{escape(value)}"' for name, value in attributes.items()) + ">"


def _words(words: str, active: Sequence[Mark]) -> str:
    narrowest = min((m for m in active if m.href), key=lambda m: m.end - m.start, default=None)
    return f'<a href="{escape(narrowest.href)}">{escape(words)}</a>' if narrowest else escape(words)
