"""What a machine holds behind a picture's pixels, kept in its PNG: slots, or sub-palettes and which cell uses which.

Pixels alone do not always tell: under a tile limit many ways of giving cells their sub-palettes show the same picture,
and few keep to the limit. The chunk is ours: ancillary, private, not to be copied by a program that changes pixels; so
other readers pass over it and other writers drop it. Deflated, it holds the colours of each of the mode's slots, or the
sub-palettes and each cell's choice; then, where they are not the first that would do, each pixel's number among these.

Source: W3C, "Portable Network Graphics (PNG) Specification (Third Edition)", 2025, sections 5.4 and 14.
"""

from __future__ import annotations

import zlib
from dataclasses import replace

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.png.chunks import chunk, chunks
from pixelstyle.formats.shared.layout import codes_of
from pixelstyle.screens import NativePicture, ScreenMode, clear_entries

KIND = b"psCL"


def colour_chunks(picture: NativePicture) -> bytes:
    """The palette, and which entries of it are transparent, if any are."""
    clear = clear_entries(picture)
    alpha = chunk(b"tRNS", bytes(0 if n in clear else 255 for n in range(max(clear) + 1))) if clear else b""
    return chunk(b"PLTE", picture.palette.bytes().tobytes()) + alpha


def cells_chunk(picture: NativePicture) -> bytes:
    """The chunk for a picture whose slots or sub-palettes are known and have its colours; b'' for every other one."""
    parts = list(picture.slots)
    if picture.mode.subpalettes is not None:
        parts = [part for part in (picture.subpalettes, picture.subpalette_map) if part is not None]
    if not parts or [part.shape for part in parts] != _shapes(picture.mode):
        return b""
    try:
        codes, first = codes_of(picture), codes_of(replace(picture, codes=None))
    except PixelStyleError:
        return b""
    parts += [codes] if (codes != first).any() else []
    return chunk(KIND, zlib.compress(b"".join(part.astype(np.uint8).tobytes() for part in parts), 9))


def with_cells(picture: NativePicture, data: bytes) -> NativePicture:
    """The picture with what its PNG `data` tells of slots or sub-palettes; as it is where that is nothing or wrong.

    Raises PixelStyleError where `data` is no whole PNG.
    """
    packed = next((body for kind, body in chunks(data) if kind == KIND), None)
    shapes = _shapes(picture.mode)
    if packed is None or not shapes:
        return picture
    ends = np.cumsum([int(np.prod(shape)) for shape in shapes])
    pixels = picture.indices.size
    try:
        plain = np.frombuffer(zlib.decompressobj().decompress(packed, int(ends[-1]) + pixels + 1), np.uint8)
    except zlib.error:
        return picture
    if len(plain) not in (ends[-1], ends[-1] + pixels):
        return picture
    *flat, codes = np.split(plain, ends)
    parts = [part.reshape(shape) for part, shape in zip(flat, shapes, strict=True)]
    found = replace(picture, codes=codes.reshape(picture.indices.shape) if len(codes) else None)
    if picture.mode.subpalettes is None:
        found = replace(found, slots=tuple(parts))
    else:
        found = replace(found, subpalettes=parts[0], subpalette_map=parts[1])
    return found if _possible(found) else picture


def _shapes(mode: ScreenMode) -> list[tuple[int, ...]]:
    """What the arrays of a picture of this mode measure."""

    def grid(cell: tuple[int, int]) -> tuple[int, int]:
        return -(-mode.height // cell[1]), -(-mode.width // cell[0])

    rule = mode.subpalettes
    if rule is not None:
        return [(rule.count, rule.shared + rule.size), grid(rule.cell)]
    return [(*grid(slots.cell or (mode.width, mode.height)), slots.count) for slots in mode.slots]


def _possible(picture: NativePicture) -> bool:
    """Whether the machine can hold these colours there, and they show the picture's pixels."""
    mode, rule = picture.mode, picture.mode.subpalettes
    held, chosen = picture.subpalettes, picture.subpalette_map
    if rule is not None and held is not None and (held[:, : rule.shared] != held[0, : rule.shared]).any():
        return False
    if (
        rule is not None
        and chosen is not None
        and (chosen.max() >= rule.count or not np.take_along_axis(rule.allowed(len(chosen)), chosen, axis=1).all())
    ):
        return False
    for slots, colours in zip(mode.slots, picture.slots, strict=False):
        may = (mode.fixed[slots.name],) if slots.name in mode.fixed else slots.choices
        if may is not None and not np.isin(colours, may).all():
            return False
    cells = [colours for slots, colours in zip(mode.slots, picture.slots, strict=False) if slots.cell is not None]
    if mode.groups and not np.any([np.isin(cells[0], group).all(axis=2) for group in mode.groups], axis=0).all():
        return False
    if any(part.max() >= len(picture.palette) for part in ([held] if held is not None else picture.slots)):
        return False
    try:
        codes_of(picture)
    except PixelStyleError:
        return False
    return True
