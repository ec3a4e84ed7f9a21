"""Which names of one document are one body's: acronyms, short forms, listed names, other spellings."""

from __future__ import annotations

import re
from html import unescape
from itertools import pairwise

from pipeline.data import word_list
from pipeline.extraction.acronyms import Definition
from pipeline.extraction.bodies import bodies
from pipeline.extraction.gazetteer import fold
from pipeline.extraction.organisation_variants import (
    apostrophes_lost,
    committee_of,
    country_of,
    goes_on,
    initials,
    is_concept_of_thing,
    is_distinctive,
    is_fuller,
    is_initialled,
    is_outline,
    is_short_of,
    is_unit,
    same_state,
    syllables_begin,
    turned,
    without_country,
)
from pipeline.extraction.organisation_words import (
    ACRONYM,
    common_first_words,
    head_of,
    name_key,
    without_legal_form,
)
from pipeline.records import AliasKind

_KNOWN_AS = re.compile(
    r"[\s,(]+(?:(?:better|also|formerly|previously|now|commonly|widely|hereinafter)\s+)*"
    r"(?:known|called|referred\s+to|doing\s+business|operating|branded|d/b/a|a/k/a|formerly|previously)?"
    r"(?:\s+(?:as|by|under|the|its|their|old|new|former|short|full|brand|trade|name|of))*\s*[“\"‘']?$"
)
_CUE = re.compile(r"known|called|referred|doing|operating|d/b/a|a/k/a|formerly|previously|branded")
_QUOTED = re.compile(r"\(\s*(?:(?:the|hereinafter|or|together|collectively)[,\s]+)*[“\"]([^”\"()\n]{2,40})[”\"]")
_ENTITY = re.compile(r"&\w+;")
_CAMEL = re.compile(r"(?:[A-Z][a-z]+){2,4}")
_PART_OF = re.compile(
    r"(?:[A-Z]\w+ [A-Z]\w+ of (?:the )?|(?:Board|Council|Court|Secretariat) of the )(?:U\.S\. |US )?$"
)
_LINKS = frozenset(["of", "for", "on", "the", "at", "in", "and", "to", "de", "by", "with"])
_OF_TOWNS = frozenset(["Board", "Committee", "Council", "Department", "Office"])
_UNITS = _OF_TOWNS | {"Division", "Section", "Team", "Unit"}
_LONGEST_CUE = 60  # characters between a name and the other name it is known by


class Groups:
    """The names of one document, brought together by body."""

    def __init__(self, text: str, found: list[Definition]) -> None:
        self._text = text
        self._definitions = found
        self._spans: dict[tuple[int, int], str] = {}
        self._spelling: dict[str, str] = {}
        self._parent: dict[str, str] = {}
        self._first: dict[str, int] = {}
        self._identifiers: dict[str, str] = {}  # by group
        self._identified = 0  # the number of names when they were made
        self._kind: dict[str, AliasKind] = {}
        self._short: dict[str, str] = {}  # a short form -> the key it stands for

    # ------------------------------------------------------------------ collecting
    def add(self, surface: str, start: int, end: int) -> None:
        """One accepted span."""
        self._spans[start, end] = key = self._know(surface)
        self._first.setdefault(key, start)

    def _know(self, surface: str, kind: AliasKind = "name") -> str:
        if "&" in surface:  # a text with markup: “Ministry of Ice and&nbsp; Canals”
            surface = _ENTITY.sub(lambda m: unescape(m[0]), surface)
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
            whole = self._text[d.long_start : d.long_end]
            of = _PART_OF.search(self._text, max(0, d.long_start - 60), d.long_start)
            if long and of and any(map(head_of, whole.split())):
                long = self._know(whole)  # “Audit Unit of the [Zed Bank] (ZB)”
            if long and not is_concept_of_thing(d.short, self._spelling[long]):
                self._unite(long, self._know(d.short, "acronym"))
        self._known_as()
        self._bracketed()
        self._quoted(by_end)
        for key in list(self._spelling):
            states = (bodies().by_key.get(name_key(same)) for same in same_state(self._spelling[key]))
            body = bodies().by_key.get(key) or next(filter(None, states), None)
            if body:
                official = self._know(body.name)
                self._unite(key, official)
                if body.acronym:
                    self._unite(official, self._know(body.acronym, "acronym"))
        self._variants()
        self._committees()
        self._short_forms()
        self._endings()
        self._initials()

    def _known_as(self) -> None:
        """“X, formerly Y”, “X, also called Y”: names of one body."""
        spans = sorted(self._spans)
        for (_, end), (start, stop) in pairwise(spans):
            if start - end > _LONGEST_CUE or not _CUE.search(self._text, end, start):
                continue
            between = self._text[end:start]
            if _KNOWN_AS.fullmatch(between):
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
            bracket = end + self._text.startswith(" ", end)
            m = _QUOTED.match(self._text, bracket) if self._text.startswith("(", bracket) else None
            if m is None:
                continue
            inner = self._text[m.start() : self._text.find(")", m.start())]
            for short in re.findall(r"[“\"]([^”\"()\n]{2,40})[”\"]", inner):
                short = re.sub(r"(?i)^the\s+", "", short.strip(" ,."))
                if short[:1].isupper() and name_key(short) not in word_list("organisations/parties.txt"):
                    self._unite(key, self._know(short, "short"))

    def _variants(self) -> None:
        """“Kenya Ministry of Water”, “MinWater” and “Water Ministry” are the “Ministry of Water” of one text."""
        of_country: dict[tuple[str, str | None], str] = {}
        turns = {name_key(t): key for key, spelling in self._spelling.items() if (t := turned(spelling))}
        for key in list(self._spelling):
            spelling = self._spelling[key]
            for same in same_state(spelling):
                if name_key(same) in self._spelling:
                    self._unite(key, name_key(same))
            if bare := without_country(spelling):
                self._unite(key, of_country.setdefault((name_key(bare), country_of(spelling)), key))
            for other in (without_country(spelling), turned(spelling), self._expanded(spelling)):
                if other and name_key(other) in self._spelling:
                    self._unite(key, name_key(other))
            # "ZPRs": the apostrophe is often lost
            owner = spelling[:-1] if spelling.endswith("s") and len(spelling) > 3 else ""
            if owner and (
                name_key(owner) in self._spelling
                or ((owner.isupper() or " " in owner) and name_key(owner) in bodies().by_key)
            ):
                self._unite(key, self._know(owner))
            for other in apostrophes_lost(key):
                if other in self._spelling or other in turns:
                    self._unite(key, turns.get(other, other))
            if _CAMEL.fullmatch(spelling):
                parts = [fold(p) for p in re.findall(r"[A-Z][a-z]+", spelling)]
                fitting = [k for k in self._spelling if k != key and syllables_begin(parts, self._spelling[k])]
                if len({self._root(k) for k in fitting}) == 1:
                    self._kind[key] = "acronym"
                    self._unite(key, fitting[0])

    def _committees(self) -> None:
        """“Senate Committee on Canals”, “Canals Committee”: one, unless both chambers have one."""
        found = {key: named for key, spelling in self._spelling.items() if (named := committee_of(spelling))}
        for key, (field, chamber) in found.items():
            same = {k: c for k, (f, c) in found.items() if f == field or is_initialled(f, field)}
            chambers = set(same.values()) - {""}
            for other, where in same.items():
                if where == chamber or len(chambers) < 2:
                    self._unite(key, other)

    def _expanded(self, name: str) -> str | None:
        """“ZPR Diving School” with the acronym written out, where the document or the list of bodies knows it."""
        first, _, rest = name.partition(" ")
        if not rest or not ACRONYM.fullmatch(first):
            return None
        key = name_key(first)
        if (body := bodies().by_key.get(key)) is not None:
            return f"{body.name} {rest}"
        if key not in self._spelling:
            return None
        group = [k for k in self._spelling if self._root(k) == self._root(key)]
        return f"{self._fullest(group)} {rest}"

    def _fullest(self, keys: list[str]) -> str:
        """The fullest name: the listed one, else the longest that is no acronym or former name."""
        for key in keys:
            if (body := bodies().by_key.get(key)) is not None:
                return body.name
        keys = [k for k in keys if not (k.endswith("s") and k[:-1] in keys)]  # an apostrophe was lost
        rank = {"name": 0, "variant": 1, "short": 2, "acronym": 3, "former": 4}
        return self._spelling[min(keys, key=lambda k: (rank[self._kind[k]], -len(self._spelling[k]), k))]

    def _short_forms(self) -> None:
        """A name that begins a longer one stands for it: “Telvane” for “Telvane Holdings, Inc.”.

        Of several longer names that one is meant which the text says it of, which has a legal form, which comes first.
        “Telvane Inc.” is in full, and no short form of “Telvane Optics Inc.”.
        """
        keys = sorted(self._spelling, key=lambda k: (len(k.split()), k))
        first: dict[str, list[str]] = {}
        for key in keys:
            first.setdefault(key.split(" ")[0], []).append(key)
        for key in keys:
            spelling = self._spelling[key]
            if key in bodies().by_key or self._in_full(key):
                continue
            longer = [k for k in first[key.split(" ")[0]] if k.startswith(key + " ")]
            if spelling.isupper() and " " not in spelling:
                known = any(k != key and self._root(k) == self._root(key) for k in keys)  # it has a longer name
                longer = [
                    k for k in longer if self._in_full(k) or (not known and goes_on(self._spelling[k][len(spelling) :]))
                ]
            elif not is_distinctive(spelling):
                longer = [k for k in longer if " " in key and self._in_full(k)]
            if not longer or any(self._root(k) == self._root(key) for k in longer):
                continue
            target = min(longer, key=lambda k: (is_unit(self._spelling[k], _UNITS), *self._precedence(k)))
            if " " not in key and not spelling.isupper() and is_unit(self._spelling[target], _OF_TOWNS):
                continue  # the town of “Lindmoor Water Board”
            if is_short_of(spelling, self._spelling[target]):
                self._kind[key] = "short"
                self._unite(key, target)

    def _in_full(self, key: str) -> bool:
        return without_legal_form(self._spelling[key]) != self._spelling[key]

    def _precedence(self, key: str) -> tuple[bool, int, int]:
        return not self._in_full(key), len(key.split()), self._first.get(key, len(self._text))

    def _endings(self) -> None:
        """A name that ends a longer one stands for it where only one is longer: “Water Board” for “Zed Water Board”.

        It may begin the longer one too: “the League” for “League of Zed”.
        """
        keys = sorted(self._spelling, key=lambda k: (len(k.split()), k))
        for key in keys:
            spelling = self._spelling[key]
            words = spelling.split()
            headed = head_of(words[-1]) or (len(words) > 3 and head_of(words[0]) and words[1] in ("of", "for"))
            headed = headed or spelling == "House"
            if self._kind[key] == "acronym" or key in bodies().by_key or not headed:
                continue
            longer = [k for k in keys if k.endswith(" " + key) and self._root(k) != self._root(key)]
            longer = [k for k in longer if k[: -len(key)].split()[-1] not in _LINKS]
            if spelling == "House":  # “Zedland House”, but not “White House”
                longer = [k for k in longer if k.split()[-2] not in common_first_words()]
            longer += [k for k in keys if k.startswith(key + " of ") and self._root(k) != self._root(key)]
            if not longer and is_distinctive(words[0]):
                longer = [k for k in keys if is_outline(key, k)]
            if len({self._root(k) for k in longer}) == 1:
                self._kind[key] = "short"
                self._unite(key, longer[0])

    def _initials(self) -> None:
        """“ZWB” where the text names one body whose capitals these are, though it does not define it."""
        spelled: dict[str, set[str]] = {}
        for key, spelling in self._spelling.items():
            capitals = initials(without_legal_form(spelling))
            spelled.setdefault(capitals, set()).add(self._root(key))
        defined = {d.short for d in self._definitions}
        for key in list(self._spelling):
            short = self._spelling[key]
            fitting = spelled.get(short, set())
            unexplained = len(short) > 2 and short.isalpha() and key not in bodies().by_key and short not in defined
            if unexplained and len(fitting) == 1 and self._root(key) not in fitting:
                self._unite(key, next(iter(fitting)))


def _span(spans: list[tuple[int, int]], end: int) -> tuple[int, int]:
    return next(s for s in spans if s[1] == end)
