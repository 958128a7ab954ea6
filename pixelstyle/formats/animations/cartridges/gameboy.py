"""Game Boy cartridges that play a film: `.gb`, up to 4 MB, with an MBC5.

    $0150 the player   bank 1: the first picture's tiles and map at $4000, then packets; on in further banks

Each of the 360 places has a tile of its own, as in `gameboy-split`, so that nothing but tiles is ever written: thirteen
in a vertical blank. There is no room for a second picture: a new one takes the place of the old one tile by tile. A
packet is the next one's address, two bytes, and bank, then how many tiles it has (bit 7: with them a frame is
complete); each is an address and 16 bytes. Source: Pan Docs, "LCDC", "MBC5".
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np

from pixelstyle.formats.animations.cartridges.packets import Pace, Packet, Run, Update, dealt, played, seen
from pixelstyle.formats.animations.cartridges.rom import Rom, followed
from pixelstyle.formats.animations.frames import FilmFormat, Frame, Reader
from pixelstyle.formats.consoles.gameboy import (
    BLOCK,
    COLUMNS,
    HALF,
    ROWS,
    SPARE_OF_LOWER_HALF,
    TILE,
    pack_2bpp,
    split_picture,
    video_bank,
)
from pixelstyle.formats.consoles.gameboy_cartridge import (
    BANK as VIDEO,
)
from pixelstyle.formats.consoles.gameboy_cartridge import (
    COPY_AND_SHOW,
    SCREEN_OFF,
    VIDEO_AT,
    VIEWER_AT,
    name_anew,
    with_header,
)
from pixelstyle.formats.shared.assembler_listing import machine_code
from pixelstyle.screens import NativePicture, cut_cells

_BANK, _COMPLETE = 0x4000, 0x80
_PACE = Pace(blank=1060, run=0, unit=80, size=TILE)
"""In the processor's cycles, of which a vertical blank has 1,140."""
_UPPER = HALF * COLUMNS
_NUMBERS = tuple(
    place if place < _UPPER else place - _UPPER + (2 * BLOCK if place - _UPPER < BLOCK else SPARE_OF_LOWER_HALF - BLOCK)
    for place in range(ROWS * COLUMNS)
)
"""Of each place's tile, counted from $8000 on."""
_MAP = bytes(number if number < 2 * BLOCK else number - 2 * BLOCK for number in _NUMBERS)

PLAYER = machine_code(f"""{SCREEN_OFF}{COPY_AND_SHOW}
017A  21 00 5C  ld hl,$5C00    ; the first packet, behind the picture
{name_anew(0x017D)}
0197  F9        ld sp,hl       ; nothing is ever pushed
0198  E1        pop hl
0199  7D        ld a,l
019A  E0 80     ldh [$80],a    ; the next packet
019C  7C        ld a,h
019D  E0 81     ldh [$81],a
019F  C1        pop bc         ;   its bank
01A0  78        ld a,b
01A1  E6 7F     and $7F        ; how many tiles
01A3  28 2D     jr z,$01D2
01A5  47        ld b,a
01A6  E1        pop hl         ; where to
{
    "".join(
        f'''
{0x1A7 + 5 * pair:04X}  D1        pop de
{0x1A8 + 5 * pair:04X}  73        ld [hl],e
{0x1A9 + 5 * pair:04X}  2C        inc l
{0x1AA + 5 * pair:04X}  72        ld [hl],d
{0x1AB + 5 * pair:04X}  2C        inc l
'''
        for pair in range(8)
    )
}
01CF  05        dec b
01D0  20 D4     jr nz,$01A6
01D2  79        ld a,c
01D3  EA 00 20  ld [$2000],a   ; on to the next packet
01D6  F0 80     ldh a,[$80]
01D8  6F        ld l,a
01D9  F0 81     ldh a,[$81]
01DB  67        ld h,a
01DC  18 9F     jr $017D
""")


def _laid(picture: NativePicture) -> tuple[bytes, ...]:
    """Each place's tile."""
    tiles = pack_2bpp(cut_cells(picture.indices, (8, 8)).reshape(-1, 8, 8))
    return tuple(tiles[start : start + TILE] for start in range(0, len(tiles), TILE))


def _following(
    before: tuple[bytes, ...] | None, tiles: tuple[bytes, ...], _turn: int, _home: tuple[bytes, ...] | None
) -> Update[tuple[bytes, ...]]:
    """As `packets.played` asks for it."""
    changed = [] if before is None else [place for place, tile in enumerate(tiles) if tile != before[place]]
    runs = [Run(0x8000 + TILE * _NUMBERS[place], tiles[place]) for place in changed]
    return Update(tiles, dealt(runs, _PACE, bytes([_COMPLETE])))


def _encode(frames: Sequence[Frame]) -> bytes:
    _, loop = played(frames, _laid, _following, turns=1)
    video = np.zeros((3 * BLOCK, TILE), np.uint8)
    video[list(_NUMBERS)] = np.frombuffer(b"".join(_laid(frames[0].picture)), np.uint8).reshape(-1, TILE)
    parts, end = _ROM.parts([], loop)
    shown = {VIDEO_AT: video_bank(video.tobytes(), _MAP)}
    return with_header(_ROM.power(end, 4 * _BANK), PLAYER, shown | parts, colour=False)


def _size(packet: Packet) -> int:
    return 4 + (2 + TILE) * len(packet.runs)


def _packed(packet: Packet, _here: int, following: int) -> bytes:
    count = len(packet.runs) | (packet.shows or b"\0")[0]
    found = (_BANK + following % _BANK).to_bytes(2, "little") + bytes([following // _BANK, count])
    return found + b"".join(run.address.to_bytes(2, "little") + run.data for run in packet.runs)


_ROM = Rom("Game Boy", VIDEO_AT + VIDEO, _BANK, 0x400000, _size, _packed)


def _decode(data: bytes) -> list[Frame]:
    _ROM.ours(data, PLAYER, VIEWER_AT)
    video = bytearray(data[VIDEO_AT : VIDEO_AT + VIDEO].ljust(0x8000, b"\0"))

    def write(run: Run) -> None:
        video[run.address - 0x8000 : run.address - 0x8000 + TILE] = run.data

    def picture(_packet: Packet) -> NativePicture:
        return split_picture(bytes(video[: 3 * BLOCK * TILE]), _MAP)

    intro, loop = followed(_ROM.start, partial(_parsed, data))
    return seen([Packet(shows=bytes([_COMPLETE])), *intro], loop, write, picture)


def _parsed(data: bytes, start: int) -> tuple[Packet, int]:
    """A packet and where the next one is. Raises PixelStyleError for damage."""
    reader = Reader(data, "cartridge", at=start)
    following = reader.number(2) % _BANK + reader.number(1) * _BANK
    count = reader.number(1)
    runs = tuple(Run(0x8000 | reader.number(2), reader.bytes(TILE)) for _ in range(count & ~_COMPLETE))
    return Packet(runs, bytes([_COMPLETE]) if count & _COMPLETE else b""), following


FILMS = (
    FilmFormat(
        "gameboy-film",
        "Game Boy cartridge that plays the film",
        ".gb",
        ("gameboy", "gameboy-split"),
        _encode,
        _decode,
        ("PyBoy", "stable-retro"),
    ),
)
