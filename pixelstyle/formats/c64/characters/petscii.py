"""PETSCII screens: .pet (screen and colour memory), .petmate (Petmate's own), and a .prg that shows the picture.

.pet, 2,026 bytes: load address 2, screen codes 1000, border, background, 22 that nobody reads, colours 1000. As RECOIL
reads it; the character set is the one for upper case and graphics.
.petmate: JSON; of its screens ('framebufs') the first that 'screens' names is the picture: 'charset' is 'upper', and
'framebuf' a list of 25 rows of 40 {"code", "color"}. Source: Petmate's file format, version 2.
.prg, 8,193 bytes: the program at $0801, music at $1000 (see `program_parts.py`), screen codes at $2000, colours at
$23E8; glyphs are the machine's own. Before there was music, 2,257 bytes: screen codes at $0900, colours at $0CE8.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.c64.bitmaps import ACROSS, DOWN, SCREEN
from pixelstyle.formats.c64.characters.glyphs import cells_of
from pixelstyle.formats.c64.characters.program import CHARACTERS_START, characters_programs, colours_of, program_for
from pixelstyle.formats.c64.program_parts import with_silence
from pixelstyle.formats.registry import OWN_MODEL, Files, Format
from pixelstyle.formats.shared.layout import expect_length, picture_of_codes
from pixelstyle.screens import NativePicture, get_mode, glyph_set, lay_cells, petscii_codes, petscii_numbers

_MODE = "c64-petscii"
_PET, _GAP, _LOADED_AT = 2026, 22, 0x3000
_CELLS, _OLD_CELLS = 0x2000, 0x0900
"""Where a program has codes and colours, and where it had them before there was a place for music."""
_LENGTHS = tuple(2 + cells + 2 * SCREEN - CHARACTERS_START for cells in (_CELLS, _OLD_CELLS))
_D018 = 0x15
"""Screen RAM at $0400, upper case and graphics of the character ROM."""
_PROGRAMS = characters_programs(_CELLS, _D018)
_VERSION = 2


def _memory(picture: NativePicture) -> tuple[np.ndarray, np.ndarray, int, int]:
    """Screen codes and colours, uint8 [1000] each, border and background."""
    numbers, colours, background = cells_of(picture, np.packbits(glyph_set("petscii"), axis=2)[:, :, 0])
    return petscii_codes()[numbers], colours, picture.extra.get("border", 0), background


def petscii_dots(codes: np.ndarray, name: str = "petscii") -> np.ndarray:
    """What 1,000 screen codes show in the set of this name, uint8 [200, 320], 1 where a glyph has its own colour.

    Raises PixelStyleError for characters that are not drawn here.
    """
    numbers = petscii_numbers(name)[codes]
    if (numbers < 0).any():
        cell = int((numbers < 0).argmax())
        raise PixelStyleError(
            f"Cell ({cell // ACROSS}, {cell % ACROSS}) has screen code {codes[cell]}, a letter or another drawing of "
            "Commodore's character ROM, which is no part of PixelStyle; it knows the lines and blocks alone."
        )
    return lay_cells(glyph_set(name)[numbers.reshape(DOWN, ACROSS)])


def _picture(codes: np.ndarray, colours: np.ndarray, extra: dict[str, int], background: int) -> NativePicture:
    """What 1,000 screen codes and colours show. Raises PixelStyleError for characters that are not drawn here."""
    dots = petscii_dots(codes)
    slots = (np.full((1, 1, 1), background & 15, np.uint8), colours.reshape(DOWN, ACROSS, 1) & 15)
    return picture_of_codes(get_mode(_MODE), dots, slots, extra=extra)


def _encode_pet(picture: NativePicture) -> Files:
    codes, colours, border, background = _memory(picture)
    head = _LOADED_AT.to_bytes(2, "little")
    return {".pet": head + codes.tobytes() + bytes([border, background]) + bytes(_GAP) + colours.tobytes()}


def _decode_pet(files: Mapping[str, bytes]) -> NativePicture:
    data = files[".pet"]
    expect_length(data, (_PET,), "A PETSCII screen")
    cells = np.frombuffer(data, np.uint8)
    border, background = data[2 + SCREEN : 4 + SCREEN]
    return _picture(cells[2 : 2 + SCREEN], cells[-SCREEN:], {"border": border & 15}, background)


def _encode_program(picture: NativePicture) -> Files:
    codes, colours, _, background = _memory(picture)
    program = with_silence(program_for(picture, _PROGRAMS, background), CHARACTERS_START, _CELLS)
    return {".prg": CHARACTERS_START.to_bytes(2, "little") + program + codes.tobytes() + colours.tobytes()}


def _decode_program(files: Mapping[str, bytes]) -> NativePicture:
    data = files[".prg"]
    expect_length(data, _LENGTHS, "A C64 program that shows PETSCII")
    variants = _PROGRAMS if len(data) == _LENGTHS[0] else characters_programs(_OLD_CELLS, _D018)
    (background,), extra = colours_of(data, variants)
    cells = np.frombuffer(data, np.uint8)[-2 * SCREEN :]
    return _picture(cells[:SCREEN], cells[SCREEN:], extra, background)


def _encode_petmate(picture: NativePicture) -> Files:
    codes, colours, border, background = _memory(picture)
    cells = [{"code": code, "color": colour} for code, colour in zip(codes.tolist(), colours.tolist(), strict=True)]
    screen = {
        "width": ACROSS,
        "height": DOWN,
        "backgroundColor": background,
        "borderColor": border,
        "charset": "upper",
        "name": "picture",
        "framebuf": [cells[row * ACROSS : row * ACROSS + ACROSS] for row in range(DOWN)],
    }
    workspace = {"version": _VERSION, "screens": [0], "framebufs": [screen], "customFonts": {}}
    return {".petmate": json.dumps(workspace, separators=(",", ":")).encode()}


def _decode_petmate(files: Mapping[str, bytes]) -> NativePicture:
    try:
        workspace = json.loads(files[".petmate"])
    except (ValueError, RecursionError):
        workspace = None
    screen = _first_screen(workspace)
    if screen is None:
        raise PixelStyleError("This is no Petmate file with a screen in it: JSON with 'framebufs' is expected.")
    if (screen.get("width"), screen.get("height"), screen.get("charset")) != (ACROSS, DOWN, "upper"):
        raise PixelStyleError(
            "The Petmate file's first screen is not one of 40 x 25 characters of the set 'upper', which alone is read."
        )
    rows = screen.get("framebuf")
    cells = [cell for row in rows if isinstance(row, list) for cell in row] if isinstance(rows, list) else []
    values = [(_byte(cell, "code"), _byte(cell, "color")) for cell in cells]
    if len(values) != SCREEN:
        raise PixelStyleError(f"The Petmate file's first screen has {len(values):,} characters, not 1,000.")
    codes, colours = np.array(values, np.uint8).T
    extra = {"border": _byte(screen, "borderColor") & 15}
    return _picture(codes, colours, extra, _byte(screen, "backgroundColor"))


def _first_screen(workspace: Any) -> dict[str, Any] | None:
    """The screen that is shown first, where there is one."""
    screens = workspace.get("framebufs") if isinstance(workspace, dict) else None
    if not isinstance(screens, list):
        return None
    order = workspace.get("screens")
    first = order[0] if isinstance(order, list) and order else 0
    if type(first) is not int or not 0 <= first < len(screens) or not isinstance(screens[first], dict):
        return None
    found: dict[str, Any] = screens[first]
    return found


def _byte(of: Any, key: str) -> int:
    """A whole number of 0 to 255. Raises PixelStyleError where it is none."""
    value = of.get(key) if isinstance(of, dict) else None
    if type(value) is not int or not 0 <= value <= 255:
        raise PixelStyleError(f"In the Petmate file '{key}' should be a whole number of 0 to 255.")
    return value


FORMATS: tuple[Format, ...] = (
    Format(
        name="pet",
        title="PETSCII screen",
        extensions=(".pet",),
        modes=(_MODE,),
        encode=_encode_pet,
        decode=_decode_pet,
        sizes=(_PET,),
        passed_over="the load address; 22 bytes between the screen and its colours; upper nibbles of colours",
        refused="letters, figures and other drawings of the character ROM",
        verified_by=("RECOIL",),
    ),
    Format(
        name="petmate",
        title="Petmate workspace",
        extensions=(".petmate",),
        modes=(_MODE,),
        encode=_encode_petmate,
        decode=_decode_petmate,
        passed_over="further screens; names; fonts",
        refused="letters, figures and other drawings of the character ROM; other sizes and character sets",
        verified_by=(OWN_MODEL,),
    ),
    Format(
        name="c64-petscii-program",
        title="C64 program that shows PETSCII",
        extensions=(".prg",),
        modes=(_MODE,),
        encode=_encode_program,
        decode=_decode_program,
        sizes=_LENGTHS,
        starts=(b"\x01\x08",),
        passed_over="gaps between the program and its areas; music; upper nibbles of colours",
        refused="programs that are not ours; letters, figures and other drawings of the character ROM",
        verified_by=("py65", "MAME"),
    ),
)
