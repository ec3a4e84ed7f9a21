"""What stands between a person and an office, where one belongs to the other."""

from __future__ import annotations

import re

DETERMINER = (
    r"(?:(?:the|The|a|an|another|its|his|her|their|our|my|whose|this|newly appointed|also|currently|now|then|both"
    r"|[\w-]+-(?:funded|based|trained|born|certified|licensed|winning|renowned|known|elected|appointed)"
    r"|[Nn]ew(?! York| Jersey| Mexico| Hampshire| Zealand))\s+)*"
)
MARKS = r"[\s*_>\\]*"
LETTERS = r"\.?(?:,?\s+(?:[A-Z]{2,6}|[A-Z]\.C\.|Ph\.?D\.?|M\.?D\.?|Esq\.?))*"
ASIDE = r"(?:\s\([^()\n]{1,24}\))?"
FROM = r"(?:,? of (?:the )?[A-Z][a-z]+(?: (?:of )?[A-Z][a-z]+){0,2}(?=,))?"
"""Where a person is from: “Jan Roe[, of Velora], a member of …”."""
TITLE_GAP = re.compile(rf"{MARKS}")
TITLE_COMMA_GAP = re.compile(rf"{MARKS},{MARKS}")
LABEL_GAP = re.compile(r"[ *_]*(?:[-–—:|])[ *_]*")
NO_LABEL = frozenset(["member", "author", "writer", "photographer", "reporter"])  # “Team Members: Jan Roe, …”
FIELD = r"(?:(?:Title|Position|Designation|Role):\s*)?"
APPOSITION_GAP = re.compile(
    rf"{LETTERS}{ASIDE}(?:['’]s)?{FROM}{MARKS}(?:,|\(|[-–—|:]|(?=Title:)){MARKS}{FIELD}(?:who (?:is|was) )?{DETERMINER}"
)
SIGNATURE_GAP = re.compile(rf"{LETTERS},?[ \u00a0*_]*(?:(?:<br ?/?>)?[ ]*\n|<br ?/?>)\s*[*_]*")
FORM_GAP = re.compile(r"[ *_]*\n\s*[*_]*(?:Job )?(?:Title|Position|Designation|Role)[*_]*:[*_]*\s*")
"""A form: “Name: Jan Roe\nTitle: Head of Mines”."""
ADVERBS = r"(?:(?:most recently|recently|also|currently|concurrently|previously|formerly|now|still|both)\s+)*"
BEING = (
    r"(?:is|was|has been|had been|became|becomes|remains|works|worked|serves|served|has (?:also )?served"
    r"|is (?:also |currently |now )?serving|(?:will )?continues?(?: to serve)?(?= as )|will (?:serve|become)"
    r"|will be(?: (?:re-?)?appointed| named| promoted to| elected)?|acts|acted|rose to (?:be(?:come)? )?"
    r"|(?:was|is|has been|were) (?:appointed|named|elected|promoted to|sworn in as|confirmed as)"
    r"|(?:has |had |will )?(?:held|holds|attained|took on|takes on|take on|take up|assumed|assumes?)"
    r" the (?:title|position|post|rank|role|office|appointment) of)"
)
COPULA = rf"{BEING}\s+{ADVERBS}(?:as\s+)?{DETERMINER}"
FRONTED = re.compile(
    r"[“\"*_]*(?:In|After|Following|During|Before|At|With|Along with|In addition to|By|Through|Under)\b"
    r"[^,;:]* (?:to|with|of|from|by|for|at) (?:the |its |their )?",
    re.IGNORECASE,
)
"""“[In a letter to the] Secretary of Mines, Roe said”: the office is part of what opens the sentence."""
COPULA_GAP = re.compile(rf"{LETTERS}{ASIDE},?\s+(?:who\s+)?{ADVERBS}{COPULA}")
AS = re.compile(
    r"\b(?:as|to|to become|to be|position of|post of|role of|title of|capacity as|rank of)\s+" + DETERMINER + r"$"
)
APPOINTS = re.compile(
    r"(?i)\b(?:appoint|announc|introduc|nam(?:e|ed|es|ing)\b|elect|promot|nominat|join|continu|serv(?:e|ed|es|ing)\b|hire|hiring|select|confirm"
    r"|designat|work(?:s|ed)?\b|welcom|install|step|act(?:s|ed|ing)?\b|career|tenure|role|experience|position\b|sworn)"
)
JOINT = re.compile(rf"\s*(?:,?\s+(?:and|as well as)\s+|,\s*|\s*&(?:amp;)?\s*|\s*/\s*|,?\s+and\s+as\s+){DETERMINER}")
NEXT_NAME = re.compile(r"[*_]*\s*(?:,\s*(?:and\s+)?|and\s+|&\s*)[*_]*")
PRONOUN = re.compile(
    # “he served in the navy and was the [deputy head of …]”
    rf"(?:^|[\s“\"])(He|She|he|she)\s+(?:[\w'’-]+ (?:[\w'’-]+,? ){{1,9}}and )?{ADVERBS}{COPULA}$"
)
PAST = re.compile(
    r"\b(?:(?:was|has been)(?! (?:appointed|named|elected|promoted|sworn|confirmed))|served|had been|worked|previously"
    r"|formerly|acted)\b"
)
ANOTHER = re.compile(r"\b[Tt]he (?:(?:Vice )?President|Prime Minister|Attorney[- ]General|Governor)$")
"""“between [the President] and Prime Minister Roe”: an office with its article is another's than the title's."""
_SENTENCE = re.compile(
    # the mark first: to look behind at every letter takes longer
    r"[.!?](?<![A-Z].)(?<!\b[A-Z][a-z].)(?<!\b[A-Z][a-z]{2}.)[”\"’*]*\s+(?=[“\"A-Z])|\n\s*\n|\n\s*[-•*]\s"
)


def sentence_start(text: str, at: int) -> int:
    """Where the sentence or item that holds `at` begins; at most 600 code points before it."""
    floor = max(0, at - 600)
    before = text[floor:at]
    near = max(0, len(before) - 200)
    while near and not before[near - 1].isalnum():  # over a letter no match reaches
        near -= 1
    for first in (near, 0):  # most sentences are short
        if ends := [m.end() for m in _SENTENCE.finditer(before, first)]:
            return floor + ends[-1]
    return floor
