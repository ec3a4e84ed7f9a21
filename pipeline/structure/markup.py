"""HTML, Markdown and front-matter remains in plain text: where they are, and the text with them blanked.

Nothing is removed: `blanked` has the length of the text, each character of markup replaced by a space, so
that what is read from it has the offsets of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.data import word_list
from pipeline.structure.release import Span

_TAGS = "|".join(word_list("structure/html_tags.txt"))
_FRONT_MATTER = re.compile(
    r"\s*---[ \t]*\r?\n(?:[A-Za-z_][\w -]*:.*\n|[ \t]+.*\n|-[ \t].*\n|\r?\n){1,60}?---[ \t]*\r?(?:\n|\Z)"
)
_RESIDUE = re.compile(
    rf"</?(?:{_TAGS})(?=[\s/>])[^<>]{{0,2000}}>"  # tags; not <press@ministry.example>
    r"|<!--.{0,2000}?-->"
    r"|!(?=\[[^\]\n]{0,300}\]\()"  # of images: their caption stays, and names those whom they show
    r"|(?<=\])\([^()\n]{1,500}(?:\([^()\n]{0,100}\)[^()\n]{0,300})?\)"  # link targets
    r"|\{:[^{}\n]{1,200}\}"  # kramdown attributes
    r"|&(?:[A-Za-z][A-Za-z0-9]{1,30}|#\d{1,7}|#x[0-9A-Fa-f]{1,6});",
    re.DOTALL | re.IGNORECASE,
)
_MAY_HAVE_MARKUP = re.compile(r"[<{&]|\]\(")
# Marks that carry no words: emphasis, heading hashes, lines of “=”, escapes, brackets. Which “#” and “_” are marks is
# told by what stands around them; each branch begins with its character, so that the search is quick.
_MARKS = re.compile(
    r"\*+|\\(?=[#*_\[\]().\->!|+]|[ \t]*(?:\n|\Z))|#{1,6}(?=[ \t]+\S)|_{1,3}|\[|\]"
    r"|(?<!=)=++(?=[ \t]*$)|(?<![^\n])={1,6}(?=[ \t][^\n]{1,200}[ \t]=+[ \t]*$)",  # “Title⏎=====”, “= Title =” of wikis
    re.MULTILINE,
)
_MAY_HAVE_MARKS = re.compile(r"[*\\#_\[\]]|=[ \t]*$", re.MULTILINE)


def residue_spans(text: str, ignore: Iterable[tuple[int, int]] = ()) -> tuple[Span, ...]:
    """Spans of markup and of the `ignore` spans, sorted, merged where they meet."""
    found = [(s, e) for s, e in ignore if s < e]
    if front := _FRONT_MATTER.match(text):
        found.append((0, front.end()))
    if _MAY_HAVE_MARKUP.search(text):
        found.extend(m.span() for m in _RESIDUE.finditer(text))
    merged: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(Span(s, e) for s, e in merged)


def blanked(text: str, residue: Iterable[Span]) -> str:
    """`text` with residue and Markdown marks as spaces: same length, same line ends."""
    out: list[str] = []
    at = 0
    for span in residue:
        out.append(text[at : span.start])
        out.append("".join(c if c == "\n" else " " for c in text[span.start : span.end]))
        at = span.end
    plain = "".join((*out, text[at:])) if out else text
    if not _MAY_HAVE_MARKS.search(plain):
        return plain
    return _MARKS.sub(_blank_mark, plain)


def _blank_mark(m: re.Match[str]) -> str:
    """Spaces for a mark; “C# 12”, “Route # 9” and “file_name” keep theirs."""
    text, (start, end) = m.string, m.span()
    if m.group()[0] == "#":
        before = text[max(0, start - 4) : start].rpartition("\n")[2]
        is_mark = not before.strip() and len(before) < 4
    elif m.group()[0] == "_":
        is_mark = not (text[start - 1 : start].isalnum() and text[end : end + 1].isalnum())
    else:
        is_mark = True
    return " " * (end - start) if is_mark else m.group()
