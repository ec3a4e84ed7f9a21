"""Which parts of the rules give nothing: each function, pattern and word list of theirs switched off in turn.

    python -m benchmarks.inert                        # all rules of people, bodies, offices and countries: an hour
    python -m benchmarks.inert people_find roles      # the modules whose names begin so

The ablation measures rules that have a name; this finds those that nobody thought of. A function finds nothing, says
no, or leaves an end where it is; a pattern matches nowhere; a list is empty. Printed are the parts without which no
figure of the development sets is lower, with the number of texts whose extraction changes: a shortcut for speed changes
none, and a rule on what the sets do not count (honorifics, the country that an office serves) changes some.
"""

from __future__ import annotations

import argparse
import inspect
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple
from unittest import mock

from benchmarks.ablation import RULE_MODULES, X, forget
from benchmarks.ablation_sets import Measured, gold_dev, held_out, made_up_cases, newswire
from training.corpus import SHARED

NEEDED = (AttributeError, IndexError, KeyError, TypeError, ValueError)
"""What fails without a part needs it."""
LEAST = 1e-9
_ENDS = ("end", "start", "at")
"""Parameters that a function gives back moved."""

Result = tuple[dict[str, float], list[int]]
"""Figures of a set; a number for each text that says what was found there."""


class Part(NamedTuple):
    """A thing of a module or a class, and what is put in its place."""

    name: str
    owner: ModuleType | type
    attribute: str
    thing: Any
    instead: Any


def parts(beginnings: Sequence[str]) -> list[Part]:
    """Everything that can be switched off in modules of these names, once each, in order."""
    found: dict[int, Part] = {}
    for path, module in sorted(sys.modules.items()):
        name = path.removeprefix(X)
        if path.startswith(X) and name.startswith(tuple(beginnings)):
            for part in _parts_of(module, name, path):
                found.setdefault(id(part.thing), part)
    return list(found.values())


def _parts_of(owner: ModuleType | type, name: str, path: str) -> Iterator[Part]:
    for attribute, thing in list(vars(owner).items()):
        if inspect.isclass(thing) and thing.__module__ == path:
            yield from _parts_of(thing, f"{name}.{attribute}", path)
        elif not attribute.startswith("__") and (not callable(thing) or thing.__module__ == path):
            instead = _instead(thing)
            if instead is not None:
                yield Part(f"{name}.{attribute}", owner, attribute, thing, instead)


def _instead(thing: object) -> Any:
    """What stands for a thing that is switched off; None where it cannot be."""
    if isinstance(thing, re.Pattern):
        return re.compile("(?!)")
    if isinstance(thing, frozenset):
        return frozenset()
    if isinstance(thing, property):
        return property(_off(thing.fget)) if thing.fget and _off(thing.fget) else None
    return _off(thing) if callable(thing) and not inspect.isclass(thing) else None


def _off(function: Callable[..., Any]) -> Callable[..., Any] | None:
    """A function of the same kind of answer that finds nothing and changes nothing."""
    function = inspect.unwrap(function)
    if not inspect.isfunction(function):
        return None
    answer, names = str(function.__annotations__.get("return")), list(inspect.signature(function).parameters)
    nothing = {"bool": False, "None": None, "int": 0}
    if answer == "int" and (moved := next((n for n in _ENDS if n in names), None)):
        return lambda *given, **named: (dict(zip(names, given, strict=False)) | named)[moved]
    if answer == "tuple[int, int]" and {"start", "end"} <= set(names):
        return lambda *given: (given[names.index("start")], given[names.index("end")])
    if answer in nothing or answer.endswith("| None"):
        return lambda *_, **__: nothing.get(answer)
    for beginning, empty in (("Iterator", list), ("list", list), ("set", set), ("frozenset", set), ("dict", dict)):
        if answer.startswith(beginning):
            return lambda *_, **__: empty()
    return None


@contextmanager
def without(part: Part) -> Iterator[None]:
    """Switches a part off, wherever a module has it under a name."""
    owners: list[tuple[Any, str]] = [(part.owner, part.attribute)]
    if isinstance(part.owner, ModuleType):
        owners = [
            (module, name)
            for path, module in list(sys.modules.items())
            for name, thing in list(vars(module).items())
            if path.startswith("pipeline.") and thing is part.thing
        ]
    with ExitStack() as stack:
        for owner, name in owners:
            stack.enter_context(mock.patch.object(owner, name, part.instead))
        forget()
        try:
            yield
        finally:
            forget()


def gives_nothing(part: Part, sets: Sequence[Measured], whole: Sequence[Result]) -> list[int] | None:
    """How many texts of each set change without a part that gives nothing; None where a figure is lower without it."""
    changed = []
    with without(part):
        for measured, (figures, before) in zip(sets, whole, strict=True):
            try:
                found, after = result(measured)
            except NEEDED:
                return None
            if any(figures[m] - found[m] > LEAST for m in figures):
                return None
            changed.append(sum(a != b for a, b in zip(before, after, strict=True)))
    return changed


def result(measured: Measured) -> Result:
    """The figures of a set, and what was found in each text, to be compared."""
    found = measured.extractions()
    return measured.score(found), [hash(repr(x)) for x in found]


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("modules", nargs="*", default=RULE_MODULES, help="beginnings of names of modules")
    parser.add_argument("--mirror", type=Path, default=SHARED.parent / ".mirror", help="where the newswire is")
    arguments = parser.parse_args(argv)
    if not (SHARED / "train").is_dir():
        print(f"No development sets at {SHARED}: nothing to measure.", file=sys.stderr)
        return 2
    sets = [made_up_cases(), gold_dev(), held_out(), newswire(arguments.mirror)]
    whole = [result(measured) for measured in sets]
    for part in parts(arguments.modules):
        changed = gives_nothing(part, sets, whole)
        if changed is not None:
            print(f"{part.name}: {sum(changed)} texts change ({' + '.join(map(str, changed))})", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
