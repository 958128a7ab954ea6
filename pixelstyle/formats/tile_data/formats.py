"""Tile data as native formats: for the catalogue's machines, and for modes that are based on them.

    .chr .2bpp           tiles, as many as are different (--pad: as many as the screen has room for)
    .map .nam .tilemap   which tile stands where
    .attrmap             Game Boy Color: palette, bank and mirroring of each
    .pal                 palette memory, every sub-palette with the shared colours first

The extensions are those of RGBDS's rgbgfx for the Game Boy, of NES tools for the NES.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.registry import OWN_MODEL, Files, Format
from pixelstyle.formats.shared.layout import machine_palette
from pixelstyle.formats.shared.tiles import (
    SIDE,
    TileMap,
    chosen_sub_palettes,
    companion,
    palette_of_sub_palettes,
    picture_of_sub_palettes,
)
from pixelstyle.formats.tile_data.colours import colour_bytes, unpack_colours
from pixelstyle.formats.tile_data.laying import lay_out, packed, packed_map
from pixelstyle.formats.tile_data.layouts import LAYOUTS, MapWord, TileLayout, layout_of
from pixelstyle.formats.tile_options import TileOptions
from pixelstyle.palettes import Palette
from pixelstyle.screens import NativePicture, ScreenMode, shipped_modes


def formats_of(mode: ScreenMode) -> list[Format]:
    """The format of tiles, map and palettes of a mode's machine, at the mode's size; [] for machines without."""
    layout = layout_of(mode)
    return [] if layout is None else [_format(layout, mode)]


def packed_tiles(picture: NativePicture, options: TileOptions) -> Files:
    """The files of a picture on a machine of tiles, by extension. Raises PixelStyleError for other machines."""
    layout = layout_of(picture.mode)
    if layout is None:
        raise PixelStyleError(f"Mode {picture.mode.name} is not made of tiles.")
    return packed(lay_out(picture, layout, options), picture)


def parted_maps(picture: NativePicture, options: TileOptions, count: int) -> list[Files]:
    """The maps of so many screens that stand one below the other in a picture, with the numbers of its tiles."""
    layout = layout_of(picture.mode)
    assert layout is not None
    laid = lay_out(picture, layout, options)
    extensions = layout.extensions[1:3] if layout.map == "attributes" else layout.extensions[1:2]
    found = []
    for rows in np.split(np.arange(len(laid.chosen)), count):
        placed = TileMap(laid.map.tiles, *(part[rows] for part in (laid.map.numbers, *laid.ways)))
        part = replace(laid, map=placed, chosen=laid.chosen[rows])
        found.append(dict(zip(extensions, packed_map(part), strict=True)))
    return found


def _format(layout: TileLayout, mode: ScreenMode) -> Format:
    def encode_as(picture: NativePicture, options: TileOptions) -> Files:
        return packed(lay_out(picture, layout, options), picture)

    def encode(picture: NativePicture) -> Files:
        return encode_as(picture, TileOptions())

    def decode(files: Mapping[str, bytes]) -> NativePicture:
        return _decode(files, layout, mode)

    what = {"nametable": "nametable", "bytes": "map", "attributes": "map, attributes"}
    parts = "map" if isinstance(layout.map, MapWord) else what[layout.map]
    palettes = " and palettes" if len(layout.extensions) > 2 else ""
    title = f"{layout.title} tiles, {parts}{palettes}" if palettes else f"{layout.title} tiles and {parts}"
    return Format(
        name=f"{mode.name}-tiles",
        title=title,
        extensions=layout.extensions[:1],
        modes=(mode.name,),
        encode=encode,
        decode=decode,
        sizes=(max(layout.room, layout.most) * layout.tile_bytes, layout.room * layout.tile_bytes),
        unit=layout.tile_bytes,
        companions=layout.extensions[1:],
        passed_over=_passed_over(layout),
        refused="other lengths; tiles that are not there",
        encode_as=encode_as,
        verified_by=(OWN_MODEL,),
    )


def _passed_over(layout: TileLayout) -> str:
    if layout.map == "nametable":
        return "bits 6 and 7 of colours; entry 0 of palettes 1 to 3; the sprites' palettes"
    if layout.map == "bytes":
        return "nothing"
    if layout.map == "attributes":
        return "bits of attributes that are about sprites; bit 15 of colours"
    return "priority and unused bits of map and colours; the shared colours in palettes but the first"


def _decode(files: Mapping[str, bytes], layout: TileLayout, mode: ScreenMode) -> NativePicture:
    data = files[layout.extensions[0]]
    if not data or len(data) % layout.tile_bytes:
        raise PixelStyleError(
            f"A {layout.title}'s tiles have {layout.tile_bytes} bytes each; this file has {len(data):,}: it is cut "
            "short or another format."
        )
    most, count = max(layout.room, layout.most), len(data) // layout.tile_bytes
    if count > most and count != 2 * most:  # a second pattern table, which a NES has for sprites, may follow
        raise PixelStyleError(f"A {layout.title} has at most {most:,} tiles; this file has {count:,}.")
    tiles = layout.unpack(data)
    numbers, chosen, across, upside_down = _map(files, layout, mode)
    numbers = numbers - layout.first
    used = np.unique(numbers)
    if used[0] > 0 and len(used) == len(tiles) and used[-1] - used[0] == len(tiles) - 1:
        numbers = numbers - used[0]  # a base tile was asked for: the map names each tile that there is, from there on
    codes = TileMap(tiles, numbers, across, upside_down).codes()
    if mode.subpalettes is None:
        palette = machine_palette(mode) if layout.colour is None else _palette(files, layout, 1)
        return NativePicture(mode, palette, codes)
    cell = mode.subpalettes.cell
    cells = chosen[:: cell[1] // SIDE, :: cell[0] // SIDE] - layout.first_palette
    if ((cells < 0) | (cells >= mode.subpalettes.count)).any():
        raise PixelStyleError(f"The map names a palette that is none of the {mode.subpalettes.count} of '{mode.name}'.")
    if layout.colour is None:
        count = mode.subpalettes.count
        data = companion(files, ".pal", (4 * count, 8 * count), "A list of NES palettes")[: 4 * count]
        held = np.frombuffer(data, np.uint8).reshape(count, 4) & 0x3F
        held[:, 0] = held[0, 0]
        return picture_of_sub_palettes(mode, codes, held, cells)
    memory = _palette(files, layout, mode.subpalettes.count)
    palette = palette_of_sub_palettes(mode, memory)
    return picture_of_sub_palettes(mode, codes, chosen_sub_palettes(mode), cells, palette)


def _palette(files: Mapping[str, bytes], layout: TileLayout, count: int) -> Palette:
    length = colour_bytes(layout, count)
    return unpack_colours(layout, companion(files, ".pal", (length,), f"A {layout.title}'s palette memory"))


def _map(
    files: Mapping[str, bytes], layout: TileLayout, mode: ScreenMode
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Numbers, sub-palettes and both mirrorings of each place."""
    rows, columns = mode.height // SIDE, mode.width // SIDE
    never, extension = np.zeros((rows, columns), bool), layout.extensions[1]
    if isinstance(layout.map, MapWord):
        word = layout.map
        data = companion(files, extension, (2 * rows * columns,), f"A {layout.title}'s map")
        words = np.frombuffer(data, word.kind).astype(np.intp)
        words = words.reshape(columns, rows).T if word.by_columns else words.reshape(rows, columns)
        bits = (word.palette_at, *(word.mirror_at or ()), *(() if word.high_at is None else (word.high_at,)))
        numbers = words & (1 << min(bits)) - 1
        if word.high_at is not None:
            numbers = numbers | (words >> word.high_at & 1) << 9
        chosen = words >> word.palette_at & (1 << word.palette_bits) - 1
        across, down = (never, never) if word.mirror_at is None else ((words >> at & 1) > 0 for at in word.mirror_at)
        return numbers, chosen, across, down
    if layout.map == "nametable":
        return (*_nametables(files, rows, columns), never, never)
    data = companion(files, extension, (rows * columns,), f"A {layout.title}'s map")
    numbers = np.frombuffer(data, np.uint8).reshape(rows, columns).astype(np.intp)
    if layout.map == "bytes":
        return numbers, never.astype(np.intp), never, never
    flags = companion(files, layout.extensions[2], (rows * columns,), "A list of attributes")
    attributes = np.frombuffer(flags, np.uint8).reshape(rows, columns).astype(np.intp)
    return numbers | (attributes & 8) << 5, attributes & 7, attributes & 0x20 > 0, attributes & 0x40 > 0


def _nametables(files: Mapping[str, bytes], rows: int, columns: int) -> tuple[np.ndarray, np.ndarray]:
    step = (32, 30) if columns % 32 == 0 and rows % 30 == 0 else (columns, rows)
    quarters = -(-step[1] // 4), -(-step[0] // 4)
    each = step[0] * step[1] + quarters[0] * quarters[1]
    screens = rows // step[1] * (columns // step[0])
    data = companion(files, ".nam", (screens * each,), "A NES nametable with attributes")
    numbers, chosen = np.zeros((rows, columns), np.intp), np.zeros((rows, columns), np.intp)
    at = 0
    for top in range(0, rows, step[1]):
        for left in range(0, columns, step[0]):
            here = np.s_[top : top + step[1], left : left + step[0]]
            values = np.frombuffer(data[at : at + each], np.uint8)
            numbers[here] = values[: step[0] * step[1]].reshape(step[1], step[0])
            packed_ = values[step[0] * step[1] :].reshape(quarters)
            four = packed_[:, None, :, None] >> np.array([[0, 2], [4, 6]], np.uint8)[None, :, None, :] & 3
            spread = four.reshape(2 * quarters[0], 2 * quarters[1]).repeat(2, axis=0).repeat(2, axis=1)
            chosen[here] = spread[: step[1], : step[0]]
            at += each
    return numbers, chosen


def _all() -> tuple[Format, ...]:
    """Of every mode of the catalogue. Of those whose files may be as long the first that can read a file does: the
    Neo Geo Pocket's before the NES's, the PC Engine's before the Super Nintendo's, as LAYOUTS has them."""
    found = [(layout, mode) for mode in shipped_modes() if (layout := layout_of(mode)) is not None]
    found.sort(key=lambda pair: LAYOUTS.index(pair[0]))
    return tuple(_format(layout, mode) for layout, mode in found)


FORMATS: tuple[Format, ...] = _all()
