"""Sheets for looking without knowing: two pictures side by side, sides shuffled, the key in a file."""

from __future__ import annotations

import json
import random
from pathlib import Path

from PIL import Image, ImageDraw

ROWS = 4
"""Couples on a sheet."""
NEAR, FAR = 2, 1 / 3
"""How large pictures are beside the shown size: enlarged without smoothing, or as seen from across the room."""
GAP = 12


def write_sheets(couples: list[tuple[Path, Path]], out: Path, seed: int) -> None:
    """near-1.png, far-1.png and so on for couples of PNGs, and key.json: for each number what stands left and right."""
    order = random.Random(seed)
    key: dict[str, list[str]] = {}
    shuffled = []
    for number, couple in enumerate(order.sample(couples, len(couples)), start=1):
        sides = order.sample(couple, 2)
        key[str(number)] = [path.name for path in sides]
        shuffled.append((number, [Image.open(path).convert("RGB") for path in sides]))
    for first in range(0, len(shuffled), ROWS):
        part = shuffled[first : first + ROWS]
        for name, factor in (("near", NEAR), ("far", FAR)):
            _sheet(part, factor).save(out / f"{name}-{first // ROWS + 1}.png")
    (out / "key.json").write_text(json.dumps(key, indent=1))


def _sheet(couples: list[tuple[int, list[Image.Image]]], factor: float) -> Image.Image:
    """A row a couple, its number before it."""
    rows = [(number, [_scaled(picture, factor) for picture in pictures]) for number, pictures in couples]
    width = max(sum(picture.width + GAP for picture in pictures) for _, pictures in rows) + 3 * GAP
    height = sum(max(picture.height for picture in pictures) + GAP for _, pictures in rows) + GAP
    sheet = Image.new("RGB", (width, height), "#808080")
    draw, top = ImageDraw.Draw(sheet), GAP
    for number, pictures in rows:
        draw.text((GAP // 2, top), str(number), fill="white")
        left = 3 * GAP
        for picture in pictures:
            sheet.paste(picture, (left, top))
            left += picture.width + GAP
        top += max(picture.height for picture in pictures) + GAP
    return sheet


def _scaled(picture: Image.Image, factor: float) -> Image.Image:
    size = round(picture.width * factor), round(picture.height * factor)
    return picture.resize(size, Image.Resampling.NEAREST if factor > 1 else Image.Resampling.BOX)
