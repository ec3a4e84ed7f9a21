"""spaCy's attribute ruler with what it sets on a token remembered: an eighth of the model's time saved, one output.

The ruler matches some 180 patterns on every token and makes a `Span` for each match. Nearly all its patterns look at
one token's tag, dependency and lower-case form, and they name few forms: what they set on a tag, a dependency and a
form (or “a form that none of them names”) is always the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import DEP, IS_SPACE, LEMMA, LOWER, MORPH, POS, TAG  # type: ignore[import-not-found]
from spacy.language import Language
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc
from spacy.vocab import Vocab

_WRITTEN = (TAG, DEP, POS, LEMMA, MORPH)
_ODD = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x27D4EB2F165667C5], dtype=np.uint64)
_ASKED = frozenset({"TAG", "DEP", "LOWER", "IS_SPACE"})

Spec = Mapping[str, Any]  # what a pattern asks of one token
Key = tuple[int, int, int, int]  # a token's tag, dependency, form where a pattern names it, and whether it is a space


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern: of two that match, the later wins; `index` says which token of the match gets `attrs`."""

    specs: tuple[Spec, ...]
    index: int
    attrs: Mapping[int, int]


class FastAttributes:
    """The component that stands in for an `AttributeRuler` whose patterns `rules_of` can read."""

    def __init__(self, vocab: Vocab, rules: Sequence[Rule]) -> None:
        self._vocab = vocab
        self._single = [(n, r) for n, r in enumerate(rules) if len(r.specs) == 1]
        self._longer = [(n, r) for n, r in enumerate(rules) if len(r.specs) > 1]
        named = {form for rule in rules for spec in rule.specs for form in _forms(spec)}
        known = sorted({0, *(vocab.strings.add(form) for form in named)})
        self._forms: NDArray[np.uint64] = np.array(known, dtype=np.uint64)
        self._by_tag: dict[str, list[Rule]] = {}
        self._known: dict[int, int] = {}  # a key's hash: number of the row in the two tables
        self._values: NDArray[np.uint64] = np.zeros((0, len(_WRITTEN)), dtype=np.uint64)
        self._is_set: NDArray[np.bool_] = np.zeros((0, len(_WRITTEN)), dtype=np.bool_)
        self._longer_by_first: dict[int, list[tuple[int, Rule]]] = {}  # by the same number

    def __call__(self, doc: Doc) -> Doc:
        """Set tag, dependency, part of speech, lemma and morphology of the tokens that a pattern matches."""
        return self.write(doc, _WRITTEN)

    def write(self, doc: Doc, attrs: Sequence[int], morph_of: Iterable[int] = ()) -> Doc:
        """Set these of the attributes, and the morphology of these tokens: that of all takes longer than the rest."""
        if not len(doc):
            return doc
        read = doc.to_array([TAG, DEP, LOWER, IS_SPACE])
        forms = np.minimum(np.searchsorted(self._forms, read[:, 2]), len(self._forms) - 1)
        read[:, 2] *= self._forms[forms] == read[:, 2]
        # one number of 64 bits a token: a tuple of the four takes longer than all the rest
        hashes: list[int] = np.bitwise_xor.reduce(read * _ODD, axis=1).tolist()
        if new := {h: i for i, h in enumerate(hashes) if h not in self._known}:
            self._learn({h: self._key(read, i) for h, i in new.items()})
        rows = [self._known[h] for h in hashes]
        values = np.where(self._is_set[rows], self._values[rows], doc.to_array(list(_WRITTEN)))
        begun = [(n, i, r) for i, row in enumerate(rows) for n, r in self._longer_by_first.get(row, ())]
        for order, i, rule in sorted(begun, key=lambda b: b[:2]):
            self._apply_longer(i, order, rule, read, values)
        for i in morph_of:
            token: Any = doc[i]  # spaCy's types miss the method
            token.set_morph(doc.vocab.strings[int(values[i, _WRITTEN.index(MORPH)])])
        doc.from_array(list(attrs), values[:, [_WRITTEN.index(attr) for attr in attrs]])  # type: ignore[arg-type]
        return doc

    @staticmethod
    def _key(read: NDArray[Any], i: int) -> Key:
        tag, dep, form, is_space = map(int, read[i])
        return tag, dep, form, is_space

    def _learn(self, keys: Mapping[int, Key]) -> None:
        """Work out what the patterns of one token set on tokens not met before."""
        values = np.zeros((len(keys), len(_WRITTEN)), dtype=np.uint64)
        is_set = np.zeros((len(keys), len(_WRITTEN)), dtype=np.bool_)
        for n, (number, key) in enumerate(keys.items()):
            asked = self._asked(key)
            for attr, value in self._of_one(asked):
                values[n, _WRITTEN.index(attr)] = value
                is_set[n, _WRITTEN.index(attr)] = True
            self._known[number] = row = len(self._values) + n
            if longer := [(n, rule) for n, rule in self._longer if _matches(rule.specs[0], asked)]:
                self._longer_by_first[row] = longer
        self._values = np.vstack((self._values, values))
        self._is_set = np.vstack((self._is_set, is_set))

    def _of_one(self, asked: Spec) -> list[tuple[int, int]]:
        tag: str = asked["TAG"]
        if tag not in self._by_tag:  # some ten of all rules
            self._by_tag[tag] = [
                r for _, r in self._single if "TAG" not in r.specs[0] or _holds(r.specs[0]["TAG"], tag)
            ]
        return [pair for rule in self._by_tag[tag] if _matches(rule.specs[0], asked) for pair in rule.attrs.items()]

    def _asked(self, key: Key) -> Spec:
        tag, dep, form, is_space = key
        strings = self._vocab.strings
        return {"TAG": strings[tag], "DEP": strings[dep], "LOWER": strings[form], "IS_SPACE": bool(is_space)}

    def _apply_longer(self, i: int, order: int, rule: Rule, read: NDArray[Any], values: NDArray[np.uint64]) -> None:
        """A pattern of several tokens where it begins at token `i`; the later ones of one token win over it."""
        end = i + len(rule.specs)
        if end > len(read):
            return
        asked = [self._asked(self._key(read, n)) for n in range(i, end)]
        if not all(map(_matches, rule.specs, asked)):
            return
        over = [r.attrs for n, r in self._single if n > order and _matches(r.specs[0], asked[rule.index])]
        for attr, value in rule.attrs.items():
            if not any(attr in attrs for attrs in over):
                values[i + rule.index, _WRITTEN.index(attr)] = value


def rules_of(ruler: AttributeRuler) -> list[Rule] | None:
    """The patterns of a ruler; None where one asks or sets what `FastAttributes` does not know."""
    rules: list[Rule] = []
    patterns: list[Any] = list(ruler.patterns)
    for pattern, attrs in zip(patterns, ruler.attrs, strict=True):
        for specs in pattern["patterns"]:
            read = [_readable(spec) for spec in specs]
            if None in read or not set(attrs) <= set(_WRITTEN):
                return None
            index: Any = pattern["index"]
            rules.append(Rule(tuple(spec for spec in read if spec), index % len(specs), attrs))
    return rules


def use_fast_attributes(nlp: Language) -> None:
    """Put `FastAttributes` in the place of a pipeline's attribute ruler, where it can do the same."""
    name = "attribute_ruler"
    ruler = nlp.get_pipe(name) if name in nlp.pipe_names else None
    if isinstance(ruler, AttributeRuler) and rules_of(ruler) is not None:
        at = nlp.pipe_names.index(name)
        nlp.disable_pipe(name)
        after = nlp.pipe_names[at - 1] if at else None
        nlp.add_pipe("communique_attributes", after=after, first=after is None or None)


@Language.factory("communique_attributes")
def attributes(nlp: Language, name: str) -> FastAttributes:
    """The fast stand-in for the attribute ruler of `nlp`.

    Raises `ValueError` where there is none, or one that it cannot stand in for.
    """
    ruler = dict(nlp.components).get("attribute_ruler")
    rules = rules_of(ruler) if isinstance(ruler, AttributeRuler) else None
    if rules is None:
        raise ValueError("there is no attribute ruler whose patterns can be read")
    return FastAttributes(nlp.vocab, rules)


def _readable(spec: Spec) -> Spec | None:
    """What a pattern asks of a token, in words that are equal, `IN` or `NOT_IN`; None where it asks for more."""
    out: dict[str, Any] = {}
    for name, asked in spec.items():
        if isinstance(asked, Mapping) and set(asked) == {"REGEX"}:
            asked = {"IN": _strings_of(asked["REGEX"])}
        listed = isinstance(asked, Mapping) and set(asked) <= {"IN", "NOT_IN"} and None not in asked.values()
        if name not in _ASKED or not (isinstance(asked, str | bool) or listed):
            return None
        out[name] = asked
    return out


def _strings_of(regex: str) -> list[str] | None:
    """All strings that a regular expression of letters, “[ab]” and “a?” matches whole; None for any other."""
    if not re.fullmatch(r"\^(?:(?:[\w']|\[\w+\])\??)+\$", regex):
        return None
    strings = [""]
    for piece in re.findall(r"(?:[\w']|\[\w+\])\??", regex):
        choices = [*piece.strip("[]?"), *([""] if piece.endswith("?") else [])]
        strings = [s + c for s in strings for c in choices]
    return strings


def _forms(spec: Spec) -> list[str]:
    asked = spec.get("LOWER", "")
    if isinstance(asked, str):
        return [asked] if asked else []
    return [*asked.get("IN", ()), *asked.get("NOT_IN", ())]


def _matches(spec: Spec, asked: Spec) -> bool:
    return all(_holds(wanted, asked[name]) for name, wanted in spec.items())


def _holds(wanted: Any, found: Any) -> bool:
    if not isinstance(wanted, Mapping):
        return bool(wanted == found)
    return found in wanted.get("IN", (found,)) and found not in wanted.get("NOT_IN", ())
