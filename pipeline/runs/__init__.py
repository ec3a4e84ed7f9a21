"""A run: finds what is new, sends it through the stages in one process or many, updates the tables and the log."""
