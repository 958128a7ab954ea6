"""A short film out of a photo: a camera turns over it and stands still for a moment, twelve pictures a second.

python examples/make_film.py pan.mp4 && pixelstyle film pan.mp4 --painter van-gogh -m c64-multicolor -o pan.webp
"""

from __future__ import annotations

import sys
from pathlib import Path

import av
import numpy as np
from PIL import Image

PHOTO = Path(__file__).parent / "photos" / "china.jpg"
WIDTH, HEIGHT = 320, 200
MOVING, STILL = 18, 8
"""Frames."""


def frames() -> list[np.ndarray]:
    """uint8 [200, 320, 3] each."""
    with Image.open(PHOTO) as image:
        photo = np.asarray(image.convert("RGB").resize((560, 373)))
    ways = [round(220 * (1 - np.cos(np.pi * n / (MOVING - 1))) / 2) for n in range(MOVING)]
    return [photo[70 : 70 + HEIGHT, way : way + WIDTH] for way in [*ways, *[ways[-1]] * STILL]]


def main(path: str) -> None:
    """Write the film, with a camera's noise."""
    random = np.random.default_rng(0)
    with av.open(path, "w") as out:
        stream = out.add_stream("libx264", rate=12, options={"crf": "8"})
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        for picture in frames():
            noisy = np.clip(picture + random.normal(0, 2, picture.shape), 0, 255).round().astype(np.uint8)
            out.mux(stream.encode(av.VideoFrame.from_ndarray(noisy, format="rgb24")))
        out.mux(stream.encode())


if __name__ == "__main__":
    main(sys.argv[1])
