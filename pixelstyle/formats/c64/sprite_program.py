"""A program that shows a sheet of 64 sprites when it is run: .prg for the PAL Commodore 64.

Eight sprites stand beside each other and are used eight times, one row below the other. Which dots they show is told by
eight pointers behind screen RAM, so that one write to $D018 changes all; it has to fall into the row's last line, after
the VIC-II's own accesses. The eight colours follow from left to right, each after its sprite has been drawn there and
before it is drawn on the next line. In that line the processor has cycles 11 to 54 of 63, and each step has room for
more than the seven cycles by which waiting for the line is uncertain, so that no exact timing is needed. No line may be
a bad one for it, hence the screen is off in line $30 and on from line $31.

    $0801 program, $1000 music (see `program_parts.py`), $4000 64 sprites, each with its colour (and bit 7 for
    multicolour) in byte 63                                                                       18,433 bytes

Sources: Commodore 64 Programmer's Reference Guide (1982); Christian Bauer, "The MOS 6567/6569 video controller (VIC-II)
and its application in the Commodore 64" (1996), sections 3.5 and 3.8.
"""

from __future__ import annotations

from collections.abc import Mapping

from pixelstyle.formats.c64.program_parts import begin_music, with_silence
from pixelstyle.formats.c64.sprites import COLUMNS, LINES, ROWS, SPRITES, decode_spd, encode_spd
from pixelstyle.formats.registry import Files, Format
from pixelstyle.formats.shared.assembler_listing import machine_code, not_ours
from pixelstyle.formats.shared.layout import expect_length
from pixelstyle.screens import NativePicture

START, DATA = 0x0801, 0x4000
LENGTH = 2 + DATA - START + 64 * SPRITES
_HEAD = 9
"""Bytes of a .spd before its sprites."""
_TOP = 67
"""The raster line of the first row's first line; a sprite begins in the line after the one in its Y register."""


def _program(colours: tuple[int, bytes, bytes], multicolor: bool, music: bool = True) -> bytes:
    """The code. `colours`: the background, $D025 and $D026, and one for each sprite, row by row. Without `music` it is
    as it was before there was a place for it."""
    background, shared, own = colours
    frames = 0x08A7 if music else 0x08A2
    begin = machine_code(
        f"""
        0801  0B 08 0A 00 9E 32 30 36 31 00 00 00   BASIC: 10 SYS 2061
        080D  78         SEI
        080E  A9 {background:02X}      LDA #background
        0810  8D 20 D0   STA $D020
        0813  8D 21 D0   STA $D021
        0816  A9 {shared[0]:02X}      LDA #multicolour 1
        0818  8D 25 D0   STA $D025
        081B  A9 {shared[1]:02X}      LDA #multicolour 2
        081D  8D 26 D0   STA $D026
        0820  A9 {0xFF if multicolor else 0:02X}      LDA #mode
        0822  8D 1C D0   STA $D01C
        0825  A9 08      LDA #$08
        0827  8D 16 D0   STA $D016
        082A  AD 00 DD   LDA $DD00     ; the VIC-II sees $4000 to $7FFF
        082D  29 FC      AND #$FC
        082F  09 02      ORA #$02
        0831  8D 00 DD   STA $DD00
        0834  A2 07      LDX #$07      ; pointers to the sprites of row n behind the screen at $5000 + n * $400
        0836  8A         TXA
        0837  9D F8 53   STA $53F8,X
        083A  18         CLC
        083B  69 08      ADC #$08
        083D  9D F8 57   STA $57F8,X
        0840  69 08      ADC #$08
        0842  9D F8 5B   STA $5BF8,X
        0845  69 08      ADC #$08
        0847  9D F8 5F   STA $5FF8,X
        084A  69 08      ADC #$08
        084C  9D F8 63   STA $63F8,X
        084F  69 08      ADC #$08
        0851  9D F8 67   STA $67F8,X
        0854  69 08      ADC #$08
        0856  9D F8 6B   STA $6BF8,X
        0859  69 08      ADC #$08
        085B  9D F8 6F   STA $6FF8,X
        085E  CA         DEX
        085F  10 D5      BPL $0836
        0861  A9 58      LDA #$58      ; 24 dots further right, each
        0863  A2 00      LDX #$00
        0865  9D 00 D0   STA $D000,X
        0868  18         CLC
        0869  69 18      ADC #$18
        086B  E8         INX
        086C  E8         INX
        086D  E0 10      CPX #$10
        086F  D0 F4      BNE $0865
        0871  A9 80      LDA #$80      ; the last one at 256
        0873  8D 10 D0   STA $D010
        0876  A9 00      LDA #$00      ; not enlarged, before the background
        0878  8D 17 D0   STA $D017
        087B  8D 1D D0   STA $D01D
        087E  8D 1B D0   STA $D01B
        0881  AA         TAX
        0882  9D 00 78   STA $7800,X   ; blank characters, 2 K, in case any are shown
        0885  9D 00 79   STA $7900,X
        0888  9D 00 7A   STA $7A00,X
        088B  9D 00 7B   STA $7B00,X
        088E  9D 00 7C   STA $7C00,X
        0891  9D 00 7D   STA $7D00,X
        0894  9D 00 7E   STA $7E00,X
        0897  9D 00 7F   STA $7F00,X
        089A  E8         INX
        089B  D0 E5      BNE $0882
        089D  A9 FF      LDA #$FF
        089F  8D 15 D0   STA $D015
        {begin_music(0x08A2) if music else ""}
        {frames:04X}  2C 11 D0   BIT $D011     ; each frame: wait until its lower border
        {frames + 3:04X}  10 FB      BPL
        {frames + 5:04X}  A9 0B      LDA #$0B      ; screen off
        {frames + 7:04X}  8D 11 D0   STA $D011
        {frames + 10:04X}  A9 4E      LDA #$4E      ; the pointers of row 0, characters at $7800
        {frames + 12:04X}  8D 18 D0   STA $D018
        {f"{frames + 15:04X}  20 03 10   JSR $1003" if music else ""}
        """
    )
    rows = [_heights(0) + _colours(own[:COLUMNS])]
    rows.append(bytes.fromhex("2C 11 D0 30 FB") + wait_for(0x31) + bytes.fromhex("A9 1B 8D 11 D0"))  # and the screen on
    for row in range(1, ROWS):
        rows.append(wait_for(_TOP + LINES * (row - 1) + 4) + _heights(row))
        # LDY #screen; the wait; NOP NOP; STY $D018; BIT $00; four NOPs: the colours begin 17 cycles later.
        rows.append(bytes([0xA0, 0x4E + 16 * row]) + wait_for(_TOP + LINES * row - 1))
        rows.append(bytes.fromhex("EA EA 8C 18 D0 24 00 EA EA EA EA") + _colours(own[row * COLUMNS :][:COLUMNS]))
    return begin + b"".join(rows) + b"\x4c" + frames.to_bytes(2, "little")  # JMP


def wait_for(line: int) -> bytes:
    """LDX #line; CPX $D012; BNE to the CPX."""
    return bytes([0xA2, line, 0xEC, 0x12, 0xD0, 0xD0, 0xFB])


def _heights(row: int) -> bytes:
    """LDA #line before the row; STA $D001, $D003 ... $D00F."""
    stores = b"".join(bytes([0x8D, 2 * n + 1, 0xD0]) for n in range(COLUMNS))
    return bytes([0xA9, _TOP + LINES * row - 1]) + stores


def _colours(own: bytes) -> bytes:
    """LDA #colour; STA $D027 and on: six cycles each."""
    return b"".join(bytes([0xA9, colour, 0x8D, 0x27 + n, 0xD0]) for n, colour in enumerate(own))


def _encode(picture: NativePicture) -> Files:
    sheet = encode_spd(picture)[".spd"]
    sprites = sheet[_HEAD:]
    colours = sprites[63::64]
    program = _program((sheet[6], sheet[7:9], bytes(colour & 15 for colour in colours)), colours[0] >= 0x80)
    return {".prg": START.to_bytes(2, "little") + with_silence(program, START, DATA) + sprites}


def _decode(files: Mapping[str, bytes]) -> NativePicture:
    data = files[".prg"]
    expect_length(data, (LENGTH,), "A C64 program that shows sprites")
    memory = bytes(START) + data[2:]
    background, shared, sprites = memory[0x080F], bytes([memory[0x0817], memory[0x081C]]), memory[DATA:]
    colours = sprites[63::64]
    held = (background, shared, bytes(colour & 15 for colour in colours))
    programs = [_program(held, colours[0] >= 0x80, music) for music in (True, False)]
    if not data.startswith(tuple(START.to_bytes(2, "little") + program for program in programs)):
        raise not_ours("C64", "sprites")
    return decode_spd({".spd": b"SPD" + bytes([1, SPRITES - 1, 0, background]) + shared + sprites})


FORMATS: tuple[Format, ...] = (
    Format(
        name="c64-sprite-program",
        title="C64 program that shows the sprites",
        extensions=(".prg",),
        modes=("c64-sprites", "c64-sprites-multicolor"),
        encode=_encode,
        decode=_decode,
        sizes=(LENGTH,),
        starts=(b"\x01\x08",),
        passed_over="gaps between the program and its sprites; music",
        refused="programs that are not ours",
        verified_by=("py65", "MAME"),
    ),
)
