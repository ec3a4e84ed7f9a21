"""Learn who published a release: `python -m training.publisher` writes pipeline/data/roles/publisher.tsv.

The publisher is one of the organisations that the pipeline finds in the release, or none of them. Each organisation has
the features of `pipeline.extraction.roles.publisher.features`; a conditional logit model (McFadden 1974) chooses among
them. It learns from the releases annotated for this project whose publishers have a name there, and takes an
organisation for the publisher if their names share most words; so the printed precision is a little too low (“NCCS” and
“The National Children's Cancer Society” count as two). The reader has learned from the releases of the folds, so that
their figures are kinder than those of the releases held back. Needs PyTorch (`make train` installs it) and ../.mirror.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.extraction.extraction import Extraction, extract
from pipeline.extraction.roles.publisher import LEAST, NONE, Features, features, likeliest
from training.annotated import HELD_BACK, annotated, publisher_fold
from training.corpus import Release
from training.folds import FOLDS

if TYPE_CHECKING:
    from torch import Tensor

OUT = Path(__file__).parents[1] / "pipeline" / "data" / "roles" / "publisher.tsv"
_HEAD = "# What tells the publisher of a release, and its weight; learned by python -m training.publisher.\n"
_MOST = 3  # releases of one publisher
_DECAY = 0.002
_NO_NAME = re.compile(r"\+|/|\.\w+$|US Congress|^(?:wire|hwarchive|science) ")
"""Publishers without a name: repositories, web addresses, wires; members of Congress are people."""
_ARCHIVE = re.compile(r"^(?:scoop|house) |\(.*?\)")  # what this project's names of publishers have in addition
_SMALL = frozenset(["a", "and", "co", "corp", "for", "in", "inc", "limited", "llc", "ltd", "of", "the", "to"])
FLOORS = {"folds": (0.365, 0.875), "held back": (0.325, 0.855)}
"""For each set the least share of releases whose publisher is told, and the least share of these that are right."""
Case = tuple[Features, set[str], int]
"""The features of each organisation of a release, those that are its publisher, and its fold."""


def cases(releases: Iterable[Release]) -> list[Case]:
    """What the pipeline finds in at most three releases of each publisher with a name."""
    taken: Counter[str] = Counter()
    found = []
    for release in releases:
        publisher = release.annotation["publisher"]
        taken[publisher] += 1
        if taken[publisher] <= _MOST and not _NO_NAME.search(publisher):
            x = extract(release.text, document_id=release.id)
            right = {key for key, names in _names(x).items() if any(is_same(publisher, name) for name in names)}
            found.append((features(x.mentions), right, publisher_fold(publisher)))
    return found


def _names(x: Extraction) -> dict[str, list[str]]:
    names = {o.organisation_id: [o.name] for o in x.organisations}
    for alias in x.aliases:
        if alias.entity_id in names:
            names[alias.entity_id].append(alias.alias)
    return names


def is_same(publisher: str, name: str) -> bool:
    """Whether two names share most words, or the second has only words of the first, or these and one or two more."""
    a, b = (set(re.findall(r"\w+", n.casefold())) - _SMALL for n in (_ARCHIVE.sub("", publisher), name))
    if not a or not b:
        return False
    is_part, is_longer = b <= a and len(b) >= 2, a <= b and len(b) <= len(a) + 2
    return is_part or is_longer or len(a & b) / len(a | b) >= 0.6


def fit(material: Sequence[Case]) -> dict[str, float]:
    """The weight of each feature, and under `NONE` the score of “none of them”."""
    import torch  # imported here, as in `_tensors`: the tests of this module run where it is not installed

    names = sorted({name for organisations, _, _ in material for row in organisations.values() for name in row})
    weights = torch.zeros(1 + len(names), requires_grad=True)
    rows = [_tensors(names, organisations, right) for organisations, right, _ in material]
    optimizer = torch.optim.LBFGS([weights], max_iter=100)

    def loss() -> Tensor:
        optimizer.zero_grad()
        chances = [(x @ weights).log_softmax(0)[right].logsumexp(0) for x, right in rows]
        total: Tensor = _DECAY * weights[1:].square().sum() - torch.stack(chances).mean()
        total.backward()  # type: ignore[no-untyped-call]
        return total

    optimizer.step(loss)
    return dict(zip([NONE, *names], weights.tolist(), strict=True))


def _tensors(names: Sequence[str], organisations: Features, right: set[str]) -> tuple[Tensor, Tensor]:
    """Features of “none of them” and of each organisation, and which of them are right."""
    import torch

    rows = [[0.0, *(row.get(name, 0.0) for name in names)] for row in organisations.values()]
    are_right = [key in right for key in organisations]
    return torch.tensor([[1.0] + [0.0] * len(names), *rows]), torch.tensor([not any(are_right), *are_right])


def told(weights: dict[str, float], material: Sequence[Case]) -> list[tuple[float, bool]]:
    """For each case the probability of the likeliest organisation, and whether it is the publisher."""
    found = []
    for organisations, right, _ in material:
        probability, best = likeliest(organisations, weights)
        found.append((probability, best in right))
    return found


def holds(name: str, found: Sequence[tuple[float, bool]]) -> bool:
    """Print a set's share of releases whose publisher is told, and of these that are right; False if below a floor."""
    certain = [right for chance, right in found if chance >= LEAST]
    figures = len(certain) / len(found), sum(certain) / max(len(certain), 1)
    low = any(figure < floor for figure, floor in zip(figures, FLOORS[name], strict=True))
    print(f"{name}: {len(found)} releases, told {figures[0]:.3f}, right {figures[1]:.3f}", "BELOW ITS FLOOR" * low)
    return not low


def main() -> int:
    """Cross-validate by publisher, measure on the releases held back, and write the weights learned from the others.

    If a figure is below its floor, nothing is written and the exit code is 1.
    """
    given = list(annotated())
    material = cases(r for r in given if not HELD_BACK.fullmatch(r.id))
    back = cases(r for r in given if HELD_BACK.fullmatch(r.id))
    folds = []
    for fold in range(FOLDS):
        weights = fit([case for case in material if case[2] != fold])
        folds += told(weights, [case for case in material if case[2] == fold])
    weights = fit(material)
    if not holds("folds", folds) or not holds("held back", told(weights, back)):
        return 1
    OUT.write_text(_HEAD + "".join(f"{name}\t{weight:.2f}\n" for name, weight in weights.items()), "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
