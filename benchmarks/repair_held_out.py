"""Build a set like ../shared/mojibake/dev from other texts, on which no constant of the repair was tuned.

Each document of the development set gets a counterpart with the same family, encoding error and language: a release of
../shared/train with sentences of a Universal Dependencies treebank (`../.mirror/UniversalDependencies+UD_…`, test
files) damaged in the same way. Languages without a treebank there are left out.

    python -m benchmarks.repair_held_out DIR
    python ../shared/mojibake/score.py --data DIR --text benchmarks.repair:repaired_text
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import ftfy  # noqa: F401  registers the codecs sloppy-windows-…

BESIDE = Path(__file__).resolve().parents[2]
CODECS = {
    "latin1": "latin-1", "utf8": "utf-8", "sjis": "cp932", "euckr": "cp949", "eucjp": "euc_jp", "koi8r": "koi8-r",
    "macroman": "mac-roman", "iso88592": "iso8859-2", "iso88595": "iso8859-5", "tis620": "tis-620",
    **{f"cp{n}": f"sloppy-windows-{n}" for n in range(1250, 1259)},
}  # fmt: skip
MARKS = ("“{}”", "‘{}’", "{} –", "{}…", "{} — and", "the host’s {}")
LONG_LINE = re.compile(r"(?m)^(?:\S+ ){8,}\S.*$")
LEFT_OUT = ("double", "lossy", "clean-udhr", "clean-hard")
LONG_WORD = 4  # letters: a shorter word alone gives no evidence of its encoding
SENTENCES = 900  # per test file of a treebank, from its end
TRIES = 2_000  # segments tried until the encoding error changes one: in Estonian, few letters are affected


def misread(text: str, sub: str) -> str:
    """The text after an encoding error of the set: “gbk>latin1” is text written as GBK and read as Latin-1.

    Raises:
        UnicodeError: the error cannot occur in this text, or does not change it.
    """
    written, read = (CODECS.get(name, name) for name in sub.split(">"))
    damaged = text.encode("gb2312" if written == "gbk" else written).decode(read)  # no traditional characters
    if damaged == text:
        raise UnicodeError("unchanged")
    return damaged


def sentences() -> dict[str, list[str]]:
    """The sentences of the treebanks, by language."""
    found: dict[str, list[str]] = defaultdict(list)
    for folder in sorted((BESIDE / ".mirror").glob("UniversalDependencies+UD_*/repo")):
        git = ["git", "--git-dir", str(folder / ".git" if (folder / ".git").exists() else folder)]
        names = subprocess.run([*git, "ls-tree", "--name-only", "HEAD"], capture_output=True, text=True, check=True)
        for name in names.stdout.split():
            if name.endswith("-ud-test.conllu"):
                text = subprocess.run([*git, "show", f"HEAD:{name}"], capture_output=True).stdout.decode()
                # empty if the file is absent from the snapshot, as large ones can be
                lines = [line[9:] for line in text.split("\n") if line.startswith("# text = ")]
                found[name.split("_")[0]] += lines[-SENTENCES:]
    return {language: lines for language, lines in found.items() if lines}


def segment(family: str, rng: random.Random, lines: list[str]) -> str:
    """A piece of text in another language, of the size that the family of documents has."""
    if family in ("whole", "clean-native", "clean-upper"):
        text = "\n".join(rng.sample(lines, 4))
        return text.upper() if family == "clean-upper" else text
    line = rng.choice(lines)
    if family == "seg-para":
        return line
    words = line.split() if " " in line else [line[i : i + 4] for i in range(0, len(line), 4)]
    if family == "seg-word":
        return rng.choice([word for word in words if len(word) >= LONG_WORD] or words)
    size = rng.randint(3, 6)
    start = rng.randrange(max(1, len(words) - size))
    return (" " if " " in line else "").join(words[start : start + size])


def damaged(family: str, sub: str, rng: random.Random, lines: list[str]) -> tuple[str, str]:
    """The first segment in which the error can occur, and the same segment with the error.

    Raises:
        UnicodeError: none of `TRIES` segments allows the error.
    """
    for _ in range(TRIES):
        text = segment(family, rng, lines)
        if family == "punct":
            text = "; ".join(rng.sample(MARKS, 3)).format("growth", "draft", "meeting")
        try:
            return text, misread(text, sub) if sub else text
        except UnicodeError:
            continue
    raise UnicodeError(f"no segment for {family}, {sub}")


def document(family: str, subs: list[tuple[str, list[str]]], rng: random.Random, release: str) -> tuple[str, str]:
    """The true text and the damaged text of a document."""
    if family in ("whole", "clean-native", "clean-upper"):
        return damaged(family, subs[0][0], rng, subs[0][1])
    gold = release.split("\n")
    bad = list(gold)
    full = [i for i, line in enumerate(gold) if LONG_LINE.fullmatch(line)]
    for sub, lines in subs * (1 if family == "seg-para" else rng.randint(2, 4)):
        true, wrong = damaged(family, sub, rng, lines)
        at = rng.choice(full)
        for out, text in ((gold, true), (bad, wrong)):
            if family == "seg-para":
                out[at] += "\n" + text
            else:
                out[at] += f" It named {text}{'Global' if len(true) % 5 == 0 else ''} Strategy again."
    return "\n".join(gold), "\n".join(bad)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="DIR")
    folder = parser.parse_args().folder
    lines = sentences()
    releases = [path.read_text("utf-8")[:2_000] for path in sorted((BESIDE / "shared/train/texts").glob("*.txt"))]
    releases = [text for text in releases if "&" not in text and LONG_LINE.search(text)]
    folder.mkdir(parents=True, exist_ok=True)
    with (
        (BESIDE / "shared/mojibake/dev/text.jsonl").open(encoding="utf-8") as source,
        (folder / "text.jsonl").open("w", encoding="utf-8") as out,
    ):
        for row in map(json.loads, source):
            family, rng = row["family"], random.Random(row["id"])
            pairs = list(zip(row["sub"].split(" + "), row["lang"].split("+"), strict=False))
            english = family in ("punct", "clean-press")
            if family not in LEFT_OUT and (english or all(lang in lines for _, lang in pairs)):
                clean = family.startswith("clean")
                known = [("" if clean else sub, lines.get(lang, lines["de"])) for sub, lang in pairs]
                try:
                    gold, bad = document(family, known, rng, rng.choice(releases))
                except UnicodeError as error:
                    print(f"left out: {error}", file=sys.stderr)
                    continue
                print(json.dumps({**row, "input": bad, "gold": gold}, ensure_ascii=False), file=out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
