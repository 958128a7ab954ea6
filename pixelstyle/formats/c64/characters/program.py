"""The programs that show characters, at once or coming up out of black, from `CHARACTERS_START` on.

Source: Commodore 64 Programmer's Reference Guide (1982), chapter 3.
"""

from __future__ import annotations

from functools import partial

from pixelstyle.formats.c64.bitmaps import SCREEN
from pixelstyle.formats.c64.fade import FADE, FADED_A_COLOUR, TABLES, fade_in, fade_tables
from pixelstyle.formats.c64.program_parts import Variant, copy_cells, play, variant_of
from pixelstyle.formats.shared.assembler_listing import machine_code
from pixelstyle.screens import NativePicture

CHARACTERS_START = 0x0801
_FADING = 1
"""Which of `characters_programs` comes up out of black."""
_SHOWN = 0x0852
"""Where the program that fades nothing, had it no colours to set, has shown the picture and loops."""
_BYTES_A_COLOUR = 5
_MIXED = 4
"""How many colours of registers hires and multicolour characters have, with the border's."""
_CHARACTERS, _EXTENDED = 0x1B, 0x5B
"""$D011: characters, screen on; and on four backgrounds."""
_HIRES, _MULTICOLOUR = 0x08, 0x18
"""$D016: bit 3 of colour RAM is a colour's, or says which cells are in multicolour."""


def characters_programs(screen: int, d018: int, backgrounds: int = 1) -> tuple[Variant, ...]:
    """What shows characters in colours of the border and so many backgrounds: 1; 4; or 3, of which the last two are
    for multicolour cells. At once, coming up out of black, and as it did before there was music. The numbers of the
    cells lie at `screen`, their colours behind them; `d018` says where screen RAM and glyphs are."""
    mute = partial(_at_once, screen, d018)
    shown = _SHOWN + _BYTES_A_COLOUR * (1 + backgrounds)
    loop = f"{shown:04X}  4C {shown & 255:02X} {shown >> 8:02X}   JMP"
    places, faded = (
        tuple(first + _BYTES_A_COLOUR * n for n in range(1 + backgrounds))
        for first in (0x080F, 0x0897 + FADED_A_COLOUR * (backgrounds - 1))
    )
    return (
        Variant(lambda *colours: mute(*colours) + machine_code(play(shown)), places),
        Variant(partial(_fading_in, screen, d018), faded),
        Variant(lambda *colours: mute(*colours) + machine_code(loop), places),
    )


def program_for(picture: NativePicture, variants: tuple[Variant, ...], *backgrounds: int) -> bytes:
    """That of the variants which the picture asks for."""
    return variants[_FADING if picture.extra.get(FADE) else 0].make(picture.extra.get("border", 0), *backgrounds)


def colours_of(data: bytes, variants: tuple[Variant, ...]) -> tuple[list[int], dict[str, int]]:
    """The backgrounds that a .prg with one of the variants shows, and what else it says beside the picture."""
    number, (border, *backgrounds) = variant_of(data, CHARACTERS_START, variants)
    return [background & 15 for background in backgrounds], {"border": border & 15} | (
        {FADE: 1} if number == _FADING else {}
    )


def _set_colours(at: int, colours: tuple[int, ...]) -> str:
    """The listing, for address `at`, of what sets the border's register, $D020, and the next ones."""
    lines = []
    for number, colour in enumerate(colours):
        place = at + _BYTES_A_COLOUR * number
        lines += [f"{place:04X}  A9 {colour:02X}      LDA #colour"]
        lines += [f"{place + 2:04X}  8D {0x20 + number:02X} D0   STA $D0{0x20 + number:02X}"]
    return "\n".join(lines)


def _control(colours: tuple[int, ...]) -> int:
    return _EXTENDED if len(colours) > _MIXED else _CHARACTERS


def _scroll(colours: tuple[int, ...]) -> int:
    return _MULTICOLOUR if len(colours) == _MIXED else _HIRES


def _at_once(screen: int, d018: int, *colours: int) -> bytes:
    then = 0x080E + _BYTES_A_COLOUR * len(colours)
    return machine_code(
        f"""
        0801  0B 08 0A 00 9E 32 30 36 31 00 00 00   BASIC: 10 SYS 2061
        080D  78         SEI           ; the kernal's cursor must not write into screen RAM
        {_set_colours(0x080E, colours)}
        {copy_cells(then, (screen, 0x0400), (screen + SCREEN, 0xD800))}
        {then + 53:04X}  A9 {d018:02X}      LDA #memory   ; where screen RAM and glyphs lie
        {then + 55:04X}  8D 18 D0   STA $D018
        {then + 58:04X}  A9 {_scroll(colours):02X}      LDA #scroll   ; hires or mixed
        {then + 60:04X}  8D 16 D0   STA $D016
        {then + 63:04X}  A9 {_control(colours):02X}      LDA #control  ; characters, screen on
        {then + 65:04X}  8D 11 D0   STA $D011
        """
    )


def _fading_in(screen: int, d018: int, *colours: int) -> bytes:
    cells = (screen + SCREEN, 0xD800)
    then = 0x0896 + FADED_A_COLOUR * (len(colours) - 2)
    last = then + _BYTES_A_COLOUR * len(colours)
    code = machine_code(
        f"""
        0801  0B 08 0A 00 9E 32 30 36 31 00 00 00   BASIC: 10 SYS 2061
        080D  78         SEI
        080E  A9 0B      LDA #$0B      ; screen off, and black
        0810  8D 11 D0   STA $D011
        0813  A9 00      LDA #$00
        0815  8D 20 D0   STA $D020
        0818  A9 {d018:02X}      LDA #memory   ; where screen RAM and glyphs lie
        081A  8D 18 D0   STA $D018
        081D  A9 {_scroll(colours):02X}      LDA #scroll   ; hires or mixed
        081F  8D 16 D0   STA $D016
        {copy_cells(0x0822, (screen, 0x0400))}
        {fade_in(0x083F, (cells,), colours, _control(colours))}
        {_set_colours(then, colours)}
        {copy_cells(last, cells)}
        {play(last + 29)}
        """
    )
    return code.ljust(TABLES - CHARACTERS_START, b"\0") + fade_tables(kinds=len(colours) == _MIXED)
