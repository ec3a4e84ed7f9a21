"""Role phrases: the stretches of a text that read as the name of an office or post.

A phrase grows around a head noun (`data/roles/heads.txt`): to the left over its modifiers (“Deputy Prime”,
“Regional Transport Board”), to the right over its complement (“of the Academy of the Ministry of …”). Whose
office it is, and whether it is anybody's, is for `roles_bind` to say.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache
from itertools import compress
from typing import NamedTuple

from pipeline.extraction.people_shape import headline_verbs
from pipeline.extraction.roles_complement import Complements
from pipeline.extraction.roles_nouns import (
    ACRONYMS,
    ARTICLES,
    PREPOSITIONS,
    head_noun,
    is_verb,
    is_word,
    role_heads,
    role_words,
)
from pipeline.extraction.tokens import Columns, Tokens

_MAX_LEFT = 14
_PART_OF_POST = frozenset(
    ["chief", "deputy", "assistant", "associate", "executive", "lead", "principal", "general", "fellow", "head",
     "agent", "officer", "manager", "director", "vp", "svp", "evp", "vice-president", "president"]
)  # fmt: skip
"""Head nouns that can begin the name of another post: “Chief Risk Officer”, “Director Global Sales Manager”."""
_OF_STATES = frozenset(
    ["senator", "senators", "representative", "congressman", "congresswoman", "president", "governor", "ambassador"]
)
_ATTORNEYS_OF = frozenset(["State", "Commonwealth", "STATE", "COMMONWEALTH"])
_OF_JUSTICES = ARTICLES | {"chief", "associate", "senior", "former", "retired", "court", "first"}
_OF_PARTIES = frozenset(["ranking", "senior", "top", "lead", "leading"])
_AFTER_NEW = frozenset(["York", "Jersey", "Mexico", "Hampshire", "Zealand", "Orleans", "England", "Delhi"])
_BEFORE_HEAD = role_words("before_head")
_NOT_BEFORE_HEAD = role_words("not_before_head")
_AFTER_HEAD = role_words("after_head")
_LATIN = frozenset(["pro", "tempore", "tem"])  # small behind a capital: “President pro tempore”
_JOINED = _AFTER_HEAD | role_heads().keys() | {"in", "at", "large", "of", "charge", "chief", "residence"}
_TIMES = frozenset(["DATE", "TIME", "MONEY", "PERCENT"])
_ABBREVIATIONS = frozenset(["Sr", "Jr", "Asst", "Assoc", "Dep", "Exec"])
_OPEN_TAGS = frozenset(["NN", "NNS", "NNP", "NNPS", "JJ", "JJR", "CD", "VBG", "FW", "ADD"])


class RolePhrase(NamedTuple):
    """Tokens `first` up to but not including `end`; the head noun group is `head` up to `head_end`."""

    first: int
    end: int
    head: int
    head_end: int
    noun: str  # the head noun, lower case, singular
    plural: bool
    owner: tuple[int, int] | None = None  # tokens of the possessor ("Ghana" in "Ghana's Envoy")

    def text(self, tokens: Tokens) -> str:
        """The phrase as printed."""
        return tokens.text[tokens.starts[self.first] : tokens.ends[self.end - 1]]


_is_head = frozenset(role_heads().keys() | {a.lower() for a in ACRONYMS}).__contains__
"""Whether a form in lower case is one of head nouns; the tokeniser parts marks of emphasis from them."""
_BLANKS = frozenset(["", " ", "  ", "\u00a0", " \u00a0", "\u00a0 ", "\u00a0\u00a0"])
"""Tokens of white space that part words as a single space does."""


@lru_cache(maxsize=1)  # two components ask for it, one right after the other
def _running(tokens: Tokens, soft: frozenset[int]) -> tuple[Columns, list[bool], list[int]]:
    """The tokens without blanks and `soft` breaks, which of all they are, and where among them head nouns may be."""
    dropped = [i for i in tokens.spaces if tokens.texts[i] in _BLANKS or tokens.starts[i] in soft]
    is_kept = [True] * len(tokens)
    for i in dropped:
        is_kept[i] = False
    heads = [i - bisect_left(dropped, i) for i in tokens.places(_is_head)]
    return tokens.some(is_kept), is_kept, heads


class Phrases:
    """Finds the role phrases of one document, given which tokens belong to people and to bodies."""

    def __init__(self, tokens: Tokens, person: list[bool], body: list[int], soft: frozenset[int]) -> None:
        """`person[i]`: token i is part of a personal name; `body[i]`: number of the body that token i is in, else 0.

        `soft` are the places of line breaks that only wrap a line: phrases go on over them.
        """
        kept, is_kept, self._heads = _running(tokens, soft)
        self.doc = kept  # every index below is a place in `kept`; its `numbers` are those of the document
        self.person, self.body = list(compress(person, is_kept)), list(compress(body, is_kept))
        self.complements = Complements(kept, self.person, self.body)

    def find(self) -> list[RolePhrase]:
        """All phrases, by their place; none inside another."""
        found: list[RolePhrase] = []
        floor = 0
        for i in self._heads:
            if i < floor or self.person[i] or is_verb(self.doc.texts[i], self.doc.tags[i]):
                continue
            head = head_noun(self.doc.texts[i])
            phrase = self._grow(i, *head, floor=found[-1].end if found else 0) if head else None
            if phrase is not None:
                found.append(phrase)
                floor = phrase.end
        return [self._in_document(p) for p in found]

    def _in_document(self, p: RolePhrase) -> RolePhrase:
        """The phrase with token numbers of the document instead of the kept tokens."""
        at = self.doc.numbers
        owner = (at[p.owner[0]], at[p.owner[1] - 1] + 1) if p.owner else None
        first, end, head, head_end = at[p.first], at[p.end - 1] + 1, at[p.head], at[p.head_end - 1] + 1
        return RolePhrase(first, end, head, head_end, p.noun, p.plural, owner)

    def _grow(self, i: int, noun: str, plural: bool, floor: int) -> RolePhrase | None:
        doc, n = self.doc, len(self.doc)
        head_end, capital = i + 1, doc.texts[i][0].isupper()
        while head_end < n and not self.person[head_end]:
            word = doc.texts[head_end]
            if word in "-‐‑/" and head_end + 1 < n and not doc.spaced[head_end] and doc.lowers[head_end + 1] in _JOINED:
                following = head_noun(doc.texts[head_end + 1])
                noun, plural = following if following and word != "/" else (noun, plural)
                head_end += 2
            elif (
                word[0].isupper() == capital
                and (following := head_noun(word))
                and not is_verb(word, doc.tags[head_end])
            ):
                noun, plural = following
                head_end += 1
            elif word in _LATIN or (doc.lowers[head_end] in _AFTER_HEAD and (word[0].isupper() or not capital)):
                head_end += 1
            elif more := self._names_a_post(i, head_end):
                head_end = more  # modifiers between two heads: "Deputy Chief Risk Officer"
            else:
                break
        while head_end > i + 1 and doc.texts[head_end - 1] in "-‐‑/":
            head_end -= 1
        if head_end < n and doc.texts[head_end] in ("'s", "’s"):
            return None  # "the President's Office": the office-holder is no head here
        if self.body[i] and self.body[i] == (self.body[head_end] if head_end < n else 0):
            return None  # inside the name of a body ("Office of the Chief Scientist Group")
        joined = head_end == i + 1 < n and doc.tags[head_end] in ("NN", "JJ") and doc.texts[head_end].isalpha()
        if joined and doc.texts[i] in ("lead", "fellow"):
            return None  # “lead author”
        if i and doc.lowers[i - 1] in ("mr.", "mr", "madam", "mme", "your") and head_end == i + 1:
            return None  # “Mr. [President], thank you”
        if noun == "premier" and doc.texts[i].islower() and head_end < n and doc.tags[head_end] in ("NN", "NNS", "JJ"):
            return None  # “a premier hub”
        if noun in ("lady", "gentleman") and (i == 0 or doc.lowers[i - 1] not in ("first", "second")):
            return None  # only “First Lady” is an office
        right = noun == "justice" and doc.texts[i].islower() and head_end == i + 1 and not plural
        if right and (i == 0 or doc.lowers[i - 1] not in _OF_JUSTICES):
            return None  # “justice for Jan Roe”
        if noun in ("republican", "democrat") and (i == 0 or doc.lowers[i - 1] not in _OF_PARTIES):
            return None  # only the “ranking Republican on the Harbour Committee” holds an office
        first, owner = self._left(i, head_end - 1, floor)
        return RolePhrase(first, self.complements.end(head_end), i, head_end, noun, plural, owner)

    def _names_a_post(self, i: int, at: int) -> int | None:
        """Where words from `at` lead to another head noun, its place or the next: "Chief" → "Chief Risk [Officer]"."""
        doc = self.doc
        if not doc.texts[i][0].isupper():  # “deputy sales manager”
            return at + 1 if doc.lowers[i] in _BEFORE_HEAD and self._leads_to_head(at) else None
        for k in range(at, min(at + 6, len(doc))):
            word = doc.texts[k]
            if doc.lowers[k] == "and" and doc.lowers[i] not in _PART_OF_POST:
                return None  # “Chair Roe and Ranking Member Lund” are two
            if not (word[0].isupper() or word in "-&" or (doc.lowers[k] == "and" and k > at)):
                return None
            if self.person[k] or word in headline_verbs():
                return None
            if k > at and head_noun(word) and not head_noun(doc.texts[k - 1]):
                return k if doc.lowers[k - 1] != "and" else None
        return None

    def _leads_to_head(self, at: int) -> bool:
        for k in range(at, min(at + 4, len(self.doc))):
            word = self.doc.texts[k]
            if self.person[k] or self.doc.tags[k] not in ("NN", "NNS", "JJ", "NNP") or not word[0].isalpha():
                return False
            if head_noun(word):
                return True
        return False

    # -- left: modifiers of the head noun

    def _left(self, head: int, last: int, floor: int) -> tuple[int, tuple[int, int] | None]:
        doc, first = self.doc, head
        while first > floor and head - first < _MAX_LEFT:
            j = first - 1
            word = doc.texts[j]
            if self.person[j] or word.isspace():
                break
            if word in ("'s", "’s") or (word in ("'", "’") and j and doc.lowers[j - 1].endswith("s")):
                if j == floor:
                    break
                if doc.texts[j - 1] in _ATTORNEYS_OF and doc.lowers[first] == "attorney":
                    first = j - 1  # “Lund County [State's] Attorney”
                    continue
                return first, (self._start_of_name(j - 1, floor), j)
            if self.body[j] and self.body[j] == self.body[last] and doc.lowers[j] in PREPOSITIONS:
                break  # “the Office of [Senator] Jan Roe”, which the recogniser takes for a body as a whole
            if self.body[j] and not self._is_stop(j):
                start = j
                while start > floor and self.body[start - 1] == self.body[j]:
                    start -= 1
                first = start
                continue
            if word in "-‐‑–" and not doc.spaced[j] and j > floor and not doc.spaced[j - 1]:
                first = j - 1
                continue
            if word in ("&", "and") and self._joins_modifiers(j, floor):
                first = j - 1
                continue
            if word == "." and j > floor and doc.texts[j - 1] in _ABBREVIATIONS and not doc.spaced[j - 1]:
                first = j - 1  # “Sr. Director”
                continue
            if self._is_stop(j) or not self._is_modifier(j, first):
                break
            first = j
        while first < head and doc.texts[first] in ("-", "‐", "‑", "–", "&", "and"):
            first += 1
        return first, None

    def _start_of_name(self, j: int, floor: int) -> int:
        start = j
        while start > floor and (
            (self.body[j] and self.body[start - 1] == self.body[j])
            or (
                (doc_text := self.doc.texts[start - 1])[0].isupper()
                and not self.person[start - 1]
                and doc_text.casefold() not in ARTICLES
                and not self.doc.texts[start - 1].isspace()
            )
        ):
            start -= 1
        return start

    def _is_stop(self, j: int) -> bool:
        word = self.doc.texts[j]
        if word == "New" and j + 1 < len(self.doc) and self.doc.texts[j + 1] in _AFTER_NEW:
            return False
        return self.doc.lowers[j] in _NOT_BEFORE_HEAD or self.doc.labels[j] in _TIMES

    def _is_modifier(self, j: int, first: int) -> bool:
        """Whether token `j` belongs to the office that begins at `first` so far."""
        doc = self.doc
        word, lower, tag = doc.texts[j], doc.lowers[j], doc.tags[j]
        if not is_word(word):
            return word in "&/"
        if lower in _BEFORE_HEAD:
            if word == "under" and doc.texts[first][0].isupper():
                return False  # “worked under Secretary Roe”
            return lower != "under" or doc.lowers[first] in ("secretary", "general", "sheriff")
        if word[0].isupper():
            if tag in ("VBG", "IN") and self._opens_sentence(j) and lower not in role_words("fields"):
                return False  # “[Thanking] President Roe for …”
            verb = word.isupper() and len(word) > 3 and word in headline_verbs()
            return not verb and (tag in _OPEN_TAGS or word.isupper())  # “[PRESSES] ENERGY SECRETARY”
        if doc.lowers[first] in _OF_STATES and doc.texts[first][0].isupper():
            return False  # “the bipartisan legislation [Senator] Roe wrote”
        if tag == "VBG" and doc.texts[first][0].isupper():
            return False  # “the Senate urging Majority Leader Roe”, “including Minister of Mines Roe”
        return tag in ("NN", "JJ", "NNS", "VBG") and doc.parts[j] in ("NOUN", "ADJ", "VERB", "PROPN")

    def _opens_sentence(self, j: int) -> bool:
        return j == 0 or self.doc.texts[j - 1].isspace() or self.doc.texts[j - 1] in '.!?:;”"*•-–—#'

    def _joins_modifiers(self, j: int, floor: int) -> bool:
        """Whether "and" stands between modifiers: "Marketing and Sales Manager", not "Minister of Law and Attorney"."""
        doc = self.doc
        if j - 1 <= floor or self.person[j - 1] or head_noun(doc.texts[j - 1]) or not doc.texts[j + 1][0].isupper():
            return False
        if not doc.texts[j - 1][0].isupper() or self._is_stop(j - 1):
            return False
        if self.body[j - 1] and self.body[j - 1] != self.body[j + 1]:
            return False  # “… of the Fraud Section and Assistant Attorney Jan Roe”
        k = j - 1
        while k > floor and doc.texts[k - 1][0].isupper() and not self.person[k - 1] and doc.parts[k - 1] != "VERB":
            k -= 1
        return k == 0 or doc.lowers[k - 1] not in PREPOSITIONS | {"the"}
