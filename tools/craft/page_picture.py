"""Draws docs/pictures/undither.png: four machines' pictures, the best Gaussian, without dither, and the photos.

python -m tools.craft.page_picture
"""

from __future__ import annotations

import numpy as np
from PIL import Image

from benchmarks.craft.undithering import SIGMAS, gaussian, psnr, shown
from benchmarks.eye import EXAMPLES
from pixelstyle.craft import undither

OUT = EXAMPLES.parent / "docs/pictures/undither.png"
_PIECES = (
    ("c64-hires", "floyd-steinberg", "astronaut", (90, 30)),
    ("zx-spectrum", "floyd-steinberg", "coffee", (60, 40)),
    ("ega-320x200", "bayer-4", "chelsea", (110, 20)),
    ("gameboy", "bayer-4", "astronaut", (30, 10)),
)
"""Mode, dither, photo, and the left upper corner of what is shown of it."""
_SIDE, _SCALE, _GAP = 120, 2, 6


def main() -> int:
    rows = []
    for mode, dither, photo, (left, top) in _PIECES:
        made = shown(EXAMPLES / f"photos/{photo}.jpg", mode, dither, 0.8)
        seen = made.picture / 255
        blurred = max((gaussian(seen, sigma) for sigma in SIGMAS), key=lambda tried: psnr(tried, made.truth))
        four = (seen, blurred, undither(made.picture) / 255, made.truth)
        windows = [picture[top : top + _SIDE, left : left + _SIDE] for picture in four]
        rows.append(_beside([window.repeat(_SCALE, axis=0).repeat(_SCALE, axis=1) for window in windows], axis=1))
    Image.fromarray((_beside(rows, axis=0) * 255).round().clip(0, 255).astype(np.uint8)).save(OUT, optimize=True)
    return 0


def _beside(pictures: list[np.ndarray], axis: int) -> np.ndarray:
    """Pictures [H, W, 3] in a row or a column, white between them."""
    shape = list(pictures[0].shape)
    shape[axis] = _GAP
    gap, parts = np.ones(shape), [pictures[0]]
    for picture in pictures[1:]:
        parts += [gap, picture]
    return np.concatenate(parts, axis=axis)


if __name__ == "__main__":
    raise SystemExit(main())
