"""Convert: the nearest legal picture, without a style."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from pixelstyle.colour import Tone, mean_ciede2000
from pixelstyle.errors import PixelStyleError
from pixelstyle.files import WHOLE
from pixelstyle.formats import picture_of_rgb
from pixelstyle.palettes import get_palette
from pixelstyle.recipes.canvas import Canvas, file_facts, read_input
from pixelstyle.recipes.numbering import numbered_as
from pixelstyle.recipes.result import Result
from pixelstyle.recipes.run import ImmediateRun, as_bytes, drain
from pixelstyle.screens import (
    DRAWN_IN,
    Dither,
    NativePicture,
    Recognition,
    check,
    fit,
    recognise_screen,
    to_native,
    with_slots,
)
from pixelstyle.settings import ConvertSettings


def convert(image: str | Path, **settings: Any) -> Result:
    """The picture in the file `image` as the machine can show it best. Settings: the fields of ConvertSettings.

    >>> result = convert("examples/photos/chelsea.jpg", mode="zx-spectrum")
    >>> result.pixels.shape, result.palette.name
    ((192, 256, 3), 'zx-spectrum')
    >>> result.save("cat.scr")  # doctest: +SKIP
    """
    return drain(prepare_convert(image, ConvertSettings.of(settings)))


def prepare_convert(image: str | Path, settings: ConvertSettings) -> ImmediateRun:
    """Read the input and check the settings; the work happens when the run's result is asked for.

    A picture that the machine can show just as it is stays as it is, to the pixel.
    """
    picture, described = read_input(image, settings)
    canvas = Canvas.of(settings, picture)
    dither = Dither(settings.dither, settings.strength, settings.serpentine)

    def make() -> Result:
        began = time.perf_counter()
        native, drawn = _kept(picture, canvas, settings.palette_in)
        native = None if native is None else numbered_as(native, image)
        placed = canvas.content(picture) if native is None else native.native_rgb() / np.float32(255)
        if native is None and canvas.mode.constrained:
            native = fit(
                canvas.mode,
                placed,
                canvas.colours_for(placed, dither.strength if dither else 0.0),
                settings.metric,
                dither,
            )
        pixels = as_bytes(placed) if native is None else native.native_rgb()
        return Result(
            recipe="convert",
            mode=canvas.mode,
            settings=settings,
            inputs={"image": canvas.described(described), **file_facts(settings)},
            pixels=pixels,
            picture=native,
            palette=None if native is None else native.palette,
            figures={
                "seconds": round(time.perf_counter() - began, 3),
                "mean_ciede2000": round(mean_ciede2000(placed, pixels / 255), 3),
                **({} if drawn is None else {"drawn_in": drawn.rendering, "read_as": str(drawn)}),
            },
        )

    return ImmediateRun(canvas.mode, f"{image} on {canvas.mode.title}", make)


def _kept(picture: np.ndarray, canvas: Canvas, palette_in: str) -> tuple[NativePicture | None, Recognition | None]:
    """The picture itself where the machine can show it, in our colours or in another rendering of them, and then how
    it was read. A rendering that is named comes first."""
    native = _as_it_is(picture, canvas) if palette_in in (DRAWN_IN, "none") else None
    return (native, None) if native is not None else _as_it_was_drawn(picture, canvas, palette_in)


def _as_it_is(picture: np.ndarray, canvas: Canvas) -> NativePicture | None:
    """The picture, uint8 [h, w, 3], itself where it is legal already: in native or shown pixels, or a whole multiple of
    either, of a mode that has one size. Where colours are locked or forbidden, they are chosen anew, as they are where
    the settings change what the picture shows."""
    if canvas.mode.any_size or not canvas.mode.constrained or canvas.locked or canvas.forbidden:
        return None
    # A focus alone cuts nothing off a picture in the machine's own pixels, though these be of another shape than ours.
    if canvas.framing.frame.crop != WHOLE.crop or canvas.tone != Tone():
        return None
    try:
        rgb, mode = to_native(picture, canvas.mode)
        native = picture_of_rgb(rgb, mode, None if mode.choice is not None else canvas.palette)
        if mode.slots or mode.subpalettes is not None:
            native = with_slots(native)
    except PixelStyleError:
        return None
    listed = mode.choice is None or canvas.palette is None or set(native.palette.colours) <= set(canvas.palette.colours)
    return native if listed and not check(native) else None


def _as_it_was_drawn(
    picture: np.ndarray, canvas: Canvas, palette_in: str
) -> tuple[NativePicture | None, Recognition | None]:
    """The same for a picture in another rendering of the machine's colours: itself in ours, and how it was read."""
    mode = canvas.mode
    if mode.any_size or mode.palette is None:
        return None, None
    drawn = recognise_screen(picture, mode, canvas.palette or get_palette(mode.palette), palette_in)
    native = None if drawn is None else _as_it_is(drawn.rgb, canvas)
    if native is None or drawn is None:
        return None, None
    return native if drawn.border is None else replace(native, extra={"border": drawn.border}), drawn
