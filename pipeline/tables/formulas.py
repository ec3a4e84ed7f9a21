"""Cells of text that a spreadsheet would run, written so that it does not: `=1+1` as `'=1+1`."""

from __future__ import annotations

_ALWAYS = tuple("=@\t\r\n＝＠﹦﹫")  # Excel takes full-width and small forms for the plain ones
_WITH_LETTERS = tuple("+-＋－﹢﹣")  # begin numbers and telephone numbers too
_INVISIBLE = "".join(map(chr, (0x20, 0xA0, 0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0x3000, 0xFEFF)))


def runs(text: str) -> bool:
    """Whether a spreadsheet would run a cell, or would after it dropped what cannot be seen before it."""
    seen = text.lstrip(_INVISIBLE)
    return seen.startswith(_ALWAYS) or (
        seen.startswith(_WITH_LETTERS) and any(c.isalnum() and not c.isdecimal() for c in seen)  # “-cmd”, “-¼”
    )


def guarded(text: str) -> str:
    """The cell with an apostrophe before it where a spreadsheet would run it; `unguarded` gives it back."""
    return "'" + text if runs(text) or _unguards(text) else text


def unguarded(text: str) -> str:
    """The cell that `guarded` was given."""
    return text[1:] if _unguards(text) else text


def _unguards(text: str) -> bool:
    """Whether the apostrophe before a cell goes; also one before `+44`, which a person may have put there."""
    seen = text.lstrip("'").lstrip(_INVISIBLE)
    return text.startswith("'") and seen.startswith((*_ALWAYS, *_WITH_LETTERS))
