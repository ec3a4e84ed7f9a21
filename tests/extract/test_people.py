"""The people component on made-up passages, with the model's spans given by hand."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc

from pipeline.extract.analysis import Analysis, analysis_of
from pipeline.extract.people import PeopleComponent, gender_of, person_at


def read(text: str, *spans: str) -> Analysis:
    """Run the component over `text`, whose model found `spans` (first occurrence of each) to be people."""
    doc: Doc = spacy.blank("en")(text)
    ents = [doc.char_span(text.index(s), text.index(s) + len(s), "PERSON", alignment_mode="expand") for s in spans]
    doc.set_ents([e for e in ents if e is not None])
    for token in doc:
        token.tag_ = "NNP" if token.text[0].isupper() else "NN"
    return analysis_of(PeopleComponent()(doc))


CASES = [
    ("Dr. Ilse Brandt spoke. Brandt left.", ["Ilse Brandt"], {"Ilse Brandt": ["Ilse Brandt", "Brandt"]}),
    ("Ilse Brandt and Otto Brandt met.", ["Ilse Brandt", "Otto Brandt"], {"Ilse Brandt": 1, "Otto Brandt": 1}),
    ("Mr. Otto Brandt met Ms. Ilse Brandt. Mr. Brandt left.", ["Otto Brandt", "Ilse Brandt"],
     {"Otto Brandt": 2, "Ilse Brandt": 1}),
    ("The Ilse Brandt Institute opened.", ["Ilse Brandt"], {}),
    ("Velora opened a shop.", ["Velora"], {}),  # a lone word that nothing says to be a person
    ("SEN. BRANDT CALLS FOR A CANAL", ["BRANDT CALLS"], {"BRANDT": 1}),  # the verb of a headline
    ("“Fine,” said Ilse Brandt, Sr. Director of Canals.", ["Ilse Brandt"], {"Ilse Brandt": 1}),  # “Senior”
    ("Ilse Brandt, Sr., left.", ["Ilse Brandt"], {"Ilse Brandt, Sr.": 1}),
    ("Cedar Hollow, NJ, has a canal.", ["Cedar Hollow"], {}),  # a town in its state
    ("The town of Hollowbrück opened. Stadt Hollowbrück paid.", ["Stadt Hollowbrück"], {}),  # the town again
    ("The town of Brandt met Dr. Ilse Brandt.", ["Ilse Brandt"], {"Ilse Brandt": 1}),  # a title says that it is none
    ("Dr. Ilse Brandt, NJ chair, left.", ["Ilse Brandt"], {"Ilse Brandt": 1}),  # a title says that it is a person
    ("Farid Amir Tolvani left.", ["Farid Amir Tolvani"], {"Farid Amir Tolvani": 1}),  # “Amir” inside a name is no title
    ("“Fine,” said Velora.", ["Velora"], {"Velora": 1}),
    ("Daw Aye Myat Noe arrived.", [], {"Aye Myat Noe": 1}),  # the honorific announces the name
]  # fmt: skip


@pytest.mark.parametrize(("text", "spans", "expected"), CASES)
def test_people(text: str, spans: list[str], expected: dict[str, list[str] | int]) -> None:
    analysis = read(text, *spans)
    names = {p.person_id: p.name for p in analysis.people}
    found: dict[str, list[str]] = {n: [] for n in names.values()}
    for m in analysis.mentions:
        assert text[m.start : m.end] == m.text
        found[names[m.entity_id or ""]].append(m.text)
    assert {n: f if isinstance(expected.get(n), list) else len(f) for n, f in found.items()} == expected


def test_helpers() -> None:
    analysis = read("Then Ms. Ilse Brandt spoke.", "Ilse Brandt")
    mention = person_at(analysis, 12, 13)
    assert mention is not None
    assert (mention.text, mention.honorific, gender_of(mention)) == ("Ilse Brandt", "Ms.", "f")
    assert person_at(analysis, 0, 3) is None
