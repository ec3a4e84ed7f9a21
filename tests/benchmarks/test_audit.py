"""The SBOM of the locked dependencies that `make audit` writes."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.audit import bill, licence, locked
from tests.conftest import ROOT

LOCK = """\
# a comment
numpy==2.1.0 \\
    --hash=sha256:{a} \\
    --hash=sha256:{b}
zope_made.up==1.0 ; python_version < "3.12" \\
    --hash=sha256:{a}
""".format(a="a" * 64, b="b" * 64)


def test_the_sbom_names_every_package_of_a_lock_file(tmp_path: Path) -> None:
    (tmp_path / "lock.txt").write_text(LOCK)
    found = bill(locked(tmp_path / "lock.txt"))
    assert found["bomFormat"] == "CycloneDX"
    assert [(c["purl"], len(c["hashes"])) for c in found["components"]] == [
        ("pkg:pypi/numpy@2.1.0", 2),
        ("pkg:pypi/zope-made.up@1.0", 1),
    ]
    assert found == bill(locked(tmp_path / "lock.txt")), "equal locks, equal bytes"


@pytest.mark.parametrize("package", ["numpy", "spacy", "pandas"])
def test_installed_packages_state_their_licence(package: str) -> None:
    assert licence(package) not in ("not installed", "not stated")


def test_a_package_that_is_not_installed_is_reported() -> None:
    assert licence("no-such-package-here") == "not installed"


def test_every_pinned_package_has_hashes() -> None:
    packages = locked(ROOT / "requirements.txt")
    assert len(packages) > 20
    assert [name for name, _, hashes in packages if not hashes] == []
