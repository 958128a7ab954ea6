"""What has been made is kept, even where it cannot be written as asked: beside that place, or among temporary files."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import write_atomically


class SavedElsewhereError(PixelStyleError):
    """Files are saved, but not all of them where they were asked for: the message says where."""


def write_all(files: Mapping[Path, bytes], *, overwrite: bool) -> None:
    """Write every file; one that fails does not keep the others back, and goes where it can go.

    Raises SavedElsewhereError, which says where that is; PixelStyleError, the first failure, if there is no such place.
    """
    moved, lost = [], []
    for path, data in files.items():
        try:
            write_atomically(path, data, overwrite=overwrite)
        except PixelStyleError as error:
            place = _saved_elsewhere(path, data)
            if place is None:
                lost.append(error)
            else:
                moved.append(f"{error} It is saved as '{place}'.")
    if lost:
        raise lost[0]
    if moved:
        raise SavedElsewhereError(" ".join(moved))


def _saved_elsewhere(path: Path, data: bytes) -> Path | None:
    """Where the file is now: beside `path` or in the temporary folder; None where neither can be written to."""
    for place in _places(path):
        try:
            write_atomically(place, data)
        except PixelStyleError:
            continue
        return place
    return None


def _places(path: Path) -> Iterator[Path]:
    if not path.exists() or path.is_file():  # nobody means the folder of a device
        yield from (path.with_name(f"{path.stem}-{number}{path.suffix}") for number in range(2, 5))
    yield Path(tempfile.gettempdir(), f"{path.stem[:100]}-{secrets.token_hex(4)}{path.suffix}")
