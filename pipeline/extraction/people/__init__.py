"""The people of a release: their names, their honorifics, which mentions are one person."""
