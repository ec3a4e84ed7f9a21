"""Names exchanged for names from other parts of the world: the corpus is mostly American and Asian newswire."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random

from training.corpus import Labelled

_NAMES = Path(__file__).with_name("names")
_KINDS = [
    (re.compile(r"Universit|College|School|Hospital|Institut|Academy"), "school"),
    (re.compile(r"Ministry|Department|Court|Office|Bureau|Agency|Police|Commission|Senate|Army|Force"), "ministry"),
    (re.compile(r"Inc|LLC|Ltd|Corp|Compan|Group|Bank|Holdings|Capital|Partners|Systems|Technolog"), "company"),
]
_FREQUENT = ("United States", "China", "Singapore", "Afghanistan")
"""Countries of the corpus that the list of places leaves out."""
_OFFICIAL = re.compile(
    "Senate|Congress|House|Pentagon|Treasury|Parliament|Government|Cabinet|Administration|Department|Ministry|Court"
)
"""Bodies of one word that no company's name stands for."""
_ONSETS = re.findall(
    "[a-z]+", "b bl br c ch cl cr d dr f fl fr g gl gr h j k kl l m n p pl pr qu r s sh sk sl sp st t v w x y z"
)
_VOWELS = re.findall("[a-z]+", "a e i o u ae ai ea ee ia io oo ou y")
_CODAS = re.findall("[a-z]+", "b ct d ff g k l ll lt m n nd ng nt p r rd rn rt s sh st t th tt v x z")


@cache
def _table(file: str) -> dict[str, list[list[str]]]:
    lines = (_NAMES / file).read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {kind: [re.split(r"; " if ";" in cell else r" ", cell) for cell in cells] for kind, *cells in rows}


class Exchange:
    """Exchanges the names of one document; the same name gets the same new name wherever it stands."""

    def __init__(self, salt: str) -> None:
        self.salt = salt
        random = Random(salt)
        self.given, self.family = random.choice(list(_table("people.tsv").values()))

    def __call__(self, piece: Labelled) -> Labelled:
        """The piece with every name changed that has a like in the lists; countries and “U.S.” half the time."""
        new: dict[str, Callable[[str], str]] = {"PERSON": self._person, "ORG": self._body, "GPE": self._place}
        return exchanged(piece, lambda old, label: new[label](old) if label in new else old)

    def _pick(self, options: list[str], key: str) -> str:
        return Random(f"{self.salt}|{key}").choice(options)

    def _person(self, old: str) -> str:
        words = old.split()
        if not all(word[:1].isupper() for word in words):
            return old
        *given, family = words
        parts = [w if len(w) <= 2 else self._pick(self.given, w) for w in given[:1]] + [self._pick(self.family, family)]
        return _cased(" ".join(parts), old)

    def _place(self, old: str) -> str:
        countries = {name.removeprefix("the ") for name in _table("places.tsv")["country"][0]}
        if "." in old or Random(f"{self.salt}|{old}").random() < 0.5:
            return old
        kind = "country" if old in countries or old in _FREQUENT else "city"
        return _cased(self._pick(_table("places.tsv")[kind][0], old).removeprefix("the "), old)

    def _body(self, old: str) -> str:
        bodies = _table("bodies.tsv")
        if re.fullmatch(r"[A-Z]{2,6}", old):
            return self._pick(bodies["acronym"][0], old)
        if not old[:1].isupper() or (old.isupper() and " " in old):
            return old
        if " " not in old:
            return self._pick(bodies["single"][0], old)
        kind = next((kind for pattern, kind in _KINDS if pattern.search(old)), "body")
        name = self._pick(bodies[kind][0], old)
        fill = {
            "city": self._pick(_table("places.tsv")["city"][0], old),
            "country": self._pick(_table("places.tsv")["country"][0], old).removeprefix("the "),
            "family": self._pick(self.family, old),
            **{key: self._pick(bodies[key][0], old) for key in ("field", "topic", "adjective")},
        }
        return name.format(**fill)


class Brands:
    """Made-up names in place of companies' own: the model is to read them by what stands around them.

    A body of one word (“Veloria”) gets a coined name wherever it stands, and so does the first word of a company's
    longer one (“Veloria Systems Inc.”); offices and acronyms stay.
    """

    def __init__(self, salt: str) -> None:
        self.salt = salt

    def __call__(self, piece: Labelled) -> Labelled:
        """The piece with its companies renamed; the offsets of all spans go with the text."""
        return exchanged(piece, lambda old, label: self._brand(old) if label == "ORG" else old)

    def _brand(self, old: str) -> str:
        first, *rest = re.split(r"(\s+)", old)
        if _OFFICIAL.fullmatch(first) or not re.fullmatch(r"[A-Z][A-Za-z]*[a-z][A-Za-z]*(?:\.[a-z]{2,3})?", first):
            return old
        if rest and not (len(rest) <= 6 and _KINDS[2][0].search(old)):
            return old
        return "".join([coined(Random(f"{self.salt}|{first}")), *rest])


def coined(random: Random) -> str:
    """A name that no list holds: “Trelion”, “FrastVey”, “MOXAN”, “Gluvista.io”."""

    def syllable() -> str:
        return (
            random.choice(_ONSETS) + random.choice(_VOWELS) + (random.choice(_CODAS) if random.random() < 0.4 else "")
        )

    word = "".join(syllable() for _ in range(random.choice((1, 2, 2, 2, 3)))).capitalize()
    form = random.random()
    if form < 0.1:
        return word.upper()
    if form < 0.25:
        return word + syllable().capitalize()
    return word + random.choice((".com", ".io", ".ai", ".es")) if form < 0.32 else word


def exchanged(piece: Labelled, new: Callable[[str, str], str]) -> Labelled:
    """The piece with each span's text as `new(text, label)` gives it."""
    text, spans, done, shift = [], [], 0, 0
    for start, end, label in piece.spans:
        old = piece.text[start:end]
        name = new(old, label)
        text += [piece.text[done:start], name]
        spans.append((start + shift, start + shift + len(name), label))
        shift += len(name) - len(old)
        done = end
    return replace(piece, text="".join([*text, piece.text[done:]]), spans=tuple(spans))


def _cased(name: str, like: str) -> str:
    return name.upper() if like.isupper() and len(like) > 2 else name
