"""Bodies that only offices name: “Academy of the Ministry of …” behind “Head of the”."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.extraction.analysis import Analysis
from pipeline.extraction.bodies import Body, bodies
from pipeline.extraction.countries import country_code
from pipeline.extraction.organisation_words import is_district, is_thing, name_key
from pipeline.extraction.roles_nouns import has_body_noun, head_noun_of, is_field, names_office
from pipeline.records import Alias, Mention, Organisation, organisation_key, row_id

_GAP = r"(?: ?\n *| )"  # wider ones part sentences of texts that lost their marks
NAME = re.compile(
    rf"[A-Z0-9][\w.&+'’-]*(?:{_GAP}(?:(?:of|for|and|the|&|in|on){_GAP}(?:the{_GAP})?)?[A-Z0-9][\w.&+'’-]*)*(?<![.'’-])"
)
"""Capitalised words that can be the name of a body."""
_LINK = re.compile(r"\s+(?:of|for|on|and)\s+")
_CUT = re.compile(r"\s+(?:in|at|on behalf of|to)\s+(?=[A-Z])|(?:(?<=Parliament)|(?<=Assembly))\s+for\s+(?=[A-Z])")
_WITHIN = re.compile(
    r"(?:[A-Z][\w-]+ ){1,4}(?:at|from|in|of) the (?=[A-Z])(?<!of the )|(?:Supervisory )?Board of Directors of (?:the )?"
)

_OF_UNIT = re.compile(r"['’]?,?\s+(?:of|from|with|in) the (?=[A-Z])")
_UNIT = re.compile(
    r"(?:[A-Z][\w&'’-]*|and|of|&)(?: (?:[A-Z][\w&'’-]*|and|of|&)){0,7}? "
    r"(?:Section|Division|Unit|Branch|Bureau|Task Force|Strike Force|Department|Directorate|Squad)\b(?! of)"
)


class Naming:
    """Writes the bodies that the offices of one document name; `bodies` are those already known, in order."""

    def __init__(self, analysis: Analysis, bodies: list[Mention]) -> None:
        self.analysis, self.text, self.bodies = analysis, analysis.release.text, bodies
        self.places = [m for m in analysis.mentions if m.label == "COUNTRY"]
        self.countries_of = {o.organisation_id: o.country for o in analysis.organisations}

    def named(self, start: int, end: int, *, at: bool = False) -> str | None:
        """The body of capitalised words from `start`, where they are no country, place, person, office or date.

        `at`: they stand behind “at”, where what the recogniser takes for a place is a firm: “Director at Velora”.
        """
        name = NAME.match(self.text, start, end)
        if name is None or len(name.group()) < 3 or re.fullmatch(r"[A-Z]{2}-\d+", name.group()):
            return None  # “CA-35”: a district
        if head_noun_of(name.group().split()[-1]) or is_field(name.group()):
            return None
        start, end = name.span()
        inside = [m for m in self.analysis.mentions if m.start < end and start < m.end and m.label != "DATE"]
        if at and len(inside) == 1 and inside[0].label == "PLACE" and (inside[0].start, inside[0].end) == (start, end):
            self.analysis.mentions.remove(inside[0])
            inside = []
        if any(m.label in ("PERSON", "ORGANISATION") or m.end - m.start == end - start for m in inside):
            return None
        if any(m.start < start or end < m.end for m in inside):
            return None  # “United” of “United States”, where the office was read to there
        return self.organisation(start, end)

    def unit(self, end: int, people: Sequence[Mention]) -> str | None:
        """“Attorney Jan Roe of the [Harbour Crimes Section]”: a unit that nobody recognised behind a titled name."""
        of = _OF_UNIT.match(self.text, end)
        unit = _UNIT.match(self.text, of.end(), end + 120) if of else None
        if unit is None or any(unit.start() <= p.start < unit.end() for p in people) or names_office(unit.group()):
            return None
        return self.organisation(*unit.span())

    def line_below(self, end: int) -> str | None:
        """“Jan Roe\\nPress Officer\\n[Larkfield Seeds]”: the line below an office is the body."""
        line = re.compile(r"[ \u00a0*_]*\n[ \u00a0*_]*([A-Z][^\n:@\d]{2,60}?)[ \u00a0*_]*(?:\n|$)").match(
            self.text, end
        )
        name = NAME.match(self.text, *line.span(1)) if line else None
        return self.named(*name.span()) if line and name and name.end() == line.end(1) else None

    def nested(self, mention: Mention, end: int) -> str | None:
        """The body of a mention, or the longer one when the mention ends in the middle of a name (“Academy” of …)."""
        rest = self.text[mention.end : end]
        if re.match(r"\s+of the (?:Ministry|Department|Office|University|Republic|Kingdom)\b", rest):
            return self.make(mention.start, end) or mention.entity_id
        return mention.entity_id

    def make(self, start: int, end: int) -> str | None:
        """A body that only the office names: “Academy of the Ministry of …” after “Head of the”."""
        name = self.text[start:end]
        if m := _CUT.search(name):
            name = name[: m.start()]
        if m := _WITHIN.match(name):
            start, name = start + m.end(), name[m.end() :]
            if inner := next((b for b in self.bodies if b.start == start), None):
                return inner.entity_id
        first = _LINK.split(name, 1)[0]
        if (
            not has_body_noun(first)
            or not name[0].isupper()
            or "\n" in name
            or len(first.split()) == 1 == len(name.split())
        ):
            return None
        if any(
            m.start < start + len(name) and start < m.end and not (start <= m.start and m.end <= start + len(name))
            for m in self.bodies
        ):
            return None
        return self.organisation(start, start + len(name))

    def organisation(self, start: int, end: int) -> str:
        """The id of the body that `start` … `end` names; written where it is new."""
        name = " ".join(self.text[start:end].split())
        key = organisation_key(name)
        for alias in self.analysis.aliases:
            if alias.alias == name and alias.entity_id.startswith("org-"):
                return alias.entity_id
        if (body := bodies().by_key.get(name_key(name))) is not None:
            return self._listed(body, start, end)
        if key not in self.countries_of:
            inside = [m for m in self.places if start <= m.start and m.end <= end]
            country = inside[-1].entity_id if inside else None
            if country is None and not is_district(name) and (m := re.search(r" of (?:the )?([A-Z][\w ]+)$", name)):
                country = country_code(m.group(1))
            self.countries_of[key] = country
            self.analysis.organisations.append(
                Organisation(organisation_id=key, name=name, acronym=None, kind=None, country=country, part_of=None)
            )
            if country and country not in self.analysis.countries:
                self.analysis.countries.append(country)
        if not is_district(name) and not any(m.start < end and start < m.end for m in self.bodies):
            self.analysis.mentions.append(self._mention(start, end, key))
            self._elsewhere(name, key)
        return key

    def _listed(self, body: Body, start: int, end: int) -> str:
        """The id of a listed body by its official name; written with the name in the text where it is new."""
        key = organisation_key(body.name)
        if key not in self.countries_of:
            self.countries_of[key] = None
            self.analysis.organisations.append(
                Organisation(
                    organisation_id=key, name=body.name, acronym=body.acronym or None, kind=body.kind, country=None,
                    part_of=None,
                )
            )  # fmt: skip
        name = " ".join(self.text[start:end].split())
        if name != body.name and not any(a.entity_id == key and a.alias == name for a in self.analysis.aliases):
            self.analysis.aliases.append(Alias(entity_id=key, alias=name, kind="variant"))
        if not any(m.start < end and start < m.end for m in self.bodies):
            self.analysis.mentions.append(self._mention(start, end, key))
        return key

    def _elsewhere(self, name: str, key: str) -> None:
        """The other places of a name of several words that only an office told: a name known is known everywhere."""
        if " " not in name or is_thing(name):
            return
        spaced = r"\s+".join(map(re.escape, name.split()))
        for m in re.finditer(rf"(?<![\w-]){spaced}(?![\w-])", self.text):
            if not any(o.start < m.end() and m.start() < o.end for o in self.analysis.mentions if o.label != "DATE"):
                self.analysis.mentions.append(self._mention(m.start(), m.end(), key))

    def _mention(self, start: int, end: int, key: str) -> Mention:
        document = self.analysis.document_id
        return Mention(
            mention_id=row_id(document, "organisation", start, end), document_id=document, start=start, end=end,
            text=self.text[start:end], label="ORGANISATION", entity_id=key, how="name", honorific=None,
            section=self.analysis.section(start), rule="office",
        )  # fmt: skip
