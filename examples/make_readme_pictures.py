"""Make the pictures that the README shows, with this program: `python examples/make_readme_pictures.py`.

Takes about two minutes on two processor cores. The inputs are fitted to the screen as the recipe sees them.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from pixelstyle import convert, stylize
from pixelstyle.files import fit_picture, read_picture

HERE = Path(__file__).parent
PICTURES = HERE.parent / "docs/pictures"
PHOTO = HERE / "photos/astronaut.jpg"
PAINTING = HERE / "paintings/van-gogh-village-street-in-auvers-1890.jpg"
SIZE = (320, 200)
"""As a C64 picture is shown."""


def save_fitted(path: Path, name: str) -> None:
    fitted = fit_picture(read_picture(path), *SIZE)
    Image.fromarray((fitted * 255).round().astype(np.uint8)).save(PICTURES / name, quality=88)


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    save_fitted(PHOTO, "content.jpg")
    save_fitted(PAINTING, "style.jpg")
    stylize(PHOTO, PAINTING, mode="c64-multicolor").save(PICTURES / "c64-multicolor.png", overwrite=True)
    convert(PHOTO, mode="c64-multicolor").save(PICTURES / "converted.png", overwrite=True)
    stylize(PHOTO, PAINTING, mode="zx-spectrum").save(PICTURES / "zx-spectrum.png", overwrite=True)


if __name__ == "__main__":
    main()
