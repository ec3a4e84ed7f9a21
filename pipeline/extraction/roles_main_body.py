"""The body that a release is about, and which offices without a body are held in it: “said CEO Jan Roe.”"""

from __future__ import annotations

import re
from collections import Counter

from pipeline.extraction.analysis import Analysis
from pipeline.extraction.roles_bind import Bound
from pipeline.extraction.roles_nouns import head_noun_of, role_words
from pipeline.extraction.tokens import Tokens
from pipeline.records import Mention

_ABOUT = re.compile(r"(?:^|\n)[#*_\s]*About\s+(?:the\s+|The\s+)?$")
_NAMES_ON = re.compile(
    r"[*_]*(?:,|\s+(?:of|at|for|in|with|from)|\s*\n|\s*[-–—|(])\s*(?:the\s+|The\s+)?[A-Z0-9]|/"
    r"|\s+&amp;\s|\s+(?:and|&)\s+(?:[\w-]+\s+){0,4}(?:of|at|for)\s+(?:the\s+)?[A-Z]"  # “CEO and co-founder of Velora”
)
_OPENING = 1500  # code points in which a release names whom it is about
_APPOINTED = re.compile(r"\b(?:appointed|named|promoted|elected|will become)\b")
_OF_STATES = frozenset(["president", "vice-president", "spokesperson", "spokesman", "spokeswoman"])
_COMPOUND = re.compile(r"[\w-]+")
_OF_OFFICES = role_words("before_head") | role_words("fields") | role_words("after_head")
_PRIVATE = frozenset(["company", "university", "ngo", "media"])


class MainBody:
    """The body that one document is about, `body` its id or None; `likely` on less evidence, for “the company's”."""

    def __init__(self, tokens: Tokens, analysis: Analysis, bodies: list[Mention]) -> None:
        self.doc, self.text = tokens, tokens.text
        best = _counted(bodies, analysis)
        self.body = _main_body(best)
        tied = len(best) > 1 and best[0][1] == best[1][1]
        self.likely = best[0][0] if best and best[0][1] > 1 and not tied else None
        self.kind = next((o.kind for o in analysis.organisations if o.organisation_id == self.body), None)

    def holds(self, bound: Bound) -> bool:
        """Whether an office that names no body is held in the one that the release is about: “said CEO Jan Roe.”

        Not where capitals before or behind it may name another that nobody recognised, nor for former posts.
        """
        if self.body is None:
            return False
        phrase, kind = bound.span.phrase, self.kind
        if bound.former or bound.rule in ("pronoun", "verb") or kind not in (None, *_PRIVATE):
            return False
        if bound.rule == "predicate" and not _APPOINTED.search(self.text, bound.person.end, bound.span.start):
            return False
        if phrase.noun in _OF_STATES and kind is None:
            return False  # “President Roe” in a release about a treaty's body
        if re.match(r"(?i)(?:former|ex|past|late|then)\b", self.text[bound.span.start : bound.span.end]):
            return False
        start, head_end = bound.span.start, self.doc.ends[phrase.head_end - 1]
        unknown = [
            w for w in _COMPOUND.findall(self.text, start, head_end)
            if w[0].isupper() and w.casefold() not in _OF_OFFICES and not head_noun_of(w)
        ]  # fmt: skip
        complement = [w for w in _COMPOUND.findall(self.text, head_end, bound.span.end) if w[0].isupper()]
        if unknown or any(w.casefold() not in _OF_OFFICES for w in complement):
            return False
        end = max(bound.span.end, head_end)
        if end <= bound.person.start and self.text[end : bound.person.start].strip() == ",":
            return True  # “Its CEO, Jan Roe, …”
        return _NAMES_ON.match(self.text, end) is None


def _main_body(best: list[tuple[str, int]]) -> str | None:
    """The body that a release is about: named most often by far; None where two come close, or none comes up five
    times."""
    if not best or best[0][1] < 5 or (len(best) > 1 and best[1][1] * 3 > best[0][1] * 2):
        return None
    return best[0][0]


def _counted(bodies: list[Mention], analysis: Analysis) -> list[tuple[str, int]]:
    """The two bodies that are named most often, the headline and “About …” counted thrice."""
    text, head = analysis.release.text, analysis.release.headline
    opening = max(_OPENING, len(text) * 0.3)
    early = {m.entity_id for m in bodies if m.start < opening and m.entity_id}  # not the wire that sends it
    counts: Counter[str] = Counter()
    describes = "About" in text
    for m in bodies:
        if m.entity_id in early:
            in_head = head is not None and head.start <= m.start < head.end
            about = describes and _ABOUT.search(text, max(0, m.start - 30), m.start)
            counts[m.entity_id] += 3 if in_head or about else 1
    return counts.most_common(2)
