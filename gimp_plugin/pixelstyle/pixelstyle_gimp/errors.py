"""What can come instead of a picture."""

from __future__ import annotations


class EngineError(Exception):
    """Something to tell the person, with what mends it."""

    def __init__(self, text: str, code: str = "", modes: tuple[str, ...] = ()) -> None:
        """`code` is the engine's, where it was the engine that refused; `modes` are those that the person has to choose
        from."""
        super().__init__(text)
        self.code, self.modes = code, modes


class CancelledError(Exception):
    """The person wants nothing any more."""
