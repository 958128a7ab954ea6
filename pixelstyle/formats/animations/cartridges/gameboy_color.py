"""Game Boy Color cartridges that play a film: `.gbc`, up to 4 MB, with an MBC5.

    $0150 the player   from bank 1 on, each seen at $4000: packets, none of which goes on in another bank

The screen has its tiles from $8000 and its map at $9800, then from $8800 and at $9C00, in turns. A packet begins with
the next one's bank and address and with how many transfers it has; each is what the registers $FF4F and $FF51 to $FF55
take. Then 0, or LCDC's value to show a map, how many bytes of palettes follow, and those. What is transferred comes
last, from a multiple of 16 on. Source: Pan Docs, "CGB Registers", "MBC5".
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np

from pixelstyle.formats.animations.cartridges.buffers import Laid, following
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
from pixelstyle.formats.animations.frames import FilmFormat, Frame, Reader
from pixelstyle.formats.consoles.gameboy import COLUMNS, ROWS, TILE, color_memory, color_picture
from pixelstyle.formats.consoles.gameboy_cartridge import SCREEN_OFF, VIEWER_AT, with_header
from pixelstyle.formats.shared.assembler_listing import machine_code
from pixelstyle.screens import NativePicture

BANK, LARGEST = 0x4000, 0x400000
_MAPS, _LINE, _BANK_1, _TILES = (0x9800, 0x9C00), 32, 0x10000, 384
_LCDC = (b"\x91", b"\x89")
"""Screen and background on; tiles from $8000 and the map at $9800; tiles from $8800 and the map at $9C00."""

PLAYER = machine_code(f"""{SCREEN_OFF}
0161  21 00 40  ld hl,$4000    ; the first packet
0164  3E 01     ld a,1
0166  EA 00 20  ld [$2000],a   ;   in bank 1
0169  F0 40     ldh a,[$40]
016B  07        rlca           ; while the screen is off
016C  30 0C     jr nc,$017A    ;   no need to wait
016E  F0 44     ldh a,[$44]
0170  FE 90     cp 144
0172  28 FA     jr z,$016E
0174  F0 44     ldh a,[$44]
0176  FE 90     cp 144         ; to the begin of a vertical blank
0178  20 FA     jr nz,$0174
017A  2A        ld a,[hl+]
017B  E0 80     ldh [$80],a    ; the next packet's bank
017D  2A        ld a,[hl+]
017E  5F        ld e,a
017F  2A        ld a,[hl+]
0180  57        ld d,a         ;   and address
0181  2A        ld a,[hl+]     ; how many transfers
0182  A7        and a
0183  28 16     jr z,$019B
0185  47        ld b,a
0186  2A        ld a,[hl+]
0187  E0 4F     ldh [$4F],a    ; bank of video memory
0189  2A        ld a,[hl+]
018A  E0 51     ldh [$51],a    ; where from
018C  2A        ld a,[hl+]
018D  E0 52     ldh [$52],a
018F  2A        ld a,[hl+]
0190  E0 53     ldh [$53],a    ; where to
0192  2A        ld a,[hl+]
0193  E0 54     ldh [$54],a
0195  2A        ld a,[hl+]
0196  E0 55     ldh [$55],a    ; how many times 16 bytes: it begins
0198  05        dec b
0199  20 EB     jr nz,$0186
019B  2A        ld a,[hl+]     ; LCDC, if a frame is complete
019C  A7        and a
019D  28 13     jr z,$01B2
019F  4F        ld c,a
01A0  2A        ld a,[hl+]     ; how many bytes of palettes
01A1  A7        and a
01A2  28 0B     jr z,$01AF
01A4  47        ld b,a
01A5  3E 80     ld a,$80
01A7  E0 68     ldh [$68],a    ; palette memory from 0 on, one byte after the other
01A9  2A        ld a,[hl+]
01AA  E0 69     ldh [$69],a
01AC  05        dec b
01AD  20 FA     jr nz,$01A9
01AF  79        ld a,c
01B0  E0 40     ldh [$40],a
01B2  F0 80     ldh a,[$80]
01B4  EA 00 20  ld [$2000],a   ; on to the next packet
01B7  62        ld h,d
01B8  6B        ld l,e
01B9  18 AE     jr $0169
""")


def _slots(*blocks: range) -> tuple[int, ...]:
    """Those of both banks, block by block."""
    return tuple(bank * _TILES + tile for block in blocks for bank in (0, 1) for tile in block)


class _GameBoyColor:
    """As `buffers.TwoMaps` asks for it, counted in the processor's cycles: the vertical blank has 1,140 of them."""

    pace = Pace(blank=1020, run=36, unit=8, size=TILE, show=50, palettes=600)
    slots = (_slots(range(128), range(128, 256)), _slots(range(256, 384), range(255, 127, -1)))

    def tile_at(self, slot: int) -> int:
        return slot // _TILES * _BANK_1 + 0x8000 + TILE * (slot % _TILES)

    def map_of(self, turn: int, slots: np.ndarray, rest: np.ndarray) -> list[Area]:
        planes = np.zeros((2, ROWS, _LINE), np.uint8)
        planes[0, :, :COLUMNS] = slots % _TILES & 0xFF
        planes[1, :, :COLUMNS] = rest | slots // _TILES << 3
        return [(bank * _BANK_1 + _MAPS[turn], planes[bank].reshape(-1)) for bank in (0, 1)]

    def registers(self, turn: int) -> bytes:
        return _LCDC[turn]


def _laid(picture: NativePicture) -> Laid:
    tiles, numbers, attributes, palettes = color_memory(picture)
    flags, low = (
        np.frombuffer(data, np.uint8).reshape(ROWS, COLUMNS).astype(np.intp) for data in (attributes, numbers)
    )
    named = low | (flags & 8) << 5
    cut = [tiles[start : start + TILE] for start in range(0, TILE * (int(named.max()) + 1), TILE)]
    return Laid(cut, named, flags & ~8, palettes)


def _encode(frames: Sequence[Frame]) -> bytes:
    intro, loop = played(frames, _laid, partial(following, _GameBoyColor()), turns=2)
    parts, end = _ROM.parts(intro, loop)
    return with_header(_ROM.power(end, 4 * BANK), PLAYER, parts, colour=True)


def _size(packet: Packet) -> int:
    return _head(packet) + sum(len(run.data) for run in packet.runs)


def _head(packet: Packet) -> int:
    size = 5 + 6 * len(packet.runs) + (1 + len(packet.palettes) if packet.shows else 0)
    return size + -size % TILE


def _packed(packet: Packet, here: int, following: int) -> bytes:
    found = bytearray([following // BANK]) + _address(following) + bytes([len(packet.runs)])
    at = here + _head(packet)
    for run in packet.runs:
        bank, address = divmod(run.address, _BANK_1)
        found += bytes([bank]) + _address(at)[::-1] + address.to_bytes(2, "big") + bytes([len(run.data) // TILE - 1])
        at += len(run.data)
    if packet.shows:
        found += packet.shows + bytes([len(packet.palettes)]) + packet.palettes
    return bytes(found).ljust(_head(packet), b"\0") + b"".join(run.data for run in packet.runs)


def _address(place: int) -> bytes:
    return (BANK + place % BANK).to_bytes(2, "little")


_ROM = Rom("Game Boy Color", BANK, BANK, LARGEST, _size, _packed)


def _decode(data: bytes) -> list[Frame]:
    _ROM.ours(data, PLAYER, VIEWER_AT)
    video, palettes = bytearray(2 * _BANK_1), bytearray(64)

    def picture(packet: Packet) -> NativePicture:
        turn = _LCDC.index(packet.shows)
        palettes[: len(packet.palettes)] = packet.palettes[:64]
        blocks = ((0x8000, 0x8800), (0x9000, 0x8800))[turn]
        tiles = b"".join(video[bank + at : bank + at + 0x800] for bank in (0, _BANK_1) for at in blocks)
        placed = [video[bank + _MAPS[turn] :][: ROWS * _LINE] for bank in (0, _BANK_1)]
        numbers, flags = (
            np.frombuffer(plane, np.uint8).reshape(ROWS, _LINE)[:, :COLUMNS].tobytes() for plane in placed
        )
        return color_picture(tiles, numbers, flags, bytes(palettes))

    return seen(*followed(_ROM.start, partial(_parsed, data)), into(video), picture)


def _parsed(data: bytes, start: int) -> tuple[Packet, int]:
    """A packet and where the next one is. Raises PixelStyleError for damage."""
    reader, bank = Reader(data, "cartridge", at=start), start // BANK * BANK
    following = reader.number(1) * BANK + reader.number(2) % BANK
    runs = []
    for _ in range(reader.number(1)):
        video, source, where, count = (int.from_bytes(reader.bytes(size), "big") for size in (1, 2, 2, 1))
        part = Reader(data, "cartridge", at=bank + source % BANK).bytes(TILE * (count + 1))
        runs.append(Run((video & 1) * _BANK_1 + where, part))
    shows = reader.bytes(1)
    if shows == b"\0":
        return Packet(tuple(runs)), following
    check_frame(shows, _LCDC)
    return Packet(tuple(runs), shows, reader.bytes(reader.number(1))), following


FILMS = (
    FilmFormat(
        "gameboy-color-film",
        "Game Boy Color cartridge that plays the film",
        ".gbc",
        ("gameboy-color",),
        _encode,
        _decode,
        ("PyBoy", "stable-retro"),
    ),
)
