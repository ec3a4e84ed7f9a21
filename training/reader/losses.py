"""The training losses: of the tags of names and job titles, of links, and of whether a quotation is speech.

Tags have the cross-entropy, speech the binary cross-entropy. A link is right if it leads to any mention of the right
person or organisation: its loss is the negative logarithm of the summed probability of these mentions (maximum marginal
likelihood), so that nobody has to annotate which of them is meant. Against a teacher, all are cross-entropies with its
probabilities.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from training.reader.data import UNKNOWN, Example, SoftTargets
from training.reader.network import Reader, head_vectors, name_vectors

OF_RELATION = {"person": (0,), "organisation": (1,), "country": (2,), "speaker": (0, 1)}
"""Labels of the names that a relation may lead to (indices into `data.LINKED`)."""


@dataclass(frozen=True, slots=True)
class Shares:
    """The weight of each loss in the sum."""

    names: float = 1.0
    titles: float = 1.0
    links: float = 0.1
    speech: float = 0.1


def losses(reader: Reader, batch: list[Example], shares: Shares) -> dict[str, Tensor]:
    """The weighted losses of a batch of documents, by name; each is a mean over all words, heads or quotations."""
    totals: dict[str, list[Tensor]] = {}
    for example, words in zip(batch, encoded(reader, batch), strict=True):
        for name, loss in document_losses(reader, example, words).items():
            totals.setdefault(name, []).append(loss)
    found = {}
    for name, parts in totals.items():
        share = getattr(shares, name, shares.links)
        found[name] = share * torch.cat(parts).mean()
    return found


def encoded(reader: Reader, batch: list[Example]) -> list[Tensor]:
    """The encoder's vectors of the words of each document; all windows of the batch are read at once."""
    length = max(e.windows.pieces.shape[1] for e in batch)
    pieces, forms, lexicon, mask = [], [], [], []
    for example in batch:
        rows, size = example.windows.pieces.shape
        wide = ((0, 0), (0, length - size))
        pieces.append(np.pad(example.windows.pieces, wide))
        mask.append(np.pad(np.ones((rows, size), dtype=bool), wide))
        form, lists = piece_features(example)
        forms.append(np.pad(form, (*wide, (0, 0))))
        lexicon.append(np.pad(lists, (*wide, (0, 0))))
    vectors = reader.encoder(*(torch.from_numpy(np.concatenate(x)) for x in (pieces, forms, lexicon, mask)))
    found, row = [], 0
    for example in batch:
        rows, size = example.windows.pieces.shape
        window, place = np.divmod(example.windows.at, size)
        found.append(vectors[torch.from_numpy(window + row), torch.from_numpy(place)])
        row += rows
    return found


def piece_features(example: Example) -> tuple[np.ndarray, np.ndarray]:
    """For each piece the form and lexicon features of its word; all zeros for pieces that belong to no word."""
    forms = np.stack([example.words.shapes, example.words.gaps, example.words.lines], axis=1)
    inside = example.windows.words >= 0
    return forms[example.windows.words] * inside[..., None], example.words.lexicon[example.windows.words] * inside[
        ..., None
    ].astype("float32")


def document_losses(reader: Reader, example: Example, words: Tensor) -> dict[str, Tensor]:
    """The unweighted losses of one document, one value per word, head or quotation."""
    if example.soft_targets is not None:
        return _distillation_losses(reader, example, example.soft_targets, words)
    vectors, names, titles = tagged(reader, example, words)
    found = {}
    for name, scores, tags in (("names", names, example.name_tags), ("titles", titles, example.title_tags)):
        wanted = torch.from_numpy(tags)
        if bool((wanted != UNKNOWN).any()):
            found[name] = functional.cross_entropy(scores.float(), wanted, ignore_index=UNKNOWN, reduction="none")
    vectors = vectors.float()
    for relation, links in example.links.items():
        rows = links.right.any(axis=1)
        if not rows.any():
            continue
        scores = link_scores(reader, vectors, example, relation, links.heads, links.pairs)[torch.from_numpy(rows)]
        right = torch.from_numpy(links.right[rows])
        found[relation] = -torch.logsumexp(scores.log_softmax(1).masked_fill(~right, -1e9), dim=1)
    if len(example.quotations):
        heads = head_vectors(vectors, torch.from_numpy(example.quotations))
        scores = reader.linker.speech(heads).squeeze(1)
        wanted = torch.from_numpy(example.speech).float()
        found["speech"] = functional.binary_cross_entropy_with_logits(scores, wanted, reduction="none")
    return found


def _distillation_losses(reader: Reader, one: Example, targets: SoftTargets, words: Tensor) -> dict[str, Tensor]:
    """The losses of a document against the teacher's probabilities, in the form of `document_losses`."""
    vectors, names, titles = tagged(reader, one, words)
    found = {"names": _soft_cross_entropy(names, targets.names), "titles": _soft_cross_entropy(titles, targets.titles)}
    vectors = vectors.float()
    for relation, chances in targets.links.items():
        links = one.links[relation]
        scores = link_scores(reader, vectors, one, relation, links.heads, links.pairs)
        found[relation] = _soft_cross_entropy(scores, chances)
    if len(one.quotations):
        scores = reader.linker.speech(head_vectors(vectors, torch.from_numpy(one.quotations))).squeeze(1)
        wanted = torch.from_numpy(targets.speech)
        found["speech"] = functional.binary_cross_entropy_with_logits(scores.float(), wanted, reduction="none")
    return found


def _soft_cross_entropy(scores: Tensor, chances: np.ndarray) -> Tensor:
    """The cross-entropy of logits with the teacher's probabilities, one value per row."""
    return -(torch.from_numpy(chances.astype("float32")) * scores.float().log_softmax(-1)).sum(-1)


def tagged(reader: Reader, example: Example, words: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """The word vectors of one document, and the logits of the tags of names and of job titles."""
    groups = torch.from_numpy(example.word_groups)
    sums = torch.zeros(int(groups.max()) + 1, words.shape[1], dtype=words.dtype).index_add(0, groups, words)
    alike = (sums / torch.bincount(groups)[:, None].to(words.dtype))[groups]
    forms = torch.from_numpy(np.stack([example.words.shapes, example.words.gaps, example.words.lines], axis=1))
    found: tuple[Tensor, Tensor, Tensor] = reader.tagger(words, alike, forms, torch.from_numpy(example.words.lexicon))
    return found


def link_scores(
    reader: Reader, vectors: Tensor, example: Example, relation: str, heads: np.ndarray, pairs: np.ndarray
) -> Tensor:
    """The logits of one relation, heads × (1 + names with one of its labels)."""
    chosen = np.flatnonzero(np.isin(example.labels, OF_RELATION[relation]))
    names, labels = torch.from_numpy(example.names[chosen]), torch.from_numpy(example.labels[chosen])
    found: Tensor = reader.linker.relations[relation](
        head_vectors(vectors, torch.from_numpy(heads)), name_vectors(vectors, names), labels, torch.from_numpy(pairs)
    )
    return found
