"""Commodore PET: a .prg that shows a picture of characters when it is run.

    $0401 program, $0440 screen codes 1000   1,065 bytes

Sources: Commodore, "CBM Professional Computer User's Guide" (1979); Adam Osborne and Carroll S. Donahue, "PET/CBM
Personal Computer Guide" (1980), chapter 7 ($E84C) and appendix on memory ($8000).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.c64.bitmaps import ACROSS, DOWN, SCREEN
from pixelstyle.formats.c64.characters.petscii import petscii_dots
from pixelstyle.formats.c64.program_parts import copy_cells
from pixelstyle.formats.registry import Files, Format
from pixelstyle.formats.shared.assembler_listing import expect_program, machine_code
from pixelstyle.formats.shared.layout import expect_length, picture_of_codes
from pixelstyle.screens import GLYPH_SIDE, NativePicture, cut_cells, get_mode, glyph_set, petscii_codes

_MODE = "pet-40"
_START, _CODES, _SCREEN = 0x0401, 0x0440, 0x8000

PROGRAM = machine_code(f"""
0401  0B 04 0A 00 9E 31 30 33 37 00 00 00   BASIC: 10 SYS 1037
040D  78         SEI           ; the cursor must not write into screen RAM
040E  A9 0C      LDA #$0C      ; upper case and graphics
0410  8D 4C E8   STA $E84C
{copy_cells(0x0413, (_CODES, _SCREEN))}
0430  4C 30 04   JMP $0430
""")
_GAP = bytes(_CODES - _START - len(PROGRAM))
_LENGTH = 2 + _CODES - _START + SCREEN


def _encode(picture: NativePicture) -> Files:
    patterns = np.packbits(glyph_set("pet"), axis=2)[:, :, 0]
    code_of = {bytes(pattern): code for pattern, code in zip(patterns, petscii_codes("pet").tolist(), strict=True)}
    cells = np.packbits(cut_cells(picture.indices, (GLYPH_SIDE, GLYPH_SIDE)).reshape(SCREEN, -1), axis=1)
    codes = [code_of.get(bytes(cell)) for cell in cells]
    if None in codes:
        row, column = divmod(codes.index(None), ACROSS)
        raise PixelStyleError(
            f"Cell ({row}, {column}) of the picture is none of the PET's {len(code_of)} glyphs that are drawn here; "
            "'pixelstyle check' lists all that are not."
        )
    return {".prg": _START.to_bytes(2, "little") + PROGRAM + _GAP + bytes(code for code in codes if code is not None)}


def _decode(files: Mapping[str, bytes]) -> NativePicture:
    data = files[".prg"]
    expect_length(data, (_LENGTH,), "A PET program that shows a picture")
    expect_program(data, _START, PROGRAM, "PET")
    dots = petscii_dots(np.frombuffer(data, np.uint8)[-SCREEN:], "pet")
    slots = (np.zeros((1, 1, 1), np.uint8), np.ones((DOWN, ACROSS, 1), np.uint8))
    return picture_of_codes(get_mode(_MODE), dots, slots)


FORMATS: tuple[Format, ...] = (
    Format(
        name="pet-program",
        title="PET program that shows a picture",
        extensions=(".prg",),
        modes=(_MODE,),
        encode=_encode,
        decode=_decode,
        sizes=(_LENGTH,),
        starts=(b"\x01\x04",),
        passed_over="the gap behind the program",
        refused="programs that are not ours; letters, figures and other drawings of the character ROM",
        verified_by=("py65", "MAME"),
    ),
)
