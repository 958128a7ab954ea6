"""The painters that come with the program, and those in files: found by name."""

from __future__ import annotations

import functools
from pathlib import Path

from pixelstyle.errors import UnknownNameError
from pixelstyle.files import existing_file
from pixelstyle.painters.file import SUFFIX, read_painter
from pixelstyle.painters.painter import Painter

SHIPPED = Path(__file__).parent / "weights" / f"shipped{SUFFIX}"
"""One painter that knows several paintings."""


def is_painter_file(name: str) -> bool:
    """Whether a painter's name is that of a file."""
    return name.lower().endswith(SUFFIX)


def find_painter(name: str, painting: str | None = None) -> tuple[Painter, int]:
    """A painter and the number of the painting: a file and the painting in it, or a shipped painting's name.

    A name's beginning is enough: 'van-gogh'. Raises PixelStyleError for a file that is no painter, UnknownNameError for
    a painting that nobody knows.
    """
    if is_painter_file(name):
        path = existing_file(name, "painter")
        painter = _read(path.resolve(), path.stat().st_mtime_ns)
        return painter, painter.painting(painting)
    painter = shipped_painter()
    try:
        return painter, painter.painting(painting or name)
    except UnknownNameError:
        names = [known.name for known in painter.paintings]
        raise UnknownNameError("painter", name, names, see="pixelstyle painters") from None


def shipped_painter() -> Painter:
    """The one that comes with the program."""
    return _read(SHIPPED, 0)


@functools.lru_cache(maxsize=4)
def _read(path: Path, written: int) -> Painter:
    """Kept for the next picture; `written` tells another file of the same name."""
    del written
    return read_painter(path)
