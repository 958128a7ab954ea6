"""Sprites out of sheets and animations: cut, brought into a machine's colours, made of its objects."""

from pixelstyle.recipes.sprites.cutting import cut_sheets, grid_of
from pixelstyle.recipes.sprites.making import ANCHORS, make_sprites

__all__ = ["ANCHORS", "cut_sheets", "grid_of", "make_sprites"]
