"""What a checkpoint says of itself: that it is one, of which layout, and what is being made."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pixelstyle.errors import PixelStyleError
from pixelstyle.files.tensor_header import read_tensor_header
from pixelstyle.version import __version__

_KIND = "pixelstyle checkpoint"
CHECKPOINT_LAYOUT = f"{_KIND} 4"
"""Another number whenever a state holds other things than before: no run goes on from half of what it needs."""


def read_checkpoint_header(path: Path) -> tuple[dict[str, str], Any]:
    """The texts in its header, and what is being made.

    Raises PixelStyleError for what is no checkpoint, and for one that another version wrote.
    """
    theirs: Any = None
    try:
        metadata = read_tensor_header(path, "checkpoint").metadata
        kind, theirs = str(metadata["kind"]), json.loads(metadata["identity"])
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        kind, metadata = _KIND if _is_of_before(path) else "", {}
    if not kind.startswith(_KIND):
        raise PixelStyleError(f"'{path}' is not a checkpoint of PixelStyle {__version__}, or it is damaged.")
    if kind != CHECKPOINT_LAYOUT:
        raise PixelStyleError(
            f"'{path}' is a checkpoint of another version: PixelStyle {__version__} cannot go on from it; start anew."
        )
    return metadata, theirs


def _is_of_before(path: Path) -> bool:
    """Whether it is of a version whose checkpoints were zip files: they are not opened."""
    with path.open("rb") as file:
        return file.read(4) == b"PK\3\4"
