"""The whole extraction stage as one component of a spaCy pipeline: `nlp.add_pipe("communique")`.

```python
import spacy

nlp = spacy.blank("en")
nlp.add_pipe("communique")
doc = nlp("“It is done,” said Anna Berg, president of Lake Observers.")
doc._.communique.quotes[0].speaker_text  # 'Anna Berg'
```

The text is not repaired, and offsets are those of the doc. For damaged text: `nlp(repair_text(text).text)`.
"""

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import filter_spans

from pipeline.extraction.document.analysis import Analysis
from pipeline.extraction.extraction import assemble
from pipeline.extraction.pipeline import COMPONENTS
from pipeline.repair.repaired import Repaired
from pipeline.structure import structure

SPANS = "communique"
"""Name of the span group with all rows: `displacy.render(doc, style="span", options={"spans_key": "communique"})`."""


@Language.factory(
    "communique", default_config={"published": None}, assigns=["doc._.communique", "doc.ents", "doc.spans"]
)
class Communique:
    """Sets `doc._.communique` (an `Extraction`), `doc.ents` and `doc.spans["communique"]`; `published` is the
    publication date (ISO 8601 day), which overrides one in the text."""

    def __init__(self, nlp: Language, name: str, published: str | None) -> None:
        self._published = published
        self._steps = [nlp.create_pipe(step, raw_config=None) for step in COMPONENTS]

    def __call__(self, doc: Doc) -> Doc:
        """Process one document."""
        release = structure(doc.text, published=self._published)
        read = Doc(doc.vocab)  # the steps use no tokens, and the text that they read is not wrapped
        analysis = read._.communique = Analysis(release.as_read())
        for step in self._steps:
            step(read)
        found = assemble(Repaired(doc.text, doc.text), release, analysis)
        places: set[tuple[int, int, str]] = {(m.start, m.end, m.label) for m in found.mentions}
        places |= {(r.start, r.end, "ROLE") for r in found.roles} | {(q.start, q.end, "QUOTE") for q in found.quotes}
        # a row that covers a token only in part (“缅北禁地Global”) is widened to it
        widened = (doc.char_span(*place, alignment_mode="expand") for place in sorted(places))
        spans = [span for span in widened if span is not None]
        doc.spans[SPANS] = spans
        doc.set_ents(filter_spans([s for s in spans if s.label_ not in ("ROLE", "QUOTE")]))
        doc._.communique = found
        return doc
