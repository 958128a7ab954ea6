"""A program that shows an IFLI picture when it is run: .prg for the PAL Commodore 64.

It is the program for FLI (see `fli_program.py`) with another 16 K and another scroll in each frame. The VIC-II sees
eight screens and a bitmap in $4000 to $7FFF and $C000 to $FFFF alone, as its character ROM lies in the other two; the
second is brought there, under I/O and KERNAL, from where it was loaded to. The last three lines and the three cells at
the left are as in FLI: they show the background, which is the border's colour, too.

    $0801 program, $0900 and $0A00 each line's $D018 and $D011, $3C00 colour RAM, $4000 and $8000 eight screens of
    1000 + 24 and a bitmap                                                                       47,105 bytes

Sources as for `fli_program.py`; Commodore 64 Programmer's Reference Guide (1982), chapter 5, on the processor's port.
"""

from __future__ import annotations

from collections.abc import Mapping

from pixelstyle.formats.c64.fli_program import beginning, frame_loop, with_tables
from pixelstyle.formats.c64.ifli import MODE, Layout, decoded, encoded
from pixelstyle.formats.registry import Files, Format
from pixelstyle.formats.shared.assembler_listing import expect_program, machine_code
from pixelstyle.formats.shared.layout import expect_length
from pixelstyle.screens import NativePicture

_START, _COLOURS, _SCREENS, _END = 0x0801, 0x3C00, (0x4000, 0x8000), 0xC000
_LENGTH = 2 + _END - _START
_BACKGROUND = 0x0866
_LAYOUT = Layout(_START, _END, _SCREENS, (0x6000, 0xA000), _COLOURS, backgrounds=((_BACKGROUND, 1),))


def _program(background: int) -> bytes:
    """From `_START` to `_COLOURS`."""
    other_frame = """
        0872  AD 00 DD   LDA $DD00     ; the other 16 K
        0875  49 02      EOR #$02
        0877  8D 00 DD   STA $DD00
        087A  AD 16 D0   LDA $D016     ; scrolled a dot
        087D  49 01      EOR #$01
        087F  8D 16 D0   STA $D016
    """
    code = machine_code(
        f"""
        {beginning(multicolor=True)}
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
        {frame_loop(0x086D, other_frame, 16)}
        """
    )
    return with_tables(code)


def _encode(picture: NativePicture) -> Files:
    memory = encoded(picture, _LAYOUT)
    program = _program(memory[2 + _BACKGROUND - _START])
    return {".prg": memory[:2] + program + memory[2 + len(program) :]}


def _decode(files: Mapping[str, bytes]) -> NativePicture:
    data = files[".prg"]
    expect_length(data, (_LENGTH,), "A C64 program that shows IFLI")
    expect_program(data, _START, _program(data[2 + _BACKGROUND - _START]), "C64")
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
        passed_over="gaps between the areas; the three cells at the left, which the VIC-II cannot show",
        refused="programs that are not ours",
        verified_by=("py65", "VICE"),
    ),
)
