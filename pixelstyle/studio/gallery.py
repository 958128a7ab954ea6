"""What a page can choose from: the paintings that come along, the presets, and a sample of each machine."""

from __future__ import annotations

import functools
import json
from importlib import resources
from typing import Any

from pixelstyle.errors import PixelStyleError, UnknownNameError
from pixelstyle.recipes import shipped_presets

SAMPLES = resources.files("pixelstyle.studio") / "static" / "samples"
"""A PNG for each shipped machine; a machine without one is shown by its colours."""
_PAINTER = resources.files("pixelstyle") / "painters" / "weights" / "shipped.painter"


@functools.cache
def paintings() -> dict[str, bytes]:
    """The shipped painter's paintings, by name, as files. Read off its file: its room would load torch for them."""
    data = _PAINTER.read_bytes()
    start = 8 + int.from_bytes(data[:8], "little")
    header = json.loads(data[8:start])
    names = json.loads(header["__metadata__"]["painter"])["paintings"]
    spans = [header[f"painting.{number}"]["data_offsets"] for number in range(len(names))]
    return {name: data[start + first : start + last] for name, (first, last) in zip(names, spans, strict=True)}


def painting(name: str) -> bytes:
    """One of them, a WebP file. Raises UnknownNameError."""
    try:
        return paintings()[name]
    except KeyError:
        raise UnknownNameError("painting", name, paintings()) from None


def sample(mode: str) -> bytes:
    """A machine's sample, a PNG. Raises PixelStyleError where there is none."""
    path = SAMPLES / f"{mode}.png"
    if "/" in mode or "\\" in mode or not path.is_file():
        raise PixelStyleError(f"There is no sample of '{mode[:80]}'.")
    return path.read_bytes()


def offered() -> dict[str, Any]:
    """Lists for the page: `paintings` by name, and `presets` of `stylize` with what they set."""
    presets = [
        {"name": preset.name, "about": preset.about, "settings": preset.settings().changed()}
        for preset in shipped_presets()
        if preset.recipe.name == "stylize"
    ]
    return {"paintings": list(paintings()), "presets": presets}
