"""Whether a span names a body: not a person, place, treaty, ticker, code or concept."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.data import word_list
from pipeline.extraction.acronyms import Definition, concepts, is_plural
from pipeline.extraction.analysis import Analysis
from pipeline.extraction.bodies import bodies
from pipeline.extraction.country_mentions import Entities, stands_in_address
from pipeline.extraction.organisation_no_names import is_code, is_no_name
from pipeline.extraction.organisation_spans import Candidate
from pipeline.extraction.organisation_words import (
    ACRONYM,
    head_of,
    heads_of,
    is_concept,
    is_thing,
    is_thing_word,
    listed,
    name_key,
    without_legal_form,
)
from pipeline.extraction.people_names import given_names, is_generational, plain
from pipeline.extraction.roles_nouns import head_noun_of
from pipeline.extraction.tokens import Tokens

_TICKER = re.compile(
    r"(?:\$|\b(?:NYSE|NASDAQ|Nasdaq|NasdaqCM|NasdaqGS|OTC\w*|TSX\S*|CSE|LSE|AIM|ASX|SGX|HKEX|FSE|Ticker)[^:]{0,12}:\s?\$?)$"
)
_TICKERS = re.compile(
    r"\b(?:NYSE|NASDAQ|Nasdaq|OTC\w*|TSX\S*|CSE|LSE|AIM|ASX|SGX|HKEX|FSE|OSE|XETRA)[^:()\n]{0,16}:\s?\$?([A-Z][A-Z.]{0,6})\b"
)
_EXCHANGES = (
    "NYSE",
    "NASDAQ",
    "Nasdaq",
    "OTC",
    "TSX",
    "CSE",
    "LSE",
    "AIM",
    "ASX",
    "SGX",
    "HKEX",
    "FSE",
    "OSE",
    "XETRA",
)
_LISTING = re.compile(r"\([A-Z][A-Za-z]{1,8}(?: [A-Z][A-Za-z]+)?: ?[A-Z0-9.]{1,6}\)")
_PAPER = re.compile(
    r"\b(?:(?:Convention|Treaty|Protocol|Agreement|Act|Covenant|Declaration|Accord|Strategy)\s+(?:on|of|for)|"
    r"(?:Programme|Program|Project|Initiative|Campaign|Conference|Workshop|Dialogue|Roadmap)\s+on)\s+(?:the\s+)?$"
)
_OFFICE_BEFORE = re.compile(
    r"(?:Minister|Ministers|Secretary|Secretaries|Director[- ]General)\s+(?:of|for)\s+(?:the\s+)?$"
)
_OTHER_HALF = re.compile(
    r"\b(?:Ministers?|Secretar(?:y|ies)|Ministry|Department)\s+(?:of|for)\s+(?:the\s+)?"
    r"(?:[^\W\d_][\w-]+,?\s+){1,4}(?:and|&)\s+(?:the\s+)?$",
    re.IGNORECASE,
)  # "Secretary for Water and [Energy of Zed]"
_AFTER_BRACKET = re.compile(r"[”\"’']?\) ([A-Z][a-z]+)\b")
_NEXT = re.compile(r" ([A-Z][a-z]+)\b")
_WORD_BEFORE = re.compile(r"\b([A-Z][\w’'-]+)$")
_BOUNDARY = re.compile(r"\b")
_LONGEST_WORD = 60
_LETTER = re.compile(r"[^\W\d_]")
_MODEL = re.compile(r"[-‑]\d")
_VERSUS = re.compile(r"\s(?:v|vs)\.?\s+$")
_AGAINST = re.compile(r"\s(?:v|vs)\.?\s[A-Z]")
_IN_FULL = re.compile(r" \(([A-Z][^()\n]{5,80})\)")
_CAPITALS = re.compile(r"\b[A-Z]{2,6}$")


def tickers_in(text: str) -> set[str]:
    """The tickers that stand beside an exchange."""
    return {m[1] for m in _TICKERS.finditer(text)} if any(name in text for name in _EXCHANGES) else set()


def _link_before(text: str, start: int) -> str:
    """The word before a place in lower case, an article passed over: “of” in “Minister of the ”."""
    if not text[start - 1 : start].isspace():
        return ""
    *_, before, last = ("", "", *text[max(0, start - 80) : start].rsplit(None, 2))
    last = last.lower()
    return before.lower() if last == "the" and before else last


class Judge:
    """Judges the candidates of one document."""

    def __init__(
        self,
        tokens: Tokens,
        analysis: Analysis,
        entities: Entities,
        definitions: list[Definition],
        tickers: set[str],
    ) -> None:
        self.text, self.tokens, self.entities, self.definitions = tokens.text, tokens, entities, definitions
        self.release = analysis.release
        self.countries = {(m.start, m.end) for m in analysis.mentions if m.label in ("COUNTRY", "PLACE", "DEMONYM")}
        self.places = {m.text for m in analysis.mentions if m.label != "DEMONYM" and m.rule == "countries.listed"}
        self.shorts = {d.short for d in self.definitions}
        self.concepts = set(concepts(self.text))
        self.tickers = tickers
        self.none = set(self._not_defined())
        bodies_named = (self.text[s:e].split() for s, e, label in self.entities.spans if label == "ORG")
        self.begun = {words[0].strip(",") for words in bodies_named if len(words) > 1}  # first words of longer names
        self.families = self._family_names()
        # people named as contacts, and the places of datelines, which the recogniser reads as bodies in capitals
        self.not_bodies = {c.name for c in self.release.contacts} | {
            place.strip() for d in self.release.datelines if d.place for place in d.place.split(",")
        }

    def _not_defined(self) -> Iterator[str]:
        """What its definition shows to be no body: “Zed Safety (ZS) Act”, “Zed Centers (ZCs)”, “ESG (Environment)”."""
        for m in _IN_FULL.finditer(self.text):
            short = _CAPITALS.search(self.text, max(0, m.start() - 7), m.start())
            if short and is_concept(short[0]):
                yield m[1]
        for d in self.definitions:
            law = _AFTER_BRACKET.match(self.text, d.short_end)
            if (law and is_thing_word(law[1])) or is_plural(d.short, self.text[d.long_start : d.long_end]):
                yield from (self.text[d.long_start : d.long_end], d.short, d.short.removesuffix("s"))

    def _family_names(self) -> set[str]:
        """Last words of the people that the recogniser names in full, unless a body's name begins with one too."""
        full = (self.text[s:e].split() for s, e, label in self.entities.spans if label == "PERSON")
        found = {words[-1] for words in full if len(words) > 1 and words[-1][:1].isupper()} - self.begun
        return found | {w.upper() for w in found if len(w) > 3}

    def is_name(self, c: Candidate) -> bool:
        """Whether a candidate names a body, by its words and those around it."""
        surface = self.text[c.start : c.end]
        if c.end - c.start < 2 or self.release.is_residue(c.start, c.end) or not _LETTER.search(surface):
            return False
        if stands_in_address(self.text, c.start, c.end) or self._is_of_case(c):
            return False
        before = self.text[max(0, c.start - 4) : c.start]
        if (":" in before or "$" in before) and _TICKER.search(self.text, max(0, c.start - 20), c.start):
            return False
        if self._is_listing(c) or surface in self.not_bodies:
            return False
        if surface in self.none and c.rule != "listed":
            return False
        if c.rule == "listed" and surface in self.shorts and not self._is_defined_as(surface):
            return False
        if c.rule == "listed" and _MODEL.match(self.text, c.end) and surface.isupper():
            return False  # “an ERC-20 token”
        if c.rule == "acronym" and (c.start, c.end) in self.countries:
            return False  # “Democratic People’s Republic of Korea (DPRK)”
        if c.rule in ("listed", "acronym"):
            return True
        if c.rule != "legal form" and (is_code(surface) or self._is_named_otherwise(c)):
            return False
        if is_no_name(surface) or surface in self.concepts or (c.start, c.end) in self.countries:
            return False
        link = _link_before(self.text, c.start)
        if self._completes_office(c, link) and not heads_of(surface) - {"Service", "Services"}:
            return False
        if c.rule == "recognised" and (surface in self.tickers or self._is_part_of_thing(c, link)):
            return False
        if surface in self.shorts and c.rule == "recognised":
            return self._stands_for_body(surface)
        return not (c.rule == "head" and self._is_person(c))

    def _is_of_case(self, c: Candidate) -> bool:
        """A party of “Zorn v. Lindmoor Canal Board”."""
        if "v" in self.text[max(0, c.start - 6) : c.start] and _VERSUS.search(self.text, max(0, c.start - 6), c.start):
            return True
        return self.text.startswith("v", c.end + 1) and _AGAINST.match(self.text, c.end) is not None

    def _completes_office(self, c: Candidate, link: str) -> bool:
        """“Minister of [Water]”, “Secretary for Water and [Energy]”; `link` is the word before."""
        if link in ("of", "for"):
            return _OFFICE_BEFORE.search(self.text, max(0, c.start - 40), c.start) is not None
        return link in ("and", "&") and _OTHER_HALF.search(self.text, max(0, c.start - 80), c.start) is not None

    def _is_defined_as(self, acronym: str) -> bool:
        """Whether a listed acronym keeps its listed meaning: not for “Zed Fees Act (ZFA)”."""
        longs = [self.text[d.long_start : d.long_end] for d in self.definitions if d.short == acronym]
        return not all(is_thing(long) for long in longs)

    def _is_named_otherwise(self, c: Candidate) -> bool:
        """Whether the recogniser takes a name more often for a person or place, or a title makes it a person's.

        Names whose words say that they are bodies are left alone.
        """
        surface = self.text[c.start : c.end]
        words = surface.split()
        if heads_of(surface) or without_legal_form(surface) != surface or name_key(surface) in bodies().by_key:
            return False
        votes, printed = self.tokens.votes, " ".join(words)
        derived = surface in self.shorts or surface in self.begun or ACRONYM.fullmatch(surface)
        otherwise = votes(printed, "PERSON") + votes(printed, "PLACE")
        if otherwise > votes(printed, "ORG") and not derived:
            return True
        if len(words) == 1:
            lost = surface.removesuffix("s")  # the apostrophe
            if surface not in self.shorts and (surface in self.places or lost in self.places):
                return True  # “Delaware” in a text on Delaware State University
            if not derived and self._follows_given_name(surface):
                return True
            return surface in self.families or lost in self.families or head_noun_of(surface) is not None
        if is_generational(words[-1]):
            return True
        return len(words) < 4 and plain(words[0]) in word_list("people/triggers.txt") and words[0][0].isupper()

    def _follows_given_name(self, surface: str) -> bool:
        """Whether a word stands behind a given name somewhere: “Zorn” where the text has “Ada Zorn”."""
        at = self.text.find(" " + surface)
        while at >= 0:
            end = at + 1 + len(surface)
            before = _WORD_BEFORE.search(self.text, max(0, at - _LONGEST_WORD), at)
            given = before and plain(before[1]) in given_names() and before[1] not in listed("sentence_starters")
            if given and _BOUNDARY.match(self.text, end):
                return True
            at = self.text.find(" " + surface, end)
        return False

    def _is_listing(self, c: Candidate) -> bool:
        """“(OSE: HLDN)”: the exchange and the ticker in brackets behind a company's name."""
        opened = self.text.rfind("(", max(0, c.start - 12), c.start)
        found = _LISTING.match(self.text, opened) if opened >= 0 else None
        return found is not None and c.end <= found.end()

    def _is_part_of_thing(self, c: Candidate, link: str) -> bool:
        """“Convention on [Amber]”, “[Golden Otter] Prize”."""
        if link in ("on", "of", "for") and _PAPER.search(self.text, max(0, c.start - 40), c.start):
            return True
        after = _NEXT.match(self.text, c.end)
        if after is None or not is_thing_word(after[1]):
            return False
        words = self.text[c.start : c.end].split()
        name = " ".join(words)
        return len(words) > 1 and not heads_of(name) and without_legal_form(name) == name

    def _stands_for_body(self, acronym: str) -> bool:
        """A defined acronym is a body where its long form is one: “rare earth metals (REMs)” is none."""
        longs = [self.text[d.long_start : d.long_end] for d in self.definitions if d.short == acronym]
        longs = [long for long in longs if not is_thing(long)]
        return any(any(head_of(w) for w in long.split()) or self._is_recognised(long) for long in longs)

    def _is_recognised(self, name: str) -> bool:
        at = self.text.find(name)
        return any(label == "ORG" for *_, label in self.entities.touching(at, at + len(name)))

    def _is_person(self, c: Candidate) -> bool:
        return any(
            label == "PERSON" and (s, e) != (c.start, c.end) and s <= c.start and c.end <= e
            for s, e, label in self.entities.touching(c.start, c.end)
        )
