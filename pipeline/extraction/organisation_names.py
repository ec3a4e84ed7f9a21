"""The bodies that one document names, and what the tables say of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator
from functools import cached_property

from pipeline.extraction.bodies import bodies
from pipeline.extraction.gazetteer import fold
from pipeline.extraction.organisation_groups import Groups
from pipeline.extraction.organisation_variants import country_of, first_word
from pipeline.extraction.organisation_words import (
    head_of,
    is_concept,
    is_generic,
    kind_of,
    name_key,
    without_legal_form,
)
from pipeline.records import Alias, AliasKind, MentionHow, Organisation, organisation_key

_POSSESSIVE = re.compile(r"\w['’]s?\b|s['’]\s")
_LONG = 600  # characters, in which a text would have a possessive
_OF = re.compile(r"\s+of\s+(?:the\s+)?(?=[A-Z])")


class Names(Groups):
    """The names of one document: to be looked for again, and as rows."""

    # ------------------------------------------------------------------ looking again
    def searchable(self) -> Iterator[str]:
        """Spellings to look for in the whole text: names, acronyms, companies without legal form, first words."""
        sizes = self.sizes()
        for key, spelling in sorted(self._spelling.items()):
            if is_generic(spelling) or is_concept(spelling):
                continue
            if len(spelling) < 3 and not (spelling.isupper() and sizes[self._root(key)] > 1):
                continue  # “QZ” only where the text has a longer name for it
            yield spelling
            bare = without_legal_form(spelling).strip(" ,")
            if bare != spelling and not is_generic(bare) and len(bare) > 2:
                yield bare
            if (short := first_word(bare, spelling)) and not self._is_common(short):
                self._short[name_key(short)] = key
                yield short
            if " " not in bare and bare[-1].isalpha() and not bare.endswith("s") and self._is_unmarked:
                self._short[name_key(bare + "s")] = key
                yield bare + "s"

    @cached_property
    def _is_unmarked(self) -> bool:
        """Whether the text has lost its apostrophes, so that “Norvanes plan” is Norvane's."""
        marked = "’" in self._text or "'" in self._text
        return len(self._text) > _LONG and not (marked and _POSSESSIVE.search(self._text))

    def _is_common(self, word: str) -> bool:
        """Whether the text has a word in small letters too: “Platinum” of “Platinum Mines Ltd” is the metal there."""
        small = word.lower()
        return small in self._text and (
            re.search(rf"(?<![\w.@/-]){re.escape(small)}(?![\w.@-])", self._text) is not None
        )

    def group(self, surface: str) -> str:
        """What all names of the body share that a mention names, whatever its key becomes."""
        return self._root(self._key(surface))

    def sizes(self) -> Counter[str]:
        """How many names each group has."""
        return Counter(map(self._root, self._parent))

    def names_of(self, group: str) -> list[str]:
        """The names of a group, in the order of their keys."""
        return [self._spelling[key] for key in sorted(self._parent) if self._root(key) == group]

    def leave_out(self, groups: Container[str]) -> None:
        """Forget the names of groups."""
        gone = {key for key in self._parent if self._root(key) in groups}
        for key in gone:
            del self._parent[key], self._spelling[key], self._kind[key]
        self._short = {short: key for short, key in self._short.items() if key not in gone}
        self._identified = 0

    def _key(self, surface: str) -> str:
        key = name_key(surface) or fold(" ".join(surface.split()))
        if key not in self._parent:
            target = self._short.get(key)
            key = self._know(surface, "short")
            if target:
                self._kind[key] = "short"
                self._unite(key, target)
        return key

    def entity(self, surface: str) -> tuple[str, MentionHow]:
        """Key of the body that a mention names, and how it names it."""
        key = self._key(surface)
        kind = self._kind[key]
        how: MentionHow = "acronym" if kind == "acronym" else "short" if kind == "short" else "name"
        return self._identifier(self._root(key)), how

    # ------------------------------------------------------------------ records
    def _whole(self, name: str, identifier: str) -> str | None:
        """The known body that a name says its own is part of: “Audit Unit of the Zed Bank”, “Zed Bank Audit Unit”."""
        for m in _OF.finditer(name):
            if (whole := self._other(name[m.end() :], identifier)) is not None:
                return whole
        words = name.split()
        for end in range(len(words) - 1, 0, -1) if head_of(words[-1]) else ():
            if (whole := self._other(" ".join(words[:end]), identifier)) is not None:
                return whole
        return None

    def _other(self, name: str, identifier: str) -> str | None:
        """The key of a known body with this name, where it is another one."""
        key = name_key(name)
        key = key if key in self._parent else key.removesuffix("s")  # “Zed Departments [Audit Unit]”, apostrophe lost
        if key not in self._parent:
            return None
        found = self._identifier(self._root(key))
        return found if found != identifier else None

    def _groups(self) -> dict[str, list[str]]:
        groups: dict[str, list[str]] = {}
        for key in sorted(self._parent):
            groups.setdefault(self._root(key), []).append(key)
        return groups

    def _identifier(self, root: str) -> str:
        if len(self._parent) != self._identified:
            self._identified = len(self._parent)
            groups = self._groups().items()
            self._identifiers = {group: organisation_key(self._fullest(keys)) for group, keys in groups}
        return self._identifiers[root]

    def records(self) -> Iterator[Organisation | Alias]:
        """Organisations with their aliases, in the order of their keys."""
        made: dict[str, Organisation] = {}
        aliases: dict[tuple[str, str], Alias] = {}
        for keys in self._groups().values():
            name = self._fullest(keys)
            identifier = organisation_key(name)
            body = bodies().by_key.get(name_key(name))
            acronyms = [self._spelling[k] for k in keys if self._kind[k] == "acronym" and k not in bodies().by_key]
            acronyms = [a for a in acronyms if not name.startswith(a)]  # “Zed3D” of “Zed3D.example”
            acronym = body.acronym if body and body.acronym else min(acronyms, key=lambda a: (len(a), a), default=None)
            made.setdefault(
                identifier,
                Organisation(
                    organisation_id=identifier,
                    name=name,
                    acronym=acronym if acronym != name else None,
                    kind=body.kind if body else kind_of(name),
                    country=None if body else country_of(name),
                    part_of=self._whole(name, identifier),
                ),
            )
            for key in keys:
                spelling = self._spelling[key]
                for alias in {spelling, without_legal_form(spelling).strip(" ,")}:
                    if alias != name and alias:
                        kind = self._kind[key] if alias == spelling else "short"
                        aliases.setdefault(
                            (identifier, alias), Alias(entity_id=identifier, alias=alias, kind=_alias_kind(kind))
                        )
        yield from (made[k] for k in sorted(made))
        yield from (aliases[k] for k in sorted(aliases))


def _alias_kind(kind: AliasKind) -> AliasKind:
    return "variant" if kind == "name" else kind
