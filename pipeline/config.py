"""`communique.toml` beside the input folder: what the user knows of the releases; errors name their line.

```toml
model = "communique"

[limits]
file_bytes = 50_000_000

[fields]
text = ["Story", "body"]
date = "Day"

[[publisher]]
files = "ministry/"
name = "Ministry of Transport"
time_zone = "Asia/Tashkent"
boilerplate = ["About the Ministry"]

[names]
people = ["Ana Lópes Vidal"]
none = ["Nimbus 3000"]
organisations = [{ name = "Lake Observers", acronym = "LO" }]
```
"""

from __future__ import annotations

import codecs
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields as fields_of
from pathlib import Path
from typing import Any, NoReturn
from zoneinfo import ZoneInfo

from pipeline.errors import RunError
from pipeline.records import SectionKind
from pipeline.settings import (
    DEFAULT_MODEL,
    FIELD_ROLES,
    TOLD_KINDS,
    FieldNames,
    Limits,
    OwnNames,
    Publisher,
    Settings,
)

NAME = "communique.toml"
_LANGUAGE = re.compile(r"[a-z]{2}")


class ConfigError(RunError):
    """The file of settings cannot be used."""


def config_path(raw: str | Path, given: str | Path | None) -> Path | None:
    """The file given, else `communique.toml` beside the input folder where there is one."""
    if given is not None:
        return Path(given)
    beside = Path(raw).resolve().parent / NAME if "://" not in str(raw) and str(raw) != "-" else None
    return beside if beside and beside.is_file() else None


def read_config(path: Path | None) -> Settings:
    """The settings in a file; those of the program where there is none. Raises `ConfigError` with file and line."""
    if path is None:
        return Settings()
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read ({error}); give a file in UTF-8") from error
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: no TOML ({error}); repair the line") from error
    return _Reader(path, text).settings(table)


class _Reader:
    """Checks the tables of one file; `wrong` names the line at fault."""

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self.lines = list(_lines(text))

    def wrong(self, where: tuple[str, ...], why: str) -> NoReturn:
        """`where`: names of the tables, the number of one among those of its name, the key."""
        fits = [number for place, number in self.lines if place[: len(where)] == where]
        at = fits or [number for place, number in self.lines if place == where[:-1]] or [1]
        raise ConfigError(f"{self.path}, line {at[0]}: {why}")

    def settings(self, table: dict[str, Any]) -> Settings:
        self.known((), table, ("model", "limits", "fields", "publisher", "names"))
        model = self.text(("model",), table.get("model", DEFAULT_MODEL))
        publishers = table.get("publisher", [])
        if not isinstance(publishers, list):
            self.wrong(("publisher",), "write it as [[publisher]], once for each")
        return Settings(
            model=model,
            limits=self.limits(self.table("limits", table)),
            fields=tuple(self.fields(self.table("fields", table))),
            publishers=tuple(self.publisher(n, p) for n, p in enumerate(publishers)),
            names=self.names(self.table("names", table)),
        )

    def known(self, where: tuple[str, ...], table: Mapping[str, Any], names: tuple[str, ...]) -> None:
        for name in table:
            if name not in names:
                self.wrong((*where, name), f"no setting {name!r} here; there are {', '.join(names)}")

    def table(self, name: str, table: Mapping[str, Any]) -> dict[str, Any]:
        found = table.get(name, {})
        return found if isinstance(found, dict) else self.wrong((name,), f"write it as a table, [{name}]")

    def text(self, where: tuple[str, ...], value: object) -> str:
        if isinstance(value, str) and value.strip():
            return value
        return self.wrong(where, f"{where[-1]} is a text in quotation marks, not {value!r}")

    def texts(self, where: tuple[str, ...], value: object) -> tuple[str, ...]:
        values = value if isinstance(value, list) else [value]
        return tuple(self.text(where, v) for v in values)

    def limits(self, table: dict[str, Any]) -> Limits:
        self.known(("limits",), table, tuple(f.name for f in fields_of(Limits)))
        for name, value in table.items():
            if not isinstance(value, int) or isinstance(value, bool) or value < 1:
                self.wrong(("limits", name), f"{name} is a whole number from 1, not {value!r}")
        return Limits(**table)

    def fields(self, table: dict[str, Any]) -> Iterator[tuple[str, str]]:
        self.known(("fields",), table, FIELD_ROLES)
        for role, value in table.items():
            yield from ((role, name) for name in self.texts(("fields", role), value))

    def publisher(self, number: int, table: Any) -> Publisher:
        where = ("publisher", str(number))
        if not isinstance(table, dict):
            self.wrong(("publisher",), "write it as [[publisher]], once for each")
        self.known(where, table, (*(f.name for f in fields_of(Publisher) if f.name != "parts"), *TOLD_KINDS))
        values = {name: self.text((*where, name), value) for name, value in table.items() if name not in TOLD_KINDS}
        if "files" not in values:
            self.wrong(where, "say which files it is about: files = 'folder/' or a pattern such as '*.eml'")
        for name, usable, how in (
            ("encoding", _is_encoding, "the name of an encoding, as windows-1252"),
            ("time_zone", _is_zone, "an IANA time zone, as Europe/Berlin"),
            ("country", _is_country, "an ISO 3166-1 alpha-3 code, as UZB"),
            ("language", lambda value: bool(_LANGUAGE.fullmatch(value)), "an ISO 639-1 code, as en"),
        ):
            if name in values and not usable(values[name]):
                self.wrong((*where, name), f"{values[name]!r} is not {how}")
        return Publisher(**values, parts=tuple(self.parts(where, table)))

    def parts(self, where: tuple[str, ...], table: dict[str, Any]) -> Iterator[tuple[SectionKind, str]]:
        for kind in (k for k in TOLD_KINDS if k in table):
            for words in self.texts((*where, kind), table[kind]):
                if not re.match(r"[^*]*[^\W_]", words):
                    self.wrong(
                        (*where, kind), f"{words!r} has no first words: begin with those that the line begins with"
                    )
                yield kind, words

    def names(self, table: dict[str, Any]) -> OwnNames:
        self.known(("names",), table, ("people", "organisations", "none"))
        organisations = []
        for given in table.get("organisations", []):
            pair = {"name": given} if isinstance(given, str) else given
            if not isinstance(pair, dict) or "name" not in pair or set(pair) - {"name", "acronym"}:
                self.wrong(("names", "organisations"), f"write {{ name = '…', acronym = '…' }}, not {given!r}")
            name, acronym = (self.texts(("names", "organisations"), pair.get(k, "-"))[0] for k in ("name", "acronym"))
            organisations.append((name, acronym if "acronym" in pair else None))
        people, none = (self.texts(("names", key), table.get(key, [])) for key in ("people", "none"))
        return OwnNames(people, tuple(organisations), none)


def _is_encoding(value: str) -> bool:
    try:
        return bool(codecs.lookup(value)) and isinstance(b"".decode(value), str)
    except (LookupError, ValueError):
        return False


def _is_country(value: str) -> bool:
    from pipeline.extraction.countries import country_record

    try:
        return bool(country_record(value))
    except KeyError:
        return False


def _is_zone(value: str) -> bool:
    try:
        return bool(ZoneInfo(value))
    except (OSError, ValueError, LookupError):
        return False


def _lines(text: str) -> Iterator[tuple[tuple[str, ...], int]]:
    """Where tables and keys stand, for tomllib does not say it: (table, number of those of its name, key) -> line."""
    table: tuple[str, ...] = ()
    counts: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if many := re.match(r"\s*\[\[\s*([\w.-]+)\s*\]\]", line):
            counts[many[1]] = counts.get(many[1], -1) + 1
            table = (many[1], str(counts[many[1]]))
            yield table, number
        elif one := re.match(r"\s*\[\s*([\w.-]+)\s*\]", line):
            table = tuple(one[1].split("."))
            yield table, number
        elif key := re.match(r"\s*[\"']?([\w-]+)[\"']?\s*[=.]", line):
            yield (*table, key[1]), number


def shown(settings: Settings, sources: Iterable[str]) -> Iterator[str]:
    """What settings say other than the program's own, a line each; `sources` are the files that publishers may fit."""
    if settings.model != DEFAULT_MODEL:
        yield f"model: {settings.model}"
    limits = [(f.name, getattr(settings.limits, f.name)) for f in fields_of(Limits)]
    named = {
        "limits": [f"{name} {most:,}" for name, most in limits if most != getattr(Limits(), name)],
        "fields": [f"{role} “{name}”" for role, name in settings.fields],
        **dict(_publishers(settings, sources)),
        "people": [f"“{name}”" for name in settings.names.people],
        "organisations": [f"“{name}”" + (f" ({a})" if a else "") for name, a in settings.names.organisations],
        "neither": [f"“{name}”" for name in settings.names.none],
    }
    yield from (f"{name}: {', '.join(values)}" for name, values in named.items() if values)


def _publishers(settings: Settings, sources: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    fitting = Counter(settings.publisher(source) for source in sources)
    for p in settings.publishers:
        told = ((f.name, getattr(p, f.name)) for f in fields_of(Publisher) if f.name not in ("files", "parts"))
        values = [f"{name} “{value}”" for name, value in (*told, *p.parts) if value]
        files = {0: "no file fits", 1: "1 file"}.get(fitting[p], f"{fitting[p]} files")
        yield f"publisher of {p.files} ({files})", values or ["nothing"]


def with_fields(settings: Settings, fields: FieldNames) -> FieldNames:
    """The fields told on the command line, and those of the file for parts that it does not name."""
    told = {role for role, _ in fields}
    return (*fields, *((role, name) for role, name in settings.fields if role not in told))
