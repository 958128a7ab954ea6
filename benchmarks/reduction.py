"""Does a style of fewer colours transfer better? The style loss of the LEGAL picture against the ORIGINAL painting.

    python -m benchmarks reduction --out FOLDER [--iterations 50,150] [--mode c64-multicolor]

Each painting is used as it is and reduced in several ways; every result is then judged by the painting as it is. Writes
table.json, the pictures, and a contact sheet (a row a painting, a column a reduction) for each number of iterations.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageDraw

from pixelstyle.files import fit_picture, read_picture
from pixelstyle.recipes.quantize import quantize
from pixelstyle.recipes.stylize import stylize
from pixelstyle.screens import get_mode

EXAMPLES = Path(__file__).parents[1] / "examples"
PHOTO = "astronaut"
PAINTINGS = ("van-gogh-village-street-in-auvers-1890", "renoir-moulin-de-la-galette-1876", "hokusai-great-wave-1831")


def reductions(mode: str) -> dict[str, dict[str, Any]]:
    """What is done to the style, as settings of `quantize`; {} is the painting as it is."""
    return {
        "as it is": {},
        "3 bits": {"bits": "3"},
        "16 colours": {"colours": 16},
        "8 colours": {"colours": 8},
        "machine's colours": {"mode": mode},
    }


def measure(out: Path, mode: str, lengths: list[int]) -> list[dict[str, Any]]:
    """One row for each painting, reduction and length; `judged` are losses against the painting as it is."""
    width, height = get_mode(mode).shown_size
    content = out / "content.png"
    # Fitted beforehand, so that the result can be judged in the same frame.
    placed = fit_picture(read_picture(EXAMPLES / "photos" / f"{PHOTO}.jpg"), width, height)
    Image.fromarray(np.round(placed * 255).astype(np.uint8)).save(content)
    rows = []
    for painting in PAINTINGS:
        original = EXAMPLES / "paintings" / f"{painting}.jpg"
        for name, settings in reductions(mode).items():
            style = original
            if settings:
                style = out / f"{painting}-{name.replace(' ', '-')}.png"
                quantize(original, **settings).save(style, overwrite=True)
            for iterations in lengths:
                result = stylize(content, style, mode=mode, iterations=iterations, fit="stretch", size="native")
                picture = out / f"{painting}-{name.replace(' ', '-')}-{iterations}.png"
                result.save(picture, overwrite=True)
                Image.fromarray(result.shown()).save(picture.with_suffix(".shown.png"))
                judged = stylize(
                    content, original, mode=mode, iterations=0, method="project", fit="stretch", start=str(picture)
                )
                assert np.array_equal(judged.pixels, result.pixels)
                row = {"painting": painting, "style": name, "iterations": iterations, "judged": judged.losses}
                rows.append(row)
                print(f"{painting[:24]:24} {name:18} {iterations:4}", json.dumps(judged.losses), flush=True)
    return rows


def sheet(out: Path, mode: str, iterations: int) -> None:
    """The pictures in a row a painting, a column a reduction."""
    width, height = get_mode(mode).shown_size
    names = list(reductions(mode))
    picture = Image.new("RGB", (len(names) * (width + 8), len(PAINTINGS) * (height + 8) + 20), "white")
    draw = ImageDraw.Draw(picture)
    for column, name in enumerate(names):
        draw.text((column * (width + 8) + 4, 4), name, "black")
        for row, painting in enumerate(PAINTINGS):
            with Image.open(out / f"{painting}-{name.replace(' ', '-')}-{iterations}.shown.png") as one:
                picture.paste(one, (column * (width + 8), row * (height + 8) + 20))
    picture.save(out / f"sheet-{iterations}.png")


def main(argv: list[str]) -> int:
    """Measure as the command line says."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks reduction", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--iterations", default="50,150")
    parser.add_argument("--mode", default="c64-multicolor")
    arguments = parser.parse_args(argv)
    arguments.out.mkdir(parents=True, exist_ok=True)
    lengths = [int(part) for part in arguments.iterations.split(",")]
    rows = measure(arguments.out, arguments.mode, lengths)
    (arguments.out / "table.json").write_text(json.dumps(rows, indent=1))
    for iterations in lengths:
        sheet(arguments.out, arguments.mode, iterations)
    return 0
