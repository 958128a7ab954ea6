"""PICO-8's sprites: a cartridge with the tiles in its sprite sheet, and a program that says and shows where they go.

`NAME` has a table for each frame: lists of x, y, number, and whether mirrored across and down; `NAME_times` how many
thirtieths of a second each is seen. `NAME_draw(frame, x, y)` draws one with its anchor at a place. Lines behind
"-- a show" may be left out.

Source: Lexaloffle, "PICO-8 User Manual": spr, "Cart data".
"""

from __future__ import annotations

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.fantasy import pico_8_cartridge
from pixelstyle.formats.shared.layout import picture_of_codes
from pixelstyle.formats.shared.tiles import SIDE
from pixelstyle.formats.sprite_data.objects import Frame, Sprites
from pixelstyle.screens import get_mode, lay_cells

_ACROSS, _ALL, _A_SECOND = 16, 256, 30
_BACKGROUND = 5
"""What lies behind the show: dark grey."""


def pico_8_sprites(label: str, sprites: Sprites) -> bytes:
    """The cartridge. Raises PixelStyleError for a name that Lua has not room for."""
    if label.startswith("_") or label in ("end", "for", "function", "if", "do", "then", "while", "in", "or", "and"):
        raise PixelStyleError(f"In PICO-8's program '{label}' is no name: give the file another one.")
    sheet = np.zeros((_ALL, SIDE, SIDE), np.uint8)
    sheet[sprites.base : sprites.base + len(sprites.tiles)] = sprites.tiles
    laid = lay_cells(sheet.reshape(_ALL // _ACROSS, _ACROSS, SIDE, SIDE))
    width, height = (side // SIDE for side in sprites.size)
    times = [max(1, round(frame.duration * _A_SECOND / 1000)) for frame in sprites.frames]
    program = [
        f"-- {sprites}",
        f"{label}={{",
        *(f" {_listed(sprites, frame)}," for frame in sprites.frames),
        "}",
        f"{label}_times={{{','.join(map(str, times))}}}",
        f"function {label}_draw(frame,x,y)",
        f" for o in all({label}[frame]) do",
        f"  spr(o[3],x+o[1],y+o[2],{width},{height},o[4],o[5])",
        " end",
        "end",
        "-- a show",
        "::show::",
        f"for n=1,#{label} do",
        f" for t=1,{label}_times[n] do",
        f"  cls({_BACKGROUND})",
        f"  {label}_draw(n,64,96)",
        "  flip()",
        " end",
        "end",
        "goto show",
    ]
    return pico_8_cartridge(picture_of_codes(get_mode("pico-8"), laid), "\n".join(program) + "\n")


def _listed(sprites: Sprites, frame: Frame) -> str:
    said = ("false", "true")
    return (
        "{"
        + ",".join(
            f"{{{thing.x},{thing.y},{sprites.number(thing)},{said[thing.mirrored]},{said[thing.upside_down]}}}"
            for thing in frame.objects
        )
        + "}"
    )
