"""Which names in one release are one organisation's."""

from __future__ import annotations

import pytest

from pipeline.settings import OwnNames
from tests.extraction.organisations.marked import analysed, keys

ONE = [
    ("[Zed Parks Registry] (“[ZPR]”) met. [ZPR] left.", "an acronym in brackets"),
    ("[Ministry of Ice] (“**[MinIce]**”) met.", "with marks of Markdown"),
    ("[Ministry of Ice] ([MinIce]) met.", "a word made of the beginnings of words, in brackets"),
    ("[ZENIRA] (the [Zed Energy Network]) met.", "the other way round, with letters of its own"),
    ("[Zed Energy Network]™ (also known as [ZEN])", "a mark and words before it"),
    ("[Telvane Holdings, Inc.] (“[Velora]” or the “Company”) grows.", "another name in quotation marks"),
    ("[the OSCE] and the [Organization for Security and Co-operation in Europe]", "a listed acronym"),
    (
        "[Ministry of Water of Kenya], the [Ministry of Water]",
        "with and without country",
    ),
    ("[U.S. Canal Guard], [Canal Guard]", "an abbreviated country"),
    ("[Zed Network], known as [ZedNet], met.", "what it is called"),
    ("[Zed Smiths], better known by its old name [Hammer Guild], met.", "its old name"),
    ("[Zed Bank] also known as [Ada Fund] met.", "without a comma"),
    ("[Zed Bank] (formerly [Ada Ice Fund]) met.", "a former name in brackets"),
    ("[Norvane’s Ice Board], [Norvane Ice Board]", "a possessive"),
    ("[Telvane Holdings, Inc.] is here. [Telvane] grows. [Telvane Holdings] too.", "the beginning, the legal form"),
    ("[ZCA Holdings Ltd] and [ZCA]", "capitals that begin a company’s full name"),
    ("[Zed Water Board] met. The [Water Board] said so.", "the end of a longer name"),
    ("{U.S.}! The [House] and the [House of Representatives]", "a chamber"),
    ("[League of Zed] met. The [League] said so.", "the noun before “of”"),
    ("[Zed Party] met. [Zed] said so.", "a head noun more"),
    ("[Zed Data] met. [ZedData] said so.", "a blank left out"),
    ("[Zed Service Panel] met. The [Zed Services Panel] said so.", "one of them in the plural"),
    ("[Telvane Workers Union, Inc.] met. [Telvane] said so.", "a legal form, whatever the name says"),
    ("[Ice Committee] met. [Ice] said so.", "what is a part only behind another word"),
    ("[Peruvian Supreme Court], [Supreme Court]", "a country’s court"),
    ("[Zed Water Board] met. [ZWB] said so.", "initials that nobody explained"),
    ("The [Bank of Zed] met. [BOZ] said so.", "with that of “of”"),
    ("The [Vale-Lund School Board] met. [VLSB] said so.", "with that behind a hyphen"),
    ("The [U.S. Ice Guild] met. [USIG] said so.", "with all of a short form"),
    ("[Zed Winding Incorporated] met. [ZWI] said so.", "with that of the legal form"),
    ("[Zed Water Board]’s ([ZWB]) site", "in brackets behind a possessive"),
    ("[NZ Ice Board] met. [New Zealand Ice Board] said so.", "a state's name cut short"),
    ("[ADA NORVANE LTD] grows. [Ada Norvane Ltd.] said so.", "capitals"),
    ("the [Organisation for Amber], the [Organization for Amber]", "two spellings"),
]
APART = [
    ("[Zed Bank], as the [Ada Fund] said, grows.", "“as” alone tells nothing"),
    ("[Zed Bank] called the [Ada Fund] names.", "a verb"),
    ("[Ministry of Ice] ([IceMin]) met.", "a word with other capitals in brackets"),
    ("[Chad Bank] ([CivilBank]) met.", "a word with other beginnings in brackets"),
    ("[Amazon] ([Alphabet]) met.", "two words with one capital"),
    ("[Zed Parks Registry] (with [Velora])", "brackets without an acronym or marks"),
    ("[Polish Water Board], [Kenyan Water Board]", "of two countries"),
    ("[ZCA], [ZCA Experimental Physics]", "capitals begin the names of others"),
    ("[Telvane Inc.], [Telvane Optics Inc.]", "a full name is not short for another"),
    ("[NATO], [NATO Watch]", "a listed organisation is no short form"),
    ("[Zed Bank], [Zed Bank Ice Office]", "a part of it"),
    ("[House], [House Ice Committee]", "a part of a chamber"),
    ("[White House], [House]", "no chamber"),
    ("[Democratic Senate], [Senate]", "no chamber of its own"),
    ("[Telvane], [Telvane Students’ Association]", "members"),
    ("[Telvane], [Telvane Store]", "a part of it"),
    ("[Telvane], [Telvane Ice Committee]", "a part of it"),
    ("[Zed University], [Zed University of Lund Students’ Association]", "members, behind “of”"),
    ("[Lund Institute], [Friends of Lund Institute]", "“of” joins another name"),
    ("[Zed], [Zeds]", "a word and its plural"),
    ("[Zed Glass], [Zed Glas]", "an “s” that makes no plural"),
    ("[Vale Ice] ([BOZ]). The [Bank of Zed]", "initials of a name, which stand for another"),
]
UNDECIDED = [
    ("[Zed Water Board] met [Ada Water Board]. The [Water Board] said so.", "the end of two names"),
    ("[Zed Ice Forum], [Zed Water Forum], [Zed]", "the beginning of two names without legal form"),
    ("[Ministry of Ice], [Ministry of Water], the [Ministry]", "the beginning of two names"),
    ("[Bank of Zed], [Board of Zest], [BOZ]", "initials of two names"),
]


@pytest.mark.parametrize(("marked", "why"), ONE)
def test_one_organisation(marked: str, why: str) -> None:
    assert len(set(keys(analysed(marked)))) == 1, why


@pytest.mark.parametrize(("marked", "why"), APART)
def test_two_organisations(marked: str, why: str) -> None:
    assert len(set(keys(analysed(marked)))) == 2, why


CHOSEN = [
    ("[Zed Ice Forum], [Zed Party], [Zed]", "org-zed-party", "the one that is a head noun longer"),
    ("[Zed College], [Zed Party], [Zed], [Zed Party]", "org-zed-party", "the most frequent of those"),
    ("[Zed Party], [Young Zed], [Zed]", "org-zed-party", "its beginning before its end"),
    ("[Zed Air Lines], [Zed Air6 Lines], [Zed], [Zed Air Lines]", "org-zed-air-lines", "else the most frequent"),
    ("[Zed Store], [Zed Ice Forum], [Zed]", "org-zed-ice-forum", "the one that is no part of it"),
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
