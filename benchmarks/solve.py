"""How near each mode comes to a photo, and how long that takes: `python -m benchmarks solve`.

For every mode and each of the five example photos, without dither and with Floyd-Steinberg: mean CIEDE2000 between
what is shown and the photo in the mode's own pixels; the same after both are blurred (sigma 1.5 shown pixels, on
sRGB values: what an eye makes of a dither); SSIM of the two, blurred alike; and seconds of processor time for
the solve alone, palette choice included, the best of `--runs` (set OMP_NUM_THREADS=1 to have them be one core's).

The photo is cropped to the shown size with the crop's top edge at the photo's, Lanczos, then averaged over the
native pixels.

With `--peers`, retropixels and c64img are fetched into a temporary folder: retropixels converts the same pictures
for the C64's two bitmap modes (its rows stand below ours; its palette differs by 1 in one colour's green), and
c64img says whether it finds ours legal. Ours stand there in two metrics: ciede2000, which is what is measured, and
oklab, the default, which keeps more of a photo's structure (SSIM).
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

from benchmarks._peers import Peers
from pixelstyle.colour import mean_ciede2000
from pixelstyle.palettes import Palette, get_palette
from pixelstyle.screens import (
    DITHERS,
    SOLVER_METRICS,
    Dither,
    NativePicture,
    ScreenMode,
    choose_palette,
    fit,
    modes,
    show,
)

PHOTOS = Path(__file__).parents[1] / "examples/photos"
BLUR = 1.5


def photo_for(mode: ScreenMode, path: Path) -> np.ndarray:
    """A photo in a mode's native pixels, float32 sRGB [H, W, 3], 0..1."""
    width, height = (512, 512) if mode.any_size and not mode.constrained else mode.shown_size
    with Image.open(path) as opened:
        fitted = ImageOps.fit(opened.convert("RGB"), (width, height), Image.Resampling.LANCZOS, centering=(0.5, 0.0))
    return in_native_pixels(mode, fitted)


def in_native_pixels(mode: ScreenMode, shown: Image.Image) -> np.ndarray:
    """A picture of the mode's shown size in its native pixels, float32 sRGB [H, W, 3], 0..1."""
    return np.asarray(shown.resize((mode.width, mode.height), Image.Resampling.BOX), np.float32) / 255


def convert(mode: ScreenMode, picture: np.ndarray, metric: str, dither: str, palette: Palette | None) -> NativePicture:
    """The picture as the mode shows it, with the palette given, its usual one or one chosen for it."""
    if palette is None and mode.palette is not None:
        palette = get_palette(mode.palette)
    if mode.choice is not None:
        palette = choose_palette(mode, picture, palette, metric, dither=float(dither != "none"))
    assert palette is not None
    return fit(mode, picture, palette, metric, Dither(dither))


def quality(mode: ScreenMode, shown_rgb: np.ndarray, picture: np.ndarray) -> dict[str, float]:
    """What was shown, uint8 in native pixels, against the picture, float in native pixels."""
    got, wanted = show(shown_rgb / 255, mode), show(picture.astype(np.float64), mode)
    got_blurred, wanted_blurred = blurred(got), blurred(wanted)
    return {
        "ciede2000": mean_ciede2000(got, wanted),
        "blurred": mean_ciede2000(got_blurred, wanted_blurred),
        "ssim": ssim(got_blurred @ LUMA, wanted_blurred @ LUMA),
    }


LUMA = np.array([0.299, 0.587, 0.114])


def blurred(picture: np.ndarray, sigma: float = BLUR) -> np.ndarray:
    """Gaussian blur of [H, W] or [H, W, C], mirrored at the edges."""
    radius = int(np.ceil(4 * sigma))
    kernel = np.exp(-0.5 * (np.arange(-radius, radius + 1) / sigma) ** 2)
    kernel /= kernel.sum()
    for axis in (0, 1):
        pad = [(radius, radius) if a == axis else (0, 0) for a in range(picture.ndim)]
        padded = np.pad(picture, pad, mode="symmetric")
        picture = sum(
            (w * np.take(padded, range(n, n + picture.shape[axis]), axis=axis) for n, w in enumerate(kernel)),
            np.zeros(picture.shape),
        )
    return picture


def ssim(a: np.ndarray, b: np.ndarray) -> float:
    """Mean structural similarity of two grey pictures 0..1 (Wang, Bovik, Sheikh and Simoncelli, 2004; sigma 1.5)."""
    mean_a, mean_b = blurred(a), blurred(b)
    var_a, var_b = blurred(a * a) - mean_a**2, blurred(b * b) - mean_b**2
    both = blurred(a * b) - mean_a * mean_b
    c1, c2 = 0.01**2, 0.03**2
    top = (2 * mean_a * mean_b + c1) * (2 * both + c2)
    return float((top / ((mean_a**2 + mean_b**2 + c1) * (var_a + var_b + c2))).mean())


def measure(
    mode: ScreenMode, path: Path, metric: str, dither: str, runs: int, palette: Palette | None
) -> dict[str, float | str]:
    picture = photo_for(mode, path)
    seconds = float("inf")
    for _ in range(runs):
        start = time.process_time()
        native = convert(mode, picture, metric, dither, palette)
        seconds = min(seconds, time.process_time() - start)
    numbers = quality(mode, native.native_rgb(), picture)
    return {"mode": mode.name, "photo": path.stem, "metric": metric, "dither": dither, **numbers, "seconds": seconds}


def peer_rows(peers: Peers, mode: ScreenMode, path: Path, metrics: list[str]) -> list[dict[str, float | str]]:
    """What retropixels makes of a photo in a mode that it has, and whether c64img accepts what we make of it."""
    hires = {"c64-multicolor": False, "c64-hires": True}.get(mode.name)
    if hires is None:
        return []
    picture = np.round(photo_for(mode, path) * 255).astype(np.uint8)
    rows: list[dict[str, float | str]] = []
    for colours in ("yuv", "rgb"):
        start = time.perf_counter()
        theirs = peers.convert(picture, hires, colours)
        seconds = time.perf_counter() - start
        if theirs is not None:
            numbers = quality(mode, theirs, picture / 255)
            what = {"mode": mode.name, "photo": path.stem, "metric": f"their {colours}", "dither": "none"}
            rows.append({**what, **numbers, "seconds": seconds})
    for metric in metrics:
        ours = convert(mode, (picture / np.float32(255)), metric, "none", get_palette("c64-colodore"))
        named = replace(ours, palette=get_palette("c64-pepto"))  # which c64img knows: it takes two of ours for one
        if peers.accepts(named.shown_rgb(), None if hires else int(ours.slots[0].item())) is False:
            print(f"c64img rejects our {path.stem} in {mode.name}", file=sys.stderr)
    return rows


def report(rows: list[dict[str, float | str]]) -> None:
    """One line a mode, metric and dither: means over the photos, and the longest time."""
    groups: dict[tuple[str, str, str], list[dict[str, float | str]]] = {}
    for row in rows:
        groups.setdefault((str(row["mode"]), str(row["metric"]), str(row["dither"])), []).append(row)
    print(f"{'mode':24} {'metric':12} {'dither':16} {'CIEDE2000':>9} {'blurred':>8} {'SSIM':>6} {'seconds':>8}")
    for (mode, metric, dither), group in groups.items():
        means = [float(np.mean([float(row[key]) for row in group])) for key in ("ciede2000", "blurred", "ssim")]
        slowest = max(float(row["seconds"]) for row in group)
        print(f"{mode:24} {metric:12} {dither:16} {means[0]:9.3f} {means[1]:8.3f} {means[2]:6.3f} {slowest:8.3f}")


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks solve", description=__doc__)
    parser.add_argument("modes", nargs="*", help="names of modes, or the beginnings of names; none: all")
    parser.add_argument(
        "--metric", action="append", choices=SOLVER_METRICS, help="repeatable; default oklab; with peers also ciede2000"
    )
    parser.add_argument("--dither", action="append", choices=DITHERS, help="repeatable; default none, floyd-steinberg")
    parser.add_argument("--photo", action="append", help="repeatable; default all five")
    parser.add_argument("--palette", help="in place of each mode's own")
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--peers", action="store_true", help="also retropixels and c64img, for the C64's bitmap modes")
    parser.add_argument("--json", type=Path, help="write every single number here")
    options = parser.parse_args(argv)
    chosen = [
        mode
        for mode in modes()
        if mode.constrained and (not options.modes or any(mode.name.startswith(name) for name in options.modes))
    ]
    paths = [path for path in sorted(PHOTOS.glob("*.jpg")) if not options.photo or path.stem in options.photo]
    palette = get_palette(options.palette) if options.palette else None
    peers = Peers() if options.peers else None
    metrics = options.metric or (["oklab", "ciede2000"] if peers else ["oklab"])
    rows: list[dict[str, float | str]] = []
    for mode in chosen:
        for dither in options.dither or ["none", "floyd-steinberg"]:
            for metric in metrics:
                rows += [measure(mode, path, metric, dither, options.runs, palette) for path in paths]
        if peers:
            for path in paths:
                rows += peer_rows(peers, mode, path, metrics)
        print(f"{mode.name} done", file=sys.stderr)
    report(rows)
    if options.json:
        options.json.write_text(json.dumps(rows, indent=1))
    return 0
