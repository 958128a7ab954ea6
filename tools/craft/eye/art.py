"""Pixel art that people drew, laid out as scenes: sprites and tiles on a ground.

What is read are sheets and single drawings in folders, as packages install them; `NOTICE` names those that were learnt
from. A sheet is cut where nothing is drawn, or into squares.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from tools.craft.sources import read_wad

_LEAST, _MOST = 8, 96
"""Pixels a side of what is laid out; larger drawings are cut."""
_SIDES = 16, 24, 32, 48
_PER_SHEET = 400
_PER_WAD = 1500
_ENDINGS = (".png", ".pcx", ".gif", ".bmp")


@dataclass(frozen=True)
class Art:
    """Drawings, uint8 [h, w, 4], those that fill their rectangle apart from those that have a shape."""

    tiles: list[np.ndarray]
    sprites: list[np.ndarray]

    def scene(self, height: int, width: int, chance: np.random.Generator) -> np.ndarray:
        """uint8 [height, width, 3]: a ground of one colour or of tiles, and sprites on it."""
        picture = np.empty((height, width, 3), np.uint8)
        picture[:] = chance.integers(0, 256, 3) if chance.random() < 0.7 else chance.choice([0, 255])
        if self.tiles and chance.random() < 0.6:
            self._pave(picture, chance)
        if self.sprites:
            for _ in range(int(chance.integers(2, 2 + height * width // 1500))):
                self.place(picture, chance)
        return picture

    def _pave(self, picture: np.ndarray, chance: np.random.Generator) -> None:
        """Part of the ground in tiles: one kind repeated, or many beside one another."""
        height, width = picture.shape[:2]
        many = chance.random() < 0.5
        tile = self.tiles[chance.integers(len(self.tiles))]
        top, left = (int(chance.integers(side)) * int(chance.integers(2)) for side in (height, width))
        y = top
        while y < height:
            x, down = left, tile.shape[0]
            while x < width:
                if many:
                    tile = self.tiles[chance.integers(len(self.tiles))]
                paste(picture, tile, y, x)
                x += tile.shape[1]
            y += down

    def place(self, picture: np.ndarray, chance: np.random.Generator) -> np.ndarray:
        """A sprite drawn into the picture; bool [H, W], where."""
        sprite = self.sprites[chance.integers(len(self.sprites))]
        if chance.random() < 0.5:
            sprite = sprite[:, ::-1]
        height, width = picture.shape[:2]
        y, x = int(chance.integers(-8, height - 8)), int(chance.integers(-8, width - 8))
        return paste(picture, sprite, y, x)


def paste(picture: np.ndarray, drawing: np.ndarray, y: int, x: int) -> np.ndarray:
    """A drawing put into a picture with its corner there, cut at the edges; bool [H, W], where it is."""
    where = np.zeros(picture.shape[:2], bool)
    drawing = drawing[max(0, -y) :, max(0, -x) :]
    y, x = max(0, y), max(0, x)
    there = picture[y : y + drawing.shape[0], x : x + drawing.shape[1]]
    drawing = drawing[: there.shape[0], : there.shape[1]]
    drawn = drawing[..., 3] > 127
    there[drawn] = drawing[..., :3][drawn]
    where[y : y + there.shape[0], x : x + there.shape[1]] = drawn
    return where


def read_art(paths: list[Path], chance: np.random.Generator) -> Art:
    """The drawings in these files and folders; WADs are read, too. Files that are no pictures are passed over."""
    tiles, sprites = list[np.ndarray](), list[np.ndarray]()
    for path in paths:
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            for drawing in _drawings(file, chance):
                (tiles if (drawing[..., 3] > 127).all() else sprites).append(drawing)
    return Art(tiles, sprites)


def _drawings(file: Path, chance: np.random.Generator) -> list[np.ndarray]:
    if file.suffix.lower() == ".wad":
        lumps = read_wad(file)
        chosen = chance.permutation(len(lumps))[:_PER_WAD]
        return [piece for number in chosen for piece in _pieces(lumps[number], chance)[:4]]
    if file.suffix.lower() not in _ENDINGS:
        return []
    try:
        with Image.open(file) as opened:
            drawing = np.asarray(opened.convert("RGBA"))
    except (OSError, ValueError):
        return []
    return _pieces(_without_key(drawing), chance)


def _without_key(drawing: np.ndarray) -> np.ndarray:
    """Magenta, or a corner's colour that covers much of a drawing without any hole, as nothing drawn."""
    if not (drawing[..., 3] > 127).all():
        return drawing
    for key in (np.array([255, 0, 255]), drawing[0, 0, :3]):
        ground = (drawing[..., :3] == key).all(axis=2)
        if ground.mean() > 0.3 or (ground.mean() > 0.02 and key[1] == 0 and key[0] == 255):
            return np.dstack([drawing[..., :3], np.where(ground, 0, 255).astype(np.uint8)])
    return drawing


def _pieces(drawing: np.ndarray, chance: np.random.Generator) -> list[np.ndarray]:
    """A drawing itself, or squares of a large one in which enough is drawn and not all of one colour."""
    height, width = drawing.shape[:2]
    if height <= _MOST and width <= _MOST:
        return [drawing] if min(height, width) >= _LEAST and _is_drawn(drawing) else []
    found = []
    for _ in range(min(_PER_SHEET, 4 * height * width // 1024)):
        side = int(chance.choice(_SIDES))
        y, x = (int(chance.integers(max(1, edge // side))) * side for edge in (height, width))
        piece = drawing[y : y + side, x : x + side]
        if min(piece.shape[:2]) >= _LEAST and _is_drawn(piece):
            found.append(piece)
    return found


def _is_drawn(drawing: np.ndarray) -> bool:
    there = drawing[..., 3] > 127
    if there.mean() < 0.15:
        return False
    packed = drawing[there][:, :3].astype(np.int32) @ np.array([65536, 256, 1])
    return len(np.unique(packed)) >= 3
