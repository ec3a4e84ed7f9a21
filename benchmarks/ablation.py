"""What each rule of people, organisations and roles gives: the figures without it, beside the figures with all.

    python -m benchmarks.ablation                # writes benchmarks/ablation.md
    python -m benchmarks.ablation --limit 120    # of the training releases only every third

The model reads each text once; then the components run over it with one rule switched off at a time. A figure is a
difference in hundredths: +1.20 says that the measure is 1.2 points higher with the rule than without; a dot, none. The
measures are F1; of the made-up cases the share that is fully right. Each of the training releases is read by a network
that did not see it (`training.fold_networks`). The sets are those of ../shared, and the newswire that ../shared/ner
names.
"""

from __future__ import annotations

import argparse
import functools
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

from benchmarks.ablation_sets import gold_dev, held_out, made_up_cases, newswire
from pipeline.extraction.gazetteer import Gazetteer
from training.corpus import SHARED

OUT = Path(__file__).with_name("ablation.md")
SHOWN = 0.005
"""Smaller differences, in hundredths, are shown as a dot."""
X = "pipeline.extraction."
RULE_MODULES = ("people", "organisation", "roles", "countries", "country_mentions", "acronyms", "bodies")
"""Beginnings of the names of the modules that hold the rules."""


def nothing(*_: Any, **__: Any) -> list[Any]:
    """In the place of a rule that finds things."""
    return []


def none(*_: Any, **__: Any) -> None:
    """In the place of a rule that finds one thing, or changes something."""


def no(*_: Any, **__: Any) -> bool:
    """In the place of a rule that says that something holds."""
    return False


RULES: dict[str, list[tuple[str, Any]]] = {
    "people: names behind an honorific": [(X + "people_find.after_honorifics", nothing)],
    "people: names beside an office": [(X + "people_find.beside_offices", nothing)],
    "people: known names looked for everywhere": [(X + "people._everywhere", nothing)],
    "people: surnames read as bodies taken back": [(X + "people._take_back", no)],
    "people: predicates of headlines": [
        (X + "people_shape.headline_verbs", nothing),
        (X + "people_pieces.headline_verbs", nothing),
    ],
    "people: full names need evidence": [(X + "people.likely", lambda _, people: people)],
    "people: given names left before a span": [
        (X + "people_find.before_given", lambda _, s, e, __: (s, e)),
        (X + "people.before_given", lambda _, s, e, __: (s, e)),
    ],
    "people: names known alone": [(X + "people_merge._may_stand_alone", lambda n: n.announced or n.supported)],
    "people: bodies with a suffix are people": [(X + "people_find.read_as_bodies", nothing)],
    "people: lone names need an announcement": [(X + "people_merge.announces", lambda *_: True)],
    "bodies: list of known bodies": [(X + "organisations.body_gazetteer", lambda: Gazetteer({}))],
    "bodies: head nouns and legal forms": [(X + "organisation_spans.SpanGrower.phrases", nothing)],
    "bodies: acronym definitions": [(X + "organisations.definitions", nothing)],
    "bodies: known names looked for everywhere": [(X + "organisations.Finder.everywhere", lambda _, c, __: c)],
    "bodies: complements (“of the Ministry”)": [(X + "organisation_spans.SpanGrower._complement", lambda _, __, e: e)],
    "bodies: predicates of headlines": [(X + "organisation_spans.SpanGrower._before_predicate", lambda _, __, e: e)],
    "bodies: offices cut off": [(X + "organisation_spans.SpanGrower._beside_office", lambda _, s, e: (s, e))],
    "bodies: persons and places by votes": [(X + "organisation_judge.Judge._is_named_otherwise", no)],
    "bodies: treaties, laws, programmes are none": [
        (X + "organisation_no_names.is_thing", no),
        (X + "organisation_judge.is_thing", no),
    ],
    "bodies: generic words are none": [(X + "organisation_no_names.is_generic", no)],
    "bodies: concept acronyms are none": [
        (X + "organisation_no_names.is_concept", no),
        (X + "organisation_judge.is_concept", no),
    ],
    "bodies: short forms are one with the long": [(X + "organisation_groups.Groups._short_forms", none)],
    "bodies: variants of a name": [(X + "organisation_groups.Groups._variants", none)],
    "bodies: ends of longer names are one with them": [(X + "organisation_groups.Groups._endings", none)],
    "bodies: initials of one name": [(X + "organisation_groups.Groups._initials", none)],
    "bodies: first words that the recogniser missed": [
        (X + "organisation_cut.NameEdges.start_with_rest", lambda _, start, __: start)
    ],
    "bodies: last words that the recogniser missed": [
        (X + "organisation_spans.end_with_rest", lambda _, __, end, ___: end)
    ],
    "bodies: words behind the name": [(X + "organisation_cut.end_of_name", lambda _, __, end, *___: end)],
    "bodies: offices that own a body": [(X + "organisation_cut.NameEdges.owner", none)],
    "bodies: two joined by “and”": [(X + "organisation_parting.is_second", no)],
    "bodies: columns and lists": [(X + "organisations._COLUMNS", re.compile("(?!)"))],
    "bodies: what stands between two in an enumeration": [(X + "organisations.enumerated", nothing)],
    "bodies: headings “About …”": [(X + "organisations.described", nothing)],
    "bodies: the chooser": [(X + "organisations.Finder.unlikely", lambda *_: set())],
    "bodies: several named together": [(X + "organisations.named_together", nothing)],
    "roles: verbs that give an office": [(X + "roles.headings", nothing)],
    "roles: joined offices": [(X + "roles_bind.Binder._joined", none)],
    "roles: appointments and predicates": [(X + "roles_bind.Binder._predicate", none)],
    "roles: body beside the office": [(X + "roles_serve.Server._body_beside", none)],
    "roles: the body that a release is about": [(X + "roles_main_body.MainBody.holds", no)],
    "roles: ministries and chambers that the text names": [
        (X + "roles_serve.of_state", none),
    ],
    "roles: fields of work behind an office": [(X + "roles_complement.Complements._field", lambda _, at: at)],
    "roles: fields are no bodies": [(X + "roles_serve.is_field", no), (X + "roles_naming.is_field", no)],
    "roles: professions are no offices": [(X + "roles._is_profession", no)],
    "roles: marks that were lost": [(X + "roles.lost_marks", no)],
    "roles: body of an office beside it": [(X + "roles_serve.Server._of_joined", none)],
}
"""Rule -> what is put in the place of its parts."""


@contextmanager
def without(rule: str) -> Iterator[None]:
    """Switches a rule off, with nothing remembered from a run with another one switched off."""
    patches = [mock.patch(target, instead) for target, instead in RULES[rule]]
    for patch in patches:
        patch.start()
    forget()
    try:
        yield
    finally:
        for patch in reversed(patches):
            patch.stop()
        forget()


def forget() -> None:
    """Empty the caches of the rules, and the bounded ones of all else: what they hold may hang on a rule."""
    ours = tuple(X + name for name in RULE_MODULES)
    for name, module in list(sys.modules.items()):
        for value in vars(module).values() if name.startswith("pipeline.") else ():
            if isinstance(value, functools._lru_cache_wrapper) and (
                name.startswith(ours) or value.cache_parameters()["maxsize"]
            ):
                value.cache_clear()


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--limit", type=int, help="only so many training releases, evenly spread")
    parser.add_argument(
        "--only", nargs="+", choices=RULES, metavar="RULE", default=list(RULES), help="only these rules"
    )
    parser.add_argument("--mirror", type=Path, default=SHARED.parent / ".mirror", help="where the newswire is")
    parser.add_argument("--out", type=Path, default=OUT)
    arguments = parser.parse_args(argv)
    if not (SHARED / "train").is_dir():
        print(f"No development sets at {SHARED}: nothing to measure.", file=sys.stderr)
        return 2
    sets = [gold_dev(), held_out(arguments.limit), made_up_cases(), newswire(arguments.mirror)]
    lines = [f"# {line}" if i == 0 else line for i, line in enumerate((__doc__ or "").strip().splitlines())]
    for measured in sets:
        whole = measured.figures()
        lines += ["", f"## {measured.name}", "", f"| rule | {' | '.join(whole)} |", "|---|" + "---:|" * len(whole)]
        lines.append("| all rules | " + " | ".join(f"{value:.3f}" for value in whole.values()) + " |")
        for rule in arguments.only:
            with without(rule):
                found = measured.figures()
            gains = (100 * (value - found[m]) for m, value in whole.items())
            lines.append(f"| {rule} | " + " | ".join("·" if abs(g) < SHOWN else f"{g:+.2f}" for g in gains) + " |")
            print(measured.name, lines[-1], flush=True)
    arguments.out.write_text("\n".join(lines) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
