"""The index by which the site finds words of the texts without a server.

A page that is opened from a folder may load scripts and nothing else, so the index is scripts: one for all words that
begin with the same two letters, loaded when such a word is looked for. Each holds, for a word, the releases and the
places of the word in them, as the distance from the place before; with the places, phrases are found. That is about
3.4 kB a release of 450 words (17 MB for 5,000, the largest script .7 MB). Beyond `MOST` releases the site searches
headlines and names, and the store the texts (Datasette).
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator

MOST = 5000
FOLDER = "search"
_WORD = re.compile(r"[^\W_]+")
_PLAIN = re.compile(r"[a-z0-9]{1,2}")


def folded(text: str) -> str:
    """Text in small letters without accents, as the page's own `fold`."""
    parts = unicodedata.normalize("NFKD", text)
    return re.sub("[\u0300-\u036f]", "", parts).lower()


def shard_of(word: str) -> str:
    """The script that holds a word."""
    found = _PLAIN.match(word)
    return found[0] if found and found[0] == word[:2] else "other"


def search_index(texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Path and content of each script; releases are numbered as they come."""
    shards: dict[str, dict[str, list[list[int]]]] = defaultdict(dict)
    for number, text in enumerate(texts):
        at: dict[str, list[int]] = defaultdict(list)
        for place, word in enumerate(_WORD.findall(folded(text))):
            at[word].append(place)
        for word, places in at.items():
            steps = [b - a for a, b in zip([0, *places], places, strict=False)]
            shards[shard_of(word)].setdefault(word, []).append([number, *steps])
    for name, words in sorted(shards.items()):
        data = json.dumps(words, ensure_ascii=True, separators=(",", ":"), sort_keys=True)
        yield f"{FOLDER}/{name}.js", f"COMMUNIQUE_WORDS({json.dumps(name)},{data});\n"
