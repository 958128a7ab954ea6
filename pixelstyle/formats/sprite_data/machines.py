"""What each machine's sprites are made of: a record a machine.

Sources: NESdev Wiki, "PPU OAM", "Sprite size"; Pan Docs, "OAM", "Palettes"; SMS Power, "Sprites"; Plutiedev, "Sprites";
GBATEK, "LCD OBJ"; SNESdev Wiki, "Sprites"; Hudson's HuC6270 manual, "Sprite attribute table"; WSdev Wiki, "Display";
Neo Geo Pocket's "k2GE" manual; NeoGeo Development Wiki, "Sprites"; GB Studio, "Documentation: Sprites"; the C64
Programmer's Reference Guide, "Sprites".
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.shared.tiles import SIDE
from pixelstyle.formats.tile_data.layouts import LAYOUTS, TileLayout

LINES, COLUMNS, SIXTEEN = "lines", "columns", "sixteen"
"""How an object's parts of 8 x 8 follow one another: from left to right first, downwards first, or so that what is
below comes sixteen tiles later."""
_ACROSS = 16
"""Tiles in a row of SIXTEEN."""


@dataclass(frozen=True)
class ObjectMachine:
    """The hardware's sprites, here called objects, of which a person's sprite takes several."""

    name: str
    """What -m calls it."""
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
    room: int = 256
    """Tiles that a list can name, by the machine's way of counting."""
    mirrors: bool = True
    dots: int | None = None
    """How many pixels of objects a line shows, where wide ones count for more."""
    order: str = LINES
    side: int = SIDE
    """Pixels of a side of what tile numbers count."""
    words: bool = False
    """Whether lists of objects are of words."""
    like: str | None = None
    """The catalogue's mode that has the machine's colours, where it is called otherwise."""
    fixed: tuple[int, ...] = ()
    """The entries of the mode's palette that the only palette is."""
    clear: tuple[int, int, int] = (0, 0, 0)
    """What a sheet has where it is transparent."""

    @property
    def mode(self) -> str:
        """The catalogue's mode that has the machine's colours."""
        return self.like or self.name

    @property
    def layout(self) -> TileLayout:
        """How tiles and colours are written."""
        machine = {"gb-studio": "gameboy"}.get(self.mode, self.mode)
        return next(layout for layout in (*LAYOUTS, _PICO_8) if layout.machine == machine)

    def number(self, tile: int) -> int:
        """What lists call the tile of 8 x 8 at this place: 8-bit ones count twice, those of 16 x 16 are four."""
        return 2 * tile if self.layout.bits == SIDE else tile // (self.side // SIDE) ** 2

    def places(self, count: int, size: tuple[int, int]) -> np.ndarray:
        """Where the parts of so many objects are among the tiles of 8 x 8, intp [count, rows, columns]."""
        columns, rows = size[0] // SIDE, size[1] // SIDE
        row, column, each = np.arange(rows)[:, None], np.arange(columns), rows * columns
        if self.order == SIXTEEN:
            across = _ACROSS // columns
            number = np.arange(count)
            first = number // across * (rows * _ACROSS) + number % across * columns
            return np.asarray(first[:, None, None] + row * _ACROSS + column)
        within = column * rows + row if self.order == COLUMNS else row * columns + column
        return np.asarray(np.arange(count)[:, None, None] * each + within)

    def steps(self, size: tuple[int, int]) -> int:
        """What the number of the first tile has to be a multiple of, for objects of this size."""
        if self.order == SIXTEEN:
            return 1 if size == (SIDE, SIDE) else _ACROSS
        return size[0] * size[1] // self.side**2 if self.name == "pc-engine" else 1


_PICO_8 = TileLayout("pico-8", "PICO-8", 4, "low", "bytes", None, 256, 256)
"""Whose tiles are the lines of a cartridge."""
_SMALL = ((8, 8), (8, 16))
_LARGE = ((8, 8), (16, 16), (32, 32))

MACHINES: tuple[ObjectMachine, ...] = (
    ObjectMachine("nes", "NES", _SMALL, 4, 3, 8, 64),
    ObjectMachine("gameboy", "Game Boy", _SMALL, 2, 3, 10, 40),
    ObjectMachine(
        "gb-studio", "Game Boy with GB Studio", _SMALL[::-1], 1, 3, 10, 40, fixed=(0, 1, 3), clear=(0x65, 0xFF, 0)
    ),
    ObjectMachine("gameboy-color", "Game Boy Color", _SMALL, 8, 3, 10, 40, room=512),
    ObjectMachine("master-system", "Master System", _SMALL, 1, 15, 8, 64, mirrors=False),
    ObjectMachine("game-gear", "Game Gear", _SMALL, 1, 15, 8, 64, mirrors=False),
    ObjectMachine("mega-drive", "Mega Drive", _LARGE, 4, 15, 20, 80, 2048, dots=320, order=COLUMNS, words=True),
    ObjectMachine(
        "snes", "Super Nintendo", (*_LARGE, (64, 64)), 8, 15, 32, 128, 512, dots=272, order=SIXTEEN, words=True,
        like="snes-mode1",
    ),
    ObjectMachine(
        "pc-engine", "PC Engine", ((16, 16), (32, 16), (32, 32), (32, 64)), 16, 15, 16, 64, 512, dots=256, side=16,
        words=True,
    ),
    ObjectMachine("gba-4bpp", "Game Boy Advance", _LARGE, 16, 15, None, 128, 1024, words=True),
    ObjectMachine("gba-8bpp", "Game Boy Advance (256 colours)", _LARGE, 1, 255, None, 128, 1024, words=True),
    ObjectMachine("wonderswan", "WonderSwan Color", ((8, 8),), 8, 15, 32, 128, 512, words=True),
    ObjectMachine("neo-geo-pocket", "Neo Geo Pocket Color", ((8, 8),), 16, 3, None, 64, 512, words=True),
    ObjectMachine(
        "neo-geo", "Neo Geo", ((16, 16),), 16, 15, 96, 381, 1 << 16, side=16, words=True, like="neo-geo-fix"
    ),
    ObjectMachine("pico-8", "PICO-8", _LARGE, 1, 15, None, 1 << 16, order=SIXTEEN, fixed=tuple(range(1, 16))),
)  # fmt: skip
_SAME = {"sgdk": "mega-drive", "gb-studio-color": "gameboy-color", "snes-mode1": "snes", "neo-geo-fix": "neo-geo"}


def object_machine(mode: str) -> ObjectMachine:
    """The machine of a mode. Raises PixelStyleError for one whose sprites are not made here."""
    name = _SAME.get(mode, mode)
    found = next((machine for machine in MACHINES if machine.name == name), None)
    if found is None:
        known = ", ".join(
            [*(machine.name for machine in MACHINES), "sgdk", "gb-studio-color", "c64-sprites-multicolor"]
        )
        raise PixelStyleError(f"Sprites are made for {known}; '{mode}' is none of these.")
    return found
