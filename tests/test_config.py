"""communique.toml: its settings reach the tables, and its errors are reported with their line."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from pipeline import load_tables
from pipeline.cli import main
from pipeline.config import ConfigError, config_path, read_config
from pipeline.extraction.document.reading import Name
from pipeline.extraction.own_names import with_own_names
from pipeline.runs.run import run
from pipeline.settings import Limits, OwnNames, Publisher, fits
from tests.corpus import table_of
from tests.stubs import analyse

FULL = """
model = "communique"

[limits]
file_bytes = 5_000

[fields]
text = ["Story", "body"]
date = "Day"

[[publisher]]
files = "ministry/"
name = "Ministry of Transport"
country = "UZB"
time_zone = "Asia/Tashkent"
boilerplate = ["About the Ministry", "The Ministry * was founded"]
footer = "Follow us$"

[[publisher]]
files = "*.txt"
encoding = "windows-1252"
language = "en"

[names]
people = ["Ana Lópes Vidal"]
none = "Nimbus 3000"
organisations = ["Lake Guard", { name = "Lake Observers", acronym = "LO" }]
"""


def config(folder: Path, text: str) -> Path:
    path = folder / "communique.toml"
    path.write_text(text, "utf-8")
    return path


def test_a_file_of_settings_is_read(tmp_path: Path) -> None:
    found = read_config(config(tmp_path, FULL))
    assert found.limits == Limits(file_bytes=5000)
    assert found.fields == (("text", "Story"), ("text", "body"), ("date", "Day"))
    assert found.publisher("ministry/a/b.eml") == Publisher(
        "ministry/",
        name="Ministry of Transport",
        country="UZB",
        time_zone="Asia/Tashkent",
        parts=(
            ("boilerplate", "About the Ministry"),
            ("boilerplate", "The Ministry * was founded"),
            ("footer", "Follow us$"),
        ),
    )
    assert found.publisher("a.txt") == Publisher("*.txt", language="en", encoding="windows-1252")
    assert found.publisher("folder/a.txt") == Publisher(files="")
    assert found.names == OwnNames(
        ("Ana Lópes Vidal",), (("Lake Guard", None), ("Lake Observers", "LO")), ("Nimbus 3000",)
    )


def test_a_dry_run_shows_the_settings_and_which_files_they_match(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "raw" / "ministry").mkdir(parents=True)
    for name in ("ministry/a.txt", "ministry/b.md", "c.txt"):
        (tmp_path / "raw" / name).write_text("A release.")
    config(tmp_path, FULL + "\n[[publisher]]\nfiles = 'nobody/'\n" * 2)
    assert main(["run", str(tmp_path / "raw"), str(tmp_path / "out"), "--dry-run"]) == 0
    *_, files, limits, fields, ministry, text, nobody, nobody_else, people, organisations, none, last = (
        capsys.readouterr().out.splitlines()
    )
    assert files == "process ministry/b.md: new"
    assert limits == "limits: file_bytes 5,000"
    assert fields == "fields: text “Story”, text “body”, date “Day”"
    assert ministry == (
        "publisher of ministry/ (2 files): name “Ministry of Transport”, country “UZB”, time_zone “Asia/Tashkent”, "
        "boilerplate “About the Ministry”, boilerplate “The Ministry * was founded”, footer “Follow us$”"
    )
    assert text == "publisher of *.txt (1 file): language “en”, encoding “windows-1252”"
    assert nobody == nobody_else == "publisher of nobody/ (no file fits): nothing"
    assert people == "people: “Ana Lópes Vidal”"
    assert organisations == "organisations: “Lake Guard”, “Lake Observers” (LO)"
    assert none == "neither: “Nimbus 3000”"
    assert last == "files: 3 to process; nothing was written"


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("\nmodel = x", 2, "not valid TOML"),
        ("\n\nmodels = 'x'", 3, "there is no setting 'models' here; the settings are model, limits"),
        ("[limits]\nfile_bytes = 5\nfile_byte = 6", 3, "no setting 'file_byte' here"),
        ("[limits]\nfile_bytes = 'x'", 2, "a whole number"),
        ("[limits]\nfile_bytes = 99999999999999999999", 2, "a whole number from 1 to 10,000,000,000, not 9"),
        ("[fields]\nstory = 'x'", 2, "the settings are text, title, date"),
        ("[fields]\ntext = 7", 2, "text must be a text in quotation marks"),
        ("[publisher]\nfiles = 'x'", 1, "write it as [[publisher]]"),
        ("[[publisher]]\nfiles = 'x'\n\n[[publisher]]\nname = 'y'", 4, "say which files"),
        ("[[publisher]]\nfiles = 'x'\n[[publisher]]\nfiles = 'y'\ntime_zone = 'Mars'", 5, "'Mars' is not an IANA"),
        ("[[publisher]]\nfiles = 'x'\nencoding = 'none'", 3, "'none' is not the name of an encoding"),
        ("[[publisher]]\nfiles = 'x'\nlanguage = 'English'", 3, "ISO 639-1"),
        ("[[publisher]]\nfiles = 'x'\ncountry = 'Utopia'", 3, "ISO 3166-1"),
        ("[[publisher]]\nfiles = 'x'\nname = 'y'\nfooter = 5", 4, "footer must be a text"),
        ("[[publisher]]\nfiles = 'x'\nfooter = ['About x', '* x']", 3, "'* x' has no first words"),
        ("[[publisher]]\nfiles = 'x'\nheadline = 'x'", 3, "'headline' here; the settings are files, name, country"),
        ("[names]\npeople = [1]", 2, "people must be a text"),
        ('[names]\nnone = ["a", "b\\u0000"]', 2, r"none must be a text in quotation marks, not 'b\x00'"),
        ("[[publisher]]\nfiles = 'x'\nname = \"a\\u0000\"", 3, "name must be a text"),
        ("[names]\norganisations = [{ acronym = 'A' }]", 2, "write { name"),
    ],
)
def test_errors_are_reported_with_their_line(tmp_path: Path, text: str, line: int, told: str) -> None:
    with pytest.raises(ConfigError) as error:
        read_config(config(tmp_path, text))
    assert told in str(error.value)
    assert f"line {line}" in str(error.value)


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda path: path.mkdir(), "cannot be read (Is a directory); give a file in UTF-8"),
        (lambda path: path.symlink_to("gone.toml"), "cannot be read (No such file or directory)"),
        (lambda path: path.write_bytes(b"model = '\xe9'"), "cannot be read ('utf-8' codec"),
        (lambda path: path.write_text("a=" + "[" * 5000 + "]" * 5000), "not valid TOML (maximum recursion depth"),
    ],
)
def test_a_file_that_cannot_be_used_is_not_passed_over(
    tmp_path: Path, make: Callable[[Path], object], told: str
) -> None:
    make(tmp_path / "communique.toml")
    with pytest.raises(ConfigError) as error:
        read_config(config_path(tmp_path / "raw", None))
    assert f"communique.toml: {told}" in str(error.value)


def test_one_organisation_needs_no_list(tmp_path: Path) -> None:
    found = read_config(config(tmp_path, "[names]\norganisations = 'Lake Guard'\n"))
    assert found.names.organisations == (("Lake Guard", None),)


@pytest.mark.parametrize(
    ("pattern", "source", "fit"),
    [
        ("ministry/", "ministry/a.txt", True),
        ("ministry/", "ministry/2023/a.txt", True),
        ("ministry/", "ministry.txt", False),
        ("*.eml", "a.eml", True),
        ("*.eml", "mails/a.eml", False),
        ("**/*.eml", "mails/2023/a.eml", True),
        ("**/*.eml", "a.eml", True),
        ("20??/**", "2023/a/b.txt", True),
        ("a[1].txt", "a[1].txt", True),
        ("**/x*y", "a/x/xy", True),
        ("**x*y", "x/xy", True),
        ("a?c/*", "a/c/b", False),
        ("a?c/*", "abc/", True),
        ("?", "", False),
        ("*a**a*a", "ab/ca", False),
    ],
)
def test_patterns_match_paths(pattern: str, source: str, fit: bool) -> None:
    assert fits(pattern, source) is fit


@pytest.mark.parametrize(
    ("pattern", "fit"), [("**/" * 12 + "*.eml", False), ("**/" * 12, True), ("a/" + "*" * 25 + "z", False)]
)
def test_repeated_stars_are_one(pattern: str, fit: bool) -> None:
    begun = time.process_time()
    assert fits(pattern, "a/" * 25 + "b.txt") is fit
    assert time.process_time() - begun < 0.5  # 70 seconds, if each of them is tried with each folder


def test_the_file_is_looked_for_beside_the_input(tmp_path: Path) -> None:
    assert config_path(tmp_path / "raw", None) is None
    path = config(tmp_path, "")
    assert config_path(tmp_path / "raw", None) == path
    assert config_path("-", None) is None
    (tmp_path / "beside").mkdir()
    (tmp_path / "beside" / "link").symlink_to(tmp_path / "raw")
    assert config_path(tmp_path / "beside" / "link", None) is None, "beside the link, as corrections.csv is"


def test_settings_reach_the_tables_and_a_change_processes_only_what_it_affects(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    (raw / "ministry").mkdir(parents=True)
    (raw / "ministry" / "a.jsonl").write_text('{"Story": "A release.", "Day": "2023-09-27T22:30:00Z"}')
    (raw / "b.txt").write_bytes("Größe".encode("cp1252"))
    (raw / "c.txt").write_bytes("Größe".encode())
    (raw / "d.md").write_bytes(b"Text")
    config(tmp_path, FULL)
    run(raw, tmp_path / "out", analyse=analyse)
    documents = table_of(tmp_path / "out", "documents").set_index("source")
    assert documents["published"].to_dict()["ministry/a.jsonl"] == "2023-09-28", (
        "it is already the next day in Tashkent"
    )
    assert documents["publisher"].to_dict()["ministry/a.jsonl"] == "Ministry of Transport"
    assert documents["encoding"].to_dict() == {
        "b.txt": "windows-1252", "c.txt": "utf-8", "d.md": documents["encoding"]["d.md"], "ministry/a.jsonl": "utf-8",
    }  # fmt: skip
    assert documents["language"].to_dict()["b.txt"] == "en"
    assert run(raw, tmp_path / "out", analyse=analyse).processed == 0
    config(tmp_path, FULL.replace("Ministry of", "Department of"))
    assert run(raw, tmp_path / "out", analyse=analyse).processed == 1
    config(tmp_path, FULL.replace("Ministry of", "Department of").replace("Nimbus", "Cirrus"))
    assert run(raw, tmp_path / "out", analyse=analyse).processed == 4, "names may occur in any release"


@pytest.mark.parametrize(
    ("patterns", "told"),
    [
        (["ministry/", "*.txt"], []),
        (["minstry/", "*.txt"], ["minstry/"]),
        (["**", "*.txt"], ["*.txt"]),
        (["raw/ministry/", "*.TXT", "ministry/*"], ["raw/ministry/", "*.TXT"]),
    ],
    ids=["all fit", "mistyped", "an earlier one takes all", "not as below raw/"],
)
def test_a_run_tells_which_publishers_get_no_file(tmp_path: Path, patterns: list[str], told: list[str]) -> None:
    (tmp_path / "raw" / "ministry").mkdir(parents=True)
    for name in ("ministry/a.txt", "c.txt"):
        (tmp_path / "raw" / name).write_text("A release.")
    config(tmp_path, "".join(f"[[publisher]]\nfiles = '{pattern}'\n" for pattern in patterns))
    for _ in range(2):
        summary = run(tmp_path / "raw", tmp_path / "out", analyse=analyse)
        assert [line.partition(": ")[0] for line in summary.told] == [f"publisher of {pattern}" for pattern in told]
        assert summary.exit_code == 0


def test_configured_parts_are_rows_of_that_publisher_only(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    for folder in ("acme", "other"):
        (raw / folder).mkdir(parents=True)
        (raw / folder / "a.txt").write_text(
            "Bridge opens\n\nThe bridge over the river was opened on Monday, after four years of work.\n\n"
            "We build\n\nAcme builds bridges and has done so since 1911.\n\nAnother line of what it does.\n"
        )
    config(tmp_path, "[[publisher]]\nfiles = 'acme/'\nboilerplate = 'We build'\n")
    run(raw, tmp_path / "out")
    sections = table_of(tmp_path / "out", "sections")
    texts = {path.stem: path.read_text("utf-8") for path in (tmp_path / "out" / "text").iterdir()}
    found = [texts[s.document_id][s.start : s.end] for s in sections.itertuples() if s.kind == "boilerplate"]
    assert [text[:20] for text in found] == ["We build\n\nAcme build"]
    config(tmp_path, "[[publisher]]\nfiles = 'acme/'\nboilerplate = 'We build bridges'\n")
    assert run(raw, tmp_path / "out").processed == 1, "only those of the publisher"


def test_configured_names_replace_what_the_reader_found() -> None:
    text = "Nimbus 3000 of Lake Observers (LO), said Ana Lópes\nVidal to Ana Roe of Nimbus."
    own = OwnNames(("Ana Lópes Vidal",), (("Lake Observers", "LO"),), ("Nimbus 3000",))

    def name(words: str, label: str) -> Name:
        return Name(text.index(words), text.index(words) + len(words), label, 0.6)

    names = [name("Nimbus 3000", "ORG"), name("Lake", "PLACE"), name("Ana Lópes", "PERSON"), name("Vidal", "PLACE"),
             name("Ana Roe", "PERSON")]  # fmt: skip
    found = [(" ".join(text[n.start : n.end].split()), n.label) for n in with_own_names(text, names, own)]
    assert found == [
        ("Nimbus 3000", "OTHER"), ("Lake Observers", "ORG"), ("Ana Lópes Vidal", "PERSON"), ("Vidal", "OTHER"),
        ("Ana Roe", "PERSON"), ("Nimbus 3000", "OTHER"), ("LO", "ORG"),
    ]  # fmt: skip


def test_configured_names_are_found_with_the_real_model(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "a.txt").write_text(
        "Nimbus 3000 launched by LO\n\nNimbus 3000 was launched on Monday by Lake Observers. “We are glad,” said Anna "
        "Berg, president of LO, at the Nimbus 3000 event in Geneva. Jordan sang, NATO watched and Dr. Mint spoke.\n"
    )
    config(
        tmp_path,
        "[names]\nnone = ['Nimbus 3000', 'NATO']\npeople = ['Dr. Mint']\n"
        "organisations = [{ name = 'Lake Observers', acronym = 'LO' }, 'Jordan']\n",
    )
    run(raw, tmp_path / "out")
    tables = load_tables(tmp_path / "out")
    assert [*tables["organisations"]["name"]] == ["Jordan", "Lake Observers"], "neither a country nor listed ones"
    assert [*tables["organisations"]["acronym"].dropna()] == ["LO"]
    assert "Dr. Mint" in set(tables["people"]["name"]), "not trimmed"
    assert {"Nimbus 3000", "NATO"}.isdisjoint(tables["mentions"]["text"])


def test_a_minister_serves_the_publishers_country_unless_another_is_named(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    for name, said in (("a.txt", ""), ("b.txt", " of France")):
        (raw / name).write_text(
            f"Bridge opens\n\nThe bridge is open, said Anna Berg, Minister{said}, on Monday. It was built.\n"
        )
    (raw / "c.txt").write_text(
        "Bridge opens\n\nThe bridge is open, said Anna Berg, chief engineer, on Monday. It was built.\n"
    )
    config(tmp_path, "[[publisher]]\nfiles = '*'\ncountry = 'UZB'\n")
    run(raw, tmp_path / "out")
    roles = table_of(tmp_path / "out", "roles").set_index("document_id")[["country", "rule"]]
    found = {key: tuple(None if pd.isna(v) else v for v in row) for key, *row in roles.itertuples()}
    assert found == {
        "a": ("UZB", "roles.publisher"), "b": ("FRA", "roles.reader"), "c": (None, "roles.reader"),
    }  # fmt: skip
