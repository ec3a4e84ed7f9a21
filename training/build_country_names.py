"""Distil names of countries in other languages from `countrynames` (MIT) into a data file.

    pip install countrynames rapidfuzz && python -m training.build_country_names

`countrynames` itself needs ICU, which has no wheels, so it is a tool of this script and no dependency of the project.
It also holds cities, counties and their people (“Parisienne”, “Norfolk”, “Bratislavan”): a name in Latin letters is
kept only where it looks like one of the country's own names, and one with two countries is left out.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from pipeline.data import data_file
from pipeline.extraction.countries.codes import FOREIGN_NAMES, country_key, country_table, listed_code

LIKE_THE_NAME = 65  # per cent of the letters, as rapidfuzz counts
SHORTEST = 5  # letters; shorter strings are words and abbreviations of many languages
HEAD = """# Names of countries in other languages: folded name <tab> ISO 3166-1 alpha-3.
# Distilled by training/build_country_names.py from countrynames {version} (MIT, (c) Friedrich Lindenberg), whose
# names stem from Wikidata and other sources; names that do not look like the country's own are left out.
"""


def main() -> None:
    """Write the file."""
    import yaml
    from rapidfuzz import fuzz

    by_alpha2 = {entry.record.alpha2: code for code, entry in country_table().items()}
    found: dict[str, set[str]] = {}
    listed = yaml.safe_load(files("countrynames").joinpath("data.yaml").read_text("utf-8"))
    for alpha2, names in listed.items():
        code = by_alpha2.get(str(alpha2).strip().upper())
        for name in names if code else ():
            key = country_key(str(name))
            if code and key and not listed_code(key) and _kept(key, code, fuzz.ratio):
                found.setdefault(key, set()).add(code)
    lines = sorted(f"{key}\t{codes.pop()}\n" for key, codes in found.items() if len(codes) == 1)
    path = Path(str(data_file(FOREIGN_NAMES)))
    path.write_text(HEAD.format(version=version("countrynames")) + "".join(lines), "utf-8", newline="\n")
    print(f"{len(lines)} names")


def _kept(key: str, code: str, ratio: Callable[[str, str], float]) -> bool:
    if not key.isascii():
        return True
    if sum(c.isalpha() for c in key) < SHORTEST:
        return False
    return max(ratio(key, country_key(n)) for n in country_table()[code].names) >= LIKE_THE_NAME


if __name__ == "__main__":
    main()
