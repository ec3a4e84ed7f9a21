"""The training loop: stages, passes, batches, learning rates and averages of weights."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import torch
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from pipeline.extraction.reader.pieces import WordPieces
from training.reader.base import base_weights
from training.reader.data import Document, Example, example
from training.reader.losses import Shares, losses
from training.reader.network import Dropouts, Encoder, Reader
from training.reader.shipped import load_shipped
from training.reader.variants import Variants, variant

WEIGHTS = Path("build/reader")
"""Where the trained weights are kept before they are rounded to 8 bits, one file for each folder that was written."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of the training: passes over some documents, with the learning rates multiplied by `rates`.

    Its result is the exponential moving average of the weights, interpolated by `final_share` towards the final
    weights, and then by `initial_share` towards those at its start (Wortsman et al. 2022, Robust fine-tuning of
    zero-shot models). With several `runs`, each with its own seed, the result is their mean (Wortsman et al. 2022,
    Model soups).
    """

    documents: Sequence[Document | Example]
    passes: int
    rates: float = 1.0
    final_share: float = 0.0
    initial_share: float = 0.0
    runs: int = 1


@dataclass(frozen=True, slots=True)
class Schedule:
    """The settings of a training.

    In each stage the learning rates rise linearly over the first share `warm_up` of its steps, then fall linearly to
    zero. `average` is the decay of the moving average of the weights per step, `made_up` the share of the made-up texts
    that is drawn for each pass.
    """

    seed: int = 1
    batch_pieces: int = 3000
    encoder_rate: float = 2e-4
    heads_rate: float = 1e-3
    warm_up: float = 0.1
    weight_decay: float = 0.01
    average: float = 0.995
    made_up: float = 0.5
    dropouts: Dropouts = field(default_factory=Dropouts)
    shares: Shares = field(default_factory=Shares)
    variants: Variants = field(default_factory=Variants)


def start_of(folder: Path | None, schedule: Schedule) -> Reader:
    """The network before its first stage: with the base weights, or with those of the reader in a folder.

    Of a reader that was trained here the weights before rounding are taken (`WEIGHTS`).
    """
    torch.manual_seed(schedule.seed)
    encoder = Encoder(schedule.dropouts.encoder)
    encoder.load_base(base_weights()[1])
    reader = Reader(schedule.dropouts, encoder)
    if folder is not None and (weights := WEIGHTS / f"{folder.name}.pt").is_file():
        reader.load_state_dict(torch.load(weights))
    elif folder is not None:
        load_shipped(reader, folder)
    return reader


def train(
    reader: Reader, stages: Sequence[Stage], made_up: Sequence[Document], schedule: Schedule, *, done: int = 0
) -> Reader:
    """Fine-tune a network on annotated documents, stage by stage; prints one line per pass.

    `done` is the number of stages that the network has already been through.
    """
    cut = WordPieces(base_weights()[0])
    for number, stage in list(enumerate(stages))[done:]:
        print(f"stage {number + 1}: {len(stage.documents)} releases", flush=True)
        made = []
        for run in range(stage.runs):
            seed = schedule.seed + number + len(stages) * run
            torch.manual_seed(seed)
            made.append(train_stage(deepcopy(reader), stage, made_up, schedule, cut, Random(seed)))
        reader = mean_of(made)
    return reader.eval()


def mean_of(readers: Sequence[Reader]) -> Reader:
    """The first network, with its weights replaced by the mean over all networks."""
    with torch.no_grad():
        for same in zip(*(r.parameters() for r in readers), strict=True):
            same[0].copy_(torch.stack(same).mean(dim=0))
    return readers[0]


def train_stage(
    reader: Reader, stage: Stage, made_up: Sequence[Document], schedule: Schedule, cut: WordPieces, random: Random
) -> Reader:
    """The network after one stage."""
    reader.train()
    # the embeddings of pieces are frozen: most pieces are in no release and keep what the base model learned of them
    reader.encoder.get_submodule("pieces").requires_grad_(False)
    encoder = [p for p in reader.encoder.parameters() if p.requires_grad]
    heads = [*reader.tagger.parameters(), *reader.linker.parameters()]
    rates = [schedule.encoder_rate * stage.rates, schedule.heads_rate * stage.rates]
    groups = [{"params": p, "lr": rate} for p, rate in zip((encoder, heads), rates, strict=True)]
    optimizer = torch.optim.AdamW(groups, weight_decay=schedule.weight_decay, fused=True)
    initial = [p.detach().clone() for p in reader.parameters()]
    average = AveragedModel(reader, multi_avg_fn=get_ema_multi_avg_fn(schedule.average))
    started = time.monotonic()
    for number in range(stage.passes):
        drawn = [*stage.documents, *random.sample(list(made_up), round(schedule.made_up * len(made_up)))]
        sums: dict[str, float] = {}
        steps = 0
        for done, batch in _batches(drawn, schedule, cut, random):
            at = (number + done) / stage.passes
            for group, rate in zip(optimizer.param_groups, rates, strict=True):
                group["lr"] = rate * min(at / schedule.warm_up, (1 - at) / (1 - schedule.warm_up))
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=has_bfloat16()):
                found = losses(reader, batch, schedule.shares)
            optimizer.zero_grad()
            torch.stack(list(found.values())).sum().backward()
            torch.nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
            optimizer.step()
            average.update_parameters(reader)
            steps += 1
            for name, loss in found.items():
                sums[name] = sums.get(name, 0.0) + float(loss.detach())
        told = " ".join(f"{name} {total / steps:.4f}" for name, total in sums.items())
        print(f"pass {number + 1}/{stage.passes}: {told}; {time.monotonic() - started:.0f} s", flush=True)
    averaged: Reader = average.module
    with torch.no_grad():
        for mean, last, first in zip(averaged.parameters(), reader.parameters(), initial, strict=True):
            mean.lerp_(last, stage.final_share).lerp_(first, stage.initial_share)
    return averaged


def has_bfloat16() -> bool:
    """Whether the processor multiplies bfloat16 numbers; without that, they take twelve times as long as floats."""
    capabilities = torch.cpu.get_capabilities()
    return bool(capabilities.get("amx_bf16") or capabilities.get("avx512_bf16"))


def _batches(
    drawn: Sequence[Document | Example], schedule: Schedule, cut: WordPieces, random: Random
) -> Iterator[tuple[float, list[Example]]]:
    """Batches of at most `batch_pieces` pieces in random order, each with the share of the documents before it.

    The documents of a batch are of similar length, so that little of it is padding.
    """
    order = list(drawn)
    random.shuffle(order)
    pool: list[Example] = []
    done = 0
    for number, source in enumerate(order, 1):
        is_made = isinstance(source, Example)
        made = source if is_made else example(source, variant(source.text, schedule.variants, random), cut)
        if made is not None:
            pool.append(made)
        if len(pool) == 64 or number == len(order):
            pool.sort(key=lambda e: e.windows.pieces.shape[1])
            batches = list(filled(pool, schedule.batch_pieces))
            random.shuffle(batches)
            for batch in batches:
                yield done / len(order), batch
                done += len(batch)
            pool = []


def filled(pool: Sequence[Example], pieces: int) -> Iterator[list[Example]]:
    """Batches of at most so many pieces (more if one document has more); `pool` is sorted by length of windows."""
    batch: list[Example] = []
    rows = 0
    for made in pool:
        height, length = made.windows.pieces.shape
        if batch and (rows + height) * length > pieces:
            yield batch
            batch, rows = [], 0
        batch.append(made)
        rows += height
    if batch:
        yield batch
