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
        text, spans, done, shift = [], [], 0, 0
        for start, end, label in piece.spans:
            old = piece.text[start:end]
            name = new[label](old) if label in new else old
            text += [piece.text[done:start], name]
            spans.append((start + shift, start + shift + len(name), label))
            shift += len(name) - len(old)
            done = end
        return replace(piece, text="".join([*text, piece.text[done:]]), spans=tuple(spans))

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


def _cased(name: str, like: str) -> str:
    return name.upper() if like.isupper() and len(like) > 2 else name
