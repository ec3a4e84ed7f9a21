"""Releases that nobody annotated, of the publishers of those that somebody did: what a network is taught by another.

They are found by a rule, so that no list of thousands of places is needed: the files that lie in the folders of
annotated releases and end alike, or the other records of their files, in the order of their hashes.
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

from training.annotated import FILE, HELD_BACK, publisher_fold
from training.corpus import SHARED, releases
from training.sources import MIRROR, Source, read_text

SHORTEST, LONGEST = 500, 9000
"""Code points of a text: shorter ones are stubs of pages, and longer ones are mostly no releases."""
NEWSWIRES = "Newsworthyai/press-release-archive"
"""The repository whose publishers are newswires, which send the releases of thousands of organisations."""
_LEFT_OUT = frozenset(["pdf", "words_between", "wiki_words"])
"""Forms that take too long to read by the thousand, and those whose records are words of the release itself."""
_NUMBERED = re.compile(r"(\d+)(:.*)?", re.DOTALL)
"""A record that is one of many in its file, told by its number."""


@dataclass(frozen=True, slots=True)
class Limits:
    """At most so many texts of a publisher, and of a repository: one holds a hundred members of the US Congress.

    Of the archive of newswires, whose releases are by thousands of organisations, there may be more.
    """

    publisher: int = 60
    repository: int = 900
    newswires: int = 2600

    def of_publisher(self, repository: str) -> int:
        """How many of a publisher in a repository; of a newswire as many as of all."""
        return self.newswires if repository == NEWSWIRES else self.publisher

    def of_repository(self, repository: str) -> int:
        """How many of a repository."""
        return self.newswires if repository == NEWSWIRES else self.repository


def unannotated(hold_out: Sequence[int] = (), limits: Limits = Limits(), mirror: Path = MIRROR) -> list[str]:
    """Texts of the publishers outside the folds held out and of none that is held back, within limits.

    What lies with a release that is left out is left out too: another record of its file may be its publisher's.
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
        elif source.form not in _LEFT_OUT:
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
    """The repository, and the file that holds a numbered record or else the folder of the file."""
    place = PurePosixPath(source.path)
    return source.repo, str(place if _NUMBERED.fullmatch(source.record) else place.parent)


def _neighbours(places: set[Source], mirror: Path) -> Iterator[Source]:
    """The sources beside some, in the order of their hashes."""
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
    """The text of a source; empty where its form finds none in it (a menu page beside releases, a record left out)."""
    try:
        return read_text(source, mirror).strip()
    except (LookupError, ValueError, TypeError, AttributeError, subprocess.CalledProcessError):
        return ""


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
