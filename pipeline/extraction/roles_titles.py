"""“The Minister said …”: an office without a name as a mention of the one person of the document who holds it.

Never a new person. Where two people hold an office of that noun, or nobody does, there is no mention.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence

from pipeline.extraction.analysis import Analysis
from pipeline.extraction.people_names import plain
from pipeline.extraction.roles_bind import Bound, Span
from pipeline.records import Mention, row_id

_THE = re.compile(r"(?:^|(?<=[\s“\"(]))(?:the|The)\s+$")
_NOT_ALONE = re.compile(r"(?:['’]s)?\s*,?\s*[A-Z]|\s*-")  # “the Minister Eva Lund”, “the President-elect”
_WORD = re.compile(r"\w+")
_SMALL = frozenset(["the", "of", "for", "and", "to", "in", "at", "a", "an", "on"])


def title_mentions(
    analysis: Analysis, spans: Sequence[Span], bound: Sequence[Bound], taken: Sequence[Mention]
) -> Iterator[Mention]:
    """Mentions (how: title) of people by the offices that `bound` gives them, among the role phrases `spans`.

    `taken` are the mentions of people and bodies, which no title may overlap.
    """
    text = analysis.release.text
    used = {(b.span.start, b.span.end) for b in bound}
    alone = [s for s in spans if (s.start, s.end) not in used and _stands_alone(text, s)]
    holders = _holders(text, bound, {s.phrase.noun for s in alone})
    for span in alone:
        people = holders.get(span.phrase.noun, {})
        if len(people) != 1:
            continue
        (person, words), *_ = people.items()
        printed = text[span.start : span.end]
        if _content(printed) <= words and not any(m.start < span.end and span.start < m.end for m in taken):
            yield Mention(
                mention_id=row_id(analysis.document_id, "person", span.start, span.end),
                document_id=analysis.document_id, start=span.start, end=span.end, text=printed, label="PERSON",
                entity_id=person, how="title", honorific=None, section=analysis.section(span.start), rule="roles.title",
            )  # fmt: skip


def _stands_alone(text: str, span: Span) -> bool:
    """Whether a phrase is one office with its article and without a name: “The [Minister] said”."""
    return (
        text[span.start].isupper()
        and not span.phrase.plural
        and _THE.search(text, max(0, span.start - 6), span.start) is not None
        and _NOT_ALONE.match(text, span.end) is None
    )


def _holders(text: str, bound: Iterable[Bound], nouns: Container[str]) -> dict[str, dict[str, set[str]]]:
    """Head noun -> person who holds an office of that noun -> words of these offices."""
    holders: dict[str, dict[str, set[str]]] = {}
    for b in bound:
        noun = b.span.phrase.noun
        if noun in nouns and b.person.entity_id and not b.former and not b.span.phrase.plural:
            words = holders.setdefault(noun, {}).setdefault(b.person.entity_id, set())
            words.update(_content(text[b.span.start : b.span.end]))
    return holders


def _content(words: str) -> set[str]:
    return set(_WORD.findall(plain(words))) - _SMALL
