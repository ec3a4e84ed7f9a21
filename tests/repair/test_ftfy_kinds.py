"""Every kind of damage in ftfy's public test cases, with our own sentences: what ftfy repairs, this project repairs."""

from __future__ import annotations

import ftfy
import pytest

from pipeline.repair import repair_text


def misread(text: str, written: str, *reads: str) -> str:
    """The text encoded as `written` and decoded as each of `reads` in turn, re-encoded as UTF-8 in between."""
    data = text.encode(written)
    for i, read in enumerate(reads):
        text = data.decode(read)
        data = text.encode("utf-8") if i + 1 < len(reads) else data
    return text


def cesu_8(text: str) -> str:
    """The text with the two halves of each surrogate pair encoded as UTF-8, read as Latin-1."""
    halves = text.encode("utf-16-be")
    units = "".join(chr(int.from_bytes(halves[i : i + 2], "big")) for i in range(0, len(halves), 2))
    return units.encode("utf-8", "surrogatepass").decode("latin-1")


KINDS = [
    ("a check mark", misread("Ready ✔ to go", "utf-8", "sloppy-windows-1252"), "Ready ✔ to go"),
    ("C1 controls are marks", "\x84Wir laden alle ein\x93, so die Stadt", "„Wir laden alle ein“, so die Stadt"),
    ("emoji as halves", cesu_8("Well done 😊"), "Well done 😊"),
    ("emoji", misread("Lift-off 🚀 at noon", "utf-8", "sloppy-windows-1252"), "Lift-off 🚀 at noon"),
    ("one word", misread("Līva", "utf-8", "sloppy-windows-1252"), "Līva"),
    ("one accent", misread("The café is open", "utf-8", "latin-1"), "The café is open"),
    ("twice", misread("Anna (née Olsen)", "utf-8", "sloppy-windows-1252", "sloppy-windows-1252"), "Anna (née Olsen)"),
    ("thrice", misread("voilà", "utf-8", "latin-1", "latin-1", "latin-1"), "voilà"),
    ("one quotation mark each way", "They said “go nowâ€\x9d and left", "They said “go now” and left"),
    ("marks of two readings", "The mayor said â\x80\x9cyes\x94 twice", "The mayor said “yes” twice"),
    ("a Greek letter inside a name", misread("The TNFα-R2βko strain", "utf-8", "latin-1"), "The TNFα-R2βko strain"),
    ("in capitals", misread("L’HÔTEL OÙ", "utf-8", "sloppy-windows-1252"), "L’HÔTEL OÙ"),
    ("no-break space", misread("Named\xa0„blue stones“", "utf-8", "sloppy-windows-1250"), "Named\xa0„blue stones“"),
    ("a pound sign twice", misread("a £3m fine", "utf-8", "sloppy-windows-1252", "windows-1251"), "a £3m fine"),
    ("marks that combine", misread("now $2\u03369\u0336", "utf-8", "sloppy-windows-1252"), "now $2\u03369\u0336"),
    ("Cyrillic", misread("Сегодня открылась выставка", "utf-8", "sloppy-windows-1252"), "Сегодня открылась выставка"),
    ("Windows 1251", misread("Сегодня открылась школа", "utf-8", "sloppy-windows-1251"), "Сегодня открылась школа"),
    ("Chinese", misread("今天下午开会", "utf-8", "latin-1"), "今天下午开会"),
    ("Mac Roman", misread("Città di Forlì e però", "utf-8", "mac-roman"), "Città di Forlì e però"),
    ("Mac Roman, one word", misread("Il signor Nicolò", "utf-8", "mac-roman"), "Il signor Nicolò"),
    ("DOS", misread("Kärleken är öppen för alla", "utf-8", "cp437"), "Kärleken är öppen för alla"),
    ("Windows 1250", misread("Příští schůze výboru", "utf-8", "sloppy-windows-1250"), "Příští schůze výboru"),
    ("Windows 1257", misread("Žmonės šoka aikštėje", "utf-8", "sloppy-windows-1257"), "Žmonės šoka aikštėje"),
    ("Windows 1253", misread("Η ομάδα νίκησε χθες", "utf-8", "sloppy-windows-1253"), "Η ομάδα νίκησε χθες"),
    ("Windows 1254", misread("Bugün çok güzel bir gün", "utf-8", "sloppy-windows-1254"), "Bugün çok güzel bir gün"),
    ("a lost byte of à", "Elle revient dÃ©jÃ  de la rÃ©union", "Elle revient déjà de la réunion"),
    ("à before one space", "FidÃ¨le Ã son poste, elle Ã©crit", "Fidèle à son poste, elle écrit"),
    ("à with its A0", "BILLETS Ã\xa0 prendre Ã\xa0 la gare", "BILLETS à prendre à la gare"),
    ("Gaelic", "GÃ\xa0idheal", "Gàidheal"),
    ("Portuguese às", "Com atenÃ§Ã£o Ã s mÃ£es", "Com atenção às mães"),
    ("two marks of one word", misread("(•‿•)", "utf-8", "sloppy-windows-1252"), "(•‿•)"),
    ("A0 of Š turned into a space", "Å odien Å veicÄ“ bÄ“rni Ä“da Ä·irÅ¡us", "Šodien Šveicē bērni ēda ķiršus"),
    ("Mac Roman, quotes", misread("« Oui », dit-il, « non »", "utf-8", "mac-roman"), "« Oui », dit-il, « non »"),
    ("DOS, quotes", misread("il dit « oui », « non »", "utf-8", "cp437"), "il dit « oui », « non »"),
    ("small capitals", misread("ʜᴇʟʟᴏ ᴡᴏʀʟᴅ", "utf-8", "sloppy-windows-1252"), "ʜᴇʟʟᴏ ᴡᴏʀʟᴅ"),
    ("boxes that are letters", misread("Вчера чернецы ушли", "cp1251", "cp437"), "Вчера чернецы ушли"),
    ("a lost byte in Czech", "ZÃ¡padoÄ�eskÃ½ kraj", "Západo\ufffdeský kraj"),
    ("a lost byte in Russian", "Ð¿Ñ€Ð¾Ð³Ñ€Ð°Ð¼Ð¼Ð° Ñ�ÐµÐ·Ð¾Ð½Ð°", "программа \ufffdезона"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "source", "expected"), KINDS, ids=[kind for kind, *_ in KINDS])
def test_damage_that_ftfy_repairs_is_repaired(kind: str, source: str, expected: str) -> None:
    repaired = repair_text(source)
    assert repaired.text == expected
    assert repaired.undo() == source
    assert repair_text(expected).text == expected


STAYS = [
    ("a fraction and a name", "½ cup of Åland butter"),
    ("Portuguese in capitals", "A MANHÃ — AMANHÃ"),
    ("Irish", "Ó Briain agus Ní Bhriain"),
    ("quotation marks of many kinds", "‹ja› «oui» „doch“ ‚so‘"),
    ("prices", "€5, £6 or ¥700"),
    ("degrees and angles", "20 °C at 5° 3′ N"),
    ("Hungarian", "Ő ÁRVÍZTŰRŐ TÜKÖRFÚRÓGÉP"),
    ("Estonian", "ÕUNAÕLI JA ÄÄDIKAS"),
    ("Vietnamese", "Bộ trưởng đã đến Đà Nẵng"),
    ("an umlaut after a small letter", "McÖ and iÖ"),
    ("superscripts", "10 m² · 5 cm³ ¹"),
    ("a face of signs", "Nobody came to the fair `¬´   and it rained"),
    ("accents as quotation marks", "disse ``volto já´´ e saiu"),
    ("lines drawn with letters", "├║o┼┐u┼┐o┼┐u┼┐o"),
    ("a Norwegian å before a space", "Å gå på tur er morsomt, sa de"),
    ("a word in three scripts", "β-carotene and ω-3 до 5 мг"),
]


def test_gibberish_does_not_become_other_gibberish() -> None:
    """Misread four times, then lower-cased: it cannot be repaired, and must not become Cyrillic."""
    text = misread("so ’tis “done”", "utf-8", *["sloppy-windows-1252"] * 4).lower()
    assert repair_text(text).text == ftfy.fix_encoding(text)


@pytest.mark.parametrize(("kind", "text"), STAYS, ids=[kind for kind, _ in STAYS])
def test_text_that_must_stay(kind: str, text: str) -> None:
    assert repair_text(text).text == text == ftfy.fix_encoding(text)
