"""The rows of the organisations of one release: name, acronym, kind, country, what it is part of, other names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.extraction.organisations.joining import JoinedNames
from pipeline.extraction.organisations.listed import known_by
from pipeline.extraction.organisations.names import head_of, kind_of, name_key, without_legal_form
from pipeline.extraction.organisations.nation import country_of, is_national
from pipeline.records import Alias, MentionHow, Organisation, organisation_key

_OF = re.compile(r"\s+of\s+(?:the\s+)?(?=[A-Z])")


class Rows:
    """Makes the rows; the names must be joined before."""

    def __init__(self, names: JoinedNames) -> None:
        self.names = names
        self._groups = names.groups()
        self._fullest = {root: names.fullest(keys) for root, keys in self._groups.items()}

    def entity(self, key: str) -> str:
        """The organisation_id of a name: of a national one with its country, `org-senate-pol`."""
        name = self._fullest[self.names.root(key)]
        if is_national(name) and self.names.country:
            return organisation_key(f"{name} {self.names.country}")
        return organisation_key(name)

    def how(self, key: str) -> MentionHow:
        """How a name names its organisation."""
        kind = self.names.spellings[key].kind
        return "acronym" if kind == "acronym" else "short" if kind == "short" else "name"

    def organisations(self) -> Iterator[Organisation]:
        """The rows of the organisations that the release names, and of those that they are part of."""
        for root, keys in self._groups.items():
            name = self._fullest[root]
            known = known_by(name)
            yield Organisation(
                organisation_id=self.entity(root),
                name=name,
                acronym=known.acronym if known and known.acronym else self._acronym(name, keys),
                kind=known.kind if known else kind_of(name),
                country=self._country(name),
                part_of=self._whole(name, root),
            )

    def aliases(self) -> Iterator[Alias]:
        """Their other names, each also without its legal form."""
        for root, keys in self._groups.items():
            for key in keys:
                spelling = self.names.spellings[key]
                for alias in {spelling.text, without_legal_form(spelling.text)} - {self._fullest[root]}:
                    kind = spelling.kind if alias == spelling.text else "short"
                    yield Alias(entity_id=self.entity(root), alias=alias, kind="variant" if kind == "name" else kind)

    def _acronym(self, name: str, keys: list[str]) -> str | None:
        spellings = [self.names.spellings[k] for k in keys]
        acronyms = [s.text for s in spellings if s.kind == "acronym" and not name.startswith(s.text)]
        return min(acronyms, key=lambda a: (len(a), a), default=None)

    def _country(self, name: str) -> str | None:
        known = known_by(name)
        if known and known.kind != "government":
            return None  # “Central American Integration System”
        return self.names.country if is_national(name) else country_of(name)

    def _whole(self, name: str, root: str) -> str | None:
        """The organisation that a name says its own is part of: “Audit Unit of the Zed Bank”, “Zed Bank Audit Unit”."""
        words = name.split()
        ends = range(len(words) - 1, 0, -1) if head_of(words[-1]) else ()
        for whole in [*(name[m.end() :] for m in _OF.finditer(name)), *(" ".join(words[:end]) for end in ends)]:
            key = name_key(whole)
            if key in self.names.spellings and not self.names.are_one(key, root):
                return self.entity(key)
        return None
