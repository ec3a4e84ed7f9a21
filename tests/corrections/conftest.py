"""The small corpus."""

from tests.corpus import corpus, decision

__all__ = ["corpus", "decision"]
