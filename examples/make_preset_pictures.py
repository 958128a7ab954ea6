"""Make a picture of every shipped preset, docs/gallery/presets/NAME.png: `python examples/make_preset_pictures.py`.

Takes about a quarter of an hour on one processor core. With names, makes those only. The PNGs carry their settings, so
`pixelstyle again` makes each of them again. Their small copies travel inside the package, for windows that offer them.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from PIL import Image

from pixelstyle.recipes.presets import get_preset, shipped_presets
from pixelstyle.recipes.run import drain

FOLDER = Path("docs/gallery/presets")
SMALL = Path("pixelstyle/recipes/preset_pictures")
LONGEST = 112
"""Of a small copy's sides, in pixels."""
PHOTOS, PAINTINGS = "examples/photos/", "examples/paintings/"
WAVE, KANDINSKY, STREET = (
    PAINTINGS + name
    for name in (
        "hokusai-great-wave-1831.jpg",
        "kandinsky-composition-viii-1923.jpg",
        "van-gogh-village-street-in-auvers-1890.jpg",
    )
)
SUBJECTS = {
    "canvas-24bit": (PHOTOS + "china.jpg", STREET),
    "cartridge-nes": (PHOTOS + "flower.jpg", KANDINSKY),
    "comic-gameboy": (PHOTOS + "chelsea.jpg", WAVE),
    "deep-dream-c64": (PHOTOS + "china.jpg",),
    "gallery-amiga": (PHOTOS + "china.jpg", STREET),
    "icon-pico8": (PHOTOS + "coffee.jpg", KANDINSKY),
    "ink-zx": (PHOTOS + "chelsea.jpg", WAVE),
    "oil-c64": (PHOTOS + "astronaut.jpg", STREET),
    "poster-cpc": (PHOTOS + "coffee.jpg", KANDINSKY),
    "tiles-texture": (KANDINSKY,),
    "watercolour-c64": (PHOTOS + "china.jpg", PAINTINGS + "hiroshige-horse-mackerel-1840.jpg"),
    "woodcut-c64-hires": (PHOTOS + "astronaut.jpg", WAVE),
}
"""For each preset its content and its style, or whichever of them it takes."""


def main() -> None:
    os.chdir(Path(__file__).parents[1])  # the PNGs carry the inputs' paths as they are given here
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in sys.argv[1:] or [preset.name for preset in shipped_presets()]:
        preset = get_preset(name)
        inputs = dict(zip((item.name for item in preset.recipe.inputs), SUBJECTS[name], strict=True))
        result = drain(preset.recipe.prepare(inputs, preset.settings()))
        result.save(FOLDER / f"{name}.png", overwrite=True)
        make_small(name)
        print(f"{name}: {result.figures.get('seconds')} s, {result.losses}")


def make_small(name: str) -> None:
    """A copy for windows: a picture of some 4 KB."""
    SMALL.mkdir(parents=True, exist_ok=True)
    with Image.open(FOLDER / f"{name}.png") as opened:
        image = opened.convert("RGB")
    image.thumbnail((LONGEST, LONGEST), Image.Resampling.BOX)
    image.quantize(64, dither=Image.Dither.NONE).save(SMALL / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
