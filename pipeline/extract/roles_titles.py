"""“The Minister said …”: an office without a name as a mention of the one person of the document who holds it.

Never a new person. Where two people hold an office of that noun, or nobody does, there is no mention.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from pipeline.extract.analysis import Analysis
from pipeline.extract.people_names import plain
from pipeline.extract.roles_bind import Bound, Span
from pipeline.records import Mention, row_id

_THE = re.compile(r"(?:^|(?<=[\s“\"(]))(?:the|The)\s+$")
_NOT_ALONE = re.compile(r"(?:['’]s)?\s*,?\s*[A-Z]|\s*-")  # “the Minister Eva Lund”, “the President-elect”
_WORD = re.compile(r"\w+")
_SMALL = frozenset(["the", "of", "for", "and", "to", "in", "at", "a", "an", "on"])


def title_mentions(
    analysis: Analysis, spans: Sequence[Span], bound: Iterable[Bound], taken: Iterable[Mention]
) -> Iterator[Mention]:
    """Mentions (how: title) of people by the offices that `bound` gives them, among the role phrases `spans`.

    `taken` are the mentions of people and bodies, which no title may overlap.
    """
    text = analysis.release.text
    holders: dict[str, dict[str, set[str]]] = {}  # head noun -> person -> words of the offices
    used = set()
    for b in bound:
        used.add((b.span.start, b.span.end))
        if b.person.entity_id and not b.former and not b.span.phrase.plural:
            offices = holders.setdefault(b.span.phrase.noun, {})
            offices.setdefault(b.person.entity_id, set()).update(_content(text[b.span.start : b.span.end]))
    named = [(m.start, m.end) for m in taken]
    for span in spans:
        people = holders.get(span.phrase.noun, {})
        if (span.start, span.end) in used or span.phrase.plural or len(people) != 1:
            continue
        (person, words), *_ = people.items()
        printed = text[span.start : span.end]
        if not printed[0].isupper() or not _content(printed) <= words:
            continue
        if any(s < span.end and span.start < e for s, e in named):
            continue
        if _THE.search(text, max(0, span.start - 6), span.start) and not _NOT_ALONE.match(text, span.end):
            yield Mention(
                mention_id=row_id(analysis.document_id, "person", span.start, span.end),
                document_id=analysis.document_id, start=span.start, end=span.end, text=printed, label="PERSON",
                entity_id=person, how="title", honorific=None, section=analysis.section(span.start), rule="roles.title",
            )  # fmt: skip


def _content(words: str) -> set[str]:
    return set(_WORD.findall(plain(words))) - _SMALL
