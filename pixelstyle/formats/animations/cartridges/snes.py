"""Super Nintendo cartridges that play a film: `.sfc`, up to 4 MB in banks of 32 KB, each seen at $8000 ('LoROM').

    bank 0   the player at $8000, header $FFC0, vectors $FFE0        from bank 1 on   packets, none over a bank's end

Video memory has two maps, at words $7800 and $7C00. In mode 1 each has tiles of its own, counted from words $0000 and
$4000; in mode 3 both have the same 960. A packet begins with where the next one is, three bytes, and how many
transfers it has; each is what the DMA and the address of video memory take, eight bytes. Then $00, or $01 and what
$2105, $2107 and $210B take to show a map. What is transferred comes last. Sources: as for the picture's cartridge,
`formats.consoles.snes_cartridge`.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
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
from pixelstyle.formats.consoles.snes_cartridge import MACHINES, RESET, snes_cartridge
from pixelstyle.formats.consoles.video_memory import TileMachine
from pixelstyle.formats.shared.assembler_listing import machine_code
from pixelstyle.screens import NativePicture, ScreenMode

_BANK = 0x8000
_MAPS, _MAP, _ROWS = (0xF000, 0xF800), 0x800, 28
_TO_VIDEO, _TO_COLOURS = 0x1801, 0x2200
"""What the DMA is told: in pairs to $2118 and $2119; to $2122."""

PLAYER = machine_code(f"""{RESET}8022  A9 01     lda #$01
8024  8D 2C 21  sta $212C        ; no other background than the first
8027  A9 FF     lda #$FF
8029  8D 0E 21  sta $210E        ; scrolled down by one, as the first line is never shown
802C  8D 0E 21  sta $210E
802F  A9 80     lda #$80
8031  8D 15 21  sta $2115        ; on to the next word after each upper byte
8034  64 04     stz $04          ; nothing is shown yet
8036  A2 00 80  ldx #$8000       ; the first packet: bank $81, where bank 1 is seen, too
8039  86 00     stx $00
803B  A9 81     lda #$81
803D  85 02     sta $02
803F  A5 04     lda $04
8041  F0 0A     beq $804D        ; no need to wait
8043  2C 12 42  bit $4212
8046  30 FB     bmi $8043        ; to the end of a vertical blank
8048  2C 12 42  bit $4212
804B  10 FB     bpl $8048        ; to the begin of the next
804D  A0 03 00  ldy #$0003
8050  B7 00     lda [$00],y      ; how many transfers
8052  85 05     sta $05
8054  F0 31     beq $8087
8056  9C 21 21  stz $2121        ; palette memory from 0 on, for whom it concerns
8059  C2 20     rep #$20         ; a of 16 bits
805B  C8        iny
805C  B7 00     lda [$00],y      ; which transfer
805E  8D 00 43  sta $4300
8061  C8        iny
8062  C8        iny
8063  B7 00     lda [$00],y      ; where to in video memory
8065  8D 16 21  sta $2116
8068  C8        iny
8069  C8        iny
806A  B7 00     lda [$00],y      ; where from
806C  8D 02 43  sta $4302
806F  C8        iny
8070  C8        iny
8071  B7 00     lda [$00],y      ; how many bytes
8073  8D 05 43  sta $4305
8076  C8        iny
8077  E2 20     sep #$20         ; a of 8
8079  A5 02     lda $02          ; from the packet's bank
807B  8D 04 43  sta $4304
807E  A9 01     lda #$01
8080  8D 0B 42  sta $420B        ; go
8083  C6 05     dec $05
8085  D0 CF     bne $8056
8087  C8        iny
8088  B7 00     lda [$00],y      ; whether a frame is complete
808A  F0 19     beq $80A5
808C  C8        iny
808D  B7 00     lda [$00],y
808F  8D 05 21  sta $2105        ; mode
8092  C8        iny
8093  B7 00     lda [$00],y
8095  8D 07 21  sta $2107        ; map
8098  C8        iny
8099  B7 00     lda [$00],y
809B  8D 0B 21  sta $210B        ; tiles
809E  A9 0F     lda #$0F
80A0  8D 00 21  sta $2100        ; picture on, full brightness
80A3  85 04     sta $04
80A5  A0 02 00  ldy #$0002       ; on to the next packet
80A8  B7 00     lda [$00],y
80AA  48        pha
80AB  C2 20     rep #$20
80AD  A7 00     lda [$00]
80AF  85 00     sta $00
80B1  E2 20     sep #$20
80B3  68        pla
80B4  85 02     sta $02
80B6  80 87     bra $803F
80B8  40        rti              ; all interrupts
""")


@dataclass(frozen=True)
class _Snes:
    """As `buffers.TwoMaps` asks for it, counted in bytes: a line of the vertical blank takes 165 of them."""

    machine: TileMachine

    @property
    def pace(self) -> Pace:
        return Pace(blank=5600, run=110, unit=2, size=2, show=60, palettes=640)

    @property
    def tile(self) -> int:
        """Bytes of a tile."""
        return 8 * self.machine.planes

    @property
    def first(self) -> tuple[int, int]:
        """The slots that the maps' number 0 means."""
        return (0, 1024) if self.tile == 32 else (0, 0)

    @property
    def slots(self) -> tuple[Sequence[int], Sequence[int]]:
        most = _MAPS[0] // self.tile
        return range(min(1024, most)), range(self.first[1], most)

    def tile_at(self, slot: int) -> int:
        return self.tile * slot

    def map_of(self, turn: int, slots: np.ndarray, rest: np.ndarray) -> list[Area]:
        words = (slots - self.first[turn] | rest).astype("<u2")
        return [(_MAPS[turn], np.frombuffer(words.tobytes(), np.uint8))]

    def registers(self, turn: int) -> bytes:
        """What $2105, $2107 and $210B take to show a map."""
        number = next(number for number, machine in MACHINES.items() if machine is self.machine)
        return bytes([number, _MAPS[turn] >> 9, self.first[turn] * self.tile >> 13])


def _machine(mode: ScreenMode) -> TileMachine:
    return next(machine for machine in MACHINES.values() if machine.mode in (mode.base, mode.name))


def _encode(frames: Sequence[Frame]) -> bytes:
    machine = _machine(frames[0].picture.mode)
    snes = _Snes(machine)
    intro, loop = played(frames, partial(laid_by, machine), partial(following, snes), turns=2)
    parts, end = _ROM.parts(intro, loop)
    return snes_cartridge(_ROM.power(end, 4 * _BANK), PLAYER, "PIXELSTYLE FILM", parts)


def _transfers(packet: Packet) -> list[tuple[int, int, bytes]]:
    """What the DMA is told, where to in words, and what."""
    found = [(_TO_VIDEO, run.address >> 1, run.data) for run in packet.runs]
    return found + ([(_TO_COLOURS, 0, packet.palettes)] if packet.palettes else [])


def _size(packet: Packet) -> int:
    transfers = _transfers(packet)
    return 5 + 8 * len(transfers) + len(packet.shows) + sum(len(data) for *_, data in transfers)


def _packed(packet: Packet, here: int, following: int) -> bytes:
    transfers = _transfers(packet)
    at = here + _size(packet) - sum(len(data) for *_, data in transfers)
    found = _address(following) + bytes([0x80 | following // _BANK, len(transfers)])
    for what, where, data in transfers:
        found += struct.pack("<HH", what, where) + _address(at) + struct.pack("<H", len(data))
        at += len(data)
    found += bytes([bool(packet.shows)]) + packet.shows
    return found + b"".join(data for *_, data in transfers)


def _address(place: int) -> bytes:
    return (0x8000 | place % _BANK).to_bytes(2, "little")


_ROM = Rom("Super Nintendo", _BANK, _BANK, 0x400000, _size, _packed)


def _decode(data: bytes) -> list[Frame]:
    _ROM.ours(data, PLAYER, 0)
    video, palettes = bytearray(0x10000), bytearray(512)

    def picture(packet: Packet) -> NativePicture:
        mode, at, first = packet.shows
        machine, places = MACHINES[mode], (at << 9, first << 13)
        palettes[: len(packet.palettes)] = packet.palettes[:512]
        tiles = bytes(video[places[1] :][: 1024 * 8 * machine.planes])
        return machine.decode(tiles, bytes(video[places[0] :][: machine.sizes[1]]), bytes(palettes[: machine.sizes[2]]))

    return seen(*followed(_ROM.start, partial(_parsed, data)), into(video), picture)


def _parsed(data: bytes, start: int) -> tuple[Packet, int]:
    """A packet and where the next one is. Raises PixelStyleError for damage."""
    reader, bank = Reader(data, "cartridge", at=start), start // _BANK * _BANK
    following = reader.number(2) % _BANK + reader.number(1) % 0x80 * _BANK
    runs, palettes = [], b""
    for _ in range(reader.number(1)):
        what, where, source, length = (reader.number(2) for _ in range(4))
        part = Reader(data, "cartridge", at=bank + source % _BANK).bytes(length)
        if what == _TO_COLOURS:
            palettes = part
        else:
            runs.append(Run(2 * where & 0xFFFF, part))
    shows = reader.bytes(3) if reader.number(1) else b""
    if shows:
        check_frame(shows, [snes.registers(turn) for snes in map(_Snes, MACHINES.values()) for turn in (0, 1)])
    return Packet(tuple(runs), shows, palettes), following


FILMS = (
    FilmFormat(
        "snes-film",
        "Super Nintendo cartridge that plays the film",
        ".sfc",
        tuple(machine.mode for machine in MACHINES.values()),
        _encode,
        _decode,
        ("stable-retro",),
    ),
)
