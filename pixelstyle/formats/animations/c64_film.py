"""A C64 program that plays a film: the first picture in place, then what changes from frame to frame, round and round.

    $0801 program   $2000 bitmap   $3F40 screen RAM   $4328 colour RAM   $4710 to $CFFF differences, BASIC's ROM away

Of each frame how many of the screen's fiftieths to wait, then runs of bytes, each with its length and its address, and
0. After the last frame the differences lead back to the first, and 0 begins anew. Cells' colours stay in the nibble
that they are in. Source: Commodore 64 Programmer's Reference Guide (1982).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.animations.frames import FilmBytes, FilmFormat, Frame, Reader
from pixelstyle.formats.c64.bitmaps import (
    BITMAP,
    SCREEN,
    hires_memory,
    hires_picture,
    multicolor_memory,
    multicolor_picture,
)
from pixelstyle.formats.c64.program_parts import copy_cells
from pixelstyle.formats.shared.assembler_listing import expect_program, machine_code
from pixelstyle.formats.shared.layout import slotted
from pixelstyle.screens import NativePicture

START, BITMAP_AT, STREAM, END = 0x0801, 0x2000, 0x4710, 0xD000
_SCREEN_AT, _COLOUR_AT, _BACKGROUND_AT = 0x0400, 0xD800, 0xD021
_FRAMES = 50
"""A second, of a PAL machine's screen."""
_GAP = 3
"""Bytes that have not changed are written all the same where a new run would cost more."""


def _program(multicolor: bool, border: int, background: int) -> bytes:
    return machine_code(
        f"""
        0801  0B 08 0A 00 9E 32 30 36 31 00 00 00   BASIC: 10 SYS 2061
        080D  78         SEI
        080E  A9 36      LDA #$36      ; RAM in place of BASIC
        0810  85 01      STA $01
        0812  A9 0B      LDA #$0B      ; screen off until all is in place
        0814  8D 11 D0   STA $D011
        0817  A9 {border:02X}      LDA #border
        0819  8D 20 D0   STA $D020
        081C  A9 {background:02X}      LDA #background
        081E  8D 21 D0   STA $D021
        {copy_cells(0x0821, (0x3F40, 0x0400), (0x4328, 0xD800))}
        0856  A9 18      LDA #$18      ; screen RAM at $0400, bitmap at $2000
        0858  8D 18 D0   STA $D018
        085B  A9 {0x18 if multicolor else 0x08:02X}      LDA #mode     ; bit 4: multicolour
        085D  8D 16 D0   STA $D016
        0860  A9 3B      LDA #$3B      ; bitmap mode, screen on
        0862  8D 11 D0   STA $D011
        0865  A9 10      LDA #$10      ; the differences begin at $4710
        0867  85 FB      STA $FB
        0869  A9 47      LDA #$47
        086B  85 FC      STA $FC
        086D  A0 00      LDY #$00      ; a frame: how long to wait; 0: begin anew
        086F  B1 FB      LDA ($FB),Y
        0871  F0 F2      BEQ $0865
        0873  AA         TAX
        0874  AD 11 D0   LDA $D011     ; to line 256
        0877  10 FB      BPL $0874
        0879  AD 11 D0   LDA $D011     ; to line 0
        087C  30 FB      BMI $0879
        087E  CA         DEX
        087F  D0 F3      BNE $0874
        0881  E6 FB      INC $FB       ; a run: how many bytes; 0: the frame is done
        0883  D0 02      BNE $0887
        0885  E6 FC      INC $FC
        0887  B1 FB      LDA ($FB),Y
        0889  F0 30      BEQ $08BB
        088B  AA         TAX
        088C  C8         INY
        088D  B1 FB      LDA ($FB),Y   ; where to
        088F  85 FD      STA $FD
        0891  C8         INY
        0892  B1 FB      LDA ($FB),Y
        0894  85 FE      STA $FE
        0896  A5 FB      LDA $FB       ; past these three
        0898  18         CLC
        0899  69 03      ADC #$03
        089B  85 FB      STA $FB
        089D  90 02      BCC $08A1
        089F  E6 FC      INC $FC
        08A1  A0 00      LDY #$00
        08A3  B1 FB      LDA ($FB),Y
        08A5  91 FD      STA ($FD),Y
        08A7  C8         INY
        08A8  CA         DEX
        08A9  D0 F8      BNE $08A3
        08AB  88         DEY           ; to the run's last byte
        08AC  98         TYA
        08AD  18         CLC
        08AE  65 FB      ADC $FB
        08B0  85 FB      STA $FB
        08B2  90 02      BCC $08B6
        08B4  E6 FC      INC $FC
        08B6  A0 00      LDY #$00
        08B8  4C 81 08   JMP $0881
        08BB  E6 FB      INC $FB       ; to the next frame
        08BD  D0 AE      BNE $086D
        08BF  E6 FC      INC $FC
        08C1  D0 AA      BNE $086D
        """
    )


def _areas(picture: NativePicture) -> list[tuple[int, np.ndarray]]:
    """The memory that shows a picture: addresses, and the bytes from there on."""
    if picture.mode.name == "c64-multicolor":
        bitmap, screen, colour, background = multicolor_memory(picture)
    else:
        (bitmap, screen), colour, background = hires_memory(picture), bytes(SCREEN), 0
    parts = [(BITMAP_AT, bitmap), (_SCREEN_AT, screen), (_COLOUR_AT, colour), (_BACKGROUND_AT, bytes([background]))]
    return [(address, np.frombuffer(data, np.uint8)) for address, data in parts]


def aligned(picture: NativePicture, before: NativePicture | None) -> NativePicture:
    """The picture with each cell's colours in the places that they have in the frame before.

    Places that no pixel needs keep what they held: every byte that stays costs nothing. A picture whose codes are known
    is as it is.
    """
    picture = slotted(picture)
    if picture.codes is not None:
        return picture
    if before is None:
        return replace(picture, codes=None)
    own = [number for number, slots in enumerate(picture.mode.slots) if slots.cell is not None]
    now = np.concatenate([picture.slots[number] for number in own], axis=2)
    old = np.concatenate([before.slots[number] for number in own], axis=2)
    rows, columns, count = now.shape
    high, wide = picture.indices.shape[0] // rows, picture.indices.shape[1] // columns
    cells = picture.indices.reshape(rows, high, columns, wide).transpose(0, 2, 1, 3).reshape(rows, columns, -1)
    needed = (now[..., None] == cells[:, :, None, :]).any(axis=3)
    shared = [int(k) for n, held in enumerate(picture.slots) if n not in own for k in held.ravel()]
    placed = old.copy()
    for row, column in np.argwhere((now != old).any(axis=2)):
        wanted = [int(k) for k, used in zip(now[row, column], needed[row, column], strict=True) if used]
        wanted = [k for k in dict.fromkeys(wanted) if k not in shared]
        place = old[row, column].tolist()
        free = [slot for slot in range(count) if place[slot] not in wanted or place.index(place[slot]) != slot]
        for colour in wanted:
            if colour not in place:
                place[free.pop()] = colour
        placed[row, column] = place
    slots, start = list(picture.slots), 0
    for number in own:
        size = picture.slots[number].shape[2]
        slots[number], start = placed[..., start : start + size], start + size
    return replace(picture, slots=tuple(slots), codes=None)


def _runs(before: list[tuple[int, np.ndarray]], now: list[tuple[int, np.ndarray]]) -> bytes:
    """What has changed, as runs."""
    found = bytearray()
    for (address, old), (_, new) in zip(before, now, strict=True):
        places = np.flatnonzero(old != new).tolist()
        runs: list[list[int]] = []
        for place in places:
            if runs and place - runs[-1][1] <= _GAP and place + 1 - runs[-1][0] <= 255:
                runs[-1][1] = place + 1
            else:
                runs.append([place, place + 1])
        for start, end in runs:
            found += bytes([end - start]) + (address + start).to_bytes(2, "little") + new[start:end].tobytes()
    return bytes(found)


def _encode(frames: Sequence[Frame]) -> bytes:
    pictures: list[NativePicture] = []
    for frame in frames:
        pictures.append(aligned(frame.picture, pictures[-1] if pictures else None))
    memories = [_areas(picture) for picture in pictures]
    stream = bytearray()
    if len(frames) > 1:
        for number in [*range(1, len(frames)), 0]:
            stream += _wait(frames[number - 1].seconds) + _runs(memories[number - 1], memories[number]) + b"\0"
    else:
        stream += b"\xff\0"
    room = END - STREAM - 1
    if len(stream) > room:
        each = room // max(1, len(frames))
        raise PixelStyleError(
            f"The film's changes take {len(stream):,} bytes, and a C64 has room for {room:,}: take fewer --frames, "
            f"or --bytes-per-frame {each}."
        )
    picture = pictures[0]
    areas = dict(memories[0])
    program = _program(
        picture.mode.name == "c64-multicolor", picture.extra.get("border", 0), int(areas[_BACKGROUND_AT][0])
    )
    gap = bytes(BITMAP_AT - START - len(program))
    first = b"".join(areas[address].tobytes() for address in (BITMAP_AT, _SCREEN_AT, _COLOUR_AT))
    return START.to_bytes(2, "little") + program + gap + first + bytes(stream) + b"\0"


def _wait(seconds: Fraction) -> bytes:
    """A wait in the screen's fiftieths; more than 255 of them are frames in which nothing changes."""
    fiftieths = max(1, round(seconds * _FRAMES))
    return b"\xff\0" * ((fiftieths - 1) // 255) + bytes([(fiftieths - 1) % 255 + 1])


def _change(before: NativePicture, now: NativePicture) -> int:
    first = aligned(before, None) if not before.slots else before
    return len(_runs(_areas(first), _areas(aligned(now, first)))) + 2


def _decode(data: bytes) -> list[Frame]:
    if len(data) < 2 + STREAM - START:
        raise PixelStyleError("This is no C64 program that plays a film.")
    memory = bytearray(bytes(START) + data[2:])
    border, background, multicolor = memory[0x0818], memory[0x081D], memory[0x085C] == 0x18
    expect_program(data, START, _program(multicolor, border, background), "C64", "film")
    shown = bytearray(0x10000)
    shown[BITMAP_AT : BITMAP_AT + BITMAP] = memory[BITMAP_AT : BITMAP_AT + BITMAP]
    shown[_SCREEN_AT : _SCREEN_AT + SCREEN] = memory[BITMAP_AT + BITMAP : BITMAP_AT + BITMAP + SCREEN]
    shown[_COLOUR_AT : _COLOUR_AT + SCREEN] = memory[BITMAP_AT + BITMAP + SCREEN : STREAM]
    shown[_BACKGROUND_AT] = background
    reader, found = Reader(bytes(memory[STREAM:]), "program"), []
    while wait := reader.number(1):
        found.append(Frame(_picture(shown, multicolor, border), Fraction(wait, _FRAMES)))
        while count := reader.number(1):
            address = reader.number(2)
            shown[address : address + count] = reader.bytes(count)
            del shown[0x10000:]
    return _joined(found)


def _picture(memory: bytearray, multicolor: bool, border: int) -> NativePicture:
    bitmap, screen = bytes(memory[BITMAP_AT : BITMAP_AT + BITMAP]), bytes(memory[_SCREEN_AT : _SCREEN_AT + SCREEN])
    if not multicolor:
        return hires_picture(bitmap, screen, border)
    colour = bytes(memory[_COLOUR_AT : _COLOUR_AT + SCREEN])
    return multicolor_picture(bitmap, screen, colour, memory[_BACKGROUND_AT], border)


def _joined(frames: list[Frame]) -> list[Frame]:
    """Frames after waits of 255, in which nothing has changed, as one."""
    found: list[Frame] = []
    for frame in frames:
        full = bool(found) and (found[-1].seconds * _FRAMES) % 255 == 0
        if full and (found[-1].picture.indices == frame.picture.indices).all():
            found[-1] = replace(found[-1], seconds=found[-1].seconds + frame.seconds)
        else:
            found.append(frame)
    return found


FILMS = (
    FilmFormat(
        "c64-film",
        "C64 program that plays the film",
        ".prg",
        ("c64-multicolor", "c64-hires"),
        _encode,
        _decode,
        ("py65",),
        _change,
        FilmBytes("cells", head=3, colours=2.5),
        aligned,
    ),
)
