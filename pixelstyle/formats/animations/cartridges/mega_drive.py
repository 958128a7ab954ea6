"""Mega Drive cartridges that play a film: `.md`, up to 4 MB.

    $0000 vectors, header   $0200 the player   $1000 packets, none of which goes on in another 128 KB

Video memory has two maps, at $C000 and $E000, and 1,791 tiles around them. A packet begins with the next one's address,
long, and how many transfers it has, a word; each transfer is what the DMA's registers and the control port take, seven
words. Then follow, with their number before them, words for the control port that show a map. What is transferred comes
last. Sources: as for the picture's cartridge, `formats.consoles.sega_cartridges`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np

from pixelstyle.formats.animations.cartridges.buffers import following
from pixelstyle.formats.animations.cartridges.packets import (
    Area,
    Pace,
    Packet,
    Run,
    into,
    played,
    seen,
)
from pixelstyle.formats.animations.cartridges.rom import Rom, check_frame, followed
from pixelstyle.formats.animations.cartridges.tile_maps import laid_by
from pixelstyle.formats.animations.frames import FilmFormat, Frame, Reader
from pixelstyle.formats.consoles.sega_cartridges import VIEWER_16_AT, mega_drive_cartridge, registers_16, start_16
from pixelstyle.formats.consoles.video_memory import MEGA_DRIVE
from pixelstyle.formats.shared.assembler_listing import machine_code
from pixelstyle.screens import NativePicture

_BANK = 0x20000
_MAPS, _SCROLLING, _TILE = (0xC000, 0xE000), 0xD000, 32
_ROWS, _COLUMNS, _ACROSS = 28, 40, 64
_SLOTS = tuple(
    slot
    for slot in range(0x10000 // _TILE)
    if slot != _SCROLLING // _TILE and not any(at <= slot * _TILE < at + 0x1000 for at in _MAPS)
)
_VRAM, _CRAM = 0x40000080, 0xC0000080
"""What the control port is told for a DMA; where to is told with it."""

PLAYER = machine_code(f"""{start_16(0x0292)}
022E  20 BC 50 00 00 03              move.l #$50000003,(a0) ; write to video memory from $D000 on:
0234  70 07                          moveq #7,d0
0236  22 BC 00 00 00 00              move.l #0,(a1)   ; no scrolling, and a sprite above the screen
023C  51 C8 FF F8                    dbf d0,$0236
0240  20 BC 40 00 00 10              move.l #$40000010,(a0) ; vertical scrolling of both planes:
0246  22 BC 00 00 00 00              move.l #0,(a1)   ; none
024C  7C 00                          moveq #0,d6      ; nothing is shown yet
024E  24 7C 00 00 10 00              movea.l #$1000,a2 ; the first packet
0254  4A 46                          tst.w d6
0256  67 10                          beq.s $0268      ; no need to wait
0258  30 10                          move.w (a0),d0
025A  08 00 00 03                    btst #3,d0
025E  66 F8                          bne.s $0258      ; to the end of a vertical blank
0260  30 10                          move.w (a0),d0
0262  08 00 00 03                    btst #3,d0
0266  67 F8                          beq.s $0260      ; to the begin of the next
0268  26 5A                          movea.l (a2)+,a3 ; the packet after this
026A  30 1A                          move.w (a2)+,d0  ; how many transfers
026C  67 12                          beq.s $0280
026E  53 40                          subq.w #1,d0
0270  20 9A                          move.l (a2)+,(a0) ; registers 19 and 20: how many words
0272  20 9A                          move.l (a2)+,(a0) ; 21 and 22: where from
0274  30 9A                          move.w (a2)+,(a0) ; 23
0276  30 9A                          move.w (a2)+,(a0) ; where to
0278  3F 1A                          move.w (a2)+,-(sp)
027A  30 9F                          move.w (sp)+,(a0) ; (the word that begins it has to come from RAM)
027C  51 C8 FF F2                    dbf d0,$0270
0280  30 1A                          move.w (a2)+,d0  ; how many registers
0282  67 0A                          beq.s $028E
0284  53 40                          subq.w #1,d0
0286  30 9A                          move.w (a2)+,(a0)
0288  51 C8 FF FC                    dbf d0,$0286
028C  7C 01                          moveq #1,d6      ; now something is shown
028E  24 4B                          movea.l a3,a2
0290  60 C2                          bra.s $0254
{registers_16(0x0292, _SCROLLING, _SCROLLING, dma=True)}
""")
_SHOWS = tuple(np.array(words, ">u2").tobytes() for words in ((0x8230, 0x8406, 0x8154), (0x8238, 0x8407, 0x8154)))
"""For the control port: planes A and B have the map of this turn; picture on."""


class _MegaDrive:
    """As `buffers.TwoMaps` asks for it, counted in bytes: a line of the vertical blank takes 205 of them."""

    pace = Pace(blank=6900, run=64, unit=2, size=2, show=40, palettes=200)
    slots = (_SLOTS, _SLOTS)

    def tile_at(self, slot: int) -> int:
        return _TILE * slot

    def map_of(self, turn: int, slots: np.ndarray, rest: np.ndarray) -> list[Area]:
        words = np.zeros((_ROWS, _ACROSS), ">u2")
        words[:, :_COLUMNS] = slots | rest
        return [(_MAPS[turn], np.frombuffer(words.tobytes(), np.uint8))]

    def registers(self, turn: int) -> bytes:
        return _SHOWS[turn]


def _encode(frames: Sequence[Frame]) -> bytes:
    intro, loop = played(frames, partial(laid_by, MEGA_DRIVE), partial(following, _MegaDrive()), turns=2)
    parts, end = _ROM.parts(intro, loop)
    return mega_drive_cartridge(_ROM.power(end, _BANK), PLAYER, "PIXELSTYLE FILM", parts)


def _transfers(packet: Packet) -> list[tuple[int, bytes]]:
    """Where to, as the control port takes it, and what."""
    found = [(_VRAM | (run.address & 0x3FFF) << 16 | run.address >> 14, run.data) for run in packet.runs]
    return found + ([(_CRAM, packet.palettes)] if packet.palettes else [])


def _size(packet: Packet) -> int:
    transfers = _transfers(packet)
    return 8 + 14 * len(transfers) + len(packet.shows) + sum(len(data) for _, data in transfers)


def _packed(packet: Packet, here: int, following: int) -> bytes:
    transfers = _transfers(packet)
    at = here + _size(packet) - sum(len(data) for _, data in transfers)
    words = [following >> 16, following & 0xFFFF, len(transfers)]
    for command, data in transfers:
        count, source = len(data) // 2, at // 2
        words += [0x9300 | count & 255, 0x9400 | count >> 8]
        words += [0x9500 | source & 255, 0x9600 | source >> 8 & 255, 0x9700 | source >> 16]
        words += [command >> 16, command & 0xFFFF]
        at += len(data)
    words.append(len(packet.shows) // 2)
    return np.array(words, ">u2").tobytes() + packet.shows + b"".join(data for _, data in transfers)


_ROM = Rom("Mega Drive", 0x1000, _BANK, 0x400000, _size, _packed)


def _decode(data: bytes) -> list[Frame]:
    _ROM.ours(data, PLAYER, VIEWER_16_AT)
    video, palettes = bytearray(0x10000), bytearray(128)

    def picture(packet: Packet) -> NativePicture:
        palettes[: len(packet.palettes)] = packet.palettes[:128]
        rows = np.frombuffer(video, ">u2")[_MAPS[_SHOWS.index(packet.shows)] // 2 :][: _ROWS * _ACROSS].reshape(
            _ROWS, _ACROSS
        )
        return MEGA_DRIVE.decode(bytes(video), rows[:, :_COLUMNS].tobytes(), bytes(palettes))

    return seen(*followed(_ROM.start, partial(_parsed, data)), into(video), picture)


def _parsed(data: bytes, start: int) -> tuple[Packet, int]:
    """A packet and where the next one is. Raises PixelStyleError for damage."""
    reader = Reader(data, "cartridge", "big", at=start)
    following, count = reader.number(4), reader.number(2)
    runs, palettes = [], b""
    for _ in range(count):
        low, high, first, second, third = (reader.number(2) & 255 for _ in range(5))
        command, source = reader.number(4), 2 * (first | second << 8 | third << 16)
        part = Reader(data, "cartridge", at=source).bytes(2 * (low | high << 8))
        if command == _CRAM:
            palettes = part
        else:
            runs.append(Run(command >> 16 & 0x3FFF | (command & 3) << 14, part))
    shows = reader.bytes(2 * reader.number(2))
    if shows:
        check_frame(shows, _SHOWS)
    return Packet(tuple(runs), shows, palettes), following


FILMS = (
    FilmFormat(
        "mega-drive-film",
        "Mega Drive cartridge that plays the film",
        ".md",
        ("mega-drive",),
        _encode,
        _decode,
        ("stable-retro",),
    ),
)
