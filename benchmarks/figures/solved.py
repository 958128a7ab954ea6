"""How long each mode's solver takes, and whether what it makes clashes, over unlike crops of photos."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from benchmarks.solve import convert, in_native_pixels
from pixelstyle.screens import ScreenMode, check

SEED = 24
LEAST = 0.5
"""A crop has at least this part of the sides that a crop of the screen's shape could have."""
KINDS = ("none", "floyd-steinberg", "bayer-4")
AT_ONCE = 6
"""Crops a line of the file: what is lost of a run that is ended. A multiple of the kinds."""


@dataclass
class Solved:
    """What is known of a mode so far."""

    crops: int = 0
    seconds: list[float] = field(default_factory=list)
    """Processor time of the solver, choosing its palette included, for each crop without a dither."""
    clashes: int = 0
    """In the pictures of all crops."""

    def add(self, line: dict[str, Any]) -> None:
        """What a further line of the file says."""
        self.crops += AT_ONCE
        self.seconds += line["seconds"]
        self.clashes += sum(line["clashes"].values())

    @property
    def median(self) -> float:
        """Seconds; there must be some."""
        return statistics.median(self.seconds)

    @property
    def slowest(self) -> float:
        """Seconds; there must be some."""
        return max(self.seconds)


def crops(photos: list[Path], shape: tuple[int, int], first: int, count: int) -> Iterator[Image.Image]:
    """Crops of the shape (width, height), in turn of each photo, as large as can be to half of that, anywhere in it.

    Crop n is of the same part of the same photo whenever it is asked for, but for what its shape changes.
    """
    for number in range(first, first + count):
        part, across, down = np.random.default_rng((SEED, number)).random(3)
        with Image.open(photos[number % len(photos)]) as opened:
            photo = opened.convert("RGB")
        scale = min(photo.width / shape[0], photo.height / shape[1]) * (LEAST + (1 - LEAST) * part)
        width, height = shape[0] * scale, shape[1] * scale
        left, top = across * (photo.width - width), down * (photo.height - height)
        yield photo.resize(shape, Image.Resampling.LANCZOS, (left, top, left + width, top + height))


def solve_crops(mode: ScreenMode, photos: list[Path], first: int) -> dict[str, Any]:
    """The next line of the file: what the solver makes of AT_ONCE crops from number `first` on, each of another kind
    than the one before."""
    seconds: list[float] = []
    clashes = dict.fromkeys(KINDS, 0)
    for number, crop in enumerate(crops(photos, mode.shown_size, first, AT_ONCE)):
        picture, kind = in_native_pixels(mode, crop), KINDS[number % len(KINDS)]
        began = time.process_time()
        native = convert(mode, picture, "oklab", kind, None)
        if kind == "none":
            seconds.append(round(time.process_time() - began, 3))
        clashes[kind] += len(check(native))
    return {"mode": mode.name, "first": first, "seconds": seconds, "clashes": clashes}
