"""Builds the shipped named-entity component from annotated press releases."""

import os

# Before numpy is imported: one thread is as fast as two on matrices this small, and gives the same sums everywhere.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
