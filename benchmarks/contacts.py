#!/usr/bin/env python3
"""Score the contacts of annotated releases whose publisher the reader has not seen: python -m benchmarks.contacts

The releases are those of folds 0, 3 and 5 that have a contact part, in ../shared/train and among this project's own
annotations; they are read by the reader of their group (build/reader, see `benchmarks.held_out`). A contact's name is
right if it is that of a person annotated in a contact part, its e-mail address if a contact part contains it, its
organisation if one of that name is annotated in the release. Which number belongs to whom is neither annotated nor
scored.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from pathlib import Path
from random import Random

from benchmarks.held_out import FOLDER, use_reader
from pipeline.extraction.extraction import Extraction, extract
from training.annotated import given_releases, own_releases
from training.corpus import Release
from training.folds import GROUPS

GROUP = 0
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def held_out(most: int) -> list[Release]:
    """At most `most` releases of the group's folds that have a contact part; the choice is always the same."""
    seen = {r.id for r in (*given_releases(GROUPS[GROUP]), *own_releases(GROUPS[GROUP]))}
    rest = [r for r in (*given_releases(), *own_releases()) if r.id not in seen and _contact_parts(r)]
    Random(1).shuffle(rest)
    return rest[:most]


def count(release: Release, x: Extraction) -> Counter[str]:
    """Counts for precision (right of given) and recall (found of wanted) in one release."""
    a, parts = release.annotation, _contact_parts(release)
    people = [m for m in a["mentions"] if m["label"] == "PERSON" and any(s <= m["start"] < e for s, e in parts)]
    wanted = {_plain(m["text"]) for m in people if not m.get("optional")}
    allowed = {_plain(m["text"]) for m in people}
    organisations = {_plain(m["text"]) for m in a["mentions"] if m["label"] == "ORG"}
    organisations |= {_plain(n) for o in a["organisations"] for n in (o["name"], *o["aliases"])}
    addresses = {m[0].casefold().rstrip(".") for s, e in parts for m in _EMAIL.finditer(release.text[s:e])}
    names = {_plain(c.name) for c in x.contacts if c.name}
    given = {c.email.casefold() for c in x.contacts if c.email}
    by_key = {o.organisation_id: _plain(o.name) for o in x.organisations}
    held = [by_key.get(c.organisation_id, "") for c in x.contacts if c.organisation_id]
    return Counter(
        {
            "name right": len(names & allowed), "name given": len(names),
            "name found": len(names & wanted), "name wanted": len(wanted),
            "address right": len(given & addresses), "address given": len(given),
            "address found": len(given & addresses), "address wanted": len(addresses),
            "organisation right": sum(name in organisations for name in held), "organisation given": len(held),
        }
    )  # fmt: skip


def _contact_parts(release: Release) -> list[tuple[int, int]]:
    return [(s["start"], s["end"]) for s in release.annotation["segments"] if s["type"] == "contact"]


def _plain(name: str) -> str:
    return " ".join(re.sub(r"[^\w ]", " ", name).split()).casefold()


def main() -> int:
    """Print precision and recall of names and addresses, and precision of organisations."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--readers", type=Path, default=FOLDER, help="folder of the groups' readers")
    parser.add_argument("--most", type=int, default=120, help="number of releases at most")
    arguments = parser.parse_args()
    use_reader(arguments.readers / f"group{GROUP}")
    chosen = held_out(arguments.most)
    total: Counter[str] = Counter()
    for release in chosen:
        total += count(release, extract(release.text, document_id=release.id))
    print(f"{len(chosen)} releases")
    for cell in ("name", "address", "organisation"):
        print(f"{cell:14} P {total[f'{cell} right'] / max(total[f'{cell} given'], 1):.3f}", end="")
        print(f"  R {total[f'{cell} found'] / total[f'{cell} wanted']:.3f}" if total[f"{cell} wanted"] else "")
    return 0


if __name__ == "__main__":
    sys.exit(main())
