"""Generated bad input: files of every format, damaged in every way, and names and links that lead astray.

python -m tests.runs.hostile FOLDER     # reads and processes each file alone, prints seconds and megabytes
"""

from __future__ import annotations

import gzip
import json
import os
import random
import resource
import sys
import time
import zipfile
from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path

from pipeline.read.blob import Blob, ReadError
from pipeline.read.files import SourceFile, byte_limit, discover, read_bytes
from pipeline.read.formats import read_documents
from pipeline.records import Quarantined
from pipeline.runs.process import batches, process
from pipeline.settings import Limits, Settings
from tests.office import pdf_file, word_file
from tests.read.releases_in_formats import FILES
from tests.stubs import analyse

GOOD = "Rates fall in Windhoek\n\nAnna Berg of ABC said “We are glad.” The café opens at 9 — in May.\n"
PAGE = f"<html><head><title>Rates</title></head><body><article><h1>Rates</h1><p>{GOOD * 5}</p></article></body></html>"
BROKEN_LINES = [
    "{",
    '{"\\ud83d": "x"}',
    '{"text": "\\ud800 alone"}',
    "[]",
    '"',
    "{}",
    "\0",
    "NaN",
    '{"text": 7}',
    "{" * 2000,
]
BROKEN_ROWS = ['9,"open', "9", "9,8,7,6", '9,"a"b,c', "9,\0,text", '"', ',,"']

Make = Callable[[random.Random], bytes]


def packed(files: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def _zip(chance: random.Random) -> bytes:
    good = GOOD.encode()
    return packed({"a.txt": good, "../b.txt": good, "c.html": PAGE.encode(), "d.bin": chance.randbytes(50)})


def _lines(chance: random.Random) -> bytes:
    lines = [json.dumps({"text": GOOD, "id": n}) for n in range(5)]
    lines.insert(chance.randrange(5), chance.choice(BROKEN_LINES))
    return "\n".join(lines).encode()


def _csv(chance: random.Random) -> bytes:
    rows = [f'{n},"Head","{GOOD}"' for n in range(5)]
    rows.insert(chance.randrange(5), chance.choice(BROKEN_ROWS))
    return "\n".join(["id,title,text", *rows]).encode()


WORD = word_file(GOOD.split("\n"), [["Year", "Rate"], ["2023", "4"]])
PDF = pdf_file([[(700, "Rates fall in Windhoek"), (660, "Anna Berg of ABC said")], [(700, "it is so.")]])
MADE = (
    "release.mhtml", "release.msg", "release.json", "release.xlsx", "release.rss", "release.odt", "release.rtf",
    "release.warc", "release.warc.gz",
)  # fmt: skip


def _always(name: str) -> Make:
    data = FILES[name]()
    return lambda chance: data


SEEDS: dict[str, Make] = {
    ".txt": lambda chance: GOOD.encode(chance.choice(["utf-8", "utf-16", "utf-16-le", "cp1252"])),
    ".md": lambda chance: f"---\ntitle: x\ndate: {chance.random()}\n---\n{GOOD}".encode(),
    ".html": lambda chance: PAGE.encode(),
    ".eml": lambda chance: f"Subject: =?utf-8?b?//8=?=\nDate: never\nContent-Type: text/html\n\n{PAGE}".encode(),
    ".jsonl": _lines,
    ".csv": _csv,
    ".txt.gz": lambda chance: gzip.compress(GOOD.encode()),
    ".zip": _zip,
    ".docx": lambda chance: WORD,
    ".pdf": lambda chance: PDF,
    **{f".{name.partition('.')[2]}": _always(name) for name in MADE},
    ".xyz": lambda chance: GOOD.encode(),
    "": lambda chance: GOOD.encode(),
}


def _flipped(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randrange(1, 30)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


_INSERTS = [
    b"\0", b"\0" * 300, b"\xed\xa0\x80", b"\xff\xfe", "\u202e\u2028\x85".encode(), b"<div>" * 3000, b"&" * 500, b'"',
    b"\r", b"<!DOCTYPE x [<!ENTITY a 'b'><!ENTITY c '&a;&a;&a;'>]>&c;", b"\x1b[2J", b"(" * 2000, b"%PDF-1.4\n",
    b"/Length 99999999 ", b"x" * 50_000,
]  # fmt: skip


def _with_inserts(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + chance.choice(_INSERTS) + data[at:]


DAMAGES: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    lambda data, chance: data,
    lambda data, chance: data[: chance.randrange(len(data))],
    lambda data, chance: data[chance.randrange(len(data)) :],
    lambda data, chance: chance.randbytes(chance.randrange(1, 3000)),
    _flipped,
    _with_inserts,
)


def write_cases(raw: Path, cases: int, seed: int) -> set[str]:
    """Write so many damaged files to a folder, and return their names."""
    chance = random.Random(seed)
    names = set()
    for n in range(cases):
        suffix, other = chance.choice(list(SEEDS)), chance.choice(list(SEEDS))
        made = SEEDS[other if chance.random() < 0.2 else suffix](chance)
        name = f"case-{n}{suffix}"
        (raw / name).write_bytes(chance.choice(DAMAGES)(made, chance))
        names.add(name)
    return names


def _entity_bomb() -> bytes:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    return f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY e0 "bomb">{entities}]><r><p>&e11;</p></r>'.encode()


def _word_with(member: str, data: bytes) -> bytes:
    with zipfile.ZipFile(BytesIO(WORD)) as old:
        return packed({name: data if name == member else old.read(name) for name in old.namelist()})


_NESTED = b"Content-Type: multipart/mixed; boundary=x\n\n"
LARGE: dict[str, tuple[Callable[[], bytes], str]] = {
    "bomb.txt.gz": (lambda: gzip.compress(b"a" * 190_000_000), "too_large"),
    "bomb.zip": (lambda: packed({"a.txt": b"a" * 19_000_000}), "too_large"),
    "bomb.docx": (lambda: _word_with("word/document.xml", b"<" * 19_000_000), "too_large"),
    "entities.docx": (lambda: _word_with("word/document.xml", _entity_bomb()), "no_text bad_document"),
    "nested.zip": (lambda: packed({"a.zip": packed({"b.txt": b"text"})}), "bad_archive"),
    "many.zip": (lambda: packed({f"{n}.txt": b"" for n in range(20_001)}), "too_large"),
    "out.zip": (lambda: packed({"../../a.txt": b"text"}), "outside"),
    "steps.pdf": (lambda: pdf_file([[(700, "a")] * 90_000]), "too_large"),
    "entities.html": (_entity_bomb, "no_text"),
    "deep.html": (lambda: b"<div>" * 100_000 + b"text", "stored too_large"),
    "attributes.html": (lambda: b"<p " + b"a='b' " * 500_000 + b">A</p>", "too_large"),
    "names.html": (lambda: b"<p " + b"".join(b"a%d " % n for n in range(40_000)) + b">A</p>", "too_large"),
    "tags.html": (lambda: b"<p>A line of text</p>" * 100_000, "too_large"),
    "page.html": (lambda: b"<p>A line of text</p>" * 300_000, "too_large"),
    "parts.eml": (lambda: _NESTED + b"--x\n" + (_NESTED + b"--x\n") * 20_000, "too_large"),
    "deep.jsonl": (lambda: b'{"text":' * 100_000, "bad_record"),
    "brackets.jsonl": (lambda: b"[" * 10_000_000, "bad_record"),
    "broken.jsonl": (lambda: b"{\n" * 100_000, "bad_record"),
    "line.csv": (lambda: b"id,text\n1," + b"x" * 10_000_000, "bad_record"),
    "quotes.csv": (lambda: b"id,text\n" + b'1,"open\n' * 100_000, "bad_record"),
    "noise.txt": (lambda: random.Random(1).randbytes(5_000_000), "binary"),
    "nuls.txt": (lambda: b"\0" * 10_000_000, "binary"),
    "huge.txt": (lambda: b"text " * 4_100_000, "too_large"),
    "line.txt": (lambda: b"word " * 2_000_000, "stored"),
    "word.txt": (lambda: b"x" * 10_000_000, "stored"),
    "lines.txt": (lambda: b"a\n" * 1_000_000, "stored"),
    "line.jsonl": (lambda: b'{"text": "' + b"x" * 10_000_000 + b'"}', "stored"),
    "chinese.txt": (lambda: "新闻稿今天".encode("gb18030") * 400_000, "stored"),
    "surrogates.txt": (lambda: b"\xed\xa0\x80 text " * 500_000, "stored"),
    "escape.txt": (lambda: b"caf&eacute; " + b"x" * 1_000_000, "stored"),
    "plus.txt": (lambda: b"+" * 1_000_000, "stored"),
    "slashes.txt": (lambda: b"Z%C3%BCrich " + b"/" * 1_000_000, "stored"),
    "addresses.txt": (lambda: b"a@b =E2=80=99 " * 20_000, "stored"),
    "broken_word.txt": (lambda: b"under-\nlined " + b"x" * 1_000_000, "stored"),
    "number.txt": (lambda: b"Press release" + b"<div>" * 20_000 + b"x\n\n" + GOOD.encode(), "stored"),
    "title.json": (lambda: json.dumps({"title": "Rates fall" + "<div>" * 100_000, "text": GOOD}).encode(), "stored"),
    "fields.md": (lambda: b"---\n" + b"a: b\n" * 1_000_000 + b"---\ntext", "stored"),
}
"""By name: the function that makes the file, and the reason why it is refused (or reasons, as libraries differ)."""


def write_names(raw: Path, outside: Path) -> dict[str, str]:
    """Write files, links and pipes that could mislead a reader; return for each source its reason, or "read"."""
    outside.write_text("Not for the tables.", "utf-8")
    (raw / "folder").mkdir()
    names = {
        "line\nbreak.txt": "read", "tab\t.txt": "read", "-rf.txt": "read", "=1+1.txt": "read", "…“”.txt": "read",
        "a" * 250 + ".txt": "read", "\u202etxt.exe.txt": "read", "folder/'; DROP TABLE documents; --.txt": "read",
    }  # fmt: skip
    for name in names:
        (raw / name).write_text(GOOD, "utf-8")
    links = {
        "out.txt": (outside, "outside"), "up": (raw.parent, "not_a_file outside"), "loop": (raw, "not_a_file"),
        "gone.txt": (raw / "nothing", "broken_link"), "circle.txt": (raw / "circle.txt", "broken_link"),
        "one.txt": (raw / "two.txt", "broken_link"), "two.txt": (raw / "one.txt", "broken_link"),
        "device.txt": (Path("/dev/zero"), "outside"),
    }  # fmt: skip
    for name, (target, reason) in links.items():
        (raw / name).symlink_to(target)
        names[name] = reason
    os.mkfifo(raw / "pipe.txt")
    names["pipe.txt"] = "not_a_file"
    Path(os.fsdecode(os.fsencode(raw) + b"/bad\xff.txt")).write_text(GOOD, "utf-8")
    names["bad\\xff.txt"] = "file_name"
    if os.geteuid():
        (raw / "closed.txt").write_text(GOOD, "utf-8")
        (raw / "closed.txt").chmod(0)
        names["closed.txt"] = "unreadable"
    return names


def alone(file: SourceFile) -> str:
    """The reasons why a file is refused, or "stored" after it passed all stages but the model."""
    limits = Limits()
    try:
        data = read_bytes(file, byte_limit(file.source, limits))
    except ReadError as error:
        return error.reason
    reasons = set()
    documents = []
    for found in read_documents(Blob(file.source, file.name, data, Settings(limits=limits))):
        if isinstance(found, Quarantined):
            reasons.add(found.reason)
        else:
            documents.append(found)
    for result in (result for batch in batches(documents) for result in process(batch, Settings(), analyse)):
        reasons.add(result.reason if isinstance(result, Quarantined) else "stored")
    return " ".join(sorted(reasons))


def peak_megabytes() -> float:
    """The peak memory of this process. `ru_maxrss` would also count that of the process that started it."""
    status = Path("/proc/self/status")
    if status.exists():
        (line,) = (line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)


def main(raw: str) -> None:
    for name, data in {"a.html": PAGE.encode(), "a.txt": "café".encode("cp1252"), "a.docx": WORD, "a.pdf": PDF}.items():
        alone(SourceFile(name, partial(BytesIO, data), len(data)))  # libraries are loaded before the clock starts
    libraries = peak_megabytes()  # others too where PyTorch is installed for training: half a gigabyte more
    for file in discover(Path(raw)):
        if isinstance(file, Quarantined):
            continue
        start = time.process_time()
        reasons = alone(file)
        seconds = time.process_time() - start
        megabytes = peak_megabytes() - libraries
        print(json.dumps([file.source, round(seconds, 3), round(megabytes), reasons]), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
