"""Make the pictures that the README and docs/constraint-methods.md show: `python examples/make_readme_pictures.py`.

Takes about ten minutes on two processor cores. Content and style are shown as they are fitted to the screen.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from PIL import Image

from pixelstyle import convert, stylize
from pixelstyle.recipes import Result

PICTURES = Path("docs/pictures")
PHOTO = "examples/photos/astronaut.jpg"
PAINTING = "examples/paintings/van-gogh-village-street-in-auvers-1890.jpg"
SIZE = (320, 200)
"""As a C64 picture is shown."""
METHODS = ("project", "convert", "anneal")
BARE: dict[str, Any] = {"start": "content", "afar": False, "clean": 0.0}
"""What methods are compared with: the rules from the first step on, and the network's loss alone."""
MACHINES = {
    "zx-spectrum": ("chelsea", "hokusai-great-wave-1831"),
    "amiga-32": ("china", "renoir-moulin-de-la-galette-1876"),
    "nes-mmc5": ("flower", "hokusai-poppies-1833"),
    "cpc-mode0": ("coffee", "kandinsky-composition-viii-1923"),
}


def save_fitted(path: str, name: str) -> None:
    """A picture as it is laid onto the screen, its subject in sight."""
    fitted = convert(path, mode="none", width=SIZE[0], height=SIZE[1]).pixels
    Image.fromarray(fitted).save(PICTURES / name, quality=88)


def sheet(results: list[Result], columns: int, name: str) -> None:
    """Finished pictures side by side, at shown size, with a narrow gap."""
    pictures = [Image.fromarray(result.shown()) for result in results]
    width, height = max(p.width for p in pictures), max(p.height for p in pictures)
    rows = -(-len(pictures) // columns)
    page = Image.new("RGB", (columns * (width + 6) - 6, rows * (height + 6) - 6), "white")
    for number, picture in enumerate(pictures):
        page.paste(picture, (number % columns * (width + 6), number // columns * (height + 6)))
    page.save(PICTURES / name)


def main() -> None:
    os.chdir(Path(__file__).parents[1])  # the PNG carries the inputs' paths as they are given here
    PICTURES.mkdir(exist_ok=True)
    save_fitted(PHOTO, "content.jpg")
    save_fitted(PAINTING, "style.jpg")
    annealed = stylize(PHOTO, PAINTING, mode="c64-multicolor")
    annealed.save(PICTURES / "c64-multicolor.png", overwrite=True)
    free = stylize(PHOTO, PAINTING, mode="none", width=320, height=200)
    others = [stylize(PHOTO, PAINTING, mode="c64-multicolor", method=method, **BARE) for method in METHODS]
    sheet([free, *others], 2, "methods.png")
    for mode, (photo, painting) in MACHINES.items():
        result = stylize(f"examples/photos/{photo}.jpg", f"examples/paintings/{painting}.jpg", mode=mode)
        result.save(PICTURES / f"{mode}.png", overwrite=True)


if __name__ == "__main__":
    main()
