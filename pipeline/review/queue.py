"""The review queue: rows that are likely wrong, and on which many others depend, come first.

The gain of reviewing a row is the probability that it is wrong times its weight. The probability is one minus the
confidence (docs/confidence.md), or a constant below for tables without one. The weight is 1 + log2(1 + n), where n
rows of the release depend on the row: the job titles and quotes of someone with a single mention, the quotes of
someone with the job title. Of several rows of one kind about the same words, the second counts half, the third a
third; so do undecided dates (“today”, “last year”) of a release without a publication date.
"""

import random
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from math import log2
from typing import Literal, NamedTuple

from pipeline.corrections.rows import Row
from pipeline.records import DateRow, Document, Entity, Mention, Quote, Role, Section, grouped, one_line
from pipeline.review.decide import days_given, row_key, scored_rows
from pipeline.tables.store import Store

Order = Literal["gain", "text", "random"]
_SETTLED = 0.02  # probability that a row without any sign against it is wrong; it comes last, not never
_INFERRED = 0.2  # probability that the value of a date is wrong if the words alone do not give it
_NOT_KNOWN = 0.5  # the same for a date without value, and for a quote without speaker
NO_DAY = "the release has no publication date: set it, and the next run decides"
_TOGETHER = 50  # rows of the queue within which those of one release are kept together


class Item(NamedTuple):
    """A row to review: what it says, why it is doubtful, and the gain of its review."""

    row: Row
    says: str
    why: str
    gain: float

    @property
    def key(self) -> str:
        """The row's key, by which decisions refer to it."""
        return row_key(self.row)


def queue(store: Store, *, order: Order = "gain", document_id: str | None = None) -> list[Item]:
    """The unreviewed rows of a corpus or release; only in the order `random`, the first are a fair sample of all."""
    items = list(map(_Corpus(store).item, scored_rows(store, document_id, review="unreviewed")))
    if order == "text":
        return sorted(items, key=lambda i: (i.row.document_id, i.row.start, i.key))
    items.sort(key=lambda i: (-i.gain, i.key))
    if order == "random":
        random.Random(0).shuffle(items)
        return items
    return spread(items)


def spread(items: Iterable[Item]) -> list[Item]:
    """Items by gain; it counts half for the second item about the same words, a third for the third and so on."""
    seen: Counter[tuple[str, str]] = Counter()
    worth: list[tuple[float, Item]] = []
    for item in items:
        words = item.row.role if isinstance(item.row, Role) else getattr(item.row, "text", "")
        about = type(item.row).TABLE.name, item.row.document_id if item.why == NO_DAY else folded(words)
        seen[about] += 1
        worth.append((item.gain / seen[about], item))
    return [item for _, item in sorted(worth, key=lambda pair: (-pair[0], pair[1].key))]


def by_release(items: Sequence[Item]) -> list[Item]:
    """Items in blocks of `_TOGETHER`, within which those of a release stand together, by their place in the text."""
    blocks = (items[start : start + _TOGETHER] for start in range(0, len(items), _TOGETHER))
    releases = (own for block in blocks for own in grouped((i.row.document_id, i) for i in block).values())
    return [item for own in releases for item in sorted(own, key=lambda i: (i.row.start, i.key))]


def in_words(store: Store, row: Row, told: str, around: int = 60) -> str:
    """A row for a terminal: its key, the message `told`, and its words in context."""
    before, words, after = excerpt(store, row, around)
    return f"{row_key(row)}\n    {told}\n    {before}[{words}]{after}"


def excerpt(store: Store, row: Row, around: int = 60) -> tuple[str, str, str]:
    """The text before a row, its words, and the text after it, each on one line."""
    text = store.text(row.document_id)
    before, after = text[max(row.start - around, 0) : row.start], text[row.end : row.end + around]
    left, right = "… " * (row.start > around), " …" * (row.end + around < len(text))
    before, words, after = (re.sub(r"\s+", " ", part) for part in (before, text[row.start : row.end], after))
    return left + before.lstrip(), words, after.rstrip() + right


def names_of(store: Store) -> dict[str | None, str]:
    """entity_id -> name."""
    return {e.entity_id: e.name for e in store.select(Entity)}


def says(row: Row, names: dict[str | None, str]) -> str:
    """What a row states, in words."""
    if isinstance(row, Quote):
        return f"{row.kind} quote of {names.get(row.speaker_id, row.speaker_text or 'an unknown speaker')}"
    if isinstance(row, DateRow):
        return f"date {row.value}" if row.value else "date not decided"
    if isinstance(row, Role):
        served = ", ".join(filter(None, [names.get(row.organisation_id), row.country])) or "no organisation"
        return f"job title of {names.get(row.person_id, row.person_id)} ({served})"
    if isinstance(row, Mention):
        return f"{row.label.lower()} {names.get(row.entity_id, '')}".strip()
    return f"section {row.kind}" if isinstance(row, Section) else f"contact {row.name or ''}"


class _Corpus:
    """Counts over the corpus that the queue needs: how often entities are named, how words are labelled elsewhere."""

    def __init__(self, store: Store) -> None:
        self.names = names_of(store)
        mentions = store.select(Mention)
        labels = grouped((folded(m.text), m.label) for m in mentions)
        self.labels = {words: Counter(some) for words, some in labels.items()}
        self.named = Counter((m.document_id, m.entity_id) for m in mentions)
        self.spoken = Counter((q.document_id, q.speaker_id) for q in store.select(Quote))
        self.held = Counter((r.document_id, i) for r in store.select(Role) for i in (r.person_id, r.organisation_id))
        self.dated = {d.document_id for d in store.select(Document) if d.published}
        self.to_be_dated = days_given(store).keys() - self.dated

    def item(self, row: Row) -> Item:
        """The item for a row: what it says, why it may be wrong, and the gain of its review."""
        wrong, why = self._dated(row) if isinstance(row, DateRow) else self._stated(row)
        if dependents := self._dependents(row):
            why += f"; {dependents} other {'rows go' if dependents > 1 else 'row goes'} with it"
        return Item(row, says(row, self.names), why, wrong * (1 + log2(1 + dependents)))

    def _dependents(self, row: Row) -> int:
        """The number of other rows of the release that depend on a row."""
        if isinstance(row, Role):
            return self.spoken[row.document_id, row.person_id]
        if isinstance(row, Mention) and row.entity_id and self.named[row.document_id, row.entity_id] == 1:
            about = (row.document_id, row.entity_id)
            return self.held[about] + self.spoken[about]
        return 0

    def _dated(self, row: DateRow) -> tuple[float, str]:
        """The probability that a date is wrong, and why."""
        if row.value is None and row.document_id in self.to_be_dated:
            return _SETTLED, "the next run decides by the publication date that was set"
        if row.value is None:
            return _NOT_KNOWN, "the text does not decide" if row.document_id in self.dated else NO_DAY
        return (_SETTLED, "as written") if row.value_from == "text" else (_INFERRED, "inferred from the context")

    def _stated(self, row: Row) -> tuple[float, str]:
        """The probability that another row is wrong (higher if its words have another label elsewhere), and why."""
        confidence = getattr(row, "confidence", 1.0)
        wrong, why = max(1 - confidence, _SETTLED), f"{round(100 * confidence)} % sure"
        if isinstance(row, Quote) and row.speaker_id is None:
            return max(wrong, _NOT_KNOWN), "speaker not known"
        if isinstance(row, Mention):
            labels = self.labels[folded(row.text)]
            others = ", ".join(f"{n} × {label.lower()}" for label, n in labels.most_common() if label != row.label)
            if others:
                share = labels[row.label] / labels.total()
                return max(wrong, min(1 - share, 0.5) / 2), f"{why}; the same words elsewhere: {others}"
        return wrong, why


def folded(text: str) -> str:
    """Words on one line and case-folded, for comparison."""
    return one_line(text).casefold()
