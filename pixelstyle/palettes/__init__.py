"""Floor 2: palettes: what they are, and (as the room grows) reading, writing, extracting and reducing them."""

from pixelstyle.palettes.palette import MAX_COLOURS, Palette

__all__ = ["MAX_COLOURS", "Palette"]
