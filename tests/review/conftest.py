"""The small corpus, and a browser."""

from tests.browser import browser
from tests.corpus import corpus, decision, two_roles

__all__ = ["browser", "corpus", "decision", "two_roles"]
