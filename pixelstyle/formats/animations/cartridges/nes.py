"""NES cartridges that play a film: `.nes` with an MMC3 (mapper 4), up to 512 KB of program and 256 KB of tiles.

    the last 8 KB, at $E000   the player        the others, each seen at $8000   packets, none over a bank's end

Every frame has its 256 tiles in four banks of 1 KB, which are changed in no time; banks of the same tiles are one. Its
nametable is written into that of the two which is not shown. So that little of it has to be, tiles that the frame
before had keep their numbers, and others take those that stand in their places. A packet is the next one's address, two
bytes, and bank, then how many runs it has; each is an address, upper byte first, how many times four bytes, and those.
Then 0, or what $2000 takes to show the frame, its four banks, how many bytes of palettes follow, and those.
Sources: NESdev Wiki, "MMC3", "iNES", "NMI"; as for the picture's cartridge, `formats.consoles.nes`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.animations.cartridges.packets import Pace, Packet, Run, Update, changes, dealt, played, seen
from pixelstyle.formats.animations.cartridges.rom import Rom, check_frame, followed
from pixelstyle.formats.animations.frames import FilmFormat, Frame, Reader
from pixelstyle.formats.consoles.nes import (
    CHR,
    COLUMNS,
    NAMETABLE,
    PALETTE,
    ROWS,
    TILES,
    memory_picture,
    picture_memory,
    start_code,
)
from pixelstyle.formats.shared.assembler_listing import machine_code
from pixelstyle.screens import NativePicture

_HEADER, _BANK, _PROGRAMS, _TILE, _PART, _PARTS = 16, 0x2000, 0x80000, 16, 0x400, 0x40000
_MAPS, _SHOWS = (0x2000, 0x2400), (0x90, 0x91)
"""The nametables, and what $2000 takes to show them: vertical blanks interrupt, tiles from $1000 on."""
_PACE = Pace(blank=2100, run=42, unit=53, size=4, show=120, palettes=340)
"""In the processor's cycles, of which a vertical blank has 2,273."""

_FOUR = "".join(
    f"""
{0xE05C + 6 * byte:04X}  C8        iny
{0xE05D + 6 * byte:04X}  B1 00     lda ($00),y
{0xE05F + 6 * byte:04X}  8D 07 20  sta $2007
"""
    for byte in range(4)
)
PLAYER = machine_code(f"""{start_code("E")}
E014  8E 00 E0  stx $E000      ; no interrupts from the MMC3
E017  8E 00 A0  stx $A000      ; nametables side by side: $2000 and $2400 are two
E01A  2C 02 20  bit $2002      ; forget a vertical blank from before the reset
E01D  2C 02 20  bit $2002      ; the picture processor takes no writes until it has warmed up:
E020  10 FB     bpl $E01D      ;   wait for one vertical blank
E022  2C 02 20  bit $2002
E025  10 FB     bpl $E022      ;   and for another
E027  86 04     stx $04        ; nothing is shown yet
E029  86 05     stx $05        ; what $2000 was told
E02B  86 00     stx $00        ; the first packet, at $8000
E02D  A9 80     lda #$80
E02F  85 01     sta $01
E031  8A        txa            ;   in bank 0
E032  A2 06     ldx #$06
E034  8E 00 80  stx $8000
E037  8D 01 80  sta $8001      ; the packet's bank
E03A  A5 04     lda $04
E03C  F0 06     beq $E044      ; no need to wait
E03E  A5 06     lda $06
E040  C5 06     cmp $06        ; for a vertical blank
E042  F0 FC     beq $E040
E044  A0 03     ldy #$03
E046  B1 00     lda ($00),y    ; how many runs
E048  F0 31     beq $E07B
E04A  85 07     sta $07
E04C  C8        iny
E04D  B1 00     lda ($00),y
E04F  8D 06 20  sta $2006      ; where to
E052  C8        iny
E053  B1 00     lda ($00),y
E055  8D 06 20  sta $2006
E058  C8        iny
E059  B1 00     lda ($00),y    ; how many times four bytes
E05B  AA        tax
{_FOUR}
E074  CA        dex
E075  D0 E5     bne $E05C
E077  C6 07     dec $07
E079  D0 D1     bne $E04C
E07B  C8        iny
E07C  B1 00     lda ($00),y    ; $2000, if a frame is complete
E07E  F0 32     beq $E0B2
E080  85 05     sta $05
E082  A2 02     ldx #$02       ; the MMC3's registers 2 to 5: its tiles
E084  8E 00 80  stx $8000
E087  C8        iny
E088  B1 00     lda ($00),y
E08A  8D 01 80  sta $8001
E08D  E8        inx
E08E  E0 06     cpx #$06
E090  D0 F2     bne $E084
E092  C8        iny
E093  B1 00     lda ($00),y    ; how many bytes of palettes
E095  F0 14     beq $E0AB
E097  AA        tax
E098  A9 3F     lda #$3F
E09A  8D 06 20  sta $2006      ; from $3F00 on
E09D  A9 00     lda #$00
E09F  8D 06 20  sta $2006
E0A2  C8        iny
E0A3  B1 00     lda ($00),y
E0A5  8D 07 20  sta $2007
E0A8  CA        dex
E0A9  D0 F7     bne $E0A2
E0AB  A9 0A     lda #$0A
E0AD  8D 01 20  sta $2001      ; background on, also in the leftmost eight pixels
E0B0  85 04     sta $04
E0B2  A9 00     lda #$00
E0B4  8D 05 20  sta $2005      ; scroll to 0, 0
E0B7  8D 05 20  sta $2005
E0BA  A5 05     lda $05
E0BC  8D 00 20  sta $2000
E0BF  A0 02     ldy #$02       ; on to the next packet
E0C1  B1 00     lda ($00),y
E0C3  48        pha
E0C4  88        dey
E0C5  B1 00     lda ($00),y
E0C7  AA        tax
E0C8  88        dey
E0C9  B1 00     lda ($00),y
E0CB  85 00     sta $00
E0CD  86 01     stx $01
E0CF  68        pla
E0D0  4C 32 E0  jmp $E032
E0D3  E6 06     inc $06        ; a vertical blank has begun
E0D5  40        rti
""")
_VECTORS = b"\xd3\xe0\x00\xe0\xd5\xe0"
"""The vertical blank's, reset's, other interrupts'."""


@dataclass(frozen=True)
class _Laid:
    tiles: tuple[bytes, ...]
    numbers: np.ndarray
    """int [960]: which of them stands where."""
    attributes: np.ndarray
    """uint8 [64]."""
    palettes: bytes


@dataclass(frozen=True)
class _Memory:
    numbers: dict[bytes, int]
    """The shown frame's tiles."""
    maps: tuple[np.ndarray | None, np.ndarray | None]
    palettes: bytes


def _laid(picture: NativePicture) -> _Laid:
    tiles, nametable, palettes = picture_memory(picture)
    held = np.frombuffer(nametable, np.uint8)
    numbers = held[: ROWS * COLUMNS].astype(np.intp)
    cut = tuple(tiles[start : start + _TILE] for start in range(0, _TILE * (int(numbers.max()) + 1), _TILE))
    return _Laid(cut, numbers, held[ROWS * COLUMNS :], palettes)


def _following(memory: _Memory | None, laid: _Laid, turn: int, home: _Memory | None) -> Update[_Memory]:
    """As `packets.played` asks for it."""
    memory = memory or _Memory({}, (None, None), b"")
    old = memory.maps[turn]
    given = _numbered(laid, memory.numbers, old) if home is None else home.numbers
    placed = np.array([given[tile] for tile in laid.tiles])[laid.numbers].astype(np.uint8)
    now = np.concatenate([placed, laid.attributes])
    tiles = bytearray(CHR)
    for tile, number in given.items():
        tiles[_TILE * number : _TILE * (number + 1)] = tile
    runs = changes(None if old is None else [(0, old)], [(_MAPS[turn], now)], _PACE)
    palettes = laid.palettes if laid.palettes != memory.palettes else b""
    packets = dealt(runs, _PACE, bytes([_SHOWS[turn]]) + bytes(tiles), palettes)
    maps = (now, memory.maps[1]) if turn == 0 else (memory.maps[0], now)
    return Update(_Memory(given, maps, laid.palettes), packets)


def _numbered(laid: _Laid, before: dict[bytes, int], old: np.ndarray | None) -> dict[bytes, int]:
    """A number for each tile: its own of before, else the one that most of its places have, else any."""
    given = {tile: before[tile] for tile in laid.tiles if tile in before}
    free = set(range(TILES)) - set(given.values())
    if old is not None:
        counts = np.zeros((TILES, TILES), np.intp)
        np.add.at(counts, (laid.numbers, old[: ROWS * COLUMNS]), 1)
        order = np.argsort(-counts, axis=None, kind="stable")[: np.count_nonzero(counts)]
        for n, number in zip(*(each.tolist() for each in np.unravel_index(order, counts.shape)), strict=True):
            if laid.tiles[n] not in given and number in free:
                given[laid.tiles[n]] = number
                free.discard(number)
    rest = iter(sorted(free))
    return given | {tile: next(rest) for tile in laid.tiles if tile not in given}


def _encode(frames: Sequence[Frame]) -> bytes:
    intro, loop = played(frames, _laid, _following, turns=2)
    banks: dict[bytes, int] = {}
    for packet in (*intro, *loop):
        for part in _parts(packet):
            banks.setdefault(part, len(banks))
    if len(banks) * _PART > _PARTS:
        raise PixelStyleError(
            f"The film's tiles take {len(banks) * _PART:,} bytes, and a NES cartridge has room for {_PARTS:,}: "
            "take fewer --frames."
        )
    parts, end = _rom(banks).parts(intro, loop)
    program = bytearray(_ROM.power(end + _BANK, 4 * _BANK))
    for at, data in parts.items():
        program[at : at + len(data)] = data
    program[-_BANK : len(PLAYER) - _BANK] = PLAYER
    program[-6:] = _VECTORS
    tiles = b"".join(banks)
    tiles = tiles.ljust(_ROM.power(len(tiles), 0x2000), b"\0")
    return b"NES\x1a" + bytes([len(program) >> 14, len(tiles) >> 13, 0x41]) + bytes(9) + bytes(program) + tiles


def _parts(packet: Packet) -> list[bytes]:
    """The four banks of a frame's tiles."""
    return [packet.shows[start : start + _PART] for start in range(1, len(packet.shows), _PART)]


def _size(packet: Packet) -> int:
    return 5 + sum(3 + len(run.data) for run in packet.runs) + (5 + len(packet.palettes) if packet.shows else 0)


def _packed(banks: dict[bytes, int], packet: Packet, _here: int, following: int) -> bytes:
    found = (0x8000 + following % _BANK).to_bytes(2, "little") + bytes([following // _BANK, len(packet.runs)])
    for run in packet.runs:
        found += run.address.to_bytes(2, "big") + bytes([len(run.data) // _PACE.size]) + run.data
    if not packet.shows:
        return found + b"\0"
    named = bytes(banks[part] for part in _parts(packet))
    return found + packet.shows[:1] + named + bytes([len(packet.palettes)]) + packet.palettes


def _rom(banks: dict[bytes, int]) -> Rom:
    return Rom("NES", 0, _BANK, _PROGRAMS - _BANK, _size, partial(_packed, banks))


_ROM = _rom({})


def _decode(data: bytes) -> list[Frame]:
    size = _HEADER + (data[4] << 14 if len(data) > _HEADER else 0)
    program, tiles = data[_HEADER:size], data[size:]
    _ROM.ours(program[-_BANK:], PLAYER, 0)
    maps, palettes = bytearray(0x800), bytearray(PALETTE)

    def write(run: Run) -> None:
        at = run.address & 0x7FF
        maps[at : at + len(run.data)] = run.data
        del maps[0x800:]

    def picture(packet: Packet) -> NativePicture:
        palettes[: len(packet.palettes)] = packet.palettes[:PALETTE]
        shown = b"".join(tiles[_PART * bank :][:_PART].ljust(_PART, b"\0") for bank in packet.shows[1:])
        at = NAMETABLE * _SHOWS.index(packet.shows[0])
        return memory_picture(shown, bytes(maps[at : at + NAMETABLE]), bytes(palettes))

    return seen(*followed(_ROM.start, partial(_parsed, program)), write, picture)


def _parsed(program: bytes, start: int) -> tuple[Packet, int]:
    """A packet, of whose frame the banks are named, and where the next one is. Raises PixelStyleError for damage."""
    reader = Reader(program, "cartridge", at=start)
    following = reader.number(2) % _BANK + reader.number(1) * _BANK
    runs = []
    for _ in range(reader.number(1)):
        address = int.from_bytes(reader.bytes(2), "big")
        runs.append(Run(address, reader.bytes(_PACE.size * reader.number(1))))
    shows = reader.bytes(1)
    if shows == b"\0":
        return Packet(tuple(runs)), following
    check_frame(shows[0], _SHOWS)
    return Packet(tuple(runs), shows + reader.bytes(4), reader.bytes(reader.number(1))), following


FILMS = (
    FilmFormat(
        "nes-film", "NES cartridge that plays the film", ".nes", ("nes",), _encode, _decode, ("cynes", "stable-retro")
    ),
)
