"""A control file: a TOML file of settings that a person edits while a run goes on."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from pixelstyle.errors import PixelStyleError


class ControlFile:
    """Read again whenever it has changed."""

    def __init__(self, path: str | Path) -> None:
        """Raises PixelStyleError when there is no such file."""
        self.path = Path(path)
        self._seen: bytes | None = None
        if not self.path.is_file():
            raise PixelStyleError(f"There is no control file '{path}'; an empty one will do, to be edited later.")

    def news(self) -> dict[str, Any]:
        """What it says now, if that is not what it said the last time; otherwise {}.

        Raises PixelStyleError, once for every new content, when it is not TOML.
        """
        try:
            data = self.path.read_bytes()
        except OSError:  # an editor is about to put the new one there
            return {}
        if data == self._seen:
            return {}
        self._seen = data
        try:
            return tomllib.loads(data.decode())
        except (ValueError, RecursionError) as error:  # TOMLDecodeError is one; a number of too many digits another
            raise PixelStyleError(f"'{self.path}' is not TOML: {error}.") from None
