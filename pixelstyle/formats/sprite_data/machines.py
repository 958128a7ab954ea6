"""What each machine's sprites are made of: a record a machine.

Sources: NESdev Wiki, "PPU OAM", "Sprite size"; Pan Docs, "OAM", "Palettes"; SMS Power, "Sprites"; Plutiedev, "Sprites";
GBATEK, "LCD OBJ"; the C64 Programmer's Reference Guide, "Sprites".
"""

from __future__ import annotations

from dataclasses import dataclass

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.tile_data.layouts import LAYOUTS, TileLayout


@dataclass(frozen=True)
class ObjectMachine:
    """The hardware's sprites, here called objects, of which a person's sprite takes several."""

    mode: str
    """The catalogue's mode that has the machine's colours."""
    title: str
    sizes: tuple[tuple[int, int], ...]
    """Width and height that objects can have; the first by itself."""
    palettes: int
    colours: int
    """Of each palette, besides what is transparent."""
    a_line: int | None
    """How many objects a line of the screen shows; None where no number is exceeded soon."""
    most: int
    """On the screen at once."""
    mirrors: bool
    by_columns: bool = False
    """Whether an object's tiles of 8 x 8 follow one another downwards first."""

    @property
    def layout(self) -> TileLayout:
        """How tiles and colours are written."""
        return next(layout for layout in LAYOUTS if layout.machine == self.mode)


_SMALL = ((8, 8), (8, 16))
_LARGE = ((8, 8), (16, 16), (32, 32))

MACHINES: tuple[ObjectMachine, ...] = (
    ObjectMachine("nes", "NES", _SMALL, 4, 3, 8, 64, True),
    ObjectMachine("gameboy", "Game Boy", _SMALL, 2, 3, 10, 40, True),
    ObjectMachine("gameboy-color", "Game Boy Color", _SMALL, 8, 3, 10, 40, True),
    ObjectMachine("master-system", "Master System", _SMALL, 1, 15, 8, 64, False),
    ObjectMachine("game-gear", "Game Gear", _SMALL, 1, 15, 8, 64, False),
    ObjectMachine("mega-drive", "Mega Drive", _LARGE, 4, 15, 20, 80, True, by_columns=True),
    ObjectMachine("gba-4bpp", "Game Boy Advance", _LARGE, 16, 15, None, 128, True),
)
_SAME = {"sgdk": "mega-drive", "gb-studio": "gameboy", "gb-studio-color": "gameboy-color"}


def object_machine(mode: str) -> ObjectMachine:
    """The machine of a mode. Raises PixelStyleError for one whose sprites are not made here."""
    name = _SAME.get(mode, mode)
    found = next((machine for machine in MACHINES if machine.mode == name), None)
    if found is None:
        known = ", ".join([*(machine.mode for machine in MACHINES), *_SAME, "c64-sprites-multicolor"])
        raise PixelStyleError(f"Sprites are made for {known}; '{mode}' is none of these.")
    return found
