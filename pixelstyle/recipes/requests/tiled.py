"""Screens of tiles as the settings ask for them: limits, sizes, given palettes; and what came of it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Any

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats import TileCounts, TileOptions, counted, lay_out, layout_of
from pixelstyle.screens import MERGED, NativePicture, ScreenMode, Tiles
from pixelstyle.settings import Settings, TileSettings

_PLAIN = TileSettings()


def tile_options(settings: TileSettings) -> TileOptions:
    """How tile data is written by these settings."""
    return TileOptions(settings.pad, settings.base_tile, settings.flips, settings.columns, tile_size(settings))


def tile_size(settings: TileSettings) -> tuple[int, int]:
    """Width and height of what a place on the map is."""
    width, height = settings.tile_size.split("x")
    return int(width), int(height)


def tiled(mode: ScreenMode, settings: Settings) -> ScreenMode:
    """The mode with the tiles that the settings ask for. Raises PixelStyleError for a screen that cannot have them."""
    asked = [name for name in vars(_PLAIN) if getattr(settings, name) != getattr(_PLAIN, name)]
    layout = layout_of(mode)
    most = 0 if layout is None else layout.room_from(settings.base_tile)
    if layout is not None and mode.tiles is None and mode.width * mode.height > 64 * most:
        # A screen larger than the machine's, or fewer numbers than it has.
        mode = replace(mode, tiles=Tiles((8, 8), max(1, most), layout.mirrors and settings.flips))
    if not asked:
        return mode
    if layout is None:
        raise PixelStyleError(f"Mode {mode.name} is not made of tiles: it cannot have --{asked[0].replace('_', '-')}.")
    size, rule, cells = tile_size(settings), mode.tiles, mode.subpalettes
    if mode.width % size[0] or mode.height % size[1]:
        raise PixelStyleError(f"Tiles of {settings.tile_size} do not fill {mode.name}'s {mode.width} x {mode.height}.")
    each = size[0] * size[1] // 64
    limit = settings.max_tiles or (None if rule is None else max(1, rule.limit // each))
    if limit is not None:
        flips = settings.flips and layout.mirrors and (rule is None or rule.flips)
        mode = replace(mode, tiles=Tiles(size, min(limit, max(1, most // each)), flips))
    if cells is not None and size != (8, 8):
        larger = max(cells.cell[0], size[0]), max(cells.cell[1], size[1])
        mode = replace(mode, subpalettes=replace(cells, cell=larger))
    return mode


def tile_counts(picture: NativePicture | None, settings: TileSettings) -> TileCounts | None:
    """What the tiles of a picture come to; None for screens without, and where they are more than a map can name."""
    layout = None if picture is None else layout_of(picture.mode)
    if picture is None or layout is None:
        return None
    with suppress(PixelStyleError):
        return counted(lay_out(picture, layout, tile_options(settings)), picture.extra.get(MERGED, 0))
    return None


def counts_in_report(picture: NativePicture | None, settings: TileSettings) -> dict[str, Any]:
    """The same, as a report has it."""
    counts = tile_counts(picture, settings)
    return {} if counts is None else {"tiles": counts.plain()}
