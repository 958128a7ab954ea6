"""The studio's sample of each machine: one photo, converted, and a piece of the screen as a small PNG.

    python tools/make_studio_samples.py

Written to pixelstyle/studio/static/samples. Run it when a machine has come in.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

from PIL import Image

from pixelstyle.errors import PixelStyleError
from pixelstyle.recipes import drain, find_recipe
from pixelstyle.screens import modes
from pixelstyle.settings import ConvertSettings

ROOT = Path(__file__).parents[1]
PHOTO = ROOT / "examples/photos/astronaut.jpg"
SAMPLES = ROOT / "pixelstyle/studio/static/samples"
PIECE = 200, 150
"""Width and height in shown pixels; 200 x 150 of them are about the face on a screen of 320 x 200."""
FACE = 0.42, 0.3
"""Where the piece has its middle, in parts of the screen."""


def piece(image: Image.Image) -> Image.Image:
    """The piece of a shown picture, none of its pixels scaled."""
    width, height = (min(*sides) for sides in zip(PIECE, image.size, strict=True))
    left, top = (
        min(max(round(part * whole - size / 2), 0), whole - size)
        for part, whole, size in zip(FACE, image.size, (width, height), strict=True)
    )
    return image.crop((left, top, left + width, top + height))


def main() -> None:
    """Write them all anew."""
    SAMPLES.mkdir(exist_ok=True)
    for old in SAMPLES.glob("*.png"):
        old.unlink()
    convert = find_recipe("convert")
    for mode in modes():
        settings = ConvertSettings(mode=mode.name, focus="0.5,0.3")
        if not mode.cells and mode.signal is None and mode.constrained:
            with contextlib.suppress(PixelStyleError):
                settings = ConvertSettings(mode=mode.name, focus="0.5,0.3", dither="bayer-4")
        made = drain(convert.prepare({"image": str(PHOTO)}, settings))
        part = piece(made.image)
        part.quantize(256, dither=Image.Dither.NONE).save(SAMPLES / f"{mode.name}.png", optimize=True)


if __name__ == "__main__":
    main()
