"""Several pictures on one set of palettes, and on one set of tiles if asked for: the rooms of a game.

The pictures are stacked to one tall screen, for which palettes and tiles are chosen as for any other, and cut apart.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats import (
    PNG_KEY,
    Files,
    TileCounts,
    counted,
    encode_hardware_png,
    encode_png,
    lay_out,
    layout_of,
    mode_file_facts,
    packed_tiles,
    parted_maps,
)
from pixelstyle.recipes.canvas import Canvas, read_input
from pixelstyle.recipes.regions.transparency import Cutout, cutout
from pixelstyle.recipes.requests.tiled import tile_options
from pixelstyle.screens import (
    MERGED,
    Dither,
    NativePicture,
    ScreenMode,
    Tiles,
    distances,
    fit,
    merge_dithered,
    with_zero,
    within_tiles,
    without_zero,
    zero_entry,
)
from pixelstyle.settings import ConvertSettings
from pixelstyle.version import __version__


@dataclass(frozen=True)
class SharedTiles:
    """Pictures with the same palettes, in the order in which they came."""

    names: tuple[str, ...]
    pictures: tuple[NativePicture, ...]
    settings: ConvertSettings
    tall: NativePicture | None
    """All of them, one below the other, where they have the same tiles, too."""

    def counts(self) -> list[tuple[str, TileCounts]]:
        """What each picture's tiles come to, or all of them together."""
        shown = [("tiles", self.tall)] if self.tall is not None else list(zip(self.names, self.pictures, strict=True))
        options, found = tile_options(self.settings), []
        for name, picture in shown:
            layout = layout_of(picture.mode)
            assert layout is not None
            found.append((name, counted(lay_out(picture, layout, options), picture.extra.get(MERGED, 0))))
        return found

    def files(self, folder: Path) -> dict[Path, bytes]:
        """A PNG, tiles, map and palettes of each; or tiles and palettes once, and a PNG and a map of each."""
        facts = mode_file_facts(folder / "a.png", self.settings.mode)
        record = {"version": __version__, "mode": self.pictures[0].mode.name, **({"inputs": facts} if facts else {})}
        text, options = {PNG_KEY: json.dumps(record)}, tile_options(self.settings)
        drawn = encode_hardware_png if self.settings.png == "hardware" else encode_png
        found = {folder / f"{name}.png": drawn(picture, text=text) for name, picture in self._each()}
        if self.tall is None:
            for name, picture in self._each():
                found |= _named(folder, name, packed_tiles(picture, options))
            return found
        maps = parted_maps(self.tall, options, len(self.pictures))
        whole = packed_tiles(self.tall, options)
        found |= _named(folder, "tiles", {end: data for end, data in whole.items() if end not in maps[0]})
        for name, parts in zip(self.names, maps, strict=True):
            found |= _named(folder, name, parts)
        return found

    def _each(self) -> list[tuple[str, NativePicture]]:
        return list(zip(self.names, self.pictures, strict=True))


def convert_together(
    images: Sequence[str | Path], settings: ConvertSettings, *, share_tiles: bool = False
) -> SharedTiles:
    """The pictures in these files on one set of palettes and, if asked for, one set of tiles.

    Raises PixelStyleError for screens that are not made of tiles, and what `convert` raises.
    """
    read = [read_input(image, settings)[0] for image in images]
    cuts = [cutout(image, picture, settings) for image, picture in zip(images, read, strict=True)]
    pictures = [picture if cut is None else cut.filled for picture, cut in zip(read, cuts, strict=True)]
    canvases = [Canvas.of(settings, picture) for picture in pictures]
    mode, layout = canvases[0].mode, layout_of(canvases[0].mode)
    if layout is None:
        raise PixelStyleError(f"Mode {mode.name} is not made of tiles, so that pictures in it share none.")
    tall = replace(mode, height=mode.height * len(images))
    if tall.tiles is None and tall.width * tall.height > 64 * layout.most and share_tiles:
        tall = replace(tall, tiles=Tiles(tile_options(settings).size, layout.most, layout.mirrors and settings.flips))
    if not share_tiles:
        tall = replace(tall, tiles=None)
    wanted = np.concatenate(
        [canvas.content(picture) for canvas, picture in zip(canvases, pictures, strict=True)], axis=0
    )
    whole, entry = _fitted(tall, wanted, canvases, cuts, settings)
    parts = _parted(whole, mode, len(images))
    names = _names(images)
    if share_tiles:
        return SharedTiles(names, parts, settings, whole)
    if mode.tiles is not None:
        dither = Dither(settings.dither, settings.strength, settings.serpentine)
        parts = tuple(
            _within(part, content, settings.metric, bool(dither) and entry is None)
            for part, content in zip(parts, np.split(wanted, len(images)), strict=True)
        )
    return SharedTiles(names, parts, settings, None)


def _fitted(
    tall: ScreenMode,
    wanted: np.ndarray,
    canvases: Sequence[Canvas],
    cuts: Sequence[Cutout | None],
    settings: ConvertSettings,
) -> tuple[NativePicture, int | None]:
    """All pictures, wanted as sRGB [H, W, 3], on the tall screen, and what colour zero shows, where it is in use."""
    dither = Dither(settings.dither, settings.strength, settings.serpentine)
    canvas, entry, behind = replace(canvases[0], mode=tall), None, None
    if tall.transparent_zero and any(cut is not None for cut in cuts):
        hidden = [
            np.zeros((each.mode.height, each.mode.width), bool) if cut is None else cut.hidden(each)
            for each, cut in zip(canvases, cuts, strict=True)
        ]
        behind = np.concatenate(hidden)
        entry = zero_entry(tall, canvas.palette, (wanted[~behind] * 255).astype(np.uint8))
        canvas = replace(canvas, mode=replace(without_zero(tall, entry), tiles=None))
    palette = canvas.colours_for(wanted, dither.strength if dither else 0.0)
    native = fit(canvas.mode, wanted, palette, settings.metric, dither)
    if entry is not None and behind is not None:
        native = with_zero(native, tall, behind, entry, distances(wanted, palette, settings.metric))
    return native, entry


def _within(part: NativePicture, content: np.ndarray, metric: str, dithered: bool) -> NativePicture:
    if dithered:
        return merge_dithered(part, content, metric)
    costs = distances(content, part.palette, metric)
    behind = part.extra.get("transparent")
    if behind is not None:
        zero = part.indices == behind if part.codes is None else part.codes == 0
        clear = np.zeros(len(part.palette), bool)
        clear[np.unique(part.indices[zero])] = True
        costs[zero] = np.where(clear, 0, 1e6)
        costs[~zero] = np.where(clear, np.float32(1e6), costs[~zero])
    return within_tiles(part, costs)


def _parted(whole: NativePicture, mode: ScreenMode, count: int) -> tuple[NativePicture, ...]:
    """The tall picture cut into `count` of the mode."""
    parts = []
    for number in range(count):
        rows = slice(number * mode.height, (number + 1) * mode.height)
        cells = whole.subpalette_map
        if cells is not None:
            each = len(cells) // count
            cells = cells[number * each : (number + 1) * each]
        codes = None if whole.codes is None else whole.codes[rows]
        part = replace(whole, mode=mode, indices=whole.indices[rows], subpalette_map=cells, codes=codes)
        parts.append(replace(part, extra={key: n for key, n in whole.extra.items() if key != MERGED}))
    return tuple(parts)


def _named(folder: Path, name: str, files: Files) -> dict[Path, bytes]:
    return {folder / f"{name}{extension}": data for extension, data in files.items()}


def _names(images: Sequence[str | Path]) -> tuple[str, ...]:
    """What the files are called. Raises PixelStyleError where two pictures would be called alike."""
    names = tuple(Path(image).stem for image in images)
    for number, name in enumerate(names):
        if name in names[:number] or name == "tiles":
            raise PixelStyleError(f"'{images[number]}' would be saved as '{name}', as another file is: rename it.")
    return names
