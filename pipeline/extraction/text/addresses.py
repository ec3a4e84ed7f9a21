"""E-mail and web addresses: words and numbers inside them name nothing."""

from __future__ import annotations

import re

_ADDRESS = re.compile(r"@|://|www\.|\.(?:com|org|gov)/|\.html")
_LONGEST = 300  # characters on either side; a line of 100,000 signs without a blank is no address


def stands_in_address(text: str, start: int, end: int) -> bool:
    """Whether a span is part of an e-mail or web address: “zed” in “info@zed.example”."""
    first, last = max(start - _LONGEST, 0), min(end + _LONGEST, len(text))
    while start > first and not text[start - 1].isspace():
        start -= 1
    while end < last and not text[end].isspace():
        end += 1
    return _ADDRESS.search(text, start, end) is not None
