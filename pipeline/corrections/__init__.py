"""Decisions of reviewers, and how they are applied to the tables.

`file` reads and writes them; `decisions` says what one may be and finds its words again; `apply` goes through them all.
"""
