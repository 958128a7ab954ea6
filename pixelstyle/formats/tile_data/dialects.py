"""How the assemblers that a machine's games are written with say bytes, words and labels."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

_COLUMNS = 16


@dataclass(frozen=True)
class Dialect:
    """An assembler's words for data."""

    byte: str
    word: str
    address: str
    export: str = ""
    """What stands before the names of labels that other sources may use."""
    prefix: str = "$"
    """Of hexadecimal numbers; "": numbers are decimal, where assemblers disagree about it."""
    colon: str = ":"
    comment: str = ";"
    align: str = ""
    """What stands before labels, where numbers have to lie at multiples of their size."""

    def line(self, values: Iterable[int], words: bool = False) -> str:
        """A line of bytes or words."""
        numbers = (f"{self.prefix}{value:02x}" if self.prefix else str(value) for value in values)
        return f"    {self.word if words else self.byte} {','.join(numbers)}"

    def data(self, data: bytes) -> list[str]:
        """Lines of bytes."""
        return [self.line(data[at : at + _COLUMNS]) for at in range(0, len(data), _COLUMNS)]

    def label(self, *names: str) -> list[str]:
        """An empty line and the first name as a label; all are said to be for others where that has to be said."""
        exported = [f"{self.export} {','.join(names)}"] if self.export else []
        return ["", *exported, *([self.align] if self.align else []), f"{names[0]}{self.colon}"]

    def section(self, name: str) -> list[str]:
        """What a source begins with, if it has to."""
        return ["", f'SECTION "{name}", ROMX'] if self.colon == "::" else []


CA65 = Dialect(".byte", ".word", ".addr", ".export")
RGBDS = Dialect("db", "dw", "dw", colon="::")
MOTOROLA = Dialect("dc.b", "dc.w", "dc.l", "    xdef")
Z80 = Dialect(".db", ".dw", ".dw", prefix="")
GNU = Dialect(".byte", ".2byte", ".4byte", ".global", prefix="0x", comment="#", align="    .balign 4")
_BY_MACHINE = {
    "nes": CA65, "snes": CA65, "sgb": CA65, "pc-engine": CA65, "c64": CA65, "gameboy": RGBDS, "gb-studio": RGBDS,
    "mega-drive": MOTOROLA, "neo-geo-pocket": Z80, "neo-geo": MOTOROLA, "gba": GNU, "wonderswan": GNU,
}  # fmt: skip


def dialect_of(machine: str) -> Dialect:
    """That of a machine, by what its name begins with: Z80 assemblers' for those that have none of their own here."""
    return next((found for start, found in _BY_MACHINE.items() if machine.startswith(start)), Z80)
