"""Sprites out of sheets and animations: cut, brought into a machine's colours, made of its objects."""

from pixelstyle.recipes.sprites.c64 import make_c64_sprites
from pixelstyle.recipes.sprites.cutting import cut_sheets, grid_of
from pixelstyle.recipes.sprites.laying import ANCHORS
from pixelstyle.recipes.sprites.making import make_sprites

__all__ = ["ANCHORS", "cut_sheets", "grid_of", "make_c64_sprites", "make_sprites"]
