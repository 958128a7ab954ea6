"""Floor 5: networks that know retro pictures: a machine's picture without its dither, the techniques and faults that a
picture has. They are asked, never taught."""

from typing import TYPE_CHECKING

from pixelstyle.craft.eye import Craft, load_eye_network, see_craft
from pixelstyle.craft.terms import BLOCK, FAULTS, TECHNIQUES
from pixelstyle.craft.undithering import undither
from pixelstyle.late_room import hand_on_late

if TYPE_CHECKING:  # torch takes seconds to import, and a light install has none
    from pixelstyle.craft.retina import through_retina

__all__ = ["BLOCK", "FAULTS", "TECHNIQUES", "Craft", "load_eye_network", "see_craft", "through_retina", "undither"]

hand_on_late(__name__)
