"""Folds for cross-validation over documents: the same for everyone, near-duplicates never apart."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from itertools import combinations

FOLDS = 5
_SHINGLE = 5  # words
_ALIKE = 0.2  # share of the smaller text's shingles


def fold_of(texts: Mapping[str, str], folds: int = FOLDS) -> dict[str, int]:
    """The fold (0 to `folds` - 1) of each document by id.

    Documents that share a fifth of their five-word shingles (a company's standing “About” paragraph is enough
    in a short release) form one group. Groups go to the folds in turn, kind of source by kind of source (the
    letters of the id), largest first, then in the order of their ids' SHA-256.
    """
    groups: dict[str, list[tuple[str, ...]]] = {}
    for group in _groups(texts):
        groups.setdefault(re.sub(r"\d.*", "", group[0]), []).append(group)
    sizes = [0] * folds
    found = {}
    for kind in sorted(groups):
        for group in sorted(groups[kind], key=lambda g: (-len(g), hashlib.sha256(g[0].encode()).digest())):
            fold = sizes.index(min(sizes))
            sizes[fold] += len(group)
            found.update(dict.fromkeys(group, fold))
    return found


def _groups(texts: Mapping[str, str]) -> list[tuple[str, ...]]:
    shingles = {}
    for name in sorted(texts):
        words = re.findall(r"\w+", texts[name].casefold())
        shingles[name] = {tuple(words[i : i + _SHINGLE]) for i in range(len(words) - _SHINGLE + 1)}
    leader = {name: name for name in shingles}

    def find(name: str) -> str:
        while leader[name] != name:
            name = leader[name]
        return name

    for a, b in combinations(shingles, 2):
        smaller = min(len(shingles[a]), len(shingles[b]))
        if smaller and len(shingles[a] & shingles[b]) >= _ALIKE * smaller:
            first, second = sorted((find(a), find(b)))
            leader[second] = first
    members: dict[str, list[str]] = {}
    for name in shingles:
        members.setdefault(find(name), []).append(name)
    return [tuple(m) for m in members.values()]
