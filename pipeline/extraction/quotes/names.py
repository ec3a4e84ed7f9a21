"""Who can speak in a document: the names that the components before this one found, by place.

Where nobody found any (the component stands alone in someone else's `nlp`), the model's own entities serve, and
`Names.own` says so.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from spacy.tokens import Doc

from pipeline.extraction.analysis import Analysis
from pipeline.extraction.spans import Cover
from pipeline.records import Mention, MentionHow, organisation_key, person_key

NameKind = Literal["person", "organisation"]
_LABELS: dict[str, NameKind] = {"PERSON": "person", "ORGANISATION": "organisation", "ORG": "organisation"}


class Name(NamedTuple):
    """A mention of a person or body: code points `start` to `end`, the entity and its fullest name."""

    start: int
    end: int
    text: str
    kind: NameKind
    entity_id: str | None
    full: str
    how: MentionHow = "name"
    honorific: str | None = None
    lead: int | None = None  # where the honorific before it starts: “said [Lt. Col.] Ann Reyes”

    @property
    def begin(self) -> int:
        """Where it begins, with its honorific."""
        return self.start if self.lead is None else self.lead


@dataclass(slots=True)
class Names:
    """The names of a document in order of their places."""

    names: Sequence[Name]
    own: bool = False
    offices: Mapping[str, frozenset[str]] = field(default_factory=dict)  # person: words of honorifics and roles
    _starts: list[int] = field(init=False)
    _people: Cover | None = field(init=False, default=None)  # with their honorifics

    def __post_init__(self) -> None:
        self._starts = [n.start for n in self.names]

    def between(self, start: int, end: int, kind: NameKind | None = None) -> list[Name]:
        """Names that lie within `start` and `end`."""
        i = bisect_left(self._starts, start)
        found = []
        while i < len(self.names) and self.names[i].start < end:
            if self.names[i].end <= end and kind in (None, self.names[i].kind):
                found.append(self.names[i])
            i += 1
        return found

    def called(self, word: str) -> Name | None:
        """The only person of the document whose fullest name begins or ends with `word`."""
        if not word[:1].isupper():
            return None
        full = {n.full: n for n in self.names if n.kind == "person" and word in (n.full.split()[0], n.full.split()[-1])}
        return next(iter(full.values())) if len(full) == 1 else None

    def at(self, offset: int) -> Name | None:
        """The name that holds `offset`, with its honorific; a person before a body."""
        i = bisect_right(self._starts, offset)
        near = self.names[max(0, i - 4) : i + 1]
        holding = [n for n in near if offset < n.end and n.begin <= offset]
        return min(holding, key=lambda n: (n.kind != "person", n.start), default=None) if holding else None

    def has_person(self, start: int, end: int) -> bool:
        """Whether a person is named, in part at least, within `start` and `end`."""
        if self._people is None:
            self._people = Cover((n.begin, n.end) for n in self.names if n.kind == "person")
        return self._people.touches(start, end)


def names_of(doc: Doc, analysis: Analysis) -> Names:
    """The names that may speak, from the analysis, else from the model's entities."""
    text = analysis.release.text
    if analysis.people or analysis.organisations:
        full = {p.person_id: p.name for p in analysis.people} | {
            o.organisation_id: o.name for o in analysis.organisations
        }
        names = [
            Name(
                m.start,
                m.end,
                m.text,
                _LABELS[m.label],
                m.entity_id,
                full[m.entity_id],
                m.how,
                m.honorific,
                _lead(text, m),
            )
            for m in analysis.mentions
            if m.label in _LABELS and m.entity_id in full and m.how not in ("pronoun", "title")
        ]
        return Names(sorted(names, key=lambda n: (n.start, n.end)), offices=_offices(analysis))
    return Names(_model_names(doc), own=True)


def _offices(analysis: Analysis) -> dict[str, frozenset[str]]:
    """The words of each person's honorifics and roles: Governor Ray Sutton is “the Governor”."""
    words: dict[str, set[str]] = {}
    for role in analysis.roles:
        words.setdefault(role.person_id, set()).update(role.role.casefold().split())
    for mention in analysis.mentions:
        if mention.honorific and mention.entity_id and mention.label == "PERSON":
            words.setdefault(mention.entity_id, set()).update(mention.honorific.casefold().replace(".", "").split())
    return {person: frozenset(w) for person, w in words.items()}


def _lead(text: str, mention: Mention) -> int | None:
    """Where the honorific that stands directly before a mention starts."""
    if mention.honorific is None:
        return None
    lead = text.rfind(mention.honorific, max(0, mention.start - len(mention.honorific) - 3), mention.start)
    return lead if lead >= 0 else None


def _model_names(doc: Doc) -> list[Name]:
    """The model's people and organisations; a surname is linked to the fuller name before it."""
    fullest: dict[str, str] = {}
    names = []
    for ent in doc.ents:
        kind = _LABELS.get(ent.label_)
        text = ent.text.strip()
        if kind is None or not text:
            continue
        if text.endswith(("’s", "'s")):
            text = text[:-2]
        full = text
        if kind == "person":
            last = text.split()[-1].casefold()
            full = fullest.get(last, text) if len(text.split()) == 1 else text
            if len(text.split()) > 1:
                fullest.setdefault(last, text)
        start = ent.start_char + ent.text.index(text[0])
        key = person_key(full) if kind == "person" else organisation_key(full)
        names.append(Name(start, start + len(text), text, kind, key, full, "name" if full == text else "short"))
    return names
