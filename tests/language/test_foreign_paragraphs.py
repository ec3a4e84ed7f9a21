"""Which paragraphs of an English release are in another language: nothing is extracted from them."""

from __future__ import annotations

import pytest

import pipeline
from pipeline.language import foreign_paragraph
from pipeline.structure import structure

MALAY = "Kerajaan akan terus membantu petani dengan bantuan baja dan benih yang lebih baik untuk musim ini."
FRENCH = "La ministre Anna Berg a déclaré que le pont sera ouvert en mai et que la ville a payé les travaux."


@pytest.mark.parametrize(
    ("text", "language", "why"),
    [
        (MALAY, "id", "Malay is recognised as Indonesian"),
        (FRENCH, "fr", "a sentence"),
        ("Le gouvernement annonce la réouverture de la ligne dans les îles du nord", "fr", "a headline"),
        ("EL MINISTERIO ANUNCIA LA APERTURA DE LOS PUERTOS DEL NORTE PARA LA PESCA", "es", "a headline in capitals"),
        ("Die Brücke wird im Mai für den Verkehr geöffnet und von der Stadt bezahlt.", "de", "German"),
        ("新闻稿：部长周四表示，大桥将于五月开放。", "zh", "another script"),
        ("Министр сообщил, что мост откроется в мае.", "und", "a script of several languages"),
        ("The minister said that the bridge will be opened in May, and that the city paid.", None, "English"),
        ("Juan de la Cruz, María de los Ángeles Ruiz, Pedro de la Vega y Rosa del Río", None,
        "a list of names is not foreign"),
        ("Comisión Nacional de los Derechos de la Mujer de la Ciudad de Lima", None,
        "the name of an organisation is not foreign"),
        ("Ann von der Mark, Tom van den Berg, Eva de Vries", None, "names with small words"),
        ("Director of La Voz de la Montaña, the radio of the villages", None, "a foreign name in English"),
        ("He called it le mot juste de la saison et de la ville, and left.", None, "foreign words in English"),
        ("Anna Berg (安娜) was appointed chief of the office.", None, "a name in another script"),
        ("Timber, Paper, Boards", None, "too short to tell"),
        ("", None, "an empty text"),
    ],
)  # fmt: skip
def test_foreign_paragraph(text: str, language: str | None, why: str) -> None:
    assert foreign_paragraph(text) == language, why


def test_nothing_is_extracted_from_a_foreign_paragraph_and_a_finding_says_so() -> None:
    english = "Minister Carl Dahl said on 3 May 2022 that the bridge of Oslo will be opened by the city in June."
    text = f"Bridge opens\n\n{english}\n\n{FRENCH}\n\nThe city paid for it, and the state for the road to it."
    x = pipeline.extract(text)
    (finding,) = [f for f in x.findings if f.kind == "not_english"]
    assert text[finding.start : finding.end] == FRENCH
    assert not [m for m in x.mentions if finding.start <= m.start < finding.end]
    assert "Carl Dahl" in [m.text for m in x.mentions]


def test_an_english_release_has_none() -> None:
    assert structure("Bridge opens\n\nThe bridge of Oslo will be opened by the city in June.").foreign == ()
