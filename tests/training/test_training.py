"""Training material: offsets go with the text, and folds are the same for everyone."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from training.augment import Augment, capitals
from training.corpus import Labelled, chunks, releases
from training.folds import fold_of
from training.made_up import made_up, unmarked

TEXT = "“We met Amina Okoye in Maputo,” said Lars Berg’s office.\n\nThe World Food Bureau agreed with ACME."


def piece() -> Labelled:
    names = [("Amina Okoye", "PERSON"), ("Maputo", "GPE"), ("Lars Berg", "PERSON"), ("World Food Bureau", "ORG")]
    return Labelled("made01", TEXT, tuple((TEXT.index(n), TEXT.index(n) + len(n), label) for n, label in names))


def words(p: Labelled) -> list[tuple[str, str]]:
    return [(" ".join(p.text[s:e].split()), label) for s, e, label in p.spans]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (Augment(straight_quotes=1), words(piece())),
        (Augment(stripped_quotes=1), words(piece())),
        (Augment(wrapped=1), words(piece())),
        (Augment(capitals=1), [(w.upper(), label) for w, label in words(piece())]),
    ],
    ids=["straight", "stripped", "wrapped", "capitals"],
)
def test_spans_go_with_the_text(change: Augment, expected: list[tuple[str, str]]) -> None:
    assert words(change(piece(), Random(1), "salt")) == expected


def test_exchanged_names_keep_labels_and_the_text_between() -> None:
    new = Augment(names=1)(piece(), Random(1), "salt")
    assert [label for *_, label in new.spans] == [label for *_, label in piece().spans]
    assert "Amina Okoye" not in new.text
    assert new.text.startswith("“We met ")
    assert new == Augment(names=1)(piece(), Random(2), "salt"), "the salt and the document decide, not the order"


def test_companies_get_coined_names_that_agree() -> None:
    text = "Veloria makes pumps. Amina Okoye founded Veloria Systems Inc. in 1990; the Senate and the UNDP praised it."
    names = ["Veloria", "Amina Okoye", "Veloria Systems Inc.", "Senate", "UNDP"]
    spans = [(text.index(n), text.index(n) + len(n), "PERSON" if n == "Amina Okoye" else "ORG") for n in names]
    new = [w for w, _ in words(Augment(brands=1)(Labelled("made02", text, tuple(spans)), Random(1), "salt"))]
    assert new[0] != "Veloria"
    assert new == [new[0], "Amina Okoye", f"{new[0]} Systems Inc.", "Senate", "UNDP"]


def test_capitals_keep_offsets() -> None:
    assert len(capitals("Straße in Gießen")) == len("Straße in Gießen")


def test_chunks_tile_the_document() -> None:
    parts = list(chunks(piece(), words=5))
    assert "".join(p.text for p in parts) == TEXT
    assert [w for p in parts for w in words(p)] == words(piece())


def test_near_duplicates_share_a_fold() -> None:
    about = "About us: we make pumps, valves and pipes for farms in forty countries since 1950 and more."
    texts = {f"nw{i}": f"{'word' * i} release {i} " * 9 for i in range(9)}
    texts |= {"nw90": f"New pump. {about}", "nw91": f"New valve. {about}"}
    fold = fold_of(texts)
    assert fold["nw90"] == fold["nw91"]
    assert fold == fold_of(dict(reversed(texts.items())))


def test_made_up_texts_are_marked_well() -> None:
    texts = made_up()
    assert len({t.id for t in texts}) == len(texts) > 500
    for text in texts:
        spans = [(m["start"], m["end"]) for m in text.annotation["mentions"]]
        assert all(start < end for start, end in spans), text.id
        assert all(a[1] <= b[0] for a, b in pairwise(spans)), text.id
        assert all(text.text[s:e] == text.text[s:e].strip() for s, e in spans), text.id


@pytest.mark.parametrize(
    ("marked", "expected", "why"),
    [
        ("{ORG Veltra} said.", [("Veltra", "ORG", False)], "a body"),
        (
            "On {DATE 4 May}, {PERSON Ruiz}’s",
            [("4 May", "DATE", True), ("Ruiz", "PERSON", False)],
            "dates teach nothing",
        ),
    ],
)
def test_braces_become_mentions(marked: str, expected: list[tuple[str, str, bool]], why: str) -> None:
    text, mentions = unmarked(marked)
    assert [(text[m["start"] : m["end"]], m["label"], m["optional"]) for m in mentions] == expected, why


@pytest.mark.parametrize("marked", ["{ORG Veltra said.", "a } b", "{FIRM Veltra}"])
def test_braces_that_mark_nothing_are_refused(marked: str) -> None:
    with pytest.raises(ValueError, match="braces that mark no name"):
        unmarked(marked)


def test_a_folder_without_releases_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no annotated releases"):
        releases(tmp_path)
