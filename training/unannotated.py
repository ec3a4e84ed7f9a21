"""Unannotated releases by the publishers of annotated ones, on which one network is taught by another (distillation).

They are found by a rule, so that no list of thousands of sources is needed: the files with the same suffix in the
folders of annotated releases or, where a file holds numbered records, its other records up to the last annotated one.
They are taken in the order of their hashes.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from training.annotated import FILE, HELD_BACK, SIXTH_ROUND, publisher_fold
from training.corpus import SHARED, releases
from training.sources import MIRROR, Source, read_text

SHORTEST, LONGEST = 500, 9000
"""Lengths of a text in code points: shorter ones are stubs of pages, and longer ones mostly not releases."""
NEWSWIRES = "Newsworthyai/press-release-archive"
"""The repository whose publishers are newswires, which distribute the releases of thousands of organisations."""
_LEFT_OUT = frozenset(["pdf", "words_between", "wiki_words"])
"""Forms that take too long to read by the thousand, and those whose records hold for one page only."""
_NUMBERED = re.compile(r"(\d+)(:.*)?", re.DOTALL)
"""A record given by its number in the file."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The most texts of one publisher and of one repository: one repository holds a hundred members of the US Congress.

    The archive of newswires, with releases of thousands of organisations, has a higher limit of its own.
    """

    publisher: int = 60
    repository: int = 900
    newswires: int = 2600

    def of_publisher(self, repository: str) -> int:
        """The most texts of one publisher in a repository; one newswire may fill the limit of all newswires."""
        return self.newswires if repository == NEWSWIRES else self.publisher

    def of_repository(self, repository: str) -> int:
        """The most texts of a repository."""
        return self.newswires if repository == NEWSWIRES else self.repository


def unannotated(
    hold_out: Sequence[int] = (), limits: Limits = Limits(), mirror: Path = MIRROR, *, sixth_round: bool = False
) -> list[str]:
    """Texts of publishers that are neither in the folds held out nor held back, within the limits; of those of the
    sixth round only on request.

    The whole folder (or the file, where it holds numbered records) of an annotated release that is left out is left out
    too: its other releases may be by the same publisher.
    """
    rows = [json.loads(line) for line in FILE.read_text("utf-8").splitlines()]
    known = {row["sha256"] for row in rows} | {_hash(r.text) for r in releases(SHARED / "train")}
    back = {row["publisher"] for row in rows if HELD_BACK.fullmatch(row["id"])}
    places_of: dict[str, set[Source]] = {}
    outside: set[tuple[str, str]] = set()
    for row in rows:
        source, publisher = Source(**row["source"]), row["publisher"]
        if publisher in back or publisher_fold(publisher) in hold_out:
            outside.add(_home(source))
        elif source.form not in _LEFT_OUT and (sixth_round or not SIXTH_ROUND.fullmatch(row["id"])):
            places_of.setdefault(publisher, set()).add(source)
    found: dict[str, tuple[str, str]] = {}
    for places in places_of.values():
        taken: Counter[str] = Counter()
        for source in _neighbours({p for p in places if _home(p) not in outside}, mirror):
            if taken[source.repo] == limits.of_publisher(source.repo):
                continue
            text = _text(source, mirror)
            ident = _hash(text)
            if SHORTEST <= len(text) <= LONGEST and ident not in known and ident not in found:
                found[ident] = source.repo, text
                taken[source.repo] += 1
    of_repository: Counter[str] = Counter()
    chosen = []
    for _, (repository, text) in sorted(found.items()):
        of_repository[repository] += 1
        if of_repository[repository] <= limits.of_repository(repository):
            chosen.append(text)
    return chosen


def _home(source: Source) -> tuple[str, str]:
    """The repository of a source, and its file if that holds numbered records, else its folder."""
    place = PurePosixPath(source.path)
    return source.repo, str(place if _NUMBERED.fullmatch(source.record) else place.parent)


def _neighbours(places: set[Source], mirror: Path) -> Iterator[Source]:
    """The unannotated sources in the same folders or files, in the order of their hashes."""
    found: set[Source] = set()
    for place in places:
        numbered = _NUMBERED.fullmatch(place.record)
        if numbered:
            last = max(int(m[1]) for p in places if p.path == place.path and (m := _NUMBERED.fullmatch(p.record)))
            found |= {replace(place, record=f"{n}{numbered[2] or ''}") for n in range(last)}
        else:
            ending = PurePosixPath(place.path).suffix
            found |= {replace(place, path=path) for path in _files(place, mirror) if path.endswith(ending)}
    return iter(sorted(found - places, key=lambda s: _hash(repr(s))))


def _files(place: Source, mirror: Path) -> list[str]:
    """The paths of the files in the folder of a source."""
    repository = mirror / place.repo.replace("/", "+") / "repo"
    folder = PurePosixPath(place.path).parent
    inside = [] if str(folder) == "." else [f"{folder}/"]
    command = ["git", "-C", str(repository), "ls-tree", "-z", "--name-only", place.commit, *inside]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.split("\0")


def _text(source: Source, mirror: Path) -> str:
    """The text of a source; empty where its form finds none (a menu page among releases, a missing record)."""
    try:
        return read_text(source, mirror).strip()
    except (LookupError, ValueError, TypeError, AttributeError, subprocess.CalledProcessError):
        return ""


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
