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
from pixelstyle.screens import nearest


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
        if canvas.palette is not None:
            native = nearest(canvas.mode, placed, canvas.palette, settings.metric)
        pixels = as_bytes(placed) if native is None else native.native_rgb()
        return Result(
            recipe="convert",
            mode=canvas.mode,
            settings=settings,
            inputs={"image": described, **file_facts(settings)},
            pixels=pixels,
            picture=native,
            palette=canvas.palette,
            figures={
                "seconds": round(time.perf_counter() - began, 3),
                "mean_ciede2000": round(mean_ciede2000(placed, pixels / 255), 3),
            },
        )

    return ImmediateRun(canvas.mode, f"{image} on {canvas.mode.title}", make)
