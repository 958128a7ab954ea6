"""What consoles show of tiles, map and palettes, dot by dot and in plain arithmetic, by none of our code.

Sources: those that `pixelstyle modes NAME` gives.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

Dot = Callable[[bytes, int, int], int]


def planes(count: int, together: int) -> Dot:
    """Bit planes of which so many alternate line by line; the leftmost pixel is bit 7."""

    def dot(tile: bytes, x: int, y: int) -> int:
        places = [8 * together * (plane // together) + together * y + plane % together for plane in range(count)]
        return sum((tile[place] >> (7 - x) & 1) << plane for plane, place in enumerate(places))

    return dot


def high(tile: bytes, x: int, y: int) -> int:
    return tile[4 * y + x // 2] >> (0 if x % 2 else 4) & 15


def low(tile: bytes, x: int, y: int) -> int:
    return tile[4 * y + x // 2] >> (4 if x % 2 else 0) & 15


def word(tile: bytes, x: int, y: int) -> int:
    return (tile[2 * y] | tile[2 * y + 1] << 8) >> (14 - 2 * x) & 3


def fix(tile: bytes, x: int, y: int) -> int:
    """Bits of the address: half (0 = right), column in the half, line."""
    place = (0 if x >= 4 else 16) + 8 * (x % 4 // 2) + y
    return tile[place] >> (4 if x % 2 else 0) & 15


def byte(tile: bytes, x: int, y: int) -> int:
    return tile[8 * y + x]


@dataclass(frozen=True)
class Machine:
    """Where each thing stands. Bits of a map word from 0; `colour`: lowest bits of red, green, blue, and how many."""

    tile: int
    dot: Dot
    columns: int
    order: str = "little"
    number: int = 0x3FF
    palette: tuple[int, int] = (0, 0)
    mirror: tuple[int, int] = (99, 99)
    colour: tuple[int, int, int] = (0, 5, 10)
    bits: int = 5
    first: tuple[int, int] = (0, 0)
    words: int = 2
    rows: int = 0
    high: int = 99


GBC = Machine(16, planes(2, 2), 20)
MACHINES = {
    "gba-4bpp": Machine(32, low, 30, palette=(12, 15), mirror=(10, 11)),
    "gba-8bpp": Machine(64, byte, 30, mirror=(10, 11)),
    "snes-mode1": Machine(32, planes(4, 2), 32, palette=(10, 7), mirror=(14, 15)),
    "snes-mode3": Machine(64, planes(8, 2), 32, mirror=(14, 15)),
    "sgb-border": Machine(32, planes(4, 2), 32, palette=(10, 7), mirror=(14, 15), first=(0, 4)),
    "pc-engine": Machine(
        32, planes(4, 2), 32, number=0xFFF, palette=(12, 15), colour=(3, 6, 0), bits=3, first=(256, 0)
    ),
    "master-system": Machine(
        32, planes(4, 4), 32, number=0x1FF, palette=(11, 1), mirror=(9, 10), colour=(0, 2, 4), bits=2, words=1
    ),
    "game-gear": Machine(32, planes(4, 4), 20, number=0x1FF, palette=(11, 1), mirror=(9, 10), colour=(0, 4, 8), bits=4),
    "mega-drive": Machine(32, high, 40, "big", 0x7FF, (13, 3), (11, 12), (1, 5, 9), 3),
    "sgdk": Machine(32, high, 40, "big", 0x7FF, (13, 3), (11, 12), (1, 5, 9), 3),
    "neo-geo-pocket": Machine(16, word, 20, number=0x1FF, palette=(9, 15), mirror=(15, 14), colour=(0, 4, 8), bits=4),
    "wonderswan": Machine(
        32, planes(4, 4), 28, number=0x1FF, palette=(9, 15), mirror=(14, 15), colour=(8, 4, 0), bits=4, high=13
    ),
    "neo-geo-fix": Machine(32, fix, 40, "big", 0xFFF, (12, 15), rows=28),
}


def by_words(files: Mapping[str, bytes], name: str) -> Callable[[int, int], tuple[int, ...]]:
    """Machines whose map is of words."""
    machine, tiles = MACHINES[name], files[".chr"]

    def entry(data: bytes, at: int, size: int = 2) -> int:
        return int.from_bytes(data[size * at : size * at + size], "big" if machine.order == "big" else "little")

    def shown(x: int, y: int) -> tuple[int, ...]:
        row, column = y // 8, x // 8
        at = row + machine.rows * column if machine.rows else machine.columns * row + column
        placed = entry(files[".map"], at)
        across = 7 - x % 8 if placed >> machine.mirror[0] & 1 else x % 8
        down = 7 - y % 8 if placed >> machine.mirror[1] & 1 else y % 8
        number = (placed & machine.number | (placed >> machine.high & 1) << 9) - machine.first[0]
        code = machine.dot(tiles[machine.tile * number :][: machine.tile], across, down)
        palette = (placed >> machine.palette[0] & machine.palette[1]) - machine.first[1]
        each = 4 if machine.tile == 16 else 16
        colour = entry(files[".pal"], each * palette + code, machine.words)
        if name == "neo-geo-fix":
            levels = [(colour >> at & 15) * 2 + (colour >> lowest & 1) for at, lowest in ((8, 14), (4, 13), (0, 12))]
        else:
            levels = [colour >> at & (1 << machine.bits) - 1 for at in machine.colour]
        return tuple(round(level * 255 / ((1 << machine.bits) - 1)) for level in levels)

    return shown


def game_boy_color(files: Mapping[str, bytes], name: str) -> Callable[[int, int], tuple[int, ...]]:
    """Pan Docs, "BG Map Attributes"."""

    def shown(x: int, y: int) -> tuple[int, ...]:
        at = 20 * (y // 8) + x // 8
        number, flags = files[".tilemap"][at], files[".attrmap"][at]
        number += 256 if flags & 8 else 0
        across, down = (7 - x % 8 if flags & 32 else x % 8), (7 - y % 8 if flags & 64 else y % 8)
        code = GBC.dot(files[".2bpp"][16 * number :], across, down)
        colour = int.from_bytes(files[".pal"][8 * (flags & 7) + 2 * code :][:2], "little")
        return tuple(round((colour >> shift & 31) * 255 / 31) for shift in (0, 5, 10))

    return shown


def game_boy(files: Mapping[str, bytes], name: str) -> Callable[[int, int], int]:
    return lambda x, y: GBC.dot(files[".2bpp"][16 * files[".tilemap"][20 * (y // 8) + x // 8] :], x % 8, y % 8)


def nes(files: Mapping[str, bytes], name: str) -> Callable[[int, int], int]:
    """Nametables one after the other; NESdev Wiki, "PPU attribute tables"."""

    def shown(x: int, y: int) -> int:
        table, x = files[".nam"][1024 * (x // 256) :][:1024], x % 256
        number, attribute = table[32 * (y // 8) + x // 8], table[960 + 8 * (y // 32) + x // 32]
        palette = attribute >> (2 * (x // 16 % 2) + 4 * (y // 16 % 2)) & 3
        code = planes(2, 1)(files[".chr"][16 * number :], x % 8, y % 8)
        return files[".pal"][4 * palette + code if code else 0]

    return shown


def tiles_shown(files: Mapping[str, bytes], name: str) -> Callable[[int, int], int | tuple[int, ...]]:
    """Of any of these machines."""
    if name.startswith("nes"):
        return nes(files, name)
    if ".attrmap" in files:
        return game_boy_color(files, name)
    return game_boy(files, name) if ".tilemap" in files else by_words(files, name)


def lynx(files: Mapping[str, bytes], name: str) -> Callable[[int, int], tuple[int, ...]]:
    def shown(x: int, y: int) -> tuple[int, ...]:
        pen = files[".lynx"][80 * y + x // 2] >> (0 if x % 2 else 4) & 15
        mixed = files[".pal"][16 + pen]
        return (mixed & 15) * 17, files[".pal"][pen] * 17, (mixed >> 4) * 17

    return shown
