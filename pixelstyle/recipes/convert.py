"""Convert: the nearest legal picture, without a style."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from pixelstyle.colour import mean_ciede2000
from pixelstyle.recipes.canvas import Canvas, file_facts, read_input
from pixelstyle.recipes.result import Result
from pixelstyle.recipes.run import ImmediateRun, as_bytes, drain
from pixelstyle.recipes.settings import ConvertSettings
from pixelstyle.screens import fit


def convert(image: str | Path, **settings: Any) -> Result:
    """The picture in the file `image` as the machine can show it best. Settings: the fields of ConvertSettings."""
    return drain(prepare_convert(image, ConvertSettings.of(settings)))


def prepare_convert(image: str | Path, settings: ConvertSettings) -> ImmediateRun:
    """Read the input and check the settings; the work happens when the run's result is asked for."""
    picture, described = read_input(image, settings)
    canvas = Canvas.of(settings, picture)

    def make() -> Result:
        began = time.perf_counter()
        placed = canvas.place(picture, settings)
        native = None
        if canvas.mode.constrained:
            native = fit(
                canvas.mode,
                placed,
                canvas.colours_for(placed, settings.metric, 0.0 if settings.dither == "none" else settings.strength),
                settings.metric,
                settings.dither,
                settings.strength,
                settings.serpentine,
            )
        pixels = as_bytes(placed) if native is None else native.native_rgb()
        return Result(
            recipe="convert",
            mode=canvas.mode,
            settings=settings,
            inputs={"image": described, **file_facts(settings)},
            pixels=pixels,
            picture=native,
            palette=None if native is None else native.palette,
            figures={
                "seconds": round(time.perf_counter() - began, 3),
                "mean_ciede2000": round(mean_ciede2000(placed, pixels / 255), 3),
            },
        )

    return ImmediateRun(canvas.mode, f"{image} on {canvas.mode.title}", make)
