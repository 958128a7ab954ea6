"""What can come instead of a picture."""


class EngineError(Exception):
    """Something to tell the person, with what mends it."""


class CancelledError(Exception):
    """The person wants nothing any more."""
