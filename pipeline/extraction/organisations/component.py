"""The spaCy component `communique_organisations`: Organisation, Mention and Alias rows from the reader's names."""

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import replace
from itertools import pairwise

from pipeline.data import word_list
from pipeline.extraction.document.analysis import Analysis, component
from pipeline.extraction.organisations import names as naming
from pipeline.extraction.organisations.joining import COMPLETING, JoinedNames, begins_others, joined_names
from pipeline.extraction.organisations.mentions import named_spans
from pipeline.extraction.text.gazetteer import folded_and
from pipeline.extraction.text.lexicon import KnownOrganisation
from pipeline.records import Alias, AliasKind, MentionHow, Organisation, grouped

_HOW: dict[AliasKind, MentionHow] = {"acronym": "acronym", "short": "short"}
_COUNTRY_SHARE = 0.6  # share of the mentions of countries from which “the Senate” is that country's
_GENERIC_WORDS = (word for word in word_list("organisations/generic.txt") if not naming.is_national(word))
_GENERIC = {*map(naming.name_key, _GENERIC_WORDS)} - {"alliance", "coalition"}  # parties
_OF = re.compile(r"\s+of\s+(?:the\s+)?(?=[A-Z])")
_OWNS = re.compile(r"['’]s?\s+(?:own\s|new\s)?")  # “Zed Bank[’s ]Ice Office”
_WITHIN = re.compile(r",?\s(?:at|of|in)\s(?:the\s)?")  # “School of Ice[ at the ]Zed University”


@component("communique_organisations")
def add_organisations(analysis: Analysis) -> None:
    """Add ORGANISATION mentions, organisations with their aliases, and the countries that they belong to."""
    found = named_spans(analysis)
    country = analysis.main_country_with(_COUNTRY_SHARE)
    of_user = frozenset(naming.name_key(name) for name, _ in analysis.own.organisations)
    names = joined_names(analysis.release.text, found, country, of_user)
    for name, acronym in analysis.own.organisations:
        if acronym and {naming.name_key(name), naming.name_key(acronym)} & names.spellings.keys():
            names.join(names.add_spelling(name), names.add_spelling(acronym))
    rows = Rows(names)
    for c in found:
        key = names.spans[c.start, c.end]
        analysis.add_mention(c, "ORGANISATION", rows.entity(key), _HOW.get(names.spellings[key].kind, "name"))
    _write(analysis, rows)


def _write(analysis: Analysis, rows: "Rows") -> None:
    """Add the rows of the organisations that are mentioned, and of those that they are part of."""
    kept = _with_kinds({o.organisation_id: o for o in rows.organisations()}, {m.entity_id for m in analysis.mentions})
    analysis.organisations += [kept[entity_id] for entity_id in sorted(kept)]
    analysis.countries += [o.country for o in analysis.organisations if o.country]
    aliases = {(a.entity_id, a.alias): a for a in rows.aliases() if a.entity_id in kept}
    analysis.aliases += [alias for _, alias in sorted(aliases.items())]


def _with_kinds(made: dict[str, Organisation], mentioned: Set[str | None]) -> dict[str, Organisation]:
    """The organisations mentioned and their wholes, each with the kind and country of these if it has none itself."""
    kept = {whole.organisation_id for entity_id in made.keys() & mentioned for whole in _with_wholes(made, entity_id)}
    for entity_id in kept:  # “SEC Enforcement Division” is a government's, as the SEC is
        wholes = _with_wholes(made, entity_id)
        kinds, countries = [o.kind for o in wholes if o.kind], [o.country for o in wholes if o.country]
        made[entity_id] = replace(wholes[0], kind=(*kinds, None)[0], country=(*countries, None)[0])
    return {entity_id: made[entity_id] for entity_id in kept}


def _with_wholes(made: Mapping[str, Organisation], entity_id: str) -> list[Organisation]:
    """An organisation, the one that it is part of, the one that this is part of, and so on."""
    found = [made[entity_id]]
    while (whole := made.get(found[-1].part_of or "")) and whole not in found:
        found.append(whole)
    return found


class Rows:
    """Makes rows of names that are already joined; names are given by their keys (`name_key`)."""

    def __init__(self, names: JoinedNames) -> None:
        self.names = names
        # not “Council” alone: nobody knows which one it is
        self._groups = {root: keys for root, keys in names.groups().items() if keys[1:] or keys[0] not in _GENERIC}
        self._canonical = {root: names.canonical(keys) for root, keys in self._groups.items()}
        self._owners = _owners(names)

    def entity(self, key: str) -> str | None:
        """The organisation_id of a name, or None for “Council” alone."""
        root = self.names.roots[key]
        return self._id(root) if root in self._canonical else None

    def _id(self, root: str) -> str:
        """The organisation_id; that of a unit has its owner's, as many universities have a “School of Medicine”."""
        owner = self._owners.get(root)
        if owner in self._canonical and naming.is_unit(self._canonical[root]):
            return naming.organisation_id(f"{self._id_alone(owner).removeprefix('org-')} {self._canonical[root]}")
        return self._id_alone(root)

    def _id_alone(self, root: str) -> str:
        """The organisation_id by the name alone; a national one includes the country: `org-senate-pol`."""
        name = self._canonical[root]
        if naming.is_national(name) and (country := naming.country_of(name, self.names.country)):
            return f"{naming.organisation_id(name)}-{country.lower()}"
        return naming.organisation_id(name)

    def organisations(self) -> Iterator[Organisation]:
        """The rows of the organisations that the release names, and of those that they are part of."""
        for root, keys in self._groups.items():
            name = self._canonical[root]
            # listed as “Department of State”, called “U.S. Department of State” in a release about Chad
            known = naming.known_by(name, self.names.countries[root] or self.names.country)
            yield Organisation(
                organisation_id=self._id(root),
                name=name,
                acronym=known.acronym if known and known.acronym else self._acronym(name, keys),
                kind=known.kind if known else naming.kind_of(name),
                country=self._country(name, known),
                part_of=self._parent(name, root),
            )

    def _acronym(self, name: str, keys: Iterable[str]) -> str | None:
        """The shortest acronym that the release uses for an organisation."""
        spellings = (self.names.spellings[key] for key in keys)
        acronyms = (s.text for s in spellings if s.kind == "acronym" and not name.startswith(s.text))
        return min(acronyms, key=lambda a: (len(a), a), default=None)

    def _country(self, name: str, known: KnownOrganisation | None) -> str | None:
        """The country that a name states or its listed entry has."""
        if known and not known.country and known.kind != "government":
            return None  # of several: “Central American Integration System”
        return naming.country_of(name, self.names.country) or (known and known.country) or None

    def aliases(self) -> Iterator[Alias]:
        """The other names of the organisations, each also without its legal form."""
        for root, keys in self._groups.items():
            name, entity_id = self._canonical[root], self._id(root)
            for spelling in (self.names.spellings[key] for key in keys):
                bare = re.sub(" (?:&|and)$", "", naming.without_legal_form(spelling.text))  # “Brandt[ & Co.]”
                for alias in {spelling.text, bare} - {name}:
                    kind = spelling.kind if alias == spelling.text else "short"
                    yield Alias(entity_id=entity_id, alias=alias, kind="variant" if kind == "name" else kind)

    def _parent(self, name: str, root: str) -> str | None:
        """The organisation that another is part of by its name: “Audit Unit of the Zed Bank”, “Zed Bank Audit Unit”."""
        for parent in _names_within(name):
            key = naming.name_key(parent)
            is_full = begins_others(parent) or naming.known_by(parent)  # not “Lund”, short for “University of Lund”
            is_other = key in self.names.spellings and not self.names.are_one(key, root)
            adds = folded_and(name.removeprefix(f"{parent} "))
            if is_full and is_other and adds not in COMPLETING:  # not “Zed Bank Group”
                return other if (other := self.entity(key)) != self._id(root) else None
        owner = self._owners.get(root)
        return self._id(owner) if owner in self._canonical else None


def _names_within(name: str) -> Iterator[str]:
    """What in a name may name its whole: “Audit Unit of the [Zed Bank]”, “[Zed Bank] Audit Unit”; longer ones first."""
    yield from (name[m.end() :] for m in _OF.finditer(name))
    words = name.split()
    last = len(words) - 1 if naming.is_head_noun(words[-1]) else 0
    yield from (" ".join(words[:end]) for end in range(last, 0, -1) if words[end] not in ("and", "&"))


def _owners(names: JoinedNames) -> dict[str, str]:
    """For each organisation with exactly one owner beside it (“Zed Bank’s Ice Office”): its root → the owner's root."""
    found = grouped((names.roots[unit], names.roots[owner]) for unit, owner in _owned(names))
    single = {unit: owners[0] for unit, owners in found.items() if len({*owners}) == 1}
    return {unit: owner for unit, owner in single.items() if single.get(owner) != unit}  # not “A’s B” and “B’s A”


def _owned(names: JoinedNames) -> Iterator[tuple[str, str]]:
    """The keys of an organisation with a head noun and of its owner beside it: “Zed Bank’s ⟦Ice Office⟧”."""
    for ((a, b), first), ((c, d), second) in pairwise(sorted(names.spans.items())):
        between, is_other = names.text[b:c], not names.are_one(first, second)
        if is_other and _OWNS.fullmatch(between) and any(map(naming.is_head_noun, names.text[c:d].split())):
            yield second, first
        elif is_other and _WITHIN.fullmatch(between) and naming.is_unit(names.text[a:b]):
            yield first, second
