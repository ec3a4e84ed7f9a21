"""Contacts of a release: one row a person or desk, with job title, organisation, e-mail address and number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

import phonenumbers

from pipeline.data import word_table
from pipeline.structure.contact_fields import Field, FieldKind, fields
from pipeline.structure.datelines import FoundDateline
from pipeline.structure.release import ContactBlock, Part

_COUNTRY_DOMAIN = re.compile(r"@[\w.-]+\.([a-z]{2})\b|//[\w.-]+\.([a-z]{2})(?:/|\b)|www\.[\w.-]+\.([a-z]{2})\b")
_AMERICAN = re.compile(r"\(?[2-9]\d\d\)?[ ./-]{1,2}\d{3}[ .-]\d{4}")
_SENTENCE = re.compile(r"[a-z]{2}[.!?]\s")
_NO_COUNTRY = frozenset(["io", "co", "tv", "ai", "eu", "me", "us", "gl", "fm"])  # used by anyone


def contact_blocks(plain: str, parts: Sequence[Part], datelines: Sequence[FoundDateline]) -> Iterator[ContactBlock]:
    """The contacts in the contact parts, in order; a part without a name or a way to reach it gives none."""
    for part in parts:
        if part.kind == "contact":
            region = _region(plain[part.start : part.end], plain, datelines)
            for found in _grouped(plain, list(fields(plain, part.start, part.end))):
                yield replace(found, phone_e164=_e164(found.phone, region) if found.phone else None)


class _Group:
    """The fields of one contact so far."""

    def __init__(self) -> None:
        self.start, self.end = -1, -1
        self.cells: dict[FieldKind, str] = {}

    def add(self, field: Field, kind: FieldKind) -> None:
        """Take a field; of two of a kind the first counts."""
        self.cells.setdefault(kind, field.text)
        self.start, self.end = field.start if self.start < 0 else self.start, field.end

    @property
    def reachable(self) -> bool:
        """Whether there is a way to reach it."""
        return not {"email", "phone"}.isdisjoint(self.cells)

    def ends_at(self, kind: FieldKind) -> bool:
        """Whether a field of this kind is of the next contact."""
        if kind == "name":
            return "name" in self.cells or self.reachable
        return self.reachable and (kind in ("organisation", "heading") or (kind == "role" and "role" in self.cells))

    def kind_of(self, field: Field, follows: Field | None) -> FieldKind:
        """What a field is here: of two shapes of a name the one that no list has is the organisation.

        “Ann Example / Example Mills”, “Darklume / Ann Example”.
        """
        if field.kind != "name" or field.sure:
            return field.kind
        before_name = follows is not None and follows.kind == "name" and follows.sure and "name" not in self.cells
        return "organisation" if before_name or self.cells.keys() == {"name"} else "name"


def _grouped(plain: str, found: list[Field]) -> Iterator[ContactBlock]:
    """Fields put together: a name opens another contact once the one before has a name, or can be reached.

    “Ann Example, 020 7946 0000; Tom Example”; a number that two names share is both's (“Ann Example and Tom Example,
    202/224-5842”), but not over the end of a sentence (“Dr Brandt is available. Please contact Ann Example on …”).
    """
    groups = [_Group()]  # the last is the one that grows; those before it wait for a number that they share
    for field, follows in zip_longest(found, found[1:]):
        kind = groups[-1].kind_of(field, follows)
        if kind == "name" and groups[-1].cells.keys() == {"name"}:
            apart = _SENTENCE.search(plain, groups[-1].end, field.start)
            groups = [_Group()] if apart else [*groups, _Group()]
        elif groups[-1].ends_at(kind):
            yield from _blocks(groups)
            groups = [_Group()]
        if kind != "heading":
            groups[-1].add(field, kind)
    yield from _blocks(groups)


def _blocks(groups: list[_Group]) -> Iterator[ContactBlock]:
    """The contacts of groups that share the last one's number and organisation."""
    shared: FieldKind = "phone" if "phone" in groups[-1].cells else "email"
    for group in groups:
        for kind in (shared, "organisation"):
            if kind not in group.cells and kind in groups[-1].cells:
                group.cells[kind] = groups[-1].cells[kind]
        get = group.cells.get
        if group.reachable or ("name" in group.cells and len(group.cells) > 1):
            yield ContactBlock(
                group.start, group.end, get("name"), get("organisation"), get("email"), get("phone"), get("role")
            )


def _region(words: str, plain: str, datelines: Sequence[FoundDateline]) -> str | None:
    """The country whose numbers a part gives: by its addresses, its way of writing, the dateline, the text's links."""
    if own := _domain(words):
        return own
    if _AMERICAN.search(words):
        return "US"
    places = {p.strip(" .").casefold() for d in datelines if d.place for p in d.place.split(",")}
    for _, alpha2, name, *_ in word_table("countries/countries.tsv"):
        if name.casefold() in places:
            return alpha2
    return _domain(plain)


def _domain(words: str) -> str | None:
    """The country of the first web or e-mail address that tells one."""
    for m in _COUNTRY_DOMAIN.finditer(words):
        code = next(g for g in m.groups() if g)
        if code not in _NO_COUNTRY:
            return "GB" if code == "uk" else code.upper()
    return None


def _e164(printed: str, region: str | None) -> str | None:
    """A number as it is dialled from anywhere; None where the country is not known, or has no such number."""
    try:
        number = phonenumbers.parse(printed.replace("(0)", ""), region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
