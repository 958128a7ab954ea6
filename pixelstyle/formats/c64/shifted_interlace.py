"""Commodore 64: two multicolour frames half a pixel apart. Files of two editors, and programs that show the picture.

    .mci (Truepaint), to $9C00   screen RAM 1 1000, background 1, 23 unused, bitmap 1 8000, 192 unused, bitmap 2 8000,
                                 192 unused, screen RAM 2 1000, 24 unused, colour RAM 1000              19,434 bytes
    .drl (Drazlace), to $5800    colour RAM 1000, 24 unused, screen RAM 1000, 24 unused, bitmap 1 8000, background 1,
                                 1 unused, whether the second is shifted 1, 189 unused, bitmap 2 8000   18,242 bytes
    .prg  program at $0801, screen RAM 1 $0C00, music $1000 (see `program_parts.py`), bitmap 1 $2000, bitmap 2 $4000,
          where there are two screen RAM 2 $6000, colour RAM $63E8                                     24,529 bytes

Sources: the Padua group's "True-Paint-I-Format"; groepaz/hitmen, "C64 grafix files specs list v0.03" (2003); Commodore
64 Programmer's Reference Guide (1982), chapter 3.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.c64.bitmaps import ACROSS, BITMAP, DOWN, SCREEN
from pixelstyle.formats.c64.packed import unpacked
from pixelstyle.formats.c64.program_parts import Variant, begin_music, copy_cells, variant_of, with_silence
from pixelstyle.formats.c64.shifted_frames import Memory, laid, memory_of, picture_of
from pixelstyle.formats.registry import Files, Format
from pixelstyle.formats.shared.assembler_listing import machine_code
from pixelstyle.formats.shared.layout import expect_length
from pixelstyle.screens import NativePicture, get_mode

MCI, DRAZLACE = "c64-mci", "c64-drazlace"
_MCI_LOAD, _MCI_BITMAPS, _MCI_SCREENS, _MCI_COLOURS = 0x9C00, (0xA000, 0xC000), (0x9C00, 0xE000), 0xE400
_MCI_BACKGROUND = _MCI_LOAD + SCREEN
_DRL_LOAD, _DRL_BITMAPS, _DRL_SCREEN, _DRL_COLOURS = 0x5800, (0x6000, 0x8000), 0x5C00, 0x5800
_PACKED = b"DRAZLACE! 1.0"
"""So the files begin that the editor packs; the escape byte follows."""
_BACKGROUND, _SHIFTED = 0x7F40, 0x7F42
START, _SCREEN_1, _BITMAPS, _SCREEN_2 = 0x0801, 0x0C00, (0x2000, 0x4000), 0x6000
_COLOURS, _OLD_COLOURS = _SCREEN_2 + SCREEN, 0x1000
"""Where a program has colour RAM, and where it had it before there was a place for music."""
_LENGTH = 2 + _COLOURS + SCREEN - START
_OLD_ENDS = {MCI: _SCREEN_2 + SCREEN, DRAZLACE: _BITMAPS[1] + BITMAP}


def _cells(memory: bytes, at: int) -> np.ndarray:
    return np.frombuffer(memory[at : at + SCREEN], np.uint8).reshape(DOWN, ACROSS)


def _bitmaps(memory: bytes, places: tuple[int, int]) -> tuple[bytes, bytes]:
    first, second = (memory[at : at + BITMAP] for at in places)
    return first, second


def _encode_truepaint(picture: NativePicture) -> Files:
    held = memory_of(picture)
    areas = dict(zip(_MCI_BITMAPS, held.bitmaps, strict=True))
    areas |= {at: screen.tobytes() for at, screen in zip(_MCI_SCREENS, held.screens, strict=True)}
    areas |= {_MCI_COLOURS: held.colours.tobytes(), _MCI_BACKGROUND: bytes([held.background])}
    return {".mci": laid(_MCI_COLOURS + SCREEN - _MCI_LOAD, areas, _MCI_LOAD)}


def _decode_truepaint(files: Mapping[str, bytes]) -> NativePicture:
    data, mode = files[".mci"], get_mode(MCI)
    expect_length(data, (2 + _MCI_COLOURS + SCREEN - _MCI_LOAD,), "A Truepaint picture")
    memory = bytes(_MCI_LOAD) + data[2:]
    screens = (_cells(memory, _MCI_SCREENS[0]), _cells(memory, _MCI_SCREENS[1]))
    colours, background = _cells(memory, _MCI_COLOURS), memory[_MCI_BACKGROUND]
    return picture_of(Memory(_bitmaps(memory, _MCI_BITMAPS), screens, colours, background), mode)


def _encode_drazlace(picture: NativePicture) -> Files:
    held = memory_of(picture, one_screen=True)
    areas = dict(zip(_DRL_BITMAPS, held.bitmaps, strict=True))
    areas |= {_DRL_SCREEN: held.screens[0].tobytes(), _DRL_COLOURS: held.colours.tobytes()}
    areas |= {_BACKGROUND: bytes([held.background]), _SHIFTED: b"\1"}
    return {".drl": laid(_DRL_BITMAPS[1] + BITMAP - _DRL_LOAD, areas, _DRL_LOAD)}


def _decode_drazlace(files: Mapping[str, bytes]) -> NativePicture:
    data, mode = files[".drl"], get_mode(DRAZLACE)
    length = _DRL_BITMAPS[1] + BITMAP - _DRL_LOAD
    if data[2 : 2 + len(_PACKED)] == _PACKED and len(data) > 3 + len(_PACKED):
        data = data[:2] + unpacked(data[3 + len(_PACKED) :], data[2 + len(_PACKED)], length)
    expect_length(data, (2 + length,), "A Drazlace picture")
    memory = bytes(_DRL_LOAD) + data[2:]
    if memory[_SHIFTED] != 1:
        raise PixelStyleError(
            f"The two frames of this Drazlace picture lie on each other; those of '{mode.name}' are a dot apart."
        )
    screen = _cells(memory, _DRL_SCREEN)
    colours, background = _cells(memory, _DRL_COLOURS), memory[_BACKGROUND]
    return picture_of(Memory(_bitmaps(memory, _DRL_BITMAPS), (screen, screen), colours, background), mode)


def _program(mode_name: str, music: bool, border: int, background: int) -> bytes:
    moves = [(_SCREEN_1, _SCREEN_2)] if mode_name == DRAZLACE else []
    moves.append((_COLOURS if music else _OLD_COLOURS, 0xD800))
    at = 0x081D + 5 + 24 * len(moves)
    frames = at + (20 if music else 15)
    again = frames + (32 if music else 29)
    return machine_code(
        f"""
        0801  0B 08 0A 00 9E 32 30 36 31 00 00 00   BASIC: 10 SYS 2061
        080D  78         SEI           ; the kernal's cursor must not write into memory
        080E  A9 0B      LDA #$0B      ; screen off until all is in place
        0810  8D 11 D0   STA $D011
        0813  A9 {border:02X}      LDA #border
        0815  8D 20 D0   STA $D020
        0818  A9 {background:02X}      LDA #background
        081A  8D 21 D0   STA $D021
        {copy_cells(0x081D, *moves)}
        {at:04X}  A9 18      LDA #$18      ; multicolour, not scrolled
        {at + 2:04X}  8D 16 D0   STA $D016
        {at + 5:04X}  A9 38      LDA #$38      ; screen RAM at $0C00, bitmap at $2000 of 16 K
        {at + 7:04X}  8D 18 D0   STA $D018
        {at + 10:04X}  A9 3B      LDA #$3B      ; bitmap mode, screen on
        {at + 12:04X}  8D 11 D0   STA $D011
        {begin_music(at + 15) if music else ""}
        {frames:04X}  2C 11 D0   BIT $D011     ; wait until the beam has left line 255 behind
        {frames + 3:04X}  10 FB      BPL
        {frames + 5:04X}  AD 00 DD   LDA $DD00     ; the other 16 K
        {frames + 8:04X}  49 01      EOR #$01
        {frames + 10:04X}  8D 00 DD   STA $DD00
        {frames + 13:04X}  AD 18 D0   LDA $D018     ; there screen RAM is at $2000, the bitmap at 0
        {frames + 16:04X}  49 B8      EOR #$B8
        {frames + 18:04X}  8D 18 D0   STA $D018
        {frames + 21:04X}  AD 16 D0   LDA $D016     ; scrolled a dot
        {frames + 24:04X}  49 01      EOR #$01
        {frames + 26:04X}  8D 16 D0   STA $D016
        {f"{frames + 29:04X}  20 03 10   JSR $1003" if music else ""}
        {again:04X}  2C 11 D0   BIT $D011     ; wait for the next frame
        {again + 3:04X}  30 FB      BMI
        {again + 5:04X}  10 {frames - (again + 7) & 255:02X}      BPL           ; and again
        """
    )


_VARIANTS = [(name, music) for music in (True, False) for name in (MCI, DRAZLACE)]
_PROGRAMS = [Variant(partial(_program, *variant), (0x0814, 0x0819)) for variant in _VARIANTS]


def _encode_program(picture: NativePicture) -> Files:
    name = picture.mode.name
    held = memory_of(picture, one_screen=name == DRAZLACE)
    program = _program(name, True, picture.extra.get("border", 0), held.background)
    areas = {START: with_silence(program, START, _BITMAPS[0]), _SCREEN_1: held.screens[0].tobytes()}
    areas |= {_COLOURS: held.colours.tobytes()} | dict(zip(_BITMAPS, held.bitmaps, strict=True))
    if name == MCI:
        areas[_SCREEN_2] = held.screens[1].tobytes()
    return {".prg": laid(_LENGTH - 2, areas, START)}


def _decode_program(files: Mapping[str, bytes]) -> NativePicture:
    data = files[".prg"]
    lengths = {name: 2 + end - START for name, end in _OLD_ENDS.items()}
    expect_length(data, (_LENGTH, *lengths.values()), "A C64 program that shows shifted frames")
    number, (border, background) = variant_of(data, START, _PROGRAMS)
    name, music = _VARIANTS[number]
    expect_length(data, (_LENGTH if music else lengths[name],), f"A C64 program that shows '{name}' like this one")
    memory = bytes(START) + data[2:]
    screens = (_cells(memory, _SCREEN_1), _cells(memory, _SCREEN_2 if name == MCI else _SCREEN_1))
    colours = _cells(memory, _COLOURS if music else _OLD_COLOURS)
    held = Memory(_bitmaps(memory, _BITMAPS), screens, colours, background)
    return picture_of(held, get_mode(name), extra={"border": border & 15})


FORMATS: tuple[Format, ...] = (
    Format(
        name="truepaint",
        title="Truepaint (MCI)",
        extensions=(".mci",),
        modes=(MCI,),
        encode=_encode_truepaint,
        decode=_decode_truepaint,
        sizes=(2 + _MCI_COLOURS + SCREEN - _MCI_LOAD,),
        passed_over="the load address; gaps between the areas; upper nibbles of colour RAM",
        refused="packed files",
        verified_by=("RECOIL",),
    ),
    Format(
        name="drazlace",
        title="Drazlace",
        extensions=(".drl",),
        modes=(DRAZLACE,),
        encode=_encode_drazlace,
        decode=_decode_drazlace,
        passed_over="the load address; gaps between the areas; upper nibbles of colour RAM",
        refused="frames that lie on each other",
        verified_by=("RECOIL",),
    ),
    Format(
        name="c64-shifted-program",
        title="C64 program that shows two frames half a pixel apart",
        extensions=(".prg",),
        modes=(MCI, DRAZLACE),
        encode=_encode_program,
        decode=_decode_program,
        sizes=(_LENGTH, *(2 + end - START for end in _OLD_ENDS.values())),
        starts=(b"\x01\x08",),
        passed_over="gaps between the program and its areas; music; upper nibbles of colour RAM",
        refused="programs that are not ours",
        verified_by=("py65", "VICE"),
    ),
)
