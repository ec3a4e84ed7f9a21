"""What to review next: the rows from whose review most is to be gained.

A row's gain is the probability that it is wrong (docs/confidence.md), times how much hangs on it (the logarithm of how
often its entity or its words are named in the corpus), less for each row of the same kind about the same words that
stands before it in the queue. What makes a row doubtful is said beside it.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from math import log2
from typing import Literal

from pipeline.corrections.row_decisions import Row
from pipeline.records import DateRow, Entity, Mention, Quote, Role
from pipeline.review.decide import row_key
from pipeline.tables.schema import Cell
from pipeline.tables.store import Store

Order = Literal["gain", "text", "random"]
_SETTLED = 0.02  # doubt about a row that nothing speaks against: it comes last, not never
_AROUND = 60


@dataclass(frozen=True, slots=True)
class Item:
    """A row to review: what it says, why it is doubtful, where it stands."""

    row: Row
    says: str
    why: str
    gain: float

    @property
    def key(self) -> str:
        """The row's key, by which decisions name it."""
        return row_key(self.row)


def queue(store: Store, *, order: Order = "gain", document_id: str | None = None, seed: int = 0) -> list[Item]:
    """The unreviewed rows of a corpus or of one release.

    `random` gives a fair sample (the same for one `seed`): only over such rows is the precision that of the corpus.
    """
    names = {e.entity_id: e.name for e in store.select(Entity)}
    mentions = store.select(Mention)
    labels: dict[str, Counter[str]] = defaultdict(Counter)
    for m in mentions:
        labels[_folded(m.text)][m.label] += 1
    often = Counter(m.entity_id or _folded(m.text) for m in mentions)
    items = [
        _item(row, names, labels, often)
        for row in _rows(store, document_id)
        if row.review == "unreviewed" and not (isinstance(row, Mention) and row.label == "DATE")
    ]
    if order == "text":
        return sorted(items, key=lambda i: (i.row.document_id, i.row.start, i.key))
    items.sort(key=lambda i: (-i.gain, i.key))
    if order == "random":
        random.Random(seed).shuffle(items)
        return items
    seen: Counter[tuple[str, str]] = Counter()
    spread = []
    for item in items:
        about = (type(item.row).TABLE.name, _folded(_words(item.row)))
        spread.append((item.gain / (1 + seen[about]), item))
        seen[about] += 1
    return [item for _, item in sorted(spread, key=lambda pair: (-pair[0], pair[1].key))]


def excerpt(store: Store, row: Row, around: int = _AROUND) -> tuple[str, str, str]:
    """What stands before a row, its words, and what stands after, each on one line."""
    text = store.text(row.document_id)
    before, after = text[max(row.start - around, 0) : row.start], text[row.end : row.end + around]
    left = "… " if row.start > around else ""
    return left + _folded_space(before), _folded_space(text[row.start : row.end]), _folded_space(after) + " …"


def _rows(store: Store, document_id: str | None) -> Iterator[Row]:
    equal: dict[str, Cell] = {"document_id": document_id} if document_id else {}
    yield from store.select(Mention, **equal)
    yield from store.select(Role, **equal)
    yield from store.select(DateRow, **equal)
    yield from store.select(Quote, **equal)


def _item(row: Row, names: dict[str, str], labels: dict[str, Counter[str]], often: Counter[str]) -> Item:
    if isinstance(row, Quote):
        speaker = names.get(row.speaker_id or "", row.speaker_text or "nobody known")
        doubt = max(1 - row.confidence, 0.5 if row.speaker_id is None else _SETTLED)
        why = "speaker not known" if row.speaker_id is None else f"speaker {round(100 * row.confidence)} % sure"
        return _weighed(row, f"{row.kind} quote of {speaker}", why, doubt, often[row.speaker_id or ""])
    if isinstance(row, DateRow):
        if row.value is None:
            return _weighed(row, "date not decided", "the text does not decide", 0.5, 1)
        inferred = row.value_from != "text"
        why = "inferred from what stands around" if inferred else "as written"
        return _weighed(row, f"date {row.value}", why, 0.2 if inferred else _SETTLED, 1)
    if isinstance(row, Role):
        body = names.get(row.organisation_id or "", row.country or "no organisation")
        said = f"office of {names.get(row.person_id, row.person_id)} ({body})"
        return _weighed(row, said, _sure(row.confidence), 1 - row.confidence, often[row.person_id])
    return _mention(row, names, labels, often)


def _mention(row: Mention, names: dict[str, str], labels: dict[str, Counter[str]], often: Counter[str]) -> Item:
    said = f"{row.label.lower()} {names.get(row.entity_id or '', '')}".strip()
    count = often[row.entity_id or _folded(row.text)]
    others = labels[_folded(row.text)]
    share = others[row.label] / others.total()
    if share < 1:
        elsewhere = ", ".join(f"{n} × {label.lower()}" for label, n in others.most_common() if label != row.label)
        doubt = max(1 - row.confidence, 1 - share if share < 0.5 else 0.5)
        return _weighed(row, said, f"elsewhere {elsewhere}", doubt, count)
    return _weighed(row, said, _sure(row.confidence), max(1 - row.confidence, _SETTLED), count)


def _sure(confidence: float) -> str:
    return f"{round(100 * confidence)} % sure"


def _weighed(row: Row, says: str, why: str, doubt: float, often: int) -> Item:
    return Item(row, says, why, doubt * (1 + log2(max(often, 1))))


def _words(row: Row) -> str:
    return row.role if isinstance(row, Role) else row.text


def _folded(text: str) -> str:
    return _folded_space(text).casefold()


def _folded_space(text: str) -> str:
    return " ".join(text.split())
