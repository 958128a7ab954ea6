"""What `--bytes-per-frame` gains over sending the largest differences first, afterwards.

python -m benchmarks film --bytes-per-frame 500 2000 --photos FOLDER --modes c64-hires c64-multicolor

Films are made of photos: a pan, a zoom, and a cut from one to another that then stands still. What is told is CIEDE2000
between frames as they are shown and as they were wanted, both blurred as an eye does, and that of the largest
differences first.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

from benchmarks.film.killing_and_dealing import planned, worked
from pixelstyle.colour import ciede2000, smooth, srgb_to_lab, srgb_to_oklab
from pixelstyle.film.budget.within import Budget, within_budget
from pixelstyle.film.plan import frames_of
from pixelstyle.film.shown import Shown
from pixelstyle.formats import FilmFormat, film_format
from pixelstyle.screens import NativePicture, ScreenMode, get_mode, with_slots
from pixelstyle.settings import StylizeSettings
from tests.film.films import write

_SIZE = (320, 200)
_BLUR = 1.5


def films(photos: list[Path]) -> dict[str, list[np.ndarray]]:
    """Six frames each, uint8 [200, 320, 3], of two photos a film or of one."""
    wide, near, other = (_photo(path, 480) for path in photos[:3])
    return {
        "pan": [wide[50:250, 20 + 4 * n : 340 + 4 * n] for n in range(6)],
        "slow pan": [near[50:250, 20 + n : 340 + n] for n in range(6)],
        "zoom": [_resized(near[3 * n : 300 - 3 * n, 5 * n : 480 - 5 * n]) for n in range(6)],
        "cut": [_resized(wide), *[_resized(other)] * 5],
    }


def _photo(path: Path, width: int) -> np.ndarray:
    with Image.open(path) as image:
        return np.asarray(ImageOps.fit(image.convert("RGB"), (width, width * 5 // 8), Image.Resampling.LANCZOS))


def _resized(rgb: np.ndarray) -> np.ndarray:
    return np.asarray(Image.fromarray(rgb).resize(_SIZE, Image.Resampling.LANCZOS))


def made(mode: str, frames: list[np.ndarray]) -> list[Shown]:
    """The film's frames without a limit."""
    with tempfile.TemporaryDirectory() as name:
        film = write(Path(name) / "in.mkv", frames, codec="ffv1", pixels="bgr0")
        plan, work = planned(Path(name) / "made", film, StylizeSettings(mode=mode), None)
        worked(plan, work, 1, 0, random.Random(0))
        return [
            Shown(np.array(pixels), colours, Fraction(n), Fraction(1))
            for n, (pixels, colours, _) in enumerate(frames_of(plan, work))
        ]


def largest_first(before: NativePicture, wanted: NativePicture, kind: FilmFormat, most: int) -> NativePicture:
    """The frame before with the rows of cells that differ most, or whole cells where colours have to change."""
    assert kind.change is not None
    mode = wanted.mode
    wide, high = mode.cells[-1] if mode.cells else (8, 8)
    points = srgb_to_oklab(wanted.palette.srgb())

    def rows(values: np.ndarray) -> np.ndarray:
        """[cells down, rows, cells across]: sums over rows of cells."""
        parts = values.reshape(values.shape[0] // high, high, values.shape[1] // wide, wide)
        return np.asarray(parts.sum(axis=3, dtype=np.float64))

    worth = rows(np.square(points[wanted.indices] - points[before.indices]).sum(axis=2))
    held = (before.choices() == wanted.indices[..., None]).any(axis=2)
    whole = rows(~held).sum(axis=1, keepdims=True) > 0
    changed = rows(wanted.indices != before.indices) > 0
    mean = worth.sum(axis=1, keepdims=True) / (changed.sum(axis=1, keepdims=True) + 2)
    order = np.argsort(-np.where(whole, mean, worth), axis=None, kind="stable")
    places = np.empty(order.size, int)
    places[order] = np.arange(order.size)
    each = places.reshape(worth.shape)
    rank = np.where(whole, each.min(axis=1, keepdims=True), each)

    def sent(count: int) -> NativePicture:
        taken = (rank < count) & changed
        cells = (taken & whole).any(axis=1)
        pixels = taken.reshape(-1, taken.shape[2]).repeat(wide, axis=1)
        slots = tuple(
            np.where(cells[..., None], new, old) if rule.cell is not None else old
            for rule, old, new in zip(mode.slots, before.slots, wanted.slots, strict=True)
        )
        return replace(before, indices=np.where(pixels, wanted.indices, before.indices), slots=slots)

    low, above = 0, order.size
    while above - low > 1:
        middle = (low + above) // 2
        if kind.change(before, sent(middle)) <= most:
            low = middle
        else:
            above = middle
    return sent(low)


def afterwards(frames: list[Shown], mode: ScreenMode, kind: FilmFormat, most: int) -> list[np.ndarray]:
    """The frames within so many bytes, by the largest differences."""
    assert kind.change is not None
    found: list[NativePicture] = []
    for frame in frames:
        wanted = frame.colours.picture(mode, frame.pixels, None)
        wanted = with_slots(wanted) if mode.slots else wanted
        if found and kind.change(found[-1], wanted) > most:
            wanted = largest_first(found[-1], wanted, kind, most)
        found.append(wanted)
    return [each.indices for each in found]


def apart(mode: ScreenMode, frames: list[Shown], found: list[np.ndarray]) -> float:
    """CIEDE2000 through a blur, the mean of all frames but the first."""
    blur = _BLUR / mode.pixel[0], _BLUR / mode.pixel[1]
    palette = frames[0].colours.palette
    assert palette is not None

    def seen(pixels: np.ndarray) -> np.ndarray:
        return np.asarray(srgb_to_lab(smooth(palette.srgb()[pixels], *blur)))

    pairs = zip(frames[1:], found[1:], strict=True)
    return float(np.mean([ciede2000(seen(frame.pixels), seen(own)).mean() for frame, own in pairs]))


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks film", description=__doc__)
    parser.add_argument("--bytes-per-frame", type=int, nargs="+", default=[500, 2000, 3500])
    parser.add_argument("--photos", type=Path, required=True, help="a folder with three photos at least")
    parser.add_argument("--first", type=int, default=0, help="the photo to begin with")
    parser.add_argument("--modes", nargs="+", default=["c64-hires", "c64-multicolor"])
    parser.add_argument("--kind", default=".prg", help="the file's extension")
    given = parser.parse_args(argv)
    photos = sorted(path for path in given.photos.iterdir() if path.suffix.lower() in (".jpg", ".png"))
    ratios: list[float] = []
    for name in given.modes:
        mode = get_mode(name)
        kind = film_format(given.kind, mode)
        for film, pictures in films(photos[given.first :]).items():
            frames = made(name, pictures)
            for most in given.bytes_per_frame:
                began = time.process_time()
                own = [each.pixels for each in within_budget(iter(frames), mode, kind, most, Budget([]))]
                seconds = (time.process_time() - began) / len(frames)
                others = afterwards(frames, mode, kind, most)
                one, other = apart(mode, frames, own), apart(mode, frames, others)
                ratios.append(one / other)
                told = f"{one:.2f} for {other:.2f}, {one / other:.2f} times; {seconds:.1f} s a frame"
                print(f"{name}, {film}, {most} bytes: {told}", flush=True)
    print(f"geometric mean {np.exp(np.mean(np.log(ratios))):.2f} times")
    return 0
