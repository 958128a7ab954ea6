"""What a page can choose from: the paintings that come along, the presets, each machine's files and a sample of it."""

from __future__ import annotations

from importlib import resources
from typing import Any

from pixelstyle.engine import painting_title, paintings
from pixelstyle.errors import PixelStyleError
from pixelstyle.formats import formats_for_mode
from pixelstyle.recipes import shipped_presets
from pixelstyle.screens import ScreenMode, modes

SAMPLES = resources.files("pixelstyle.studio") / "static" / "samples"
"""A PNG for each shipped machine; a machine without one is shown by its colours."""


def sample(mode: str) -> bytes:
    """A machine's sample, a PNG. Raises PixelStyleError where there is none."""
    path = SAMPLES / f"{mode}.png"
    if "/" in mode or "\\" in mode or not path.is_file():
        raise PixelStyleError(f"There is no sample of '{mode[:80]}'.")
    return path.read_bytes()


def offered() -> dict[str, Any]:
    """Lists for the page: `paintings`, by name what people call them, `presets` of `stylize` with what they set, and
    `files`, what the endings of each machine's are called."""
    presets = [
        {"name": preset.name, "about": preset.about, "settings": preset.settings().changed()}
        for preset in shipped_presets()
        if preset.recipe.name == "stylize"
    ]
    files = {mode.name: _titles(mode) for mode in modes()}
    return {"paintings": {name: painting_title(name) for name in paintings()}, "presets": presets, "files": files}


def _titles(mode: ScreenMode) -> dict[str, str]:
    return {ending: found.title for found in formats_for_mode(mode) for ending in found.extensions}
