"""Classify each character of the BMP for the repair stage: arrays “characters.…” in `pipeline/data/repair/tables.npz`.

Run after `build_repair_tables.py`, and whenever the characters listed in `pipeline/data/repair/classes.txt` change::

    python -m training.build_repair_characters
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import numpy as np

from pipeline.data import data_file, word_table
from pipeline.repair.tables import ALPHABETS, CJK, DIGIT, LATIN, LETTER, OTHER, SPACE, class_names

LETTERS = ("letter", "odd_letter", "far_letter", "far_mark")
WIDE = np.r_[0x3400:0x4DC0, 0x4E00:0xA000, 0xAC00:0xD7A4, 0x3041:0x3100, 0xF900:0xFB00]


def main() -> None:
    """Replace the arrays “characters.…” in the file."""
    path = str(data_file("repair/tables.npz"))
    with np.load(path) as file:
        data = {name: file[name] for name in file if not name.startswith("characters.")}
    np.savez_compressed(path, **data, **{f"characters.{name}": array for name, array in characters(data).items()})


def characters(data: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """For each code point: class, kind of neighbour, script, number of the letter in its script, whether a capital."""
    klass = classes()
    script, letter = np.zeros(0x10000, dtype=np.uint8), np.zeros(0x10000, dtype=np.uint16)
    upper = np.zeros(0x10000, dtype=bool)
    for number, name in enumerate(ALPHABETS, 1):
        letters = data[f"{name}.letters"][1:]  # 0 is the edge of a word
        script[letters], letter[letters] = number, np.arange(1, len(letters) + 1)
    for point in range(0x2000):  # above are duplicates of letters, such as the kelvin and ångström signs
        small = chr(point).lower()  # not upper(): I and Σ would then belong to ı and ς, not to i and σ
        if small != chr(point) and len(small) == 1 and script[ord(small)]:
            script[point], letter[point], upper[point] = script[ord(small)], letter[ord(small)], True
    script[ord("İ")], letter[ord("İ")], upper[ord("İ")] = LATIN, letter[ord("i")], True
    script[[0xAA, 0xB5, 0xBA]] = 0  # ª, µ and º are signs that follow numbers, not letters
    listed = data["CJK.letters"]
    script[WIDE], letter[WIDE] = CJK, len(listed)
    script[listed], letter[listed] = CJK, np.arange(len(listed))
    neighbour = neighbours(klass)
    klass[script > 0] = class_names().index("letter")
    return {"class": klass, "neighbour": neighbour, "script": script, "letter": letter, "upper": upper}


def classes() -> np.ndarray:
    """The number of each character's class: that in `classes.txt` that lists it, else that of its general category."""
    out = np.zeros(0x10000, dtype=np.uint8)
    numbered = [(number, row[1]) for number, row in enumerate(word_table("repair/classes.txt"))]
    by_category = {item[3:-1]: number for number, cell in numbered for item in cell.split() if item.startswith("\\p{")}
    for point in range(0x10000):
        category = unicodedata.category(chr(point))
        out[point] = by_category.get(category, by_category.get(category[0], 0))
    letters = out[:0x590]
    # below U+0590, every letter in use is in the alphabet of a table: `characters` gives those their class back
    letters[letters == by_category["L"]] = class_names().index("odd_letter")
    for number, cell in numbered:
        out[list(listed(cell))] = number
    return out


def listed(cell: str) -> Iterator[int]:
    """The code points that a cell of `classes.txt` lists, as characters or as U+XXXX or U+XXXX-U+XXXX."""
    for item in cell.split():
        low, _, high = item.partition("-U+")
        if low.startswith("U+"):
            yield from range(int(low[2:], 16), int(high or low[2:], 16) + 1)
        elif len(item) == 1:
            yield ord(item)


def neighbours(klass: np.ndarray) -> np.ndarray:
    """What each character is to the one beside it: space, letter, digit or other."""
    kind = np.full(len(class_names()), OTHER, dtype=np.uint8)
    kind[[class_names().index(name) for name in LETTERS]] = LETTER
    kind[class_names().index("digit")], kind[class_names().index("space")] = DIGIT, SPACE
    out: np.ndarray = kind[klass]
    out[[0x09, 0x0A, 0x0D, 0x20]] = SPACE
    return out


if __name__ == "__main__":
    main()
