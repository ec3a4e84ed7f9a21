"""A browser, and the small corpus."""

from tests.browser import browser
from tests.corpus import corpus, decision

__all__ = ["browser", "corpus", "decision"]
