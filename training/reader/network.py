"""The network: a pretrained encoder, document-level word vectors, and heads for tags and links.

    pieces ─ BERT encoder (6 layers, 384 wide) ─ first piece of each word ┐
    mean of that vector over all places of the word in the document ──────┼─ 256 wide ─ two convolutions ─ word vectors
    form, gap, line, word lists ──────────────────────────────────────────┘
    word vectors ─ tags of names · tags of job titles · links (job title → person, organisation, country;
                   quotation → speaker) · whether a quotation is speech

The encoder is BERT (Devlin et al. 2019) with the weights of all-MiniLM-L6-v2. Its vocabulary is uncased, so the form of
a word (its case, see `words.SHAPES`) is an embedding of its own, added to the pieces and again after the encoder.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from pipeline.extraction.reader.pairs import PAIR_FEATURES
from pipeline.extraction.reader.tags import NAME_TAGS, TITLE_TAGS
from pipeline.extraction.reader.words import GAPS, LINES, SHAPES
from pipeline.extraction.text.lexicon import FEATURES as LEXICON

WIDTH, LAYERS, ATTENTION_HEADS, INNER = 384, 6, 12, 1536
VOCABULARY, POSITIONS = 30522, 512
VECTOR = 256
"""Width of the word vectors after the encoder."""
PAIR = 128
"""Width of the hidden layer that scores a pair."""
RELATIONS = ("person", "organisation", "country", "speaker")
"""What is linked: a job title to its person, its organisation and its country, a quotation to its speaker."""
AROUND = 12
"""Words before and after a job title or quotation whose mean vectors are part of the vector of the span."""


class Dropout(nn.Module):
    """Dropout of whole features, the same at all positions of a sequence (Gal & Ghahramani 2016).

    Drawing a random number for each position would take longer than the matrix products.
    """

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = share

    def forward(self, x: Tensor) -> Tensor:
        """Drop features of `x` (batch × positions × features, or positions × features) during training."""
        if not self.training or not self.share:
            return x
        mask = torch.rand(*x.shape[:-2], 1, x.shape[-1], device=x.device) >= self.share
        return x * (mask.to(x.dtype) / (1 - self.share))


class Features(nn.Module):
    """What is known of a word besides its letters, as one vector per word."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.shapes = nn.Embedding(len(SHAPES), width)
        self.gaps = nn.Embedding(len(GAPS), width)
        self.lines = nn.Embedding(len(LINES), width)
        self.lexicon = nn.Linear(len(LEXICON), width, bias=False)

    def forward(self, forms: Tensor, lexicon: Tensor) -> Tensor:
        """The sum of the embeddings; `forms` has the columns shape, gap, line, `lexicon` one column per word list."""
        shape, gap, line = forms.unbind(-1)
        return self.shapes(shape) + self.gaps(gap) + self.lines(line) + self.lexicon(lexicon)


class _Attention(torch.autograd.Function):
    """Attention that is exported as ONNX Runtime's single operator for it, which is faster than its parts."""

    @staticmethod
    def forward(ctx: Any, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
        """Attention without a mask; all arguments are batch × positions × WIDTH."""
        return attention(q, k, v, None)

    @staticmethod
    def symbolic(g: Any, q: Any, k: Any, v: Any) -> Any:
        """The operator in the exported graph."""
        found = g.op("com.microsoft::MultiHeadAttention", q, k, v, num_heads_i=ATTENTION_HEADS)
        found.setType(q.type())
        return found


def attention(q: Tensor, k: Tensor, v: Tensor, mask: Tensor | None) -> Tensor:
    """Multi-head attention (Vaswani et al. 2017); `q`, `k`, `v` are batch × positions × width.

    `mask` is boolean, true where a position may be attended to, or a number added to the score of each pair.
    """
    if mask is not None and mask.is_floating_point():
        mask = mask.to(q.dtype)
    heads = [x.unflatten(-1, (ATTENTION_HEADS, -1)).transpose(1, 2) for x in (q, k, v)]
    seen = functional.scaled_dot_product_attention(*heads, attn_mask=mask)
    return seen.transpose(1, 2).flatten(2)


class Layer(nn.Module):
    """One layer of BERT; `epsilon` is that of its layer norms."""

    def __init__(self, dropout: float, width: int = WIDTH, inner: int = INNER, epsilon: float = 1e-12) -> None:
        super().__init__()
        self.queries_keys_values = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.attention_norm = nn.LayerNorm(width, eps=epsilon)
        self.up = nn.Linear(width, inner)
        self.down = nn.Linear(inner, width)
        self.norm = nn.LayerNorm(width, eps=epsilon)
        self.drop = Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """The output of the layer; `x` is batch × positions × width, `mask` as in `attention`."""
        q, k, v = self.queries_keys_values(x).chunk(3, dim=-1)
        seen = _Attention.apply(q, k, v) if torch.onnx.is_in_onnx_export() else attention(q, k, v, mask)
        x = self.attention_norm(x + self.drop(self.out(seen)))
        return self.norm(x + self.drop(self.down(functional.gelu(self.up(x)))))


class Encoder(nn.Module):
    """BERT over windows of pieces."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.pieces = nn.Embedding(VOCABULARY, WIDTH)
        self.positions = nn.Embedding(POSITIONS, WIDTH)
        self.features = Features(WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.drop = Dropout(dropout)

    def forward(self, pieces: Tensor, forms: Tensor, lexicon: Tensor, mask: Tensor | None = None) -> Tensor:
        """Vectors of the pieces; all arguments are windows × length (× columns), `mask` is false at padding."""
        places = torch.arange(pieces.shape[1], device=pieces.device)
        x = self.pieces(pieces) + self.positions(places) + self.features(forms, lexicon)
        x = self.drop(self.norm(x))
        allowed = None if mask is None else mask[:, None, None, :]
        for layer in self.layers:
            x = layer(x, allowed)
        return x

    def load_base(self, weights: dict[str, Tensor]) -> None:
        """Load the weights of a BERT encoder, named as in Hugging Face files."""
        self.pieces.weight.data.copy_(weights["embeddings.word_embeddings.weight"])
        types = weights["embeddings.token_type_embeddings.weight"][0]  # there is one token type only: added here
        self.positions.weight.data.copy_(weights["embeddings.position_embeddings.weight"] + types)
        copy_weights(self.norm, weights, "embeddings.LayerNorm")
        for number, layer in enumerate(self.layers):
            name = f"encoder.layer.{number}"
            for kind in ("weight", "bias"):
                parts = [weights[f"{name}.attention.self.{part}.{kind}"] for part in ("query", "key", "value")]
                getattr(layer.queries_keys_values, kind).data.copy_(torch.cat(parts))
            copy_weights(layer.out, weights, f"{name}.attention.output.dense")
            copy_weights(layer.attention_norm, weights, f"{name}.attention.output.LayerNorm")
            copy_weights(layer.up, weights, f"{name}.intermediate.dense")
            copy_weights(layer.down, weights, f"{name}.output.dense")
            copy_weights(layer.norm, weights, f"{name}.output.LayerNorm")


class Convolution(nn.Module):
    """A residual convolution over three words."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.three = nn.Linear(3 * VECTOR, VECTOR)
        self.norm = nn.LayerNorm(VECTOR)
        self.drop = Dropout(dropout)

    def forward(self, x: Tensor) -> Tensor:
        """The output of the block; `x` is words × VECTOR."""
        edge = torch.zeros_like(x[:1])
        wide = torch.cat([torch.cat([edge, x[:-1]]), x, torch.cat([x[1:], edge])], dim=-1)
        return self.norm(x + self.drop(functional.gelu(self.three(wide))))


class Tagger(nn.Module):
    """Turns the encoder's vectors of a document's words into tags, and into the word vectors that links are made of."""

    def __init__(self, dropout: float, width: int = WIDTH) -> None:
        super().__init__()
        self.features = Features(64)
        self.together = nn.Linear(2 * width + 64, VECTOR)
        self.norm = nn.LayerNorm(VECTOR)
        self.convolutions = nn.ModuleList(Convolution(dropout) for _ in range(2))
        self.names = nn.Linear(VECTOR, len(NAME_TAGS))
        self.titles = nn.Linear(VECTOR, len(TITLE_TAGS))
        self.drop = Dropout(dropout)

    def forward(self, words: Tensor, alike: Tensor, forms: Tensor, lexicon: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Word vectors, logits of the tags of names, logits of the tags of job titles.

        `words` are the encoder's vectors, `alike` their means over all places of each word in the document.
        """
        x = torch.cat([self.drop(words), self.drop(alike), self.features(forms, lexicon)], dim=-1)
        x = self.drop(self.norm(functional.gelu(self.together(x))))
        for convolution in self.convolutions:
            x = convolution(x)
        return x, self.names(x), self.titles(x)


class Relation(nn.Module):
    """Scores the pairs of one relation, and the case that a head (a job title or quotation) is linked to none."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.head = nn.Linear(4 * VECTOR, PAIR)
        self.name = nn.Linear(2 * VECTOR, PAIR)
        self.labels = nn.Embedding(3, PAIR)
        self.product = nn.Linear(PAIR, PAIR, bias=False)
        self.pair = nn.ModuleDict({name: nn.Embedding(size, PAIR) for name, size in PAIR_FEATURES.items()})
        self.score = nn.Linear(PAIR, 1)
        self.none = nn.Sequential(nn.Linear(4 * VECTOR, PAIR), nn.GELU(), nn.Linear(PAIR, 1))
        self.drop = Dropout(dropout)

    def forward(self, heads: Tensor, names: Tensor, labels: Tensor, pairs: Tensor) -> Tensor:
        """Logits, heads × (1 + names); the first column is “linked to none”.

        `heads` and `names` are the vectors of `head_vectors` and `name_vectors`, `labels` is 0 for a person, 1 for an
        organisation, 2 for a country, `pairs` are the features of `pair_features`.
        """
        h, n = self.head(heads), self.name(names) + self.labels(labels)
        hidden = h[:, None, :] + n[None, :, :] + self.product(functional.gelu(h)[:, None, :] * functional.gelu(n))
        for number, name in enumerate(PAIR_FEATURES):
            hidden = hidden + self.pair[name](pairs[..., number])
        scores = self.score(functional.gelu(self.drop(hidden))).squeeze(-1)
        return torch.cat([self.none(heads), scores], dim=1)


class Linker(nn.Module):
    """The relations between spans, and whether a quotation is speech."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.relations = nn.ModuleDict({name: Relation(dropout) for name in RELATIONS})
        self.speech = nn.Sequential(nn.Linear(4 * VECTOR, PAIR), nn.GELU(), nn.Linear(PAIR, 1))


def span_sums(vectors: Tensor) -> Tensor:
    """Running sums of word vectors, with a row of zeros first: means of spans are differences of two rows."""
    return torch.cat([torch.zeros_like(vectors[:1]), vectors.cumsum(0)])


def means(sums: Tensor, first: Tensor, stop: Tensor) -> Tensor:
    """The mean vector of the words `first` … `stop`; zeros where there are none."""
    return (sums[stop] - sums[first]) / (stop - first).clamp(min=1)[:, None]


def name_vectors(vectors: Tensor, spans: Tensor) -> Tensor:
    """The vectors of names: those of the first and the last word, concatenated."""
    return torch.cat([vectors[spans[:, 0]], vectors[spans[:, 1] - 1]], dim=-1)


def head_vectors(vectors: Tensor, spans: Tensor) -> Tensor:
    """The vectors of job titles and quotations: first word, last word, mean of the `AROUND` words before and after.

    The words that tell who holds a title, or who speaks, stand beside it.
    """
    sums, first, stop = span_sums(vectors), spans[:, 0], spans[:, 1]
    size = torch.zeros_like(stop) + vectors.shape[0]  # a tensor: `len` would be a constant of the exported graph
    before = means(sums, (first - AROUND).clamp(min=0), first)
    after = means(sums, stop, torch.minimum(stop + AROUND, size))
    return torch.cat([vectors[first], vectors[stop - 1], before, after], dim=-1)


@dataclass(frozen=True, slots=True)
class Dropouts:
    """Shares of features dropped during training."""

    encoder: float = 0.1
    heads: float = 0.3


class Reader(nn.Module):
    """The whole network."""

    def __init__(self, dropouts: Dropouts, encoder: nn.Module | None = None, width: int = WIDTH) -> None:
        """`encoder` replaces BERT's in a teacher; `width` is that of its vectors."""
        super().__init__()
        self.encoder = encoder if encoder is not None else Encoder(dropouts.encoder)
        self.tagger = Tagger(dropouts.heads, width)
        self.linker = Linker(dropouts.heads)
        for features in (self.encoder.get_submodule("features"), self.tagger.features):
            for parameter in features.parameters():
                nn.init.normal_(parameter, std=0.02)


def copy_weights(module: nn.Module, weights: dict[str, Tensor], name: str) -> None:
    """Copy the weight and the bias that published weights have under a name into a module."""
    module.weight.data.copy_(weights[f"{name}.weight"])
    module.bias.data.copy_(weights[f"{name}.bias"])
