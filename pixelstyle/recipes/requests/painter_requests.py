"""What may be asked of the shipped painter: told from its file's header, before torch is loaded."""

from __future__ import annotations

import functools
import json
from pathlib import Path

from pixelstyle.errors import UnknownNameError
from pixelstyle.files import read_tensor_header
from pixelstyle.settings import StylizeSettings, TextureSettings

_SHIPPED = Path(__file__).parents[2] / "painters" / "weights" / "shipped.painter"


def check_painter(settings: StylizeSettings | TextureSettings) -> None:
    """Raise UnknownNameError for a name, or the beginning of one, that no shipped painter has; a file is its own."""
    name = settings.painter
    if name is not None and not name.lower().endswith(".painter"):
        known = _shipped_names()
        if not any(each.startswith(settings.painting or name) for each in known):
            raise UnknownNameError("painter", name, known, see="pixelstyle painters")


@functools.cache
def _shipped_names() -> list[str]:
    facts = json.loads(read_tensor_header(_SHIPPED, "painter").metadata["painter"])
    return [str(name) for name in facts["paintings"]]
