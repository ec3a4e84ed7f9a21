"""In which body an office is held, and which country it serves."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from pipeline.data import word_list
from pipeline.extract.analysis import Analysis
from pipeline.extract.countries import country_code
from pipeline.extract.roles_bind import Bound
from pipeline.extract.roles_country import Countries
from pipeline.extract.roles_nouns import head_noun_of
from pipeline.extract.tokens import Tokens
from pipeline.records import Mention, Organisation, organisation_key, row_id

_LINK = re.compile(
    r"[*_]*(?:\s*[,(–—|-]\s*|\s+(?:of|at|for|with|from|in)\s+(?:the\s+)?|\s*\n\s*)(?:The\s+|the\s+|[*_])*"
)
_SEGMENT = re.compile(r"[*_]*\s*(?:,|\(|–|—|-)[^.;:\n“”\"!?]{0,80}?(?:,|\bat|\bof|\bfor|[–—-])\s*(?:the\s+|The\s+)?")
_AFTER_NAME = re.compile(
    r"['’]?(?:,?\s+[A-Z]{2,4})?,?\s+(?:of|at|from|for|with|in)\s+(?:the\s+)?|\s*\(|,\s+(?:the\s+)?"
)
_COMPLEMENT = re.compile(r"\s*(?:of|at|for|in|with|to|from)\s+(?:the\s+|The\s+|its\s+|an?\s+)?")
_NAME = re.compile(
    r"[A-Z0-9][\w.&+'’-]*(?:[ \n]+(?:(?:of|for|and|the|&|in|on)[ \n]+(?:the[ \n]+)?)?[A-Z0-9][\w.&+'’-]*)*(?<![.'’-])"
)
_CUT = re.compile(r"\s+(?:in|at|on behalf of|to)\s+(?=[A-Z])|(?:(?<=Parliament)|(?<=Assembly))\s+for\s+(?=[A-Z])")
_WITHIN = re.compile(
    r"(?:[A-Z][\w-]+ ){1,4}(?:at|from|in|of) the (?=[A-Z])(?<!of the )|(?:Supervisory )?Board of Directors of (?:the )?"
)
_DISTRICT = re.compile(
    r",?\s+(?:of|for|in)\s+(?:the\s+)?((?:[A-Z][a-z]+\s+)?(?:Judicial\s+)?District\s+of\s+"
    r"(?:(?:New|North|South|West|Rhode|Puerto)\s+)?[A-Z][a-z]+)"
)
_BOARD = re.compile(r"[Bb]oard(?: of (?:Directors|Trustees|Governors|Regents|Visitors|Management))?\b(?! of [A-Z])")
_BEFORE_HEAD = re.compile(
    r"(?:(?:[A-Z][\w.&'’-]*|of|and|&)\s+)+?(?:Department|Service|Agency|Bureau|Office|Commission|Authority|Board)(?=\s)"
)
_MINISTRY = re.compile(r"(?:\w+ )?(?:Ministry|Department|Office)\s+(?:of|for)\s+(?:the\s+)?", re.IGNORECASE)
# between two offices of a list: names, and what joins them; no other word
_LISTED = re.compile(r"(?:[A-ZÀ-Þ][\w.'’-]*|and|with|as well as|by|of|at|for|in|the|,|&|\s)+")
_OF_STATES = frozenset(["president", "vice-president", "spokesperson", "spokesman", "spokeswoman"])
_PRIVATE = frozenset(["company", "university", "ngo", "media"])
_POLITICAL = frozenset(
    ["president", "minister", "secretary", "governor", "senator", "congressman", "congresswoman", "representative",
     "mayor", "ambassador", "king", "queen", "premier", "speaker"]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Service:
    """The body an office is held in, and the country it serves (alpha-3)."""

    organisation_id: str | None
    country: str | None


class Server:
    """Finds bodies and countries of the offices of one document."""

    def __init__(self, tokens: Tokens, analysis: Analysis, bodies: list[Mention], people: list[Mention]) -> None:
        self.doc, self.text, self.analysis, self.bodies, self.people = tokens, tokens.text, analysis, bodies, people
        self.places = sorted((m for m in analysis.mentions if m.label in ("COUNTRY", "DEMONYM")), key=lambda m: m.start)
        self.served = Countries(tokens, self.places)
        self.main_body = _main_body(bodies)
        self.kinds: dict[str | None, str | None] = {o.organisation_id: o.kind for o in analysis.organisations}
        self.countries_of = {o.organisation_id: o.country for o in analysis.organisations}

    def services(self, bound: Bound, everything: list[Bound]) -> list[Service]:
        """The rows of an office: one, or one for each of the countries that it serves."""
        body = self.body(bound, everything) or self._of_joined(bound, everything)
        countries = self.served.named_by(bound, body)
        if not countries:
            countries = self.served.of_joined(bound, everything)
        if not countries and bound.rule == "signature":
            countries = self.served.signed_for(bound)
        if not countries and body and (of_body := self.countries_of.get(body)):
            countries = [of_body]
        return [Service(body, c) for c in countries] or [Service(body, None)]

    # -- the body

    def body(self, bound: Bound, everything: list[Bound]) -> str | None:
        """The body that the words of the office, its owner, or the words right after office and name give."""
        if bound.rule == "verb" and self.text.startswith("holds", bound.span.start):
            return self._body_beside(bound, everything) or self._own_body(
                bound
            )  # “holds the Lund Chair of Optics at Velora”
        return self._own_body(bound) or self._body_beside(bound, everything) or self._district(bound)

    def _district(self, bound: Bound) -> str | None:
        """The district of a court: “Attorney Jan Roe of the Northern District of Ohio”, a place to everyone else."""
        if bound.span.phrase.noun not in ("attorney", "judge", "marshal"):
            return None
        for at in (self.doc[bound.span.phrase.head_end - 1].end, bound.span.end, bound.person.end):
            if found := _DISTRICT.match(self.text, at):
                return self._organisation(*found.span(1))
        return None

    def _own_body(self, bound: Bound) -> str | None:
        phrase, doc = bound.span.phrase, self.doc
        head_end = doc[phrase.head_end - 1].end
        after = [m for m in self.bodies if head_end <= m.start and m.end <= bound.span.end]
        if of := _COMPLEMENT.match(self.text, head_end, bound.span.end):
            at = [m for m in after[1:] if re.search(r"\bat (?:the )?$", self.text[of.end() : m.start])]
            if at and not self._has_body_noun(after[0].text):
                return at[0].entity_id  # “Director of Stroke Care at the Velora Clinic”
            if board := _BOARD.match(self.text, of.end(), bound.span.end):
                return self._of_board(bound, board.end())
            if after and after[0].start == of.end():
                return self._nested(after[0], bound.span.end)
            if named := self._make(of.end(), bound.span.end):
                return named
            if not after and (named := self._unknown(bound, of)):
                return named
        if after:
            return after[0].entity_id
        head = doc[phrase.head_end - 1].idx  # “U.S. Marshals Service Deputy [Commander]”
        before = [m for m in self.bodies if bound.span.start <= m.start and m.end <= head]
        before = [m for m in before if m.text.casefold() not in word_list("roles/bodies.txt")]  # “Cabinet Secretary”
        if before:
            return before[-1].entity_id
        if owner := self._owner(bound):
            return owner
        if begun := _BEFORE_HEAD.match(self.text, bound.span.start, head):
            return self._make(bound.span.start, begun.end())
        return self._ministry(bound)

    def _owner(self, bound: Bound) -> str | None:
        """The possessor: “[Velora]'s chair”."""
        if owner := bound.span.phrase.owner:
            start, end = self.doc[owner[0]].idx, self.doc[owner[1] - 1].end
            for m in self.bodies:
                if m.start < end and start < m.end:
                    return m.entity_id
        return None

    def _of_board(self, bound: Bound, end: int) -> str | None:
        """“chair of the Board of Trustees of [Velora]”, “Velora's chair of the board”: a board is part of its body."""
        of = _COMPLEMENT.match(self.text, end, bound.span.end)
        if of is None:
            return self._owner(bound)
        for m in self.bodies:
            if m.start <= of.end() < m.end:
                return m.entity_id if m.start == of.end() else self._organisation(of.end(), m.end)
        return self._make(of.end(), bound.span.end) or self._named(of.end(), bound.span.end)

    def _ministry(self, bound: Bound) -> str | None:
        """“Minister for Mines” where the text names a “Ministry of Mines”."""
        if bound.span.phrase.noun not in ("minister", "secretary", "undersecretary"):
            return None
        field = re.compile(r"\s+(?:of|for)\s+(?:the\s+)?(.+)", re.DOTALL)
        of = field.match(self.text, self.doc[bound.span.phrase.head_end - 1].end, bound.span.end)
        wanted = " ".join(of[1].split()).casefold() if of else ""
        for m in self.bodies:
            named = _MINISTRY.match(m.text)
            if wanted and named and " ".join(m.text[named.end() :].split()).casefold().startswith(wanted):
                return m.entity_id
        return None

    def _has_body_noun(self, name: str) -> bool:
        return bool({w.casefold() for w in re.findall(r"\w+", name)} & set(word_list("roles/bodies.txt")))

    def _unknown(self, bound: Bound, of: re.Match[str]) -> str | None:
        """A body without a telling noun: “CEO at Velora”, “founder of Velora”; not a place or a person."""
        at = re.search(r"\bat (?:the )?(?=[A-Z])", self.text[of.start() : bound.span.end])
        start = of.start() + at.end() if at else of.end()
        if not at and bound.span.phrase.noun not in word_list("roles/company.txt"):
            return None
        return self._named(start, bound.span.end)

    def _named(self, start: int, end: int) -> str | None:
        """The body of capitalised words from `start`, where they are no country, place, person, office or date."""
        name = _NAME.match(self.text, start, end)
        if name is None or len(name.group()) < 3 or head_noun_of(name.group().split()[-1]):
            return None
        start, end = name.span()
        if any(m.start < end and start < m.end for m in self.analysis.mentions if m.label != "DATE"):
            return None
        return self._organisation(start, end)

    def _nested(self, mention: Mention, end: int) -> str | None:
        """The body of a mention, or the longer one when the mention ends in the middle of a name (“Academy” of …)."""
        rest = self.text[mention.end : end]
        if re.match(r"\s+of the (?:Ministry|Department|Office|University|Republic|Kingdom)\b", rest):
            return self._make(mention.start, end) or mention.entity_id
        return mention.entity_id

    def _make(self, start: int, end: int) -> str | None:
        """A body that only the office names: “Academy of the Ministry of …” after “Head of the”."""
        name = self.text[start:end]
        if m := _CUT.search(name):
            name = name[: m.start()]
        if m := _WITHIN.match(name):
            start, name = start + m.end(), name[m.end() :]
            if inner := next((b for b in self.bodies if b.start == start), None):
                return inner.entity_id
        first = re.split(r"\s+(?:of|for|on|and)\s+", name)[0]
        nouns = {w.casefold() for w in re.findall(r"\w+", first)} & set(word_list("roles/bodies.txt"))
        if not nouns or not name[0].isupper() or "\n" in name or len(first.split()) == 1 == len(name.split()):
            return None
        if any(
            m.start < start + len(name) and start < m.end and not (start <= m.start and m.end <= start + len(name))
            for m in self.bodies
        ):
            return None
        return self._organisation(start, start + len(name))

    def _organisation(self, start: int, end: int) -> str:
        name = " ".join(self.text[start:end].split())
        key = organisation_key(name)
        for alias in self.analysis.aliases:
            if alias.alias == name and alias.entity_id.startswith("org-"):
                return alias.entity_id
        if key not in self.countries_of:
            inside = [m for m in self.places if m.label == "COUNTRY" and start <= m.start and m.end <= end]
            country = inside[-1].entity_id if inside else None
            if country is None and (m := re.search(r" of (?:the )?([A-Z][\w ]+)$", name)):
                country = country_code(m.group(1))
            self.countries_of[key] = country
            self.analysis.organisations.append(
                Organisation(organisation_id=key, name=name, acronym=None, kind=None, country=country, part_of=None)
            )
            if country and country not in self.analysis.countries:
                self.analysis.countries.append(country)
        if not any(m.start < end and start < m.end for m in self.bodies):
            self.analysis.mentions.append(self._mention(start, end, key))
        return key

    def _mention(self, start: int, end: int, key: str) -> Mention:
        document = self.analysis.document_id
        return Mention(
            mention_id=row_id(document, "organisation", start, end), document_id=document, start=start, end=end,
            text=self.text[start:end], label="ORGANISATION", entity_id=key, how="name", honorific=None,
            section=self.analysis.section(start), rule="office",
        )  # fmt: skip

    def _body_beside(self, bound: Bound, everything: list[Bound]) -> str | None:
        """“CEO, Velora Ltd.”, “Managing Director\\nThe Larkfield Fund”, “Sergeant Jan Roe of Larkfield Police”."""
        end = bound.span.end
        if bound.span.phrase.plural and self.text[end : end + 1] in "sS":
            end += 1
        for m in self._bodies_after(end):
            gap = self.text[end : m.start]
            if self._person_between(end, m.start) or gap.count("\n") > 1:
                break
            if _LINK.fullmatch(gap) or _SEGMENT.fullmatch(gap):
                wider = [b for b in self.bodies if re.fullmatch(r" at (?:the )?", self.text[m.end : b.start])]
                return (wider[0] if wider else m).entity_id  # “President, Upstream at Velora”
        if bound.rule in ("apposition", "label") and (item := self._list_item(end) or self._bracketed(bound)):
            return item
        if bound.rule in ("title", "title and comma", "label", "verb"):
            end = self._last_of(bound, everything).end
            for m in self._bodies_after(end)[:1]:
                gap = self.text[end : m.start]
                place = re.search(r"\b(?:at|in|with)\s", gap) and bound.span.phrase.noun in _POLITICAL
                if _AFTER_NAME.fullmatch(gap) and not place:  # “Remarks by President Roe at the Velora Institute”
                    return m.entity_id
        if bound.rule == "appointment":
            before = [m for m in self.bodies if bound.person.start - 120 < m.start and m.end <= bound.person.start]
            if before and not re.search(r"[.!?]\s", self.text[before[-1].end : bound.person.start]):
                return before[-1].entity_id
        return None

    def _last_of(self, bound: Bound, everything: list[Bound]) -> Mention:
        """The last person of a plural title: “Attorneys Jan Roe and [Eva Lund] of the Velora Bureau”."""
        if not bound.span.phrase.plural:
            return bound.person
        return max((b.person for b in everything if b.span == bound.span), key=lambda p: p.end)

    def _list_item(self, end: int) -> str | None:
        """“- Jan Roe, Executive Director, Larkfield Seeds”: what closes the item of a list is the body."""
        paragraph = next((p for p in self.analysis.release.paragraphs if p.start <= end <= p.end), None)
        link = re.match(r"[*_]*,\s+(?:The\s+|the\s+)?", self.text[end : end + 12])
        if paragraph is None or not link:
            return None
        start = end + link.end()
        name = _NAME.match(self.text, start, paragraph.end)
        if name is None:
            return None
        rest = self.text[name.end() : paragraph.end]
        if not re.match(r"\s*(?:\([^)]*\))?[*_]*\s*(?:$|;)", rest):
            return None
        return self._named(start, paragraph.end)

    def _bracketed(self, bound: Bound) -> str | None:
        """“Jan Roe (Group Head, Payments, Velora)”: what closes the brackets is the body."""
        opened = re.compile(r"\s*\(").match(self.text, bound.person.end)
        rest = re.compile(r"(?:, [^,()\n]+)*?, (?:the |The )?([A-Z][^,()\n]+)\)").match(self.text, bound.span.end)
        return self._named(*rest.span(1)) if opened and rest else None

    def _bodies_after(self, at: int) -> list[Mention]:
        return [m for m in self.bodies if at <= m.start <= at + 100][:2]

    def _person_between(self, start: int, end: int) -> bool:
        return any(start <= p.start < end for p in self.people)

    def _of_joined(self, bound: Bound, everything: list[Bound]) -> str | None:
        """The body of an office beside it: “chair and co-owner of Velora”, “Velora's owner and director”."""
        own = [b for b in everything if b.person is bound.person and b.span != bound.span]
        for other in own:
            beside = 0 <= other.span.start - bound.span.end < 12
            if (
                beside
                and not self._person_between(bound.span.end, other.span.start)
                and (body := self.body(other, everything))
            ):
                return body
        for other in own:
            if 0 <= bound.span.start - other.span.end < 12 and other.span.phrase.owner:
                return self.body(other, everything)
        return self._of_company(bound, everything)

    def _of_company(self, bound: Bound, everything: list[Bound]) -> str | None:
        """For a bare “Chair Eva Lund”: the body of the office named just before in the sentence, else the one body
        that the whole release is about."""
        if bound.span.phrase.noun not in word_list("roles/company.txt") or self.served.named_by(bound, None):
            return None
        for other in everything:
            gap = self.text[other.span.end : bound.span.start]
            near = other.person is not bound.person and 0 < len(gap) < 80 and _LISTED.fullmatch(gap)
            if near and (body := self.body(other, everything)):
                return body
        if bound.span.phrase.noun in _OF_STATES and self.kinds.get(self.main_body) not in _PRIVATE:
            return None  # “President Roe” in a release about a ministry or a treaty's body
        return self.main_body


def _main_body(bodies: list[Mention]) -> str | None:
    """The body that at least half of the mentions of bodies name, four or more; else None."""
    counts = Counter(m.entity_id for m in bodies if m.entity_id)
    most = counts.most_common(1)
    return most[0][0] if most and most[0][1] >= 4 and most[0][1] * 2 >= sum(counts.values()) else None
