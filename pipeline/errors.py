"""What stops a run, each with its exit code and a message that names the place and the remedy."""


class RunError(Exception):
    """A run cannot start or go on. `exit_code` is what the command line ends with."""

    exit_code = 2


class NoInputError(RunError):
    """There is nothing to read: the input folder is missing, is no folder, or is empty."""


class NoModelError(RunError):
    """The spaCy model of the settings is not installed."""


class NoExtraError(RunError):
    """What was asked for needs an optional dependency that is not installed."""


class OutputError(RunError):
    """The output folder cannot be written, or what stands there is not ours."""


class DamagedStoreError(OutputError):
    """The store is damaged: a run makes it again from the releases."""


class RemovalError(RunError):
    """More releases than usual have gone from the input; `allow_removal` says that they are meant to."""


class OutputInUseError(RunError):
    """Another run is writing to the same output folder."""

    exit_code = 3
