"""The costs of tokens, computed on whole arrays, equal those read from the tables letter by letter."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.repair.encodings import points_of
from pipeline.repair.score import UNSEEN_LANGUAGE, Languages, cost_of
from pipeline.repair.tables import ALPHABETS, tables

WORD = st.text(alphabet="abcdeßéñőžийлąσλושعهทก", min_size=1, max_size=12)


def of_script(costs: np.ndarray, script: int) -> np.ndarray:
    """The columns of a script."""
    return costs[..., tables().script_of == script - 1]


def expected(word: str) -> dict[int, list[float]]:
    """The cost of a word in small letters by script, for each language; a change of script ends the word."""
    t = tables()
    found: dict[int, np.ndarray] = {}
    script, letter = [int(t.script[ord(c)]) for c in word], [int(t.letter[ord(c)]) for c in word]
    for i, number in enumerate(script):
        before = [letter[j] if j >= 0 and script[j : i + 1] == [number] * (i + 1 - j) else 0 for j in (i - 2, i - 1)]
        windows = [(before[0], before[1], letter[i])]
        if i + 1 == len(word) or script[i + 1] != number:
            windows.append((before[1], letter[i], 0))
        edge, letters = int(t.trigrams.edge[ord(word[i])]), len(t.single[number - 1])
        for a, b, c in windows:
            row = t.trigrams.rows(np.array([edge + a * letters + b]), c)[0]
            found[number] = found.get(number, 0) + t.trigrams.costs[number - 1][row]
    return {number: costs.tolist() for number, costs in found.items()}


@settings(max_examples=60)
@given(st.lists(WORD, min_size=1, max_size=5))
def test_letters(words: list[str]) -> None:
    costs = cost_of(points_of("\n".join(words) + "\n"))
    for i, word in enumerate(words):
        held = (costs.unknown[i].nonzero()[0] + 1).tolist()
        assert {script: of_script(costs.languages[i], script).tolist() for script in held} == expected(word)


@pytest.mark.parametrize("size", [1, 3_000])
def test_long_words(size: int) -> None:
    word = "ąq" * (size // 2) + "ą" * (size % 2)
    latin = ALPHABETS.index("Latin") + 1
    both = of_script(cost_of(points_of(f"{word}\nžluť\n")).languages, latin)
    assert both[0].tolist() == expected(word)[latin]
    assert both[1].tolist() == expected("žluť")[latin]


@pytest.mark.parametrize(
    ("word", "place", "usual"),
    [("schön", 3, True), ("ПРИВЕТ", 2, True), ("qxщ", 1, False), ("τησ", 2, True), ("ÐÑÐ", 1, False)],
)
def test_usual_triples(word: str, place: int, usual: bool) -> None:
    points = np.array([ord(c) for c in f" {word} "])[place : place + 3]
    assert tables().trigrams.usual(*(points[i : i + 1] for i in range(3))).tolist() == [usual]


def test_ideographs_have_the_costs_of_their_pairs() -> None:
    chinese = tables().languages.tolist().index("zh")
    usual, other = cost_of(points_of("中国\n国中\n")).languages[:, chinese].tolist()
    assert usual < other


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("foreign", [0.0, UNSEEN_LANGUAGE])
@pytest.mark.parametrize("word", ["naïve", "“Euro“,", "Größler", "сiл", "ΨΉΛΩΣΑΝ", "中国", "Ãå±±", "wąsщ"])
def test_bounds_hold_in_any_languages(word: str, foreign: float, known: bool) -> None:
    costs = cost_of(points_of(f"{word}\n"))
    price = np.full(len(tables().script_of), foreign, dtype=np.float32)
    price[tables().first] = 0  # the text is in some language of each script
    (least,), (most,) = costs.least(), costs.most()
    assert least <= costs.best(Languages(price, price == 0, known))[0] <= most
