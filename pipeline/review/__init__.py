"""Review: what people decide about rows, at a page, by command or in a notebook."""

from pipeline.review.session import Reviewer, inspect

__all__ = ["Reviewer", "inspect"]
