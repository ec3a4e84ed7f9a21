"""How often the speaker is right, by the place of the evidence and its score; how far a reported clause can be trusted.

The table `pipeline/data/quotes/confidence.tsv` was counted on annotated releases by `training/quote_confidence.py`;
these hold too few reported clauses, whose grades are in `reported_confidence.tsv`.
"""

from __future__ import annotations

from functools import cache

from pipeline.data import word_table
from pipeline.extraction.quotes.speakers import Speaker
from pipeline.records import QuoteKind

UNKNOWN_PLACE = 0.6
UNKNOWN_SPEAKER = 0.1  # taken from the grade of “the integration promises to change the industry”


@cache
def _table() -> dict[str, list[tuple[float, float]]]:
    steps: dict[str, list[tuple[float, float]]] = {}
    for place, least, share in word_table("quotes/confidence.tsv"):
        steps.setdefault(place, []).append((float(least), float(share)))
    return {place: sorted(rows, reverse=True) for place, rows in steps.items()}


def evidence(place: str, speaker: Speaker | None, kind: QuoteKind) -> str:
    """The row of the table: the place, but fragments, pronouns and speakers without a name are counted on their own."""
    if speaker is None or speaker.name is None:
        return "unnamed"
    if kind == "partial":
        return kind
    return "pronoun" if speaker.resolution == "pronoun" else place


def confidence(place: str, score: float, speaker: Speaker | None, kind: QuoteKind) -> float:
    """The share of right speakers among quotes with evidence of this place and at least this score."""
    rows = _table().get(evidence(place, speaker, kind), ())
    return next((share for least, share in rows if score >= least), rows[-1][1] if rows else UNKNOWN_PLACE)


@cache
def _grades() -> dict[str, float]:
    return {how: float(grade) for how, grade in word_table("quotes/reported_confidence.tsv")}


def reported_confidence(how: str, speaker: Speaker) -> float:
    """The grade of a reported clause found this `how` (`Reported.how`), less where nothing is known of the speaker."""
    known = speaker.name is not None or speaker.kind != "unknown"
    return round(_grades()[how] - (0.0 if known else UNKNOWN_SPEAKER), 2)
