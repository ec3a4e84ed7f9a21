"""The scorers of ../shared, above all that of annotated releases, gold/score.py.

They run in this process, so that the predictors that some of them call load the model only once.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any
from unittest.mock import patch

from training.corpus import SHARED, Release, module_at

GOLD = SHARED / "gold" / "score.py"


def printed_by(scorer: Path, *arguments: object) -> str:
    """What a scorer prints when it is called with these arguments."""
    printed = StringIO()
    with redirect_stdout(printed), patch.object(sys, "argv", [str(scorer), *map(str, arguments)]):
        module_at(scorer).main()
    return printed.getvalue()


def f1(
    documents: Iterable[Release], found: Mapping[str, Any], *options: str, scorer: Path = GOLD
) -> tuple[dict[str, float], str]:
    """F1 by task of what was found in releases (by their ids), and what the scorer prints."""
    # split “dev”: the scorer lists the errors of no other split
    dev = [replace(r, annotation=scorable(r).annotation | {"split": "dev"}) for r in documents]
    with as_files(dev, found) as files, tempfile.NamedTemporaryFile(suffix=".json") as result:
        printed = printed_by(scorer, *files, "--json", result.name, *options)
        return {task: row["f1"] or 0.0 for task, row in json.load(result).items()}, printed


def scorable(release: Release) -> Release:
    """A release with empty values for the keys that the scorer needs and this project's own annotations lack."""
    empty: dict[str, Any] = {key: [] for key in ("countries", "countries_optional", "dates", "dates_optional")}
    return replace(release, annotation=empty | {"id": release.id} | release.annotation)


@contextmanager
def as_files(documents: Iterable[Release], found: Mapping[str, Any]) -> Iterator[list[str]]:
    """Write annotations, texts and what was found to a folder; gives the options that tell a scorer where they are."""
    with tempfile.TemporaryDirectory() as scratch:
        gold, texts, predictions = folders = [Path(scratch, name) for name in ("gold", "texts", "pred")]
        for folder in folders:
            folder.mkdir()
        for r in documents:
            (gold / f"{r.id}.json").write_text(json.dumps(r.annotation), "utf-8")
            (texts / f"{r.id}.txt").write_bytes(r.text.encode())
            (predictions / f"{r.id}.json").write_text(json.dumps(found[r.id]), "utf-8")
        yield [part for folder in folders for part in (f"--{folder.name}", str(folder))]
