"""The bytes of files are decoded to text."""

from __future__ import annotations

import time
from collections import Counter
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.repair import NotTextError, decoding, repair_bytes, repair_file
from pipeline.repair.detection import SAMPLE, encodings_of_lines

RUSSIAN = "Министерство сообщило о встрече.\nПереговоры продолжатся весной.\n"
KOREAN = "외교부 대변인이 기자회견을 열었다고 밝혔다.\n회의는 내일 계속된다.\n"
FRENCH = "La réunion a été reportée à l’été.\nLes délégués étaient déjà arrivés.\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN, "cp1251"), (RUSSIAN, "koi8-r"), (RUSSIAN, "cp866"), (RUSSIAN, "utf-16"), (RUSSIAN, "utf-16-le"),
        (FRENCH, "cp1252"), (FRENCH, "mac-roman"), (FRENCH, "utf-8-sig"), (FRENCH, "utf-16-be"), (FRENCH, "utf-32-le"),
        ("Hi\U0001f600", "utf-16"),
        ("外交部发言人举行新闻发布会。\n会议明天继续。\n", "gb18030"),
        ("外務省は記者会見を行いました。\n会議は明日も続きます。\n", "cp932"),
        ("外務省は記者会見を行いました。\n", "iso2022_jp"),
        ("příští týden se uskuteční veřejné slyšení", "cp1250"),
        ("<link href=\"http://zed.example/1\" title='學英文是最耐久的惡夢'>\n<link title=\"久違了\">\n", "big5"),
        ("<title>みみずんぶろぐ</title>\n", "euc_jp"),  # not letters of Korean that are used no more: “ㅯㅯㅊㆃㅦ”
    ],
)  # fmt: skip
def test_decoded(text: str, encoding: str) -> None:
    data = text.encode(encoding)
    repaired = repair_bytes(data)
    assert repaired.text.removeprefix("\ufeff") == text
    assert repaired.undo_bytes() == data


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("“Hi” said ".encode() + b"Jos\xe9 Ruiz \x96 and left", "“Hi” said José Ruiz – and left"),
        ("“Hi” said ".encode() + b"\x93I\x94 and left", "“Hi” said “I” and left"),
        ("“Hi” in the caf\xe9".encode()[:-1] + b" and left", "“Hi” in the caf\ufffd and left"),
        ("“Hi” ".encode() + b"\xe2\x80 and left", "“Hi” \ufffd\ufffd and left"),
        ("“Hi” at the caf".encode() + b"\xe9", "“Hi” at the café"),
        ("“Hi” at the caf".encode() + b"\xe9\r\n", "“Hi” at the café"),
    ],
    ids=[
        "a letter and a dash",
        "marks",
        "half of a letter of UTF-8",
        "two thirds of a mark",
        "at the end",
        "before a line end",
    ],
)
def test_single_bytes_of_windows_within_a_line_of_utf_8(data: bytes, text: str) -> None:
    data = "“Naïve” is what the café’s owner said of it.\n".encode() * 3 + data
    repaired = repair_bytes(data)
    assert repaired.text.splitlines()[-1] == text
    assert repaired.undo_bytes() == data


def test_two_encodings_line_by_line() -> None:
    data = RUSSIAN.encode() + RUSSIAN.encode("cp1251")
    repaired = repair_bytes(data)
    assert repaired.text == RUSSIAN * 2
    assert repaired.source_offset(len(RUSSIAN)) == len(RUSSIAN.encode())


@pytest.mark.parametrize("first", ["utf-8", "cp866"])
def test_capitals_of_the_second_encoding_are_not_those_of_a_third(first: str) -> None:
    """In MacCyrillic the small letters are those of cp1251, and other signs stand in place of capitals."""
    lines = ("Компания сообщила о строительстве новой фабрики.\n", "Министр встретился с послами и обсудил торговлю.\n")
    others = ("Кстати, билеты уже проданы.\n", "С первого мая вход в музей свободный.\n")
    data = "".join(lines).encode(first) + "".join(others).encode("cp1251")
    assert repair_bytes(data).text == "".join(lines + others)


@pytest.mark.parametrize(
    ("first", "second", "read_as"), [("koi8-r", "cp1251", "koi8-r"), ("cp1251", "koi8-r", "cp874")]
)
def test_of_two_equally_frequent_encodings_the_first_is_that_of_the_file(first: str, second: str, read_as: str) -> None:
    line = "Правительство объявило о новой программе развития сельских районов страны на ближайшие\n"
    count = SAMPLE // len("".join(line.split())) + 1  # an even number of lines, more than one sample
    lines = [line.encode(second if number % 2 else first) for number in range(count)]
    (*names, last), _ = encodings_of_lines([*lines, b"\xc1\n"])
    assert Counter(names) == {first: count // 2, second: count // 2}
    assert last == read_as, "a single letter is read in the encoding of the file if it fits"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"\xef\xbb\xbf" + RUSSIAN.encode() + RUSSIAN.encode("cp1251"), "a byte order mark before two encodings"),
        (RUSSIAN.encode() + b"\xef\xbb\xbf" + RUSSIAN.encode("cp1251"), "a byte order mark in the middle"),
        (RUSSIAN.encode("cp1251") * 2 + bytes(64), "padded with NUL"),
        (bytes(16) + (RUSSIAN * 2).encode(), "NUL bytes before the text"),
    ],
)
def test_byte_order_marks_and_padding_are_dropped_without_effect_on_the_rest(data: bytes, why: str) -> None:
    repaired = repair_bytes(data)
    assert repaired.text == RUSSIAN * 2, why
    assert repaired.undo_bytes() == data


@pytest.mark.parametrize(
    ("before", "stray", "after", "encoding"),
    [
        ("The minister met", "\0", " the mayor.\n", "utf-8"),
        ("The minister", "\0", " met the mayor.\n", "utf-8"),
        ("The café of the minister", "\0", " is open.\n" * 9, "cp1252"),
        ("The café of the minister is open.\n", "\x1a", "", "cp1252"),  # the end mark of DOS
        (RUSSIAN, "\0", RUSSIAN, "utf-8"),
    ],
)
def test_a_stray_control_byte_does_not_make_a_text_utf_16(before: str, stray: str, after: str, encoding: str) -> None:
    data = (before + stray + after).encode(encoding)
    repaired = repair_bytes(data)
    assert (repaired.text, repaired.encoding) == (before + after, encoding)
    assert repaired.undo_bytes() == data


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN * 4, "cp855"),
        (KOREAN * 3, "johab"),
        (KOREAN * 3 + "┃┌───┬───┬───┬───┬───┬───┐┃\n", "johab"),  # decoded as UTF-8, these are Arabic marks
        ("<title>Arctic Air altyazısı</title><link>http://example.org/Arctic-Air.html</link>\n" * 3, "cp1254"),
        ("The ministers met in Vienna on Monday.\nThey agreed on a plan for the year.\n" * 3, "cp037"),
        ("Το υπουργείο ανακοίνωσε τη συνάντηση των υπουργών.\n" * 4, "cp869"),
        ("Toplantıda görüşülen konular açıklandı, kararlar alındı.\n" * 4, "cp857"),
        ("Министрлік кездесу өткізді, әңгіме ұзаққа созылды.\n" * 4, "kz1048"),
    ],
)
def test_rare_encodings(text: str, encoding: str) -> None:
    assert repair_bytes(text.encode(encoding)).text == text


def test_a_poorly_decoded_text_is_reported() -> None:
    noise = bytes(0xA1 + (i * 37 + i * i) % 90 for i in range(400))
    assert "poor_encoding" in {finding.kind for finding in repair_bytes(noise[:200] + b"\n" + noise[200:]).findings}
    assert not repair_bytes(FRENCH.encode("cp1252")).findings


@pytest.mark.parametrize(("data", "reason"), [(b"", "empty"), (b" \n", "empty"), (b"%PDF-1.7 x", "binary")])
def test_what_is_no_text_is_refused_with_its_reason(data: bytes, reason: str) -> None:
    with pytest.raises(NotTextError) as error:
        repair_bytes(data)
    assert error.value.reason == reason


@settings(max_examples=80)
@given(st.binary(min_size=1, max_size=300))
def test_any_bytes_can_be_restored(data: bytes) -> None:
    try:
        repaired = repair_bytes(data)
    except NotTextError:
        return
    assert repaired.undo_bytes() == data
    assert 0 <= repaired.source_offset(len(repaired.text)) <= len(data)


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251", "utf-16"])
@pytest.mark.parametrize("between", ["\n\n", "\r\n\r\n", "\n"])
def test_a_large_file_in_parts(tmp_path: Path, encoding: str, between: str) -> None:
    text = between.join([RUSSIAN.strip().replace("\n", " ")] * 3_000)
    path = tmp_path / "large.txt"
    path.write_bytes(text.encode(encoding))
    parts = list(repair_file(path))
    assert len(parts) > 1 or encoding == "utf-16"
    assert "".join(part.text for part in parts) == text
    assert b"".join(part.undo_bytes() for part in parts) == path.read_bytes()


def test_a_file_in_utf_16_is_read_in_time_that_grows_with_its_length(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "READ_AT_ONCE", 100)
    data = RUSSIAN.encode("utf-16") * 10_000
    begun = time.process_time()
    assert list(decoding.blocks_of(BytesIO(data))) == [data]
    assert time.process_time() - begun < 1.0


def test_the_places_of_repairs_in_a_file_whose_encoding_has_escape_sequences() -> None:
    data = "日本大使館&amp;発表です。ＡＢＣ\n".encode("iso2022_jp")
    *_, repair = repair_bytes(data, normalise=True).repairs
    assert data[repair.source_start : repair.source_end] == "ＡＢＣ".encode("iso2022_jp")[3:-3]


def test_an_encoding_with_a_nul_in_its_name_is_unknown() -> None:
    assert repair_bytes(b"caf\xe9 Berg", encoding="latin-1\0").text == "café Berg"
