"""The people of a release: their names, their honorifics, and which mentions name one person."""
