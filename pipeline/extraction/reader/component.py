"""The spaCy component `communique_reader`: runs the reader and keeps its reading for the components after it."""

import re
from dataclasses import replace
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.data import data_file, word_table
from pipeline.extraction.document.analysis import analysis_of
from pipeline.extraction.document.reading import Name, Reading
from pipeline.extraction.reader.model import Model, load
from pipeline.extraction.reader.network import read

_LABELS = {row[0]: row[1] for row in word_table("text/labels.tsv")}
"""Label of another model -> label of the reader; a GPE becomes a country if `communique_countries` knows it as one."""


@cache
def _model() -> Model:
    return load(data_file("reader"))


@Language.factory("communique_reader", default_config={"other_names": False})
class ReaderComponent:
    """Sets `analysis.reading`.

    With `other_names` the names are those that an entity recogniser before it found; the reader adds all else.
    """

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
        analysis.reading = one_a_line(release.text, reading)
        return doc


_LINE = re.compile(r"\S(?:(?:(?! {3})[^\n])*\S)?")  # a line, or a column: “Ada Lund     Jan Roe”
_JOINS = r"(?:and|of|for|the|on|in|to|&)"
_GOES_ON = re.compile(rf"(?i)(?<!\S){_JOINS}\s*\n|\n\s*{_JOINS}(?!\S)")
"""Words that join a line to the next: “Ministry of⏎Mines”."""


def one_a_line(text: str, reading: Reading) -> Reading:
    """The reading, with each list that was read as one name cut into one name per line: “Ada Lund⏎Jan Roe”.

    The first keeps the name's number, to which links refer; the others are put at the end.
    """
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
