"""Pieces of HTML. Whatever comes from a release or a file goes through `esc`."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from html import escape
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

POLICY = (
    "default-src 'none'; script-src 'self' file:; style-src 'self' file:; img-src data:; form-action 'none'; "
    "base-uri 'none'"
)
"""What a page may load and run: the site's own files. `file:` is for the browsers to which a file is no origin."""


def esc(text: object) -> str:
    """Text as it may stand between tags and in quoted attributes."""
    return escape(str(text), quote=True)


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


@cache
def macros(template: str) -> Any:
    """The macros of a template of this package, as functions."""
    return environment("pipeline.report").get_template(template).module


def page(title: str, main: str, *, root: str, scripts: Iterable[str] = (), kind: str) -> str:
    """A whole page. `main` is HTML; `root` leads to the site's folder (`../`), `kind` names the page for the style."""
    values = {"title": title, "main": Markup(main), "root": root, "scripts": list(scripts), "kind": kind}
    return fill("page.html", policy=POLICY, **values)
