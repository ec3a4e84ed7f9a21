"""How far the name of an office goes on behind its head noun: “of the Ministry of Water”, “for Forests and Lands”."""

from __future__ import annotations

from pipeline.extraction.people_honorifics import honorifics
from pipeline.extraction.people_names import plain
from pipeline.extraction.roles_nouns import ARTICLES, PREPOSITIONS, head_noun, is_verb, is_word, role_words
from pipeline.extraction.tokens import Columns

_MAX_RIGHT = 40
_LINKS = PREPOSITIONS | {"&", "and"}
_FIELDS = role_words("fields")
_BEFORE_HEAD = role_words("before_head")


class Complements:
    """Complements in one document; `person` and `body` as in `roles_phrase.Phrases`, by token of `doc`."""

    def __init__(self, doc: Columns, person: list[bool], body: list[int]) -> None:
        self.doc, self.person, self.body = doc, person, body

    def end(self, at: int) -> int:
        """Where the complement of a head noun that ends before `at` ends; `at` where there is none."""
        doc, n, k = self.doc, len(self.doc), self._field(at)
        limit = min(n, at + _MAX_RIGHT)
        while k < limit:
            word = doc.lowers[k]
            if word == "(" and (close := self._aside(k)):
                k = close
                continue
            if word == "," and k > at and self._goes_on(k):
                k += 1
            elif word in ("and", "&"):
                if k == at or not self._coordinates(k):
                    break
            elif word not in PREPOSITIONS and word != ",":
                break
            if word == "in" and doc.lowers[k + 1 : k + 3] == ["charge", "of"]:
                k += 2  # “judge in charge of the Canal Court”
                word = "of"
            stop = self._noun_phrase(k + 1 if doc.lowers[k] in _LINKS else k, limit, word)
            if stop is None:
                break
            k = stop
        while k > at and (doc.texts[k - 1].isspace() or doc.texts[k - 1] in ",;:.-–—&"):
            k -= 1
        return k - 1 if at < k - 1 and self._addresses(k - 1) else k

    def _addresses(self, k: int) -> bool:
        """Whether a token between a body and a name is a form of address: “Judge of the Canal Court [Justice] Roe”."""
        behind = k + 1 < len(self.doc) and self.person[k + 1] and not self.body[k]
        return behind and self.body[k - 1] > 0 and (plain(self.doc.texts[k]),) in honorifics()

    def _field(self, at: int) -> int:
        """Where a field of work that follows without a preposition ends: “VP [Media]”, “Director[, Public Policy]”."""
        doc, n = self.doc, len(self.doc)
        k = start = at + (at < n and doc.texts[at] == "," and at > 0 and doc.texts[at - 1][0].isupper())
        if start == n or doc.lowers[start] not in _FIELDS:
            return at
        while k < min(n, start + 6) and not self.person[k] and not self.body[k]:
            word = doc.texts[k]
            joins = word in ("&", "and", ",", "/") and k > start and k + 1 < n and doc.lowers[k + 1] in _FIELDS
            if not (joins or (word[0].isupper() and doc.lowers[k] in _FIELDS)):
                break
            if joins and self._starts_role(k + 1):
                break
            k += 1
        if k == start or (k < n and doc.texts[k][0].isupper() and not self.person[k] and not head_noun(doc.texts[k])):
            return at  # “Director, Public Works Agency” names a body
        return k if not (k < n and head_noun(doc.texts[k])) else at

    def _aside(self, k: int) -> int | None:
        """End of a short bracketed acronym or scope right after a noun: "(EY)", "(Policy)"."""
        doc = self.doc
        for end in range(k + 1, min(k + 5, len(doc))):
            if doc.texts[end] == ")":
                inner = doc.texts[k + 1 : end]
                fine = len(inner) > 0 and all(text[0].isupper() or text in "-&/" for text in inner)
                return end + 1 if fine and not any(self.person[k + 1 : end]) else None
        return None

    def _goes_on(self, k: int) -> bool:
        """A comma inside an enumeration that "and" closes: "Minister for Forests, Water and Lands"."""
        doc, seen_word = self.doc, False
        for j in range(k + 1, min(k + 8, len(doc))):
            word = doc.texts[j]
            if self.person[j] or self.body[j] or head_noun(word):
                return False
            if doc.lowers[j] in ("and", "&"):
                return (
                    seen_word
                    and j + 1 < len(doc)
                    and doc.texts[j + 1][0].isupper()
                    and not (self.person[j + 1] or self._starts_role(j + 1))
                )
            if not (word[0].isupper() or word in ",-"):
                return False
            seen_word = True
        return False

    def _coordinates(self, k: int) -> bool:
        """ "and" inside a complement ("Water and Irrigation"), not before the next post or a predicate."""
        doc = self.doc
        if k + 1 >= len(doc) or self.person[k + 1] or self._starts_role(k + 1):
            return False
        return doc.texts[k + 1][0].isupper() or doc.tags[k + 1] in ("NN", "NNS", "JJ", "VBG")

    def _starts_role(self, k: int) -> bool:
        """Whether the noun phrase at `k` is another post ("… and Chief Executive of …")."""
        for j in range(k, min(k + 7, len(self.doc))):
            word = self.doc.texts[j]
            if self.person[j]:
                return False
            if head_noun(word) and not is_verb(word, self.doc.tags[j]) and not self.body[j]:
                return True
            if not (
                word[0].isupper()
                or self.doc.lowers[j] in ARTICLES
                or self.doc.lowers[j] in _BEFORE_HEAD
                or self.doc.tags[j] in ("JJ", "NN")
                or word in "-&"
            ):
                return False
        return False

    def _noun_phrase(self, k: int, limit: int, after: str) -> int | None:
        """End of the noun phrase at token `k`; None where there is none that fits after the word `after`."""
        doc = self.doc
        determined = False
        while k < limit and (doc.lowers[k] in ARTICLES or doc.tags[k] == "PRP$"):
            k, determined = k + 1, True
        inner = k
        while k < limit:
            word = doc.texts[k]
            if self.person[k] and not self.body[k]:
                break
            if self.body[k]:
                k += 1
                continue
            if (word.isspace() and "\n" in word) or doc.labels[k] in ("DATE", "TIME", "MONEY"):
                break
            if k > inner and doc.starts[k] - doc.ends[k - 1] > 2:
                break  # “chair of the Harbour Committee   The pier …” in a text that lost its marks
            joined = word in "-‐‑/&'’" or word in ("'s", "’s", "|")
            if word == "&" and self._starts_role(k + 1):
                break  # “Chairman of the Canal Forum [& Deputy Chairman of the Ice Academy]”
            if joined and k > inner and k + 1 < limit:
                k += 1
                continue
            if not is_word(word):
                break
            if word[0].isupper() or word[0].isdigit():
                if doc.tags[k] in ("VBD", "VBZ", "MD") and not word.istitle():
                    break
            elif doc.tags[k] == "VBG" and k > inner and doc.texts[k - 1][0].isupper():
                break  # “a letter to the Secretary of Mines [urging] action”
            elif doc.tags[k] not in ("NN", "NNS", "JJ", "VBG", "VBN", "CD") or (
                doc.parts[k] in ("AUX", "VERB") and doc.tags[k] != "VBG"
            ):
                break
            k += 1
        while k > inner and doc.texts[k - 1] in ("-", "/", "&", "'s", "’s", "'", "’", "|"):
            k -= 1
        if k == inner:
            return None
        if after in ("of", "for", "and", "&", ",") or (after in ("at", "in") and determined):
            return k
        named = any(doc.texts[p][0].isupper() or self.body[p] for p in range(inner, k))
        return k if named else None
