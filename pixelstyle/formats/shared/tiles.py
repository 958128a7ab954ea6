"""Pictures as tiles: cut into 8 x 8 pixels, each different tile kept once, a map that says which stands where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.shared.layout import codes_of, expect_length, machine_palette
from pixelstyle.formats.shared.palette_registers import levels_of, palette_of_levels
from pixelstyle.palettes import Palette
from pixelstyle.screens import NativePicture, ScreenMode, cut_cells, lay_cells, with_slots

SIDE = 8
"""Tiles are 8 x 8 pixels on every machine here."""


@dataclass(frozen=True)
class TileMap:
    """Tiles, and for every place on the screen which tile stands there and how it is mirrored."""

    tiles: np.ndarray
    """uint8 [N, h, w], each pixel's number within its sub-palette."""
    numbers: np.ndarray
    """int [rows, columns], 0..N-1."""
    mirrored: np.ndarray
    """bool [rows, columns]: left to right."""
    upside_down: np.ndarray
    """bool [rows, columns]."""

    def codes(self) -> np.ndarray:
        """The picture that the tiles lay out, uint8 [H, W]. Raises PixelStyleError for a tile that is not there."""
        strange = np.argwhere((self.numbers < 0) | (self.numbers >= len(self.tiles)))
        if len(strange):
            row, column = strange[0]
            raise PixelStyleError(
                f"The map names a tile in column {column}, row {row} that is none of the file's {len(self.tiles)}."
            )
        laid = self.tiles[self.numbers]
        laid = np.where(self.mirrored[..., None, None], laid[..., ::-1], laid)
        laid = np.where(self.upside_down[..., None, None], laid[..., ::-1, :], laid)
        return lay_cells(laid)


def tile_map(codes: np.ndarray, flips: bool, size: tuple[int, int] = (SIDE, SIDE), columns: bool = False) -> TileMap:
    """The different tiles of a picture, uint8 [H, W], in the order in which they appear, line by line or by columns.

    With `flips` mirror images count as the same tile; `size` is a tile's width and height.
    """
    width, height = size
    grid = cut_cells(codes, size)
    rows, across = grid.shape[:2]
    cut = (grid.swapaxes(0, 1) if columns else grid).reshape(-1, height, width)
    views = [cut, cut[:, :, ::-1], cut[:, ::-1], cut[:, ::-1, ::-1]] if flips else [cut]
    flat = [np.ascontiguousarray(view).reshape(len(cut), -1) for view in views]
    keys = np.stack([view.view(f"V{width * height}")[:, 0] for view in flat])
    _, ranks = np.unique(keys, return_inverse=True)
    ranks = ranks.reshape(keys.shape)
    _, first, same = np.unique(ranks.min(axis=0), return_index=True, return_inverse=True)
    order = np.argsort(first)
    numbers = np.argsort(order)[same.reshape(-1)]
    kept = first[order]
    # View v of a tile equals the kept tile's view 0: mirroring the kept tile the same way gives the tile back.
    way = (ranks == ranks[0, kept[numbers]]).argmax(axis=0)

    def placed(values: np.ndarray) -> np.ndarray:
        return np.ascontiguousarray(values.reshape(across, rows).T) if columns else values.reshape(rows, across)

    return TileMap(cut[kept], placed(numbers), placed((way & 1).astype(bool)), placed((way >> 1).astype(bool)))


def sub_palette_codes(picture: NativePicture) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What tile hardware is told: each pixel's number within its sub-palette, uint8 [H, W]; the sub-palettes' colours,
    uint8 [count, shared + size], as entries of the picture's palette; and which one each cell uses. Where a mode has no
    sub-palettes, its palette is the only one."""
    if picture.mode.subpalettes is None:
        entries = np.arange(len(picture.palette), dtype=np.uint8)
        return (
            picture.indices,
            entries[None],
            np.zeros((picture.mode.height // SIDE, picture.mode.width // SIDE), np.uint8),
        )
    if picture.subpalettes is None or picture.subpalette_map is None:
        picture = with_slots(picture)
    assert picture.subpalettes is not None and picture.subpalette_map is not None
    return codes_of(picture), picture.subpalettes, picture.subpalette_map


def picture_of_sub_palettes(
    mode: ScreenMode, codes: np.ndarray, held: np.ndarray, cells: np.ndarray, palette: Palette | None = None
) -> NativePicture:
    """The reverse of `sub_palette_codes`, for a machine of fixed colours or with its chosen `palette`: `codes` uint8
    [H, W], `held` uint8 [count, shared + size], `cells` [rows, columns] of the mode's sub-palette cells.
    """
    height, width = codes.shape
    assert mode.subpalettes is not None
    across, down = mode.subpalettes.cell
    number = cells.repeat(down, axis=0).repeat(across, axis=1)[:height, :width]
    palette = palette or machine_palette(mode)
    return NativePicture(
        mode, palette, held[number, codes], subpalettes=held, subpalette_map=cells.astype(np.uint8), codes=codes
    )


@dataclass(frozen=True)
class ColourWord:
    """How a machine's palette memory writes a chosen colour."""

    kind: str
    """Numpy's name: 'u1' a byte, '<u2' a word with the lower byte first, '>u2' with the upper one."""
    bits: tuple[int, int, int]
    """Of red, green and blue."""
    at: tuple[int, int, int]
    """The lowest bit of each."""

    def pack(self, palette: Palette, held: np.ndarray) -> bytes:
        """The words of the palette's entries `held`, uint8 [count, colours], one sub-palette after the other."""
        levels = levels_of(palette, self.bits)[held.reshape(-1)]
        words: np.ndarray = (levels << np.array(self.at)).sum(axis=1).astype(self.kind)
        return words.tobytes()

    def unpack(self, data: bytes) -> Palette:
        """All colours, in their order; at most 256 words."""
        words = np.frombuffer(data, self.kind).astype(np.intp)
        return palette_of_levels(words[:, None] >> np.array(self.at) & ((1 << np.array(self.bits)) - 1), self.bits)


def chosen_sub_palettes(mode: ScreenMode) -> np.ndarray:
    """Which entries of a chosen palette make up each sub-palette, uint8 [count, shared + size]: the palette holds the
    shared colours first, then each sub-palette's own."""
    rule = mode.subpalettes
    assert rule is not None
    own = rule.shared + np.arange(rule.count * rule.size).reshape(rule.count, rule.size)
    shared = np.broadcast_to(np.arange(rule.shared), (rule.count, rule.shared))
    return np.concatenate([shared, own], axis=1).astype(np.uint8)


def palette_of_sub_palettes(mode: ScreenMode, memory: Palette) -> Palette:
    """The chosen palette of which `chosen_sub_palettes` are the parts, from the machine's palette memory, in which
    every sub-palette begins with the shared colours; those of the first one count."""
    rule = mode.subpalettes
    assert rule is not None
    colours = memory.bytes().reshape(rule.count, rule.shared + rule.size, 3)
    flat = np.concatenate([colours[0, : rule.shared], colours[:, rule.shared :].reshape(-1, 3)])
    return Palette.from_array("chosen", flat)


def padded(tiles: np.ndarray, count: int, mode: ScreenMode) -> np.ndarray:
    """The tiles, uint8 [N, 8, 8], blank ones after them up to `count`. Raises PixelStyleError where there are more."""
    if len(tiles) > count:
        raise PixelStyleError(
            f"The picture has {len(tiles)} different tiles; '{mode.name}' has room for {count}: "
            f"'pixelstyle check' tells how a picture breaks its machine's rules."
        )
    return np.concatenate([tiles, np.zeros((count - len(tiles), SIDE, SIDE), np.uint8)])


def companion(files: Mapping[str, bytes], extension: str, lengths: tuple[int, ...], what: str) -> bytes:
    """One of a picture's several files; `what` it is, such as 'A NES nametable', is for the error.

    Raises PixelStyleError if it is missing or has none of the lengths, in bytes.
    """
    if extension not in files:
        raise PixelStyleError(
            f"{what} belongs to this picture; a file of that name that ends in {extension} is not there."
        )
    expect_length(files[extension], lengths, what)
    return files[extension]


def pack_planes(tiles: np.ndarray, planes: int, together: int) -> bytes:
    """Tiles [N, 8, 8] as bit planes, leftmost pixel in bit 7: `together` planes alternate line by line, and when all
    lines are done the next `together` follow (NES 1, Game Boy and SNES 2, Master System 4)."""
    bits = (tiles[:, None] >> np.arange(planes, dtype=np.uint8)[:, None, None]) & 1
    rows = np.packbits(bits, axis=3)[..., 0].reshape(len(tiles), planes // together, together, SIDE)
    return rows.transpose(0, 1, 3, 2).tobytes()


def unpack_planes(data: bytes, planes: int, together: int) -> np.ndarray:
    """The reverse of `pack_planes`: uint8 [N, 8, 8]."""
    rows = np.frombuffer(data, np.uint8).reshape(-1, planes // together, SIDE, together)
    rows = rows.transpose(0, 1, 3, 2).reshape(-1, planes, SIDE, 1)
    bits = np.unpackbits(rows, axis=3)
    weighted: np.ndarray = (bits << np.arange(planes, dtype=np.uint8)[:, None, None]).sum(axis=1, dtype=np.uint8)
    return weighted
