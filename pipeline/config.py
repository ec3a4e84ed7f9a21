"""Reads `communique.toml` beside the input folder: what the user knows about the releases (see docs/settings.md)."""

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pipeline.errors import RunError
from pipeline.extraction.countries import country_record
from pipeline.paths import SETTINGS, beside
from pipeline.read.files import input_folder
from pipeline.settings import CONFIGURED_KINDS, DEFAULT_MODEL, FIELD_ROLES, Limits, OwnNames, Publisher, Settings

Where = tuple[str | int, ...]
"""The place of a setting: names of tables, index in an array of tables, key; ("publisher", 0, "files") for example."""
_MOST = 10_000_000_000  # of a limit; a file is held in memory
_CODES: dict[str, tuple[str, Callable[[str], object]]] = {
    "encoding": ("the name of an encoding, such as windows-1252", "a".encode),
    "time_zone": ("an IANA time zone, such as Europe/Berlin", ZoneInfo),
    "country": ("an ISO 3166-1 alpha-3 code, such as UZB", country_record),
    "language": ("an ISO 639-1 code, such as en", re.compile("[a-z]{2}").fullmatch),
}
"""Settings of a publisher whose values are checked: what a value must be, and a function that fails for all others."""


class ConfigError(RunError):
    """The settings file cannot be used."""


class _WrongError(Exception):
    """A wrong setting; its arguments are the setting's path (`Where`) and what is wrong with it."""


def config_path(raw: str | Path, given: str | Path | None) -> Path | None:
    """The settings file: the one given, else `communique.toml` beside the input folder if it exists."""
    if given is not None:
        return Path(given)
    folder = input_folder(raw)
    return path if folder and ((path := beside(folder, SETTINGS)).exists() or path.is_symlink()) else None


def read_config(path: Path | None) -> Settings:
    """The settings in a file, or the defaults if there is none. Raises `ConfigError`, which gives file and line."""
    if path is None:
        return Settings()
    try:
        text = path.read_bytes().decode("utf-8-sig")
        return _settings(tomllib.loads(text))
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", error)
        raise ConfigError(f"{path}: cannot be read ({why}); give a file in UTF-8") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigError(f"{path}: not valid TOML ({error}); correct the line") from error
    except _WrongError as wrong:
        where, why = wrong.args
        raise ConfigError(f"{path}, line {_line(text, where)}: {why}") from None


def _settings(given: dict[str, Any]) -> Settings:
    table = _table((), given, ("model", "limits", "fields", "publisher", "names"))
    limits = _table(("limits",), table.get("limits", {}), tuple(f.name for f in fields(Limits)))
    roles = _table(("fields",), table.get("fields", {}), FIELD_ROLES)
    publishers = table.get("publisher", [])
    if not isinstance(publishers, list) or not all(isinstance(p, dict) for p in publishers):
        raise _WrongError(("publisher",), "write it as [[publisher]], once for each publisher")
    return Settings(
        model=_text(("model",), table.get("model", DEFAULT_MODEL)),
        limits=Limits(**{name: _whole_number(("limits", name), value) for name, value in limits.items()}),
        fields=tuple((role, name) for role, value in roles.items() for name in _texts(("fields", role), value)),
        publishers=tuple(_publisher(("publisher", n), p) for n, p in enumerate(publishers)),
        names=_names(_table(("names",), table.get("names", {}), ("people", "organisations", "none"))),
    )


def _whole_number(where: Where, value: object) -> int:
    if type(value) is not int or not 1 <= value <= _MOST:
        raise _WrongError(where, f"{where[-1]} must be a whole number from 1 to {_MOST:,}, not {value!r}")
    return value


def _table(where: Where, value: object, names: Iterable[str]) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _WrongError(where, f"write it as a table, [{where[-1]}]")
    for name in value:
        if name not in names:
            raise _WrongError((*where, name), f"there is no setting {name!r} here; the settings are {', '.join(names)}")
    return value


def _text(where: Where, value: object) -> str:
    if isinstance(value, str) and value.strip() and "\0" not in value:  # which no cell of the tables may hold
        return value
    raise _WrongError(where, f"{where[-1]} must be a text in quotation marks, not {value!r}")


def _texts(where: Where, value: object) -> tuple[str, ...]:
    return tuple(_text(where, v) for v in (value if isinstance(value, list) else [value]))


def _publisher(where: Where, given: dict[str, Any]) -> Publisher:
    names = [f.name for f in fields(Publisher) if f.name != "parts"]
    table = _table(where, given, (*names, *CONFIGURED_KINDS))
    values = {name: _text((*where, name), table[name]) for name in names if name in table}
    if "files" not in values:
        raise _WrongError(where, "say which files it is about: files = 'folder/' or a pattern such as '*.eml'")
    for name, (how, known) in _CODES.items():
        if name in values and not _is_known(values[name], known):
            raise _WrongError((*where, name), f"{values[name]!r} is not {how}")
    told = ((kind, words) for kind in CONFIGURED_KINDS for words in _texts((*where, kind), table.get(kind, [])))
    return Publisher(**values, parts=tuple((kind, _first_words((*where, kind), words)) for kind, words in told))


def _is_known(value: str, known: Callable[[str], object]) -> bool:
    with suppress(LookupError, ValueError, OSError):
        return bool(known(value))
    return False


def _first_words(where: Where, words: str) -> str:
    if not re.match(r"[^*]*[^\W_]", words):
        raise _WrongError(where, f"{words!r} has no first words; give the words with which the line begins")
    return words


def _names(table: dict[str, Any]) -> OwnNames:
    where = ("names", "organisations")
    given = table.get("organisations", [])
    organisations = [{"name": o} if isinstance(o, str) else o for o in (given if isinstance(given, list) else [given])]
    for o in organisations:
        if not isinstance(o, dict) or not {"name"} <= o.keys() <= {"name", "acronym"}:
            raise _WrongError(where, f"write {{ name = '…', acronym = '…' }}, not {o!r}")
    people, none = (_texts(("names", key), table.get(key, [])) for key in ("people", "none"))
    pairs = ((_text(where, o["name"]), _text(where, o["acronym"]) if "acronym" in o else None) for o in organisations)
    return OwnNames(people, tuple(pairs), none)


def _line(text: str, where: Where) -> int:
    """The number of the first line up to which the file already holds the setting; tomllib gives no line numbers."""
    lines = text.split("\n")
    for number in range(1, len(lines)):
        with suppress(tomllib.TOMLDecodeError, LookupError, TypeError):
            there: Any = tomllib.loads("\n".join(lines[:number]))
            for name in where:
                there = there[name]
            return number
    return len(lines)


def changed_settings(settings: Settings, sources: Iterable[str]) -> Iterator[str]:
    """A line for each group of settings other than the defaults; patterns of publishers are matched with `sources`."""
    limits = asdict(settings.limits).items() - asdict(Limits()).items()
    named = [
        ("model", [settings.model] if settings.model != DEFAULT_MODEL else []),
        ("limits", [f"{name} {most:,}" for name, most in sorted(limits)]),
        ("fields", [f"{role} “{name}”" for role, name in settings.fields]),
        *_publishers(settings, sources),
        ("people", [f"“{name}”" for name in settings.names.people]),
        ("organisations", [f"“{name}”" + (f" ({a})" if a else "") for name, a in settings.names.organisations]),
        ("neither", [f"“{name}”" for name in settings.names.none]),
    ]
    yield from (f"{name}: {', '.join(values)}" for name, values in named if values)


def unused_patterns(settings: Settings, sources: Iterable[str]) -> list[str]:
    """A line for each publisher that gets no file: its pattern is mistyped, or comes after one that takes them all."""
    used = {settings.publisher(source) for source in sources}
    why = "no file fits this pattern in the settings, or earlier ones take all; `--dry-run` shows how many fit each"
    return [f"publisher of {p.files}: {why}" for p in settings.publishers if p not in used]


def _publishers(settings: Settings, sources: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    fitting = Counter(settings.publisher(source) for source in sources)
    for p in settings.publishers:
        told = ((f.name, getattr(p, f.name)) for f in fields(Publisher) if f.name not in ("files", "parts"))
        values = [f"{name} “{value}”" for name, value in (*told, *p.parts) if value]
        files = {0: "no file fits", 1: "1 file"}.get(fitting[p], f"{fitting[p]} files")
        yield f"publisher of {p.files} ({files})", values or ["nothing"]
