"""Escapes that transport left in a text, and characters that are none: undone in the certain cases, never in addresses.

Each rule finds spans with what they stand for. What is mentioned, and not used, stays: in backquotes, in text about
markup, alone among blanks where the character could not stand so.
"""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence

from pipeline.records import RepairKind
from pipeline.repair.repaired import Edit

Found = tuple[int, int, str]
"""Start, end, and what the span stands for."""

CONTROLS = bytes([*range(0x09), *range(0x0E, 0x20), 0x7F])
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]+")
PROTECTED = re.compile(
    r"`[^`\n]*`|(?<![^\s`])[^\s`]*(?:://|www\.|@|mailto:)\S*"
    r"|(?<!\S)[^\s%/?&=]*[/?&=][^\s%]*%\S*|(?:[A-Za-z]:|\\)\\\S*"
)
"""Code in backquotes; addresses, also those without a scheme that hold percent escapes; paths.

An address is looked for from where a word or a backquote ends, once: from each letter of a long word takes minutes."""

ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
ESCAPED = frozenset("&<>\"'")
"""What escaping turns into references, repaired wherever they stand; others in words or where there are many."""

LEAST_REFERENCES = 4  # a text about one sign rarely shows more of them
TAG = re.compile(r"<[a-zA-Z/!][^<>\n]*>")
ABOUT_MARKUP = re.compile(r"\b(?:X?HTML5?|XML|SGML|(?:character|entity) references?|markup language)\b")
QUOTES = frozenset("`'\"‘’“”«»")
STANDS_ALONE = frozenset("–—•…·€£©®™§")

QUOTED_PRINTABLE = re.compile(r"=(?:[0-9A-F]{2}(?:=[0-9A-F]{2})*|[0-9a-f]{2}(?:=[0-9a-f]{2})+)")
SOFT_LINE_END = re.compile(r"=[ \t]*\r?\n")
PERCENT = re.compile(r"%(?:u[0-9A-Fa-f]{4}|[0-9A-Fa-f]{2}(?:%[0-9A-Fa-f]{2})*)")
BACKSLASH = re.compile(r"\\(?<!\\\\)(?:u[0-9A-Fa-f]{4}(?:\\u[0-9A-Fa-f]{4})*|x[0-9A-Fa-f]{2}(?:\\x[0-9A-Fa-f]{2})*)")
RTF = re.compile(r"\\'[0-9a-fA-F]{2}(?:\\'[0-9a-fA-F]{2})*")
UTF_7 = re.compile(r"\+([A-Za-z0-9+/]{3,})-?")  # with what has no end, so that it is passed over at once
USUAL_IN_UTF_7 = re.compile(
    "[\u00a0-\u017f\u2010-\u2044\u20ac]+|[\u0370-\u03ff]{2,}|[\u0400-\u04ff]{2,}|[\u3040-\u9fff]{2,}"
)
SYMBOL_FONT = re.compile("(?m)^([ \t]*)([\uf0b7\uf0a7\uf0d8\uf0fc\uf076])(?=[ \t\u00a0])")
SYMBOLS = {"\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "➢", "\uf0fc": "✓", "\uf076": "❖"}
BYTE_ORDER_MARK = re.compile("(?m)^(?:\ufeff|ï»¿)")
TEX = re.compile(
    r"\{\\(?P<a>[`'^\"~=.]|[cvuHkr] )(?P<b>\\?[A-Za-z])\}|\\(?P<c>[`'^\"~=.cvuHkr])\{(?P<d>\\?[A-Za-z])\}"
    r"|(?<=[A-Za-z}])\\(?P<e>[`'^\"~])(?P<f>[aeiouyAEIOUYnN])|\{\\(?P<g>ss|ae|AE|oe|OE|aa|AA|o|O|l|L|i)\}"
)
ACCENTS = dict(
    zip("`'^\"~=.cvuHkr", "\u0300\u0301\u0302\u0308\u0303\u0304\u0307\u0327\u030c\u0306\u030b\u0328\u030a", strict=True)
)
TEX_LETTERS = {
    "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł",
    "i": "ı",
}  # fmt: skip


FOR_READERS = re.compile(
    "[\u00ad\u200b\u2060\ufb00-\ufb06\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff66-\uff9f]+|[^\\W\\d_][\u0300-\u036f]+"
)
"""Soft hyphens, characters without width, ligatures, full-width letters and digits (the marks are right in Chinese and
Japanese text), half-width kana; and letters with their accents apart."""
NO_WIDTH = dict.fromkeys(map(ord, "\u00ad\u200b\u2060"))


def normalising_edits(text: str) -> list[Edit]:
    """Edits that write characters as a reader would type them; nothing of it is damage."""
    edits = []
    for m in FOR_READERS.finditer(text):
        after = unicodedata.normalize("NFC" if m[0][-1] < "\u0370" else "NFKC", m[0].translate(NO_WIDTH))
        if after != m[0]:
            edits.append(Edit(start=m.start(), end=m.end(), after=after, kind="normalised"))
    return edits


def escape_edits(text: str) -> list[Edit]:
    """Edits for all of it, sorted, the first rule first where two find the same place."""
    found: dict[int, tuple[RepairKind, Found]] = {}
    for sign, kind, rule in RULES:
        if sign in text:
            for span in rule(text):
                found.setdefault(span[0], (kind, span))
    protected = [match.span() for match in PROTECTED.finditer(text)] if found else []
    edits: list[Edit] = []
    end = -1
    for start in sorted(found):
        kind, (_, stop, after) = found[start]
        if start >= end and (kind in UNPROTECTED or not _overlaps(protected, start, stop)):
            edits.append(Edit(start=start, end=stop, after=after, kind=kind))
            end = stop
    return edits


def _overlaps(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Whether one of the spans (sorted and apart) shares a character with a place; the first behind `start` tells."""
    n = bisect_right(spans, start, key=lambda span: span[1])
    return n < len(spans) and spans[n][0] < end


def _controls(text: str) -> Iterator[Found]:
    """Control characters, which are seen sooner in bytes."""
    data = text.encode("utf-8", "surrogatepass")
    if len(data.translate(None, CONTROLS)) < len(data):
        yield from ((m.start(), m.end(), "") for m in CONTROL.finditer(text))


def undecided_references(text: str) -> list[Found]:
    """Character references that a repaired text still holds, with what they may stand for."""
    references, _ = _references(text) if "&" in text else ([], False)
    return [(m.start(), m.end(), html.unescape(m[0])) for m in references]


def _references(text: str) -> tuple[list[re.Match[str]], bool]:
    if TAG.search(text) or ABOUT_MARKUP.search(text):
        return [], False
    found = []
    for match in ENTITY.finditer(text):
        after = html.unescape(match[0])
        mentioned = {text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]} <= QUOTES
        if after != match[0] and not CONTROL.search(after) and "\ufffd" not in after and not mentioned:
            found.append(match)
    return found, len(found) >= LEAST_REFERENCES


def _entities(text: str) -> Iterator[Found]:
    """HTML entities: “caf&eacute;”, “AT&amp;T”; in text with tags or about markup they are the author's."""
    references, certain = _references(text)
    for m in references:
        after = html.unescape(m[0])
        in_word = after.isalpha() and (
            text[m.start() - 1 : m.start()].isalpha() or text[m.end() : m.end() + 1].isalpha()
        )
        if certain or in_word or after in ESCAPED or m[0] == "&nbsp;":
            yield m.start(), m.end(), after


def _from_utf_8(data: bytes) -> str | None:
    """Text of bytes that are UTF-8 beyond ASCII."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return None
    return text if not text.isascii() and text.replace("\u00a0", " ").isprintable() else None


def _quoted_printable(text: str) -> Iterator[Found]:
    """“=E2=80=99”, “caf=E9” where there are two, and then also “=20”, “=3D” and soft line ends."""
    runs = list(QUOTED_PRINTABLE.finditer(text))
    decoded = [bytes.fromhex(m[0].replace("=", "")) for m in runs]
    letters = [
        m
        for m, data in zip(runs, decoded, strict=True)
        if min(data) >= 0xC0 and text[m.start() - 1 : m.start()].isalpha()
    ]
    soft = list(SOFT_LINE_END.finditer(text))
    sure = [_from_utf_8(data) for data in decoded]
    if not any(sure) and len(letters) < 2 and not (letters and soft):
        return
    for m, data, after in zip(runs, decoded, sure, strict=True):
        yield m.start(), m.end(), after or data.decode("cp1252", "replace").replace("\ufffd", "")
    yield from ((m.start(), m.end(), "") for m in soft)


def _percent(text: str) -> Iterator[Found]:
    """“%E2%80%99” and “%u2019”; addresses are left alone by the caller."""
    for m in PERCENT.finditer(text):
        after = chr(int(m[0][2:], 16)) if m[0][1] == "u" else _from_utf_8(bytes.fromhex(m[0].replace("%", "")))
        if after and after.isprintable() and not after.isascii():
            yield m.start(), m.end(), after


def _backslash(text: str) -> Iterator[Found]:
    r"""“\u2019”, pairs of surrogates, “\xe2\x80\x99” and “caf\xe9”: JSON and Python."""
    for m in BACKSLASH.finditer(text):
        codes = [int(code, 16) for code in re.split(r"\\[ux]", m[0])[1:]]
        before, behind = text[m.start() - 1 : m.start()], text[m.end() : m.end() + 1]
        after: str | None
        if m[0][1] == "u":
            units = b"".join(code.to_bytes(2, "little") for code in codes)
            after = units.decode("utf-16-le", "replace")
        else:
            after = _from_utf_8(bytes(codes)) or (chr(codes[0]) if codes[0] >= 0xC0 and before.isalpha() else None)
        if not after or "\ufffd" in after or after.isascii():
            continue
        if before.strip() or behind.strip() or len(after) > 1 or after in STANDS_ALONE or after > "\uffff":
            yield m.start(), m.end(), after


def _rtf(text: str) -> Iterator[Found]:
    r"""“\'92”: a byte of code page 1252 in RTF."""
    for m in RTF.finditer(text):
        data = bytes.fromhex(m[0].replace("\\'", ""))
        if min(data) >= 0x80:
            yield m.start(), m.end(), _from_utf_8(data) or data.decode("cp1252", "replace").replace("\ufffd", "")


def _tex(text: str) -> Iterator[Found]:
    r"""“G\"odel”, “Fran\c{c}ois”, “{\'E}cole”; “l\'avion” is an escaped apostrophe, unless other accents are there."""
    matches = list(TEX.finditer(text))
    others = any(not (m["e"] and m["e"] in "'\"") for m in matches)
    for m in matches:
        if m["g"]:
            yield m.start(), m.end(), TEX_LETTERS[m["g"]]
            continue
        mark = (m["a"] or m["c"] or m["e"]).strip()
        letter = (m["b"] or m["d"] or m["f"]).replace("\\i", "i").replace("\\j", "j")
        after = unicodedata.normalize("NFC", letter + ACCENTS[mark])
        if len(after) == 1 and (m["e"] != "'" or others):
            yield m.start(), m.end(), after


def _utf_7(text: str) -> Iterator[Found]:
    """“+IBk-”: what it holds must be usual marks, or letters of one alphabet."""
    for m in UTF_7.finditer(text):
        if not m[0].endswith("-"):
            continue
        try:
            after = m[0].encode("ascii").decode("utf-7")
        except UnicodeDecodeError:
            continue
        if USUAL_IN_UTF_7.fullmatch(after) and not m[1].isdigit():
            yield m.start(), m.end(), after


def _symbols(text: str) -> Iterator[Found]:
    """Bullets of the Symbol and Wingdings fonts at the start of lines."""
    return ((m.start(2), m.end(2), SYMBOLS[m[2]]) for m in SYMBOL_FONT.finditer(text))


def _byte_order_marks(text: str) -> Iterator[Found]:
    """U+FEFF at the start of a line, and the same as Latin-1; elsewhere it is a blank without width."""
    return ((m.start(), m.end(), "") for m in BYTE_ORDER_MARK.finditer(text))


RULES: tuple[tuple[str, RepairKind, Callable[[str], Iterator[Found]]], ...] = (
    ("", "control", _controls),
    ("&", "html_entity", _entities),
    ("=", "quoted_printable", _quoted_printable),
    ("%", "percent_escape", _percent),
    ("\\'", "rtf_escape", _rtf),
    ("\\", "backslash_escape", _backslash),
    ("\\", "tex_accent", _tex),
    ("+", "utf_7", _utf_7),
    *((sign, "symbol_font", _symbols) for sign in SYMBOLS),
    ("\ufeff", "byte_order_mark", _byte_order_marks),
    ("ï»¿", "byte_order_mark", _byte_order_marks),
)
"""What must be in a text for a rule to be asked, the kind, and the rule."""

UNPROTECTED = frozenset(["control", "html_entity", "symbol_font", "byte_order_mark"])
"""Kinds that addresses do not hold as their own: “?a=1&amp;b=2” is escaped as well."""
