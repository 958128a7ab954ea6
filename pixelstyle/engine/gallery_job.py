"""What a window can offer to choose from (docs/engine-protocol.md)."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from PIL import Image

from pixelstyle.engine.galleries import painting_title, paintings, preset_picture
from pixelstyle.recipes import shipped_presets

THUMBNAIL = 112
"""The longer side of small pictures, in pixels."""
_WRITTEN = {
    "24bit": "24 bits",
    "amiga": "Amiga",
    "c64": "C64",
    "cpc": "CPC",
    "gameboy": "Game Boy",
    "nes": "NES",
    "pico8": "PICO-8",
    "zx": "ZX",
}
"""Words of presets' names as people write them."""


def offer(write: Callable[[str, bytes], Any]) -> dict[str, Any]:
    """What `offered` says: the shipped paintings and presets, each with a small picture."""
    return {
        "paintings": [
            {"name": name, "title": painting_title(name), "thumbnail": write("thumbnail.png", _thumbnail(file))}
            for name, file in paintings().items()
        ],
        "presets": [
            {
                "name": preset.name,
                "title": _preset_title(preset.name),
                "about": preset.about,
                "recipe": preset.recipe.name,
                "settings": preset.settings().changed(),
                "thumbnail": None if picture is None else write("thumbnail.png", picture),
            }
            for preset, picture in ((each, preset_picture(each.name)) for each in shipped_presets())
        ],
    }


def _thumbnail(file: bytes) -> bytes:
    with Image.open(io.BytesIO(file)) as opened:
        image = opened.convert("RGB")
    image.thumbnail((THUMBNAIL, THUMBNAIL), Image.Resampling.LANCZOS)
    held = io.BytesIO()
    image.save(held, "PNG", compress_level=1)
    return held.getvalue()


def _preset_title(name: str) -> str:
    """'ink-zx' as people write it."""
    first, *words = name.split("-")
    return " ".join([first.capitalize(), *(_WRITTEN.get(word, word) for word in words)])
