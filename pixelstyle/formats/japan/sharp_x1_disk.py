"""Sharp X1 .2d: a floppy disk that starts with the picture.

327,680 bytes: 40 tracks of two sides of 16 records of 256 bytes, side 1 of a track behind side 0. Record 0 is for the
IPL, the program in the machine's ROM; lower bytes first:

    0   1: to be started                18  the program's length
    1   what the IPL shows              20  where it is loaded, where it starts: 0
    14  "Sys", a space: no password     30  its first record: 32

The program sets the screen up, empties its text and copies the planes behind itself to graphic memory: blue, red,
green, and of each first the uppermost lines of all 25 rows of characters, then the second ones, and so on.

Sources: BouKiCHi, "HuBASIC Format", in the documentation of HuDisk, and the z88dk's appmake, for disks; the z88dk's
library for the X1 and the notes in MAME's driver, for ports and the CRTC's registers; Intel, 8255A data sheet, for one
bit of port C.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.registry import Files, Format
from pixelstyle.formats.shared.assembler_listing import machine_code
from pixelstyle.formats.shared.layout import expect_length, pack_pixels, picture_of_codes, unpack_pixels
from pixelstyle.screens import NativePicture, ScreenMode, get_mode

_MODES = ("x1-320", "x1-640")
_RECORD, _DISK = 256, 40 * 2 * 16 * 256
_FIRST = 32
"""The record at which the program begins: the two tracks before are for HuBASIC's directory."""
_HEAD = b"\x01PixelStyle   Sys "
_ROWS, _LINES, _PLANES = 25, 8, 3
_NEXT_LINE = 0x800
"""How far apart in graphic memory two lines of a row are."""
_CRTC = {
    40: "37 28 2D 34 1F 02 19 1C 00 07 00 00 00 00",
    80: "6F 50 59 38 1F 02 19 1C 00 07 00 00 00 00",
}
"""Registers 0 to 13: of a line and of its sync, of 25 rows of eight lines, and of memory's beginning."""
_PORT_C = {40: "0D", 80: "0C"}
"""What sets or clears bit 6 of the 8255's port C: dots of twice the width."""
_VIEWER = """
0000  F3         DI
0001  01 03 1A   LD BC,$1A03
0004  ED 78      IN A,(C)     ; what may have been begun, writing to all planes at once, ends
0006  3E {bit}      LD A,bit     ; the 8255: dots are twice as wide, or not
0008  ED 79      OUT (C),A
000A  21 62 00   LD HL,$0062
000D  16 00      LD D,0
000F  01 00 18   LD BC,$1800  ; CRTC: number of a register, its value
0012  ED 51      OUT (C),D
0014  0C         INC C
0015  7E         LD A,(HL)
0016  ED 79      OUT (C),A
0018  23         INC HL
0019  14         INC D
001A  7A         LD A,D
001B  FE 0E      CP 14
001D  20 F0      JR NZ,$000F
001F  01 D0 1F   LD BC,$1FD0  ; on a turbo: 15 kHz, the first bank of graphics; others have nothing there
0022  AF         XOR A
0023  ED 79      OUT (C),A
0025  01 00 13   LD BC,$1300  ; text before graphics
0028  ED 79      OUT (C),A
002A  05         DEC B        ; each colour is itself: green,
002B  3E F0      LD A,$F0
002D  ED 79      OUT (C),A
002F  05         DEC B        ; red,
0030  3E CC      LD A,$CC
0032  ED 79      OUT (C),A
0034  05         DEC B        ; blue
0035  3E AA      LD A,$AA
0037  ED 79      OUT (C),A
0039  01 00 20   LD BC,$2000  ; characters without colour, up to $3FFF
003C  AF         XOR A
003D  ED 79      OUT (C),A
003F  03         INC BC
0040  CB 70      BIT 6,B
0042  28 F8      JR Z,$003C
0044  21 70 00   LD HL,$0070  ; BC is $4000, where blue begins
0047  11 {line}   LD DE,line
004A  7E         LD A,(HL)
004B  ED 79      OUT (C),A
004D  23         INC HL
004E  03         INC BC
004F  1B         DEC DE
0050  7A         LD A,D
0051  B3         OR E
0052  20 F6      JR NZ,$004A
0054  EB         EX DE,HL
0055  21 {gap}   LD HL,gap
0058  09         ADD HL,BC
0059  44         LD B,H
005A  4D         LD C,L
005B  EB         EX DE,HL
005C  78         LD A,B       ; 0 behind green's last line
005D  B1         OR C
005E  20 E7      JR NZ,$0047
0060  18 FE      JR $0060
0062  {registers}
"""


def _viewer(columns: int) -> bytes:
    """The program for so many columns, up to the planes."""
    line = _ROWS * columns
    words = {"line": _word(line), "gap": _word(_NEXT_LINE - line)}
    return machine_code(_VIEWER.format(bit=_PORT_C[columns], registers=_CRTC[columns], **words))


def _word(number: int) -> str:
    return number.to_bytes(2, "little").hex(" ").upper()


def _head(length: int) -> bytes:
    """The beginning of record 0, for a program of so many bytes."""
    return _HEAD + length.to_bytes(2, "little") + bytes(10) + _FIRST.to_bytes(2, "little")


def _encode(picture: NativePicture) -> Files:
    columns = picture.mode.width // 8
    planes = b"".join(
        pack_pixels(picture.indices >> np.uint8(plane) & 1, 1)
        .reshape(_ROWS, _LINES, columns)
        .transpose(1, 0, 2)
        .tobytes()
        for plane in range(_PLANES)
    )
    program = _viewer(columns) + planes
    return {".2d": (_head(len(program)).ljust(_FIRST * _RECORD, b"\0") + program).ljust(_DISK, b"\0")}


def _decode(files: Mapping[str, bytes]) -> NativePicture:
    disk = files[".2d"]
    expect_length(disk, (_DISK,), "A disk of a Sharp X1")
    for mode in map(get_mode, _MODES):
        planes = _planes_of(disk, mode)
        if planes is not None:
            codes = sum(unpack_pixels(lines, 1) << np.uint8(plane) for plane, lines in enumerate(planes))
            return picture_of_codes(mode, np.asarray(codes, np.uint8))
    raise PixelStyleError("This disk holds some other program, not a picture with PixelStyle's viewer.")


def _planes_of(disk: bytes, mode: ScreenMode) -> np.ndarray | None:
    """The lines of each plane as bytes, uint8 [3, 200, columns]; None where the disk has not our program for them."""
    columns = mode.width // 8
    viewer = _viewer(columns)
    at, length = _FIRST * _RECORD + len(viewer), _PLANES * mode.height * columns
    if not disk.startswith(_head(len(viewer) + length)) or disk[_FIRST * _RECORD : at] != viewer:
        return None
    planes = np.frombuffer(disk, np.uint8, length, at).reshape(_PLANES, _LINES, _ROWS, columns)
    return planes.transpose(0, 2, 1, 3).reshape(_PLANES, mode.height, columns)


FORMATS: tuple[Format, ...] = (
    Format(
        name="sharp-x1-disk",
        title="Sharp X1 disk that shows the picture",
        extensions=(".2d",),
        modes=_MODES,
        encode=_encode,
        decode=_decode,
        sizes=(_DISK,),
        starts=(_HEAD,),
        passed_over="all but the first 32 bytes of record 0, the program and its planes",
        refused="programs that are not ours",
        verified_by=("MAME",),
    ),
)
