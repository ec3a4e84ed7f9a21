"""Bytes of files to text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.repair import NotTextError, repair_bytes

RUSSIAN = "Министерство сообщило о встрече.\nПереговоры продолжатся весной.\n"
FRENCH = "La réunion a été reportée à l’été.\nLes délégués étaient déjà arrivés.\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN, "cp1251"), (RUSSIAN, "koi8-r"), (RUSSIAN, "cp866"), (RUSSIAN, "utf-16"), (RUSSIAN, "utf-16-le"),
        (FRENCH, "cp1252"), (FRENCH, "mac-roman"), (FRENCH, "utf-8-sig"), (FRENCH, "utf-16-be"), (FRENCH, "utf-32-le"),
        ("外交部发言人举行新闻发布会。\n会议明天继续。\n", "gb18030"),
        ("外務省は記者会見を行いました。\n会議は明日も続きます。\n", "cp932"),
        ("外務省は記者会見を行いました。\n", "iso2022_jp"),
        ("příští týden se uskuteční veřejné slyšení", "cp1250"),
    ],
)  # fmt: skip
def test_decoded(text: str, encoding: str) -> None:
    data = text.encode(encoding)
    repaired = repair_bytes(data)
    assert repaired.text.removeprefix("\ufeff") == text
    assert repaired.undo_bytes() == data


def test_two_encodings_line_by_line() -> None:
    data = RUSSIAN.encode() + RUSSIAN.encode("cp1251")
    repaired = repair_bytes(data)
    assert repaired.text == RUSSIAN * 2
    assert repaired.source_offset(len(RUSSIAN)) == len(RUSSIAN.encode())


@pytest.mark.parametrize(("data", "reason"), [(b"", "empty"), (b" \n", "empty"), (b"%PDF-1.7 x", "binary")])
def test_no_text(data: bytes, reason: str) -> None:
    with pytest.raises(NotTextError) as error:
        repair_bytes(data)
    assert error.value.reason == reason


@settings(max_examples=80, deadline=None)
@given(st.binary(min_size=1, max_size=300))
def test_any_bytes_come_back(data: bytes) -> None:
    try:
        repaired = repair_bytes(data)
    except NotTextError:
        return
    assert repaired.undo_bytes() == data
    assert 0 <= repaired.source_offset(len(repaired.text)) <= len(data)
