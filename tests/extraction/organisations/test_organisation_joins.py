"""Which names in a release belong to one organisation."""

from __future__ import annotations

import pytest

from pipeline.settings import OwnNames
from tests.extraction.organisations.marked import analysed, keys

ONE = [
    ("[Zed Parks Registry] (“[ZPR]”) met. [ZPR] left.", "an acronym in brackets"),
    ("[Ministry of Ice] (“**[MinIce]**”) met.", "an acronym with Markdown's marks around it"),
    ("[Zed Ice Alliance] ([ZI Alliance]) met.", "a word of capitals and words of the name"),
    ("[Ice Center of Excellence] ([IceX CoE]) met.", "two words with two capitals each"),
    ("[Ministry of Ice] ([MinIce]) met.", "in brackets, a word made of the beginnings of the name's words"),
    ("[Zed Ice Technologies Ltd] ([ZiTech]) met.", "a word whose letters are in the name, in the same order"),
    ("[Zed] ([Zed for Chad]) met.", "the first word of the full name"),
    ("[ZENIRA] (the [Zed Energy Network]) met.", "the acronym comes first and has letters of its own"),
    ("[Zed Energy Network]™ (also known as [ZEN])", "a trade mark and words before the acronym"),
    ("[Telvane Holdings, Inc.] (“[Velora]” or the “Company”) grows.", "another name in quotation marks"),
    ("[Telvane Holdings] (TSE: 4502/NYSE: TVH) (“[Velora]”) grows.", "another name after the letters of a share"),
    ("The [Ice Union of Zed](https://ice.example/) ([IUZX]) met.", "an acronym after a link of Markdown"),
    ("[the OSCE] and the [Organization for Security and Co-operation in Europe]", "a listed acronym"),
    (
        "[Ministry of Water of Kenya], the [Ministry of Water]",
        "the same name with and without its country",
    ),
    ("[U.S. Canal Guard], [Canal Guard]", "the same name with and without an abbreviated country"),
    ("[Zed Network], known as [ZedNet], met.", "“known as” gives another name"),
    ("[Zed Smiths], better known by its old name [Hammer Guild], met.", "“known by its old name” gives another name"),
    ("[Zed Bank] also known as [Ada Fund] met.", "“also known as” without a comma"),
    ("[Zed Bank] (formerly [Ada Ice Fund]) met.", "a former name in brackets"),
    ("[Norvane’s Ice Board], [Norvane Ice Board]", "a possessive"),
    (
        "[Telvane Holdings, Inc.] is here. [Telvane] grows. [Telvane Holdings] too.",
        "the beginning of a name with a legal form",
    ),
    ("[ZCA Holdings Ltd] and [ZCA]", "capitals with which a company's full name begins"),
    ("[Zed Water Board] met. The [Water Board] said so.", "the end of a longer name"),
    ("{U.S.}! The [House] and the [House of Representatives]", "a chamber of a parliament"),
    ("[League of Zed] met. The [League] said so.", "the head noun before “of”"),
    ("[Zed Party] met. [Zed] said so.", "one name has a head noun more"),
    ("[Zed Data] met. [ZedData] said so.", "a missing blank"),
    ("[Zed Service Panel] met. The [Zed Services Panel] said so.", "one word in the plural"),
    ("[Zed] met. [Zeds] plan is here.", "a possessive that has lost its apostrophe"),
    ("[Zed] grows. [Zed.com, Inc.] said so.", "a web address"),
    ("[Ice Center on Water], the [Ice Water Center]", "function words and another order"),
    ("[ZCA] met. [ZCA Experimental Physics] said so.", "capitals that nothing spells out"),
    ("[ZCA] met. [ZCA Group] said so.", "a head noun that only completes a name"),
    ("[Zed Crown Royalties Inc.] ([ZCRi]) grows. [Zed Crown] said so.", "a legal form, also beside an acronym"),
    ("[Zed Ice School] met. [Zed School] said so.", "a word between the first and the last left out"),
    ("[Zed Ice Center for Better Water] met. The [Zed Ice Center] said so.", "a name cut before “for”"),
    ("The [European Parliament] met. [Parliament] said so.", "the parliament of the European Union"),
    (
        "[Telvane Workers Union, Inc.] met. [Telvane] said so.",
        "the beginning of a name with a legal form, whatever its words",
    ),
    ("[Ice Committee] met. [Ice] said so.", "what is a part only behind another word"),
    ("[Peruvian Supreme Court], [Supreme Court]", "a country’s court"),
    ("[Zed Water Board] met. [ZWB] said so.", "initials that nobody explained"),
    ("The [Bank of Zed] met. [BOZ] said so.", "initials with that of “of”"),
    ("The [Vale-Lund School Board] met. [VLSB] said so.", "initials with that of a word after a hyphen"),
    ("The [U.S. Ice Guild] met. [USIG] said so.", "initials with all letters of a short form"),
    ("[Zed Winding Incorporated] met. [ZWI] said so.", "initials with that of the legal form"),
    ("The [Department of the Canals] met. [Canals] said so.", "what a department is for"),
    ("The [U.S. Department of Canals] met. [Canals] said so.", "what a department of a state is for"),
    ("The [University of Zed] and [Zed University]", "two orders of the same words"),
    ("The [Office of the Director of Ice], the [Office of Director of Ice]", "small words left out"),
    ("The [Zed State University Press] and the [ZSU Press]", "an acronym in place of the first words"),
    ("The [Vale Joint Ice Task Force] met. The [Vale JITF] said so.", "an acronym in place of the last words"),
    ("[University of Zed] met. [UZ] said so.", "two initials"),
    ("[Zed Arts & Crafts Guild] met. [ZA&CG] said so.", "initials with “&”"),
    ("[Ministry of Ice] met. [MinIce] said so.", "the beginnings of the words"),
    ("[University of Zedland] met. [UZedland] said so.", "an initial and a whole word"),
    ("[ZIAs] met. [ZIA] said so. The [Zed Ice Agency] left.", "initials with a possessive's “s”"),
    ("[University of Zed, Vale Bay] met. [UZ Vale Bay] said so.", "an acronym in place of the words before a comma"),
    ("[Zed Water Board]’s ([ZWB]) site", "initials in brackets after a possessive"),
    ("[NZ Ice Board] met. [New Zealand Ice Board] said so.", "a state's name cut short"),
    ("[ADA NORVANE LTD] grows. [Ada Norvane Ltd.] said so.", "a name in capitals"),
    ("the [Organisation for Amber], the [Organization for Amber]", "two spellings"),
]
APART = [
    ("[Zed Ice Ministry] ([Zenith]) met.", "a word with letters that are not in the name"),
    ("[Zed Bank], as the [Ada Fund] said, grows.", "“as” alone does not introduce another name"),
    ("[Zed Bank] called the [Ada Fund] names.", "“called” as a verb does not introduce another name"),
    ("[Zed Ice Institute] ([Lower Zed]) met.", "words with one capital each in brackets"),
    ("[Chad Bank] ([CivilBank]) met.", "a word with other beginnings in brackets"),
    ("[Telvane] ([Olvane]) met.", "two words with one capital"),
    ("[Zed Parks Registry] (with [Velora])", "brackets without an acronym or marks"),
    ("[Polish Water Board], [Kenyan Water Board]", "the same name in two countries"),
    ("[ZCA], [ZCA Ice Bank]", "capitals with which the name of a bank begins"),
    ("[ZCA], [ZCA Library]", "a library of the organisation"),
    ("[Zed Canal Agency] ([ZCA]) met [ZCA Experimental Physics].", "capitals that stand for a name spelled out"),
    ("[Telvane Inc.], [Telvane Optics Inc.]", "a full name is not short for another"),
    ("[NATO], [NATO Watch]", "a listed organisation is no short form"),
    ("[Zed Bank], [Zed Bank Ice Office]", "an office of the organisation"),
    ("[House], [House Ice Committee]", "a part of a chamber"),
    ("[White House], [House]", "“White House” is no chamber"),
    ("[Democratic Senate], [Senate]", "a party's group is not the chamber"),
    ("[Telvane], [Telvane Students’ Association]", "an association of its members"),
    ("[Telvane], [Telvane Store]", "a store of the organisation"),
    ("[Telvane], [Telvane Ice Committee]", "a committee of the organisation"),
    ("[Zed University], [Zed University of Lund Students’ Association]", "an association of its members, after “of”"),
    ("[Lund Institute], [Friends of Lund Institute]", "“of” joins another name"),
    ("[Zed], [Zed.com Foundation]", "a web address before other words"),
    ("[Ministry of Ice], [MinWater]", "a blend of other words"),
    ("[Zed School], [Zed Ice School Board]", "words after the last one"),
    ("[On] met. [The By] met.", "names of function words only"),
    ("[Roe and Roe] met. [Roe, Inc.] said so.", "a word that occurs twice"),
    ("[X] met. [Xerun for the North] said so.", "one letter"),
    ("[Zed State University], [Zed State Ice University]", "two universities"),
    ("[ZCA], [ZCA Press]", "a publishing house of the organisation"),
    ("[Zed Targets] ([ZT]) met [Zed Targets Platform].", "what has an acronym is a whole name"),
    ("[Peruvian Council], [Peruvian Ice Council]", "a country's council, and another one of it"),
    ("[Parliament], [Youth Parliament]", "“Youth” says not whose parliament it is"),
    ("[Zed Glass], [Zed Glas]", "an “s” that makes no plural"),
    ("[Vale Ice] ([BOZ]). The [Bank of Zed]", "the initials stand for another name"),
    ("[Bank of Zed], [Bank of Zed and Vale]", "one word more"),
    ("[Zed State University Press], [ZSU Library]", "an acronym before other words"),
]
UNDECIDED = [
    ("[Zed Water Board] met [Ada Water Board]. The [Water Board] said so.", "two names end with it"),
    ("[Zed Ice Forum], [Zed Water Forum], [Zed]", "two names without a legal form begin with it"),
    ("[Ministry of Ice], [Ministry of Water], the [Ministry]", "two names begin with it"),
    ("[Bank of Zed], [Board of Zest], [BOZ]", "two names have these initials"),
]


@pytest.mark.parametrize(("marked", "why"), ONE)
def test_one_organisation(marked: str, why: str) -> None:
    assert len(set(keys(analysed(marked)))) == 1, why


@pytest.mark.parametrize(("marked", "why"), APART)
def test_two_organisations(marked: str, why: str) -> None:
    assert len(set(keys(analysed(marked)))) == 2, why


CHOSEN = [
    ("[Zed Ice Forum], [Zed Party], [Zed]", "org-zed-party", "the name that has a head noun more"),
    (
        "[Zed College], [Zed Party], [Zed], [Zed Party]",
        "org-zed-party",
        "the most frequent of those with a head noun more",
    ),
    ("[Zed Party], [Young Zed], [Zed]", "org-zed-party", "the name that begins with it, before one that ends with it"),
    ("[Zed Air Lines], [Zed Air6 Lines], [Zed], [Zed Air Lines]", "org-zed-air-lines", "else the most frequent name"),
    ("[Zed Store], [Zed Ice Forum], [Zed]", "org-zed-ice-forum", "the name that is not that of a part"),
]


@pytest.mark.parametrize(("marked", "expected", "why"), CHOSEN)
def test_which_of_two_longer_names_a_short_one_belongs_to(marked: str, expected: str, why: str) -> None:
    assert keys(analysed(marked))[2] == expected, why


@pytest.mark.parametrize(("marked", "why"), UNDECIDED)
def test_a_name_that_fits_two_organisations_is_joined_to_none(marked: str, why: str) -> None:
    assert len(set(keys(analysed(marked)))) == 3, why


def test_a_name_listed_by_the_user_is_no_short_form() -> None:
    own = OwnNames(organisations=(("Zed", None), ("Zed Maps", None)))
    assert keys(analysed("[Zed Maps] of [Zed] met.", own=own)) == ["org-zed-maps", "org-zed"]
    assert keys(analysed("[Zed Maps] of [Zed] met.")) == ["org-zed-maps", "org-zed-maps"]


def test_names_of_repeated_words_take_no_time() -> None:
    """Each further word doubled the time of a pattern."""
    words = " ".join(["Zed"] * 40)
    assert len(set(keys(analysed(f"[{words} Ice] met. [{words} {words} Board] met.")))) == 2
