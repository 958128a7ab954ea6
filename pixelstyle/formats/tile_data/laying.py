"""A picture as a machine's tiles: cut, numbered, counted, and packed into its files."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.registry import Files
from pixelstyle.formats.shared.tiles import SIDE, TileMap, sub_palette_codes, tile_map
from pixelstyle.formats.tile_data.colours import pack_colours
from pixelstyle.formats.tile_data.layouts import MapWord, TileLayout
from pixelstyle.formats.tile_options import TileOptions
from pixelstyle.screens import NativePicture, cut_cells


@dataclass(frozen=True)
class LaidOut:
    """The tiles of a picture, and where each stands."""

    layout: TileLayout
    map: TileMap
    """Whose tiles may be larger than 8 x 8."""
    palettes: np.ndarray
    """uint8 [count, colours]: the sub-palettes, as entries of the picture's palette."""
    chosen: np.ndarray
    """uint8 [rows, columns]: the sub-palette of each place."""
    options: TileOptions

    @property
    def pieces(self) -> np.ndarray:
        """uint8 [N, 8, 8]: the tiles as the machine stores them, larger ones in parts, line by line."""
        cut = cut_cells(np.concatenate(list(self.map.tiles)), (SIDE, SIDE))
        return cut.reshape(-1, SIDE, SIDE)

    @property
    def ways(self) -> tuple[np.ndarray, np.ndarray]:
        """bool [rows, columns] each: mirrored left to right, and upside down."""
        return self.map.mirrored, self.map.upside_down

    @property
    def numbers(self) -> np.ndarray:
        """int [rows, columns]: what the map calls each place's tile."""
        each = self.options.size[0] * self.options.size[1] // SIDE**2
        return np.asarray(self.map.numbers * each + self.options.base + self.layout.first)


@dataclass(frozen=True)
class TileCounts:
    """What tile data comes to."""

    places: int
    """On the map."""
    distinct: int
    """Different tiles."""
    mirrored: int
    """Places that show a tile's mirror image."""
    palettes: int
    """Sub-palettes in use."""
    bytes: int
    """Of the tiles."""
    merged: int = 0
    """Different tiles more than the limit allowed, which have become others."""

    def __str__(self) -> str:
        parts = [f"{self.places:,} tiles, {self.distinct:,} distinct"]
        parts += [f"{self.mirrored:,} mirrored"] if self.mirrored else []
        parts += [f"{self.merged:,} merged"] if self.merged else []
        parts += [f"{self.palettes} palette{'s' if self.palettes != 1 else ''}", f"{self.bytes:,} bytes"]
        return ", ".join(parts)

    def plain(self) -> dict[str, Any]:
        """For reports."""
        return asdict(self)


def lay_out(picture: NativePicture, layout: TileLayout, options: TileOptions) -> LaidOut:
    """The picture's tiles. Raises PixelStyleError for tiles that do not fill it, and more than a map can name."""
    mode, (width, height) = picture.mode, options.size
    if mode.width % width or mode.height % height:
        raise PixelStyleError(f"Tiles of {width} x {height} do not fill {mode.name}'s {mode.width} x {mode.height}.")
    codes, held, cells = sub_palette_codes(picture)
    cell = (SIDE, SIDE) if mode.subpalettes is None else mode.subpalettes.cell
    chosen = cells.repeat(cell[1], axis=0).repeat(cell[0], axis=1)[: mode.height, : mode.width]
    if (cut_cells(chosen, options.size).max(axis=(2, 3)) != cut_cells(chosen, options.size).min(axis=(2, 3))).any():
        raise PixelStyleError(f"In a tile of {width} x {height} there are colours of two palettes: say --tile-size.")
    laid = tile_map(codes, options.flips and layout.mirrors, options.size, options.columns)
    number = len(laid.tiles) * (width * height // SIDE**2)
    if number > layout.room_from(options.base):
        raise PixelStyleError(
            f"The picture has {number} different tiles{f' from {options.base} on' if options.base else ''}; "
            f"a map of '{mode.name}' can name {layout.most}: --max-tiles says how many there may be."
        )
    return LaidOut(layout, laid, held, chosen[::height, ::width], options)


def counted(laid: LaidOut, merged: int = 0) -> TileCounts:
    """What they come to."""
    mirrored = int((laid.map.mirrored | laid.map.upside_down).sum())
    size = len(laid.pieces) * laid.layout.tile_bytes
    return TileCounts(laid.map.numbers.size, len(laid.map.tiles), mirrored, len(np.unique(laid.chosen)), size, merged)


def packed(laid: LaidOut, picture: NativePicture) -> Files:
    """The machine's files, by extension."""
    layout, pieces = laid.layout, laid.pieces
    if laid.options.pad:
        blank = np.zeros((max(0, layout.room - len(pieces)), SIDE, SIDE), np.uint8)
        pieces = np.concatenate([pieces, blank])
    files = [layout.pack(pieces), *packed_map(laid)]
    if picture.mode.subpalettes is not None or layout.colour is not None:
        files.append(pack_colours(layout, picture, laid.palettes))
    return dict(zip(layout.extensions, files, strict=True))


def packed_map(laid: LaidOut) -> list[bytes]:
    """What goes with the tiles and is no palette: the map, and attributes where they stand apart."""
    layout, numbers, chosen = laid.layout, laid.numbers, laid.chosen.astype(np.intp) + laid.layout.first_palette
    across, upside_down = laid.map.mirrored, laid.map.upside_down

    def written(values: np.ndarray, kind: str, down_first: bool = False) -> bytes:
        return (values.T if laid.options.columns or down_first else values).astype(kind).tobytes()

    if isinstance(layout.map, MapWord):
        word = layout.map
        if word.high_at is not None:
            numbers = numbers & 511 | (numbers >> 9) << word.high_at
        words = numbers | chosen << word.palette_at
        if word.mirror_at is not None:
            words = words | across << word.mirror_at[0] | upside_down << word.mirror_at[1]
        return [written(words, word.kind, word.by_columns)]
    plain = written(numbers & 255, "u1")
    if layout.map == "nametable":
        return [nametables(numbers & 255, laid.chosen, laid.options)]
    if layout.map == "bytes":
        return [plain]
    flags = laid.chosen | numbers >> 8 << 3 | across << 5 | upside_down << 6
    return [plain, written(flags, "u1")]


def nametables(numbers: np.ndarray, chosen: np.ndarray, options: TileOptions) -> bytes:
    """Tile numbers [rows, columns] and their sub-palettes as the NES has them: screens of 32 x 30 tiles, one after the
    other, each with its attributes behind it; what is no whole number of screens is as one of its own size."""
    rows, columns = numbers.shape
    step = (32, 30) if columns % 32 == 0 and rows % 30 == 0 else (columns, rows)
    parts = []
    for top in range(0, rows, step[1]):
        for left in range(0, columns, step[0]):
            here = np.s_[top : top + step[1], left : left + step[0]]
            mine = numbers[here].T if options.columns else numbers[here]
            parts += [mine.astype(np.uint8).tobytes(), _attributes(chosen[here])]
    return b"".join(parts)


def _attributes(chosen: np.ndarray) -> bytes:
    """A byte for 4 x 4 tiles: the sub-palettes of its four quarters of 2 x 2."""
    quarters = chosen[::2, ::2].astype(np.uint8)
    quarters = np.pad(quarters, [(0, size % 2) for size in quarters.shape])
    return (
        quarters[::2, ::2] | quarters[::2, 1::2] << 2 | quarters[1::2, ::2] << 4 | quarters[1::2, 1::2] << 6
    ).tobytes()
