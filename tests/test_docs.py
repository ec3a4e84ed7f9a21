"""The documentation: examples run, settings are read, generated pages are current, links lead somewhere."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import tomllib
import unicodedata
from importlib.util import find_spec
from pathlib import Path

import pytest
import yaml

from benchmarks import reference, site_pages
from pipeline import extract, load_tables
from pipeline.arguments import parser
from pipeline.config import read_config
from pipeline.data import data_file
from tests.conftest import ROOT

DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
LINKING = sorted(path for path in ROOT.rglob("*.md") if not path.relative_to(ROOT).parts[0].startswith((".", "build")))
"""Every page of the repository: the model card and CONTRIBUTING.md have links too."""
LEARNT = [ROOT / "README.md", *(DOCS / name for name in ("tutorial.md", "how-to.md", "formats.md", "settings.md"))]


def blocks(page: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", page.read_text("utf-8"), re.S | re.M)


@pytest.mark.parametrize("name", reference.PAGES)
def test_the_reference_matches_the_code(name: str) -> None:
    stored = (reference.FOLDER / name).read_text("utf-8")
    made = reference.HEAD + reference.PAGES[name]()
    if name == "commands.md" and sys.version_info >= (3, 13):  # argparse of that version prints options differently
        stored, made = (re.sub(r"\s|-q, --quiet|-h, --help", "", page)[:200] for page in (stored, made))
    assert made == stored, "run `python -m benchmarks.reference`"


def test_the_rules_of_all_rows_are_documented(processed: Path) -> None:
    codes = set(re.findall("`([^`]+)`", reference.rules()))
    both = {code + end.removeprefix("…") for code in codes for end in codes if end.startswith("…")}
    tables = load_tables(processed)
    made = {rule for name in ("mentions", "roles", "dates", "quotes") for rule in tables[name]["rule"]}
    assert {part for rule in made for part in rule.split(":")} - codes - both == set()


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("“It is done,” said Ann Reyes.", "quotes.reader"),
        ("Ann Reyes said that rents had risen by far too much.", "quotes.said"),
        ("Rents have risen by far too much, said Ann Reyes.", "quotes.fronted"),
        ("Rents, Ann Reyes said, have risen by far too much.", "quotes.aside"),
        ("According to Ann Reyes, rents have risen by far too much.", "quotes.according"),
    ],
)
def test_the_rules_of_quotes_are_what_the_reference_says(text: str, rule: str) -> None:
    assert [q.rule for q in extract(f"{text}\n").quotes] == [rule]
    assert f"`{rule}`" in reference.rules()


@pytest.mark.parametrize("page", [p for p in LEARNT if blocks(p, "python")], ids=lambda p: p.name)
def test_examples_in_python_run(
    page: Path, processed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "processed").symlink_to(processed)
    monkeypatch.chdir(tmp_path)
    exec("\n".join(blocks(page, "python")), {"text": "It is done, said Anna Berg."})
    if printed := blocks(page, "text"):
        assert capsys.readouterr().out == "".join(printed)


@pytest.mark.parametrize(
    ("page", "block"), [(p, b) for p in LEARNT for b in blocks(p, "toml")], ids=lambda v: getattr(v, "name", "")
)
def test_examples_of_settings_are_read(page: Path, block: str, tmp_path: Path) -> None:
    path = tmp_path / "communique.toml"
    path.write_text(block, "utf-8")
    read_config(path)


def slugs(page: Path) -> set[str]:
    """The anchors of the headings of a page that are the same on GitHub and on the site."""
    heads = re.findall(r"^#+ (.+)$", re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.S | re.M), re.M)
    words = [re.sub(r"\[([^\]]*)\]\([^)]*\)|[`*]", r"\1", head).strip().lower() for head in heads]
    github = [re.sub(r"[^\w\- ]", "", head).replace(" ", "-") for head in words]
    plain = [unicodedata.normalize("NFKD", head).encode("ascii", "ignore").decode() for head in words]
    site = [re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", head).strip()) for head in plain]
    return {here for here, there in zip(github, site, strict=True) if here == there and github.count(here) == 1}


@pytest.mark.parametrize("page", LINKING, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_links_lead_to_files_and_headings(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]*)(?:#([^)\s]+))?\)", page.read_text("utf-8"))
    ours = [(page.parent / link if link else page, anchor) for link, anchor in links if "://" not in link]
    assert [path for path, _ in ours if not path.exists()] == []
    assert [f"{path}#{anchor}" for path, anchor in ours if anchor and anchor not in slugs(path)] == []


def test_every_page_is_part_of_the_site(tmp_path: Path) -> None:
    settings = yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))
    named = set(re.findall(r"[\w/-]+\.md", str(settings["nav"])))
    assert named == {p.relative_to(DOCS).as_posix() for p in PAGES} | {*site_pages.OUTSIDE}
    if find_spec("mkdocs"):
        command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("path", "link", "on_site"),
    [
        ("quality.md", "[a](../training/ANNOTATION.md)", "[a](training/ANNOTATION.md)"),
        ("trials/parts.md", "[a](../decisions/parts.md#parts)", "[a](../decisions/parts.md#parts)"),
        ("training/README.md", "[a](../docs/trials/reader.md)", "[a](../trials/reader.md)"),
        ("CONTRIBUTING.md", "[a](docs/review.md)", "[a](review.md)"),
        ("pipeline/data/reader/README.md", "[a](NOTICE.md)", "a"),  # no page of the site
        ("index.md", "[a](https://zed.example)", "[a](https://zed.example)"),
        ("index.md", "![a](images/report.png)", "![a](images/report.png)"),
    ],
)
def test_links_between_pages_lead_to_pages_of_the_site(path: str, link: str, on_site: str) -> None:
    assert site_pages.linked(link, path) == on_site


def test_every_format_that_is_read_is_documented() -> None:
    from pipeline.read.blob import SUFFIXES, Blob
    from pipeline.read.formats import read_documents

    read = {s: list(read_documents(Blob(f"a.{s}", f"a.{s}", b"x"))) for s in SUFFIXES}
    assert [s for s, found in read.items() if any(getattr(f, "reason", "") == "error" for f in found)] == []
    page = (DOCS / "formats.md").read_text("utf-8")
    assert [s for s in SUFFIXES if f"`.{s}`" not in page] == []


def test_examples_in_the_help_are_valid_commands() -> None:
    commands = tomllib.loads(data_file("commands.toml").read_text("utf-8"))["commands"]
    examples = [line for about in commands.values() for line in about["examples"]]
    words = [shlex.split(re.split(r"[|>)]", line.removeprefix('eval "$('))[0], comments=True) for line in examples]
    given = [parser().parse_args(line[1:]) for line in words]
    assert {arguments.command for arguments in given} == set(commands)
    assert [a.raw for a in given if a.command == "run" and Path(a.raw).suffix] == [], "a run takes a folder, not a file"
