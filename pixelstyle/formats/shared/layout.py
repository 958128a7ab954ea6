"""How pictures lie in memory: pixels within bytes, lines within cells, and which of a cell's colours a pixel uses."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.palettes import Palette, get_palette
from pixelstyle.screens import NativePicture, ScreenMode, with_slots


def pack_pixels(values: np.ndarray, bits: int) -> np.ndarray:
    """Values of 1, 2, 4 or 8 bits, uint8 [H, W], as bytes [H, W * bits / 8], the leftmost pixel in the highest bits.

    >>> pack_pixels(np.array([[3, 0, 1, 2]], np.uint8), 2).tobytes().hex()
    'c6'

    Lines that end within a byte are filled up with zeros.
    """
    per_byte = 8 // bits
    padded = np.pad(values, ((0, 0), (0, -values.shape[1] % per_byte)))
    packed = np.zeros((padded.shape[0], padded.shape[1] // per_byte), np.uint8)
    for place in range(per_byte):
        packed |= padded[:, place::per_byte] << np.uint8(8 - bits * (place + 1))
    return packed


def unpack_pixels(rows: np.ndarray, bits: int) -> np.ndarray:
    """The reverse of `pack_pixels`: bytes [H, B] as values [H, B * 8 / bits]."""
    per_byte = 8 // bits
    values = np.empty((rows.shape[0], rows.shape[1] * per_byte), np.uint8)
    for place in range(per_byte):
        values[:, place::per_byte] = (rows >> np.uint8(8 - bits * (place + 1))) & np.uint8((1 << bits) - 1)
    return values


def cells_from_lines(lines: np.ndarray, cell_height: int = 8) -> bytes:
    """Bytes of a bitmap [H, B] in cell order: all lines of one cell, then those of its right-hand neighbour."""
    height, across = lines.shape
    return lines.reshape(height // cell_height, cell_height, across).transpose(0, 2, 1).tobytes()


def lines_from_cells(data: bytes, height: int, across: int, cell_height: int = 8) -> np.ndarray:
    """The reverse of `cells_from_lines`: uint8 [height, across]."""
    cells = np.frombuffer(data, np.uint8).reshape(height // cell_height, across, cell_height)
    return cells.transpose(0, 2, 1).reshape(height, across)


def codes_of(picture: NativePicture) -> np.ndarray:
    """Which of its choices each pixel uses, uint8 [H, W]: the first that has its colour, or what the file said it was.

    Raises PixelStyleError, which names the pixel, where none has it: such a picture is not legal.
    """
    choices, indices = picture.choices(), picture.indices
    fits = choices == indices[:, :, None]
    missing = np.argwhere(~fits.any(axis=2))
    if len(missing):
        y, x = missing[0]
        raise PixelStyleError(
            f"The pixel at x={x}, y={y} has colour {indices[y, x]}, which its cell does not hold; "
            f"'pixelstyle check' lists every such clash in a picture for '{picture.mode.name}'."
        )
    codes: np.ndarray = fits.argmax(axis=2).astype(np.uint8)
    if picture.codes is not None and picture.codes.shape == codes.shape:
        known = np.minimum(picture.codes, choices.shape[2] - 1)
        agrees = np.take_along_axis(fits, known[:, :, None].astype(np.intp), axis=2)[:, :, 0]
        codes[agrees] = known[agrees]
    return codes


def slotted(picture: NativePicture) -> NativePicture:
    """The picture with its slots filled in, derived from its pixels when they are not known."""
    return picture if picture.slots else with_slots(picture)


def picture_of_codes(
    mode: ScreenMode,
    codes: np.ndarray,
    slots: tuple[np.ndarray, ...] = (),
    palette: Palette | None = None,
    extra: dict[str, int] | None = None,
) -> NativePicture:
    """A decoded picture: from each pixel's code, uint8 [H, W], and the colours that its slots hold, for each of the
    mode's uint8 [rows, columns, count]; without slots the codes are palette entries, or what the mode's signal says.

    The palette is the mode's own unless given; `extra` is what a picture cannot show and a file keeps.
    """
    blank = NativePicture(mode, palette or machine_palette(mode), np.zeros_like(codes), slots, extra=extra or {})
    if not slots:
        return replace(blank, indices=codes)
    indices = np.take_along_axis(blank.choices(), codes[:, :, None].astype(np.intp), axis=2)[:, :, 0]
    return replace(blank, indices=indices, codes=codes)


def machine_palette(mode: ScreenMode) -> Palette:
    """The palette that a mode shows unless told otherwise."""
    assert mode.palette is not None, mode.name
    return get_palette(mode.palette)


def expect_length(data: bytes, lengths: tuple[int, ...], what: str) -> None:
    """Make sure that `data` has one of the lengths, in bytes, that `what`, such as 'A Koala picture', can have.

    Raises PixelStyleError, which names them, if it has another.
    """
    if len(data) not in lengths:
        *most, last = [f"{length:,}" for length in lengths]
        right = f"{', '.join(most)} or {last}" if most else last
        raise PixelStyleError(
            f"{what} has {right} bytes; this file has {len(data):,}: it is cut short or another format."
        )
