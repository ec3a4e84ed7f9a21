"""The people component on made-up passages, with the model's spans given by hand."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc

from pipeline.extraction.analysis import Analysis, analysis_of
from pipeline.extraction.people import PeopleComponent, gender_of, person_at
from pipeline.extraction.people_find import read_as_bodies
from pipeline.extraction.tokens import Tokens


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
    ("Mayor Brandt and Dr. Ilse Brandt met. Mayor Brandt left.", ["Brandt", "Ilse Brandt"],
     {"Ilse Brandt": 1, "Brandt": 2}),  # a couple
    ("Mayor Brandt met. Ilse Brandt left.", ["Brandt", "Ilse Brandt"], {"Ilse Brandt": 2}),  # two sentences
    ("Ilse Brandt left. Ilse Brandts plea was heard.", ["Ilse Brandt", "Ilse Brandts"],
     {"Ilse Brandt": 2}),  # an apostrophe that was lost
    ("Our retail partner Ilse Sund grows.", ["Ilse Sund"], {"Ilse Sund": 1}),  # a given name speaks for a person
    ("Eva Provost left.", ["Eva Provost"], {"Eva Provost": 1}),  # a surname that is a title too
    ("Harbour Provost left.", ["Harbour Provost"], {}),  # the office
    ("Senator Ilse Brandt D MA left.", ["Ilse Brandt D"], {"Ilse Brandt": 1}),  # her party, without marks
    ("Senator Ilse D. Brandt left.", ["Ilse D. Brandt"], {"Ilse D. Brandt": 1}),  # an initial
    ("An architect of the Fair Deal spoke.", ["Fair Deal"], {}),  # a thing behind an article
    ("The Ilse Brandt I know spoke.", ["Ilse Brandt"], {"Ilse Brandt": 1}),  # a given name speaks for a person
    ("Authors: Ilse Brandt, P. Eng., and Otto Sund", ["Ilse Brandt", "P. Eng", "Otto Sund"],
     {"Ilse Brandt": 1, "Otto Sund": 1}),  # letters of engineers
    ("On Market Day, Ilse Brandt spoke.", ["On Market Day", "Ilse Brandt"], {"Ilse Brandt": 1}),
    ("The Special Agent in Charge Brandt left. Ilse Brandt spoke.", ["Charge Brandt", "Ilse Brandt"],
     {"Ilse Brandt": 2}),  # the title
    ("Garden Lounge and Sunset Listings opened.", ["Garden Lounge", "Sunset Listings"], {}),  # two may be things
    ("They met Consul General of Peru in Lindmoor Zhel Marr today.", ["Zhel Marr"], {"Zhel Marr": 1}),  # a long title
    ("They thanked Velora Motors and Ilse Sund.", ["Ilse Sund"], {"Ilse Sund": 1}),  # no given name with a surname
    ("Velora opened a shop.", ["Velora"], {}),  # a lone word that nothing says to be a person
    ("SEN. BRANDT CALLS FOR A CANAL", ["BRANDT CALLS"], {"BRANDT": 1}),  # the verb of a headline
    ("“Fine,” said Ilse Brandt, Sr. Director of Canals.", ["Ilse Brandt"], {"Ilse Brandt": 1}),  # “Senior”
    ("Ilse Brandt, Sr., left.", ["Ilse Brandt"], {"Ilse Brandt, Sr.": 1}),
    ("William H. (Bill) Brandt, Jr., left.", ["William H."], {"William H. (Bill) Brandt, Jr.": 1}),  # a nickname
    ("William (Bill) R. Brandt left.", ["William", "R. Brandt"], {"William (Bill) R. Brandt": 1}),
    ("William (Senator) Brandt left.", ["William"], {}),  # no name in the bracket
    ("Cedar Hollow, NJ, has a canal.", ["Cedar Hollow"], {}),  # a town in its state
    ("The town of Hollowbrück opened. Stadt Hollowbrück paid.", ["Stadt Hollowbrück"], {}),  # the town again
    ("Dr. Ilse Brandt, NJ chair, left.", ["Ilse Brandt"], {"Ilse Brandt": 1}),  # a title says that it is a person
    ("Farid Amir Tolvani left.", ["Farid Amir Tolvani"], {"Farid Amir Tolvani": 1}),  # “Amir” inside a name is no title
    ("“Fine,” said Velora.", ["Velora"], {"Velora": 1}),
    ("Gastronomic Listings are back.", ["Gastronomic Listings"], {}),  # only the recogniser's word, no known name
    ("Zorvia Quellen, head of canals, left.", ["Zorvia Quellen"], {"Zorvia Quellen": 1}),  # an office speaks for her
    ("Ilse Brandt and Zorvia Quellen left.", ["Ilse Brandt", "Zorvia Quellen"],
     {"Ilse Brandt": 1, "Zorvia Quellen": 1}),  # named with somebody known
    ("Zorvia Quellen came. Then Quellen.", ["Zorvia Quellen", " Quellen."], {"Zorvia Quellen": 2}),  # her surname
    ("Barista Blend came. Barista stays.", ["Barista Blend"], {}),  # what comes again is no surname
    ("By Oluwaseun Adeyemo", ["Adeyemo"], {"Oluwaseun Adeyemo": 1}),  # the given name that was left out
    ("The Veld Otto Quist saw", ["Otto Quist"], {"Otto Quist": 1}),  # no given name before it
    ("Mrs. Brandt left. The woman was Ida Lou Brandt.", ["Brandt"], {"Ida Lou Brandt": 2}),
    ("Noticias sobre Barrio Nuevo en la ciudad", ["Barrio Nuevo"], {}),  # a line in another language
    ("We spoke with Ambassador Tao Koh.", ["Tao Koh"], {"Tao Koh": 1}),  # the full stop ends the sentence
    ("Senator Urge Velora to wait", ["Urge Velora"], {}),  # the verb of a headline
    ("SEN. BRANDT'S CANAL IS SAFE", [], {"BRANDT": 1}),
    ("by Senator Otto Brandt  R Ohio  today", ["Otto Brandt"], {"Otto Brandt": 1}),  # a text without marks
    ("Minister He Rong met Ms He Ting Ru.", ["Rong", "Ting Ru"], {"He Rong": 1, "He Ting Ru": 1}),  # no “H.E.”
    ("Ilse Brandt (member for Chu Kang GRC) spoke.", ["Ilse Brandt", "Chu Kang GRC"], {"Ilse Brandt": 1}),  # a district
    ("Signed: Ilse BRANDT", ["Ilse BRANDT"], {"Ilse BRANDT": 1}),  # a surname in capitals
    ("By Zorvia Quellen\n\nCanals grow.", ["Zorvia Quellen"], {"Zorvia Quellen": 1}),  # a byline
    ("Dear Mr President We write.", ["President We"], {}),  # small words
    ("Prime Minister Brandt Calls for canals.", ["Brandt Calls"], {"Brandt": 1}),
    ("Putin spoke. Velora spoke.", ["Putin", "Velora"], {"Putin": 1}),  # whom every reader knows, and a lone name
    ("Their chief scientist, Zorvia Quellen, left.", ["Zorvia Quellen"], {"Zorvia Quellen": 1}),  # a title and a comma
    ("Ilse Brandt, aka Zorvia Quellen, left.", ["Ilse Brandt", "Zorvia Quellen"],
     {"Ilse Brandt": 1, "Zorvia Quellen": 1}),
    ("VICE PRESIDENT BRANDT: Thank you.", [], {"BRANDT": 1}),  # the speaker of a transcript
    ("PRESIDENT EVA BRANDT RECEIVES ENVOYS", [], {"EVA BRANDT": 1}),
    ("VICE PRESIDENT BRANDT VOTES", [], {}),
    ("SEN. BRANDT VOTES TO STOP CUTS", ["BRANDT VOTES"], {"BRANDT": 1}),  # a verb of headlines
    ("They oversee Fannie Mae and Ilse Brandt.", ["Fannie Mae", "Ilse Brandt"], {"Ilse Brandt": 1}),  # named like one
    ("Then came Hurricane Ilse.", ["Hurricane Ilse"], {}),
    ("Eva, the commander of canals, left.", ["Eva"], {"Eva": 1}),  # an apposition to a lone given name
    ("CEO Dismisses Brandt", ["Dismisses Brandt"], {}),  # a verb after a title
    ("SEN. BRANDT AMENDMENT PASSES\n\nMs. Ilse Brandt spoke.", ["Ilse Brandt"],
     {"Ilse Brandt": ["BRANDT", "Ilse Brandt"]}),  # the surname alone in a headline of capitals
    ("EVA ILSE BRANDT IS A MARVEL\n\nEva Ilse Brandt spoke.", ["Eva Ilse Brandt"], {"Eva Ilse Brandt": 2}),
    ("Eva Ruiz Soto spoke. Then Ruiz Soto left.", ["Eva Ruiz Soto"], {"Eva Ruiz Soto": ["Eva Ruiz Soto", "Ruiz Soto"]}),
    ("We thank you, Mr. President. Next year it rains.", [], {}),  # a full stop after an office
    ("It stands at 201 E. Pratt St., Lindmoor.", ["E. Pratt St"], {}),  # a street
    ("They met in St. Ilse.", ["Ilse"], {}),  # a town's
    ("Contact: Name- Ilse Brandt", ["Name- Ilse Brandt"], {"Ilse Brandt": 1}),  # a label
    ("Write to Tasha.Brandt@velora.example, says Ilse Brandt.", ["Ilse Brandt"], {"Ilse Brandt": 1}),  # an address
    ("Sheikh al-Thani left.", ["al-Thani"], {"al-Thani": 1}),  # an article that is a part of the name
    ("Jill and I grieve.", ["Jill"], {"Jill": 1}),  # a lone name
    ("Congressman Earl Brandt left.", ["Earl Brandt"], {"Earl Brandt": 1}),
    ("• Zorvia Quellen, President", ["Quellen"], {"Zorvia Quellen": 1}),  # the first word of an item of a list
    ("Yesterday Brandt left.", ["Brandt"], {}),  # no name
    ("He thanked the Prime Minister of Veloria, Zorvia Quellen, again.", ["Zorvia Quellen"], {"Zorvia Quellen": 1}),
    ("It is used by Velora, Zorvia Quellen, and others.", ["Zorvia Quellen"], {}),  # no office
    ("Daw Aye Myat Noe arrived.", [], {"Aye Myat Noe": 1}),  # the honorific announces the name
    ("Dr. Ilse Brandt Dr. Brandt leads.", ["Ilse Brandt Dr"], {"Ilse Brandt": 2}),  # the next name's honorific
    ("Velora COO Ilse Brandt Selected for Prize", ["Ilse Brandt Selected"], {"Ilse Brandt": 1}),  # a participle
    ("We saw the Radio Show of the First Lady.", ["Radio Show", "First Lady"], {}),  # things, and an office alone
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


def test_a_suffix_tells_that_a_body_is_a_person() -> None:
    text = "It was the trial of Phillip Brandt Jr., of Lindmoor."
    doc: Doc = spacy.blank("en")(text)
    span = doc.char_span(20, 38, "ORG", alignment_mode="expand")
    assert span is not None
    doc.set_ents([span])
    assert [text[c.start : c.end] for c in read_as_bodies(Tokens(doc, text), ())] == ["Phillip Brandt Jr."]
