"""The spaCy component `communique_countries`: COUNTRY, DEMONYM and PLACE mentions.

Names are looked for in the text itself, so that one that the recogniser missed or cut in two (“Bosnia” + “and
Herzegovina”) is found whole; the recogniser's entities say what a name is not (“Chad Ellis” is a person) and bring the
places that no list holds. Names of organisations are left to `communique_organisations`, which takes back the countries
inside them.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.data import word_list, word_table
from pipeline.extraction.analysis import Analysis, analysis_of
from pipeline.extraction.component import RuleComponent
from pipeline.extraction.countries import country_table, listed_code, name_key
from pipeline.extraction.gazetteer import Gazetteer, Match
from pipeline.extraction.tokens import Tokens
from pipeline.records import Mention, MentionLabel, row_id

PLACE, DEMONYM, CONTEXT, NONE = "PLACE", "demonym:", "context:", "none"
_FORMS = re.compile(r"(?:" + "|".join(word_list("countries/forms_of_state.txt")) + r")\s+(?:the\s+)?$", re.IGNORECASE)
_LONGEST_FORM = 60  # characters that a form of state can take, with line ends
_ADDRESS = re.compile(r"@|://|www\.")
_BLANKS = " \n\t\u00a0"
_US_STATE_FOLLOWS = re.compile(
    r"\s*,\s+(?:"
    + "|".join(word_list("countries/us_states.txt"))
    + r"|(?!(?:Mr|Mrs|Ms|Dr|Prof|Col|Gen|Hon|Rev|Sen|Rep|Gov|Capt|Maj|Lt|Sgt|Adm|Amb|Brig)\.)[A-Z][a-z]{1,4}\.)(?!\w)"
)
_SEPARATED = re.compile(r"\s*(?:,|;|/|\(|\band\b|&|–|—|-)\s*")
_TO_US = re.compile(r"(?i)\b(?:about|contact|follow|join|with|for|to|visit|call|give|let|help|tell|of|email|find)\s+$")
_MONEY = re.compile(r"\s?[$€£]")
_WATER_OF = re.compile(r"(?:Gulf|Bay|Strait|Straits|Sea|Cape|Horn|Port|Isthmus|Mount|Valley|Bight) of (?:the )?$")
_PAIR_OF = re.compile(r"(?:North|South|East|West|Central|Northern|Southern|Eastern|Western) and $")  # “… South America”
LABELS = {"GPE", "LOC", "NORP"}


class Found(NamedTuple):
    """A mention before it becomes a record."""

    start: int
    end: int
    label: MentionLabel
    code: str | None
    rule: str


@cache
def country_gazetteer() -> Gazetteer:
    """Every name that is looked for in running text; what is listed first counts."""
    names: dict[str, str] = {}
    for name, *_ in word_table("countries/contexts.tsv"):
        names.setdefault(name, CONTEXT + name)
    for phrase in word_list("countries/phrases.txt"):
        names.setdefault(phrase, NONE)
    for file in ("places", "us_states"):
        for name in word_list(f"countries/{file}.txt"):
            names.setdefault(name, PLACE)
    for code, entry in country_table().items():
        for name in entry.searched:
            names.setdefault(name, code)
        for name in entry.searched_demonyms:
            names.setdefault(name, DEMONYM + code)
    return Gazetteer(names)


@cache
def _contexts() -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    """Name -> [(code or PLACE, its cue words)], the one that holds by default first."""
    contexts: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
    for name, value, cell in word_table("countries/contexts.tsv"):
        cues = [c.strip() for c in cell.split("|")]
        pattern = re.compile(r"(?<!\w)(?:" + "|".join(re.escape(c) for c in cues if c != "*") + r")(?!\w)")
        contexts.setdefault(name, []).insert(0 if "*" in cues else len(contexts[name]), (value, pattern))
    return contexts


def in_context(name: str, text: str) -> str:
    """What an ambiguous name means in this text: an alpha-3 code or PLACE."""
    scores = [(len(set(pattern.findall(text))), -i, value) for i, (value, pattern) in enumerate(_contexts()[name])]
    return max(scores)[2]


class Entities:
    """The recogniser's entities by place."""

    def __init__(self, tokens: Tokens) -> None:
        self.spans = [(e.start, e.end, e.label) for e in tokens.ents]
        self._starts = [s for s, _, _ in self.spans]

    def touching(self, start: int, end: int) -> list[tuple[int, int, str]]:
        """Entities that share a character with the span."""
        first = max(bisect_right(self._starts, start) - 1, 0)
        return [e for e in self.spans[first : bisect_left(self._starts, end)] if e[1] > start]


@Language.factory("communique_countries")
class CountryMentions(RuleComponent):
    """Writes COUNTRY, DEMONYM and PLACE mentions and the codes of the countries named."""

    def __init__(self, nlp: Language, name: str) -> None:
        country_gazetteer()

    def __call__(self, doc: Doc) -> Doc:
        """Append the mentions to the document's analysis."""
        analysis = analysis_of(doc)
        tokens = analysis.tokens(doc)
        text = tokens.text
        matches = list(country_gazetteer().find(text, analysis.words()))
        found = list(self._listed(text, matches, Entities(tokens)))
        found += self._recognised(tokens, [(m.start, m.end) for m in matches] + [(f.start, f.end) for f in found])
        reached = 0
        for f in sorted(set(found), key=lambda f: (f.start, -f.end)):
            if f.start < reached:
                continue  # “Gulf of Zed” holds “Zed”
            reached = f.end
            if not analysis.release.is_residue(f.start, f.end):
                analysis.mentions.append(_mention(analysis, text, f))
                if f.label == "COUNTRY" and f.code:
                    analysis.countries.append(f.code)
        return doc

    def _listed(self, text: str, matches: list[Match], entities: Entities) -> Iterator[Found]:
        meanings: dict[str, str] = {}
        for match in matches:
            value = match.value
            rule = "listed"
            if value.startswith(CONTEXT):
                name = value.removeprefix(CONTEXT)
                value = meanings.setdefault(name, in_context(name, text))
                rule = "context"
            if value != NONE and not _is_something_else(text, match, entities):
                yield from self._made(text, match, value, rule, entities)

    def _made(self, text: str, match: Match, value: str, rule: str, entities: Entities) -> Iterator[Found]:
        start, end = match.start, match.end
        if value == PLACE:
            wider = _inside_place(text, match, entities)
            yield Found(*(wider or (start, end)), "PLACE", None, "recognised" if wider else rule)
        elif value.startswith(DEMONYM):
            yield Found(start, end, "DEMONYM", value.removeprefix(DEMONYM), rule)
        elif wider := _inside_place(text, match, entities):
            yield Found(*wider, "PLACE", None, "recognised")
        elif _US_STATE_FOLLOWS.match(text, end) and match.name not in ("U.S.", "US", "USA", "Canada"):
            yield Found(start, end, "PLACE", None, rule)
        else:
            before = text[max(0, start - _LONGEST_FORM) : start]
            form = " of" in before.lower() and _FORMS.search(text, start - len(before), start)
            yield Found(form.start() if form else start, end, "COUNTRY", value, rule)

    def _recognised(self, tokens: Tokens, taken: list[tuple[int, int]]) -> Iterator[Found]:
        """Entities that no list holds: places, and countries in other languages."""
        taken = sorted(taken)
        text = tokens.text
        for ent in tokens.ents:
            if ent.label not in LABELS:
                continue
            for start, end in _free(text, ent.start, ent.end, taken):
                surface = text[start:end]
                code = listed_code(surface)
                if ent.label == "NORP":
                    if code and name_key(surface) not in {name_key(n) for n in country_table()[code].names}:
                        yield Found(start, end, "DEMONYM", code, "recognised")
                elif code:
                    yield Found(start, end, "COUNTRY", code, "recognised")
                elif any(c.isalpha() for c in surface) and not _is_defined(text, start, surface):
                    yield Found(start, end, "PLACE", None, "recognised")


def _is_something_else(text: str, match: Match, entities: Entities) -> bool:
    """Part of a person's name, of an address, or a common word that only looks like a name."""
    start, end = match.start, match.end
    if stands_in_address(text, start, end):
        return True
    before = text[max(0, start - 20) : start]
    if match.name == "US" and _TO_US.search(before) and before.rstrip()[-2:].isupper():
        return True  # "CONTACT US"
    if match.name == "US" and _MONEY.match(text, end):
        return True  # “US$3 million”
    for s, e, label in entities.touching(start, end):
        if label != "PERSON":
            continue
        inner = s <= start and end <= e
        if s == start and end < e and text[max(0, s - 4) : s].endswith((" of ", "\nof ")):
            continue  # “President of Chad Mahamat …”
        if inner and (e - s > end - start + 2 or match.name in word_list("countries/forenames.txt")):
            return True
    return False


def _is_defined(text: str, start: int, surface: str) -> bool:
    """Whether capitals are an acronym that the text explains: “VA” beside “Department of Veterans Affairs (VA)”.

    Not behind a comma, where it is a state: “Lindmoor, VA”.
    """
    if not (surface.isupper() and surface.isalpha() and len(surface) < 7) or text[:start].endswith(", "):
        return False
    at = text.find(f"({surface})")
    initials = "".join(re.findall(r"\b[A-Z]", text[max(0, at - 90) : at])) if at > 0 else ""
    return initials[-len(surface) :] == surface


def stands_in_address(text: str, start: int, end: int) -> bool:
    """Whether a span is part of an e-mail or web address: “zed” in “info@zed.example”."""
    addresses = _addresses(text)
    last = bisect_right(addresses, end) - 1
    if last < 0 or any(c in _BLANKS for c in text[addresses[last] : start]):
        return False
    first = max(text.rfind(c, 0, start) for c in _BLANKS)
    return _ADDRESS.search(text, first + 1, end + 1) is not None


@lru_cache(maxsize=4)
def _addresses(text: str) -> list[int]:
    """Where addresses are to be seen in a text; nearly everywhere is far from them."""
    return [m.start() for m in _ADDRESS.finditer(text)]


def _inside_place(text: str, match: Match, entities: Entities) -> tuple[int, int] | None:
    """The longer place whose name holds the country's with nothing to part them (“South Jordan”), if there is one."""
    for s, e, label in entities.touching(match.start, match.end):
        if label not in ("GPE", "LOC", "FAC") or s > match.start or e < match.end:
            continue
        before, after = text[s : match.start], text[match.end : e]
        if after.strip(" \n\t.'’s") and not _SEPARATED.match(after):
            return s, e
        if _WATER_OF.fullmatch(before) or _PAIR_OF.fullmatch(before):
            return s, e
        before = _FORMS.sub("", before)
        before = re.sub(r"(?i)\bthe\s+$", "", before)
        if before.strip() and before.rstrip()[-1].isalpha() and not re.search(r"\b(?:and|of|in|or|to)\s+$", before):
            return s, e
    return None


def _free(text: str, start: int, end: int, taken: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The parts of an entity that no listed name covers, without what joins them to it."""
    pieces = [(start, end)]
    for s, e in taken:
        if s >= end:
            break
        if e > start:
            a, _ = pieces.pop()
            pieces += [(a, max(a, min(s, end))), (max(e, a), end)]
    for a, b in pieces:
        trimmed = _trim(text, a, b)
        if trimmed and text[trimmed[0]].isupper():
            yield trimmed


_COLUMNS = re.compile(r"[ \t\u00a0]{4,}")
_LEAD = re.compile(r"(?:[\s,;:/()\"“”‘’'&.–—-]+|(?:the|The|and|of|in|or|to|THE)\s+)+")
_TAIL = re.compile(
    r"(?:['’]s\b|[\s,;:/(\"“”‘’'&–—-]|\s(?:the|and|of|in|or|to|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day))+$"
)


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    if m := _LEAD.match(text, start, end):
        start = m.end()
    if m := _COLUMNS.search(text, start, end):
        end = m.start()
    if m := _TAIL.search(text[start:end]):
        end = start + m.start()
    return (start, end) if end - start > 1 else None


def _mention(analysis: Analysis, text: str, f: Found) -> Mention:
    return Mention(
        mention_id=row_id(analysis.document_id, f.label.lower(), f.start, f.end),
        document_id=analysis.document_id,
        start=f.start,
        end=f.end,
        text=text[f.start : f.end],
        label=f.label,
        entity_id=f.code,
        how="name",
        honorific=None,
        section=analysis.section(f.start),
        rule=f"countries.{f.rule}",
    )
