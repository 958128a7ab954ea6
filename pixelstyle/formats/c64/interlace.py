"""Commodore 64: two screens in turn, one a frame. Files of two editors, and programs that show the picture.

    .hlf, to $2000   bitmap at $2000 with screen RAM at $4800, bitmap at $6000 with screen RAM at $4400  24,578 bytes
    .hle, to $4000   bitmap at $4000 with screen RAM at $6000, bitmap at $A000 with screen RAM at $8000  32,770 bytes
    .prg  program at $0801, music $1000 (see `program_parts.py`), bitmap $2000, screen RAM 1 $3F40 and 2 $4328, colour
          RAM $4710                                                                                  17,145 bytes

Ours have the same bitmap twice. Sources: groepaz/hitmen, "C64 grafix files specs list v0.03" (2003), Hires-Interlace
(Feniks) and Hires-Lace (Oswald/COMA), and RECOIL for which screen RAM goes with which bitmap; Commodore 64
Programmer's Reference Guide (1982), chapter 3.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.c64.bitmaps import ACROSS, BITMAP, DOWN, LINES, SCREEN
from pixelstyle.formats.c64.program_parts import Variant, begin_music, copy_cells, variant_of, with_silence
from pixelstyle.formats.registry import Files, Format
from pixelstyle.formats.shared.assembler_listing import machine_code
from pixelstyle.formats.shared.layout import (
    cells_from_lines,
    codes_of,
    expect_length,
    lines_from_cells,
    machine_palette,
    pack_pixels,
    picture_of_codes,
    slotted,
    unpack_pixels,
)
from pixelstyle.screens import NativePicture, get_mode

HIRES, MULTICOLOR = "c64-hires-interlace", "c64-multicolor-interlace"
COLOURS = np.array(
    [(k, k) for k in range(16)]
    + [(1, 7), (1, 13), (2, 4), (2, 6), (2, 9), (2, 11), (3, 15), (4, 8), (5, 10), (6, 9), (6, 11), (7, 13), (9, 11)]
    + [(10, 12), (10, 14), (12, 14)],
    np.uint8,
)
"""The two colours, of even and of odd frames, that make each entry of the palette 'c64-colodore-interlace': [32, 2]."""
_ENTRY_OF = np.full((16, 16), -1)
_ENTRY_OF[COLOURS[:, 0], COLOURS[:, 1]] = _ENTRY_OF[COLOURS[:, 1], COLOURS[:, 0]] = np.arange(len(COLOURS))
START, _BITMAP, _END = 0x0801, 0x2000, 0x4AF8
_SHOWN = 0x0879
"""Where the program begins to show them in turn."""
_MULTICOLOUR_OFF, _MULTICOLOUR_ON = 0x08, 0x18
"""What $D016 is."""
_AREAS = {
    ".hlf": (0x2000, (0x2000, 0x6000), (0x4800, 0x4400), 24_576),
    ".hle": (0x4000, (0x4000, 0xA000), (0x6000, 0x8000), 32_768),
}
"""By extension: the load address, where each frame's bitmap and screen RAM lie, how many bytes follow it."""
_SECOND_FIRST = np.indices((DOWN, ACROSS)).sum(axis=0) % 2 == 1
"""Cells whose mixtures begin with their second colour: so that no frame is brighter or redder than the other."""


def _frames(pairs: np.ndarray) -> list[bytes]:
    """Two entries a cell, [25, 40, 2], as the screen RAM of the even and of the odd frames."""
    colours = COLOURS[pairs]
    colours = np.where(_SECOND_FIRST[:, :, None, None], colours[..., ::-1], colours)
    return [(colours[:, :, 0, frame] << 4 | colours[:, :, 1, frame]).tobytes() for frame in range(2)]


def _entries(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """The entries, int, that two colours make; -1 for two that are not mixed."""
    return np.asarray(_ENTRY_OF[first & 15, second & 15])


def _slots(screens: list[bytes]) -> np.ndarray:
    """The reverse of `_frames`, int [25, 40, 2] with -1 where two colours are not mixed."""
    first, second = (np.frombuffer(screen, np.uint8).reshape(DOWN, ACROSS) for screen in screens)
    return np.stack([_entries(first >> 4, second >> 4), _entries(first, second)], axis=2)


def _encode_hires(picture: NativePicture, extension: str) -> Files:
    picture = slotted(picture)
    load, bitmaps, screens, length = _AREAS[extension]
    memory = bytearray(length)
    bitmap = cells_from_lines(pack_pixels(1 - codes_of(picture), 1))
    for at, screen in zip(screens, _frames(picture.slots[0]), strict=True):
        memory[at - load : at - load + SCREEN] = screen
    for at in bitmaps:
        memory[at - load : at - load + BITMAP] = bitmap
    return {extension: load.to_bytes(2, "little") + bytes(memory)}


def _decode_hires(files: Mapping[str, bytes], extension: str) -> NativePicture:
    load, bitmaps, screens, length = _AREAS[extension]
    data = files[extension]
    expect_length(data, (2 + length,), "A hires interlace picture")
    memory = data[2:]
    held = [memory[at - load : at - load + SCREEN] for at in screens]
    bits = [unpack_pixels(lines_from_cells(memory[at - load : at - load + BITMAP], LINES, ACROSS), 1) for at in bitmaps]
    slots = _slots(held)
    mode = get_mode(HIRES)
    if (bits[0] == bits[1]).all() and (slots >= 0).all():
        return picture_of_codes(mode, 1 - bits[0], (slots.astype(np.uint8),))
    return slotted(NativePicture(mode, machine_palette(mode), _shown(bits, held)))


def _shown(bits: list[np.ndarray], screens: list[bytes]) -> np.ndarray:
    """The entries, uint8 [200, 320], that frames with bitmaps of their own show. Raises PixelStyleError for two colours
    in turn that are not mixed."""
    frames = []
    for dots, screen in zip(bits, screens, strict=True):
        cells = np.frombuffer(screen, np.uint8).reshape(DOWN, ACROSS).repeat(8, axis=0).repeat(8, axis=1)
        frames.append(np.where(dots, cells >> 4, cells & 15))
    shown = _entries(*frames)
    if (shown < 0).any():
        y, x = np.argwhere(shown < 0)[0]
        raise PixelStyleError(
            f"Pixel ({x}, {y}) is colour {frames[0][y, x]} in one frame and {frames[1][y, x]} in the other, which "
            f"flickers: '{HIRES}' mixes only what is about as light as each other."
        )
    return shown.astype(np.uint8)


def _program(mode: int, border: int) -> bytes:
    return _beginning(mode, border) + machine_code(
        f"""
        {begin_music(_SHOWN)}
        087E  2C 11 D0   BIT $D011     ; wait until the beam has left line 255 behind
        0881  10 FB      BPL $087E
        0883  AD 18 D0   LDA $D018
        0886  49 20      EOR #$20      ; the other screen RAM
        0888  8D 18 D0   STA $D018
        088B  20 03 10   JSR $1003
        088E  2C 11 D0   BIT $D011     ; wait for the next frame
        0891  30 FB      BMI $088E
        0893  10 E9      BPL $087E
        """
    )


def _mute(mode: int, border: int) -> bytes:
    """As it was before there was music."""
    return _beginning(mode, border) + machine_code(
        """
        0879  2C 11 D0   BIT $D011     ; wait until the beam has left line 255 behind
        087C  10 FB      BPL $0879
        087E  49 20      EOR #$20      ; the other screen RAM
        0880  8D 18 D0   STA $D018
        0883  2C 11 D0   BIT $D011     ; wait for the next frame
        0886  30 FB      BMI $0883
        0888  10 EF      BPL $0879
        """
    )


def _beginning(mode: int, border: int) -> bytes:
    return machine_code(
        f"""
        0801  0B 08 0A 00 9E 32 30 36 31 00 00 00   BASIC: 10 SYS 2061
        080D  78         SEI           ; the kernal's cursor must not write into screen RAM
        080E  A9 0B      LDA #$0B      ; screen off until all is in place
        0810  8D 11 D0   STA $D011
        0813  A9 {border:02X}      LDA #border
        0815  8D 20 D0   STA $D020
        0818  A9 00      LDA #$00      ; black background
        081A  8D 21 D0   STA $D021
        {copy_cells(0x081D, (0x3F40, 0x0400), (0x4328, 0x0C00), (0x4710, 0xD800))}
        086A  A9 {mode:02X}      LDA #mode     ; bit 4: multicolour
        086C  8D 16 D0   STA $D016
        086F  A9 3B      LDA #$3B      ; bitmap mode, screen on
        0871  8D 11 D0   STA $D011
        0874  A9 18      LDA #$18      ; screen RAM at $0400, bitmap at $2000
        0876  8D 18 D0   STA $D018
        """
    )


_PROGRAMS = tuple(Variant(make, (0x086B, 0x0814)) for make in (_program, _mute))


def _encode_program(picture: NativePicture) -> Files:
    picture = slotted(picture)
    multicolor = picture.mode.name == MULTICOLOR
    codes = codes_of(picture)
    bitmap = cells_from_lines(pack_pixels(codes, 2) if multicolor else pack_pixels(1 - codes, 1))
    program = _program(_MULTICOLOUR_ON if multicolor else _MULTICOLOUR_OFF, picture.extra.get("border", 0))
    program = with_silence(program, START, _BITMAP)
    screens = b"".join(_frames(picture.slots[1 if multicolor else 0]))
    colour = picture.slots[2].tobytes() if multicolor else bytes(SCREEN)
    return {".prg": START.to_bytes(2, "little") + program + bitmap + screens + colour}


def _decode_program(files: Mapping[str, bytes]) -> NativePicture:
    data = files[".prg"]
    expect_length(data, (2 + _END - START,), "A C64 program that shows two screens in turn")
    memory = bytes(START) + data[2:]
    _, (mode, border) = variant_of(data, START, _PROGRAMS)
    screens_at, colour_at = _BITMAP + BITMAP, _BITMAP + BITMAP + 2 * SCREEN
    entries = _slots([memory[screens_at : screens_at + SCREEN], memory[screens_at + SCREEN : colour_at]])
    if entries.min() < 0:
        raise PixelStyleError("The program shows two colours in turn that are not mixed here, as they flicker.")
    pairs = entries.astype(np.uint8)
    lines = lines_from_cells(memory[_BITMAP:screens_at], LINES, ACROSS)
    extra = {"border": border & 15}
    if mode == _MULTICOLOUR_OFF:
        return picture_of_codes(get_mode(HIRES), 1 - unpack_pixels(lines, 1), (pairs,), extra=extra)
    colour = np.frombuffer(memory[colour_at:], np.uint8).reshape(DOWN, ACROSS, 1) & 15
    slots = (np.zeros((1, 1, 1), np.uint8), pairs, colour)
    return picture_of_codes(get_mode(MULTICOLOR), unpack_pixels(lines, 2), slots, extra=extra)


def _editor(name: str, title: str, extension: str) -> Format:
    return Format(
        name=name,
        title=title,
        extensions=(extension,),
        modes=(HIRES,),
        encode=partial(_encode_hires, extension=extension),
        decode=partial(_decode_hires, extension=extension),
        sizes=(2 + _AREAS[extension][3],),
        passed_over="the load address; all between the bitmaps and the screen RAMs",
        refused="two colours in turn that are not as light as each other; more than two mixtures in a cell",
        verified_by=("RECOIL",),
    )


FORMATS: tuple[Format, ...] = (
    _editor("hires-interlace", "Hires-Interlace", ".hlf"),
    _editor("hires-lace", "Hires-Lace", ".hle"),
    Format(
        name="c64-interlace-program",
        title="C64 program that shows two screens in turn",
        extensions=(".prg",),
        modes=(HIRES, MULTICOLOR),
        encode=_encode_program,
        decode=_decode_program,
        sizes=(2 + _END - START,),
        starts=(b"\x01\x08",),
        passed_over="gaps between the program and its areas; music; upper nibbles of colour RAM",
        refused="programs that are not ours; two colours in turn that are not as light as each other",
        verified_by=("py65",),
    ),
)
