"""WonderSwan: cartridges that show one picture, on the first, grey one (.ws) and on the WonderSwan Color (.wsc).

131,072 bytes, of which the last 65,536 are seen at $F0000:

    $0000  what is copied to memory: maps, tiles, on the Color palettes
    $7000  viewer; $7080 pairs of a port and what is written to it, ended by $FF; $7100 copies: words, from, to
    $FFF0  header: a jump to the viewer, the machine, a check sum of all bytes before it

The grey one has two scroll planes, the second above. A tile in an opaque palette stands below, under the transparent
tile 0; one in a palette whose number 0 is transparent stands above, over a tile of the shade that it has in its place.
Tiles 0 to 3 are of one number each; the picture's follow, one for each place.

Emulators start it. So do consoles, from a cartridge that can be written.
Source: WSdev Wiki, "ROM header", "Display", "Display/Palette", "Display/IO Ports", "Memory map".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.registry import Format
from pixelstyle.formats.shared.assembler_listing import machine_code
from pixelstyle.formats.shared.layout import expect_length, machine_palette
from pixelstyle.formats.shared.palette_registers import entries_of, palette_of_entries
from pixelstyle.formats.shared.tiles import (
    SIDE,
    chosen_sub_palettes,
    pack_planes,
    picture_of_sub_palettes,
    sub_palette_codes,
    unpack_planes,
)
from pixelstyle.formats.tile_data.formats import formats_of, packed_tiles
from pixelstyle.formats.tile_options import TileOptions
from pixelstyle.screens import NativePicture, cut_cells, get_mode, lay_cells

_GREY, _COLOUR = "wonderswan-mono", "wonderswan"
_ROM, _BANK, _HEADER = 0x20000, 0x10000, 16
_PORTS_AT, _COPIES_AT, _VIEWER_AT = 0x7080, 0x7100, 0x7000
_ROWS, _COLUMNS, _MAP_SIDE = 18, 28, 32
_MAP, _COLOUR_TILES, _PALETTES = 2048, 0x4000, 512
_OPAQUE, _CLEAR = (0, 1, 2, 3, 8, 9, 10, 11), (4, 5, 6, 7, 12, 13, 14, 15)
"""The numbers of palettes of which all four shades are seen, and of those whose first is transparent."""
_PLAIN = 4
"""Tiles of one number."""
_SHADES, _DARKEST = 8, 15

VIEWER = machine_code("""
7000  FA        cli
7001  FC        cld
7002  B8 00 F0  mov ax,$F000
7005  8E D8     mov ds,ax
7007  33 C0     xor ax,ax
7009  8E C0     mov es,ax
700B  33 D2     xor dx,dx
700D  BE 80 70  mov si,$7080
7010  AC        lodsb            ; port and value, until $FF
7011  3C FF     cmp al,$FF
7013  74 06     je $701B
7015  8A D0     mov dl,al
7017  AC        lodsb
7018  EE        out dx,al
7019  EB F5     jmp $7010
701B  BB 00 71  mov bx,$7100
701E  8B 0F     mov cx,[bx]      ; how many words, until none
7020  E3 0D     jcxz $702F
7022  8B 77 02  mov si,[bx+2]
7025  8B 7F 04  mov di,[bx+4]
7028  F3 A5     rep movsw
702A  83 C3 06  add bx,6
702D  EB EF     jmp $701E
702F  E4 02     in al,$02        ; the line being drawn: below the picture, so that no frame is shown in part
7031  3C 90     cmp al,144
7033  72 FA     jb $702F
7035  8A 47 02  mov al,[bx+2]
7038  E6 00     out $00,al       ; planes on
703A  F4        hlt
703B  EB FD     jmp $703A
""")
_BLANK_PORTS = {0x00: 0, 0x01: 0, **dict.fromkeys(range(0x10, 0x14), 0), 0x14: 1, 0x15: 0, 0xB2: 0}
"""Planes off, backdrop 0, not scrolled, display on, no symbols beside it, no interrupts."""


def _rom(mode: str, memory: bytes, ports: dict[int, int]) -> bytes:
    """The cartridge with what is copied to memory, and with these ports beside those of any picture."""
    if mode == _GREY:
        planes, screens, copies = 3, 0x32, [(0, 0x1000, len(memory))]
    else:
        tiles_end = _MAP + _COLOUR_TILES
        planes, screens, copies = 1, 0x06, [(0, 0x3000, _MAP), (_MAP, 0x4000, _COLOUR_TILES), (tiles_end, 0xFE00, 512)]
        ports = {0x60: 0xC0} | ports
    written = {**_BLANK_PORTS, 0x07: screens, **ports}
    pairs = bytes([value for pair in written.items() for value in pair] + [0xFF])
    words = [word for at, to, length in copies for word in (length // 2, at, to)]
    table = np.array([*words, 0, planes], "<u2").tobytes()
    bank = bytearray(_BANK)
    for at, data in {0: memory, _VIEWER_AT: VIEWER, _PORTS_AT: pairs, _COPIES_AT: table}.items():
        bank[at : at + len(data)] = data
    # Jump far; no publisher; the machine; game and version 0; 128 K, nothing saved; bus of 16 bits, held level.
    head = bytes([0xEA, 0x00, 0x70, 0x00, 0xF0, 0, 0, int(mode == _COLOUR), 0, 0, 0, 0, 0x04, 0])
    bank[-_HEADER : -_HEADER + len(head)] = head
    rom = bytes(_ROM - _BANK) + bytes(bank[:-2])
    return rom + (sum(rom) & 0xFFFF).to_bytes(2, "little")


def _encode_grey(picture: NativePicture) -> bytes:
    codes, held, cells = sub_palette_codes(picture)
    entries = entries_of(picture.palette, machine_palette(picture.mode))
    shown = np.unique(entries[np.unique(picture.indices)])
    pool = np.unique([*shown, *[k for k in np.unique(entries[held]) if k not in shown][: _SHADES - len(shown)]])
    numbers = np.zeros(len(machine_palette(picture.mode)), np.intp)
    numbers[pool] = np.arange(len(pool))
    palettes = numbers[entries[held]]
    order = _opaque_first(palettes)
    hardware = np.zeros(len(order), np.intp)
    hardware[order] = _OPAQUE + _CLEAR
    below, above = _planes(palettes[order], np.argsort(order)[cells], hardware[cells])
    plain = np.tile(np.arange(_PLAIN, dtype=np.uint8)[:, None, None], (1, SIDE, SIDE))
    tiles = np.concatenate([plain, cut_cells(codes, (SIDE, SIDE)).reshape(-1, SIDE, SIDE)])
    ports = {}
    shades = np.concatenate([_DARKEST - pool, np.zeros(_SHADES - len(pool), np.intp)])
    for n in range(0, _SHADES, 2):
        ports[0x1C + n // 2] = int(shades[n] | shades[n + 1] << 4)
    for number, row in zip(hardware.tolist(), palettes.tolist(), strict=True):
        ports[0x20 + 2 * number], ports[0x21 + 2 * number] = row[0] | row[1] << 4, row[2] | row[3] << 4
    memory = _wide(below) + _wide(above) + pack_planes(tiles, 2, 2)
    return _rom(_GREY, memory, dict(sorted(ports.items())))


def _opaque_first(palettes: np.ndarray) -> np.ndarray:
    """The palettes, int [16, 4] of 8 shades, with those first that are to be opaque: of every shade that is the first
    of one of them, one has it. There are eight shades at most, and so many opaque palettes."""
    needed = dict.fromkeys(int((palettes == shade).any(axis=1).argmax()) for shade in np.unique(palettes[:, 0]))
    first = sorted(needed)
    others = [number for number in range(len(palettes)) if number not in needed]
    first = sorted(first + others[: len(_OPAQUE) - len(first)])
    return np.array(first + [number for number in range(len(palettes)) if number not in first])


def _planes(palettes: np.ndarray, places: np.ndarray, hardware: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The maps of both planes, int [18, 28]: `palettes` opaque ones first, `places` where in them each cell's is,
    `hardware` the number that it has."""
    own = np.arange(_PLAIN, _PLAIN + _ROWS * _COLUMNS).reshape(_ROWS, _COLUMNS) | hardware << 9
    seen = places < len(_OPAQUE)
    opaque = palettes[: len(_OPAQUE)]
    fills = np.zeros(_SHADES, np.intp)
    for shade in np.unique(opaque):
        row, column = np.argwhere(opaque == shade)[0]
        fills[shade] = column | _OPAQUE[row] << 9
    return np.where(seen, own, fills[palettes[places, 0]]), np.where(seen, _CLEAR[0] << 9, own)


def _wide(words: np.ndarray) -> bytes:
    """A map of 32 x 32 places of which the screen shows 28 x 18."""
    room = ((0, _MAP_SIDE - _ROWS), (0, _MAP_SIDE - _COLUMNS))
    return np.pad(words, room).astype("<u2").tobytes()


def _narrow(data: bytes) -> np.ndarray:
    return np.frombuffer(data, "<u2").reshape(_MAP_SIDE, _MAP_SIDE)[:_ROWS, :_COLUMNS].astype(np.intp)


def _decode_grey(memory: bytes, ports: dict[int, int]) -> NativePicture:
    mode = get_mode(_GREY)
    below, above = _narrow(memory[:_MAP]), _narrow(memory[_MAP : 2 * _MAP])
    hardware = np.where(below & 0x1FF == np.arange(_PLAIN, _PLAIN + below.size).reshape(below.shape), below, above) >> 9
    tiles = unpack_planes(memory[2 * _MAP : 2 * _MAP + 16 * (_PLAIN + below.size)], 2, 2)[_PLAIN:]
    codes = lay_cells(tiles.reshape(_ROWS, _COLUMNS, SIDE, SIDE))
    shades = [ports.get(0x1C + n // 2, 0) >> 4 * (n % 2) & 15 for n in range(_SHADES)]
    order = _OPAQUE + _CLEAR
    rows = [ports.get(0x20 + 2 * n + k // 2, 0) >> 4 * (k % 2) & 7 for n in order for k in range(4)]
    palette = palette_of_entries([_DARKEST - shades[number] for number in rows], machine_palette(mode))
    return picture_of_sub_palettes(mode, codes, chosen_sub_palettes(mode), np.argsort(order)[hardware & 15], palette)


def _encode_colour(picture: NativePicture) -> bytes:
    files = packed_tiles(picture, TileOptions())
    placed = np.frombuffer(files[".map"], "<u2").reshape(_ROWS, _COLUMNS)
    return _rom(_COLOUR, _wide(placed) + files[".chr"].ljust(_COLOUR_TILES, b"\0") + files[".pal"], {})


def _decode_colour(memory: bytes, ports: dict[int, int]) -> NativePicture:
    tiles_end = _MAP + _COLOUR_TILES
    placed = _narrow(memory[:_MAP]).astype("<u2").tobytes()
    tiles, palettes = memory[_MAP:tiles_end], memory[tiles_end : tiles_end + _PALETTES]
    return formats_of(get_mode(_COLOUR))[0].decode({".chr": tiles, ".map": placed, ".pal": palettes})


def _format(
    extension: str,
    mode: str,
    title: str,
    encode: Callable[[NativePicture], bytes],
    decode: Callable[[bytes, dict[int, int]], NativePicture],
) -> Format:
    def read(files: Mapping[str, bytes]) -> NativePicture:
        data = files[extension]
        expect_length(data, (_ROM,), f"A {title}")
        bank = data[_ROM - _BANK :]
        pairs = bank[_PORTS_AT:_COPIES_AT].partition(b"\xff")[0]
        strange = PixelStyleError("This cartridge holds some other program, not a picture with PixelStyle's viewer.")
        if bank[_VIEWER_AT : _VIEWER_AT + len(VIEWER)] != VIEWER:
            raise strange
        picture = decode(bank, dict(zip(pairs[0::2], pairs[1::2], strict=False)))
        if encode(picture) != data:
            raise strange
        return picture

    return Format(
        name=f"{mode}-cartridge",
        title=title,
        extensions=(extension,),
        modes=(mode,),
        encode=lambda picture: {extension: encode(picture)},
        decode=read,
        sizes=(_ROM,),
        passed_over="nothing",
        refused="programs that are not ours",
        verified_by=("MAME",),
    )


FORMATS: tuple[Format, ...] = (
    _format(".ws", _GREY, "WonderSwan cartridge", _encode_grey, _decode_grey),
    _format(".wsc", _COLOUR, "WonderSwan Color cartridge", _encode_colour, _decode_colour),
)
