"""Programs that show a picture when they are run: .prg for the Commodore 64 and the VIC-20 with 8 K more memory.

Each begins with the BASIC line '10 SYS ...', so that LOAD and RUN are enough, and its machine code ends in a loop that
shows the picture until the machine is reset. The listings below are the whole of it.

    C64      $0801 program (and tables: see `fade.py`), $1000 music (see `program_parts.py`), $2000 bitmap,
             $3F40 screen RAM, $4328 colour RAM                                        16,145 bytes
    VIC-20   $1201 program, $1300 patterns of characters 48 to 247, $1F80 colour RAM   3,657 bytes

Sources: Commodore 64 Programmer's Reference Guide (1982); VIC-20 Programmer's Reference Guide (1982).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.c64.bitmaps import (
    BITMAP,
    SCREEN,
    hires_memory,
    hires_picture,
    multicolor_memory,
    multicolor_picture,
)
from pixelstyle.formats.c64.fade import FADE, TABLES, fade_in, fade_tables
from pixelstyle.formats.c64.program_parts import Variant, copy_cells, play, variant_of, with_silence
from pixelstyle.formats.registry import Files, Format
from pixelstyle.formats.shared.assembler_listing import expect_program, machine_code
from pixelstyle.formats.shared.layout import (
    cells_from_lines,
    codes_of,
    expect_length,
    lines_from_cells,
    pack_pixels,
    picture_of_codes,
    slotted,
    unpack_pixels,
)
from pixelstyle.screens import NativePicture, get_mode

C64_START, C64_BITMAP, C64_END = 0x0801, 0x2000, 0x4710
SHOWN = 0x0861
"""Where the C64's program has shown the picture and loops."""
_HIRES, _MULTICOLOR = 0x08, 0x18
"""What $D016 is."""
_MOVES = ((0x3F40, 0x0400), (0x4328, 0xD800))
"""Screen RAM and colour RAM, from where the file has them."""
VIC_START, VIC_PATTERNS, VIC_COLOURS = 0x1201, 0x1300, 0x1F80


def bitmap_program(multicolor: bool, border: int, background: int) -> bytes:
    """From `C64_START`: what brings a picture's areas to their places; from `SHOWN` on it is there for good."""
    return machine_code(
        f"""
        0801  0B 08 0A 00 9E 32 30 36 31 00 00 00   BASIC: 10 SYS 2061
        080D  78         SEI           ; the kernal's cursor must not write into screen RAM
        080E  A9 0B      LDA #$0B      ; screen off until all is in place
        0810  8D 11 D0   STA $D011
        0813  A9 {border:02X}      LDA #border
        0815  8D 20 D0   STA $D020
        0818  A9 {background:02X}      LDA #background
        081A  8D 21 D0   STA $D021
        {copy_cells(0x081D, *_MOVES)}
        0852  A9 18      LDA #$18      ; screen RAM at $0400, bitmap at $2000
        0854  8D 18 D0   STA $D018
        0857  A9 {_MULTICOLOR if multicolor else _HIRES:02X}      LDA #mode     ; bit 4: multicolour
        0859  8D 16 D0   STA $D016
        085C  A9 3B      LDA #$3B      ; bitmap mode, screen on
        085E  8D 11 D0   STA $D011
        0861  4C 61 08   JMP $0861
        """
    )


def _with_music(mode: int, border: int, background: int) -> bytes:
    """From `C64_START`: `bitmap_program`, and music while the picture is there."""
    shown = bitmap_program(mode == _MULTICOLOR, border, background)[: SHOWN - C64_START]
    return shown + machine_code(play(SHOWN))


def _fading_in(mode: int, border: int, background: int) -> bytes:
    """The same, which comes up out of black, up to `TABLES_END`."""
    code = machine_code(
        f"""
        0801  0B 08 0A 00 9E 32 30 36 31 00 00 00   BASIC: 10 SYS 2061
        080D  78         SEI
        080E  A9 0B      LDA #$0B      ; screen off, and black
        0810  8D 11 D0   STA $D011
        0813  A9 00      LDA #$00
        0815  8D 20 D0   STA $D020
        0818  A9 18      LDA #$18      ; screen RAM at $0400, bitmap at $2000
        081A  8D 18 D0   STA $D018
        081D  A9 {mode:02X}      LDA #mode     ; bit 4: multicolour
        081F  8D 16 D0   STA $D016
        {fade_in(0x0822, _MOVES, (border, background), 0x3B)}
        0899  A9 {border:02X}      LDA #border   ; and in all its colours
        089B  8D 20 D0   STA $D020
        089E  A9 {background:02X}      LDA #background
        08A0  8D 21 D0   STA $D021
        {copy_cells(0x08A3, *_MOVES)}
        {play(0x08D8)}
        """
    )
    return code.ljust(TABLES - C64_START, b"\0") + fade_tables()


_C64_PROGRAMS = (
    Variant(_with_music, (0x0858, 0x0814, 0x0819)),
    Variant(_fading_in, (0x081E, 0x089A, 0x089F)),
    Variant(lambda mode, *colours: bitmap_program(mode == _MULTICOLOR, *colours), (0x0858, 0x0814, 0x0819)),
)
"""The last is as it was before there was music."""
_FADING = 1


def _vic_program(background: int, border: int, auxiliary: int) -> bytes:
    return machine_code(
        f"""
        1201  0B 12 0A 00 9E 34 36 32 31 00 00 00   BASIC: 10 SYS 4621
        120D  78         SEI
        120E  A2 00      LDX #$00
        1210  8A         TXA
        1211  18         CLC
        1212  69 30      ADC #$30      ; character 48 + X at place X
        1214  9D 00 10   STA $1000,X
        1217  BD 80 1F   LDA $1F80,X
        121A  9D 00 94   STA $9400,X
        121D  E8         INX
        121E  E0 C8      CPX #$C8      ; 200 characters
        1220  D0 EE      BNE $1210
        1222  A9 0E      LDA #$0E      ; two columns fewer than BASIC's 22: begin later
        1224  8D 00 90   STA $9000
        1227  A9 2C      LDA #$2C      ; and lower
        1229  8D 01 90   STA $9001
        122C  A9 14      LDA #$14      ; 20 columns, colour RAM at $9400
        122E  8D 02 90   STA $9002
        1231  A9 15      LDA #$15      ; 10 rows of double height
        1233  8D 03 90   STA $9003
        1236  A9 CC      LDA #$CC      ; screen and characters at $1000
        1238  8D 05 90   STA $9005
        123B  A9 {auxiliary << 4:02X}      LDA #auxiliary
        123D  8D 0E 90   STA $900E
        1240  A9 {background << 4 | 8 | border:02X}      LDA #background ; bit 3: not reversed
        1242  8D 0F 90   STA $900F
        1245  4C 45 12   JMP $1245
        """
    )


def _encode_c64(picture: NativePicture) -> Files:
    border = picture.extra.get("border", 0)
    make = _C64_PROGRAMS[_FADING if picture.extra.get(FADE) else 0].make
    if picture.mode.name == "c64-multicolor":
        bitmap, screen, colour, background = multicolor_memory(picture)
        program = make(_MULTICOLOR, border, background)
    else:
        bitmap, screen = hires_memory(picture)
        colour = bytes(SCREEN)
        program = make(_HIRES, border, 0)
    program = with_silence(program, C64_START, C64_BITMAP)
    return {".prg": C64_START.to_bytes(2, "little") + program + bitmap + screen + colour}


def _decode_c64(files: Mapping[str, bytes]) -> NativePicture:
    data = files[".prg"]
    expect_length(data, (2 + C64_END - C64_START,), "A C64 program that shows a picture")
    number, (mode, border, background) = variant_of(data, C64_START, _C64_PROGRAMS)
    memory = bytes(C64_START) + data[2:]
    screen_at = C64_BITMAP + BITMAP
    bitmap, screen = memory[C64_BITMAP:screen_at], memory[screen_at : screen_at + SCREEN]
    if mode == _MULTICOLOR:
        picture = multicolor_picture(bitmap, screen, memory[screen_at + SCREEN :], background, border)
    else:
        picture = hires_picture(bitmap, screen, border)
    return replace(picture, extra=picture.extra | {FADE: 1}) if number == _FADING else picture


_DOWN, _ACROSS, _TALL = 10, 20, 16


def _encode_vic(picture: NativePicture) -> Files:
    picture = slotted(picture)
    multicolor = picture.mode.name == "vic20-multicolor"
    held = {slots.name: colours for slots, colours in zip(picture.mode.slots, picture.slots, strict=True)}
    background = int(held["background"][0, 0, 0])
    border = int(held["border"][0, 0, 0]) if multicolor else picture.extra.get("border", 0) & 7
    auxiliary = int(held["auxiliary"][0, 0, 0]) if multicolor else 0
    program = _vic_program(background, border, auxiliary)
    patterns = cells_from_lines(pack_pixels(codes_of(picture), 2 if multicolor else 1), _TALL)
    colours = (held["colour RAM"][:, :, 0] | (8 if multicolor else 0)).astype(np.uint8).tobytes()
    gap = bytes(VIC_PATTERNS - VIC_START - len(program))
    return {".prg": VIC_START.to_bytes(2, "little") + program + gap + patterns + colours}


def _decode_vic(files: Mapping[str, bytes]) -> NativePicture:
    data = files[".prg"]
    expect_length(data, (2 + VIC_COLOURS + _DOWN * _ACROSS - VIC_START,), "A VIC-20 program that shows a picture")
    memory = bytes(VIC_START) + data[2:]
    shared, auxiliary = memory[0x1241], memory[0x123C] >> 4
    background, border = shared >> 4, shared & 7
    program = _vic_program(background, border, auxiliary)
    expect_program(data, VIC_START, program, "VIC-20")
    colours = np.frombuffer(memory[VIC_COLOURS:], np.uint8).reshape(_DOWN, _ACROSS, 1)
    multicolor = bool(colours[0, 0, 0] & 8)
    if ((colours & 8 > 0) != multicolor).any():
        raise PixelStyleError("This VIC-20 picture mixes hires and multicolour cells, which no mode here can hold.")
    mode = get_mode("vic20-multicolor" if multicolor else "vic20-hires")
    lines = lines_from_cells(memory[VIC_PATTERNS:VIC_COLOURS], mode.height, _ACROSS, _TALL)
    by_name = {"background": background, "border": border, "auxiliary": auxiliary}
    slots = tuple(
        colours & 7 if slots.cell else np.full((1, 1, 1), by_name[slots.name], np.uint8) for slots in mode.slots
    )
    return picture_of_codes(
        mode, unpack_pixels(lines, 2 if multicolor else 1), slots, extra={} if multicolor else {"border": border}
    )


FORMATS: tuple[Format, ...] = (
    Format(
        name="c64-program",
        title="C64 program that shows the picture",
        extensions=(".prg",),
        modes=("c64-multicolor", "c64-hires"),
        encode=_encode_c64,
        decode=_decode_c64,
        sizes=(2 + C64_END - C64_START,),
        starts=(b"\x01\x08",),
        passed_over="gaps between the program and its areas; music; upper nibbles of colour RAM",
        refused="programs that are not ours",
        verified_by=("py65", "MAME", "VICE"),
    ),
    Format(
        name="vic20-program",
        title="VIC-20 program that shows the picture (8 K expansion)",
        extensions=(".prg",),
        modes=("vic20-hires", "vic20-multicolor"),
        encode=_encode_vic,
        decode=_decode_vic,
        sizes=(2 + VIC_COLOURS + _DOWN * _ACROSS - VIC_START,),
        starts=(b"\x01\x12",),
        passed_over="gaps between the program and its areas; upper nibbles of colour RAM",
        refused="programs that are not ours; cells of both kinds",
        verified_by=("py65", "VICE"),
    ),
)
