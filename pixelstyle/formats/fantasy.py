"""Fantasy consoles: cartridges that show the picture: PICO-8's text form .p8, and TIC-80's .tic.

Sources: Lexaloffle, "PICO-8 User Manual"; TIC-80's wiki, ".tic File Format".
"""

from __future__ import annotations

import re
import struct
from collections.abc import Mapping, Sequence

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.registry import OWN_MODEL, Files, Format
from pixelstyle.formats.shared.layout import machine_palette, picture_of_codes
from pixelstyle.formats.shared.palette_registers import entries_of, filled_up, palette_of_entries
from pixelstyle.palettes import Palette
from pixelstyle.screens import NativePicture, ScreenMode, cut_cells, get_mode, lay_cells

_SIDE = 128
_P8_HEAD = "pico-8 cartridge // http://www.pico-8.com\nversion 41\n__lua__\n"
_HIDDEN = 112
"""Entries from 16 on of our palette of 32 are PICO-8's colours from 128 on."""


def pico_8_numbers(picture: NativePicture) -> list[int]:
    """What pal() is told of a picture's 16 colours; [] where they are the standard ones."""
    if picture.mode.choice is None:
        return []
    entries = filled_up(entries_of(picture.palette, machine_palette(picture.mode)), 16)
    return [int(entry) + (_HIDDEN if entry > 15 else 0) for entry in entries]


def pico_8_palette(mode: ScreenMode, numbers: Sequence[int]) -> Palette:
    """The reverse. Raises PixelStyleError for colours that the machine has not."""
    if any(not (number < 16 or 128 <= number < 144) for number in numbers):
        raise PixelStyleError("The cartridge's pal() names colours that PICO-8 has not: it has 0 to 15 and 128 to 143.")
    entries = [number - _HIDDEN if number >= 128 else number for number in numbers]
    return palette_of_entries(entries, machine_palette(mode))


def pico_8_cartridge(picture: NativePicture, program: str) -> bytes:
    """A cartridge of a program, before which the picture's colours are chosen, and a picture as its sprite sheet."""
    numbers = pico_8_numbers(picture)
    colours = f"pal({{[0]={','.join(map(str, numbers))}}},1)\n" if numbers else ""
    rows = "\n".join("".join(f"{value:x}" for value in row) for row in picture.indices)
    return f"{_P8_HEAD}{colours}{program}__gfx__\n{rows}\n".encode("ascii")


def _encode_p8(picture: NativePicture) -> Files:
    return {".p8": pico_8_cartridge(picture, "cls()\nspr(0,0,0,16,16)\n::still::\nflip()\ngoto still\n")}


def pico_8_picture(data: bytes) -> NativePicture:
    """The picture that is a cartridge's sprite sheet. Raises PixelStyleError for what is damaged."""
    text = data.decode("utf-8", "replace").replace("\r\n", "\n")
    if not text.startswith("pico-8 cartridge"):
        raise PixelStyleError("A PICO-8 cartridge begins with 'pico-8 cartridge'; this file does not.")
    sheet = re.search(r"^__gfx__\n((?:[0-9a-f]{128}\n?){0,128})(?=__|\Z)", text, re.MULTILINE)
    if sheet is None:
        raise PixelStyleError(
            "The cartridge has no sprite sheet of up to 128 lines of 128 digits after a line __gfx__."
        )
    digits = sheet[1].replace("\n", "").ljust(_SIDE * _SIDE, "0")
    indices = np.array([int(digit, 16) for digit in digits], np.uint8).reshape(_SIDE, _SIDE)
    chosen = re.search(r"^pal\(\{\[0\]=(\d{1,3}(?:,\d{1,3}){15})\},1\)$", text, re.MULTILINE)
    if chosen is None:
        return picture_of_codes(get_mode("pico-8"), indices)
    mode = get_mode("pico-8-extended")
    return picture_of_codes(mode, indices, palette=pico_8_palette(mode, [int(each) for each in chosen[1].split(",")]))


_TILES, _SPRITES, _CODE, _PALETTE, _DEFAULTS = 1, 2, 5, 12, 17
_FIRST_COLOURS = bytes.fromhex(
    "140c1c44243430346d4e4a4f854c30346524d04648757161597dced27d2c8595a16daa2cd2aa996dc2cbdad45edeeed6"
)
"""DawnBringer's sixteen, which TIC-80 shows for a cartridge that has neither a palette nor the chunk of defaults."""
_ACROSS, _DOWN, _BANK = 30, 17, 256
_PROGRAM = (
    b"-- title: picture\n-- script: lua\n"
    b"function TIC()for i=0,509 do spr(i,i%30*8,i//30*8)end end\n"
)  # fmt: skip


def _encode_tic(picture: NativePicture) -> Files:
    tiles = cut_cells(picture.indices, (8, 8)).reshape(-1, 64)
    packed = tiles[:, 0::2] | tiles[:, 1::2] << 4
    colours = filled_up(picture.palette.bytes(), 16).tobytes()
    chunks = [
        (_TILES, packed[:_BANK].tobytes()),
        (_SPRITES, packed[_BANK:].tobytes()),
        (_CODE, _PROGRAM),
        (_PALETTE, colours),
    ]
    return {".tic": b"".join(struct.pack("<BHB", kind, len(data), 0) + data for kind, data in chunks)}


def _decode_tic(files: Mapping[str, bytes]) -> NativePicture:
    chunks = _tic_chunks(files[".tic"])
    if _TILES not in chunks:
        raise PixelStyleError("The TIC-80 cartridge has no tiles: it holds no picture.")
    size = 32 * _BANK
    packed = b"".join(chunks.get(kind, b"")[:size].ljust(size, b"\0") for kind in (_TILES, _SPRITES))
    halves = np.frombuffer(packed, np.uint8).reshape(-1, 32)[: _ACROSS * _DOWN]
    tiles = np.stack([halves & 15, halves >> 4], axis=2).reshape(_DOWN, _ACROSS, 8, 8)
    mode = get_mode("tic-80")
    own = machine_palette(mode)
    stored = chunks[_PALETTE][:48].ljust(48, b"\0") if _PALETTE in chunks else _FIRST_COLOURS
    colours = own.bytes() if _DEFAULTS in chunks else np.frombuffer(stored, np.uint8).reshape(16, 3)
    palette = own if (own.bytes() == colours).all() else Palette.from_array("tic", colours)
    return picture_of_codes(mode, lay_cells(tiles), palette=palette)


def _tic_chunks(data: bytes) -> dict[int, bytes]:
    """The chunks of bank 0 by type. A size of 0 in a tile chunk would mean 65,536, more than tiles can be."""
    found: dict[int, bytes] = {}
    at = 0
    while at < len(data):
        head = data[at : at + 4]
        length = int.from_bytes(head[1:3], "little")
        if len(head) < 4 or at + 4 + length > len(data):
            raise PixelStyleError("The TIC-80 cartridge is cut short, or another kind of file.")
        if head[0] >> 5 == 0:
            found.setdefault(head[0] & 0x1F, data[at + 4 : at + 4 + length])
        at += 4 + length
    return found


FORMATS: tuple[Format, ...] = (
    Format(
        name="pico-8-cartridge",
        title="PICO-8 cartridge",
        extensions=(".p8",),
        modes=("pico-8", "pico-8-extended"),
        encode=_encode_p8,
        decode=lambda files: pico_8_picture(files[".p8"]),
        starts=(b"pico-8 cartridge",),
        passed_over="code but our `pal()`; flags, label, map and sounds, which `view` says",
        refused="lines of a sheet that are no 128 digits; colours in our `pal()` that PICO-8 has not",
        verified_by=(OWN_MODEL,),
    ),
    Format(
        name="tic-80-cartridge",
        title="TIC-80 cartridge",
        extensions=(".tic",),
        modes=("tic-80",),
        encode=_encode_tic,
        decode=_decode_tic,
        passed_over=(
            "code, map, flags and sounds, which `view` says; banks but 0; the overlay's palette; without a "
            "palette the usual one"
        ),
        refused="no tiles; chunks that end beyond the file",
        verified_by=(OWN_MODEL,),
    ),
)
