"""Trim what the reader took into the name of a person but is not part of it."""

import re

from pipeline.data import word_list, word_table
from pipeline.extraction.people.honorifics import honorific_inside
from pipeline.extraction.people.names import is_generational, is_particle, is_variant_given, key_of
from pipeline.extraction.text.forms import GLUED

POST_NOMINALS = frozenset(form for word in word_list("people/post_nominals.txt") for form in (word, word.upper()))
_STRAY_ENDS = "|".join((GLUED, *(row[0] for row in word_table("people/stray_ends.tsv"))))
_STRAY_END = re.compile(rf"(?:{_STRAY_ENDS})+$")
_REST = re.compile(r"(?:(?<=\b[A-Z])\.?[A-Z]\b|(?<=\b[A-Z]\.)[A-Z]\b)*+")  # of post-nominals: “Ilse Brandt M[.P]”
_LAST_WORD = re.compile(r"[\s,(]+([\w.]+)$")
_WORD = re.compile(r"\S+")


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The span of the name itself, without honorifics, stray words or a second start; empty where no name is left."""
    while start < end and not text[start].isalpha():
        start += 1
    rest = _REST.match(text, end)
    end = rest.end() if rest else end
    words = list(_WORD.finditer(text, start, end))
    # its first word recurs where a heading is glued to text: “About Ilse Brandt[ Ilse] leads”; not “Ali Berg Ali Roe”
    recurs = (w.start() for w in words[2:] if is_variant_given(w[0], words[0][0]))
    end = next((at for at in recurs if _ends_alike(text[start:at], text[at:end])), end)
    start += honorific_inside(text[start:end])
    return start, start + len(without_stray_end(text[start:end]))


def _ends_alike(first: str, second: str) -> bool:
    """Whether the second name has the last word of the first, or is a given name: “Ilse M. Brandt”, “Ilse Brandt”."""
    key = key_of(without_stray_end(second))
    return len(key) < 2 or key[-1] in key_of(first)


def without_stray_end(name: str) -> str:
    """A name without post-nominals, possessive, lower-case words (except particles) and stray marks at its end."""
    text = name.rstrip()
    while True:
        cut = _STRAY_END.sub("", text)
        tail = _LAST_WORD.search(cut)
        if tail and _is_no_part(tail.group(1)):
            cut = cut[: tail.start()]
        if cut == text:
            return text
        text = cut


def _is_no_part(word: str) -> bool:
    """Whether the last word of a name does not belong to it: “Ilse Brandt KC”, “Ilse Brandt eloquently”."""
    post_nominal = word.replace(".", "") in POST_NOMINALS and not is_generational(word)
    return post_nominal or (word.islower() and not is_particle(word))
