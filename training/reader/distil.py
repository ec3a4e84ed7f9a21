"""Distil a larger teacher network into the reader: `python -m training.reader.distil FOLDER --start READER`.

The teacher (`training.reader.mpnet`) is fine-tuned on the annotated releases and reads unannotated ones; the reader is
then trained on the teacher's probabilities and on the annotated releases. `make train` does this twice after
`training.reader.train`, without and with the sixth round (docs/trials/reader.md, “A larger teacher”, “A teacher that
knows the sixth round”). With `--hold-out` neither network sees a publisher of those folds
(../shared/train/publishers.py); `--start` must then name a reader that has not seen them either. It takes four hours on
two cores with AMX.
"""

from __future__ import annotations

import argparse
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import torch

from pipeline.extraction.reader.pieces import WordPieces
from training.annotated import FIFTH_ROUND, LATER_ROUNDS, SIXTH_ROUND, given_releases, own_releases
from training.corpus import Release
from training.made_up import made_up
from training.made_up_lists import made_up_lists, names_of
from training.made_up_roles import material_of, mixed
from training.reader.base import base_weights
from training.reader.data import Document, Example, document, made_up_document
from training.reader.mpnet import teacher
from training.reader.network import Dropouts, Reader
from training.reader.schedule import Schedule, Stage, start_of, train
from training.reader.teach import with_soft_targets
from training.reader.train import LISTS, ROLES, write
from training.unannotated import unannotated

TEACHER = Path("build/reader/teacher.pt")
"""Where the weights of the trained teacher are written."""
OF_A_PUBLISHER = 20
"""The most annotated releases of one publisher of this project's own that the teacher is trained on."""
MOST = 4608
"""Number of unannotated releases that the teacher with the sixth round reads: in 75 minutes on two cores."""
TEACHER_RATE, TEACHER_ROLES = 8e-5, 0.25
"""Learning rate of the teacher's encoder (larger networks need smaller steps), and its value of `train.ROLES`."""


def teacher_stages(given: Sequence[Document], own: Sequence[Document], *, sixth_round: bool) -> list[Stage]:
    """The stages of the teacher: one pass over all releases, then one over those of ../shared/train.

    With the sixth round, one over ../shared/train and the two last rounds lies between them. There are no more passes
    because one takes ten times as long as the reader's.
    """
    lists = made_up_lists(names_of([*given, *own]), LISTS, Random(0))
    material = material_of([*given, *own])
    fresh = [d for d in own if FIFTH_ROUND.fullmatch(d.id) or SIXTH_ROUND.fullmatch(d.id)]
    later = [([*given, *fresh], 0.6), (given, 0.35)] if sixth_round else [(given, 0.5)]
    return [
        Stage(mixed(documents, material, TEACHER_ROLES, Random(seed)), passes=1, rates=rates, final_share=0.5)
        for seed, (documents, rates) in enumerate([([*given, *own, *lists], 1.0), *later])
    ]


def student_stages(
    distilled: Sequence[Example], given: Sequence[Document], own: Sequence[Document], *, sixth_round: bool
) -> list[Stage]:
    """The stages of the reader (the student): two passes over releases that the teacher has read, and annotated ones.

    The annotated releases are there so that what was learned from them is not forgotten. With the sixth round it is one
    pass, and six tenths of the result are the reader before it.
    """
    lists = made_up_lists(names_of([*given, *own]), LISTS, Random(0))
    annotated = [*given, *(d for d in own if LATER_ROUNDS.fullmatch(d.id) or SIXTH_ROUND.fullmatch(d.id)), *lists]
    material = material_of([*given, *own])
    seeds, initial_share = ([1], 0.6) if sixth_round else ([1, 2], 0.0)
    return [
        Stage(
            [*distilled, *mixed(annotated, material, ROLES, Random(seed))],
            passes=1, rates=0.7, final_share=0.5, initial_share=initial_share,
        )
        for seed in seeds
    ]  # fmt: skip


def few(releases: Sequence[Release], most: int) -> list[Release]:
    """At most `most` releases of each publisher: those of later rounds first, then by the hashes of their ids."""
    taken: Counter[str] = Counter()
    found = []
    for release in sorted(releases, key=lambda r: (not LATER_ROUNDS.fullmatch(r.id), zlib.crc32(r.id.encode()))):
        publisher = release.annotation["publisher"]
        taken[publisher] += 1
        if taken[publisher] <= most:
            found.append(release)
    return found


def trained_teacher(
    given: Sequence[Document],
    own: Sequence[Release],
    made: Sequence[Document],
    schedule: Schedule,
    *,
    sixth_round: bool,
) -> Reader:
    """Train the teacher and write its weights to `TEACHER`."""
    stages = teacher_stages(given, [document(r) for r in few(own, OF_A_PUBLISHER)], sixth_round=sixth_round)
    large = teacher(base_weights()[0], schedule.dropouts)
    large = train(large, stages, made, replace(schedule, encoder_rate=TEACHER_RATE))
    TEACHER.parent.mkdir(parents=True, exist_ok=True)
    torch.save(large.state_dict(), TEACHER)
    return large


def texts_to_read(hold_out: Sequence[int], *, sixth_round: bool) -> list[str]:
    """The unannotated releases that the teacher reads; with the sixth round a sample that leaves time for it."""
    texts = unannotated(hold_out, sixth_round=sixth_round)
    if sixth_round:
        Random(6).shuffle(texts)
        del texts[MOST:]
    return texts


def main() -> None:
    """Train the teacher, let it read the unannotated releases, train the reader on both and write its files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="folder for the files of the reader")
    parser.add_argument("--start", type=Path, required=True, metavar="READER", help="folder of the reader to train")
    parser.add_argument("--hold-out", type=int, nargs="*", default=[], metavar="FOLD")
    parser.add_argument("--sixth-round", action="store_true", help="teacher and reader learn the sixth round too")
    arguments = parser.parse_args()
    torch.set_num_threads(2)
    schedule = Schedule()
    made = [made_up_document(r) for r in made_up()]
    given = [document(r) for r in given_releases(arguments.hold_out)]
    releases = own_releases(arguments.hold_out, sixth_round=arguments.sixth_round)
    large = trained_teacher(given, releases, made, schedule, sixth_round=arguments.sixth_round)
    texts = texts_to_read(arguments.hold_out, sixth_round=arguments.sixth_round)
    distilled = list(with_soft_targets(large, texts, WordPieces(base_weights()[0])))
    stages = student_stages(distilled, given, [document(r) for r in releases], sixth_round=arguments.sixth_round)
    # no dropout: it loses a seventh of what is learned from the teacher, whose probabilities are not memorised anyway
    reader = start_of(arguments.start, replace(schedule, dropouts=Dropouts(0.0, 0.0)))
    reader = train(reader, stages, made, schedule)
    write(reader, arguments.folder)


if __name__ == "__main__":
    main()
