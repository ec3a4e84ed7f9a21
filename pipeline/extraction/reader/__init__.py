"""The learned reader: one network that reads a release once and gives names, job titles, and who holds and says what.

`network.read` is the way in; `component` puts it into a spaCy pipeline. How it is trained: `training/reader`.
"""
