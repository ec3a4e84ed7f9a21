"""Review: decisions of people about rows, kept in a file of their own and applied at the end of every run."""
