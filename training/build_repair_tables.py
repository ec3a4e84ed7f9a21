"""Distil the character n-gram tables of the repair stage (`pipeline/data/repair/tables.npz`).

Run it in an environment of its own, since its sources are needed at build time only::

    pip install "wordfreq==3.1.1" "lingua-language-detector==1.4.2" "numpy==2.4.6" "brotli==1.2.0"
    python training/build_repair_tables.py
    python -m training.build_repair_characters    # in the project's own environment

With these versions every array is the same as in the table that ships.

For alphabets, wordfreq's word lists give the trigrams of each language with word boundaries; the languages that
wordfreq lacks come from the n-grams inside lingua. For Chinese, Japanese and Korean, wordfreq's words give single
characters and pairs, and lingua's unigrams the rare characters; traditional Chinese is wordfreq's simplified Chinese
mapped back. Costs are -ln P in sixteenths of a nat, one column per language. Licences: see the notice beside the table.
"""

from __future__ import annotations

import gzip
import json
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import brotli
import lingua
import msgpack
import numpy as np
import wordfreq

OUT = Path(__file__).parents[1] / "pipeline/data/repair/tables.npz"
LINGUA = Path(lingua.__file__).parent / "language-models"
CORPUS = 2e7  # words of the corpus assumed behind a word list: turns frequencies into counts for smoothing
FROM_WORDFREQ = {
    "Latin": "en de fr es pt it ca nl sv da nb is fi hu pl cs sk sl sh ro tr lt lv vi id fil",
    "Cyrillic": "ru uk bg mk",
    "Greek": "el",
    "Hebrew": "he",
    "Arabic": "ar fa ur",
}
FROM_LINGUA = {
    "Latin": "et sq cy ga eu yo af az la eo mi tn sn so sw zu",
    "Cyrillic": "be sr mn kk",
    "Thai": "th",
    "Armenian": "hy",
    "Georgian": "ka",
}
RANGES = {
    "Latin": ((0x41, 0x24F), (0x300, 0x36F), (0x1E00, 0x1EFF)),
    "Cyrillic": ((0x400, 0x52F),),
    "Greek": ((0x370, 0x3FF), (0x1F00, 0x1FFF)),
    "Hebrew": ((0x591, 0x5FF),),
    "Arabic": ((0x610, 0x6FF),),
    "Thai": ((0xE01, 0xE4E),),
    "Armenian": ((0x530, 0x58F),),
    "Georgian": ((0x10A0, 0x10FF),),
}
KEEP_TRIGRAM = 4e-6  # pairs and trigrams are kept above this share of the letters of some language
KEEP_PAIR = 4e-7  # likewise for pairs of ideographs
USUAL_TRIPLE = 12.0  # nats: highest joint cost of a triple of letters that counts as usual in some language
EDGE = "^"


def main() -> None:
    """Build all tables and write the file."""
    arrays: dict[str, np.ndarray] = {}
    for script in RANGES:
        arrays.update(alphabet(script))
    arrays.update(ideographs())
    OUT.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(OUT, **laid_out(arrays))
    print(f"{OUT.name}: {OUT.stat().st_size / 1e6:.2f} MB")


def in_script(char: str, script: str) -> bool:
    """Whether a character is a letter or mark of the script."""
    return any(low <= ord(char) <= high for low, high in RANGES[script]) and unicodedata.category(char)[0] in "LM"


def words(language: str, script: str) -> Iterator[tuple[str, float]]:
    """Words written entirely in the script, with their counts."""
    for word, frequency in wordfreq.get_frequency_dict(language, "best").items():
        pieces = word.replace("'", " ").replace("’", " ").split()
        for piece in pieces:
            if script == "Greek" and piece.endswith("σ"):  # wordfreq folds case, which turns final ς into σ
                piece = piece[:-1] + "ς"
            if all(in_script(c, script) for c in piece):
                yield piece, frequency * CORPUS


def windows_1258(word: str) -> str:
    """Vietnamese as code page 1258 writes it: tone marks decomposed; circumflex, breve and horn precomposed."""
    out = []
    for char in word:
        base = unicodedata.normalize("NFD", char)
        tones = [c for c in base if c in "\u0300\u0301\u0303\u0309\u0323"]
        out.append(unicodedata.normalize("NFC", "".join(c for c in base if c not in tones)) + "".join(tones))
    return "".join(out)


class Counts:
    """Counts of the letters, pairs and triples of letters of a language."""

    def __init__(self) -> None:
        self.n: tuple[Counter[str], Counter[str], Counter[str]] = (Counter(), Counter(), Counter())

    def add_word(self, word: str, count: float) -> None:
        """Count the n-grams of a word, its edges included."""
        padded = EDGE * 2 + word + EDGE
        for i in range(2, len(padded)):
            self.n[0][padded[i]] += count
            self.n[1][padded[i - 1 : i + 1]] += count
            self.n[2][padded[i - 2 : i + 1]] += count

    def add_lingua(self, language: str, script: str) -> None:
        """Add counts made from lingua's conditional probabilities.

        lingua has no word edges: one letter in six is taken to begin a word, and one in six to end one.
        """
        one = lingua_ngrams(language, "unigrams", script)
        two = lingua_ngrams(language, "bigrams", script)
        three = lingua_ngrams(language, "trigrams", script)
        scale = CORPUS * 6
        for a, p in one.items():
            self.n[0][a] += p * scale
            self.n[1][EDGE + a] += p * scale / 6
            self.n[1][a + EDGE] += p * scale / 6
            self.n[2][EDGE * 2 + a] += p * scale / 6
        self.n[0][EDGE] += scale / 6
        for ab, p in two.items():
            pair = p * one.get(ab[0], 0) * scale
            self.n[1][ab] += pair
            self.n[2][EDGE + ab] += pair / 6
            self.n[2][ab + EDGE] += pair / 6
        for abc, p in three.items():
            self.n[2][abc] += p * two.get(abc[:2], 0) * one.get(abc[0], 0) * scale


def sharp_s(german: Counts) -> None:
    """Add the n-grams with ß to the German counts, from lingua: wordfreq folds ß into ss."""
    other = Counts()
    other.add_lingua("de", "Latin")
    for mine, theirs in zip(german.n, other.n, strict=True):
        for gram, count in theirs.items():
            if "ß" in gram:
                mine[gram] += count


def lingua_ngrams(language: str, kind: str, script: str | None) -> dict[str, float]:
    """lingua's n-grams written entirely in the script, with their conditional probabilities."""
    raw = (LINGUA / language / f"{kind}.json.br").read_bytes()
    out = {}
    for share, grams in json.loads(brotli.decompress(raw))["ngrams"].items():
        top, bottom = share.split("/")
        for gram in grams.split(" "):
            if script is None or all(in_script(c, script) for c in gram):
                out[gram] = int(top) / int(bottom)
    return out


def alphabet(script: str) -> dict[str, np.ndarray]:
    """The arrays of an alphabet: languages, letters, keys of pairs and triples, costs of triples, pairs and letters."""
    counts: dict[str, Counts] = {}
    for language in FROM_WORDFREQ.get(script, "").split():
        counts[language] = Counts()
        for word, count in words(language, script):
            counts[language].add_word(word, count)
    if script == "Latin":
        sharp_s(counts["de"])
        counts["ro-1250"] = Counts()  # with cedillas (ş, ţ): the code page has no ș and ț
        for word, count in words("ro", script):
            counts["ro-1250"].add_word(word.replace("ș", "ş").replace("ț", "ţ"), count)
        counts["vi-1258"] = Counts()
        for word, count in words("vi", script):
            counts["vi-1258"].add_word(windows_1258(word), count)
    for language in FROM_LINGUA.get(script, "").split():
        counts[language] = Counts()
        counts[language].add_lingua(language, script)
    totals = {language: sum(c.n[0].values()) for language, c in counts.items()}
    letters = {
        a for language, c in counts.items() for a, n in c.n[0].items() if n / totals[language] > 2e-6 and a != EDGE
    }
    symbols = [EDGE, *sorted(letters)]
    keep2 = sorted(
        {
            g
            for language, c in counts.items()
            for g, n in c.n[1].items()
            if n / totals[language] > KEEP_TRIGRAM and set(g) <= {EDGE, *letters}
        }
    )
    keep3 = sorted(
        {
            g
            for language, c in counts.items()
            for g, n in c.n[2].items()
            if n / totals[language] > KEEP_TRIGRAM and set(g) <= {EDGE, *letters}
        }
    )
    index = {a: i for i, a in enumerate(symbols)}
    unigram = np.zeros((len(symbols), len(counts)))
    bigram = np.zeros((len(keep2), len(counts)))
    trigram = np.zeros((len(keep3), len(counts)))
    for column, (language, c) in enumerate(counts.items()):
        one, two, three = c.n
        total = totals[language]
        before1: dict[str, float] = defaultdict(float)
        before2: dict[str, float] = defaultdict(float)
        for g, n in two.items():
            before1[g[0]] += n
        for g, n in three.items():
            before2[g[:2]] += n

        def p1(a: str, one: Counter[str] = one, total: float = total) -> float:
            return (one[a] + 30 * 1 / 150) / (total + 30)

        def p2(g: str, two: Counter[str] = two, before1: dict[str, float] = before1) -> float:
            return (two[g] + 60 * p1(g[1])) / (before1[g[0]] + 60)

        def p3(g: str, three: Counter[str] = three, before2: dict[str, float] = before2) -> float:
            return (three[g] + 60 * p2(g[1:])) / (before2[g[:2]] + 60)

        unigram[:, column] = [p1(a) for a in symbols]
        bigram[:, column] = [p2(g) for g in keep2]
        trigram[:, column] = [p3(g) for g in keep3]
    print(f"{script}: {len(symbols)} letters, {len(keep2)} pairs, {len(keep3)} triples, {len(counts)} languages")
    return {
        f"{script}.languages": np.array(list(counts)),
        f"{script}.letters": np.array([ord(a) for a in symbols], dtype=np.uint32),
        f"{script}.pair_keys": np.array([[index[a] for a in g] for g in keep2], dtype=np.intp),
        f"{script}.triple_keys": np.array([[index[a] for a in g] for g in keep3], dtype=np.intp),
        f"{script}.costs": np.vstack([cost(trigram), cost(bigram), cost(unigram)]),
    }


def laid_out(arrays: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The arrays, with the keys of all alphabets laid out as tables that find the cost of a triple in two look-ups.

    `pairs` has the place in `rows` where the entries of a pair of letters begin. `rows` has, for each letter after that
    pair, its row in the costs of the alphabet: the row of the triple, else of its last two letters, else of its last
    letter. `usual` says which triples are usual in some language.
    """
    out = {name: array for name, array in arrays.items() if not name.endswith(("pair_keys", "triple_keys"))}
    first, second = arrays["CJK.pair_keys"].astype(np.uint32).T
    order = np.argsort(first << 16 | second)
    out |= {"CJK.pair_keys": (first << 16 | second)[order], "CJK.pairs": arrays["CJK.pairs"][order]}
    pairs, rows, usual = [], [], []
    for script in RANGES:
        pair_keys, triple_keys, costs, letters = (
            arrays[f"{script}.{what}"] for what in ("pair_keys", "triple_keys", "costs", "letters")
        )
        size, listed, triples = len(letters), len(pair_keys), len(triple_keys)
        # numbers of pairs: first those listed, then that of two edges (before a word), then one for each second letter,
        # which all unlisted pairs with that letter share
        number = np.repeat(listed + 1 + np.arange(size)[None], size, axis=0)
        number[tuple(pair_keys.T)] = np.arange(listed)
        number[0, 0] = listed
        short = triples + np.where(number < listed, number, listed + np.arange(size))
        second = np.concatenate([pair_keys[:, 1], [0], np.arange(size)])
        row = short[second]
        at = number[tuple(triple_keys[:, :2].T)], triple_keys[:, 2]
        seen = at[0] <= listed
        row[at[0][seen], at[1][seen]] = np.arange(triples)[seen]
        joint = costs[triples + listed + triple_keys[:, 0]].astype(int) + costs[:triples]
        joint += costs[triples + np.minimum(at[0], listed - 1)]
        known = (joint.min(axis=1) <= USUAL_TRIPLE * 16) & (at[0] < listed)
        often = np.zeros(row.shape, dtype=bool)
        often[at[0][known], at[1][known]] = True
        if script == "Greek":  # the capital of both σ and ς is Σ: what is usual with ς is usual with σ too
            final, sigma = (int(np.flatnonzero(letters == ord(c))[0]) for c in "ςσ")
            np.logical_or.at(often, number[:, sigma], often[number[:, final]])
        pairs.append((number * size + sum(map(len, rows))).ravel())
        rows.append(row.ravel())
        usual.append(often.ravel())
    out |= {"pairs": np.concatenate(pairs).astype(np.int32), "rows": np.concatenate(rows).astype(np.int32)}
    return out | {"usual": np.concatenate(usual)}


def cost(probability: np.ndarray) -> np.ndarray:
    """-ln P in sixteenths of a nat."""
    return np.clip(np.round(-np.log(probability) * 16), 0, 255).astype(np.uint8)


def is_ideograph(char: str) -> bool:
    """Whether a character is a Chinese character, kana or hangul."""
    point = ord(char)
    return (
        0x3005 <= point <= 0x3007 or 0x3041 <= point <= 0x30FF or 0x4E00 <= point <= 0x9FFF or 0xAC00 <= point <= 0xD7A3
    )


def traditional(common: dict[str, float]) -> dict[str, str]:
    """The commonest traditional character of each simplified one, by inverting wordfreq's map from traditional."""
    packed = Path(wordfreq.__file__).parent / "data/_chinese_mapping.msgpack.gz"
    with gzip.open(packed) as file:
        mapping = msgpack.load(file, strict_map_key=False, raw=False)
    best: dict[str, str] = {}
    for point, simple in mapping.items():
        char = chr(point)
        if common.get(char, 0) > common.get(best.get(simple, ""), 0):
            best[simple] = char
    return {simple: char for simple, char in best.items() if common.get(char, 0) > 0.02 * common.get(simple, 0)}


def ideographs() -> dict[str, np.ndarray]:
    """The arrays of Chinese, Japanese and Korean: characters, and pairs more frequent than chance within words."""
    rare = lingua_ngrams("zh", "unigrams", None)
    to_traditional = traditional(rare)
    sources = {"zh": "zh", "zh-Hant": "zh", "ja": "ja", "ko": "ko"}
    one: dict[str, Counter[str]] = {}
    two: dict[str, Counter[str]] = {}
    end: dict[str, Counter[str]] = {}
    for language, source in sources.items():
        one[language], two[language], end[language] = Counter(), Counter(), Counter()
        for word, frequency in wordfreq.get_frequency_dict(source, "best").items():
            if not all(map(is_ideograph, word)):
                continue
            if language == "zh-Hant":
                word = "".join(to_traditional.get(c, c) for c in word)
            count = frequency * CORPUS
            for i, char in enumerate(word):
                one[language][char] += count
                if i:
                    two[language][word[i - 1 : i + 1]] += count
            end[language][word[-1]] += count
        total = sum(one[language].values())
        for char, share in lingua_ngrams(source, "unigrams", None).items():
            if is_ideograph(char) and not (language == "zh" and char in to_traditional.values()):
                one[language][char] += 0.2 * share * total
                end[language][char] += 0.2 * share * total
    totals = {language: sum(c.values()) for language, c in one.items()}
    letters = sorted({c for language in sources for c, n in one[language].items() if n / totals[language] > 1e-7})
    index = {a: i for i, a in enumerate(letters)}
    pairs = sorted(
        {
            g
            for language in sources
            for g, n in two[language].items()
            if n / totals[language] > KEEP_PAIR and n > 2 * one[language][g[0]] * one[language][g[1]] / totals[language]
        }
    )
    unigram = np.zeros((len(letters), len(sources)))
    backoff = np.zeros((len(letters), len(sources)))
    pair_cost = np.zeros((len(pairs), len(sources)))
    for column, language in enumerate(sources):
        total = totals[language]
        first, last = one[language], end[language]
        p1 = {a: (first[a] + 0.5) / (total + 0.5 * len(letters)) for a in letters}
        loose = {a: (last[a] + 5) / (first[a] + 5) for a in letters}
        unigram[:, column] = [p1[a] for a in letters]
        backoff[:, column] = [loose[a] for a in letters]
        pair_cost[:, column] = [two[language][g] / (first[g[0]] + 5) + loose[g[0]] * p1[g[1]] for g in pairs]
    print(f"ideographs: {len(letters)} characters, {len(pairs)} pairs")
    return {
        "CJK.languages": np.array(list(sources)),
        "CJK.letters": np.array([ord(a) for a in letters], dtype=np.uint32),
        "CJK.unigrams": cost(unigram),
        "CJK.backoff": cost(backoff),
        "CJK.pair_keys": np.array([[index[a] for a in g] for g in pairs], dtype=np.intp),
        "CJK.pairs": cost(pair_cost),
    }


if __name__ == "__main__":
    main()
