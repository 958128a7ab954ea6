"""Sprites as machines and engines read them: objects, tiles, palettes, sheets, and what says where each frame is."""

from pixelstyle.formats.sprite_data.c64 import C64, C64_SIZE, MULTICOLOUR, OVER, C64Sprites
from pixelstyle.formats.sprite_data.machines import MACHINES, ObjectMachine, object_machine
from pixelstyle.formats.sprite_data.objects import Frame, Object, Sprites, objects_of, told_of
from pixelstyle.formats.sprite_data.writing import SPRITE_FILES, encode_sprites

__all__ = [
    "C64",
    "C64_SIZE",
    "MACHINES",
    "MULTICOLOUR",
    "OVER",
    "SPRITE_FILES",
    "C64Sprites",
    "Frame",
    "Object",
    "ObjectMachine",
    "Sprites",
    "encode_sprites",
    "object_machine",
    "objects_of",
    "told_of",
]
