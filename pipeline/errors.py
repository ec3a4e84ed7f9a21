"""The errors that stop a run, each with its exit code; the message names the place and the remedy."""


class RunError(Exception):
    """A run cannot start or continue. `exit_code` is the exit code of the command line."""

    exit_code = 2


class NoInputError(RunError):
    """What a command should read is missing or cannot be used: an input folder, a file, a store, a release."""


class NoModelError(RunError):
    """The spaCy model named in the settings is not installed."""


class NoExtraError(RunError):
    """The request needs an optional dependency that is not installed."""


class OutputError(RunError):
    """The output folder cannot be written, or it holds files that this program did not write."""


class DamagedStoreError(OutputError):
    """The store is damaged; a run rebuilds it from the releases."""


class RemovalError(RunError):
    """Too many releases have disappeared from the input; `allow_removal` confirms that this is intended."""


class OutputInUseError(RunError):
    """Another run is writing to the same output folder."""

    exit_code = 3
