"""Which words of a text are worth a decision: the strange ones, if any accident may gain enough on them together.

Words are remembered with what the screen and the tables say of each for itself, so that the names and signs that come
again and again cost one look; the answer for a text does not depend on what was seen before it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.repair.screen import strange_words
from pipeline.repair.second_opinion import look_bad
from pipeline.repair.weighed import Weighed, weigh

LEAST_PRICE = 8.0  # nats: of any accident, its prior and what it must save beyond
MOST_TIMES = 4  # a token counts that often at most: a name comes on every page
DOUBTFUL = 4.0  # what another reading must gain for a token to be told as undecided
MOST_STRANGE, MOST_CHARACTERS = 400, 20_000  # weighed at once
REMEMBERED, LONGEST_REMEMBERED = 100_000, 60  # words, bytes


@dataclass(frozen=True, slots=True)
class Suspects:
    """Strange words of a text, in their order, and what was found out about all of them at once, if it was."""

    words: dict[str, None]
    weighed: Weighed | None = None
    payable: bool = True  # whether any accident may pay for itself on them
    bad: bool = False  # whether any looks bad to ftfy

    def payable_among_strangers(self) -> bool:
        """The same in a text in a language without a table, where words of such languages are no strangers."""
        if self.weighed is None:
            return self.payable
        most = np.maximum(self.weighed.most - self.weighed.stranger, 0)
        return bool(most.max() >= DOUBTFUL or most.sum() >= LEAST_PRICE)


_fine: set[bytes] = set()
"""Words with nothing strange in them."""

_most: dict[bytes, float | None] = {}
"""The most that any accident gains on a strange word, in nats; None: not yet weighed."""

_bad: dict[bytes, bool] = {}
"""Whether a strange word looks bad to ftfy."""


def suspects_in(words: Sequence[bytes]) -> Suspects | None:
    """The strange ones among the words (in UTF-8) of a text; None if there are none."""
    if len(_fine) + len(_most) > REMEMBERED:
        _fine.clear()
        _most.clear()
        _bad.clear()
    distinct = [word for word in dict.fromkeys(words) if word not in _fine]
    if not distinct:
        return None
    new = [word for word in distinct if word not in _most]
    strange = strange_words(new) if new else []
    _most.update(dict.fromkeys(strange))
    _fine.update(new if not strange else (word for word in new if word not in _most))
    found = None
    if strange or len(new) < len(distinct):
        found = _suspects(words, [word for word in distinct if word in _most])
    for word in new if new and len(max(new, key=len)) > LONGEST_REMEMBERED else ():
        if len(word) > LONGEST_REMEMBERED:
            _fine.discard(word)
            _most.pop(word, None)
            _bad.pop(word, None)
    return found


def _suspects(words: Sequence[bytes], strange: list[bytes]) -> Suspects:
    named = dict.fromkeys(word.decode("utf-8", "surrogatepass") for word in strange)
    bad = _look_bad(strange)
    if len(strange) > MOST_STRANGE or sum(map(len, named)) > MOST_CHARACTERS:
        return Suspects(named, bad=bad)
    weighed = None
    if any(_most[word] is None for word in strange):
        weighed = weigh(list(named), evident=True)
        _most.update(zip(strange, weighed.most.tolist(), strict=True))
    most = [_most[word] or 0.0 for word in strange]
    if max(most) < DOUBTFUL:
        times = Counter(words) if any(most) else Counter()
        if sum(m * min(times[word], MOST_TIMES) for m, word in zip(most, strange, strict=True)) < LEAST_PRICE:
            return Suspects(named, payable=False, bad=bad)
    return Suspects(named, weighed if weighed is not None else weigh(list(named), evident=True), bad=bad)


def _look_bad(words: list[bytes]) -> bool:
    """Whether any of some strange words looks bad to ftfy; as far as it had to be found out, it is remembered."""
    unknown = {word: word.decode("utf-8", "surrogatepass") for word in words if word not in _bad}
    if unknown and not look_bad(unknown.values()):
        _bad.update(dict.fromkeys(unknown, False))
    for word in words:
        if word not in _bad:
            _bad[word] = look_bad([unknown[word]])
        if _bad[word]:
            return True
    return False
