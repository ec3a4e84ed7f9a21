"""Quotes and who said them: the spaCy component `communique_quotes` and what it is made of.

`marks` pairs quotation marks, `frame` shows the text around them, `candidates` lists who may have said a run,
`choose` decides, `component` writes the records. In a pipeline of your own: import this module and
`nlp.add_pipe("communique_quotes")` after the parser; the results are in `analysis_of(doc)`.
"""

from pipeline.extraction.quotes.component import Quotes
from pipeline.extraction.quotes.marks import Run, find_runs

__all__ = ["Quotes", "Run", "find_runs"]
