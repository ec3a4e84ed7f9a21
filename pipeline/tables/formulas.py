"""Cells of text that a spreadsheet would run, written so that it does not: `=1+1` as `'=1+1`."""

import re

_UNSEEN = "[ \xa0\xad\u200b-\u200f\u2060\u3000\ufeff]*"  # which a spreadsheet drops before a cell
_ALWAYS = "=@\t\r\n＝＠﹦﹫"  # Excel takes full-width and small forms for the plain ones
_SIGNS = "+＋－﹢﹣-"  # begin numbers and telephone numbers too, and run with letters after them: “-cmd”, “-¼”
_RUN = re.compile(rf"{_UNSEEN}(?:[{_ALWAYS}]|[{_SIGNS}].*[^\W\d_])", re.DOTALL)
_GUARDED = re.compile(rf"'+{_UNSEEN}[{_ALWAYS}{_SIGNS}]")  # also `'+44`, which a person may have written


def guarded(text: str) -> str:
    """The cell with an apostrophe before it where a spreadsheet would run it; `unguarded` gives it back."""
    return "'" + text if _RUN.match(text) or _GUARDED.match(text) else text


def unguarded(text: str) -> str:
    """The cell that `guarded` was given."""
    return text[1:] if _GUARDED.match(text) else text
