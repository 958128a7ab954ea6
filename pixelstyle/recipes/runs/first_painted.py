"""What a stylization will be like, by a painter and at once: where its style is a painting that a painter knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import read_picture
from pixelstyle.painters import painting_shown, shipped_painter
from pixelstyle.recipes.result import Result
from pixelstyle.recipes.run import drain
from pixelstyle.recipes.runs.painted import TO_REFINE, prepare_painted
from pixelstyle.screens import ScreenMode
from pixelstyle.settings import StylizeSettings

_PASSED_OVER = (*TO_REFINE, "iterations", "method", "start", "grow", "clusters", "gamut", "detail", "schedule")
"""Settings that say how a picture is optimised, or what of it at last: a first look does without."""


def first_painted(
    inputs: Mapping[str, str | Path], settings: StylizeSettings, mode: ScreenMode | None = None
) -> Result | None:
    """The picture of a stylization by the painter that it begins with, or by the shipped one where that knows its style
    picture; None where no painter fits: another style or machine, settings that a painter cannot heed.
    """
    if settings.painter is not None and not settings.refine:
        return None  # the latter is a painter's picture itself
    try:
        name = settings.painter or _known(inputs)
        if name is None:
            return None
        plain = {item.name: item.default for item in fields(settings) if item.name in _PASSED_OVER}
        values: dict[str, Any] = {**plain, "painter": name, "refine": 0}
        return drain(prepare_painted(inputs["content"], None, replace(settings, **values), mode), None)
    except PixelStyleError:
        return None


def _known(inputs: Mapping[str, str | Path]) -> str | None:
    """The name of the painting that the style picture shows, where the shipped painter knows it."""
    if "style" not in inputs:
        return None
    painter = shipped_painter()
    number = painting_shown(painter, read_picture(inputs["style"]))
    return None if number is None else painter.paintings[number].name
