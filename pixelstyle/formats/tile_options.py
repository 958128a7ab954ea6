"""How tiles are numbered and written: what an engine asks for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class TileOptions:
    """The wishes of whoever reads tile data."""

    pad: bool = False
    """Blank tiles up to as many as the machine's screen has places for."""
    base: int = 0
    """The number that the map has for the first tile."""
    flips: bool = True
    """Whether mirror images count as the same tile, where the machine can mirror."""
    columns: bool = False
    """Tiles are numbered, and the map is written, column by column."""
    size: tuple[int, int] = (8, 8)
    """Of what the map names: larger ones are several tiles of 8 x 8, line by line within."""
