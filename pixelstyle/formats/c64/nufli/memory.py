"""Commodore 64 NUFLI: where our program has bitmap, screens and sprites.

Pairs of lines 0 to 63 are shown from $4000 to $7FFF, 64 to 99 from $8000 to $BFFF. Of a bank's eight screens the first
four have a cell's four pairs in even rows of cells, the others in odd ones. Behind each stand pointers to sprites that
belong to it: 64 bytes, of which a pair of lines p uses the lines p % 21 and (p + 1) % 21, three bytes each.

    $4000  eight screens of 1024, sprites 1 to 5 at 640 in each; $7400 sprites 0, 6 and 7 of the eight, $7A00 an empty
           one, $7BF8 eight pointers to it
    $8000 and $A000  four screens each, the sprites at 0 in each
    $6000 and $A000  bitmap: rows of cells 0 to 15, and from $B400 on 16 to 24
"""

from __future__ import annotations

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.c64.bitmaps import ACROSS, LINES
from pixelstyle.formats.shared.layout import picture_of_codes
from pixelstyle.screens import NativePicture, NufliLayers, get_mode, nufli_choices, nufli_layers

MODE, FITTED = "c64-nufli", "c64-nuflix"
PAIRS = LINES // 2
LEFT, UNDERLAYS, GREY = 3, 6, 15
"""Cells at the left that FLI loses, sprites beside them, and the colour that is found there."""
DATA, END = 0x4000, 0xC000
_BANKS, _SECOND = (0x4000, 0x8000), 64
_ROWS = 21
_EMPTY, _EMPTY_POINTERS = 0x7A00, 0x7BF8
_SPRITES, _FIRST, _LAST = 8, 8 * LEFT, 8 * (LEFT + 6 * UNDERLAYS)
_MULTI_BITS = np.array([0b00, 0b10, 0b01, 0b11], np.uint8)
"""By the number of the multicolour sprite's colour: none, its own, $D025, $D026."""


def screen_at(pair: int) -> int:
    """Where the screen of a pair of lines begins."""
    number = pair // 4 % 2 * 4 + pair % 4
    return _BANKS[0] + 0x400 * number if pair < _SECOND else _BANKS[1] + 0x400 * (number + number // 4 * 4)


def _sprite_at(pair: int, sprite: int) -> int:
    """Where the sprite begins to which a pair's screen has a pointer."""
    if pair >= _SECOND:
        return screen_at(pair) + 64 * sprite
    if 1 <= sprite <= 5:
        return screen_at(pair) + 640 + 64 * (sprite - 1)
    return 0x7400 + 64 * (3 * (screen_at(pair) >> 10 & 7) + (0, 6, 7).index(sprite))


def _places(line: int) -> list[tuple[int, int]]:
    """For each cell of a line of the picture where its byte of the bitmap is, and its byte of screen RAM."""
    pair, cell = line // 2, line // 8 * ACROSS
    bitmap = (_BANKS[pair >= _SECOND] | 0x2000) + 8 * cell + line % 8
    return [(bitmap + 8 * column, screen_at(pair) + cell + column) for column in range(ACROSS)]


def _row_at(line: int, sprite: int) -> int:
    """Where a line of the picture has its three bytes of a sprite."""
    return _sprite_at(line // 2, sprite) + (line + 1) // 2 % _ROWS * 3


def encoded(picture: NativePicture) -> tuple[bytes, NufliLayers]:
    """From `DATA` to `END`, and what the program writes. Raises PixelStyleError for what cannot be shown."""
    layers = nufli_layers(picture.indices, fitted=picture.mode.name == FITTED)
    choices = nufli_choices(layers)
    dots = picture.indices
    missing = np.argwhere((choices != dots[..., None]).all(axis=2))
    if len(missing):
        line, column = missing[0]
        raise PixelStyleError(
            f"The cell at x={column // 8 * 8}, y={line // 2 * 2} has colours that its two and the sprite's do not "
            f"give; 'pixelstyle check' lists every such clash in a picture for '{picture.mode.name}'."
        )
    behind, third = choices[..., 1], choices[..., 2]
    hires = (dots != behind) & (dots == third)
    hires[:, _FIRST:] = False
    bitmap = np.packbits((dots != behind) & ~hires, axis=1)
    multi = np.repeat(_MULTI_BITS[layers.multi], 2, axis=1)
    multi[:, ::2] >>= 1
    rows = {
        0: np.packbits(hires[:, :_FIRST], axis=1),
        7: np.packbits(multi & 1, axis=1),
        **{k + 1: np.packbits(layers.under[:, 24 * k : 24 * k + 24], axis=1) for k in range(UNDERLAYS)},
    }
    memory = bytearray(END)
    for line in range(LINES):
        for column, (at, colours_at) in enumerate(_places(line)):
            memory[at] = bitmap[line, column]
            memory[colours_at] = int(layers.ink[line // 2, column]) << 4 | int(layers.paper[line // 2, column])
        for sprite, row in rows.items():
            at = _row_at(line, sprite)
            memory[at : at + 3] = row[line].tobytes()
    for pair in range(PAIRS):
        for sprite in range(_SPRITES):
            memory[screen_at(pair) + 0x3F8 + sprite] = _sprite_at(pair, sprite) >> 6 & 0xFF
    memory[_EMPTY_POINTERS : _EMPTY_POINTERS + _SPRITES] = bytes([_EMPTY >> 6 & 0xFF]) * _SPRITES
    return bytes(memory[DATA:]), layers


def decoded(mode_name: str, data: bytes, of_sprites: np.ndarray, left: np.ndarray) -> NativePicture:
    """The picture of memory from `DATA` on, with the colours that the program writes: of the six sprites in each line,
    uint8 [200, 6], and those at the left, uint8 [100, 4]."""
    memory = np.concatenate([np.zeros(DATA, np.uint8), np.frombuffer(data, np.uint8)])
    places = np.array([_places(line) for line in range(LINES)])
    bits = np.unpackbits(memory[places[..., 0]], axis=1)
    colours = memory[places[::2, :, 1]]
    sprites = [
        np.unpackbits(np.stack([memory[at : at + 3] for at in (_row_at(line, k) for line in range(LINES))]), axis=1)
        for k in range(_SPRITES)
    ]
    double = sprites[7][:, ::2] << 1 | sprites[7][:, 1::2]
    ink, paper = colours >> 4, colours & 15
    ink[:, :LEFT] = paper[:, :LEFT] = GREY
    layers = NufliLayers(
        *(ink, paper, of_sprites, left),
        under=np.concatenate(sprites[1:7], axis=1) > 0,
        multi=np.argsort(_MULTI_BITS).astype(np.uint8)[double],
    )
    choices = nufli_choices(layers)
    dots = np.where(bits, choices[..., 0], choices[..., 1])
    hires = (sprites[0] > 0) & (bits[:, :_FIRST] == 0)
    dots[:, :_FIRST] = np.where(hires, choices[:, :_FIRST, 2], dots[:, :_FIRST])
    return picture_of_codes(get_mode(mode_name), dots)
