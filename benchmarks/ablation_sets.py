"""The development sets as the ablation needs them: the model reads each text once, the rules again and again."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

import pipeline.extraction.nlp  # noqa: F401 (registers the components)
from benchmarks.adapters import gold_prediction, ner_prediction
from pipeline.extraction import DEFAULT_MODEL, Extraction, assemble, injected
from pipeline.extraction.analysis import Analysis
from pipeline.extraction.model import load_model
from pipeline.repair import Repaired, repair_text
from pipeline.structure import Release, structure
from training.corpus import SHARED, releases
from training.evaluate import f1, scorer
from training.fold_networks import fold_networks, use_network
from training.folds import FOLDS, fold_of

COMPONENTS = ("communique_countries", "communique_organisations", "communique_people", "communique_roles")
GOLD_MEASURES = ("PERSON exact", "people", "ORG exact", "organisations", "person-role", "person-role-org")


@dataclass(frozen=True)
class Read:
    """A text as the model read it."""

    id: str
    repaired: Repaired
    release: Release
    doc: Doc

    def extraction(self, components: Iterable[Callable[[Doc], Doc]]) -> Extraction:
        """What the components find, nothing of an earlier run kept."""
        analysis = Analysis(release=self.release, document_id=self.id, published=self.release.published)
        self.doc._.communique = analysis
        for component in components:
            component(self.doc)
        return assemble(self.repaired, self.release, analysis)


@dataclass(frozen=True)
class Measured:
    """A development set: texts and what a scorer says of the extractions, in the same order."""

    name: str
    texts: Sequence[Read]
    score: Callable[[Sequence[Extraction]], dict[str, float]]

    def extractions(self) -> list[Extraction]:
        """What is found in each text, with components made anew."""
        nlp = Language()
        components = [nlp.create_pipe(name) for name in COMPONENTS]
        return [text.extraction(components) for text in self.texts]

    def figures(self) -> dict[str, float]:
        """The figures by measure."""
        return self.score(self.extractions())


class Reader:
    """The model without the components that the ablation runs."""

    def __init__(self) -> None:
        self.nlp = load_model(DEFAULT_MODEL)
        self.nlp.add_pipe("communique_sentences", before="parser")

    def read(self, text: str, identifier: str, published: str | None, fold: int | None = None) -> Read:
        """A text as the shipped network or (`fold`) the network that did not see that fold reads it."""
        use_network(self.nlp, fold)
        repaired = repair_text(text, document_id=identifier)
        release = structure(repaired.text, published=published, ignore=injected(repaired))
        doc = self.nlp.make_doc(release.text)
        doc._.communique = Analysis(release=release, document_id=identifier, published=release.published)
        return Read(identifier, repaired, release, self.nlp(doc))


def gold_dev() -> Measured:
    """The development releases of gold/, read by the shipped network."""
    return _annotated("gold dev", SHARED / "gold" / "dev")


def held_out(limit: int | None = None) -> Measured:
    """The training releases, each read by a network that did not see it; `limit`: so many, evenly spread."""
    fold_networks(range(FOLDS))
    fold = fold_of({r.id: r.text for r in releases(SHARED / "train")})
    return _annotated("train, held out", SHARED / "train", limit, fold)


def made_up_cases() -> Measured:
    """The made-up passages of cases/ for roles and organisations; figures are shares of passages fully right."""
    reader, module = Reader(), scorer("cases")
    asked = [(kind, c) for kind in ("roles", "organisations") for c in module.load(SHARED / "cases" / f"{kind}.jsonl")]
    texts = [reader.read(case["text"], case["id"], case["published"]) for _, case in asked]

    def score(found: Sequence[Extraction]) -> dict[str, float]:
        right: Counter[str] = Counter()
        for (kind, case), x in zip(asked, found, strict=True):
            _, is_right, _ = module.SCORE[kind](case, gold_prediction(x))
            right[kind] += is_right
        return {kind: right[kind] / sum(k == kind for k, _ in asked) for kind in right}

    return Measured(f"made-up cases, {len(asked)} passages", texts, score)


def newswire(mirror: Path) -> Measured:
    """The development part of the newswire that ner/ scores (`mirror`: folder of the bare repositories)."""
    reader, module = Reader(), scorer("ner")
    articles = module.newswire(mirror)
    texts = [reader.read(article.text, article.id, None) for article in articles]

    def score(found: Sequence[Extraction]) -> dict[str, float]:
        spans = [module.checked(a, ner_prediction(x), Counter()) for a, x in zip(articles, found, strict=True)]
        cells = [module.count(a, s) for a, s in zip(articles, spans, strict=True)]
        totals = [sum(column) for column in zip(*cells, strict=True)]
        rows = enumerate(module.ROWS)
        return {
            f"{label} {measure}": module.prf(*totals[3 * i : 3 * i + 3])[2]
            for i, (label, measure) in rows
            if measure in ("exact", "names")
        }

    return Measured(f"newswire, {len(articles)} articles", texts, score)


def _annotated(name: str, folder: Path, limit: int | None = None, fold: Mapping[str, int] | None = None) -> Measured:
    """Releases of a folder (`annotations/`, `texts/`) with the measures of gold/score.py."""
    reader, module = Reader(), scorer()
    paths = sorted((folder / "annotations").glob("*.json"))
    asked: list[tuple[dict[str, Any], str]] = []
    texts: list[Read] = []
    for path in paths[:: max(1, len(paths) // (limit or len(paths)))]:
        note = json.loads(path.read_text("utf-8"))
        text = (folder / "texts" / f"{path.stem}.txt").read_bytes().decode("utf-8")
        asked.append((note, text))
        texts.append(reader.read(text, path.stem, note.get("meta_date"), fold[path.stem] if fold else None))

    def score(found: Sequence[Extraction]) -> dict[str, float]:
        counts = {m: [0, 0, 0] for m in GOLD_MEASURES}
        for (note, text), x in zip(asked, found, strict=True):
            result = module.score_doc(note, module.remap(gold_prediction(x), text), text)
            for measure, total in counts.items():
                right, wrong, missed = result[measure]
                for i, number in enumerate((right, len(wrong), len(missed))):
                    total[i] += number
        return {m: f1(*total) for m, total in counts.items()}

    return Measured(f"{name}, {len(asked)} releases", texts, score)
