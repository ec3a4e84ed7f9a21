"""Soft targets: the teacher's probabilities of each word's tags and of links between what it found."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="needs what builds the reader (make train)")

from pipeline.extraction.reader.pieces import WordPieces  # noqa: E402
from training.corpus import Release  # noqa: E402
from training.reader import mpnet  # noqa: E402
from training.reader.data import Example  # noqa: E402
from training.reader.distil import few  # noqa: E402
from training.reader.losses import OF_RELATION, Shares, losses  # noqa: E402
from training.reader.network import Dropouts, Reader  # noqa: E402
from training.reader.teach import with_soft_targets  # noqa: E402

VOCABULARY = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *"abcdefghijklmnopqrstuvwxyz", *(f"##{c}" for c in "abcdeilnorstuv")]
CUT = WordPieces(VOCABULARY)
TEXTS = ["“We dug,” said Ada Lund, director of Veloria.\n\nShe met Bo Berg.", "", "No marks here."]
SHARES = Shares()


def made(texts: Sequence[str] = TEXTS) -> list[Example]:
    torch.manual_seed(1)
    return list(with_soft_targets(Reader(Dropouts()).eval(), texts, CUT))


def test_each_text_with_a_word_has_soft_targets() -> None:
    assert sorted(len(e.words) for e in made()) == sorted(len(e.words) for e in made([TEXTS[0], TEXTS[2]]))
    for one in made():
        assert one.soft_targets is not None
        assert one.soft_targets.names.shape[0] == one.soft_targets.titles.shape[0] == len(one.words)
        np.testing.assert_allclose(one.soft_targets.names.astype("float32").sum(axis=1), 1, atol=0.01)
        for relation, chances in one.soft_targets.links.items():
            names = np.isin(one.labels, OF_RELATION[relation]).sum()
            assert chances.shape == (len(one.links[relation].heads), 1 + names), relation
            np.testing.assert_allclose(chances.sum(axis=1), 1, atol=1e-4)


def test_quotations_are_those_that_the_pipeline_finds() -> None:
    (one,) = made(TEXTS[:1])
    assert len(one.quotations) == 1
    assert one.soft_targets is not None
    assert one.soft_targets.speech.shape == (1,)


def test_the_loss_is_lowest_for_the_teacher_itself() -> None:
    """Cross-entropy is lowest if both give the same probabilities; anything else would be an error of the loss."""
    examples = made()
    torch.manual_seed(1)
    same, other = Reader(Dropouts()).eval(), Reader(Dropouts()).eval()
    with torch.no_grad():
        own, others = (losses(r, examples, SHARES) for r in (same, other))
    assert own["names"] < others["names"]
    assert own["titles"] < others["titles"]
    assert own["speech"] < others["speech"]


def test_at_most_a_few_releases_per_publisher_later_rounds_first() -> None:
    ids = {"nwh001": "Zed Mines", "k001": "Zed Mines", "k002": "Zed Mines", "nwh002": "Zed Bank"}
    taken = few([Release(ident, "", {"publisher": publisher}) for ident, publisher in ids.items()], 2)
    assert {r.id for r in taken} == {"k001", "k002", "nwh002"}, "later annotations were made more carefully"


@pytest.mark.parametrize(
    ("here", "there", "step"),
    [(5, 5, 0), (5, 4, 1), (5, 6, 17), (20, 0, 10), (0, 20, 26), (0, 299, 31), (299, 0, 15)],
)
def test_buckets_of_distance(here: int, there: int, step: int) -> None:
    """Short distances have a bucket each, before and after; the longest ones share the last."""
    assert mpnet.steps(300)[here, there] == step


def test_a_missing_teacher_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mpnet, "find_spec", lambda name: None)
    with pytest.raises(FileNotFoundError, match="make train"):
        mpnet.teacher(VOCABULARY, Dropouts())


def test_weights_with_another_hash_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import io
    import zipfile
    from types import SimpleNamespace

    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as made_up:
        made_up.writestr("all-mpnet-base-v2/model.safetensors", b"other weights")
    (tmp_path / "input").mkdir()
    for number in range(1, mpnet.PARTS + 1):
        data = archive.getvalue() if number == 1 else b""
        (tmp_path / "input" / f"all-mpnet-base-v2.zip.{number:03}").write_bytes(data)
    monkeypatch.setattr(mpnet, "find_spec", lambda name: SimpleNamespace(origin=str(tmp_path / "__init__.py")))
    with pytest.raises(ValueError, match="SHA-256"):
        mpnet.teacher(VOCABULARY, Dropouts())
