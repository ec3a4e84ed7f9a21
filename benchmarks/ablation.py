"""Ablation: switch off each condition of some files in turn, and print how many releases change and which figures fall.

    python -m benchmarks.ablation pipeline/extraction/roles/*.py        # about 3 s per condition on one core

A rule must gain .15 of a point on publishers held out; this finds rules that do not. Every `if`, every operand of an
`and` or `or` and every filter of a comprehension is removed in turn, in a copy of its function, and the releases that
run its line are read again: those held back, the 34 of new publishers and the 11 development releases. The network
reads each release only once, so conditions that change its input (quotation marks, parts of a release) cannot be
measured with this command. A condition may guard against something that is not in these releases: look before you
delete it.
"""

from __future__ import annotations
import __future__

import argparse
import ast
import importlib
import inspect
import signal
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, FrameType, FunctionType
from typing import Any, NamedTuple
from unittest.mock import patch

import pipeline.extraction.pipeline
import pipeline.extraction.reader.component as reader
from benchmarks.adapters import gold_prediction
from pipeline.extraction.extraction import extract
from training.annotated import held_back
from training.corpus import SHARED, Release, module_at, releases
from training.scoring import GOLD, scorable

ROOT = Path(__file__).resolve().parents[1]
GAIN = 0.15  # points of F1 that a rule must gain
LONGEST = 90  # seconds per condition: a loop without its condition may never end
Counts = dict[str, tuple[int, int, int]]  # task -> right, wrong, missed
Key = tuple[str, int]  # name of a set, number of a release in it


class Condition(NamedTuple):
    """A condition that can be removed: `take` removes it from the syntax tree that it is part of."""

    function: str  # its qualified name
    line: int
    last_line: int
    words: str
    take: Callable[[], None]


def conditions(tree: ast.Module) -> Iterator[Condition]:
    """The conditions in the functions of a module, always in the same order."""
    for name, function in _functions(tree, ""):
        for node in ast.walk(function):
            if isinstance(node, ast.If | ast.IfExp):
                yield _condition(name, node.test, lambda n=node: setattr(n, "test", ast.Constant(False)))
            elif isinstance(node, ast.BoolOp):
                holds = ast.Constant(isinstance(node.op, ast.And))
                for i, value in enumerate(node.values):
                    yield _condition(name, value, lambda n=node, i=i, v=holds: n.values.__setitem__(i, v))
            elif isinstance(node, ast.comprehension):
                for i, test in enumerate(node.ifs):
                    yield _condition(name, test, lambda n=node, i=i: n.ifs.__delitem__(i))


def _functions(node: ast.AST, within: str) -> Iterator[tuple[str, ast.FunctionDef]]:
    """Functions and methods with their qualified names; an inner function counts as part of the outer one."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.ClassDef):
            yield from _functions(child, f"{within}{child.name}.")
        elif isinstance(child, ast.FunctionDef):
            yield f"{within}{child.name}", child


def _condition(function: str, test: ast.expr, take: Callable[[], None]) -> Condition:
    return Condition(function, test.lineno, test.end_lineno or test.lineno, ast.unparse(test), take)


def without(path: Path, number: int) -> CodeType | None:
    """The code of a function with condition `number` of its file removed; None if its code object cannot be found."""
    tree = ast.parse(path.read_text("utf-8"))
    condition = list(conditions(tree))[number]
    condition.take()
    module = compile(
        ast.fix_missing_locations(tree), str(path), "exec", __future__.annotations.compiler_flag, dont_inherit=True
    )
    code: CodeType | None = module
    for name in condition.function.split("."):
        inner = [c for c in code.co_consts if isinstance(c, CodeType) and c.co_name == name] if code else []
        code = inner[0] if inner else None
    return code


def function_of(path: Path, name: str) -> FunctionType | None:
    """The undecorated function of a file with this qualified name; None if it is not a plain function."""
    found: Any = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    for part in name.split("."):
        found = inspect.getattr_static(found, part)
    found = getattr(found, "fget", getattr(found, "func", getattr(found, "__func__", found)))
    found = inspect.unwrap(found) if callable(found) else found
    return found if isinstance(found, FunctionType) else None


@dataclass
class Bench:
    """The releases, what is found in them with the code unchanged, and which lines each of them runs."""

    sets: Mapping[str, list[Release]]
    found: dict[Key, tuple[int, Counts]] = field(default_factory=dict)
    lines: dict[tuple[str, int], set[Key]] = field(default_factory=dict)  # file and line -> releases that run it

    def __post_init__(self) -> None:
        self._score = module_at(GOLD)
        self._readings: dict[str, Any] = {}
        read = reader.read

        def kept(model: Any, text: str, *rest: Any) -> Any:
            if text not in self._readings:
                self._readings[text] = read(model, text, *rest)
            return self._readings[text]

        patch.object(reader, "read", kept).start()

    def measure(self, files: set[str]) -> None:
        """Read every release with the code unchanged, and note which lines of `files` it runs."""
        ran: set[tuple[str, int]] = set()

        def note(frame: FrameType, event: str, _: Any) -> Any:
            if frame.f_code.co_filename not in files:
                return None
            ran.add((frame.f_code.co_filename, frame.f_lineno))
            return note

        for key, release in self._all():
            ran.clear()
            forget()
            sys.settrace(note)
            self.found[key] = self.result(release)
            sys.settrace(None)
            for place in ran:
                self.lines.setdefault(place, set()).add(key)

    def _all(self) -> Iterator[tuple[Key, Release]]:
        for name, documents in self.sets.items():
            yield from (((name, i), release) for i, release in enumerate(documents))

    def result(self, release: Release) -> tuple[int, Counts]:
        """A hash of all rows of a release, and how many are right, wrong and missed."""
        x = extract(release.text, release.annotation.get("meta_date"), document_id=release.id)
        found = self._score.remap(gold_prediction(x), release.text)
        counted = self._score.score_doc(release.annotation, found, release.text)
        return hash(x), {
            task: tuple(len(c) if hasattr(c, "__len__") else c for c in counts)  # type: ignore[misc]
            for task, counts in counted.items()
        }

    def compare(self, keys: set[Key]) -> tuple[Counter[str], dict[str, float]]:
        """How many releases of each set changed, and by how many points the figures did."""
        changed: Counter[str] = Counter()
        totals: dict[tuple[str, str], Counter[int]] = defaultdict(Counter)  # set and task -> right, wrong, missed
        deltas: dict[tuple[str, str], Counter[int]] = defaultdict(Counter)
        for key, (_, counts) in self.found.items():
            for task, count in counts.items():
                totals[key[0], task].update(dict(enumerate(count)))
        for key in sorted(keys):
            rows, counts = self.result(self.sets[key[0]][key[1]])
            changed[key[0]] += rows != self.found[key][0]
            for task, count in counts.items():
                was = self.found[key][1][task]
                deltas[key[0], task].update({i: n - o for i, (n, o) in enumerate(zip(count, was, strict=True))})
        figures = {}
        for place, delta in deltas.items():
            if any(delta.values()):
                after = Counter(totals[place])
                after.update(delta)
                figures[" ".join(place)] = 100 * (_f1(after) - _f1(totals[place]))
        return +changed, figures


def _f1(counts: Counter[int]) -> float:
    return 2 * counts[0] / max(1, 2 * counts[0] + counts[1] + counts[2])


def forget() -> None:
    """Clear the caches of functions with arguments, which hold results of other code; those of loaded data stay."""
    loaded = pipeline.extraction.pipeline.load_nlp
    for name, module in list(sys.modules.items()):
        if name.startswith("pipeline.extraction") and ".reader" not in name:
            for value in vars(module).values():
                if hasattr(value, "cache_clear") and inspect.signature(value).parameters and value is not loaded:
                    value.cache_clear()


def _stop(*_: object) -> None:
    raise TimeoutError


def report(bench: Bench, path: Path, number: int, condition: Condition) -> str:
    """One line of the report: what happens to the figures without a condition."""
    function, code = function_of(path, condition.function), without(path, number)
    place = f"{path.relative_to(ROOT)}:{condition.line} {condition.function}: {condition.words}"
    if function is None or code is None or code.co_freevars != function.__code__.co_freevars:
        return f"not tried  {place}"
    keys = set[Key]().union(
        *(bench.lines.get((str(path), n), set()) for n in range(condition.line, condition.last_line + 1))
    )
    kept, function.__code__ = function.__code__, code
    forget()
    signal.alarm(LONGEST)
    try:
        changed, figures = bench.compare(keys)
    except Exception as error:  # of any kind: it shows what the condition guards against
        return f"guard      {place} ({type(error).__name__})"
    finally:
        signal.alarm(0)
        function.__code__ = kept
        forget()
    worst = min(figures.values(), default=0.0)
    verdict = "no effect" if not changed else "gains" if worst <= -GAIN else "too little"
    lost = ", ".join(f"{name} {value:+.2f}" for name, value in sorted(figures.items(), key=lambda f: f[1])[:4])
    return f"{verdict:10} {place} ({sum(changed.values())} of {len(keys)} releases change{'; ' if lost else ''}{lost})"


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="+", help="modules of the extraction")
    args = parser.parse_args(argv)
    if not (SHARED / "gold").is_dir():
        print("Nothing to measure on: there are no development sets in ../shared.", file=sys.stderr)
        return 2
    signal.signal(signal.SIGALRM, _stop)
    paths = [path.resolve() for path in args.files]
    bench = Bench(
        {
            "held back": [scorable(r) for r in held_back()],
            "new": releases(SHARED / "gold" / "new"),
            "development": releases(SHARED / "gold" / "dev"),
        }
    )
    bench.measure({str(path) for path in paths})
    for path in paths:
        for number, condition in enumerate(conditions(ast.parse(path.read_text("utf-8")))):
            print(report(bench, path, number, condition), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
