"""Show the structure of the code: folders with their files and lines, circular imports and the most complex functions.

    python -m benchmarks.structure            # or `make structure`

Complexity is cyclomatic, as radon computes it, if radon is installed. All imports count for circles, also those inside
functions and those for type checking only.
"""

from __future__ import annotations

import argparse
import ast
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = "pipeline"
HIGH, TOO_HIGH = 10, 15


def files(root: Path = ROOT) -> list[Path]:
    return sorted((root / PACKAGE).rglob("*.py"))


def module(path: Path, root: Path = ROOT) -> str:
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path, known: set[str]) -> Iterator[str]:
    """The modules of the package that a file imports; `from a import b` imports a.b if that is a module, else a."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (a.name for a in node.names if a.name in known)
        elif isinstance(node, ast.ImportFrom) and node.module in known:
            names = [f"{node.module}.{a.name}" for a in node.names]
            yield from (n for n in names if n in known)
            if any(n not in known for n in names):
                yield str(node.module)


def arrows(root: Path = ROOT) -> dict[str, set[str]]:
    """For each module the modules that it imports."""
    paths = {module(p, root): p for p in files(root)}
    return {name: set(imports(path, set(paths))) - {name} for name, path in paths.items()}


def by_folder(of_modules: Mapping[str, set[str]], root: Path = ROOT) -> dict[str, set[str]]:
    """For each folder the folders that its modules import; the top folder of the package is left out."""
    folder = {module(p, root): module(p.parent / "__init__.py", root) for p in files(root)}
    found: defaultdict[str, set[str]] = defaultdict(set)
    for name, used in of_modules.items():
        found[folder[name]] |= {folder[u] for u in used} - {folder[name]}
    return {k: v - {PACKAGE} for k, v in found.items() if k != PACKAGE}


def circles(graph: Mapping[str, set[str]]) -> list[list[str]]:
    """The sets of nodes that can reach each other (strongly connected components with a cycle)."""
    reach = {node: _reached(graph, node) for node in graph}
    groups = {frozenset(o for o in reach[n] if n in reach.get(o, ())) for n in graph}
    return sorted(sorted(g) for g in groups if g)


def _reached(graph: Mapping[str, set[str]], start: str) -> set[str]:
    found: set[str] = set()
    ahead = list(graph[start])
    while ahead:
        node = ahead.pop()
        if node not in found:
            found.add(node)
            ahead += graph.get(node, ())
    return found


def complexities(root: Path = ROOT) -> list[tuple[int, str]]:
    """The complexity of each function and method, highest first."""
    from radon.complexity import cc_visit

    return sorted(
        ((b.complexity, f"{p.relative_to(root)}:{b.lineno} {b.fullname}") for p in files(root)
         for b in cc_visit(p.read_text("utf-8")) if b.letter in "FM"),
        reverse=True,
    )  # fmt: skip


def main(argv: list[str] | None = None) -> int:
    argparse.ArgumentParser(description=__doc__.partition("\n")[0]).parse_args(argv)
    lines = {p: len(p.read_text("utf-8").splitlines()) for p in files()}
    count, size = Counter(p.parent for p in lines), Counter[Path]()
    for path, n in lines.items():
        size[path.parent] += n
    print("lines  files  folder")
    for folder in sorted(count):
        print(f"{size[folder]:5}  {count[folder]:5}  {folder.relative_to(ROOT)}")
    print(f"{sum(lines.values()):5}  {len(lines):5}  in all\n")
    of_modules = arrows()
    for what, found in (("files", circles(of_modules)), ("folders", circles(by_folder(of_modules)))):
        print(f"circular imports of {what}: {len(found)}", *(" ↔ ".join(c) for c in found), sep="\n  ")
    try:
        functions = complexities()
    except ImportError:
        print("complexities not computed: radon is not installed")
        return 0
    high = [f for f in functions if f[0] > HIGH]
    share = len(high) / len(functions)
    print(f"\n{len(high)} of {len(functions)} functions ({share:.1%}) over {HIGH}; over {TOO_HIGH}:")
    print(*(f"  {c}  {name}" for c, name in high if c > TOO_HIGH), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
