"""`python -m pipeline`: the same as the command `communique`, which calls `main` too."""

import sys


def main() -> int:
    """Run the command line; Ctrl-C while it is loaded ends it without a traceback."""
    try:
        from pipeline.cli import main as command

        return command()
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
