"""A control file: a TOML file of settings that a person edits while a run goes on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import MAX_TOML, is_file, parse_toml


class ControlFile:
    """Read again whenever it has changed."""

    def __init__(self, path: str | Path) -> None:
        """Raises PixelStyleError when there is no such file."""
        self.path = Path(path)
        self._seen: bytes | None = None
        if not is_file(self.path):
            raise PixelStyleError(f"There is no control file '{path}'; an empty one will do, to be edited later.")

    def now(self) -> dict[str, Any]:
        """What it says, which counts as not yet heard. Raises PixelStyleError, when it is not TOML."""
        values, self._seen = self.news(), None
        return values

    def news(self) -> dict[str, Any]:
        """What it says now, if that is not what it said the last time; otherwise {}.

        Raises PixelStyleError, once for every new content, when it is not TOML.
        """
        try:
            with self.path.open("rb") as file:
                data = file.read(MAX_TOML + 1)
        except OSError:  # an editor is about to put the new one there
            return {}
        if data == self._seen:
            return {}
        self._seen = data
        return parse_toml(data, self.path)
