"""All measures of one picture, as a row of the table."""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks._eye_measures import (
    border_against_middle,
    colour_difference,
    dither_contrast,
    lone_pixels,
    restless_cells,
)
from benchmarks._unseen import UnseenJudge
from pixelstyle.recipes import Result

SIGMAS = {"sharp": 0.0, "afar 1": 1.0, "afar 2": 2.0}


def row_of(judge: UnseenJudge, kind: str, result: Result, free: np.ndarray, content: np.ndarray) -> dict[str, Any]:
    """Of a result beside the free picture and the content, both uint8 [H, W, 3] as shown."""
    shown, reference, placed = (picture / np.float32(255) for picture in (result.shown(), free, content))
    row: dict[str, Any] = {"kind": kind, "seconds": result.figures["seconds"]}
    row |= {name: judge.loss(shown, sigma) for name, sigma in SIGMAS.items()}
    if kind == "free":
        return row
    for sigma in (2.0, 4.0):
        mean, high = colour_difference(shown, reference, sigma)
        row |= {f"colour {sigma:g}": mean, f"colour {sigma:g}, 95 %": high}
    row["border"] = border_against_middle(shown, reference)
    native = result.picture
    assert native is not None
    across, down = native.mode.pixel
    row |= {"lone": lone_pixels(native), "dots": dither_contrast(native)}
    row["cells"] = restless_cells(native, placed[::down, ::across])
    return row
