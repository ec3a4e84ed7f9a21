"""Audit the locked dependencies: their licences, an SBOM (CycloneDX) and their known vulnerabilities.

    python -m benchmarks.audit                         # prints the licences, writes dist/communique.cdx.json
    python -m benchmarks.audit --lock requirements-dev.txt

Licences are those that the installed packages state. Known vulnerabilities are looked up at PyPI by `pip-audit`, which
needs a network; if it is not installed, the command says that they were not checked.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

from pipeline import __version__

_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_KNOWN = (
    ("MIT", "mit"), ("Apache-2.0", "apache"), ("BSD-3-Clause", "bsd"), ("MPL-2.0", "mpl"), ("MPL-2.0", "mozilla"),
    ("PSF-2.0", "python software"), ("ISC", "isc"), ("LGPL", "lesser general"), ("LGPL", "lgpl"), ("GPL", "gpl"),
    ("Unlicense", "unlicense"), ("Zlib", "zlib"),
)  # fmt: skip


def licence(package: str) -> str:
    """The licence that an installed package states, shortened; else “not installed” or “not stated”."""
    try:
        about = metadata(package)
    except PackageNotFoundError:
        return "not installed"
    stated = about.get("License-Expression")
    if stated:
        return str(stated)
    classified = [c.rpartition(" :: ")[2] for c in about.get_all("Classifier") or [] if c.startswith("License ::")]
    text = "; ".join(classified) or (about.get("License") or "").strip().split("\n")[0]
    return next((name for name, sign in _KNOWN if sign in text.lower()), text[:60] or "not stated")


def locked(lock: Path) -> list[tuple[str, str, list[str]]]:
    """(name, version, SHA-256 of its files) of every package in a lock file."""
    text = lock.read_text("utf-8")
    found = list(_PINNED.finditer(text))
    ends = [m.start() for m in found[1:]] + [len(text)]
    return [(m[1], m[2], _HASH.findall(text[m.end() : end])) for m, end in zip(found, ends, strict=True)]


def bill(packages: list[tuple[str, str, list[str]]]) -> dict[str, Any]:
    """The packages as a CycloneDX 1.5 document, without time and serial number: equal locks give equal bytes."""
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "communique", "version": __version__}},
        "components": [
            {
                "type": "library",
                "name": name,
                "version": version,
                "purl": f"pkg:pypi/{name.lower().replace('_', '-')}@{version}",
                "licenses": [{"license": {"name": licence(name)}}],
                "hashes": [{"alg": "SHA-256", "content": digest} for digest in hashes],
            }
            for name, version, hashes in packages
        ],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lock", type=Path, default=Path("requirements.txt"))
    parser.add_argument("--out", type=Path, default=Path("dist/communique.cdx.json"))
    args = parser.parse_args()
    packages = locked(args.lock)
    by_licence: dict[str, list[str]] = {}
    for name, version, _ in packages:
        by_licence.setdefault(licence(name), []).append(f"{name} {version}")
    for stated, names in sorted(by_licence.items()):
        print(f"{stated} ({len(names)}): {', '.join(names)}")
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_text(json.dumps(bill(packages), indent=2) + "\n", "utf-8")
    print(f"{len(packages)} packages listed in {args.out}")
    if importlib.util.find_spec("pip_audit") is None:
        print("known vulnerabilities: not checked, because pip-audit is not installed")
        return
    command = [sys.executable, "-m", "pip_audit", "--disable-pip", "--requirement", str(args.lock)]
    sys.exit(subprocess.run(command).returncode)


if __name__ == "__main__":
    main()
