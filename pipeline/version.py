"""The version of the package, apart from the rest so that every module may import it."""

__version__ = "0.1.0"
