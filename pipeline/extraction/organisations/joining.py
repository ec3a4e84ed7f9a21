"""The names of one release, those of one organisation joined."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from html import unescape

from pipeline.extraction.organisations.listed import known_by
from pipeline.extraction.organisations.names import is_acronym, name_key, without_legal_form
from pipeline.extraction.organisations.nation import country_of, is_national
from pipeline.records import AliasKind

_RANK: dict[AliasKind, int] = {"name": 0, "variant": 1, "short": 2, "acronym": 3, "former": 4}
_NOWHERE = 1 << 62


@dataclass(slots=True)
class Spelling:
    """A name as the release spells it; of names with one key the one with a legal form, and not in capitals."""

    text: str
    kind: AliasKind
    first: int  # where it stands first


@dataclass(slots=True)
class JoinedNames:
    """The names of one release by their keys (`name_key`), and which of them are one organisation's.

    `country` is the country that the release is about, if it is about one.
    """

    text: str
    country: str | None = None
    spellings: dict[str, Spelling] = field(default_factory=dict)
    places: dict[tuple[int, int], str] = field(default_factory=dict)  # span -> key
    _parents: dict[str, str] = field(default_factory=dict)
    _countries: dict[str, str | None] = field(default_factory=dict)  # by root

    def add(self, start: int, end: int) -> str:
        """Take in a name of the release; returns its key."""
        key = self.places[start, end] = self.add_spelling(self.text[start:end], start)
        return key

    def add_spelling(self, name: str, first: int = _NOWHERE) -> str:
        """Take in a name that need not stand in the release; returns its key."""
        name = " ".join(unescape(name).split())  # “Ice &amp; Sons” in a text whose markup nobody undid
        key = name_key(name)
        known = self.spellings.get(key)
        if known is None:
            self.spellings[key] = Spelling(name, "acronym" if is_acronym(name) else "name", first)
            self._parents[key] = key
            self._countries[key] = self.country if is_national(name) else country_of(name)
        elif (known.text.isupper() and not name.isupper()) or (
            not _has_legal_form(known.text) and _has_legal_form(name)
        ):
            known.text = name
        return key

    def root(self, key: str) -> str:
        """What all names of one organisation share."""
        while self._parents[key] != key:
            key = self._parents[key]
        return key

    def join(self, a: str, b: str) -> None:
        """Two names are one organisation's, unless they say two countries."""
        a, b = sorted((self.root(a), self.root(b)))
        one, other = self._countries[a], self._countries[b]
        if a != b and not (one and other and one != other):
            self._parents[b] = a
            self._countries[a] = one or other

    def are_one(self, a: str, b: str) -> bool:
        """Whether two names are one organisation's."""
        return self.root(a) == self.root(b)

    def has_legal_form(self, key: str) -> bool:
        """Whether a name has its legal form."""
        return _has_legal_form(self.spellings[key].text)

    def groups(self) -> dict[str, list[str]]:
        """The keys of the names of each organisation, by root."""
        groups: dict[str, list[str]] = {}
        for key in sorted(self.spellings):
            groups.setdefault(self.root(key), []).append(key)
        return groups

    def fullest(self, keys: list[str]) -> str:
        """The name of an organisation: the listed one, else the longest that is no acronym."""
        for key in keys:
            if known := known_by(self.spellings[key].text):
                return known.name
        chosen = [self.spellings[k] for k in keys if not self._owner_or_misprint(k, keys)]
        return min(chosen, key=lambda s: (_RANK[s.kind], -len(s.text), s.text)).text

    def _owner_or_misprint(self, key: str, keys: list[str]) -> bool:
        """Whether a name is a rarer one's with one s more, “ZPRs” for “ZPR's”, or less, “Norvane Sport”."""
        times = Counter(self.places.values())
        return (key.endswith("s") and key[:-1] in keys and times[key] <= times[key[:-1]]) or (
            key + "s" in keys and times[key] < times[key + "s"]
        )


def _has_legal_form(name: str) -> bool:
    return without_legal_form(name) != name
