"""In which body an office is held, and which country it serves."""

from __future__ import annotations

import re
from operator import attrgetter
from typing import NamedTuple

from pipeline.data import word_list
from pipeline.extraction.analysis import Analysis
from pipeline.extraction.contact_bodies import body_of
from pipeline.extraction.roles_bind import Bound
from pipeline.extraction.roles_country import Countries
from pipeline.extraction.roles_fellows import fellow, generic
from pipeline.extraction.roles_main_body import MainBody
from pipeline.extraction.roles_naming import NAME, Naming
from pipeline.extraction.roles_nouns import COMPANY_HEADS, has_body_noun, is_field, names_office, role_words
from pipeline.extraction.roles_state import of_state
from pipeline.extraction.tokens import Tokens
from pipeline.records import Mention

_LINK = re.compile(
    r"[*_]*(?:\s*[,(–—|-]\s*|\s+(?:of|at|for|with|from|in)\s+(?:the\s+)?|\s*(?:<br ?/?>)?\s*\n\s*|\s*<br ?/?>\s*)"
    r"(?:(?:Company|Organi[sz]ation)(?: Name)?:\s*)?(?:The\s+|the\s+|[*_])*"
)
_FORM = re.compile(
    r"[\s*_]*\n[\s*_]*(?:Company|Organi[sz]ation)(?: Name)?:[*_\s]*"
)  # “Title: Chair\n\nCompany: Velora”
_SEGMENT = re.compile(r"[*_]*\s*(?:,|\(|–|—|-)[^.;:\n“”\"!?]{0,80}?(?:,|\bat|\bof|\bfor|[–—-])\s*(?:the\s+|The\s+)?")
_AFTER_NAME = re.compile(
    r"['’]?(?:,?\s+[A-Z]{2,4})?,?\s+(?:of|at|from|for|with|in)\s+(?:the\s+)?|\s*\(|,\s+(?:the\s+)?"
)
_HEADED = re.compile(r"\b(?:headed|led|directed|chaired) by\s+(?:its\s+)?$")
_COMPLEMENT = re.compile(r"\s*(?:in charge of|of|at|for|in|with|to|from)\s+(?:the\s+|The\s+|its\s+|an?\s+)?")
_DISTRICT = re.compile(
    r",?\s+(?:of|for|in)\s+(?:the\s+)?((?:[A-Z][a-z]+\s+)?(?:Judicial\s+)?District\s+of\s+"
    r"(?:(?:New|North|South|West|Rhode|Puerto)\s+)?[A-Z][a-z]+)"
)
_AT = re.compile(r" at (?:the )?")
_LISTED_AT = r"[A-Z][^()\n:;,]{1,24}: ?\$?[A-Z0-9.]{1,8}"
_BRACKETED = re.compile(rf"(?:['’]s)? \((?:[A-Z][\w-]*|{_LISTED_AT}(?:[;,/] ?{_LISTED_AT})*)\)(?:['’]s)? {{1,2}}")
"""Between a body and an office: its acronym, its exchanges and tickers."""
_LONGEST_BRACKET = 80
_VICE = re.compile(r"\b(?:vice|vp|svp|evp)\b", re.IGNORECASE)
_BOARD = re.compile(r"[Bb]oard(?: of (?:Directors|Trustees|Governors|Regents|Visitors|Management))?\b(?! of [A-Z])")
_BEFORE_HEAD = re.compile(
    r"(?:(?:[A-Z][\w.&'’-]*|of|and|&)\s+)+(?:"
    + "|".join(w.title() for w in word_list("roles/bodies.txt"))
    + r")(?:\s+(?:of|for)(?:\s+(?:[A-Z][\w.'’-]*|and|&))+)?(?=\s)"
)
_OF_FIRMS = frozenset(["ceo", "cfo", "coo", "cto", "cmo", "founder", "co-founder", "cofounder"])
_OF_POSTS = frozenset(["Chief", "Deputy", "Assistant", "Senior", "Incoming", "Outgoing", "Acting", "Former", "Vice"])
_POST_WORD = re.compile(rf"(?:{'|'.join(sorted(_OF_POSTS))}) ")
# “Officer Jan Roe[ and fallen Officer Ada Lund, ]Lindmoor Police; …”
_OFFICERS = re.compile(r"(?:,? and |, )(?:(?<![\w.'’-])[A-ZÀ-Þ][\w.'’-]*|and|,|fallen|\s)+, ")
# between two offices of a list: names, and what joins them; no other word
_LISTED = re.compile(r"(?:(?<![\w.'’-])[A-ZÀ-Þ][\w.'’-]*|and|with|as well as|by|of|at|for|in|the|,|&|\s)+")
_POLITICAL = frozenset(
    ["president", "minister", "secretary", "governor", "senator", "congressman", "congresswoman", "representative",
     "mayor", "ambassador", "king", "queen", "premier", "speaker"]
)  # fmt: skip


class Service(NamedTuple):
    """The body an office is held in, and the country it serves (alpha-3)."""

    organisation_id: str | None
    country: str | None


class Server:
    """Finds bodies and countries of the offices of one document."""

    def __init__(self, tokens: Tokens, analysis: Analysis, bodies: list[Mention], people: list[Mention]) -> None:
        self.doc, self.text, self.analysis, self.bodies, self.people = tokens, tokens.text, analysis, bodies, people
        places = (m for m in analysis.mentions if m.label in ("COUNTRY", "DEMONYM"))
        self.places = sorted(places, key=attrgetter("start"))
        self.served = Countries(tokens, self.places)
        self.main = MainBody(tokens, analysis, bodies)
        self.naming = Naming(analysis, bodies)

    def services(self, bound: Bound, everything: list[Bound]) -> list[Service]:
        """The rows of an office: one, or one for each of the countries that it serves."""
        body = self.body(bound, everything) or self._of_contact(bound) or self._of_fellow(bound, everything)
        body = body or self._of_joined(bound, everything)
        countries = self.served.named_by(bound, body)
        if not countries:
            countries = self.served.of_joined(bound, everything)
        if not countries and bound.rule == "signature":
            countries = self.served.signed_for(bound)
        if not countries and body and (of_body := self.naming.countries_of.get(body)):
            countries = [of_body]
        return [Service(body, c) for c in countries] or [Service(body, None)]

    # -- the body

    def body(self, bound: Bound, everything: list[Bound]) -> str | None:
        """The body that the words of the office, its owner, or the words right after office and name give."""
        if bound.rule == "verb" and self.text.startswith("holds", bound.span.start):
            # “holds the Lund Chair of Optics at Velora”
            return self._body_beside(bound, everything) or self._own_body(bound)
        return self._own_body(bound) or self._body_beside(bound, everything) or self._district(bound)

    def _of_fellow(self, bound: Bound, everything: list[Bound]) -> str | None:
        """“Trial Attorney Jan Roe and Counsel Eva Lund of the [Fraud Section]”, “Deputy Jan Roe, head of [Mines]”."""
        other = fellow(self.text, bound, everything)
        return (self.body(other, everything) or self._of_fellow(other, everything)) if other else None

    def _district(self, bound: Bound) -> str | None:
        """The district of a court: “Attorney Jan Roe of the Northern District of Ohio”, a place to everyone else."""
        if bound.span.phrase.noun not in ("attorney", "judge", "marshal"):
            return None
        for at in (self.doc.ends[bound.span.phrase.head_end - 1], bound.span.end, bound.person.end):
            if found := _DISTRICT.match(self.text, at):
                return self.naming.organisation(*found.span(1))
        return None

    def _own_body(self, bound: Bound) -> str | None:
        phrase, doc = bound.span.phrase, self.doc
        head_end = doc.ends[phrase.head_end - 1]
        after = [m for m in self.bodies if head_end <= m.start and m.end <= bound.span.end and not is_field(m.text)]
        if of := _COMPLEMENT.match(self.text, head_end, bound.span.end):
            at = [m for m in after if re.search(r"\bat (?:the )?$", self.text[of.end() : m.start])]
            if at and at[0] is after[0]:
                return at[0].entity_id  # “Professor of Canals & Locks at the University of Velora”
            if at and not has_body_noun(after[0].text):
                return at[0].entity_id  # “Director of Stroke Care at the Velora Clinic”
            if board := _BOARD.match(self.text, of.end(), bound.span.end):
                return self._of_board(bound, board.end())
            if after and after[0].start == of.end():
                return self.naming.nested(after[0], bound.span.end)
            if named := self.naming.make(of.end(), bound.span.end):
                return named
            if not after and (named := self._unknown(bound, of)):
                return named
        if after:
            return after[0].entity_id
        if generic(self.text[head_end : bound.span.end]):
            return self.main.likely
        head = doc.starts[phrase.head_end - 1]  # “U.S. Marshals Service Deputy [Commander]”
        before = [m for m in self.bodies if bound.span.start <= m.start and m.end <= head]
        before = [m for m in before if m.text.casefold() not in role_words("bodies")]  # “Cabinet Secretary”
        before = [
            m for m in before if self.text[m.end : m.end + 2] not in ("'s", "’s")
        ]  # “Lund County State's Attorney”
        close = (m for m in self.bodies if bound.span.start - _LONGEST_BRACKET < m.end < bound.span.start)
        before += [m for m in close if _BRACKETED.fullmatch(self.text, m.end, bound.span.start)]
        if before and before[-1].text.split()[0] not in _OF_POSTS:
            return before[-1].entity_id
        if (
            before and len(before[-1].text.split()) > 2
        ):  # “[Incoming Canal Committee] Chair”, not “[Chief Alliance] Officer”
            return self.naming.organisation(before[-1].start + before[-1].text.index(" ") + 1, before[-1].end)
        if owner := self._owner(bound):
            return owner
        start = bound.span.start
        while of_post := _POST_WORD.match(self.text, start, head):  # “Incoming [Senate] Majority Leader”
            start = of_post.end()
        if begun := _BEFORE_HEAD.match(self.text, start, head):
            return self.naming.make(start, begun.end())
        firm = NAME.match(self.text, start, head) if phrase.noun in _OF_FIRMS and bound.rule == "title" else None
        whole = firm is not None and firm.end() + 1 == head  # “[Velora Quay] CEO Jan Roe”
        named = self.naming.named(start, head) if whole else None
        return named or of_state(self.doc, bound, self.bodies)

    def _owner(self, bound: Bound) -> str | None:
        """The possessor: “[Velora]'s chair”."""
        if owner := bound.span.phrase.owner:
            start, end = self.doc.starts[owner[0]], self.doc.ends[owner[1] - 1]
            for m in self.bodies:
                if m.start < end and start < m.end:
                    return m.entity_id
            if self.text[start:end].casefold() in ("company", "firm"):
                return self.main.likely
        return None

    def _of_board(self, bound: Bound, end: int) -> str | None:
        """“chair of the Board of Trustees of [Velora]”, “Velora's chair of the board”: a board is part of its body."""
        of = _COMPLEMENT.match(self.text, end, bound.span.end)
        if of is None:
            return self._owner(bound)
        for m in self.bodies:
            if m.start <= of.end() < m.end:
                return m.entity_id if m.start == of.end() else self.naming.organisation(of.end(), m.end)
        return self.naming.make(of.end(), bound.span.end) or self.naming.named(of.end(), bound.span.end)

    def _unknown(self, bound: Bound, of: re.Match[str]) -> str | None:
        """A body without a telling noun: “CEO at Velora”, “founder of Velora”; not a place or a person."""
        at = re.search(r"\bat (?:the )?(?=[A-Z])", self.text[of.start() : bound.span.end])
        start = of.start() + at.end() if at else of.end()
        vice = _VICE.search(self.text[bound.span.start : of.start()])  # “Vice President of Client Success”
        if not at and (vice or bound.span.phrase.noun not in word_list("roles/company.txt")):
            return None
        return self.naming.named(start, bound.span.end, at=bool(at) and bound.span.phrase.noun in COMPANY_HEADS)

    def _body_beside(self, bound: Bound, everything: list[Bound]) -> str | None:
        """“CEO, Velora Ltd.”, “Managing Director\\nThe Larkfield Fund”, “Sergeant Jan Roe of Larkfield Police”."""
        end = bound.span.end
        if form := _FORM.match(self.text, end):
            known = next((m.entity_id for m in self.bodies if m.start == form.end()), None)
            return known or self.naming.named(form.end(), len(self.text))
        if bound.span.phrase.plural and self.text[end : end + 1] in "sS":
            end += 1
        for m in self._bodies_after(end):
            gap = self.text[end : m.start]
            if self._person_between(end, m.start) or gap.count("\n") > 1:
                break
            if _LINK.fullmatch(gap) or (_SEGMENT.fullmatch(gap) and not names_office(gap)):
                wider = [b for b in self.bodies if _AT.fullmatch(self.text, m.end, b.start)]
                return (wider[0] if wider else m).entity_id  # “President, Upstream at Velora”
        if bound.rule == "signature" and (below := self.naming.line_below(end)):
            return below
        if bound.rule in ("apposition", "label") and (item := self._list_item(end) or self._bracketed(bound)):
            return item
        if bound.rule in ("title", "title and comma", "label", "verb"):
            end = self._last_of(bound, everything).end
            for m in self._bodies_after(end)[:1]:
                gap = self.text[end : m.start]
                place = re.search(r"\b(?:at|in|with)\s", gap) and bound.span.phrase.noun in _POLITICAL
                listed = _OFFICERS.fullmatch(gap) and self._person_between(end, m.start)
                # “Remarks by President Roe at the Velora Institute”
                of_next = gap.strip() == "," and self._titles_next(m)
                if (_AFTER_NAME.fullmatch(gap) or listed) and not place and not of_next:
                    return m.entity_id
            if unit := self.naming.unit(end, self.people):
                return unit
            if _HEADED.search(self.text, max(0, bound.span.start - 40), bound.span.start):
                before = [m for m in self.bodies if bound.span.start - 120 < m.start and m.end <= bound.span.start]
                return before[-1].entity_id if before else None
        if bound.rule == "appointment":
            before = [m for m in self.bodies if bound.person.start - 120 < m.start and m.end <= bound.person.start]
            if before and not re.search(r"[.!?]\s", self.text[before[-1].end : bound.person.start]):
                return before[-1].entity_id
        return None

    def _titles_next(self, m: Mention) -> bool:
        """“Adviser Jan Roe, [Canal Commission] (CC) Chair Ada Lund”: the body belongs to the next office."""
        following = next((p.start for p in self.people if m.end <= p.start < m.end + 80), None)
        words = self.text[m.end : following] if following else ","
        return re.search(r"[,;.:]", words) is None and names_office(words)

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
        name = NAME.match(self.text, start, paragraph.end)
        if name is None:
            return None
        rest = self.text[name.end() : paragraph.end]
        if not re.match(r"\s*[*_]*\s*(?:\([^)]*\))?[*_]*\s*(?:$|;|,[ ]*(?:\n|$))", rest):
            return None
        return self.naming.named(start, paragraph.end)

    def _bracketed(self, bound: Bound) -> str | None:
        """“Jan Roe (Group Head, Payments, Velora)”: what closes the brackets is the body."""
        opened = re.compile(r"\s*\(").match(self.text, bound.person.end)
        rest = re.compile(r"(?:, [^,()\n]+)*?, (?:the |The )?([A-Z][^,()\n]+)\)").match(self.text, bound.span.end)
        return self.naming.named(*rest.span(1)) if opened and rest else None

    def _bodies_after(self, at: int) -> list[Mention]:
        return [m for m in self.bodies if at <= m.start <= at + 100 and not is_field(m.text)][:2]

    def _person_between(self, start: int, end: int) -> bool:
        return any(start <= p.start < end for p in self.people)

    def _of_contact(self, bound: Bound) -> str | None:
        """The body of a contact, which the block around name and office names or its address tells."""
        for contact in self.analysis.release.contacts:
            if contact.name and contact.start <= bound.person.start and bound.span.end <= contact.end:
                return body_of(contact, self.analysis)
        return None

    def _of_joined(self, bound: Bound, everything: list[Bound]) -> str | None:
        """The body of an office beside it: “chair and co-owner of Velora”, “Velora's owner and director”."""
        if bound.span.phrase.noun in _POLITICAL - {"president"} | {"general", "attorney"}:
            return None  # “Attorney-General, and Patron of the Velora Society”
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
        if bound.span.phrase.noun not in COMPANY_HEADS or self.served.named_by(bound, None):
            return None
        for other in everything:
            gap = self.text[other.span.end : bound.span.start]
            near = other.person is not bound.person and 0 < len(gap) < 80 and _LISTED.fullmatch(gap)
            if near and (body := self.body(other, everything)):
                return body
        return self.main.body if self.main.holds(bound) else None
