"""Review: what people decide about rows, at a page, by command or in a notebook."""

from pipeline.review.notebook import Reviewer, inspect

__all__ = ["Reviewer", "inspect"]
