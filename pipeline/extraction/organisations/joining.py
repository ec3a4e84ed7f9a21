"""The names of one release, and the rules that join names of one organisation.

Each rule yields pairs of name keys, the second with the kind of name that it is if they are joined. A pair is joined
before the rule goes on, since later pairs depend on earlier ones: “Zed Water” is joined before “Zed”.
"""

import re
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from html import unescape
from itertools import pairwise

from pipeline.extraction.countries import country_record
from pipeline.extraction.document.analysis import MentionSpan
from pipeline.extraction.organisations import names as naming
from pipeline.extraction.text.forms import KNOWN_AS
from pipeline.records import AliasKind, grouped, one_line

Pairs = Iterator[tuple[str, str, AliasKind | None]]
_OPENING = re.compile(
    r"(?:['’]s?)?[™®]?(?:\]\([^()\s]{1,300}\))?(?:\s?\([^()\n]{1,40}:[^()\n]{1,40}\))?"  # link, ticker
    r"\s*\(\s*(?:(?:the|or|also|known as|hereinafter|hereafter|in short)[,\s]+)*[“\"'‘]?[*_]*"
)
_CLOSING = re.compile(r"[*_]*[”\"'’]?\s*(?:[);,]| or )")
_ABBREVIATION = re.compile(r"[A-Z]\w*[A-Z]")  # two capitals in a word: “IE DSA”, “MinIce”, “AI CoE”; not “Paya Lebar”
_PLURAL = re.compile(r"(?<=\w{2}[^\Ws])s\b")
_WEB_ENDING = re.compile(r"\.(?:com|org|net|ai|io|co|tv)$")
_FORMER = re.compile(r"formerly|previously|old|former")
_RANK: dict[AliasKind, int] = {"name": 0, "variant": 1, "short": 2, "acronym": 3, "former": 4}
COMPLETING = frozenset(["group", "university", "network", "exchange", "party", "international", "technologies"])
"""Words that only complete a name: “Zed” and “Zed Group” are one organisation, and neither is part of the other."""
_DEPARTMENT = frozenset(f"{noun} of{the}" for noun in ("department", "ministry") for the in ("", " the"))


@dataclass(slots=True)
class Spelling:
    """A name as the release spells it; among names with one key, one with a legal form or not in capitals is kept."""

    text: str
    kind: AliasKind

    @property
    def has_legal_form(self) -> bool:
        """Whether the name includes a legal form."""
        return naming.without_legal_form(self.text) != self.text


@dataclass(slots=True)
class JoinedNames:
    """The names of one release by their keys (`name_key`), and which of them name one organisation."""

    text: str
    country: str | None = None  # that the release is about, if it is about one
    of_user: Container[str] = ()  # the keys of the user's names
    spellings: dict[str, Spelling] = field(default_factory=dict)  # by key, in order of the text
    spans: dict[tuple[int, int], str] = field(default_factory=dict)  # span -> key
    roots: dict[str, str] = field(default_factory=dict)  # by key: a key that all names of one organisation share
    countries: dict[str, str | None] = field(default_factory=dict)  # by root: the country that a name states

    def add_spelling(self, name: str) -> str:
        """Add a name, which need not occur in the release, and return its key."""
        name = one_line(unescape(name))  # “Ice &amp; Sons” in a text with HTML entities
        key = naming.name_key(name)
        known, new = self.spellings.get(key), Spelling(name, "acronym" if naming.is_acronym(name) else "name")
        if known is None:
            self.spellings[key], self.roots[key] = new, key
            self.countries[key] = naming.country_of(name, self.country)
        elif (known.text.isupper() and not name.isupper()) or (new.has_legal_form and not known.has_legal_form):
            self.spellings[key] = new
        return key

    def join(self, a: str, b: str, kind: AliasKind | None = None) -> None:
        """Join two names into one organisation, unless they belong to two countries; `kind` becomes that of `b`."""
        first, second = sorted((self.roots[a], self.roots[b]))
        one, other = self.countries[first], self.countries[second]
        if not (one and other and one != other):
            if first != second:
                self.roots = {key: first if root == second else root for key, root in self.roots.items()}
            self.countries[first] = one or other
            self.spellings[b].kind = kind or self.spellings[b].kind

    def are_one(self, a: str, b: str) -> bool:
        """Whether two names are joined."""
        return self.roots[a] == self.roots[b]

    def joined_with(self, key: str) -> list[str]:
        """The keys of the other names of an organisation."""
        return [k for k, root in self.roots.items() if root == self.roots[key] and k != key]

    def groups(self) -> dict[str, list[str]]:
        """The keys of the names of each organisation, by root."""
        return grouped((self.roots[key], key) for key in sorted(self.spellings))

    def canonical(self, keys: list[str]) -> str:
        """The main name of an organisation: the listed one, else the longest of the fullest kind (`_RANK`)."""
        for key in keys:
            known = naming.known_by(self.spellings[key].text)
            if known and naming.name_key(known.name) in keys:  # joined by `listed`
                return known.name
        return min((self.spellings[k] for k in keys), key=lambda s: (_RANK[s.kind], -len(s.text), s.text)).text


def in_brackets(names: JoinedNames) -> Pairs:
    """A name and one in brackets: “Zed Parks Registry (ZPR)”, “MinIce (Ministry of Ice)”, “Velora AG (“Velora”)”."""
    for ((_, stop), one), ((start, end), other) in pairwise(sorted(names.spans.items())):
        between = names.text[stop:start]
        if _OPENING.fullmatch(between) and _CLOSING.match(names.text, end):
            short = min((names.spellings[k].text for k in (one, other)), key=len)
            if between.rstrip("*_")[-1] in "“\"'‘" or naming.is_acronym(short) or _ABBREVIATION.search(short):
                yield one, other, None


def spelled_alike(names: JoinedNames) -> Pairs:
    """Names that differ in spaces, plurals, order, function words or “.com”: “ZedData”; “Bank of Zed”, “Zed Bank”."""
    seen: dict[str, str] = {}
    for key, spelling in names.spellings.items():
        bare = _WEB_ENDING.sub("", naming.without_legal_form(spelling.text))
        words = _PLURAL.sub("", naming.name_key(bare)).split()
        content = " ".join(sorted(w for w in words if w not in naming.FUNCTION_WORDS))
        forms = key.replace(" ", ""), "".join(words), content
        first = min({seen.setdefault(form, key) for form in forms if form} - {key}, default=key)
        if first != key:
            yield first, key, "variant" if spelling.kind == "name" and not spelling.has_legal_form else None


def also_known_as(names: JoinedNames) -> Pairs:
    """A name and another or a former one: “Zed Bank, formerly Ada Bank”, “Telvane Mines, better known as Velora”."""
    for ((_, stop), one), ((start, _), other) in pairwise(sorted(names.spans.items())):
        if KNOWN_AS.fullmatch(names.text, stop, start):
            yield one, other, "former" if _FORMER.search(names.text, stop, start) else "variant"


def listed(names: JoinedNames) -> Pairs:
    """A name of a known organisation with the official one, and that with the acronym."""
    for key in list(names.spellings):
        name = names.spellings[key].text
        if naming.is_national(name) and (country := naming.country_of(name, names.country)):
            name = f"{country_record(country).name} {name}"
        known = naming.known_by(name, names.country)
        if known and not _stands_for_another(names, key, known.name):
            official = names.add_spelling(known.name)
            yield key, official, None
            if known.acronym:
                yield official, names.add_spelling(known.acronym), None


def _stands_for_another(names: JoinedNames, key: str, known: str) -> bool:
    """Whether a known acronym means another organisation here, to which earlier rules joined it: “Zed Bay Club (BBC)”.
    It does if at most half of that name's words occur in the listed one, or if the words of a name with these initials
    begin with other letters: “Agricultural Development Bank”, “ADB”."""
    official = naming.name_key(known).split()
    others = [set(k.split()) for k in names.joined_with(key)]
    shared = [len(o.intersection(official)) / len(o) for o in others]
    spelled_out = (k.split() for k, s in names.spellings.items() if key.upper() in naming.initials(s.text))
    stems = [[word[:3] for word in words] for words in (official, *spelled_out) if len(words) == len(official)]
    return max(shared, default=1) <= 1 / 2 or (len(stems) > 1 and stems[0] not in stems[1:])


def _short_forms(longer_of: Callable[[JoinedNames, str], str | None], names: JoinedNames) -> Pairs:
    """Short forms with the longer names that `longer_of` finds, from long to short: “Zed Water” before “Zed”."""
    for key in sorted(names.spellings, key=lambda k: (-len(k.split()), k)):
        spelling = names.spellings[key]
        longer = None if key in names.of_user or naming.known_by(spelling.text) else longer_of(names, key)
        if longer and _is_main_name(names, key, longer):
            yield key, longer, "variant" if names.spellings[longer].kind == "name" else None
        elif longer:
            starts = names.spellings[longer].text.startswith(spelling.text)  # not “ZEDA” with “Zeda Mines Ltd”
            shortened = ("name",) if starts else ("name", "acronym")
            yield longer, key, "short" if spelling.kind in shortened else None


def _is_main_name(names: JoinedNames, key: str, longer: str) -> bool:
    """Whether a name is the organisation's main name although a longer one begins with it: “Zed”, “Zed Podcast”. It
    must come first and three times as often, and the longer one have no legal form and add no head noun."""
    other, order, counts = names.spellings[longer], [*names.spellings], Counter(names.spans.values())
    rest = longer.removeprefix(key + " ")
    if rest == longer or other.has_legal_form:
        return False
    is_full = any(map(naming.is_head_noun, other.text.split()[len(key.split()) :]))
    is_first = order.index(key) < order.index(longer) and counts[key] >= 3 * counts[longer]
    return is_first and not is_full and rest.split()[0] not in naming.FUNCTION_WORDS


def _beginning(names: JoinedNames, key: str) -> str | None:
    """The longer name that begins with this one: “Telvane Holdings, Inc.” for “Telvane”. A single one is taken whatever
    it adds; of several, the shortest with a legal form, else the most frequent that adds a head noun (“Zed Party”),
    else the one named most often, at least twice. “Zed Bank” and “ZCA”, which may begin names of other organisations,
    are matched only to a name with a legal form, and so is a name that has an acronym; see also `_completed`."""
    spelled = names.spellings
    is_whole = not all(k.startswith(key.rstrip("s")) for k in names.joined_with(key))  # joined to another spelling
    if spelled[key].has_legal_form or (is_whole and spelled[key].kind == "acronym"):
        return None
    longer = [k for k in spelled if k.startswith(key + " ")]
    if formal := [k for k in longer if spelled[k].has_legal_form]:
        return min(formal, key=lambda k: len(k.split()))
    if is_whole or begins_others(spelled[key].text):
        return _completed(names, key, longer)
    return _chosen(names, key, [k for k in longer if not naming.is_part(k.removeprefix(key))])


def _completed(names: JoinedNames, key: str, longer: list[str]) -> str | None:
    """The only longer name that begins with a word in capitals, “ZCA Mines” for “ZCA”, if nothing else spells the word
    out and what the name adds has no head noun but one that completes a name: “ZCA Group”, not “ZCA Bank”."""
    if len({names.roots[k] for k in longer}) != 1 or names.joined_with(key) or not names.spellings[key].text.isupper():
        return None
    added = {*longer[0].removeprefix(key + " ").split()} - COMPLETING
    return None if any(naming.is_head_noun(w.title()) or naming.is_part(f"the {w}") for w in added) else longer[0]


def _chosen(names: JoinedNames, key: str, longer: list[str]) -> str | None:
    """One of the longer names: the first of a single organisation; of several, see `_beginning`."""
    if len({names.roots[k] for k in longer}) < 2:
        return next(iter(longer), None)
    counts, end = Counter(names.spans.values()), len(names.spellings[key].text) + 1
    nouns = [k for k in longer if naming.is_head_noun(names.spellings[k].text[end:])]
    first, *others = sorted(nouns or longer, key=lambda k: -counts[k])
    return first if nouns or counts[first] > max([1, *(counts[k] for k in others)]) else None


def begins_others(name: str) -> bool:
    """Whether names of other organisations may begin so: “[Zed Bank] Ice Office”, “[House] Panel”, “[ZCA] Physics”."""
    is_word = name.isupper() and " " not in name
    return is_word or naming.is_national(name) or any(map(naming.is_head_noun, name.split()))


def _ending(names: JoinedNames, key: str) -> str | None:
    """The only longer name that ends with this one or goes on with “of” or “for”: “Zed Ice Board” for “Ice Board”."""
    if any(f" {key} " in f" {k} " for k in names.joined_with(key)):
        return None  # “Labour” is the “Labour Party”, not “Young Labour”; “Senate” not the “Ohio Senate”
    roots = {names.roots[k] for k in names.spellings if key in k and _fits(names, k, key)} - {names.roots[key]}
    return roots.pop() if len(roots) == 1 and names.spellings[key].kind != "acronym" else None


def _abridging(names: JoinedNames, key: str) -> str | None:
    """The only longer name with more words between the first and the last: “Zed Ice School” for “Zed School”."""
    words = key.split()
    if len(words) < 2 or "university" in (words[0], words[-1]) or names.joined_with(key):
        return None
    others = ((k, iter(k.split())) for k in names.spellings if k != key and k.startswith(words[0] + " "))
    longer = {names.roots[k] for k, rest in others if k.endswith(" " + words[-1]) and all(w in rest for w in words)}
    return longer.pop() if len(longer) == 1 and not naming.country_of(names.spellings[key].text) else None


def _fits(names: JoinedNames, longer: str, key: str) -> bool:
    """Whether a key can be short for a longer one: “zed university” not for “zed university of ice student union”."""
    if longer.startswith((key + " of ", key + " for ")):
        fits = not naming.is_part(longer.removeprefix(key))
    else:
        before = naming.LEADING_COUNTRY.sub("", longer.removesuffix(" " + key))
        fits = longer.endswith(" " + key) and (before in _DEPARTMENT or before.split()[-1] not in naming.FUNCTION_WORDS)
    is_national = fits and naming.is_national(names.spellings[key].text)  # “House”, not the “White House”
    says_whose = longer.startswith("european ") or naming.country_of(names.spellings[longer].text) is not None
    return fits and (says_whose or not is_national)


def abbreviations(names: JoinedNames) -> Pairs:
    """An acronym or blend and the only name that it abbreviates: “ZWB”, “ZedWat” and “Zed Water Board”."""
    spelled = names.spellings
    by_initials = grouped((letters, names.roots[k]) for k, s in spelled.items() for letters in naming.initials(s.text))
    for root, keys in names.groups().items():
        if len(keys) == 1 or all(spelled[k].kind == "acronym" for k in keys):  # unlike “Vale Ice (BOZ)”
            short = spelled[keys[0]].text
            fitting = {*by_initials[re.sub("[&.-]", "", short.upper())]}
            if naming.BLEND.fullmatch(short):
                fitting |= {names.roots[k] for k, s in spelled.items() if naming.blends(short, s.text)}
            if len(fitting - {root}) == 1 and len(short) > 1:
                yield keys[0], (fitting - {root}).pop(), None


_RULES: tuple[Callable[[JoinedNames], Pairs], ...] = (
    in_brackets, also_known_as, listed, spelled_alike, abbreviations,
    *(partial(_short_forms, longer_of) for longer_of in (_beginning, _ending, _abridging)),
)  # fmt: skip


def joined_names(
    text: str, found: Iterable[MentionSpan], country: str | None = None, of_user: Container[str] = ()
) -> JoinedNames:
    """The names of a release at the spans found, joined where they name one organisation."""
    names = JoinedNames(text, country, of_user)
    for span in found:
        names.spans[span.start, span.end] = names.add_spelling(span.full or text[span.start : span.end])
    for rule in _RULES:
        for pair in rule(names):
            names.join(*pair)
    return names
