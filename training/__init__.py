"""Builds what ships: the reader, the line labeller, the publisher's weights, tables of letters and lists of names."""

import os

# Before numpy is imported: one thread is as fast as two on matrices this small, and gives the same sums everywhere.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
