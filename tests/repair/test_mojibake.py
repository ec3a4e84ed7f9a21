"""Wrongly decoded text: what must be repaired and what must stay."""

from __future__ import annotations

import pytest

from pipeline.repair import repair_text
from pipeline.repair.repaired import format_repairs


def misread(text: str, written: str, read: str) -> str:
    return text.encode(written).decode(read)


DAMAGE = [
    ("министерство иностранных дел сообщает о встрече", "cp1251", "latin-1"),
    ("министерство иностранных дел сообщает о встрече", "koi8-r", "latin-1"),
    ("министерство иностранных дел сообщает о встрече", "cp1251", "koi8-r"),
    ("министерство иностранных дел сообщает о встрече", "utf-8", "latin-1"),
    ("министерство иностранных дел сообщает о встрече", "utf-8", "cp437"),
    ("органы падтрымлiваюць гатоўнасць сiл", "cp1251", "latin-1"),  # with the Latin i
    ("外交部发言人举行新闻发布会", "gb18030", "latin-1"),
    ("外交部发言人举行新闻发布会", "utf-8", "mac-roman"),
    ("外務省は記者会見を行いました", "euc_jp", "latin-1"),
    ("外務省は記者会見を行いました", "cp932", "latin-1"),
    ("外交部發言人舉行新聞發布會", "big5", "latin-1"),
    ("외교부 대변인이 기자회견을 열었다", "cp949", "latin-1"),
    ("το υπουργείο εξωτερικών ανακοίνωσε τη συνάντηση", "cp1253", "latin-1"),
    ("příští týden se uskuteční veřejné slyšení", "cp1250", "latin-1"),
    ("toplantıda görüşülen konular açıklandı", "cp1254", "latin-1"),
    ("משרד החוץ הודיע על הפגישה", "cp1255", "latin-1"),
    ("أعلنت وزارة الخارجية عن الاجتماع", "cp1256", "latin-1"),
    ("la réunion a été organisée à l’hôtel", "utf-8", "mac-roman"),
    ("great news 🎉 we won the prize 🏆 today 👉 join us 🇰🇪", "utf-8", "latin-1"),
    ("great news 🎉 we won the prize 🏆 today", "utf-8", "cp437"),
    ("die nachricht 😀 des tages", "utf-8", "mac-roman"),
    ("𝐍𝐚𝐢𝐫𝐨𝐛𝐢, 𝐊𝐞𝐧𝐲𝐚 - 𝟐𝟖𝐭𝐡 𝐌𝐚𝐫𝐜𝐡", "utf-8", "latin-1"),  # mathematical letters, as used in social media
]


@pytest.mark.parametrize(("text", "written", "read"), DAMAGE)
def test_phrase_in_an_english_release(text: str, written: str, read: str) -> None:
    source = f"The ministry issued a statement today.\n\n{misread(text, written, read)}\n\nIt gave no details."
    repaired = repair_text(source)
    assert repaired.text == source.replace(misread(text, written, read), text)
    assert repaired.undo() == source


@pytest.mark.parametrize(
    ("source", "expected", "why"),
    [
        ("He said â€œwe are readyâ€\u009d and left.", "He said “we are ready” and left.", "quotation marks alone"),
        ("He said â€œwe are readyâ€ and left.", "He said “we are ready” and left.", "byte 9D was dropped"),
        ("He said â€œwe are readyâ€\ufffd and left.", "He said “we are ready” and left.", "byte 9D was replaced"),
        ("“So,” he said. â€œWe agree,â€? he said.", "“So,” he said. “We agree,” he said.", "byte 9D became “?”"),
        ("Was it â€œyes!â€? and â€œnoâ€ then?", "Was it “yes!”? and “no” then?", "a question"),
        ("Das GeschÃ€ft ist fÃŒr alle, in ZÃŒrich.", "Das Geschäft ist für alle, in Zürich.", "read as ISO 8859-15"),
        ("Frau MĂĽller war da.", "Frau Müller war da.", "read as cp1250, not as ISO 8859-2: “Måller”"),
        ("Il est trÃšs heureux.", "Il est très heureux.", "a single word"),
        ("The ofï¬cial ï¬gures of it", "The ofﬁcial ﬁgures of it", "byte 81 of a ligature was dropped"),
        ("ÐœÐ¾ÑÐºÐ²Ð° ÑÑ‚Ð¾Ð¸Ñ‚", "Мо\ufffdква \ufffdтоит", "byte 81 was dropped; it may also have been 8F"),
        ("ÐœÐ¾Ñ?ÐºÐ²Ð° Ñ?Ñ‚Ð¾Ð¸Ñ‚", "Мо\ufffdква \ufffdтоит", "it became “?”"),
        ("The mayor of ÅÃ³dÅº met the bank.", "The mayor of \ufffdódź met the bank.", "one name in an English text"),
        ('The visit â€" and it was one â€" of 5â€"8 days.', "The visit — and it was one — of 5—8 days.",
         "a dash whose last character was made straight"),
        ("THE COMPANYÂ€™S PLAN: Â€ŒYESÂ€\x9d", "THE COMPANY’S PLAN: “YES”", "written in capitals after the damage"),
        ("He came.Â  Then he wentÂ home.", "He came.\xa0 Then he went\xa0home.", "its byte A0 became a space"),
        ("He said â€œyes.â€Â\xa0 And", "He said “yes.”\xa0 And", "byte 9D was dropped before a no-break space"),
        ("DÃ©jÃ  vu Ã  Paris, oÃ¹ il Ã©tait", "Déjà vu à Paris, où il était", "byte A0 became a space"),
        (misread(misread("Fürsorge für Köln, größer", "utf-8", "latin-1"), "utf-8", "latin-1"),
         "Fürsorge für Köln, größer", "misread twice"),
        ("The minister said ¡°we are ready¡± in the cafÃ©.", "The minister said “we are ready” in the café.",
         "two encoding errors in one line"),
        ("Tom &amp; Ann", "Tom & Ann", "an HTML entity left by escaping"),
        ("Tom &amp;amp; Ann", "Tom & Ann", "escaped twice"),
        ("Caf&Atilde;&copy; &agrave; Orl&eacute;ans", "Café à Orléans", "misread, then written as HTML entities"),
        ("Kenya&acirc;&euro;&trade;s plan", "Kenya’s plan", "three HTML entities in a row"),
        ("Kenya&acirc;&#128;&#153;s plan", "Kenya’s plan", "the same with numeric entities"),
        ("one\x07two", "onetwo", "a control character"),
    ],
)  # fmt: skip
def test_repaired(source: str, expected: str, why: str) -> None:
    assert repair_text(source).text == expected, why


@pytest.mark.parametrize(
    "text",
    [
        "“Some trees are older than the town,” she said. “In all, we counted 40.”",
        "BONN â The minister left â and so did his aide â on Monday.",  # dashes that lost two bytes: in no code page
        # a name counts only once; English has no low quotation marks and no full-width letters
        "Íñigo and Íñigo",
        "Krasnoïarsk et Krasnoïarsk",
        "Erreà and Erreà and Erreà",
        "The oral PI3Kα inhibitor is a PI3Kα drug for PI3Kα cancers.",
        "Банк ВТБ сообщил о прибыли. Клиенты ВТБ получат карты ВТБ. Акции ВТБ растут.",
        "The Courtâs ruling. âI am glad,â he said. âIt is good,â she said.",
        "Price: £5 or €6; 20 °C; ½ cup; §4; ±2 %; 5 × 6.",
        "Łukasz Żak met Đorđe Ćirić and Þórður in Malmö, Brāļi and Iași.",
        "SÃO PAULO, AMANHÃ: ÓRGÃO; ÅLESUND; GÖTEBORG",
        "ΟΙ ΑΡΧΈΣ ΤΗΣ ΠΌΛΗΣ; İZMİR VE ISPARTA; SITUACIÓN POLÍTICA",  # I is no ı, Σ at the end of a word is ς
        "Пры надзвычайных сiтуацыях органы падтрымлiваюць гатоўнасць сiл.",  # with the Latin i
        "Nema aranžmana.\nNema aranžmana.",  # there is no joiner between Latin letters
        "VENEZÜELLA BAKANI GELDI.\nVENEZÜELLA BAKANI SUSTU.",  # nor a tatweel
        "VENEZÜELLA BAKANI GELDI.\nVENEZÜELLA BAKANI GITTI.\nVENEZÜELLA BAKANI SUSTU.",  # nor a quotation mark
        "Ça va? « Oui », répondit-il. Où ça ? À l’hôtel.",
        "الترجمة العربية متاحة، 日本語もあります。 По-русски тоже.",
        "├── a\n│   └── b\n╔══╗",
        "ｆｕｌｌ ｗｉｄｔｈ ﬁne 100\u00a0000\u00a0km",
        "<p>&lt;b&gt; is a tag</p>",
        "Write “&amp;” for an ampersand.",
        "Эти державы будут на их сторон\ufffd",  # none of its letters is part of a multi-byte character
        "The Ko‘ie‘ie pond of Hawai‘i.",  # ‘ used as a letter
        "Maybe it‘s a place to meet, maybe it‘s a place to skate.",  # and the wrong quotation mark
        "“Mâori, Âkonga,” said the Kaitûhono of Te Mana Âkonga. The Âkonga submission, “Mâori.”",  # in no code page
        "In HTML a less-than sign is &lt; and a dash &mdash; or &#8212;; &eacute; is é.",
    ],
)
def test_text_of_the_author_stays(text: str) -> None:
    assert repair_text(text).text == text


def test_windows_punctuation_is_repaired_by_its_own_code_page() -> None:
    repaired = repair_text("They were unhappy with the cause,\x94 said the dean.\n\nTomorrow\x92s rally goes on.")
    assert repaired.text == "They were unhappy with the cause,” said the dean.\n\nTomorrow’s rally goes on."
    assert {(repair.written_as, repair.read_as) for repair in repaired.repairs} == {("cp1252", "latin-1")}


def test_the_command_prints_the_repairs() -> None:
    repaired = repair_text("He said ¡°we are ready¡± and ¡°we go¡±.")
    shown = format_repairs(repaired)
    assert "¡° → “" in shown
    assert "written as gb18030, read as latin-1" in shown
    assert format_repairs(repair_text("plain")) == "nothing repaired\n"


def test_a_name_between_damaged_lines_does_not_end_in_a_per_mille_sign() -> None:
    line = (
        "Toda persona tiene los derechos de esta Declaraci≤n, sin distinci≤n de religi≤n, opini≤n polφtica o condici≤n."
    )
    repaired = repair_text(f"{line}\nMs. Zoë spoke.\n{line}")
    assert repaired.text.split("\n")[1] == "Ms. Zoë spoke."
    assert "condición.\n" in repaired.text


@pytest.mark.parametrize(
    ("text", "want"), [("A \ud83d\ude00 day", "A \U0001f600 day"), ("Odd \ud800 sign", "Odd \ufffd sign")]
)
def test_surrogates_are_joined_or_replaced(text: str, want: str) -> None:
    """Escapes of RTF, PDF and mail may give them, and no file can hold them."""
    assert repair_text(text).text == want
