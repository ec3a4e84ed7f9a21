"""The small corpus."""

from tests.corpus import corpus, decision, two_roles

__all__ = ["corpus", "decision", "two_roles"]
