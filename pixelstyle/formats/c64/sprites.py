"""Commodore 64 sprites: SpritePad's .spd, version 1.

    'SPD', 1, sprites - 1, animations - 1, background, multicolour 1 and 2, then 64 bytes a sprite: 63 of dots and one
    whose lower nibble is the sprite's colour and whose bit 7 says multicolour; then four bytes an animation, here none.

Source: SpritePad 1.8's help, "File format".
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.registry import Files, Format
from pixelstyle.formats.shared.layout import (
    codes_of,
    pack_pixels,
    picture_of_codes,
    slotted,
    unpack_pixels,
)
from pixelstyle.screens import NativePicture, cut_cells, get_mode, lay_cells

ROWS, COLUMNS, LINES = 8, 8, 21
SPRITES = ROWS * COLUMNS
_MULTI_CODES = np.array([0, 1, 3, 2], np.uint8)
"""Bits for background, $D025, $D026 and the sprite's own colour: our slots have the shared colours first."""


def encode_spd(picture: NativePicture) -> Files:
    """A sheet of sprites, hires or multicolour, as SpritePad keeps it."""
    picture = slotted(picture)
    multi = picture.mode.name == "c64-sprites-multicolor"
    own = picture.slots[-1].reshape(SPRITES)
    shared = picture.slots[1].ravel() if multi else np.zeros(2, np.uint8)
    codes = codes_of(picture)
    lines = pack_pixels(_MULTI_CODES[codes] if multi else codes, 2 if multi else 1)
    dots = cut_cells(lines, (3, LINES)).reshape(SPRITES, 63)
    sprites = np.concatenate([dots, (own | (0x80 if multi else 0))[:, None]], axis=1)
    head = b"SPD" + bytes([1, SPRITES - 1, 0, int(picture.slots[0][0, 0, 0]), *shared.tolist()])
    return {".spd": head + sprites.astype(np.uint8).tobytes()}


def decode_spd(files: Mapping[str, bytes]) -> NativePicture:
    """The reverse of `encode_spd`. Places after the last sprite are empty; animations behind them are not looked at.

    Raises PixelStyleError for other files, and for a sheet of both kinds of sprites.
    """
    data = files[".spd"]
    if data[:4] != b"SPD\1" or len(data) < 9:
        raise PixelStyleError("This is no SpritePad file of version 1.")
    count = data[4] + 1
    if count > SPRITES:
        raise PixelStyleError(f"The sheet has {count} sprites; at most {SPRITES} can be read.")
    if len(data) < 9 + 64 * count:
        raise PixelStyleError(f"The SpritePad sheet is cut short: it has not got its {count} sprites.")
    sprites = np.zeros((SPRITES, 64), np.uint8)
    sprites[:count] = np.frombuffer(data[9 : 9 + 64 * count], np.uint8).reshape(count, 64)
    multi = bool(sprites[0, 63] & 0x80)
    if ((sprites[:count, 63] >= 0x80) != multi).any():
        raise PixelStyleError("The sheet mixes hires and multicolour sprites; save each kind in a file of its own.")
    lines = lay_cells(sprites[:, :63].reshape(ROWS, COLUMNS, LINES, 3))
    background = np.full((1, 1, 1), data[6] & 15, np.uint8)
    own = (sprites[:, 63] & 15).reshape(ROWS, COLUMNS, 1)
    if not multi:
        return picture_of_codes(get_mode("c64-sprites"), unpack_pixels(lines, 1), (background, own))
    shared = np.frombuffer(data[7:9], np.uint8).reshape(1, 1, 2) & 15
    codes = np.argsort(_MULTI_CODES).astype(np.uint8)[unpack_pixels(lines, 2)]
    return picture_of_codes(get_mode("c64-sprites-multicolor"), codes, (background, shared, own))


FORMATS: tuple[Format, ...] = (
    Format(
        name="spritepad",
        title="SpritePad sheet",
        extensions=(".spd",),
        modes=("c64-sprites", "c64-sprites-multicolor"),
        encode=encode_spd,
        decode=decode_spd,
        starts=(b"SPD\1",),
        passed_over="animations; that a sprite lies over the next one: each is shown by itself",
        refused="other versions than 1; more than 64 sprites; both kinds in one sheet",
        verified_by=("RECOIL",),
    ),
)
