"""`communique.toml` beside the input folder: what the user knows of the releases (docs/settings.md shows all of it)."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import fields as fields_of
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pipeline.errors import RunError
from pipeline.records import SectionKind
from pipeline.settings import DEFAULT_MODEL, FIELD_ROLES, TOLD_KINDS, Limits, OwnNames, Publisher, Settings

NAME = "communique.toml"
Where = tuple[str, ...]
"""The place of a setting: names of the tables, the number of one among those of its name, the key."""
_CODES = {
    "encoding": "the name of an encoding, as windows-1252",
    "time_zone": "an IANA time zone, as Europe/Berlin",
    "country": "an ISO 3166-1 alpha-3 code, as UZB",
    "language": "an ISO 639-1 code, as en",
}
"""Settings of a publisher that take one of a known set of values."""


class ConfigError(RunError):
    """The file of settings cannot be used."""


class _WrongError(Exception):
    """What is wrong with the setting at a place."""

    def __init__(self, where: Where, why: str) -> None:
        super().__init__(why)
        self.where = where


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
        return _settings(tomllib.loads(text))
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read ({error}); give a file in UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: no TOML ({error}); repair the line") from error
    except _WrongError as wrong:
        raise ConfigError(f"{path}, line {_line(text, wrong.where)}: {wrong}") from None


def _settings(given: dict[str, Any]) -> Settings:
    table = _table((), given, ("model", "limits", "fields", "publisher", "names"))
    limits = _table(("limits",), table.get("limits", {}), tuple(f.name for f in fields_of(Limits)))
    fields = _table(("fields",), table.get("fields", {}), FIELD_ROLES)
    publishers = table.get("publisher", [])
    if not isinstance(publishers, list) or not all(isinstance(p, dict) for p in publishers):
        raise _WrongError(("publisher",), "write it as [[publisher]], once for each")
    return Settings(
        model=_text(("model",), table.get("model", DEFAULT_MODEL)),
        limits=Limits(**{name: _whole_number(("limits", name), value) for name, value in limits.items()}),
        fields=tuple((role, name) for role, value in fields.items() for name in _texts(("fields", role), value)),
        publishers=tuple(_publisher(("publisher", str(n)), p) for n, p in enumerate(publishers)),
        names=_names(_table(("names",), table.get("names", {}), ("people", "organisations", "none"))),
    )


def _whole_number(where: Where, value: object) -> int:
    if type(value) is not int or value < 1:
        raise _WrongError(where, f"{where[-1]} is a whole number from 1, not {value!r}")
    return value


def _table(where: Where, value: object, names: Iterable[str]) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _WrongError(where, f"write it as a table, [{where[-1]}]")
    for name in value:
        if name not in names:
            raise _WrongError((*where, name), f"no setting {name!r} here; there are {', '.join(names)}")
    return value


def _text(where: Where, value: object) -> str:
    if isinstance(value, str) and value.strip():
        return value
    raise _WrongError(where, f"{where[-1]} is a text in quotation marks, not {value!r}")


def _texts(where: Where, value: object) -> tuple[str, ...]:
    return tuple(_text(where, v) for v in (value if isinstance(value, list) else [value]))


def _publisher(where: Where, given: dict[str, Any]) -> Publisher:
    names = [f.name for f in fields_of(Publisher) if f.name != "parts"]
    table = _table(where, given, (*names, *TOLD_KINDS))
    values = {name: _text((*where, name), table[name]) for name in names if name in table}
    if "files" not in values:
        raise _WrongError(where, "say which files it is about: files = 'folder/' or a pattern such as '*.eml'")
    for name, how in _CODES.items():
        if name in values and not _is_code(name, values[name]):
            raise _WrongError((*where, name), f"{values[name]!r} is not {how}")
    return Publisher(**values, parts=tuple(_parts(where, table)))


def _is_code(name: str, value: str) -> bool:
    """Whether a setting of `_CODES` has a value of its set."""
    try:
        if name == "encoding":
            "a".encode(value)
        elif name == "time_zone":
            ZoneInfo(value)
        elif name == "country":
            from pipeline.extraction.countries import country_record

            country_record(value)
    except (LookupError, ValueError, OSError):
        return False
    return name != "language" or re.fullmatch("[a-z]{2}", value) is not None


def _parts(where: Where, table: dict[str, Any]) -> Iterator[tuple[SectionKind, str]]:
    for kind in (k for k in TOLD_KINDS if k in table):
        for words in _texts((*where, kind), table[kind]):
            if not re.match(r"[^*]*[^\W_]", words):
                why = f"{words!r} has no first words: begin with those that the line begins with"
                raise _WrongError((*where, kind), why)
            yield kind, words


def _names(table: dict[str, Any]) -> OwnNames:
    where, organisations = ("names", "organisations"), []
    given = table.get("organisations", [])
    for one in given if isinstance(given, list) else [given]:
        pair = {"name": one} if isinstance(one, str) else one
        if not isinstance(pair, dict) or "name" not in pair or set(pair) - {"name", "acronym"}:
            raise _WrongError(where, f"write {{ name = '…', acronym = '…' }}, not {one!r}")
        acronym = _text(where, pair["acronym"]) if "acronym" in pair else None
        organisations.append((_text(where, pair["name"]), acronym))
    people, none = (_texts(("names", key), table.get(key, [])) for key in ("people", "none"))
    return OwnNames(people, tuple(organisations), none)


def _line(text: str, where: Where) -> int:
    """The line of a setting, else of its table, for tomllib does not say it."""
    table: Where = ()
    counts: Counter[str] = Counter()
    of_table = 1
    for number, line in enumerate(text.splitlines(), 1):
        if head := re.match(r"\s*\[(\[?)\s*([\w.-]+)\s*\]", line):
            place = table = (head[2], str(counts[head[2]])) if head[1] else tuple(head[2].split("."))
            counts[head[2]] += 1
        elif key := re.match(r"\s*[\"']?([\w-]+)[\"']?\s*[=.]", line):
            place = (*table, key[1])
        else:
            continue
        if place[: len(where)] == where:
            return number
        if place == where[:-1]:
            of_table = number
    return of_table


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
