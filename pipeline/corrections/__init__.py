"""Decisions of reviewers and their application to the tables.

`file` reads and writes decisions, `decisions` defines them and finds their words again, `apply` carries them out.
"""
