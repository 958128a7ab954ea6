"""Makes what the craft networks learn from: pictures as machines show them, beside the pictures that these were given.

    python -m tools.craft.generate PHOTOS PAINTINGS WAD OUT.npz [--minutes 10] [--seed 1]

PHOTOS is the Kodak Lossless True Color Image Suite, of which HELD_OUT is left for measuring; PAINTINGS is
examples/paintings, all in the public domain; WAD is Freedoom's freedm.wad (BSD). See NOTICE.

OUT holds `shown` and `truth`, uint8 [N, SIDE, SIDE, 3], in shown pixels, and `made`, how each was made. The truth is
what the machine was given: of a palette of shades or of very few colours, the nearest mixture of these, since a hue
that a machine cannot show is not there to be read off its picture. A picture without dither is its own truth.
"""

from __future__ import annotations

import argparse
import itertools
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pixelstyle.palettes import Palette, get_palette, in_shades, shipped_palettes
from pixelstyle.screens import (
    DITHERS,
    Dither,
    Pinned,
    ScreenMode,
    choose_palette,
    draft_mode,
    fit,
    get_mode,
    modes,
    show,
)
from tools.craft.sources import Piece, of_drawings, of_pictures, shapes

HELD_OUT = ("05", "13", "19", "23")
"""Of the Kodak photos: never learnt from."""
SIDE = 96
_LONGEST = 160
_OFTEN = {
    "c64-hires": 6,
    "c64-multicolor": 4,
    "zx-spectrum": 4,
    "ega-320x200": 4,
    "gameboy": 3,
    "cpc-mode0": 2,
    "cpc-mode1": 2,
    "msx-screen2": 2,
    "atari-st-low": 2,
    "amiga-32": 2,
    "free": 8,
}
"""Modes that come up more often than the others do."""
_SLOW = ("apple2-dhgr", "apple-iigs", "neo-geo-fix", "gba-4bpp", "wonderswan", "amiga-ham6")
"""A third of the time of the others each: they take a second and more a picture."""
_USUAL_DITHERS = ("floyd-steinberg", "floyd-steinberg", "floyd-steinberg", "bayer-4", "bayer-4", "bayer-8", "bayer-2")
_PLAIN = 0.2
"""Part of the pictures that have no dither."""
_FEW = 5
"""Colours of a palette whose truth is the nearest mixture of them."""
_SOURCES = 0.5, 0.2, 0.12, 0.18
"""Parts of photos, paintings, drawn art and shapes by chance."""


@dataclass(frozen=True)
class Made:
    """One picture of a machine's, in shown pixels."""

    shown: np.ndarray
    truth: np.ndarray
    how: str


def make(mode: ScreenMode, piece: Piece, chance: np.random.Generator) -> Made:
    """A picture shown by a machine with a dither, or with none."""
    mode = _smaller(mode)
    palette = get_palette(str(chance.choice(list(shipped_palettes())))) if mode.name == "free" else None
    width, height = mode.shown_size
    wanted = piece(height, width, chance)
    if mode.choice is None:
        palette = palette or get_palette(str(mode.palette))
        wanted = _mixable(wanted, palette, chance)
    name = "none" if chance.random() < _PLAIN else str(chance.choice([*_USUAL_DITHERS, *DITHERS[1:]]))
    strength = float(chance.choice([0.8, 1.0, chance.uniform(0.4, 1)]))
    dither = Dither(name, strength, bool(chance.random() < 0.7))
    across, down = mode.pixel
    native = wanted.reshape(mode.height, down, mode.width, across, 3).mean(axis=(1, 3), dtype=np.float32)
    if mode.choice is not None:
        listed = None if mode.palette is None else get_palette(mode.palette)
        palette = choose_palette(mode, native, listed, "oklab", Pinned((), ()), strength if dither else 0.0, ())
    assert palette is not None
    shown = show(fit(mode, native, palette, "oklab", dither).native_rgb(), mode)
    truth = (wanted * 255).round().clip(0, 255).astype(np.uint8) if dither else shown
    return Made(shown, truth, f"{mode.name} {palette.name} {name} {strength:.2f}")


def _smaller(mode: ScreenMode) -> ScreenMode:
    """The mode on a screen that is hardly larger than what is kept of it."""
    shortest = min(mode.shown_size) / max(mode.shown_size)
    return draft_mode(mode, max(_LONGEST, round((SIDE + 16) / shortest)), 4 / 3) or mode


def _mixable(picture: np.ndarray, palette: Palette, chance: np.random.Generator) -> np.ndarray:
    """The picture in what a palette can mix, sometimes with the lightness spread over a palette of shades."""
    if chance.random() < 0.6 and (shaded := in_shades(picture, palette)) is not None:
        return np.asarray(shaded, np.float32)
    return as_mixable(picture, palette)


def as_mixable(picture: np.ndarray, palette: Palette) -> np.ndarray:
    """What of a picture, float32 [H, W, 3], can be read off mixtures of a palette: all of it but for very few colours,
    whose nearest mixtures it then is."""
    return within_hull(picture, palette.srgb()) if len(palette) <= _FEW else picture


def within_hull(picture: np.ndarray, colours: np.ndarray) -> np.ndarray:
    """The nearest mixtures of the colours, sRGB [K, 3], float32 [H, W, 3].

    The nearest point of a convex hull lies within a simplex of at most four of its corners, so each such is tried.
    """
    points = picture.reshape(-1, 3).astype(np.float64)
    best, least = points.copy(), np.full(len(points), np.inf)
    for size in range(1, 5):
        for corners in itertools.combinations(np.asarray(colours, np.float64), size):
            origin, sides = corners[0], np.array(corners[1:]).reshape(-1, 3) - corners[0]
            parts = (points - origin) @ np.linalg.pinv(sides)
            inside = (parts >= -1e-9).all(axis=1) & (parts.sum(axis=1) <= 1 + 1e-9)
            there = origin + parts @ sides
            off = ((there - points) ** 2).sum(axis=1)
            nearer = inside & (off < least)
            best[nearer], least[nearer] = there[nearer], off[nearer]
    return best.reshape(picture.shape).astype(np.float32)


def windows(made: Made, count: int, chance: np.random.Generator) -> list[tuple[np.ndarray, np.ndarray]]:
    """So many windows of SIDE x SIDE, by chance."""
    height, width = made.shown.shape[:2]
    found = []
    for _ in range(count):
        top, left = int(chance.integers(height - SIDE + 1)), int(chance.integers(width - SIDE + 1))
        there = slice(top, top + SIDE), slice(left, left + SIDE)
        found.append((made.shown[there], made.truth[there]))
    return found


def machines() -> tuple[list[ScreenMode], np.ndarray]:
    """Modes whose pictures can have a dither, and how often each comes up."""
    known = [m for m in modes() if m.constrained and m.glyphs is None and min(_smaller(m).shown_size) >= SIDE]
    weights = np.array([_OFTEN.get(mode.name, 1 / 3 if mode.name in _SLOW else 1) for mode in known])
    return known, weights / weights.sum()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("photos", type=Path)
    parser.add_argument("paintings", type=Path)
    parser.add_argument("wad", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    chance = np.random.default_rng(arguments.seed)
    photos = [path for path in sorted(arguments.photos.glob("*.jpg")) if path.stem not in HELD_OUT]
    paintings = sorted(arguments.paintings.glob("*.jpg"))
    pieces = (of_pictures(photos), of_pictures(paintings), of_drawings(arguments.wad), shapes)
    known, weights = machines()
    shown, truth, how = [], [], []
    while time.process_time() < 60 * arguments.minutes:
        mode = get_mode(known[int(chance.choice(len(known), p=weights))].name)
        made = make(mode, pieces[int(chance.choice(len(pieces), p=_SOURCES))], chance)
        for before, after in windows(made, 4 if max(made.shown.shape) > 224 else 2, chance):
            shown.append(before)
            truth.append(after)
            how.append(made.how)
    np.savez(arguments.out, shown=np.array(shown), truth=np.array(truth), made=np.array(how))
    print(f"{len(shown):,} windows of {len(set(how)):,} settings")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
