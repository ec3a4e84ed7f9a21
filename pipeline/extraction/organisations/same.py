"""The rules by which two names in one release are one organisation's; each yields pairs of keys."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from pipeline.extraction.countries import country_record
from pipeline.extraction.organisations.joining import JoinedNames
from pipeline.extraction.organisations.listed import known_by
from pipeline.extraction.organisations.names import head_of, is_acronym, without_legal_form
from pipeline.extraction.organisations.nation import is_national
from pipeline.extraction.text.gazetteer import fold

Pairs = Iterator[tuple[str, str]]
_OPENING = re.compile(r"[™®]?\s*\(\s*(?:(?:the|or|also|known as|hereinafter|hereafter|in short)[,\s]+)*[“\"'‘]?")
_CLOSING = re.compile(r"[”\"'’]?\s*(?:[);,]| or )")
_KNOWN_AS = re.compile(
    r"(?:,\s+|\s*\(|\s+(?=also|formerly|known))(?=.*(?:known|called|formerly|previously))"
    r"(?:(?:better|also|now|formerly|previously|known|called|as|by|its|their|the|old|new|former|name)\s+)+[“\"‘']?"
)
_FORMER = re.compile(r"formerly|previously|old|former")
_CAMEL = re.compile(r"(?:[A-Z][a-z]+){2,4}")
_STATE = re.compile(r"U\.?\s?[SK]\.?(?=\s)")


def in_brackets(names: JoinedNames) -> Pairs:
    """“Zed Parks Registry (ZPR)”, “ZPR (Zed Parks Registry)”, “Telvane Holdings (“Telvane”)”."""
    for (a, b), (c, d) in pairwise(sorted(names.places)):
        between = names.text[b:c]
        if _OPENING.fullmatch(between) and _CLOSING.match(names.text, d):
            one, other = names.places[a, b], names.places[c, d]
            texts = [names.spellings[k].text for k in (one, other)]
            quoted = between[-1] in "“\"'‘"
            if quoted or (any(is_acronym(t) for t in texts) and fold(texts[0][0]) == fold(texts[1][0])):
                yield one, other


def also_known_as(names: JoinedNames) -> Pairs:
    """“Zed Bank, formerly Ada Bank”, “Telvane Mines, better known as Velora”."""
    for (a, b), (c, d) in pairwise(sorted(names.places)):
        if _KNOWN_AS.fullmatch(names.text, b, c):
            other = names.places[c, d]
            names.spellings[other].kind = "former" if _FORMER.search(names.text, b, c) else "variant"
            yield names.places[a, b], other


def listed(names: JoinedNames) -> Pairs:
    """The names and the acronym of a known organisation."""
    for key in list(names.spellings):
        name = names.spellings[key].text
        if is_national(name) and names.country:
            name = f"{country_record(names.country).name} {name}"
        known = known_by(name)
        if known:
            official = names.add_spelling(known.name)
            yield key, official
            if known.acronym:
                yield official, names.add_spelling(known.acronym)


def owners(names: JoinedNames) -> Pairs:
    """“Norvanes Ice Board” and “Norvane Ice Board”: the apostrophe was lost."""
    for key in list(names.spellings):
        words = key.split()
        for i, word in enumerate(words):
            if word.endswith("s") and len(word) > 3:
                other = " ".join([*words[:i], word[:-1], *words[i + 1 :]])
                if other in names.spellings:
                    yield key, other


def syllables(names: JoinedNames) -> Pairs:
    """“MinLaw” and “Ministry of Law”."""
    for key, spelling in list(names.spellings.items()):
        if _CAMEL.fullmatch(spelling.text):
            parts = re.findall(r"[A-Z][a-z]+", spelling.text)
            fitting = [k for k, s in names.spellings.items() if _begin(parts, s.text)]
            if fitting:
                spelling.kind = "acronym"
                yield key, fitting[0]


def _begin(parts: list[str], name: str) -> bool:
    words = [w for w in name.split() if w[:1].isupper()]
    return len(words) == len(parts) and all(w.startswith(p) for w, p in zip(words, parts, strict=True))


def beginnings(names: JoinedNames) -> Pairs:
    """“Telvane” for “Telvane Holdings, Inc.”; of several longer names the one with a legal form, the shortest.

    A name with a noun of organisations, and capitals, begin the names of others too: “Zed Bank Ice Office”, “House Ice
    Committee” and “ZCA Physics” are not Zed Bank, the House and ZCA, but “Zed Bank Ltd” and “ZCA Holdings Ltd” are.
    """
    for key in sorted(names.spellings, key=lambda k: (len(k.split()), k)):
        name = names.spellings[key].text
        longer = [k for k in names.spellings if k.startswith(key + " ")]
        if (name.isupper() and " " not in name) or is_national(name) or any(map(head_of, name.split())):
            longer = [k for k in longer if names.has_legal_form(k)]
        if not longer or known_by(key) or names.has_legal_form(key) or any(names.are_one(k, key) for k in longer):
            continue
        _is_short(names, key)
        yield key, min(longer, key=lambda k: (not names.has_legal_form(k), len(k.split()), names.spellings[k].first, k))


def endings(names: JoinedNames) -> Pairs:
    """“Water Board” for “Zed Water Board” and “League” for “League of Zed”, where only one longer name fits."""
    for key in sorted(names.spellings, key=lambda k: (len(k.split()), k)):
        spelling = names.spellings[key]
        if spelling.kind == "acronym" or known_by(spelling.text):
            continue
        longer = [k for k in names.spellings if k.startswith(key + " of ") or _ends(k, key)]
        longer = [k for k in longer if not names.are_one(k, key)]
        if len({names.root(k) for k in longer}) == 1:
            _is_short(names, key)
            yield key, longer[0]


_LINKS = frozenset(["of", "for", "on", "the", "at", "in", "and", "to", "de", "by", "with"])


def _ends(name: str, end: str) -> bool:
    return name.endswith(" " + end) and name.removesuffix(" " + end).split()[-1] not in _LINKS


def _is_short(names: JoinedNames, key: str) -> None:
    if names.spellings[key].kind == "name":
        names.spellings[key].kind = "short"


def initials(names: JoinedNames) -> Pairs:
    """“ZWB” and the one name whose words begin so, “Zed Water Board”."""
    spelled: dict[str, set[str]] = {}
    for key, spelling in names.spellings.items():
        name = _STATE.sub(lambda m: " ".join(c for c in m[0] if c.isupper()), without_legal_form(spelling.text))
        capitals = "".join(w[0] for w in name.split() if w[0].isupper())
        spelled.setdefault(capitals, set()).add(names.root(key))
    for key in list(names.spellings):
        fitting = spelled.get(names.spellings[key].text, set())
        if len(fitting) == 1 and len(key) > 2 and not known_by(key):
            yield key, next(iter(fitting))


RULES: tuple[Callable[[JoinedNames], Pairs], ...] = (
    in_brackets, also_known_as, listed, owners, syllables, beginnings, endings, initials
)  # fmt: skip


def join_all(names: JoinedNames) -> None:
    """Join the names of each organisation."""
    for rule in RULES:
        for a, b in rule(names):
            names.join(a, b)
