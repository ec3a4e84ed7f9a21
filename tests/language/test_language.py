"""Which texts are stored without extraction because they are not English."""

from __future__ import annotations

import pytest

from pipeline.language import Language, language_of

ENGLISH = (
    "The minister said on Thursday that the bridge will be opened in May, and that the city has paid for it. "
    "It was built by a company from the north of the country, which will also look after it. "
)
FRENCH = (
    "Le ministre a déclaré jeudi que le pont sera ouvert en mai et que la ville a payé les travaux. "
    "Il a été construit par une entreprise du nord du pays, qui est aussi chargée de son entretien. "
)
NAMES = (
    "Anna Berg, Carl Dahl, Eva Falk, Gustav Holm, Ida Jansson, Karl Lund, Maja Nyberg, Olle Palm, Rut Sand, Tor Udd "
)


@pytest.mark.parametrize(
    ("text", "want", "why"),
    [
        (ENGLISH, Language("en", False), "plain English"),
        (FRENCH, Language("fr", True), "plain French"),
        (ENGLISH + FRENCH, Language("en", False), "a release in two languages is extracted"),
        (FRENCH[:60], Language(None, False), "too short to tell"),
        (NAMES * 3, Language(None, False), "a list of names has no language"),
        ("", Language(None, False), "an empty text"),
        (
            "新闻稿：部长周四表示，大桥将于五月开放，市政府已支付了工程费用，并负责维护工作。",
            Language("zh", True),
            "Chinese is recognised by its script",
        ),
        (
            "大臣は木曜日、橋は五月に開通すると述べた。市は工事の費用を支払った。",
            Language("ja", True),
            "Japanese has kana",
        ),
        (
            "Министр сообщил в четверг, что мост откроется в мае, а город заплатил.",
            Language(None, True),
            "Cyrillic script",
        ),
        ("缅北禁地" + ENGLISH, Language("en", False), "a few foreign characters in English"),
        (
            "Der Minister sagte am Donnerstag, dass die Brücke im Mai eröffnet wird und die Stadt für sie bezahlt hat. "
            "Sie wurde von einer Firma aus dem Norden gebaut, die sich auch um sie kümmern wird.",
            Language("de", True),
            "German",
        ),
        (
            "Společnost Zed otevírá důl, jak už dříve uvedla, mezi jejími partnery jsou i města, která si důl přála. "
            "Bude to jen začátek: nebo tak alespoň mluví Jan Roe a jeho lidé, kteří se těší ke konci roku.",
            Language("cs", True),
            "Czech",
        ),
        (
            "El ministro dijo el jueves que el puente se abrirá en mayo y que la ciudad ha pagado por las obras. "
            "Fue construido por una empresa del norte, que también se encargará de su mantenimiento.",
            Language("es", True),
            "Spanish",
        ),
    ],
)
def test_language(text: str, want: Language, why: str) -> None:
    assert language_of(text) == want, why
