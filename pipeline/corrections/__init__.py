"""Decisions of reviewers: their file, and how they are applied to the tables."""
