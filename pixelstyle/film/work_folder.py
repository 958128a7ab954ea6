"""Where contents and results lie until the film is put together: each in a file that is named by what went into it."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import write_atomically
from pixelstyle.film.packing import DamagedError, unpack

PLAN = "plan.json"
FINISHED = "film"
"""The name, but for the extension, of what is put together here."""
_OURS = re.compile(
    rf"[0-9a-f]{{64}}|{re.escape(PLAN)}|{FINISHED}(\.\w+)?|own-[0-9a-f]{{16}}\.painter|\..+\.[0-9a-f]{{8}}\.part"
)


class WorkFolder:
    """A folder of packed files, on a disc that all who work on the film can see."""

    def __init__(self, path: Path) -> None:
        """Makes the folder if only it is missing. Raises PixelStyleError where that cannot be."""
        self.path = path
        try:
            path.mkdir(exist_ok=True)
        except OSError as error:
            raise PixelStyleError(
                f"The folder '{path}' cannot be made: {(error.strerror or 'error').lower()}."
            ) from None

    def has(self, name: str) -> bool:
        """Whether a file of this name is there, and whole."""
        return self.get(name) is not None

    def get(self, name: str) -> bytes | None:
        """A file's bytes; None where it is not there, or damaged."""
        with contextlib.suppress(OSError, DamagedError):
            data = (self.path / name).read_bytes()
            unpack(data)
            return data
        return None

    def read(self, name: str) -> bytes:
        """The same. Raises PixelStyleError where there is none."""
        data = self.get(name)
        if data is None:
            raise PixelStyleError(f"'{self.path / name}' is not there, or damaged: do what makes it once more.")
        return data

    def put(self, name: str, data: bytes) -> None:
        """Keep a file, whole or not at all. Raises PixelStyleError where it cannot be written."""
        write_atomically(self.path / name, data, overwrite=True)

    def remove(self) -> None:
        """Delete what has been put here, and the folder, unless somebody has something else in it."""
        with contextlib.suppress(OSError):
            for file in self.path.iterdir():
                if _OURS.fullmatch(file.name):
                    file.unlink()
            self.path.rmdir()
