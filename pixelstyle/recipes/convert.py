"""Convert: the nearest legal picture, without a style."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import Any, Unpack

import numpy as np

from pixelstyle.colour import mean_ciede2000
from pixelstyle.formats import settled
from pixelstyle.recipes.artwork import check_rendering, keep
from pixelstyle.recipes.canvas import Canvas, file_facts, read_input
from pixelstyle.recipes.numbering import numbered_as
from pixelstyle.recipes.regions.transparency import (
    behind_sprites,
    cutout,
    has_sprites,
    opaque_canvas,
    sprites_canvas,
    with_nothing_behind,
    with_transparent,
    without_entry,
)
from pixelstyle.recipes.requests.given_objects import with_names
from pixelstyle.recipes.requests.given_pictures import Picture, with_files
from pixelstyle.recipes.result import Result
from pixelstyle.recipes.run import ImmediateRun, as_bytes, drain
from pixelstyle.screens import Dither, NativePicture, fit
from pixelstyle.settings import ConvertKeywords, ConvertSettings


def convert(image: Picture, **settings: Unpack[ConvertKeywords]) -> Result:
    """The picture `image` as the machine can show it best. Settings: the fields of ConvertSettings.

    >>> result = convert("examples/photos/chelsea.jpg", mode="zx-spectrum")
    >>> result.pixels.shape, result.palette.name
    ((192, 256, 3), 'zx-spectrum')
    >>> result.save("cat.scr")  # doctest: +SKIP
    """
    with with_names(settings) as plain:
        wanted = ConvertSettings.of(plain)
        return with_files(lambda image: drain(prepare_convert(image, wanted)), image=image)


def prepare_convert(image: str | Path, settings: ConvertSettings) -> ImmediateRun:
    """Read the input and check the settings; the work happens when the run's result is asked for.

    A picture that was drawn for the machine stays as it is, to the pixel, but for cells that clash (`artwork.keep`).
    """
    picture, described = read_input(image, settings)
    cut = cutout(image, picture, settings)
    asked = canvas = Canvas.of(settings, picture)
    entry: int | None = None
    if cut is not None and canvas.mode.transparent_zero:
        canvas, entry = opaque_canvas(canvas, cut)
        picture = cut.filled
    elif cut is not None and (has_sprites(canvas.mode) or canvas.mode.name == "free"):
        canvas = sprites_canvas(canvas, cut) if has_sprites(canvas.mode) else canvas
        picture = cut.filled
    check_rendering(settings)
    dither = Dither(settings.dither, settings.strength, settings.serpentine)

    def make() -> Result:
        began = time.perf_counter()
        kept = keep(picture, canvas, settings)
        native = None if kept.native is None else numbered_as(kept.native, image)
        placed = canvas.content(picture) if native is None else native.native_rgb() / np.float32(255)
        if native is None and canvas.mode.constrained:
            if cut is not None and has_sprites(canvas.mode) and canvas.locked:
                first = np.array(canvas.locked[0], np.float32) / np.float32(255)
                placed = np.where(cut.on(canvas)[..., None], first, placed)
            mode = canvas.mode if entry is None else replace(canvas.mode, tiles=None)
            palette = canvas.colours_for(placed, dither.strength if dither else 0.0)
            native = fit(mode, placed, palette, settings.metric, dither, canvas.bars(palette))
            # Colours that were chosen stay where a person, or what is transparent, has put them.
            placed_by = canvas.locked or canvas.rows or cut is not None
            native = native if mode.choice is not None and placed_by else settled(native)
        if native is not None and cut is not None and entry is not None:
            native = with_nothing_behind(native, asked, cut, entry, placed)
            placed = np.where(cut.hidden(asked)[..., None], native.native_rgb() / np.float32(255), placed)
        elif native is not None and cut is not None and (has_sprites(native.mode) or native.mode.name == "free"):
            native, placed = _uncovered(native, cut.on(canvas), placed)
        pixels = as_bytes(placed) if native is None else native.native_rgb()
        if kept.changes and kept.drawn is not None:
            placed = kept.drawn.rgb / np.float32(255)
        return Result(
            recipe="convert",
            mode=asked.mode if entry is not None else canvas.mode,
            settings=settings,
            inputs={"image": canvas.described(described), **file_facts(settings)},
            pixels=pixels,
            picture=native,
            palette=None if native is None else without_entry(native),
            figures={
                "seconds": round(time.perf_counter() - began, 3),
                "mean_ciede2000": round(mean_ciede2000(placed, pixels / 255), 3),
                **kept.figures(),
                **_computed(settings),
            },
        )

    return ImmediateRun(asked.mode, f"{image} on {canvas.mode.title}", make)


def _computed(settings: ConvertSettings) -> dict[str, dict[str, Any]]:
    """What a report says of how a network's numbers came about, where one had a part in the picture."""
    if not settings.undither:
        return {}
    from pixelstyle.optimise import conditions_now  # here, since it needs torch

    return {"computed": conditions_now("cpu")}


def _uncovered(native: NativePicture, behind: np.ndarray, placed: np.ndarray) -> tuple[NativePicture, np.ndarray]:
    """The result with what is transparent, bool [H, W], left so, and what was wanted, float32 [H, W, 3], likewise."""
    sprites = has_sprites(native.mode)
    native = behind_sprites(native, behind, placed) if sprites else with_transparent(native, behind)
    return native, np.where(behind[..., None], native.native_rgb() / np.float32(255), placed)
