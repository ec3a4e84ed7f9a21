"""Which spaCy model the extraction stands on, and how it is loaded.

`communique` is the base model with an entity recogniser of our own (`training/`, model card in
`pipeline/data/model/README.md`); every other name is a spaCy package or path, taken as it is.
"""

from __future__ import annotations

import hashlib
import json
import warnings
from collections.abc import Sequence
from importlib.resources.abc import Traversable
from typing import Any

import spacy
from spacy.language import Language
from spacy.util import compile_infix_regex
from thinc.api import Model, NumpyOps

from pipeline.data import data_file
from pipeline.extraction.entities import NAME
from pipeline.extraction.fast_vectors import use_fast_vectors
from pipeline.settings import BASE_MODEL as BASE_MODEL
from pipeline.settings import DEFAULT_MODEL as DEFAULT_MODEL

_MARKUP = (
    r"(?:(?<=[0-9])\.)?[)*_]*</?(?=[A-Za-z])",  # 4 May 2019.</p>
    r"(?<=[A-Za-z0-9\"'/])>[*_]*(?=[^\s>])",  # <br>**MINISTRY
    r"[\]*]+\(",  # Joao Prado](https://
    r"(?<=[A-Z0-9]{2})\.(?=[A-Z][a-z])",  # ACME.The
)


class DamagedModelError(RuntimeError):
    """The shipped weights are not the ones that were built, or do not fit the installed base model."""


def load_model(name: str = DEFAULT_MODEL, *, strings: bool = True, exclude: Sequence[str] = ()) -> Language:
    """Load “communique”, or a spaCy model by package name or path.

    Without `strings` the words of its vector table (half a million) are not read, which takes as long as all the rest:
    a vector is found by the hash of its word, and a word that a text holds is added when it is met. `exclude` names
    components of a spaCy model that are not loaded.
    Raises `OSError` (as spaCy does) where there is no such model, `DamagedModelError` where the shipped weights
    are damaged.
    """
    if name == DEFAULT_MODEL:
        return load_shipped(data_file("model"))
    with warnings.catch_warnings():
        # W095: en_core_web_md 3.7.1 under spaCy 3.8; measured to be no worse than the 3.8 model
        warnings.filterwarnings("ignore", message=r"\[W095\]")
        nlp = spacy.load(name, exclude=[*exclude, *(() if strings else ("strings",))])
    use_numpy(nlp)
    return nlp


def use_numpy(nlp: Language) -> None:
    """Multiply matrices with numpy's BLAS instead of thinc's own: two fifths more words a second, the same output."""
    for _, component in nlp.pipeline:
        model = getattr(component, "model", None)
        if isinstance(model, Model):
            for node in model.walk():
                if isinstance(node.ops, NumpyOps):
                    node.ops.use_blis = False


def split_markup(nlp: Language) -> None:
    """Part words from what is glued to them: tags (“2019</p>”), links (“Veloria](https://…)”), sentences (“ACME.The”).

    A span of a model is made of whole tokens: a date inside the token “2019</p” could never be found as it is.
    """
    tokenizer: Any = nlp.tokenizer
    infixes = [*(nlp.Defaults.infixes or ()), *_MARKUP]
    tokenizer.infix_finditer = compile_infix_regex(infixes).finditer


def load_shipped(folder: Traversable) -> Language:
    """The base model with `communique_entities` in place of its own `ner`; `folder` has the weights.

    Raises `DamagedModelError` where a file's SHA-256 is not the manifest's, or the base model is another.
    """
    manifest: dict[str, Any] = json.loads(folder.joinpath("manifest.json").read_text("utf-8"))
    for file, expected in manifest["sha256"].items():
        found = hashlib.sha256(folder.joinpath(*file.split("/")).read_bytes()).hexdigest()
        if found != expected:
            raise DamagedModelError(f"{file}: SHA-256 {found}, expected {expected}; install the package again")
    nlp = load_model(BASE_MODEL, strings=False, exclude=["ner"])
    base = {key: nlp.meta[key] for key in manifest["base"]}
    if base != manifest["base"]:
        raise DamagedModelError(f"the shipped weights were trained on {manifest['base']}, but {base} is installed")
    split_markup(nlp)
    use_fast_vectors(nlp)
    nlp.add_pipe(NAME, last=True)
    return nlp
