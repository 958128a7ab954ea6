"""A texture by a painter: noise at several scales, painted in one pass; another seed is another texture."""

from __future__ import annotations

import time
from dataclasses import fields
from pathlib import Path

import torch

from pixelstyle.errors import PixelStyleError
from pixelstyle.objectives import count_orphan_pixels
from pixelstyle.optimise import conditions_now
from pixelstyle.painters import find_painter, noise_picture
from pixelstyle.recipes.canvas import Canvas, file_facts
from pixelstyle.recipes.requests.painter_requests import check_painter
from pixelstyle.recipes.result import Result
from pixelstyle.recipes.run import ImmediateRun
from pixelstyle.recipes.run_result import in_order
from pixelstyle.recipes.style_pictures import expected_colours
from pixelstyle.screens import ScreenMode
from pixelstyle.settings import TextureSettings

_UNKNOWN = (
    "style_layers", "style_scale", "style_statistics", "more_style", "style_exclude", "style_stress", "tv_weight",
    "clean", "at", "optimiser", "rate", "weights", "method",
)  # fmt: skip
"""What has no part in a painter's texture."""


def prepare_painted_texture(
    style: str | Path | None, settings: TextureSettings, mode: ScreenMode | None = None
) -> ImmediateRun:
    """As `prepare_texture`, with a painter in place of a style picture.

    Raises PixelStyleError for a painter and a style at once or neither of them, a painter that is not there or does not
    know the painting or the machine, and for settings that only an optimised texture can heed.
    """
    check_painter(settings, style)
    assert settings.painter is not None
    plain = {item.name: item.default for item in fields(settings)}
    for name in _UNKNOWN:
        if getattr(settings, name) != plain[name]:
            told = "--" + name.replace("_", "-")
            raise PixelStyleError(f"A painter paints in one pass: {told} has no part in it; leave it out.")
    painter, number = find_painter(settings.painter, settings.painting)
    painting = painter.paintings[number]
    canvas = Canvas.of(settings, painting.pixels(), mode)
    painter.check(canvas.mode, textures=True)

    def make() -> Result:
        began = time.perf_counter()
        random = torch.Generator().manual_seed(settings.seed)
        size = canvas.mode.width, canvas.mode.height
        noise = noise_picture(size, canvas.mode.pixel, painting.pixels(), random)
        palette = canvas.colours_for(expected_colours(noise, painting.pixels()))
        scene = painter.scene(canvas.mode, palette, number, wraps=settings.tile)
        native = in_order(scene.legal(noise), settings)
        return Result(
            recipe="texture",
            mode=canvas.mode,
            settings=settings,
            inputs=file_facts(settings),
            pixels=native.native_rgb(),
            picture=native,
            palette=native.palette,
            figures={
                "method": "painter",
                "painting": painting.name,
                "seconds": round(time.perf_counter() - began, 3),
                "orphan_pixels": count_orphan_pixels(native.indices),
                "computed": conditions_now("cpu"),
            },
        )

    return ImmediateRun(canvas.mode, f"a texture by the painter of {painting.name}, on {canvas.mode.title}", make)
