"""A program that shows an FLI or AFLI picture when it is run: .prg for the PAL Commodore 64.

FLI needs a bad line in every line, and one whose condition arises in cycle 15: earlier the VIC-II would begin the
row of cells anew (RC is cleared in cycle 14), later it would lose more than three cells. Such a bad line stops the
processor until cycle 55, which leaves it 23 cycles a line, and that is what the loop takes: its STA $D011 writes in
cycle 14 of each line.

The same makes the raster stable. Line $30 is an ordinary bad line, so that the VIC-II is drawing (RC is 1, not 7, and
VCBASE stays 0); then the program polls for line $31, where it is uncertain by seven cycles, and makes it a bad line in
the middle: however late, it goes on in cycle 55. All is hidden by the border, which opens in line $33.

What the machine cannot show: bad lines end with line $F7, so that the picture's last three lines have the screen
colours of the one above them; and in all lines but the first the three cells at the left have the colours that the late
fetch finds, 15 and 15. Their bits are 0, which is black in FLI and light grey in AFLI; AFLI's first line is given the
same.

    $0801 program, $0900 and $0A00 each line's $D018 and $D011, $1000 music (see `program_parts.py`), $3C00 on as
    in a .fli file                                                                               30,720 bytes

Source: Christian Bauer, "The MOS 6567/6569 video controller (VIC-II) and its application in the Commodore 64" (1996),
sections 3.5, 3.7.2 and 3.14.3.
"""

from __future__ import annotations

from collections.abc import Mapping

from pixelstyle.formats.c64.fli import LOST, decode_afli, decode_fli, encode_afli, encode_fli
from pixelstyle.formats.c64.program_parts import Variant, begin_music, copy_cells, variant_of, with_silence
from pixelstyle.formats.registry import Files, Format
from pixelstyle.formats.shared.assembler_listing import machine_code
from pixelstyle.formats.shared.layout import expect_length
from pixelstyle.screens import NativePicture

_START, _SCREEN_OF, _SCROLL_OF, _COLOURS, _SCREENS, _END = 0x0801, 0x0900, 0x0A00, 0x3C00, 0x4000, 0x7FFF
_LENGTH = 2 + _END - _START
_MODE = 0x081C
"""Where the program has what it writes to $D016."""
_HIRES, _MULTICOLOR = 0x08, 0x18
_FIRST, _LAST_BAD = 0x33, 0xF7
"""The raster lines of the picture's first line and of the last line that can be a bad one."""


def _program(mode: int) -> bytes:
    """From `_START` to the end of its tables."""
    return with_tables(machine_code(f"{beginning(mode)}{begin_music(0x0847)}{frame_loop(0x084C)}"))


def _mute(mode: int) -> bytes:
    """As it was before there was music."""
    return with_tables(machine_code(f"{beginning(mode)}{frame_loop(0x0847, music=False)}"))


_PROGRAMS = (Variant(_program, (_MODE,)), Variant(_mute, (_MODE,)))


def beginning(mode: int) -> str:
    """The listing from `_START` to $0846: colour RAM and the registers that keep what they are given."""
    return f"""
        0801  0B 08 0A 00 9E 32 30 36 31 00 00 00   BASIC: 10 SYS 2061
        080D  78         SEI
        080E  A9 0B      LDA #$0B      ; screen off until all is in place
        0810  8D 11 D0   STA $D011
        0813  A9 00      LDA #$00
        0815  8D 20 D0   STA $D020
        0818  8D 21 D0   STA $D021
        081B  A9 {mode:02X}      LDA #mode     ; bit 4: multicolour
        081D  8D 16 D0   STA $D016
        0820  AD 00 DD   LDA $DD00     ; the VIC-II sees $4000 to $7FFF
        0823  29 FC      AND #$FC
        0825  09 02      ORA #$02
        0827  8D 00 DD   STA $DD00
        {copy_cells(0x082A, (0x3C00, 0xD800))}
    """


def frame_loop(at: int, between: str = "", length: int = 0, music: bool = True) -> str:
    """The listing, from address `at` on, of what shows a frame after the other; `between` are the lines, of so many
    bytes, for the code from at + 5 on, which is run in the lower border; music, where there is any, plays behind it."""
    play = at + 5 + length
    then = play + (3 if music else 0)
    return f"""
        {at:04X}  2C 11 D0   BIT $D011     ; each frame: wait until its lower border
        {at + 3:04X}  10 FB      BPL
        {between}
        {f"{play:04X}  20 03 10   JSR $1003" if music else ""}
        {then:04X}  A9 38      LDA #$38      ; bitmap mode, screen on; YSCROLL 0: line $30 is a bad one
        {then + 2:04X}  8D 11 D0   STA $D011
        {then + 5:04X}  A9 08      LDA #$08      ; the first line's screen at 0 of 16 K, bitmap at $2000
        {then + 7:04X}  8D 18 D0   STA $D018
        {then + 10:04X}  2C 11 D0   BIT $D011     ; wait for line 0
        {then + 13:04X}  30 FB      BMI
        {then + 15:04X}  A2 31      LDX #$31      ; wait for line $31
        {then + 17:04X}  EC 12 D0   CPX $D012
        {then + 20:04X}  D0 FB      BNE
        {then + 22:04X}  A9 39      LDA #$39      ; which YSCROLL 1 makes a bad one
        {then + 24:04X}  EA EA EA EA EA EA   NOP, six times: in cycles 21 to 27, past 15 and before 54
        {then + 30:04X}  8D 11 D0   STA $D011
        {then + 33:04X}  A9 3B      LDA #$3B      ; cycle 55 of line $31: 88 to 60 of line $33, a bad one
        {then + 35:04X}  8D 11 D0   STA $D011
        {then + 38:04X}  A2 C4      LDX #$C4      ; 196 lines
        {then + 40:04X}  A0 0F      LDY #$0F
        {then + 42:04X}  88         DEY
        {then + 43:04X}  D0 FD      BNE
        {then + 45:04X}  EA EA      NOP, twice
        {then + 47:04X}  BD 00 09   LDA $0900,X   ; cycles 60 to 63
        {then + 50:04X}  8D 18 D0   STA $D018     ; 1 to 4
        {then + 53:04X}  BD 00 0A   LDA $0A00,X   ; 5 to 8
        {then + 56:04X}  EA         NOP           ; 9 and 10
        {then + 57:04X}  8D 11 D0   STA $D011     ; 11 to 14
        {then + 60:04X}  CA         DEX           ; 55 and 56
        {then + 61:04X}  D0 F0      BNE           ; 57 to 59
        {then + 63:04X}  4C {at & 255:02X} {at >> 8:02X}   JMP
    """


def with_tables(code: bytes) -> bytes:
    """The code for `_START`, with what each line writes to $D018 and $D011."""
    memory = bytearray(_SCROLL_OF + 1 + _LAST_BAD - _FIRST - _START)
    memory[: len(code)] = code
    lines = _LAST_BAD - _FIRST
    for x in range(lines, 0, -1):  # X counts down
        line = lines + 1 - x
        memory[_SCREEN_OF + x - _START] = line % 8 << 4 | 8
        memory[_SCROLL_OF + x - _START] = 0x38 | (_FIRST + line) % 8
    return bytes(memory)


def _encode(picture: NativePicture) -> Files:
    multicolor = picture.mode.name == "c64-fli"
    if multicolor:
        data = encode_fli(picture)[".fli"][2:]
    else:
        data = bytes(_SCREENS - _COLOURS) + b"\xff" * LOST + encode_afli(picture)[".afl"][2 + LOST :]
    program = with_silence(_program(_MULTICOLOR if multicolor else _HIRES), _START, _COLOURS)
    return {".prg": _START.to_bytes(2, "little") + program + data}


def _decode(files: Mapping[str, bytes]) -> NativePicture:
    data = files[".prg"]
    expect_length(data, (_LENGTH,), "A C64 program that shows FLI")
    _, (mode,) = variant_of(data, _START, _PROGRAMS)
    memory = data[2 + _COLOURS - _START :]
    if mode == _MULTICOLOR:
        return decode_fli({".fli": _COLOURS.to_bytes(2, "little") + memory})
    return decode_afli({".afl": _SCREENS.to_bytes(2, "little") + memory[_SCREENS - _COLOURS :]})


FORMATS: tuple[Format, ...] = (
    Format(
        name="c64-fli-program",
        title="C64 program that shows FLI",
        extensions=(".prg",),
        modes=("c64-fli", "c64-afli"),
        encode=_encode,
        decode=_decode,
        sizes=(_LENGTH,),
        starts=(b"\x01\x08",),
        passed_over="gaps between the program and its areas; music",
        refused="programs that are not ours",
        verified_by=("py65", "vagrant-moses", "VICE"),
    ),
)
