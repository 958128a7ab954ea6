"""A program that shows an IFLI picture when it is run: .prg for the PAL Commodore 64.

It is the program for FLI (see `fli_program.py`) with another 16 K and another scroll in each frame. The VIC-II sees
eight screens and a bitmap in $4000 to $7FFF and $C000 to $FFFF alone, as its character ROM lies in the other two; the
second is brought there, under I/O and KERNAL, from where it was loaded to. The last three lines and the three cells at
the left are as in FLI: they show the background, which is the border's colour, too.

    $0801 program, $0900 and $0A00 each line's $D018 and $D011, $1000 music (see `program_parts.py`), $3C00 colour
    RAM, $4000 and $8000 eight screens of 1000 + 24 and a bitmap                                 47,105 bytes

Sources as for `fli_program.py`; Commodore 64 Programmer's Reference Guide (1982), chapter 5, on the processor's port.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from pixelstyle.formats.c64.fli_program import beginning, frame_loop, with_tables
from pixelstyle.formats.c64.ifli import MODE, Layout, decoded, encoded
from pixelstyle.formats.c64.program_parts import Variant, begin_music, variant_of, with_silence
from pixelstyle.formats.registry import Files, Format
from pixelstyle.formats.shared.assembler_listing import machine_code
from pixelstyle.formats.shared.layout import expect_length
from pixelstyle.screens import NativePicture

_START, _COLOURS, _SCREENS, _END = 0x0801, 0x3C00, (0x4000, 0x8000), 0xC000
_LENGTH = 2 + _END - _START
_BACKGROUND = 0x0866
_MULTICOLOR = 0x18
_LAYOUT = Layout(_START, _END, _SCREENS, (0x6000, 0xA000), _COLOURS, backgrounds=((_BACKGROUND, 1),))


def _program(background: int, music: bool = True) -> bytes:
    """From `_START` to the end of its tables."""
    frames = 0x0872 if music else 0x086D
    other = frames + 5
    other_frame = f"""
        {other:04X}  AD 00 DD   LDA $DD00     ; the other 16 K
        {other + 3:04X}  49 02      EOR #$02
        {other + 5:04X}  8D 00 DD   STA $DD00
        {other + 8:04X}  AD 16 D0   LDA $D016     ; scrolled a dot
        {other + 11:04X}  49 01      EOR #$01
        {other + 13:04X}  8D 16 D0   STA $D016
    """
    code = machine_code(
        f"""
        {beginning(_MULTICOLOR)}
        0847  A9 34      LDA #$34      ; RAM everywhere
        0849  85 01      STA $01
        084B  A2 00      LDX #$00
        084D  A0 40      LDY #$40      ; 64 pages
        084F  BD 00 80   LDA $8000,X
        0852  9D 00 C0   STA $C000,X
        0855  E8         INX
        0856  D0 F7      BNE $084F
        0858  EE 51 08   INC $0851     ; the next page, of both
        085B  EE 54 08   INC $0854
        085E  88         DEY
        085F  D0 EE      BNE $084F
        0861  A9 37      LDA #$37      ; I/O again
        0863  85 01      STA $01
        0865  A9 {background:02X}      LDA #background, in which are the cells at the left: and so is the border
        0867  8D 20 D0   STA $D020
        086A  8D 21 D0   STA $D021
        {begin_music(0x086D) if music else ""}
        {frame_loop(frames, other_frame, 16, music)}
        """
    )
    return with_tables(code)


_PROGRAMS = tuple(Variant(partial(_program, music=music), (_BACKGROUND,)) for music in (True, False))
"""The second is as it was before there was music."""


def _encode(picture: NativePicture) -> Files:
    memory = encoded(picture, _LAYOUT)
    program = with_silence(_program(memory[2 + _BACKGROUND - _START]), _START, _COLOURS)
    return {".prg": memory[:2] + program + memory[2 + len(program) :]}


def _decode(files: Mapping[str, bytes]) -> NativePicture:
    data = files[".prg"]
    expect_length(data, (_LENGTH,), "A C64 program that shows IFLI")
    variant_of(data, _START, _PROGRAMS)
    return decoded(data, _LAYOUT)


FORMATS: tuple[Format, ...] = (
    Format(
        name="c64-ifli-program",
        title="C64 program that shows IFLI",
        extensions=(".prg",),
        modes=(MODE,),
        encode=_encode,
        decode=_decode,
        sizes=(_LENGTH,),
        starts=(b"\x01\x08",),
        passed_over="gaps between the areas; music; the three cells at the left, which the VIC-II cannot show",
        refused="programs that are not ours",
        verified_by=("py65", "VICE"),
    ),
)
