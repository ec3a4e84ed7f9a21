"""Turn annotated releases into training targets: tags of words and links between spans.

An annotation gives the places of names and quotations, but of a job title only its words, holder and organisation:
`_Finder.titles` locates it in the text. Optional annotations are masked in the loss: their words are learned neither as
names nor as words outside names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.extraction.reader.pairs import pair_features
from pipeline.extraction.reader.pieces import Windows, WordPieces, windows_of
from pipeline.extraction.reader.tags import NAME_TAGS, NAMES, TITLE_TAGS
from pipeline.extraction.reader.words import Words, words_of
from pipeline.extraction.roles.holders import COORDINATES
from pipeline.extraction.text.quotation_marks import QuotedSpan, quoted_spans
from pipeline.structure import Span, structure
from training.corpus import Release

Ints = NDArray[np.int64]
Place = tuple[int, int]  # code points of the text, end exclusive
UNKNOWN = -100
"""Tag of words that the loss ignores."""
LINKED = ("PERSON", "ORG", "COUNTRY")
"""Labels of the names that something can be linked to, in the order of the embedding `Relation.labels`."""
NEAR, ADJACENT = 300, 5
"""Characters between a person and a place of their job title: a place farther away than `NEAR` is not taken for it; a
place within `ADJACENT` always is, even where another place of the same words is nearer to the person."""


@dataclass(frozen=True, slots=True)
class Title:
    """A place of a job title and the names (indices into `Document.names`) that it is linked to.

    An empty tuple means “linked to none”, None that the annotation does not say.
    """

    place: Place
    person: tuple[int, ...]
    organisation: tuple[int, ...] | None
    country: tuple[int, ...] | None


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quoted span with its marks, whether it is speech, and the names of its speaker (None: unknown)."""

    place: Place
    speech: bool | None
    speaker: tuple[int, ...] | None


@dataclass(frozen=True, slots=True)
class Document:
    """One annotated text: `names` are (start, end, label), sorted; in `maybe` places the tags of titles are ignored."""

    id: str
    text: str
    names: tuple[tuple[int, int, str], ...]
    optional: tuple[Place, ...]
    titles: tuple[Title, ...] = ()
    maybe: tuple[Place, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    contacts: tuple[Span, ...] = ()  # contact parts, as the pipeline finds them: glued words are split there


@dataclass(frozen=True, slots=True)
class Links:
    """One relation in one document: the spans of its heads (titles or quotations), and which names they are linked to.

    `heads` has (first word, word after the last) of each head, `pairs` the features of all pairs of a head and a name.
    `right` is heads × (1 + names), its first column “linked to none”; a row without a right pair is ignored.
    """

    heads: Ints
    right: NDArray[np.bool_]
    pairs: Ints


@dataclass(frozen=True, slots=True)
class SoftTargets:
    """The teacher's probabilities: of tags (words × tags), of links (heads × (1 + names)), of speech (quotations)."""

    names: NDArray[np.float16]
    titles: NDArray[np.float16]
    links: dict[str, NDArray[np.float32]]
    speech: NDArray[np.float32]


@dataclass(slots=True)
class Example:
    """A document as arrays, ready for the network: inputs and targets."""

    id: str
    words: Words
    windows: Windows
    word_groups: Ints  # for each word the number of its group: words with the same letters, whatever their case
    name_tags: Ints
    title_tags: Ints
    names: Ints  # (first word, word after the last) of each name that can be linked to
    labels: Ints  # index into LINKED
    links: dict[str, Links] = field(default_factory=dict)
    quotations: Ints = field(default_factory=lambda: np.zeros((0, 2), dtype="int64"))
    speech: Ints = field(default_factory=lambda: np.zeros(0, dtype="int64"))
    soft_targets: SoftTargets | None = None


def document(release: Release) -> Document:
    """An annotated release with everything located in its text, which is read like a user's: without its wrapping."""
    parts = structure(release.text).as_read()
    assert parts.places is not None
    release = _placed(release, parts.text, parts.places)
    a = release.annotation
    mentions = [m for m in a["mentions"] if not m.get("nested")]
    names = _without_overlaps([(m["start"], m["end"], m["label"]) for m in mentions])
    optional = [(m["start"], m["end"]) for m in mentions if m.get("optional")]
    by_surface: dict[str, list[int]] = {}
    for number, (start, end, _) in enumerate(names):
        by_surface.setdefault(_plain(release.text[start:end]), []).append(number)
    iso = {(m["start"], m["end"]): m.get("iso3") for m in mentions if m["label"] == "COUNTRY"}
    finder = _Finder(release, names, by_surface, iso)
    titles, maybe = finder.titles()
    return Document(
        release.id,
        release.text,
        tuple(names),
        tuple(optional),
        tuple(titles),
        tuple(maybe),
        tuple(finder.quotations(parts.paragraphs)),
        tuple(p for p in parts.parts if p.kind == "contact"),
    )


def _placed(release: Release, text: str, places: Ints) -> Release:
    """The release with the text that is read, and where its names and quotations are there.

    `places` are the offsets of the characters that are read in the release's own text.
    """

    def placed(entry: dict[str, Any]) -> dict[str, Any]:
        start, end = np.searchsorted(places, [entry["start"], entry["end"]]).tolist()
        return entry | {"start": start, "end": end}

    moved = {kind: list(map(placed, release.annotation[kind])) for kind in ("mentions", "quotes")}
    return replace(release, text=text, annotation=release.annotation | moved)


def made_up_document(release: Release) -> Document:
    """A made-up text, of which only the names are learned."""
    mentions = release.annotation["mentions"]
    names = _without_overlaps([(m["start"], m["end"], m["label"]) for m in mentions])
    optional = [(m["start"], m["end"]) for m in mentions if m["optional"]]
    return Document(release.id, release.text, tuple(names), tuple(optional), maybe=((0, len(release.text)),))


class _Finder:
    """Locates the job titles and speakers of an annotation in the text."""

    def __init__(
        self,
        release: Release,
        names: Sequence[tuple[int, int, str]],
        by_surface: dict[str, list[int]],
        iso: dict[Place, str | None],
    ) -> None:
        self.text, self.annotation = release.text, release.annotation
        self.names, self.by_surface, self.iso = names, by_surface, iso
        self.people = {p["name"]: p for p in self.annotation["people"]}

    def titles(self) -> tuple[list[Title], list[Place]]:
        """The job titles that must be found, and places that may be titles, where no tag is learned.

        A place must be found if it is the nearest to its holder, and not too far away, or adjacent to one (`NEAR`,
        `ADJACENT`). Other occurrences of the words of a title may be titles.
        """
        must: dict[Place, list[tuple[dict[str, object], dict[str, object]]]] = {}
        may: set[Place] = set()
        for person in self.annotation["people"]:
            numbers = self.named(person, "PERSON")
            holders = [self.names[i][:2] for i in numbers]
            for role in person["roles"]:
                found = _occurrences(role["role"], self.text)
                gaps = {p: _gap(p, holders) for p in found}
                gaps |= {p: 0 for p in _plurals(role["role"], self.text) if not self._beside(p).isdisjoint(numbers)}
                may.update(found)
                if not gaps or min(gaps.values()) > NEAR or person.get("optional"):
                    continue
                nearest = min(gaps, key=lambda p: (gaps[p], p))
                for place in {nearest, *(p for p, gap in gaps.items() if gap <= ADJACENT)}:
                    must.setdefault(place, []).append((person, role))
                may.update(_title_before(self.text, start, role["role"]) for start, _ in holders)
        kept: list[Place] = []
        for place in sorted(must, key=lambda p: (p[0] - p[1], p)):
            if not any(_touch(place, k) for k in kept):
                kept.append(place)
        rest = {p for p in may | set(must) if p[0] < p[1]} - set(kept)
        return [self._title(place, must[place]) for place in sorted(kept)], sorted(rest)

    def _beside(self, place: Place) -> set[int]:
        """Numbers of the people named right before or after a place, and of those coordinated with them."""
        found: list[int] = []
        for number, (start, stop, label) in enumerate(self.names):
            after = found and COORDINATES.fullmatch(self.text, self.names[found[-1]][1], start)
            if label == "PERSON" and (after or _gap(place, [(start, stop)]) <= 2):  # “ ”, “: ” or “, ” between them
                found.append(number)
        return set(found)

    def _title(self, place: Place, held: list[tuple[dict[str, object], dict[str, object]]]) -> Title:
        people = [i for person, _ in held for i in self.named(person, "PERSON")]
        return Title(
            place,
            tuple(sorted(set(people))),
            self._agreed([self._organisation(role) for _, role in held]),
            self._agreed([self._country(role) for _, role in held]),
        )

    @staticmethod
    def _agreed(found: list[tuple[int, ...] | None]) -> tuple[int, ...] | None:
        return found[0] if all(f == found[0] for f in found) else None

    def _organisation(self, role: dict[str, object]) -> tuple[int, ...] | None:
        name = role.get("organisation")
        if not name:
            return ()
        return tuple(self.named(self._organisation_named(name), "ORG")) or None

    def _organisation_named(self, name: object) -> dict[str, object]:
        """The annotated organisation with this name or alias; if there is none, one with this name alone."""
        known = (o for o in self.annotation["organisations"] if name in (o["name"], *o.get("aliases", [])))
        return next(known, {"name": name})

    def _country(self, role: dict[str, object]) -> tuple[int, ...] | None:
        code = role.get("country")
        if not code:
            return ()
        return tuple(i for i, (s, e, _) in enumerate(self.names) if self.iso.get((s, e)) == code)

    def named(self, entry: dict[str, object], label: str) -> list[int]:
        """Numbers of the names in the text that are a name or alias of a person or organisation."""
        surfaces = [entry["name"], *entry.get("aliases", [])]  # type: ignore[misc]
        found = {i for s in surfaces for i in self.by_surface.get(_plain(str(s)), ())}
        return sorted(i for i in found if self.names[i][2] == label)

    def quotations(self, paragraphs: Sequence[Span]) -> Iterable[Quotation]:
        """The quoted spans that the pipeline finds, each with what the annotation says of it.

        A span that matches no annotated quotation is not speech; if it overlaps one, whether it is speech is unknown.
        """
        gold = self.annotation["quotes"]
        for span in quoted_spans(self.text, paragraphs):
            place, length = (span.outer_start, span.outer_end), span.end - span.start
            mine = [q for q in gold if _shared(q, span) > 0.5 * max(q["end"] - q["start"], length)]
            if not mine:
                mine = [q for q in gold if _shared(q, span) > 0.5 * length]
            if not mine:
                yield Quotation(place, None if any(_shared(q, span) for q in gold) else False, None)
                continue
            quote = mine[0]
            kind = quote["kind"]
            speech = None if quote.get("optional") or kind == "indirect" else kind in ("direct", "partial")
            yield Quotation(place, speech, self._speaker(quote))

    def _speaker(self, quote: dict[str, object]) -> tuple[int, ...] | None:
        if quote["kind"] not in ("direct", "partial", "indirect") or quote.get("speaker_ambiguous"):
            return None
        speakers = quote.get("speaker") or []
        if not speakers:
            return ()
        found: list[int] = []
        for name in speakers:  # type: ignore[attr-defined]
            entry = self.people.get(name)
            if entry is not None:
                found += self.named(entry, "PERSON")
                continue
            found += self.named(self._organisation_named(name), "ORG")
        return tuple(sorted(set(found))) or None


def _shared(quote: dict[str, Any], span: QuotedSpan) -> int:
    """The number of characters that an annotated quotation and a quoted span share."""
    return max(0, min(quote["end"], span.end) - max(quote["start"], span.start))


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace("’", "'").split())


def _touch(a: Place, b: Place) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _occurrences(words: str, text: str) -> list[Place]:
    return _occurrences_of(map(re.escape, words.split()), text)


def _occurrences_of(words: Iterable[str], text: str) -> list[Place]:
    """The places of a sequence of words, given as patterns: with the same case or, if there are none, in any case."""
    pattern = r"(?<!\w)" + r"\s+".join(words) + r"(?!\w)"
    return [m.span() for m in re.finditer(pattern, text)] or [m.span() for m in re.finditer(pattern, text, re.I)]


def _plurals(words: str, text: str) -> list[Place]:
    """The places of a job title in the plural: “[Trial Attorneys] A and B”, each annotated as “Trial Attorney”."""
    *before, last = words.split()
    ending = "(?:ies|ys)" if last.endswith("y") else "e?s"
    return _occurrences_of([*map(re.escape, before), re.escape(last.removesuffix("y")) + ending], text)


def _gap(place: Place, others: Iterable[Place]) -> int:
    """The number of characters between a place and the nearest of others; more than `NEAR` if there are none."""
    return min((max(s - place[1], place[0] - e, 0) for s, e in others), default=NEAR + 1)


def _title_before(text: str, start: int, role: str) -> Place:
    """The place of the words right before a name that all occur in the role; empty if there are none."""
    known = {w.casefold() for w in re.findall(r"\w+", role)}
    first = end = len(text[:start].rstrip())
    for m in reversed(list(re.finditer(r"\S+", text[max(0, end - 80) : end]))):
        words = re.findall(r"\w+", m[0].casefold())
        if not words or not known.issuperset(words):
            break
        first = max(0, end - 80) + m.start()
    return first, end


def _without_overlaps(spans: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    kept: list[tuple[int, int, str]] = []
    for span in sorted(set(spans), key=lambda s: (s[0] - s[1], s[0])):
        if not any(_touch(span[:2], k[:2]) for k in kept):
            kept.append(span)
    return sorted(kept)


def example(source: Document, text: str, cut: WordPieces) -> Example | None:
    """A document as arrays; `text` is its text, or a variant in which every character keeps its offset.

    None for a text without words.
    """
    words = words_of(text, contacts=source.contacts)
    if not len(words):
        return None
    groups: dict[str, int] = {}
    word_groups = np.array([groups.setdefault(form.casefold(), len(groups)) for form in words.forms], dtype="int64")
    spans = [(*words.range(s, e), label, number) for number, (s, e, label) in enumerate(source.names)]
    linked = [s for s in spans if s[2] in LINKED and s[0] < s[1]]
    result = Example(
        source.id,
        words,
        windows_of(words.forms, cut),
        word_groups,
        _name_tags(source, words, spans),
        _title_tags(source, words),
        np.array([s[:2] for s in linked], dtype="int64").reshape(-1, 2),
        np.array([LINKED.index(s[2]) for s in linked], dtype="int64"),
    )
    column = {number: at for at, (_, _, _, number) in enumerate(linked)}
    heads = [(words.range(*t.place), t) for t in source.titles]
    for relation, label in (("person", "PERSON"), ("organisation", "ORG"), ("country", "COUNTRY")):
        wanted = [(place, getattr(t, relation)) for place, t in heads]
        result.links[relation] = _links(result, wanted, column, {LINKED.index(label)})
    quotations = [(words.range(*q.place), q) for q in source.quotations]
    quotations = [(place, q) for place, q in quotations if place[0] < place[1]]
    result.links["speaker"] = _links(result, [(p, q.speaker) for p, q in quotations], column, {0, 1})
    known = [(place, q.speech) for place, q in quotations if q.speech is not None]
    result.quotations = np.array([place for place, _ in known], dtype="int64").reshape(-1, 2)
    result.speech = np.array([speech for _, speech in known], dtype="int64")
    return result


def _links(
    example: Example,
    wanted: Sequence[tuple[tuple[int, int], tuple[int, ...] | None]],
    column: dict[int, int],
    labels: set[int],
) -> Links:
    heads = [(place, names) for place, names in wanted if names is not None and place[0] < place[1]]
    allowed = np.isin(example.labels, list(labels))
    right = np.zeros((len(heads), 1 + len(example.names)), dtype=bool)
    for row, (_, names) in enumerate(heads):
        columns = [column[n] + 1 for n in names if n in column]
        right[row, columns if names else [0]] = True
    places = np.array([place for place, _ in heads], dtype="int64").reshape(-1, 2)
    chosen = np.flatnonzero(allowed)
    pairs = pair_features(places, example.names[chosen], example.words.line_numbers)
    return Links(places, np.concatenate([right[:, :1], right[:, 1:][:, chosen]], axis=1), pairs)


def _is_whole(words: Words, start: int, end: int) -> bool:
    """Whether a place of the text begins and ends at boundaries of words."""
    first, stop = words.range(start, end)
    return first < stop and words.starts[first] == start and words.ends[stop - 1] == end


def _name_tags(source: Document, words: Words, spans: Sequence[tuple[int, int, str, int]]) -> Ints:
    tags = np.zeros(len(words), dtype="int64")
    for start, end in source.optional:
        first, stop = words.range(start, end)
        tags[first:stop] = UNKNOWN
    optional = set(source.optional)
    for first, stop, label, number in spans:
        start, end, _ = source.names[number]
        if (start, end) in optional:
            continue
        if not _is_whole(words, start, end) or label not in NAMES:
            tags[first:stop] = UNKNOWN
        else:
            tags[first] = NAME_TAGS.index(f"B-{label}")
            tags[first + 1 : stop] = NAME_TAGS.index(f"I-{label}")
    return tags


def _title_tags(source: Document, words: Words) -> Ints:
    tags = np.zeros(len(words), dtype="int64")
    for place in source.maybe:
        first, stop = words.range(*place)
        tags[first:stop] = UNKNOWN
    for title in source.titles:
        first, stop = words.range(*title.place)
        tags[first:stop] = TITLE_TAGS.index("I-TITLE")
        tags[first : first + 1] = TITLE_TAGS.index("B-TITLE")
    return tags
