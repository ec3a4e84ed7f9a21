"""Escapes and control characters that transport left in a text: undone where this is certain, never in addresses.

Each rule has a pattern and a function that says what its matches stand for. An escape that is quoted as an example is
kept: in backquotes, in a text about markup, or between spaces if the character itself could not stand there alone.
"""

import html
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import cast

from pipeline.data import word_table
from pipeline.records import RepairKind
from pipeline.repair.repaired import Edit

Match = re.Match[str]

RULES = word_table("repair/escapes.tsv")
SIGNS = {kind: signs.encode().decode("unicode_escape") for kind, signs, *_ in RULES}
PATTERNS = {kind: re.compile(pattern) for kind, _, _, pattern, _ in RULES}
CONTROL, ENTITY = PATTERNS["control"], PATTERNS["html_entity"]
UNPROTECTED = {kind for kind, _, in_addresses, *_ in RULES if in_addresses == "yes"}
PROTECTED = re.compile(
    r"`[^`\n]*`|(?<![^\s`])[^\s`]*(?://|www\.|@|mailto:)\S*|[?&][\w.-]{1,40}=\S*"
    r"|(?<!\S)[^\s%/?&=]*[/?&=][^\s%]*%\S*|(?:(?<![A-Za-z])[A-Za-z]:|\\)\\\S*"
)
"""Code in backquotes; addresses, also those without a scheme if they hold percent escapes; paths.

An address is only looked for at the start of a word; trying each letter of a long word would take minutes."""

ESCAPED = frozenset("&<>\"'")
"""Characters that HTML must escape: their references are repaired anywhere, others only in words or if many occur."""

LEAST_REFERENCES = 4  # a text about a character rarely shows as many references
TAG = re.compile(r"<(?:/?[a-zA-Z][\w:-]*(?:\s[^<>\n]*)?/?|![^<>\n]*)>")  # not “<ada@zed.example>”
ABOUT_MARKUP = re.compile(r"\b(?:X?HTML5?|XML|SGML|(?:character|entity) references?|markup language)\b")
QUOTES = frozenset("`'\"‘’“”«»")
STANDS_ALONE = frozenset("–—•…·€£©®™§")

USUAL_IN_UTF_7 = re.compile(
    "[\u00a0-\u017f\u2010-\u2044\u20ac]+|[\u0370-\u03ff]{2,}|[\u0400-\u04ff]{2,}|[\u3040-\u9fff]{2,}"
)
SYMBOLS = {"\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "➢", "\uf0fc": "✓", "\uf076": "❖"}
ACCENTS = {row[0]: chr(int(row[1], 16)) for row in word_table("repair/tex_accents.tsv")}
TEX_LETTERS = {row[0]: row[1] for row in word_table("repair/tex_letters.tsv")}

AS_TYPED = re.compile(
    "[\u00ad\u200b\u2060\ufb00-\ufb06\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff66-\uff9f]+|[^\\W\\d_][\u0300-\u036f]+"
)
"""Soft hyphens, zero-width characters, ligatures, full-width letters and digits (full-width punctuation is right in
Chinese and Japanese text), half-width kana; and letters with separate combining accents."""
NO_WIDTH = dict.fromkeys(map(ord, "\u00ad\u200b\u2060"))


def normalising_edits(text: str) -> Iterator[Edit]:
    """Edits that replace characters by those one would type; none of these is damage."""
    for m in AS_TYPED.finditer(text):
        after = unicodedata.normalize("NFC" if "\u0300" <= m[0][-1] < "\u0370" else "NFKC", m[0].translate(NO_WIDTH))
        if after != m[0]:
            yield Edit(*m.span(), after, "normalised")


def escape_edits(text: str) -> Iterator[Edit]:
    """Edits that undo escapes, in text order; if two rules match at one place, the first in escapes.tsv wins."""
    edits = [edit for kind in PATTERNS for edit in _of_kind(kind, text)]
    found = {edit.start: edit for edit in reversed(edits)}
    protected = [match.span() for match in PROTECTED.finditer(text)] if found else []
    end = 0
    for start, edit in sorted(found.items()):
        if start >= end and (edit.kind in UNPROTECTED or not _overlaps(edit, protected)):
            yield edit
            end = edit.end


def _of_kind(kind: str, text: str) -> Iterator[Edit]:
    """Edits for the escapes of a kind, also for those in addresses."""
    matches = list(PATTERNS[kind].finditer(text)) if any(sign in text for sign in SIGNS[kind]) else []
    for m, after in zip(matches, _UNDO[kind](matches) if matches else (), strict=True):
        if after is not None:
            yield Edit(*m.span(), after, cast(RepairKind, kind))


def _overlaps(edit: Edit, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether an edit has characters in common with one of the spans, which are in text order."""
    n = bisect_right(spans, edit.start, key=lambda span: span[1])  # the first that ends after the start
    return n < len(spans) and spans[n][0] < edit.end


def around(m: Match) -> tuple[str, str]:
    """The characters before and after, empty at the ends of the text."""
    return m.string[m.start() - 1 : m.start()], m.string[m.end() : m.end() + 1]


def character_references(text: str) -> list[Match]:
    """Character references that stand for a character; in a text with tags if many do, and not “&lt;” or “&amp;”."""
    outside = TAG.sub(lambda tag: " " * len(tag[0]), text)
    least, as_written = (LEAST_REFERENCES, frozenset("<&>")) if outside != text else (1, frozenset())
    found = [m for m in ENTITY.finditer(outside) if _is_reference(m) and html.unescape(m[0]) not in as_written]
    return [] if len(found) < least or ABOUT_MARKUP.search(text) else found


def _is_reference(m: Match) -> bool:
    after = html.unescape(m[0])
    return after != m[0] and not CONTROL.search(after) and "\ufffd" not in after and not QUOTES.issuperset(around(m))


def _entities(matches: Sequence[Match]) -> Iterator[str | None]:
    """HTML entities: “caf&eacute;”, “AT&amp;T”; in a text about markup they are meant as written."""
    references = [m.span() for m in character_references(matches[0].string)]
    starts, ends = {start for start, _ in references}, {end for _, end in references}
    for m in matches:
        after = html.unescape(m[0])
        is_sign = m[0][1] == "#" and after.isascii() and after.isprintable() and not after.isalnum()  # “opens&#58; Ada”
        in_word = ((after.isalpha() and m[0].endswith(";")) or is_sign) and any(map(str.isalnum, around(m)))
        in_row = m.end() in starts or m.start() in ends  # “&acirc;&euro;&trade;” was escaped after a misreading
        sure = any(
            (len(references) >= LEAST_REFERENCES, in_word, in_row, after in ESCAPED, m[0].rstrip(";") == "&nbsp")
        )
        yield after if sure and m.start() in starts else None


def _from_utf_8(data: bytes) -> str | None:
    """The text of bytes that are valid UTF-8, not all ASCII and printable, else None."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return None
    return text if not text.isascii() and re.sub("[\u00a0\u200b-\u200d]", " ", text).isprintable() else None


def _quoted_printable(matches: Sequence[Match]) -> Iterable[str | None]:
    """All, if one is UTF-8 (“=E2=80=99”), two are letters (“caf=E9”), or one is and a line ends in “=”; else none."""
    decoded = [bytes.fromhex(m[0].replace("=", "")) for m in matches]  # empty for a soft line end
    letters = sum(
        min(data, default=0) >= 0xC0 and before.isalpha() and not (before.islower() and after.isupper())  # “NAME=DATA”
        for (before, after), data in zip(map(around, matches), decoded, strict=True)
    )
    if letters + (b"" in decoded) > 1 or any(map(_from_utf_8, decoded)):
        return [_from_utf_8(data) or data.decode("cp1252", "ignore") for data in decoded]
    return [None] * len(matches)


def _percent(m: Match) -> str | None:
    """“%E2%80%99” and “%u2019”; the caller leaves addresses alone."""
    after = chr(int(m[0][2:], 16)) if m[0][1] == "u" else _from_utf_8(bytes.fromhex(m[0].replace("%", "")))
    return after if after and after.isprintable() and not after.isascii() else None


def _backslash(m: Match) -> str | None:
    r"""“\u2019”, surrogate pairs, “\xe2\x80\x99” and “caf\xe9”: escapes of JSON and Python."""
    data = bytes.fromhex(re.sub(r"\\[ux]", "", m[0]))
    before, following = around(m)
    after = data.decode("utf-16-be", "replace") if m[0][1] == "u" else _from_bytes(data, before)
    if "\ufffd" in after or after.isascii():
        return None
    stands_alone = len(after) > 1 or after in STANDS_ALONE or after > "\uffff"
    return after if stands_alone or (before + following).strip() else None


def _from_bytes(data: bytes, before: str) -> str:
    """The text of bytes in UTF-8, or of a word's end in Latin-1; empty if it is neither."""
    is_latin_1 = data[0] >= 0xC0 and min(data) >= 0xA0 and before.isalpha()
    return _from_utf_8(data) or (data.decode("latin-1") if is_latin_1 else "")


def _rtf(matches: Sequence[Match]) -> Iterator[str | None]:
    r"""“\'92”: a byte of cp1252 in RTF; if no match in a text has a digit (“d\'accord”), they are apostrophes."""
    is_rtf = any(re.search(r"\d", m[0]) for m in matches)
    for m in matches:
        data = bytes.fromhex(m[0].replace("\\'", ""))
        yield _from_utf_8(data) or data.decode("cp1252", "ignore") if is_rtf and min(data) >= 0x80 else None


def _tex(matches: Sequence[Match]) -> Iterator[str | None]:
    r"""“G\"odel”, “Fran\c{c}ois”, “{\'E}cole”; in a text without other accents “l\'avion” is no accent."""
    others = any(m["bare"] not in ("'", "`", '"') for m in matches)
    for m in matches:
        if m["letter"]:
            yield TEX_LETTERS[m["letter"]]
            continue
        mark, letter = filter(None, m.groups())
        dotted = letter.replace("\\i", "i").replace("\\j", "j")
        after = unicodedata.normalize("NFC", dotted + ACCENTS[mark.strip()])
        may_be_apostrophe = m["bare"] in ("'", "`") and not others
        yield after if len(after) == 1 and not may_be_apostrophe else None


def _utf_7(m: Match) -> str | None:
    """“+IBk-”, if it decodes to common signs or to letters of one script."""
    after = m[0].encode().decode("utf-7", "replace")
    return after if m[0].endswith("-") and USUAL_IN_UTF_7.fullmatch(after) and not m[1].isdigit() else None


_UNDO: dict[str, Callable[[Sequence[Match]], Iterable[str | None]]] = {
    "control": partial(map, lambda _: ""),
    "html_entity": _entities,
    "quoted_printable": _quoted_printable,
    "percent_escape": partial(map, _percent),
    "rtf_escape": _rtf,
    "backslash_escape": partial(map, _backslash),
    "tex_accent": _tex,
    "utf_7": partial(map, _utf_7),
    "symbol_font": partial(map, lambda m: m[0][:-1] + SYMBOLS[m[0][-1]]),
    "byte_order_mark": partial(map, lambda _: ""),
}
"""Kind -> what the matches of its pattern stand for (None: they are kept)."""
