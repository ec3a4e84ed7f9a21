"""Properties of any text and any file: repairs can be undone and repeated, spans are right, and time is bounded."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.repair import NotTextError, Repaired, repair_bytes, repair_text

FAST = settings(max_examples=60)
PHRASES = (
    "министерство сообщило о встрече", "外交部发言人举行", "日本語です", "příští týden veřejné", "la réunion à l’hôtel",
    "« Oui », dit-il", "“quoted” – a dash…", "Tom &amp; Ann &#8217;s", "café naïve", "§5 £3 20 °C", "no\u00a0break",
    "ελληνικά κείμενα", "مرحبا بالعالم", "שלום", "x\x07y\x01z", "lost \ufffd", "next\u0085line", "zero\u200bwidth",
)  # fmt: skip
ACCIDENTS = (
    ("utf-8", "latin-1"), ("utf-8", "cp1252"), ("utf-8", "mac-roman"), ("utf-8", "cp437"), ("utf-8", "gbk"),
    ("utf-8", "cp1251"), ("cp1251", "latin-1"), ("cp1251", "koi8-r"), ("koi8-r", "cp1251"), ("gb18030", "latin-1"),
    ("cp932", "latin-1"), ("cp1250", "cp1252"), ("mac-roman", "cp1252"),
)  # fmt: skip


@st.composite
def damaged_texts(draw: st.DrawFn) -> str:
    """Phrases in several scripts, each misread up to three times, glued or apart, with stray characters inserted."""
    text = ""
    for _ in range(draw(st.integers(1, 5))):
        phrase = draw(st.sampled_from(PHRASES))
        for written, read in draw(st.lists(st.sampled_from(ACCIDENTS), max_size=3)):
            phrase = phrase.encode(written, "replace").decode(read, draw(st.sampled_from(["replace", "ignore"])))
        text += phrase + draw(st.sampled_from([" ", "\n", "", "Word ", "\r\n"]))
    for stray in draw(
        st.lists(st.sampled_from(["\x9d", "\xa0", " ", "\ufffd", "Ã", "â€", "&amp;", "\x01"]), max_size=3)
    ):
        place = draw(st.integers(0, len(text)))
        text = text[:place] + stray + text[place:]
    return text


def check(source: str, repaired: Repaired) -> None:
    assert repaired.undo() == source
    assert repaired.source_offset(len(repaired.text)) <= len(source)
    end = 0
    for repair in repaired.repairs:
        assert end <= repair.start <= repair.end
        assert repaired.text[repair.start : repair.end] == repair.after
        assert source[repair.source_start : repair.source_end] == repair.before
        # where text was removed, the character after it comes from after the removed text
        there = repair.source_start if repair.after else repair.source_end
        assert repaired.source_offset(repair.start) >= there
        end = repair.end
    for finding in repaired.findings:
        assert 0 <= finding.start <= finding.end <= len(repaired.text)


@FAST
@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    repaired = repair_text(text)
    check(text, repaired)
    assert repair_text(repaired.text).repairs == ()


@settings(FAST, max_examples=80)
@given(damaged_texts())
@example(
    "Ð¼\x01Ð¸\x02Ð½Ð¸ÑÑ\x82ÐµÑ\x80Ñ\x81Ñ\x82Ð²Ð¾ Ð½Ð¾Ð²Ð¾ÑÑ\x82Ð¸"
)  # two edits of the last pass inside one of the first
def test_damaged_text(text: str) -> None:
    repaired = repair_text(text)
    check(text, repaired)
    assert repair_text(repaired.text).repairs == ()


@FAST
@given(damaged_texts(), st.sampled_from(["utf-8", "cp1251", "gb18030", "utf-16"]))
def test_damaged_files(text: str, encoding: str) -> None:
    data = text.encode(encoding, "replace")
    try:
        repaired = repair_bytes(data)
    except NotTextError:
        return
    assert repaired.undo_bytes() == data
    assert repaired.undo() == repaired.source
    assert repair_text(repaired.text).repairs == ()
    for repair in repaired.repairs:
        assert 0 <= repair.source_start <= repair.source_end <= len(data)


@settings(FAST, max_examples=150)
@given(
    st.sampled_from([phrase for phrase in PHRASES if "\ufffd" not in phrase]),
    st.sampled_from(
        [("gb18030", "latin-1"), ("utf-8", "gbk"), ("utf-8", "cp932"), ("utf-8", "big5"), ("utf-8", "cp437")]
    ),
    st.lists(st.integers(0, 40), min_size=1, max_size=3),
)
def test_lost_bytes_leave_neither_surrogates_nor_replacement_characters(
    phrase: str, error: tuple[str, str], lost: list[int]
) -> None:
    data = bytes(byte for i, byte in enumerate(phrase.encode(error[0])) if i not in lost)
    text = repair_text(data.decode(error[1], "ignore")).text
    assert not any("\ud800" <= char <= "\udfff" or char == "\ufffd" for char in text)


@FAST
@given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=126, exclude_characters="&\\=%+"), max_size=300))
def test_ascii_without_escapes_stays(text: str) -> None:
    assert repair_text(text).text == text


def test_the_result_does_not_depend_on_earlier_texts() -> None:
    text = "The caf\u008e in M\u009fnchen was posluąenství and Åñºç.\nThe ministers said â€œyesâ€\u009d."
    fresh = "from pipeline.repair import repair_text; import sys; sys.stdout.buffer.write(repr((lambda r: (r.text, \
        r.findings))(repair_text({text!r}))).encode())"
    alone = subprocess.run([sys.executable, "-c", fresh.format(text=text)], capture_output=True, check=True).stdout
    for word in (text.split()[1], text.split()[3], text.split()[5]):
        repair_text(word)
        repair_text(f"{word} " * 9)
    repaired = repair_text(text)
    assert repr((repaired.text, repaired.findings)).encode() == alone


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Ready âœ” to go", "only ftfy recognises the damage, none of our encoding errors explains it"),
        (
            "They wrote ÃûÄê. of Euro“, and naïve of ËÕ¶«ÆÂ.",
            "a suspicious word that no encoding error explains, beside others",
        ),
        ("Well done ð\x9f˜Š and again", "half of it is undefined in the code page"),
    ],
)
def test_repairing_the_same_text_again_gives_the_same_result(text: str, why: str) -> None:
    first, second = repair_text(text), repair_text(text)
    assert (first.edits, first.findings) == (second.edits, second.findings), why


@pytest.mark.parametrize("between", [" ", "\n"])
def test_noise_stays(between: str) -> None:
    """Many encoding errors would explain parts of the noise, but none is accepted."""
    letters = random.Random(5)
    words = ("".join(chr(letters.randrange(0xA1, 0x100)) for _ in range(letters.randint(1, 9))) for _ in range(1_500))
    text = between.join(words)
    assert repair_text(text).text == text


RANDOM = random.Random(7)
LATIN_1 = "".join(map(chr, range(0xA1, 0x100)))
CYRILLIC = "".join(map(chr, range(0x400, 0x450)))
SIZE = 30_000


def noise(letters: str, between: str = "") -> str:
    """Random words, or one random word."""
    if not between:
        return "".join(RANDOM.choice(letters) for _ in range(SIZE))
    return between.join("".join(RANDOM.choice(letters) for _ in range(RANDOM.randint(1, 9))) for _ in range(SIZE // 5))


def misread_six_times(text: str) -> str:
    for _ in range(6):
        text = text.encode().decode("latin-1")
    return text


SHAPES: dict[str, Callable[[], str | bytes]] = {
    "one word of ASCII, then é": lambda: "a" * SIZE * 2 + "é",
    "all Latin-1, one word": lambda: noise(LATIN_1),
    "all Latin-1, words": lambda: noise(LATIN_1, " "),
    "all Latin-1, lines": lambda: noise(LATIN_1, "\n"),
    "Cyrillic, words": lambda: noise(CYRILLIC, " "),
    "any character of the BMP": lambda: "".join(chr(RANDOM.randrange(1, 0xD800)) for _ in range(SIZE)),
    "ideographs": lambda: noise("".join(map(chr, range(0x4E00, 0x9FA0)))),
    "UTF-8 as Latin-1, one word": lambda: noise(CYRILLIC).encode().decode("latin-1"),
    "the same misread letter": lambda: "Ã" * SIZE,
    "six layers, one line": lambda: (misread_six_times("ünö é") + " ") * 200,
    "half of a quotation mark": lambda: "â€" * SIZE,
    "ampersands": lambda: "&" * SIZE * 2,
    "open tags": lambda: "<a " * SIZE,
    "controls": lambda: "\x01é" * (SIZE // 2),
    "lone surrogates": lambda: "é\ud800 " * (SIZE // 2),
    "rare words, each once": lambda: " ".join(f"poslu\u0105{i:b}enstv\u00ed" for i in range(SIZE // 30)),
    "bytes": lambda: bytes(RANDOM.randrange(256) for _ in range(SIZE)),
    "high bytes": lambda: bytes(RANDOM.randrange(128, 256) for _ in range(SIZE)),
    "high bytes, lines": lambda: b"\n".join(RANDOM.randbytes(9) for _ in range(SIZE // 10)),
    "UTF-8 with stray bytes": lambda: ("абв " * 5).encode() * (SIZE // 30) + b"\xff",
    "code page 932 with stray bytes": lambda: ("日本銀行は ".encode("cp932") + b"\xff ") * (SIZE // 13),
    "a long word of ASCII, then FF": lambda: b"a" * SIZE * 2 + b"\xff",
    "a picture in a tag": lambda: b'<p>caf\xe9</p><img src="data:image/png;base64,' + b"a" * SIZE * 2 + b'">',
}


@pytest.mark.parametrize("shape", SHAPES)
def test_the_time_grows_in_proportion_to_the_length(shape: str) -> None:
    source = SHAPES[shape]()
    repair_text("é¡°")  # loads the tables before the clock starts
    started = time.process_time()
    size = len(source) if isinstance(source, bytes) else len(source.encode("utf-8", "surrogatepass"))
    with suppress(NotTextError):
        _ = repair_bytes(source) if isinstance(source, bytes) else repair_text(source)
    # generous, because the machine may be slow and shared, and coverage slows it down further
    allowed = 8 if "coverage" in sys.modules else 3
    assert time.process_time() - started < size / 1e5 * allowed + 0.3


def test_import_is_fast_and_loads_neither_spacy_nor_numpy() -> None:
    code = (
        "import time; t = time.process_time(); import pipeline.repair, sys; "
        "print(time.process_time() - t, *sys.modules)"
    )
    seconds, *modules = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, text=True
    ).stdout.split()
    assert float(seconds) < 0.3
    assert not {"spacy", "numpy", "ftfy", "chardet"} & set(modules)
