"""Floor 5: networks that know retro pictures: a machine's picture without its dither. They are asked, never taught."""

from pixelstyle.craft.undithering import undither

__all__ = ["undither"]
