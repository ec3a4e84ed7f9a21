"""Role spans as training material, and the training of `communique_role_spans` (run by `training.train`)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import fix_random_seed
from thinc.api import Adam, Model, set_dropout_rate

from pipeline.extract.role_spans import TAGS, Floats, build_model, features_of, passages
from training.corpus import Release
from training.evaluate import Counts, scorer

NEAR = 300
"""Characters between a person and a role beyond which they are not taken for each other's."""
ADJACENT = 5
UNKNOWN = -1
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Settings:
    """How the network is trained."""

    seed: int = 20230927
    passes: int = 20
    learn_rate: float = 0.004
    dropout: float = 0.4
    batch: int = 24
    blurred: float = 0.1
    """Share of entities hidden in a pass: the recogniser knows its training texts better than it will know others."""


def role_places(release: Release) -> tuple[list[Place], list[Place]]:
    """Where the annotated roles stand: places that must be found, and places that may be.

    An annotation has the words of a role and its holder, not the place. The place is the occurrence nearest to a
    mention of the holder, at most `NEAR` characters away, and every other that is at most `ADJACENT` away; all other
    occurrences may be found. So may a title next to its holder that is a part of the role (“President” beside
    “Amina Okoye”, whose role is “President of the Republic”). Of places that overlap the longest counts.
    """
    text = release.text
    must: set[Place] = set()
    may: set[Place] = set()
    for person in release.annotation["people"]:
        names = [p for name in (person["name"], *person.get("aliases", [])) for p in _occurrences(name, text)]
        for role in person["roles"]:
            places = _occurrences(role["role"], text)
            gaps = {p: min((max(s - p[1], p[0] - e, 0) for s, e in names), default=NEAR + 1) for p in places}
            if gaps and min(gaps.values()) <= NEAR and not person.get("optional"):
                must.add(min(gaps, key=lambda p: (gaps[p], p)))
                must.update(p for p, gap in gaps.items() if gap <= ADJACENT)
            may.update(places)
            may.update(_title_before(text, start, role["role"]) for start, _ in names)
    kept: list[Place] = []
    for place in sorted(must, key=lambda p: (p[0] - p[1], p)):
        if not any(_touch(place, k) for k in kept):
            kept.append(place)
    return sorted(kept), sorted(p for p in may if p[0] < p[1] and p not in kept)


def _occurrences(words: str, text: str) -> list[Place]:
    pattern = r"(?<!\w)" + r"\s+".join(map(re.escape, words.split())) + r"(?!\w)"
    return [m.span() for m in re.finditer(pattern, text)] or [m.span() for m in re.finditer(pattern, text, re.I)]


def _title_before(text: str, start: int, role: str) -> Place:
    """The words right before a name that are all words of the role; an empty place where there are none."""
    known = {w.casefold() for w in re.findall(r"\w+", role)}
    first = end = len(text[:start].rstrip())
    for m in reversed(list(re.finditer(r"\S+", text[max(0, end - 80) : end]))):
        words = re.findall(r"\w+", m[0].casefold())
        if not words or not known.issuperset(words):
            break
        first = max(0, end - 80) + m.start()
    return first, end


def _touch(a: Place, b: Place) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def targets(doc: Doc, must: Sequence[Place], may: Sequence[Place]) -> NDArray[np.int64]:
    """The tag of each token; `UNKNOWN` where a role may be."""
    tags = np.zeros(len(doc), dtype="int64")
    for start, end in may:
        span = doc.char_span(start, end, alignment_mode="expand")
        if span is not None:
            tags[span.start : span.end] = UNKNOWN
    for start, end in must:
        span = doc.char_span(start, end, alignment_mode="expand")
        if span is None:
            continue
        inner = [TAGS.index("B"), *[TAGS.index("I")] * (len(span) - 2), TAGS.index("L")]
        tags[span.start : span.end] = inner if len(span) > 1 else TAGS.index("U")
    return tags


def read_for_roles(nlp: Language, documents: Iterable[Release]) -> list[tuple[Doc, Release]]:
    """The releases as the entity recogniser of `nlp` reads them, with the token vectors that the network takes."""
    documents = list(documents)
    with nlp.select_pipes(enable=["tok2vec", "ner"]):
        return list(zip(nlp.pipe((r.text for r in documents), batch_size=16), documents, strict=True))


def train_roles(documents: Sequence[tuple[Doc, Release]], settings: Settings) -> Model[list[Floats], list[Floats]]:
    """The network trained on documents as the entity recogniser has read them."""
    fix_random_seed(settings.seed)
    random = Random(settings.seed)
    model = build_model()
    read = []
    for doc, release in documents:
        tags = targets(doc, *role_places(release))
        read.append((doc, tags, list(passages(doc)), features_of(doc)))
    sample = next(features for _, _, ranges, features in read if ranges)
    model.initialize([sample], [np.eye(len(TAGS), dtype="float32")[[0] * len(sample)]])
    optimizer = Adam(settings.learn_rate, L2=0.01, L2_is_weight_decay=True, grad_clip=1.0, use_averages=True)
    set_dropout_rate(model, settings.dropout)
    for number in range(settings.passes):
        pieces = []
        for doc, tags, ranges, features in read:
            if settings.blurred and ranges:
                features = features_of(blurred(doc, settings.blurred, random))
            pieces += [(features[s:e], tags[s:e]) for s, e in ranges]
        random.shuffle(pieces)
        loss = 0.0
        for at in range(0, len(pieces), settings.batch):
            batch = pieces[at : at + settings.batch]
            optimizer.learn_rate = settings.learn_rate * (1 - (number + at / len(pieces)) / settings.passes)
            predicted, backpropagate = model.begin_update([features for features, _ in batch])
            gradients = [_gradient(p, tags) for p, (_, tags) in zip(predicted, batch, strict=True)]
            loss += sum(float((g**2).sum()) for g in gradients)
            backpropagate(gradients)
            model.finish_update(optimizer)
        print(f"roles, pass {number + 1}: loss {loss:.0f}", flush=True)
    for node in model.walk():
        for name in node.param_names:
            if (node.id, name) in optimizer.averages:
                node.set_param(name, np.array(optimizer.averages[node.id, name]))
    set_dropout_rate(model, 0.0)
    return model


def blurred(doc: Doc, share: float, random: Random) -> Doc:
    """The document without some of its entities."""
    fresh = doc.copy()
    fresh.set_ents([ent for ent in fresh.ents if random.random() >= share], default="outside")
    return fresh


def _gradient(predicted: Floats, tags: NDArray[np.int64]) -> Floats:
    wanted = np.eye(len(TAGS), dtype="float32")[np.maximum(tags, 0)]
    return np.where((tags == UNKNOWN)[:, None], 0.0, predicted - wanted).astype("float32")


def role_counts(release: Release, doc: Doc) -> Counts:
    """True positives, false positives, false negatives of `doc.spans["roles"]`, exact and overlapping."""
    must, may = role_places(release)
    annotated = [{"start": s, "end": e, "label": "ROLE"} for s, e in must]
    annotated += [{"start": s, "end": e, "label": "ROLE", "optional": True} for s, e in may]
    found = [{"start": s.start_char, "end": s.end_char, "label": "ROLE"} for s in doc.spans["roles"]]
    result = {}
    for measure in ("exact", "overlap"):
        tp, fp, fn = scorer().spans(annotated, found, release.text, "ROLE", measure == "exact")
        result[f"ROLE {measure}"] = (tp, len(fp), len(fn))
    return result
