"""Make a picture of every option that steers a style, docs/gallery/NAME.png: `python examples/make_gallery.py`.

Takes about half an hour on one processor core. With names, makes those only. The PNGs carry their settings, so
`pixelstyle again` makes each of them again. What is not said below is as in `plain`: C64 multicolor, 100 iterations.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from pixelstyle import stylize
from pixelstyle.palettes import get_palette

FOLDER = Path("docs/gallery")
PHOTO = "examples/photos/astronaut.jpg"
STREET, WAVE, KANDINSKY = (
    f"examples/paintings/{name}.jpg"
    for name in ("van-gogh-village-street-in-auvers-1890", "hokusai-great-wave-1831", "kandinsky-composition-viii-1923")
)
MASK, FACE, FADE = (str(FOLDER / f"{name}.png") for name in ("mask", "mask-protect", "mask-detail"))

OPTIONS: dict[str, dict[str, Any]] = {
    "plain": {},
    "grow": {"grow": 3},
    "early": {"iterations": 25},
    "grow-early": {"grow": 3, "iterations": 25},
    "style-layers": {"style_layers": "relu1_1,relu2_1"},
    "at": {"at": ("50%:style_weight=15",)},
    "statistics-covariance": {"style_statistics": "covariance"},
    "statistics-mean": {"style_statistics": "mean"},
    "statistics-moments": {"style_statistics": "moments"},
    "statistics-wasserstein": {"style_statistics": "wasserstein"},
    "statistics-histogram": {"style_statistics": "histogram"},
    "statistics-gram-histogram": {"style_statistics": "gram,histogram"},
    "more-style": {"more_style": (f"{KANDINSKY}=1",)},
    "style-scale": {"style_scale": 0.4},
    "style-fit-crop": {"style_fit": "crop", "style_scale": 0.4},
    "style-fit-tile": {"style_fit": "tile", "style_scale": 0.4},
    "region": {"mask": MASK, "region": (f"#ff0000={KANDINSKY}", f"#0000ff={WAVE}")},
    "region-soft": {"mask": MASK, "region": (f"#ff0000={KANDINSKY}", f"#0000ff={WAVE}"), "soften": 24.0},
    "protect": {"protect": FACE},
    "detail": {"detail": FADE},
    "forbid": {"forbid": ",".join(get_palette("c64-colodore").hex()[n] for n in (0, 6, 11, 14))},  # black, blues, grey
    "lock": {"lock": "#ffffff"},
    "keep-colours": {"keep_colours": "content"},
    "gamut-clip": {"gamut": "clip"},
    "gamut-compress": {"gamut": "compress"},
    "gamut-match": {"gamut": "match"},
    "style-bits": {"style_bits": "1"},
    "style-colours": {"style_colours": 5},
    "style-palette": {"style_palette": "gameboy-dmg"},
}


def draw_masks() -> None:
    """Red behind the astronaut, blue for the suit, the rest black; the face white; a fade from left to right."""
    mask = Image.new("RGB", (512, 512), "#ff0000")
    draw = ImageDraw.Draw(mask)
    draw.ellipse((130, -20, 310, 200), fill="#000000")
    suit = [(30, 512), (60, 330), (95, 246), (125, 160), (275, 160), (360, 240), (400, 340), (400, 512)]
    draw.polygon(suit, fill="#0000ff")
    mask.save(MASK)
    face = Image.new("L", (512, 512), 0)
    ImageDraw.Draw(face).ellipse((130, -20, 310, 200), fill=255)
    face.save(FACE)
    Image.linear_gradient("L").rotate(90).resize((512, 512)).save(FADE)


def main() -> None:
    os.chdir(Path(__file__).parents[1])  # the PNGs carry the inputs' paths as they are given here
    FOLDER.mkdir(parents=True, exist_ok=True)
    draw_masks()
    for name in sys.argv[1:] or OPTIONS:
        result = stylize(PHOTO, STREET, **{"mode": "c64-multicolor", "iterations": 100, **OPTIONS[name]})
        result.save(FOLDER / f"{name}.png", overwrite=True)
        print(f"{name}: {result.figures['seconds']} s, {result.losses}", flush=True)


if __name__ == "__main__":
    main()
