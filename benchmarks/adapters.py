"""Convert an `Extraction` to the formats that the scorers of the development sets read.

There is one function per scorer, named after the set: `gold_prediction` (gold/score.py, one JSON file per release),
`cases` (cases/score.py, every kind), `quotes` (quotes/score.py), `ner` (ner/score.py), `dates` (dates/score.py).
Countries are scored with `pipeline:country_code` itself. The scorers import a predictor as `benchmarks.adapters:NAME`
from the project's root.

    python -m benchmarks.adapters GOLD OUT [--model NAME] [--only ID …]     # writes OUT/<id>.json for gold/score.py

GOLD holds `annotations/*.json` and `texts/*.txt`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from benchmarks.dates import timexes
from pipeline.extraction.extraction import Extraction, extract
from pipeline.settings import DEFAULT_MODEL
from training.corpus import Release, releases

LABELS = {"ORGANISATION": "ORG"}
NOT_NAMES = {"pronoun", "title"}  # values of `Mention.how` for mentions without a name, which no scorer counts
Prediction = dict[str, Any]


def gold_prediction(x: Extraction) -> Prediction:
    """The JSON for gold/score.py; it contains the repaired text, to which the offsets refer."""
    return {
        "text": x.text,
        "mentions": [
            {"start": m.start, "end": m.end, "label": LABELS.get(m.label, m.label), "confidence": m.confidence}
            for m in x.mentions
            if m.label != "DEMONYM" and m.how not in NOT_NAMES
        ],
        "people": people(x),
        "organisations": organisations(x),
        "countries": sorted({m.entity_id for m in x.mentions if m.label == "COUNTRY" and m.entity_id}),
        "dates": [{"text": d.text, "value": d.value} for d in x.dates],
        "quotes": [
            {
                "start": q.start, "end": q.end, "text": q.text, "kind": q.kind, "speaker": speakers(x, q.quote_id),
                "confidence": q.confidence,
            }
            for q in x.quotes
            if q.kind != "indirect"
        ],
    }  # fmt: skip


def gold_predictions(documents: Iterable[Release], model: str = DEFAULT_MODEL) -> dict[str, Prediction]:
    """What the pipeline finds in releases, by their ids, for gold/score.py."""
    return {
        r.id: gold_prediction(extract(r.text, r.annotation.get("meta_date"), document_id=r.id, model=model))
        for r in documents
    }


def people(x: Extraction) -> list[Prediction]:
    """People with their roles; organisations have the longest of their names in the release, as in the annotations.

    Their canonical name may not be in the release, if they are listed organisations such as “NASA”.
    """
    text = " ".join(x.text.split()).casefold()
    names = {e.entity_id: e.name for e in x.entities}
    for key, forms in _forms(x).items():
        if names[key].casefold() not in text:
            names[key] = max((f for f in forms if f.casefold() in text), key=len, default=names[key])
    roles: dict[str, list[Prediction]] = {}
    for r in x.roles:
        role: Prediction = {"role": r.role, "organisation": names.get(r.organisation_id or ""), "country": r.country}
        role["confidence"] = r.confidence
        roles.setdefault(r.person_id, []).append(role)
    return [{"name": p.name, "roles": roles.get(p.person_id, [])} for p in x.people]


def organisations(x: Extraction) -> list[Prediction]:
    """Organisations with their aliases."""
    aliases = _forms(x)
    return [{"name": o.name, "aliases": aliases.get(o.organisation_id, [])} for o in x.organisations]


def _forms(x: Extraction) -> dict[str, list[str]]:
    """The aliases of each entity."""
    forms: dict[str, list[str]] = {}
    for a in x.aliases:
        forms.setdefault(a.entity_id, []).append(a.alias)
    return forms


def speakers(x: Extraction, quote_id: str) -> str | None:
    """The names of the speakers of a quote, joined with `;`; None if none was found."""
    names = {e.entity_id: e.name for e in x.entities}
    found = [names[s.entity_id] for s in x.quote_speakers if s.quote_id == quote_id and s.entity_id]
    if not found:
        found = [names[q.speaker_id] for q in x.quotes if q.quote_id == quote_id and q.speaker_id]
    return ";".join(found) or None


@lru_cache(maxsize=256)
def _extract(text: str, published: str | None, model: str = DEFAULT_MODEL) -> Extraction:
    return extract(text, published, model=model)


def cases(text: str, published: str | None) -> Prediction:
    """The dictionary for cases/score.py, for every kind."""
    return gold_prediction(_extract(text, published))


def in_source(x: Extraction, start: int, end: int) -> tuple[int, int]:
    """Offsets in the text before its repair, which the scorers of passages expect."""
    moved = []
    for offset, is_end in ((start, False), (end, True)):
        shift = 0
        for r in x.repairs:
            if r.end <= offset:
                shift = r.source_end - r.end
            elif r.start < offset or (r.start == offset and not is_end):
                shift = (r.source_end if is_end else r.source_start) - offset
        moved.append(offset + shift)
    return moved[0], moved[1]


def quotes(text: str) -> list[Prediction]:
    """The list for quotes/score.py."""
    x = _extract(text, None)
    rows = []
    for q in x.quotes:
        start, end = in_source(x, q.start, q.end)
        at: tuple[int | None, int | None] = (None, None)
        if q.speaker_start is not None and q.speaker_end is not None:
            at = in_source(x, q.speaker_start, q.speaker_end)
        row = {"start": start, "end": end, "speaker_start": at[0], "speaker_end": at[1]}
        row |= {"speaker_text": q.speaker_text, "cue": q.cue, "kind": q.kind, "group": q.group_id or q.quote_id}
        rows.append(row | {"resolved": speakers(x, q.quote_id), "confidence": q.confidence})
    return rows


def ner(text: str) -> list[Prediction]:
    """The list for ner/score.py."""
    return ner_prediction(_extract(text, None))


def ner_prediction(x: Extraction) -> list[Prediction]:
    """The list for ner/score.py, made from an existing extraction."""
    rows = []
    for m in x.mentions:
        if m.label in {"PERSON", "ORGANISATION", "COUNTRY", "PLACE"} and m.how not in NOT_NAMES:
            start, end = in_source(x, m.start, m.end)
            rows.append({"start": start, "end": end, "label": m.label})
    return rows


def dates(text: str, anchor_date: str | None) -> list[Prediction]:
    """The list for dates/score.py, with values as TIMEX3; a range gives its two ends."""
    x = _extract(text, anchor_date)
    rows = []
    for found in (t for d in x.dates for t in timexes(d)):
        start, end = in_source(x, found["start"], found["end"])
        rows.append({"start": start, "end": end, "value": found["value"]})
    return rows


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Write predictions for gold/score.py.")
    parser.add_argument("gold", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--model", default=DEFAULT_MODEL)
    parser.add_argument("--only", nargs="*", help="ids of documents")
    args = parser.parse_args(argv)
    args.out.mkdir(parents=True, exist_ok=True)
    chosen = [r for r in releases(args.gold) if not args.only or r.id in args.only]
    for ident, found in gold_predictions(chosen, args.model).items():
        (args.out / f"{ident}.json").write_text(json.dumps(found, ensure_ascii=False) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
