"""Make the pictures that the README shows, with this program: `python examples/make_readme_pictures.py`.

Takes about a minute on two processor cores. Content and style are shown as they are fitted to the screen.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
from PIL import Image

from pixelstyle import stylize
from pixelstyle.files import fit_picture, read_picture

PICTURES = Path("docs/pictures")
PHOTO = "examples/photos/astronaut.jpg"
PAINTING = "examples/paintings/van-gogh-village-street-in-auvers-1890.jpg"
SIZE = (320, 200)
"""As a C64 picture is shown."""


def save_fitted(path: str, name: str) -> None:
    fitted = fit_picture(read_picture(path), *SIZE)
    Image.fromarray((fitted * 255).round().astype(np.uint8)).save(PICTURES / name, quality=88)


def main() -> None:
    os.chdir(Path(__file__).parents[1])  # the PNG carries the inputs' paths as they are given here
    PICTURES.mkdir(exist_ok=True)
    save_fitted(PHOTO, "content.jpg")
    save_fitted(PAINTING, "style.jpg")
    stylize(PHOTO, PAINTING, mode="c64-multicolor").save(PICTURES / "c64-multicolor.png", overwrite=True)


if __name__ == "__main__":
    main()
