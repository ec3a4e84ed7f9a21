"""Train the line labeller: `python -m training.structure.train` writes pipeline/data/structure/labeller.tsv.

It needs `python-crfsuite` (dependency group `dev`); what ships is a table of weights, which needs no library.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from pipeline.structure.labeller import LABELS, WEIGHTS
from training.annotated import FIFTH_ROUND, SIXTH_ROUND, given_releases, own_releases
from training.corpus import Release
from training.structure.data import Example, examples, without_head
from training.structure.made_up import made_up

Row = tuple[str, str, str]
OUT = Path(__file__).parents[2] / "pipeline" / "data" / WEIGHTS
_HEAD = "# Weights of the line labeller, written by training/structure (python -m training.structure.train).\n"
SETTINGS = {"c1": 0.4, "c2": 0.05, "max_iterations": 150, "feature.minfreq": 2, "feature.possible_transitions": True}
DRAWS = 4  # sets of made-up releases; a CRF is trained for each
_LEAST = 0.02  # smaller weights change no label and are left out


def train(material: Iterable[Example]) -> list[tuple[str, str, float]]:
    """The weights (feature, label, weight) of a CRF fitted to the examples."""
    import pycrfsuite  # imported here: this module is also used where the dependency group `dev` is not installed

    trainer = pycrfsuite.Trainer(algorithm="lbfgs", params=SETTINGS, verbose=False)
    for one in material:
        if one.labels:
            trainer.append(one.features, one.labels)
    with tempfile.TemporaryDirectory() as folder:
        model = str(Path(folder) / "model")
        trainer.train(model)
        tagger = pycrfsuite.Tagger()
        tagger.open(model)
        info = tagger.info()
        rows = [("after " + a, b, w) for (a, b), w in info.transitions.items()]
        rows += [(f, label, w) for (f, label), w in info.state_features.items()]
        tagger.close()
    return [(f, label, w) for f, label, w in rows if label in LABELS]


def table(hold_out: Sequence[int] = ()) -> list[Row]:
    """The weights of a labeller trained on the annotated releases outside the folds held out, and on made-up ones.

    They are the mean over several CRFs, each trained with other made-up releases (bagging, Breiman 1996), because that
    alone moves the F1 of headers by five points (docs/trials/parts.md, “A mean of several CRFs”).

    Not everything of this project's own releases is learned:

    - Releases of few lines are left out. Parts that begin within a line are not annotated, so they would teach the
      labeller that such parts are body.
    - The fifth round and the sixth label dates and letterheads otherwise than ../shared/train. Only their lines from
      the first of the body on are learned (docs/trials/parts.md, “The ends of the fifth round”).
    - Their releases with notes are left out: any line below the text may be notes there, and with them body lines of a
      publisher held out become notes.
    """
    chosen = given_releases(hold_out)
    own = own_releases(hold_out, sixth_round=True)
    own = [r for r in own if r.annotation["segments"] and _has_lines(r.text)]
    later = [r for r in own if _is_later(r)]
    older = [r for r in own if not _is_later(r)]
    real = [*examples([*chosen, *older]), *map(without_head, examples(r for r in later if not _has_notes(r)))]
    sums: defaultdict[tuple[str, str], float] = defaultdict(float)
    for draw in range(DRAWS):
        for feature, label, weight in train([*real, *made_up(chosen, draw)]):
            sums[feature, label] += weight / DRAWS
    return [(f, label, f"{w:.2f}") for (f, label), w in sorted(sums.items()) if abs(w) >= _LEAST]


def _is_later(release: Release) -> bool:
    return bool(FIFTH_ROUND.fullmatch(release.id) or SIXTH_ROUND.fullmatch(release.id))


def _has_notes(release: Release) -> bool:
    return any(s["type"] == "notes" for s in release.annotation["segments"])


def _has_lines(text: str) -> bool:
    """Whether a text has more lines than a headline, one long paragraph, and what a newswire adds below."""
    return sum(bool(line.strip()) for line in text.splitlines()) > 4


def main() -> None:
    """Train the labeller and write its weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hold-out", type=int, nargs="*", default=[], metavar="FOLD")
    parser.add_argument("--out", type=Path, default=OUT)
    arguments = parser.parse_args()
    rows = table(arguments.hold_out)
    lines = ("\t".join(row) for row in rows)
    arguments.out.write_text(_HEAD + "\n".join(lines) + "\n", "utf-8")
    print(f"{len(rows)} weights in {arguments.out}")


if __name__ == "__main__":
    main()
