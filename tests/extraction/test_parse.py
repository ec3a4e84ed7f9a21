"""The parse of passages: which are parsed, and that quotes are those of a parse of everything."""

from __future__ import annotations

import pytest
from spacy.language import Language

from pipeline.extraction import nlp as nlp_module
from pipeline.extraction.analysis import Analysis, analysis_of
from pipeline.extraction.extraction import analyse, load_nlp
from pipeline.records import Quote
from pipeline.structure import structure
from tests.conftest import ROOT

HEAD = "Timber sells\n\nOSLO, 3 May 2022. The mill opened.\n\n"


def parsed(text: str) -> str:
    """The words that have a parse, in order."""
    nlp = load_nlp()
    doc = nlp.make_doc(text)
    doc._.communique = Analysis(release=structure(text))
    return " ".join(t.text for t in nlp(doc) if t.dep_)


@pytest.mark.parametrize(
    ("passage", "words", "want", "why"),
    [
        ("Timber from the north is dear.", "Timber from the north is dear .", False, "nothing reports"),
        ("Timber is dear, Mr. Vrba said.", "Timber is dear , Mr. Vrba said .", True, "a verb of saying"),
        ("He believed that timber is dear.", "He believed that timber is dear .", True, "a verb with a clause"),
        ("He believed the price of timber.", "He believed the price of timber .", False, "the verb without a clause"),
        ("The town wants to buy timber.", "The town wants to buy timber .", True, "a wish"),
        ("The town wants timber.", "The town wants timber .", False, "a wish without a verb"),
        ("Her claim that it is dear was odd.", "Her claim that it is dear was odd .", True, "a noun with an owner"),
        ("A claim for timber was odd.", "A claim for timber was odd .", False, "a noun without owner and clause"),
        ("The “old mill” is open. It is red.", "old mill", True, "quotation marks: all of their paragraph"),
        ("The “old mill” is open. It is red.", "It is red .", True, "quotation marks: all of their paragraph"),
        ("He said no. It is red.", "It is red .", False, "the sentence after one that reports"),
        ("He said that Order No. 252 is dear.", "Order No . 252 is dear .", True, "no sentence ends at “No.”"),
    ],
)
def test_what_is_parsed(passage: str, words: str, want: bool, why: str) -> None:
    assert (words in parsed(HEAD + passage)) is want, why


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (
            "Sen. Ada Lund (D-Md.), senior Democrat, came. Ten Democrats left.",
            "a special case of the tokenizer: “Md.”",
        ),
        ("Sen. Ada Lund (D-Md.) said the price is dear.", "the same with a parse"),
        ("", "nothing"),
    ],
)
def test_every_token_can_be_asked_for_its_edges(text: str, why: str) -> None:
    nlp = load_nlp()
    doc = nlp.make_doc(text)
    doc._.communique = Analysis(release=structure(text))
    for token in nlp(doc):
        assert token.left_edge.i <= token.i <= token.right_edge.i, why
        assert all(child.head.i == token.i for child in token.children), why


def test_people_are_looked_for_before_a_pronoun() -> None:
    text = HEAD + "Minister Tomas Vrba opened the mill. It is red.\n\nThe day was cold.\n\nTimber is dear, he said."
    found = parsed(text)
    assert "Minister Tomas Vrba opened the mill ." in found
    assert "It is red" not in found
    assert "cold" not in found


def test_quotes_are_all_but_those_of_a_whole_parse(monkeypatch: pytest.MonkeyPatch) -> None:
    releases = [(p.stem, structure(p.read_text("utf-8", "replace"))) for p in sorted((ROOT / "raw").glob("*.txt"))]
    some = list(analyse(releases))
    monkeypatch.setattr(nlp_module, "use_scoped_parse", lambda nlp, before: None)
    whole = nlp_module._loaded.__wrapped__("communique")
    assert "parser" in whole.pipe_names
    few, every = set[tuple[object, ...]](), set[tuple[object, ...]]()
    for (name, release), found in zip(releases, some, strict=True):
        doc = whole.make_doc(release.text)
        doc._.communique = Analysis(release=release, document_id=name, published=release.published)
        few.update(map(said, found.quotes))
        every.update(map(said, analysis_of(whole(doc)).quotes))
    assert len(every) > 10
    # the first words of a passage are read a little otherwise now and then
    assert len(few & every) >= 0.9 * len(every)


def said(quote: Quote) -> tuple[object, ...]:
    return quote.document_id, quote.start, quote.end, quote.kind, quote.speaker_text, quote.speaker_id


def test_sentences_start_where_they_did_and_trees_are_whole() -> None:
    nlp: Language = load_nlp()
    text = HEAD + "Timber is dear. He said that it is. It is.\n\nThe mill is red."
    doc = nlp.make_doc(text)
    doc._.communique = Analysis(release=structure(text))
    doc = nlp(doc)
    starts = [t.text for t in doc if t.is_sent_start]
    assert starts == ["Timber", "OSLO", "Timber", "He", "The"]
    root = next(t for t in doc if t.text == "said")
    assert (root.dep_, " ".join(t.text for t in root.subtree)) == ("ROOT", "He said that it is .")


def test_an_empty_text_and_one_without_passages() -> None:
    assert parsed("") == ""
    assert parsed("Timber") == ""
