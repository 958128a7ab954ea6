"""Pictures without their dither beside the best Gaussian blur, against the photos that were converted.

A row for each mode and dither: peak signal-to-noise ratios in decibels, of sRGB values, mean over the photos: of the
machine's picture, of it through the Gaussian that is best for this mode and dither (its sigma in shown pixels), and
without its dither; in how many photos that is less than 3 dB better. In palettes of so few colours that a hue cannot be
read off their pictures a photo counts as the nearest mixture of these. With `--dithers none` it is the machine's
picture itself that is to come through, and a Gaussian has nothing to mend.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from benchmarks.craft._timing import seconds
from benchmarks.solve import blurred
from pixelstyle import convert
from pixelstyle.craft import undither
from pixelstyle.files import fit_picture, read_picture
from pixelstyle.screens import get_mode, modes
from tools.craft.generate import as_mixable

MODES = (
    "c64-hires", "c64-multicolor", "zx-spectrum", "ega-320x200", "gameboy", "cpc-mode0", "cpc-mode1", "msx-screen2",
    "nes", "atari-st-low", "amiga-32", "mega-drive", "macpaint", "cga-1-high",
)  # fmt: skip
SIGMAS = tuple(np.arange(0, 2.51, 0.25))
_WANTED = 3.0
"""Decibels more than the Gaussian."""


@dataclass(frozen=True)
class Shown:
    """A machine's picture, uint8 [H, W, 3] in shown pixels, and what it was to show, float [H, W, 3], 0..1."""

    picture: np.ndarray
    truth: np.ndarray


def report(photos: list[Path], names: list[str], dithers: list[str], strength: float) -> None:
    """Print a row for each mode, or for all whose pictures have dithers, and dither."""
    if names == ["all"]:
        names = [mode.name for mode in modes() if mode.constrained and mode.glyphs is None]
    for name in names:
        for dither in dithers:
            made = [shown(photo, name, dither, strength) for photo in photos]
            print(row(f"{name:16} {dither:16}", made), flush=True)
    print(f"320 x 200: {1000 * seconds(undither):.0f} ms by {torch.get_num_threads()} threads")


def shown(photo: Path, name: str, dither: str, strength: float) -> Shown:
    """The middle of a photo on a machine."""
    result = convert(photo, mode=name, dither=dither, strength=strength, focus="centre")
    picture = result.shown()
    if dither == "none":
        return Shown(picture, picture / 255)
    truth = fit_picture(read_picture(photo), picture.shape[1], picture.shape[0])
    fixed = get_mode(name).choice is None and result.palette is not None
    return Shown(picture, as_mixable(truth, result.palette) if fixed else truth)


def row(label: str, made: list[Shown]) -> str:
    """What is printed of a mode and a dither."""
    plain = np.array([psnr(each.picture / 255, each.truth) for each in made])
    found = np.array([psnr(undither(each.picture) / 255, each.truth) for each in made])
    through = np.array([[psnr(gaussian(each.picture / 255, s), each.truth) for each in made] for s in SIGMAS])
    best = int(through.mean(axis=1).argmax())
    gains = found - through[best]
    missed = f"{int((gains < _WANTED).sum())} of {len(made)} below {_WANTED:.0f}"
    return (
        f"{label} {plain.mean():5.1f}  Gaussian {SIGMAS[best]:.2f}: {through[best].mean():5.1f}  without dither "
        f"{found.mean():5.1f}  {gains.mean():+.1f} dB, {missed}"
    )


def psnr(picture: np.ndarray, truth: np.ndarray) -> float:
    """The peak signal-to-noise ratio of sRGB values, 0..1, in decibels; 99 where nothing differs."""
    error = float(((picture - truth) ** 2).mean())
    return 99.0 if error < 1e-10 else -10 * float(np.log10(error))


def gaussian(picture: np.ndarray, sigma: float) -> np.ndarray:
    """[H, W, 3] blurred; by 0 as it is."""
    return blurred(picture, sigma) if sigma else picture
