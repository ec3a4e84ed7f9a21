"""A run: what is new, the stages over it in one process or many, the tables brought up to date, the log."""
