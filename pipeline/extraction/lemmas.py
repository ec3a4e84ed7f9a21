"""Lemmas of the words that the rules ask for: to work out every word takes spaCy's lemmatiser an eighth of the time.

Only the rules of quotes read lemmas, and look them up in lists. So the forms that can have a listed lemma are worked
out once, from the lemmatiser's own tables (“said” and “saying” for “say”); other tokens are left without a lemma.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from spacy.attrs import LOWER  # type: ignore[import-not-found]
from spacy.language import Language
from spacy.pipeline import Lemmatizer
from spacy.tokens import Doc

from pipeline.extraction.quotes.cues import asked_lemmas

NAME = "communique_lemmas"


class AskedLemmas:
    """The component that stands in for a rule lemmatiser: lemmas of tokens whose form can have one of `lemmas`."""

    def __init__(self, lemmatizer: Lemmatizer, lemmas: Iterable[str]) -> None:
        self._lemmatizer = lemmatizer
        tables = lemmatizer.lookups
        forms = forms_of(lemmas, tables.get_table("lemma_exc", {}), tables.get_table("lemma_rules", {}))
        self._forms = frozenset(map(lemmatizer.vocab.strings.add, forms))
        self.exceptions: Any = tables.get_table("lemma_exc", {})
        self.rules: Any = tables.get_table("lemma_rules", {})

    def __call__(self, doc: Doc) -> Doc:
        """Set the lemmas of `doc`; those that are set stay."""
        for i in self.asked(doc):
            token = doc[i]
            if not token.lemma:
                token.lemma_ = self._lemmatizer.lemmatize(token)[0]
        return doc

    def asked(self, doc: Doc) -> list[int]:
        """The tokens that get a lemma, by their forms."""
        forms = self._forms
        return [i for i, form in enumerate(doc.to_array(LOWER).tolist()) if form in forms]


def forms_of(
    lemmas: Iterable[str],
    exceptions: Mapping[Any, Mapping[str, Sequence[str]]],
    rules: Mapping[Any, Sequence[Sequence[str]]],
) -> frozenset[str]:
    """The forms, in lower case, that can have one of these lemmas.

    `exceptions` is part of speech -> form -> lemmas, `rules` part of speech -> pairs of an ending and what is put in
    its place (“ies”, “y”), as in spaCy's tables.
    """
    wanted = frozenset(lemmas)
    forms = set(wanted)
    for irregular in exceptions.values():
        forms.update(form for form, found in irregular.items() if not wanted.isdisjoint(found))
    for ending, instead in {(rule[0], rule[1]) for pairs in rules.values() for rule in pairs}:
        forms.update(w[: len(w) - len(instead)] + ending for w in wanted if w.endswith(instead))
    return frozenset(forms)


def use_asked_lemmas(nlp: Language) -> None:
    """Put `AskedLemmas` in the place of a pipeline's lemmatiser, where that is one by rules."""
    lemmatizer = nlp.get_pipe("lemmatizer") if "lemmatizer" in nlp.pipe_names else None
    if isinstance(lemmatizer, Lemmatizer) and lemmatizer.mode == "rule":
        at = nlp.pipe_names.index("lemmatizer")
        nlp.disable_pipe("lemmatizer")
        after = nlp.pipe_names[at - 1] if at else None
        nlp.add_pipe(NAME, after=after, first=after is None or None)


@Language.factory(NAME)
def make_asked_lemmas(nlp: Language, name: str) -> AskedLemmas:
    """The stand-in for the lemmatiser of `nlp`, for the lemmas that the rules of quotes ask for.

    Raises `ValueError` where there is no lemmatiser by rules.
    """
    lemmatizer = dict(nlp.components).get("lemmatizer")
    if not isinstance(lemmatizer, Lemmatizer) or lemmatizer.mode != "rule":
        raise ValueError("there is no lemmatiser by rules")
    return AskedLemmas(lemmatizer, asked_lemmas())
