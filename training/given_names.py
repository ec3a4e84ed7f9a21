"""Builds `pipeline/data/people/given_names.txt` from the person providers of Faker, an unpacked wheel of it.

    python -m training.given_names FAKER TEXTS…     # folder that holds the package `faker`; releases as plain text

Names that the texts write in lower case too (“will”, “pal”), places, titles and words of bodies are left out.
"""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from pipeline.data import data_file, word_list, word_table
from pipeline.extract.people_names import honorifics, plain
from pipeline.extract.roles_nouns import head_noun_of

_SPELLED = "a b v g d e zh z i i k l m n o p r s t u f kh ts ch sh shch ~ y ~ e yu ya yo i yi ye g"
CYRILLIC = dict(zip("абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґ", _SPELLED.split(" "), strict=True))
LETTERS = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "ı": "i", "đ": "d", "æ": "ae"})
NOT_ALONE = {"is_IS", "zh_TW"}  # locales with patronymics or syllables among the given names
# frequent as something else in releases: places, peoples, firms
_NEVER = (
    "america anderson angeles atlas august berkshire bolt chain dakota davis fannie france german hong india israel "
    "johnson meta miller muslim phoenix rico sahel santa smith tan williams"
)
NEVER = frozenset(_NEVER.split(" "))


def locales(package: Path) -> Iterator[tuple[str, Iterable[str]]]:
    """Locale and given names, as Faker writes them."""
    sys.path.insert(0, str(package))
    person = importlib.import_module("faker.providers.person")
    for module in pkgutil.iter_modules(person.__path__):
        provider = importlib.import_module(f"faker.providers.person.{module.name}").Provider
        for attribute in dir(provider):
            value = getattr(provider, attribute)
            named = re.search(r"(?:first|middle)\w*(?:name|romanized)", attribute)
            if named and isinstance(value, tuple | list | Mapping):
                yield module.name, (str(v) for v in value if not isinstance(v, tuple))


def latin(name: str) -> str:
    """A name in lower case without accents, Cyrillic letters transliterated."""
    spelled = "".join(CYRILLIC.get(c, c) for c in name.lower()).replace("~", "")
    return plain(spelled).translate(LETTERS)


def main(argv: list[str] | None = None) -> int:
    """Write the list."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("faker", type=Path)
    parser.add_argument("texts", type=Path, nargs="*")
    args = parser.parse_args(argv)
    small, capital = Counter[str](), Counter[str]()
    for path in args.texts:
        for word in re.findall(r"(?<=[a-z,] )[A-Za-z][a-z']+\b", path.read_text("utf-8", errors="replace")):
            (small if word.islower() else capital)[word.lower()] += 1
    found: dict[str, set[str]] = {}
    for locale, names in locales(args.faker):
        for part in (p for name in names for p in latin(name).split()):
            if re.fullmatch(r"[a-z'\-]{3,}", part):
                found.setdefault(part, set()).add(locale)
    places = {plain(w) for file in ("places", "us_states") for w in word_list(f"countries/{file}.txt")}
    words = {row[0] for row in word_table("people/not_names.tsv")} | {w for key in honorifics() for w in key}
    gendered = {*word_list("quotes/female_names.txt"), *word_list("quotes/male_names.txt")}
    kept = [
        name
        for name, where in sorted(found.items())
        if not where <= NOT_ALONE
        and not (small[name] > 2 and small[name] > 0.15 * capital[name])
        and name not in places | words | gendered | NEVER
        and not head_noun_of(name)
    ]
    file = Path(str(data_file("people/given_names.txt")))
    comments = [line for line in file.read_text("utf-8").splitlines() if line.startswith("#")]
    file.write_text("\n".join([*comments, *kept]) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
