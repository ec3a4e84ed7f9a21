"""Which names of a document belong to one body, and what the tables say of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from pipeline.data import word_list
from pipeline.extract.acronyms import Definition
from pipeline.extract.bodies import bodies
from pipeline.extract.gazetteer import fold
from pipeline.extract.organisation_variants import (
    country_of,
    first_word,
    is_concept_of_thing,
    is_distinctive,
    is_fuller,
    is_short_of,
    syllables_begin,
    turned,
    without_country,
)
from pipeline.extract.organisation_words import (
    ACRONYM,
    head_of,
    is_concept,
    is_generic,
    kind_of,
    name_key,
    without_legal_form,
)
from pipeline.records import Alias, AliasKind, MentionHow, Organisation, organisation_key

_KNOWN_AS = re.compile(
    r"[\s,(]+(?:(?:better|also|formerly|previously|now|commonly|widely|hereinafter)\s+)*"
    r"(?:known|called|referred\s+to|doing\s+business|operating|branded|d/b/a|a/k/a|formerly|previously)?"
    r"(?:\s+(?:as|by|under|the|its|their|old|new|former|short|full|brand|trade|name|of))*\s*[“\"‘']?$"
)
_CUE = re.compile(r"known|called|referred|doing|operating|d/b/a|a/k/a|formerly|previously|branded")
_QUOTED = re.compile(r"\(\s*(?:(?:the|hereinafter|or|together|collectively)[,\s]+)*[“\"]([^”\"()\n]{2,40})[”\"]")
_CAMEL = re.compile(r"(?:[A-Z][a-z]+){2,4}")
_OF = re.compile(r"\s+of\s+(?:the\s+)?(?=[A-Z])")
_STATE = re.compile(r"(?:U\.?S\.?|UK|United States|United Kingdom) (?=[A-Z])")
_LONGEST_CUE = 60  # characters between a name and the other name it is known by


class Names:
    """Groups the names of one document into bodies."""

    def __init__(self, text: str, found: list[Definition]) -> None:
        self._text = text
        self._definitions = found
        self._spans: dict[tuple[int, int], str] = {}
        self._spelling: dict[str, str] = {}
        self._parent: dict[str, str] = {}
        self._kind: dict[str, AliasKind] = {}
        self._short: dict[str, str] = {}  # a short form -> the key it stands for

    # ------------------------------------------------------------------ collecting
    def add(self, surface: str, start: int, end: int) -> None:
        """One accepted span."""
        self._spans[start, end] = self._know(surface)

    def _know(self, surface: str, kind: AliasKind = "name") -> str:
        surface = " ".join(surface.split())
        key = name_key(surface) or fold(surface)
        best = self._spelling.get(key)
        if best is None or (best.isupper() and not surface.isupper()) or is_fuller(surface, best):
            self._spelling[key] = surface
        self._parent.setdefault(key, key)
        self._kind.setdefault(key, "acronym" if ACRONYM.fullmatch(surface) and " " not in surface else kind)
        return key

    def _root(self, key: str) -> str:
        while self._parent[key] != key:
            key = self._parent[key]
        return key

    def _unite(self, a: str, b: str) -> None:
        a, b = self._root(a), self._root(b)
        if a != b:
            self._parent[max(a, b)] = min(a, b)

    # ------------------------------------------------------------------ bringing together
    def resolve(self) -> None:
        """Unite acronyms, listed names, definitions and short forms with the names they stand for."""
        by_end = {end: key for (_, end), key in self._spans.items()}
        by_span = dict(self._spans)
        for d in self._definitions:
            owned = d.long_end - 2 if self._text[d.long_end - 2 : d.long_end] in ("'s", "’s") else d.long_end
            long = by_span.get((d.long_start, d.long_end)) or by_end.get(d.long_end) or by_end.get(owned)
            if long and not is_concept_of_thing(d.short, self._spelling[long]):
                self._unite(long, self._know(d.short, "acronym"))
        self._known_as()
        self._bracketed()
        self._quoted(by_end)
        for key in list(self._spelling):
            body = bodies().by_key.get(key)
            if body:
                official = self._know(body.name)
                self._unite(key, official)
                if body.acronym:
                    self._unite(official, self._know(body.acronym, "acronym"))
        self._variants()
        self._short_forms()
        self._endings()

    def _known_as(self) -> None:
        """“X, formerly Y”, “X, also called Y”: names of one body."""
        spans = sorted(self._spans)
        for (_, end), (start, stop) in pairwise(spans):
            between = self._text[end:start]
            if len(between) <= _LONGEST_CUE and _CUE.search(between) and _KNOWN_AS.fullmatch(between):
                a, b = self._spans[_span(spans, end)], self._spans[start, stop]
                self._kind[b] = "former" if re.search(r"formerly|previously|old", between) else "variant"
                self._unite(a, b)

    def _bracketed(self) -> None:
        """“ZENIRA” in brackets after a name, or a name in brackets after “ZENIRA”, though the letters do not fit."""
        for (a, b), (c, d) in pairwise(sorted(self._spans)):
            if self._text[b:c] not in (" (", " (the ") or self._text[d : d + 1] != ")":
                continue
            first, second = self._text[a:b], self._text[c:d]
            short = [s for s in (first, second) if " " not in s and s.isupper()]
            if len(short) == 1 and first[0] == second[0]:
                self._unite(self._spans[a, b], self._spans[c, d])

    def _quoted(self, by_end: dict[int, str]) -> None:
        """“Telvane Holdings, Inc. (“Telvane” or the “Company”)”."""
        for end, key in list(by_end.items()):
            m = _QUOTED.match(self._text, end + (self._text[end : end + 1] == " "))
            if m is None:
                continue
            bracket = self._text[m.start() : self._text.find(")", m.start())]
            for short in re.findall(r"[“\"]([^”\"()\n]{2,40})[”\"]", bracket):
                short = re.sub(r"(?i)^the\s+", "", short.strip(" ,."))
                if short[:1].isupper() and name_key(short) not in word_list("organisations/parties.txt"):
                    self._unite(key, self._know(short, "short"))

    def _variants(self) -> None:
        """“Kenya Ministry of Water”, “MinWater” and “Water Ministry” are the “Ministry of Water” of one text."""
        of_country: dict[tuple[str, str | None], str] = {}
        for key in list(self._spelling):
            spelling = self._spelling[key]
            if (bare := _of_the_state(spelling)) and name_key(bare) in self._spelling:
                self._unite(key, name_key(bare))
            if bare := without_country(spelling):
                self._unite(key, of_country.setdefault((name_key(bare), country_of(spelling)), key))
            for other in (without_country(spelling), turned(spelling), self._expanded(spelling)):
                if other and name_key(other) in self._spelling:
                    self._unite(key, name_key(other))
            # "ZPRs": the apostrophe is often lost
            owner = spelling[:-1] if spelling.endswith("s") and len(spelling) > 3 else ""
            if owner and (
                name_key(owner) in self._spelling or (owner.isupper() and name_key(owner) in bodies().by_key)
            ):
                self._unite(key, self._know(owner))
            if _CAMEL.fullmatch(spelling):
                parts = [fold(p) for p in re.findall(r"[A-Z][a-z]+", spelling)]
                fitting = [k for k in self._spelling if k != key and syllables_begin(parts, self._spelling[k])]
                if len({self._root(k) for k in fitting}) == 1:
                    self._kind[key] = "acronym"
                    self._unite(key, fitting[0])

    def _expanded(self, name: str) -> str | None:
        """“ZPR Diving School” with the acronym written out, where the document or the list of bodies knows it."""
        first, _, rest = name.partition(" ")
        key = name_key(first)
        if not rest or not ACRONYM.fullmatch(first):
            return None
        if (body := bodies().by_key.get(key)) is not None:
            return f"{body.name} {rest}"
        if key not in self._spelling:
            return None
        group = [k for k in self._spelling if self._root(k) == self._root(key)]
        return f"{self._fullest(group)} {rest}"

    def _short_forms(self) -> None:
        """A name that begins a longer one stands for it: “Telvane” for “Telvane Holdings, Inc.”."""
        keys = sorted(self._spelling, key=lambda k: (len(k.split()), k))
        first: dict[str, list[str]] = {}
        for key in keys:
            first.setdefault(key.split(" ")[0], []).append(key)
        for key in keys:
            if self._kind[key] == "acronym" or key in bodies().by_key or not is_distinctive(self._spelling[key]):
                continue
            longer = [k for k in first[key.split(" ")[0]] if k.startswith(key + " ")]
            roots = {self._root(k) for k in longer}
            if longer and (len(roots) == 1 or len({self._root(k) for k in longer[:1]}) == 1):
                target = longer[0]
                if self._root(target) != self._root(key) and is_short_of(self._spelling[key], self._spelling[target]):
                    self._kind[key] = "short"
                    self._unite(key, target)

    def _endings(self) -> None:
        """A name that ends a longer one stands for it where only one is longer: “Water Board” for “Zed Water Board”.

        A lone head noun may begin the longer one too: “the League” for “League of Zed”.
        """
        keys = sorted(self._spelling, key=lambda k: (len(k.split()), k))
        for key in keys:
            spelling = self._spelling[key]
            if self._kind[key] == "acronym" or key in bodies().by_key or head_of(spelling.split()[-1]) is None:
                continue
            longer = [k for k in keys if k.endswith(" " + key) and self._root(k) != self._root(key)]
            if " " not in key:
                longer += [k for k in keys if k.startswith(key + " of ") and self._root(k) != self._root(key)]
            if len({self._root(k) for k in longer}) == 1:
                self._kind[key] = "short"
                self._unite(key, longer[0])

    # ------------------------------------------------------------------ looking again
    def searchable(self) -> Iterator[str]:
        """Spellings to look for in the whole text: names, acronyms, companies without legal form, first words."""
        for key, spelling in sorted(self._spelling.items()):
            if is_generic(spelling) or is_concept(spelling) or len(spelling) < 3:
                continue
            yield spelling
            bare = without_legal_form(spelling).strip(" ,")
            if bare != spelling and not is_generic(bare) and len(bare) > 2:
                yield bare
            if short := first_word(bare, spelling):
                self._short[name_key(short)] = key
                yield short

    def entity(self, surface: str) -> tuple[str, MentionHow]:
        """Key of the body that a mention names, and how it names it."""
        key = name_key(surface) or fold(" ".join(surface.split()))
        if key not in self._parent:
            target = self._short.get(key)
            key = self._know(surface, "short")
            if target:
                self._kind[key] = "short"
                self._unite(key, target)
        kind = self._kind[key]
        how: MentionHow = "acronym" if kind == "acronym" else "short" if kind == "short" else "name"
        return self._identifier(self._root(key)), how

    # ------------------------------------------------------------------ records
    def _whole(self, name: str, identifier: str) -> str | None:
        """The known body that a name says its own is part of: “Audit Unit of the Zed Bank”."""
        for m in _OF.finditer(name):
            key = name_key(name[m.end() :])
            if key in self._parent and (whole := self._identifier(self._root(key))) != identifier:
                return whole
        return None

    def _groups(self) -> dict[str, list[str]]:
        groups: dict[str, list[str]] = {}
        for key in sorted(self._parent):
            groups.setdefault(self._root(key), []).append(key)
        return groups

    def _fullest(self, keys: list[str]) -> str:
        """The fullest name: the listed one, else the longest that is no acronym or former name."""
        for key in keys:
            if (body := bodies().by_key.get(key)) is not None:
                return body.name
        rank = {"name": 0, "variant": 1, "short": 2, "acronym": 3, "former": 4}
        return self._spelling[min(keys, key=lambda k: (rank[self._kind[k]], -len(self._spelling[k]), k))]

    def _identifier(self, root: str) -> str:
        return organisation_key(self._fullest([k for k in sorted(self._parent) if self._root(k) == root]))

    def records(self) -> Iterator[Organisation | Alias]:
        """Organisations with their aliases, in the order of their keys."""
        made: dict[str, Organisation] = {}
        aliases: dict[tuple[str, str], Alias] = {}
        for keys in self._groups().values():
            name = self._fullest(keys)
            identifier = organisation_key(name)
            body = bodies().by_key.get(name_key(name))
            acronyms = [self._spelling[k] for k in keys if self._kind[k] == "acronym"]
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


def _of_the_state(name: str) -> str | None:
    """`Coast Guard` for “U.S. Coast Guard”."""
    m = _STATE.match(name)
    return name[m.end() :] if m and " " in name[m.end() :] else None


def _span(spans: list[tuple[int, int]], end: int) -> tuple[int, int]:
    return next(s for s in spans if s[1] == end)
