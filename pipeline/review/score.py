"""Precision and recall of the program, by table, over the reviewed rows.

An accepted row is right. An edited or rejected row is wrong, and so is an unjudged row in a release that was read to
its end, because it was not there at that time. A row counts as missed if it was added or edited, or if it was accepted
once and is no longer found. Recall is counted only over releases that were read to their end (`accept` on `documents`),
as nobody looked for missing rows elsewhere. Intervals are Wilson's, at 95 %.
"""

from collections import Counter
from math import sqrt
from typing import NamedTuple

from pipeline.corrections.decisions import ROW_TABLES
from pipeline.records import Correction
from pipeline.review.decide import scored_rows
from pipeline.tables.store import Store

_Z = 1.959964  # 95 %


class Share(NamedTuple):
    """A share; as text, it has its confidence interval, or is a dash if nothing was counted."""

    part: int
    whole: int

    def __str__(self) -> str:
        if not self.whole:
            return "–"
        low, high = wilson(self.part, self.whole)
        return f"{self.part / self.whole:.3f} [{low:.2f}, {high:.2f}]"


class Score(NamedTuple):
    """The scores of a table; `releases` counts those read to their end, `new` the unjudged rows in them."""

    table: str
    accepted: int
    edited: int
    rejected: int
    new: int
    added: int
    precision: Share
    recall: Share
    releases: int


def wilson(part: int, whole: int) -> tuple[float, float]:
    """Wilson's interval (1927, JASA 22) for `part` of `whole`, of which there is at least one."""
    share, zz = part / whole, _Z * _Z
    centre = (share + zz / (2 * whole)) / (1 + zz / whole)
    # the interval must contain the share, which rounding can prevent at 0 and 1
    half = _Z * sqrt(share * (1 - share) / whole + zz / (4 * whole * whole)) / (1 + zz / whole)
    return max(min(centre - half, share), 0.0), min(max(centre + half, share), 1.0)


def scores(store: Store) -> list[Score]:
    """The scores of all tables in `ROW_TABLES`."""
    return [_score(store, table) for table in ROW_TABLES]


def _score(store: Store, table: str) -> Score:
    # releases of which every row was judged and every missing row added
    ends = store.select(Correction, table="documents", decision="accept", status="applied")
    read = {d.document_id for d in ends if d.field in (None, table)}
    rows = list(scored_rows(store, tables=(table,)))
    count, whole = Counter(r.review for r in rows), Counter(r.review for r in rows if r.document_id in read)
    rejected = sum(d.rows for d in store.select(Correction, table=table, decision="reject"))
    stale = store.select(Correction, table=table, decision="accept", status="stale")
    right, new = count["accepted"], whole["unreviewed"]
    precision = Share(right, right + count["edited"] + rejected + new)
    missed = whole["edited"] + whole["added"] + sum(d.document_id in read for d in stale)
    recall = Share(whole["accepted"], whole["accepted"] + missed)
    return Score(table, right, count["edited"], rejected, new, count["added"], precision, recall, len(read))


def format_scores(found: list[Score]) -> str:
    """The scores as a text table."""
    line = "{:<10}{:>9}{:>8}{:>10}{:>6}{:>7}   {!s:<20}{}".format
    lines = [line(*cells) for *cells, _ in (Score._fields, *found)]
    releases = max((s.releases for s in found), default=0)
    return "\n".join([*lines, f"95 % intervals; recall over the releases that were read to their end: {releases}"])
