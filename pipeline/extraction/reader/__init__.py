"""The reader: a neural network that finds names, job titles, who holds them and who says what in a release.

`network.read` is the entry point; `component` makes it a spaCy component. How it is trained: `training/reader`.
"""
