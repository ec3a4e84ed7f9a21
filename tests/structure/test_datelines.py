"""Datelines: what is one, where it ends, and the place and day in it."""

import pytest

from pipeline.structure.datelines import dateline_at

FOUND = [
    # dateline, what follows, place, day
    ("GENEVA, 27 September 2023 –", " The office said", "GENEVA", "2023-09-27"),
    ("OSLO, Norway (March 3, 2021) —", " Two ships", "OSLO, Norway", "2021-03-03"),
    ("LIMA, May 4, 2022 /Examplewire/ --", " A firm", "LIMA", "2022-05-04"),
    ("OSLO, Norway--(Zedwire Corp. - July 2, 2024) -", " A firm", "OSLO, Norway", "2024-07-02"),
    ("Reno, NV - 2 July 2024 (EXAMPLEWIRE) -", " A firm", "Reno, NV", "2024-07-02"),
    ("Bonn (Example.news) Tuesday Jul 2, 2024 @ 7:15 AM Central —", " A firm", "Bonn", "2024-07-02"),
    ("TULSA, OK / Example Wire / May 6, 2024 21:15", "", "TULSA, OK", "2024-05-06"),
    ("OSLO, May 6, 2024 /Example/ --", " Zed Airport News has opened", "OSLO", "2024-05-06"),
    ("OSLO, May 6, 2024 – Example Newswire –", " A firm", "OSLO", "2024-05-06"),
    ("RENO, Nev., May 6, 2024―", "A firm", "RENO, Nev.", "2024-05-06"),  # a horizontal bar for a dash
    ("Oslo, 9 May 2022 −", " A firm", "Oslo", "2022-05-09"),  # a minus sign
    ("(Oslo, 9 May 2022)", " The board met", "Oslo", "2022-05-09"),
    ("WASHINGTON –", " The board met", "WASHINGTON", None),
    ("Helena, Mont. --", " The senator said", "Helena, Mont.", None),
    ("(Ogden, UT) -", " The senator said", "Ogden, UT", None),
    ("(Ogden, UT) May 4th, 2022 –", " Today Ada Lund said", "Ogden, UT", "2022-05-04"),
    ("(Oslo, Norway) – 3 May 2021 –", " The bank said", "Oslo, Norway", "2021-05-03"),
    ("OSLO, 2026-07-02**:", " The pier", "OSLO", "2026-07-02"),  # emphasis ends before the sign
    ("ST. LOUIS, MO**:", " Zed, the first", "ST. LOUIS, MO", None),
    ("WASHINGTON", "  The department today", "WASHINGTON", None),
    ("Lima, Ohio.-", " The senator said", "Lima, Ohio.", None),  # a hyphen glued to a full stop
    ("DALLAS/FORT WORTH, TX, May 4, 2022 /Examplewire/ --", " A firm", "DALLAS/FORT WORTH, TX", "2022-05-04"),
    ("DENVER/May 4, 2022 –", " A firm", "DENVER", "2022-05-04"),
    ("OSLO, Norway / RENO, NV, May 4, 2022 –", " A firm", "OSLO, Norway / RENO, NV", "2022-05-04"),
    ("OSLO, Norway, 3 May 2024, 07:00 CET –", " A firm", "OSLO, Norway", "2024-05-03"),
    ("(ExampleWire) - May 4, 2022 - DALLAS —", " A firm", "DALLAS", "2022-05-04"),
    ("(ExampleWire) - May 4, 2022 -", " A firm of Lima said", None, "2022-05-04"),
    ("(WASHINGTON, DC) -", "Today the board met", "WASHINGTON, DC", None),  # a dash glued to the first word
    ("NEW DELHI:", " The board met", "NEW DELHI", None),
    ("Washington, D.C.", "  Today, the senator", "Washington, D.C.", None),  # two blanks are all that is left
    ("Reno, NV May 14 2018 —", " A firm", "Reno, NV", "2018-05-14"),
    ("May 9  2011   WASHINGTON  D C", "    The senate", "WASHINGTON, DC", "2011-05-09"),
]

NONE = [
    "The minister met her counterpart on 3 May 2021 – the first visit in years.",
    "Weekly Bulletin March 3, 2021",  # a headline with a date
    "UPDATE – The road is open again.",
    "Public release: 3-May-2021",
    "June 28  2007 Timber board asks for a report",  # a date before a headline
    "On March 3, 2021, the council met.",
    "Ann Example, the director, said: “Yes.”",
    "BREAKING NEWS — Road open",
    "Chapter 4 – The road",
    "Update May 14 2018 — The road is open",
    "Original release on 3 May 2021 - The road is open.",
    "Road open: The minister said",
    "IN BRIEF: The minister said",  # not in Indiana
    "MS LUND: The minister said",  # not in Mississippi
    "On Monday – The minister said",
    "Paris: The lights of a city",  # a title
    "Paris  The lights of a city",
    "",
    "-",
    "3 May 2021",
]


@pytest.mark.parametrize(("whole", "after", "place", "day"), FOUND)
def test_found(whole: str, after: str, place: str | None, day: str | None) -> None:
    text = whole + after
    found = dateline_at(text, 0, len(text))
    assert found is not None
    assert text[found.start : found.end] == whole
    assert found.place == place
    assert (found.written.iso() if found.written else None) == day


@pytest.mark.parametrize("text", NONE)
def test_not_found(text: str) -> None:
    assert dateline_at(text, 0, len(text)) is None
