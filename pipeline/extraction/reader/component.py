"""The spaCy component `communique_reader`: runs the reader and keeps its reading for the components after it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.data import data_file, word_table
from pipeline.extraction.document.analysis import analysis_of
from pipeline.extraction.document.reading import JobTitle, Links, Name, Reading
from pipeline.extraction.reader.model import Model, load
from pipeline.extraction.reader.network import read

_LABELS = {row[0]: row[1] for row in word_table("text/labels.tsv")}
"""Label of another model -> label of the reader; a GPE becomes a country if `communique_countries` knows it as one."""
_LINE = re.compile(r"\S(?:(?:(?! {3})[^\n])*\S)?")  # a line, or a column: “Ada Lund     Jan Roe”
_JOINS = r"(?:and|of|for|the|on|in|to|&)"
_GOES_ON = re.compile(rf"(?i)(?<!\S){_JOINS}\s*\n|\n\s*{_JOINS}(?!\S)")  # a line joined to the next: “Board of⏎Mines”
_CHAIR = re.compile(r"\.?[^\S\n]+(?:[A-Z][\w’'-]*[^\S\n]){0,4}?(?:Professor|Chair|Lecturer|Scholar|Fellow)\b")
_INITIAL = re.compile(r"\b[A-Z]\.")  # a personal name that was read as an organisation: “the Ada B. Lund Chair”
_BEFORE_CHAIR = re.compile(r"\b[Tt]he\s$|['’]s\s$")
_AFTER_HOLDER = re.compile(r"(?:,|\s*\n)\s*")
_AFTER_TITLE = re.compile(r"[,;]\s|,?\sand\s")


@cache
def _model() -> Model:
    return load(data_file("reader"))


@Language.factory("communique_reader", default_config={"other_names": False})
class ReaderComponent:
    """Sets `analysis.reading`; with `other_names` the names are those of an entity recogniser that ran before it."""

    def __init__(self, nlp: Language, name: str, other_names: bool) -> None:
        self.model = _model()
        self.other_names = other_names

    def __call__(self, doc: Doc) -> Doc:
        """Read one document."""
        analysis = analysis_of(doc)
        release = analysis.release
        quotations = [(quoted.outer_start, quoted.outer_end) for quoted in analysis.quoted_spans]
        known = (e for e in doc.ents if e.label_ in _LABELS)
        names = [Name(e.start_char, e.end_char, _LABELS[e.label_], 1.0) for e in known] if self.other_names else None
        contacts = [p for p in release.parts if p.kind == "contact"]
        reading = read(self.model, release.text, quotations, names, release.residue, contacts)
        analysis.reading = with_named_chairs(release.text, one_a_line(release.text, reading))
        return doc


def one_a_line(text: str, reading: Reading) -> Reading:
    """The reading, with each list that was read as one name cut into one name per line: “Ada Lund⏎Jan Roe”. The first
    keeps the name's number, to which links refer; the others are put at the end."""
    lines = [_cut_at_lines(text, name) for name in reading.names]
    return replace(reading, names=(*(first for first, *_ in lines), *(name for _, *more in lines for name in more)))


def _cut_at_lines(text: str, name: Name) -> list[Name]:
    """The names, one per line or column, if a name that spans several of these is a list; else the name alone. It is
    rarely one name: of 661 annotated organisations over line ends none fills its lines, of 87 people two do."""
    spans = [m.span() for m in _LINE.finditer(text, name.start, name.end)]
    if len(spans) < 2 or _GOES_ON.search(text, name.start, name.end):
        return [name]
    if name.label == "PERSON":
        is_list = all(len(text[start:end].split()) > 1 for start, end in spans)
    else:
        around = text[: name.start].rpartition("\n")[2] + text[name.end :].partition("\n")[0]
        is_list = name.label == "ORG" and not around.strip()
    return [replace(name, start=start, end=end) for start, end in spans] if is_list else [name]


def with_named_chairs(text: str, reading: Reading) -> Reading:
    """The reading, with the person whom a chair is named after in its title: “Jan Roe, ⟦Ada Lund Professor⟧ of Ice”."""
    names, titles, holders = [*reading.names], [*reading.job_titles], dict[int, int]()
    for number, name in enumerate(reading.names):
        place = _chair_after(text, name, titles)
        if place is not None and _is_of_chair(text, name, reading):
            before = (i for i, n in enumerate(names) if n.label == "PERSON" and n.end <= name.start)
            # links to that person go to the one named before, who holds the chair
            holders[number] = max(before, key=lambda i: names[i].end, default=number)
            names[number] = replace(name, label="OTHER")
            titles[place] = replace(titles[place], start=min(titles[place].start, name.start))
    held = [replace(t, person=_relinked(t.person, holders)) for t in titles]
    said = [replace(q, speaker=_relinked(q.speaker, holders)) for q in reading.quotations]
    return Reading(tuple(names), tuple(held), tuple(said))


def _chair_after(text: str, name: Name, titles: Sequence[JobTitle]) -> int | None:
    """The number of the job title in which a chair follows a name: “Ada Lund [Professor of Ice]”."""
    if chair := _CHAIR.match(text, name.end):
        return next((i for i, t in enumerate(titles) if t.start < chair.end() and name.end < t.end), None)
    return None


def _is_of_chair(text: str, name: Name, reading: Reading) -> bool:
    """Whether a whole name of a person, or one with an initial that was read as an organisation's, is not its holder's
    before “Professor”: after “the”, “’s”, another person or another job title."""
    words = text[name.start : name.end]
    if " " not in words or not (name.label == "PERSON" or (name.label == "ORG" and _INITIAL.search(words))):
        return False
    return (
        _BEFORE_CHAIR.search(text[max(0, name.start - 4) : name.start]) is not None
        or any(n.label == "PERSON" and _AFTER_HOLDER.fullmatch(text, n.end, name.start) for n in reading.names)
        or any(_AFTER_TITLE.fullmatch(text, t.end, name.start) for t in reading.job_titles)
    )


def _relinked(links: Links, to: dict[int, int]) -> Links:
    return replace(links, names=tuple((to.get(number, number), probability) for number, probability in links.names))
