"""Which country an office serves."""

from __future__ import annotations

import re

from pipeline.extraction.countries import country_code
from pipeline.extraction.roles_bind import Bound
from pipeline.extraction.tokens import Tokens
from pipeline.records import Mention

_ABOVE = 160  # code points over a name in which the line above it is looked for
_COMPOUND = re.compile(r"-[A-Z]")
_POSSESSIVE = re.compile(r"['’]?s?\s")
_SIGNED = re.compile(
    r"\W*(?:on behalf of|for)\s+(?:the\s+)?(?:Government\s+of\s+(?:the\s+)?)?(?P<country>[^:,]+)[:,]?", re.IGNORECASE
)


class Countries:
    """Finds the countries of the offices of one document; `places` are its COUNTRY and DEMONYM mentions, in order."""

    def __init__(self, tokens: Tokens, places: list[Mention]) -> None:
        self.doc, self.text, self.places = tokens, tokens.text, places

    def named_by(self, bound: Bound, body: str | None) -> list[str]:
        """The countries that the office's words name: where it serves, else whose it is."""
        start, end = bound.span.start, bound.span.end
        inside = [m for m in self.places if start <= m.start and m.end <= end and m.entity_id]
        inside = [m for m in inside if not _COMPOUND.match(self.text, m.end)]  # “Holland-Lindmoor”
        served = [m for m in inside if self._goes_to(m, start)]
        own = [m for m in inside if m not in served]
        if body and served and not (own and "mbassador" in bound.span.phrase.text(self.doc)):
            return _codes(served)
        if own:
            return _codes(own[:1])
        before = [m for m in self.places if 0 <= start - m.end <= 3 and _POSSESSIVE.fullmatch(self.text, m.end, start)]
        if before:
            return _codes(before)
        if served:
            return _codes(served)
        after = [m for m in self.places if m.start >= bound.person.end][:1]
        if (
            bound.rule == "title"
            and after
            and re.fullmatch(r"\s+(?:of|from)\s+(?:the\s+)?", self.text[bound.person.end : after[0].start])
        ):
            return _codes(after)
        for m in self.places:
            if m.start <= start < m.end and m.label == "COUNTRY":
                return _codes([m])
        return []

    def signed_for(self, bound: Bound) -> list[str]:
        """“On behalf of the Government of Jordan:” on the line above a signature."""
        above = self.text[max(0, bound.person.start - _ABOVE) : bound.person.start].splitlines()[:-1]
        line = next((line for line in reversed(above) if line.strip()), "")
        signed = _SIGNED.fullmatch(line.strip())
        code = country_code(signed["country"]) if signed else None
        return [code] if code else []

    def _goes_to(self, m: Mention, start: int) -> bool:
        """Whether the words before a country say that the office is held there: “to Chad”, “in Nepal and Bhutan”."""
        before = re.sub(r"(?:the\s+)$", "", self.text[start : m.start])
        if re.search(r"\b(?:to|in)\s+$", before):
            return True
        return bool(re.search(r"\b(?:to|in)\s+[^,]*(?:,|\band)\s+$", before))

    def of_joined(self, bound: Bound, everything: list[Bound]) -> list[str]:
        """“Vice-President and Minister of Mines of Chad”: both offices serve Chad."""
        for other in everything:
            if (
                other.person is bound.person
                and other.span != bound.span
                and 0 <= other.span.start - bound.span.end < 12
                and other.span.phrase.noun not in ("ambassador", "envoy", "consul", "representative")
            ):
                return self.named_by(other, None)
        return []


def _codes(mentions: list[Mention]) -> list[str]:
    return list(dict.fromkeys(m.entity_id for m in mentions if m.entity_id))
