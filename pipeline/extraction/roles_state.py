"""The bodies of states that an office means where the text names them elsewhere: ministries, chambers, prosecutors."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.extraction.roles_bind import Bound
from pipeline.extraction.tokens import Tokens
from pipeline.records import Mention

_CHAMBERS = [
    ("senator", re.compile(r"(?:the )?(?:U\.? ?S\.? |United States |Federal |State )?Senate", re.IGNORECASE)),
    ("district attorney", re.compile(r".*District Attorney['’]?s?['’]? Office", re.IGNORECASE)),
    ("state's attorney", re.compile(r".*State['’]?s Attorney['’]?s?['’]? Office", re.IGNORECASE)),
]
_MINISTRY = re.compile(r"(?:\w+ )?(?:Ministry|Department|Office)\s+(?:of|for)\s+(?:the\s+)?", re.IGNORECASE)


def of_state(tokens: Tokens, bound: Bound, bodies: Sequence[Mention]) -> str | None:
    """The ministry, chamber or office of prosecutors in which an office is held."""
    return _ministry(tokens, bound, bodies) or _chamber(tokens, bound, bodies)


def _ministry(tokens: Tokens, bound: Bound, bodies: Sequence[Mention]) -> str | None:
    """“Minister for Mines” where the text names a “Ministry of Mines”."""
    if bound.span.phrase.noun not in ("minister", "secretary", "undersecretary"):
        return None
    words = " ".join(tokens.text[tokens.ends[bound.span.phrase.head_end - 1] : bound.span.end].split()).casefold()
    of = re.search(r"\bfor (?:the )?(.+)", words) or re.match(r"of (?:the )?(.+)", words)
    wanted = re.split(r" and |, ", of[1])[0] if of else ""
    for m in bodies if wanted else ():
        named = _MINISTRY.match(m.text)
        if named and " ".join(m.text[named.end() :].split()).casefold().startswith(wanted):
            return m.entity_id
    return None


def _chamber(tokens: Tokens, bound: Bound, bodies: Sequence[Mention]) -> str | None:
    """“Senator” where the text names the Senate, “District Attorney” where it names the office of one."""
    words = tokens.text[bound.span.start : bound.span.end].casefold().replace("’", "'")
    wanted = next((pattern for title, pattern in _CHAMBERS if title in words), None)
    return next((m.entity_id for m in bodies if wanted.fullmatch(m.text)), None) if wanted else None
