"""The releases annotated for this project, stored as labels and offsets without the texts.

`annotated.jsonl` holds one release per line. Every name is stored as its place in the text (start and end in code
points, end exclusive), so that no word of a publisher's text is in the project; the texts themselves are read from the
repositories that hold them (`training.sources`). Guidelines: training/ANNOTATION.md.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pipeline import country_code
from pipeline.extraction.people.honorifics import HONORIFICS
from pipeline.extraction.people.trim import POST_NOMINALS
from training.corpus import SHARED, Release, releases
from training.folds import FOLDS, fold_of, folds
from training.sources import MIRROR, Source, text_of
from training.whole_titles import phrased_titles, whole_title

FILE = Path(__file__).with_name("annotated.jsonl")
ALIKE = {"isomerpages/mse": "isomerpages/mlaw-corp"}
"""Publishers that are held out together with another of their kind: publisher → the one whose fold it shares."""
LATER_ROUNDS = re.compile(r"[a-hjkmoq-u]\d{3}")
"""Ids of the releases from the third to the fifth round: their headlines are annotated, those of earlier rounds were
found by the line labeller."""
FIFTH_ROUND = re.compile(r"[hjkqtu]\d{3}")
"""Ids of the releases of the fifth round."""
SIXTH_ROUND = re.compile(r"[vwy]\d{3}")
"""Ids of the releases of the sixth round, which only the last distillation learns (`training.reader.distil`)."""
HELD_BACK = re.compile(r"[dfx]\d{3}")
"""Ids of the held-back releases: they are of other publishers, nothing is trained on them, and what ships is measured
on them."""
HELD_BACK_ROUNDS = {"held back": re.compile(r"[df]\d{3}"), "held back, sixth round": re.compile(r"x\d{3}")}
"""Ids of the held-back releases by set: those of the fourth and fifth round, and those of the sixth."""
ADDRESSES = frozenset(
    ["sen", "sens", "senator", "senators", "rep", "reps", "representative", "representatives", "congressman",
     "congressmen", "congresswoman", "congresswomen", "professors"]
)  # fmt: skip
"""Forms of address before one or several names (“[Reps.] Roe and Lund”), in addition to the honorifics whose kind is
not “office”."""
Place = list[int]


def annotated(file: Path = FILE, mirror: Path = MIRROR, ids: re.Pattern[str] = re.compile(r".*")) -> list[Release]:
    """The releases whose ids match, in the format of ../shared/train. Errors: see `training.sources.text_of`."""
    rows = map(json.loads, file.read_text("utf-8").splitlines())
    return [_release(row, mirror) for row in rows if ids.fullmatch(row["id"])]


def given_releases(hold_out: Sequence[int] = ()) -> list[Release]:
    """The releases of ../shared/train, without the publishers of the folds held out."""
    fold = fold_of()
    return [r for r in releases(SHARED / "train") if fold[r.id] not in hold_out]


def own_releases(hold_out: Sequence[int] = (), *, sixth_round: bool = False) -> list[Release]:
    """The releases annotated for this project, without the publishers of the folds held out and those held back; those
    of the sixth round only on request."""
    known = (r for r in annotated() if not HELD_BACK.fullmatch(r.id))
    if not sixth_round:
        known = (r for r in known if not SIXTH_ROUND.fullmatch(r.id))
    return [r for r in known if publisher_fold(r.annotation["publisher"]) not in hold_out]


def held_back(name: str = "held back") -> list[Release]:
    """A set of held-back releases (`HELD_BACK_ROUNDS`), whose publishers nothing was trained on."""
    return annotated(ids=HELD_BACK_ROUNDS[name])


def publisher_fold(publisher: str) -> int:
    """The fold of a publisher: the one it has in ../shared/train, else one by a hash of its name."""
    by_publisher = {name: number for number, name in folds().values()}
    kind = ALIKE.get(publisher, publisher)
    return by_publisher.get(kind, zlib.crc32(kind.encode()) % FOLDS)


def _release(row: dict[str, Any], mirror: Path) -> Release:
    text = text_of(Source(**row["source"]), row["sha256"], mirror)
    return Release(row["id"], text, {"publisher": row["publisher"], **unpacked(row, text)})


def unpacked(row: dict[str, Any], text: str) -> dict[str, Any]:
    """The annotation in the format of ../shared/train, made from a stored row, which has places only."""
    organisations = [_named(o, text) for o in row["organisations"]]
    people = [_named(p, text) for p in row["people"]]
    for person, places in zip(people, row["people"], strict=True):
        titles = [
            {"role": words, "organisation": r["organisation"], "country": r["country"]}
            for r in places["roles"]
            if not _only_address(words := _words(text, r["place"]))
        ]
        person["roles"] = [_role(text, person, t, organisations) for t in phrased_titles(text, titles)]
    named = {"people": people, "organisations": organisations}
    return {
        "mentions": [
            {"start": s, "end": e, "text": text[s:e], "label": label, "optional": optional}
            | ({"iso3": country_code(_words(text, (s, e)))} if label == "COUNTRY" else {})
            for s, e, label, optional in row["mentions"]
        ],
        "people": people,
        "organisations": organisations,
        "quotes": [
            {
                "start": q["place"][0],
                "end": q["place"][1],
                "kind": q["kind"],
                "speaker": [named[kind][n]["name"] for kind, n in q["speaker"]] or None,
                "optional": q["optional"],
            }
            for q in row["quotes"]
        ],
        "segments": [{"type": kind, "start": s, "end": e} for kind, s, e in row["segments"]],
    }


def _role(
    text: str, person: dict[str, Any], title: dict[str, Any], organisations: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    if title["organisation"] is None:
        return title
    organisation = organisations[title["organisation"]]
    whole = whole_title(text, title["role"], _forms(organisation), _forms(person))
    return title | {"role": whole, "organisation": organisation["name"]}


def _forms(entry: dict[str, Any]) -> list[str]:
    return [entry["name"], *entry["aliases"]]


def _only_address(role: str) -> bool:
    """Whether a role is only a form of address or a post-nominal: annotators marked some against the guidelines."""
    bare = role.replace(".", "")
    honorific = HONORIFICS.get(tuple(bare.casefold().replace("-", " ").split()))
    is_one = bare.casefold() in ADDRESSES or (honorific is not None and honorific.kind != "office")
    return is_one or bare in POST_NOMINALS


def packed(ident: str, source: Source, sha256: str, publisher: str, annotation: dict[str, Any], text: str) -> str:
    """The line of `annotated.jsonl` for an annotation; raises ValueError for a name that is not in the text."""
    organisations = annotation["organisations"]
    numbers = {n: i for i, o in reversed([*enumerate(organisations)]) for n in (o["name"], *o["aliases"])}
    people = {n: i for i, p in reversed([*enumerate(annotation["people"])]) for n in (p["name"], *p["aliases"])}
    row = {
        "id": ident,
        "publisher": publisher,
        "source": asdict(source),
        "sha256": sha256,
        "mentions": [
            [m["start"], m["end"], m["label"], bool(m.get("optional"))]
            for m in annotation["mentions"]
        ],
        "people": [
            _places(p, text)
            | {
                "roles": [
                    {
                        "place": _place(text, r["role"]),
                        "organisation": numbers[r["organisation"]] if r["organisation"] else None,
                        "country": r["country"],
                    }
                    for r in p["roles"]
                ]
            }
            for p in annotation["people"]
        ],
        "organisations": [_places(o, text) for o in organisations],
        "quotes": [
            {
                "place": [q["start"], q["end"]],
                "kind": q["kind"],
                "speaker": [
                    ["people", people[s]] if s in people else ["organisations", numbers[s]] for s in q["speaker"] or ()
                ],
                "optional": bool(q["optional"]),
            }
            for q in annotation["quotes"]
        ],
        "segments": [[s["type"], s["start"], s["end"]] for s in annotation["segments"]],
    }  # fmt: skip
    return json.dumps(row, separators=(",", ":"))


def _named(entry: dict[str, Any], text: str) -> dict[str, Any]:
    name, *aliases = (_words(text, place) for place in entry["places"])
    return {"name": name, "aliases": aliases, "optional": entry["optional"]}


def _places(entry: dict[str, Any], text: str) -> dict[str, Any]:
    found = [place for name in (entry["name"], *entry["aliases"]) if (place := _found(text, name))]
    if not found:
        raise ValueError(f"the text does not have {entry['name']!r}")
    return {"places": found, "optional": bool(entry["optional"])}


def _place(text: str, words: str) -> Place:
    place = _found(text, words) or _found(text, words, re.IGNORECASE)
    if place is None:
        raise ValueError(f"the text does not have {words!r}")
    return place


def _found(text: str, words: str, flags: int = 0) -> Place | None:
    found = re.search(r"(?<!\w)" + r"\s+".join(map(re.escape, words.split())) + r"(?!\w)", text, flags)
    return [*found.span()] if found else None


def _words(text: str, place: Sequence[int]) -> str:
    return " ".join(text[place[0] : place[1]].split())
