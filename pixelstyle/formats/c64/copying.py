"""How the programs for the Commodore 64 bring 1,000 cells to their places."""

from __future__ import annotations

from pixelstyle.formats.c64.bitmaps import SCREEN

_PART = 250
"""Cells that X counts, which is less than a byte's 256; four times so many are a screen."""


def copy_cells(at: int, *moves: tuple[int, int]) -> str:
    """What copies a screen's cells from one address to another, for each of `moves`, as a listing for code at `at`.

    It takes 5 + 24 bytes a move, and X.
    """
    loop = at + 2
    lines = [f"{at:04X}  A2 FA      LDX #$FA      ; four times 250 are the 1,000 cells"]
    place = loop
    for source, target in moves:
        for part in range(0, SCREEN, _PART):
            for code, name, area in ((0xBD, "LDA", source), (0x9D, "STA", target)):
                first = area + part - 1  # X goes from 250 down to 1
                lines.append(f"{place:04X}  {code:02X} {first & 255:02X} {first >> 8:02X}   {name} ${first:04X},X")
                place += 3
    back = loop - (place + 3) & 255
    return "\n".join([*lines, f"{place:04X}  CA         DEX", f"{place + 1:04X}  D0 {back:02X}      BNE ${loop:04X}"])
