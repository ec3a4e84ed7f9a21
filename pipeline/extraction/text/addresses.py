"""E-mail and web addresses: words and numbers inside them name nothing."""

from __future__ import annotations

import re

_ADDRESS = re.compile(r"@|://|www\.|\.(?:com|org|gov)/|\.html")


def stands_in_address(text: str, start: int, end: int) -> bool:
    """Whether a span is part of an e-mail or web address: “zed” in “info@zed.example”."""
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return _ADDRESS.search(text, start, end) is not None
