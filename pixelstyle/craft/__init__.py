"""Floor 5: networks that know retro pictures: a machine's picture without its dither, the techniques and faults that a
picture has. They are asked, never taught."""

from pixelstyle.craft.eye import Craft, load_eye_network, see_craft
from pixelstyle.craft.terms import BLOCK, FAULTS, TECHNIQUES
from pixelstyle.craft.undithering import undither

__all__ = ["BLOCK", "FAULTS", "TECHNIQUES", "Craft", "load_eye_network", "see_craft", "undither"]
