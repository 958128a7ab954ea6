"""Check installation: what the plug-in finds, in a few lines."""

from __future__ import annotations

from pixelstyle_gimp.engine import Engine
from pixelstyle_gimp.errors import EngineError

WELL = "PixelStyle is installed and works."


def report(profile: str) -> str:
    """Everything that a run needs, or the one command that mends what is missing."""
    try:
        with Engine(profile) as engine:
            hello = engine.greet()
            ready = engine.wait_until_ready()
            names = ", ".join(recipe["name"] for recipe in hello["recipes"])
            return "\n".join(
                (
                    WELL,
                    f"Engine: version {hello['version']}, from {engine.location['from']}",
                    f"PyTorch: {ready['torch']}, device {ready['device']}",
                    f"Recipes: {names}",
                    f"Modes: {len(hello['modes'])}, palettes: {len(hello['palettes'])}",
                )
            )
    except EngineError as error:
        return f"PixelStyle cannot work yet.\n{error}"
