"""What a page can choose from: the paintings that come along, the presets, and a sample of each machine."""

from __future__ import annotations

from importlib import resources
from typing import Any

from pixelstyle.engine import paintings
from pixelstyle.errors import PixelStyleError
from pixelstyle.recipes import shipped_presets

SAMPLES = resources.files("pixelstyle.studio") / "static" / "samples"
"""A PNG for each shipped machine; a machine without one is shown by its colours."""


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
