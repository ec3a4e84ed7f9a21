"""Group the fields of a contact part: which name, job title, address and number belong to one contact."""

import re
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import zip_longest

from pipeline.extraction.contacts.fields import Field, FieldKind

FieldsOfContact = dict[FieldKind, Field]
_REACHABLE = {"email", "phone"}
_SENTENCE_BREAK = re.compile(r"[a-z]{2}[.!?]\s|(?i:please|to) (?:contact|call|e-?mail)")
_CONTACT_WORD = re.compile(r"(?i)contact|[ei]nquir|media|press|information|question|comment")
_CONTACT_REACH = 100  # code points between such a word and a number that stands alone


def grouped(text: str, found: Sequence[Field]) -> Iterator[tuple[FieldsOfContact, int, int]]:
    """The contacts with their spans. A person opens one if the last has a person, address or number; an organisation or
    a job title before a name, if it has an address or number. People named in a row share what follows: “Ada Lund and
    Jan Roe, 202/224-5842”; in “Ada Lund⏎Lund Media” the second Lund is the first."""
    groups: list[list[Field]] = [[]]  # the last one is filled; people before it wait for what they share
    for field, following in zip_longest(found, found[1:]):
        last = groups[-1]
        if any(f.kind == "person" and f.entity_id == field.entity_id and field.text in f.text for f in last):
            continue
        if last and last[-1].kind == field.kind == "person":
            is_other_sentence = _SENTENCE_BREAK.search(text, last[-1].end, field.start)
            groups = [[]] if is_other_sentence else [*groups, []]  # people named in the sentence before are no contacts
        elif _opens(last, field, following):
            yield from _contacts_of(text, groups)
            groups = [[]]
        groups[-1].append(field)
    yield from _contacts_of(text, groups)


def _opens(last: Sequence[Field], field: Field, following: Field | None) -> bool:
    """Whether a field opens a new contact after the fields of the last one."""
    kinds, after = {f.kind for f in last}, following.kind if following else None
    if field.kind in kinds & _REACHABLE and kinds & {"email", "person"} == {"email"}:  # two desks
        return "email" in (field.kind, after)
    if kinds & _REACHABLE:
        return field.kind in ("person", "organisation") or (field.kind, after) == ("role", "person")
    return field.kind == "person" and "person" in kinds


def _contacts_of(text: str, groups: Sequence[Sequence[Field]]) -> Iterator[tuple[FieldsOfContact, int, int]]:
    """The contacts of the groups, with their spans; fields after several names are assigned one each, or shared."""
    contacts: list[FieldsOfContact] = [{f.kind: f for f in reversed(group)} for group in groups]  # the first of a kind
    kinds: tuple[FieldKind, ...] = ("role", "organisation", "phone", "email") if len(groups) > 1 else ()
    for kind in kinds:
        _assign(contacts, kind, (*groups[0], *groups[-1]))
    for group, contact in zip(groups, contacts, strict=True):
        # an organisation alone is no contact, nor is a lone number (of a hotline, a museum) without a contact word
        if contact.keys() == {"phone"}:
            reachable = bool(_CONTACT_WORD.search(text, max(group[0].start - _CONTACT_REACH, 0), group[0].start))
        else:
            reachable = bool(contact.keys() & _REACHABLE) or ("person" in contact and len(contact) > 1)
        if reachable:
            yield contact, group[0].start, group[-1].end


def _assign(contacts: Sequence[FieldsOfContact], kind: FieldKind, fields: Sequence[Field]) -> None:
    """Give each contact its own field of a kind, or all of them the first."""
    given = [f for f in fields if f.kind == kind]
    for contact, field in _matched(contacts, given) if given else ():
        contact[kind] = field


def _matched(contacts: Sequence[FieldsOfContact], given: Sequence[Field]) -> list[tuple[FieldsOfContact, Field]]:
    """The contacts with fields of one kind: an e-mail by the name in it, and the others in order if they are as many;
    without such names one each in order; if there are too few, the first for all of them, unless it is a job title."""
    likest = ((c, max(given, key=partial(_likeness, c))) for c in contacts)
    if matched := [(c, f) for c, f in likest if _likeness(c, f)]:
        others = [c for c in contacts if all(c is not own for own, _ in matched)]
        left = [f for f in given if all(f is not taken for _, taken in matched)]
        return matched + list(zip(others, left, strict=False)) if len(others) == len(left) else matched
    if len(given) >= len(contacts):
        return list(zip(contacts, given, strict=False))
    return [] if given[0].kind == "role" else [(contact, given[0]) for contact in contacts]


def _likeness(contact: FieldsOfContact, field: Field) -> int:
    """How many words of the contact's name occur in an address before its “@”."""
    account, at, _ = re.sub("[’']", "", field.text.casefold()).partition("@")
    words = re.sub("[’']", "", contact["person"].text.casefold()).split()
    return sum(word in account for word in words) if at else 0
