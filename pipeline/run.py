"""The conductor: what is new in raw/, which engine, progress, what failed."""
