"""A stand-in for the spaCy pipeline: finds `Name Surname (Body, ISO)` patterns by plain string work, fast."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.records import (
    Alias,
    Country,
    Entity,
    Mention,
    Organisation,
    Person,
    Quote,
    QuoteSpeaker,
    Record,
    Section,
    organisation_key,
    row_id,
    slug,
)
from pipeline.runs.process import Prepared
from pipeline.settings import Settings

_NAMED = re.compile(r"(?P<person>[A-Z]\w+(?: [A-Z][\w.]*)* [A-Z]\w+) of (?P<body>[A-Z]{3,})")
_QUOTE = re.compile(r"“([^”]+)”")


def records_of(item: Prepared) -> list[Record]:
    document_id, text = item.source.document_id, item.repaired.text
    records: list[Record] = [*item.repaired.repairs, *item.repaired.findings]
    records += [Section(document_id=document_id, start=0, end=len(text), kind="body")]
    named: dict[str, str] = {}
    for found in _NAMED.finditer(text):
        person, body = found["person"], found["body"]
        keys = slug(person.split()[0] + " " + person.split()[-1]), organisation_key(body)
        person = named.setdefault(keys[0], person)
        records += [
            Entity(entity_id=keys[0], kind="person", name=person),
            Person(person_id=keys[0], name=person, given_names=person.split()[0], family_name=person.split()[-1]),
            Entity(entity_id=keys[1], kind="organisation", name=body),
            Entity(entity_id="NAM", kind="country", name="Namibia"),
            Country(country="NAM", alpha2="NA", name="Namibia"),
            Organisation(organisation_id=keys[1], name=body, acronym=body, kind=None, country="NAM", part_of=None),
            Alias(entity_id=keys[1], alias=f"the {body}", kind="short"),
        ]
        for label, group, key in (("PERSON", "person", keys[0]), ("ORGANISATION", "body", keys[1])):
            start, end = found.span(group)
            mention_id = row_id(document_id, label.lower(), start, end)
            records.append(
                Mention(
                    mention_id=mention_id, document_id=document_id, start=start, end=end, text=text[start:end],
                    label=label, entity_id=key, how="name", honorific=None, confidence=1.0, section="body", rule="stub",
                )
            )  # fmt: skip
    for found in _QUOTE.finditer(text):
        start, end = found.span(1)
        quote_id = row_id(document_id, "quote", start, end)
        records.append(
            Quote(
                quote_id=quote_id, document_id=document_id, start=start, end=end, text=found[1], kind="direct",
                closed=True, group_id=None, speaker_id=None, speaker_type="unknown", speaker_text=None,
                speaker_start=None, speaker_end=None, resolution="none", cue=None, cue_start=None, cue_end=None,
                confidence=0.5, section="body", rule="stub",
            )
        )  # fmt: skip
        speaker = QuoteSpeaker(quote_id=quote_id, position=1, entity_id=None, text=text[:3], start=0, end=3)
        records.append(speaker)
    return records


def analyse(prepared: Sequence[Prepared], settings: Settings) -> Iterator[Sequence[Record]]:
    for item in prepared:
        if "CRASH" in item.repaired.text:
            os._exit(1)
        if "RAISE" in item.repaired.text:
            raise ValueError("told to")
        yield records_of(item)


def stopping(prepared: Sequence[Prepared], settings: Settings, gate: Path) -> Iterator[Sequence[Record]]:
    """The stub, which stops before release number 6 until there is a file `gate`."""
    for item in prepared:
        while "number 6" in item.repaired.text and not gate.exists():
            time.sleep(0.02)
        yield records_of(item)


def slowly(prepared: Sequence[Prepared], settings: Settings) -> Iterator[Sequence[Record]]:
    """The stub, but as slow as a model: twenty milliseconds per release."""
    for item in prepared:
        time.sleep(0.02)
        yield records_of(item)
