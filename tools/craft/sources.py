"""What the craft networks learn from, before a machine has shown it: photos, paintings, drawn art, shapes by chance.

Everything is a `Source`: a name, and a function that gives a piece of it, float32 [height, width, 3], sRGB 0..1.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from pixelstyle.files import fit_picture, read_picture

Piece = Callable[[int, int, np.random.Generator], np.ndarray]
"""Height and width in shown pixels, and chance, in; the picture out."""
_LEAST_ZOOM, _MOST_ZOOM = 1.0, 3.2
"""Photo's pixels that become one shown pixel."""
_PALETTE_BYTES = 768


def of_pictures(paths: list[Path]) -> Piece:
    """Windows of photos or paintings, at several scales."""
    pictures = [read_picture(path) for path in paths]

    def piece(height: int, width: int, chance: np.random.Generator) -> np.ndarray:
        picture = pictures[chance.integers(len(pictures))]
        tall, wide = picture.shape[:2]
        most = min(_MOST_ZOOM, tall / height, wide / width)
        zoom = float(np.exp(chance.uniform(0, np.log(max(most, _LEAST_ZOOM)))))
        down, across = min(tall, round(height * zoom)), min(wide, round(width * zoom))
        top, left = int(chance.integers(tall - down + 1)), int(chance.integers(wide - across + 1))
        window = picture[top : top + down, left : left + across]
        if chance.random() < 0.5:
            window = window[:, ::-1]
        return fit_picture(np.ascontiguousarray(window), width, height, "stretch")

    return piece


def shapes(height: int, width: int, chance: np.random.Generator) -> np.ndarray:
    """A sky that runs from one colour to another, with discs, slopes, lines and lettering on it."""
    yx = np.stack(np.meshgrid(np.linspace(0, 1, height), np.linspace(0, 1, width), indexing="ij"), axis=-1)
    picture = _slope(yx, chance)
    for _ in range(chance.integers(1, 8)):
        mask = Image.new("L", (width, height))
        pen = ImageDraw.Draw(mask)
        x, y = (int(chance.integers(-20, side)) for side in (width, height))
        across, down = (int(chance.integers(6, side)) for side in (width, height))
        kind = chance.integers(5)
        if kind == 0:
            pen.ellipse((x, y, x + across, y + down), fill=255)
        elif kind == 1:
            pen.rectangle((x, y, x + across, y + down), fill=255)
        elif kind == 2:
            pen.polygon([tuple(chance.integers(0, (width, height))) for _ in range(3)], fill=255)
        elif kind == 3:
            pen.line((x, y, x + across, y + down), fill=255, width=int(chance.integers(1, 4)))
        else:
            text = "".join(chr(chance.integers(33, 126)) for _ in range(12))
            pen.text((x, y), text, fill=255, font_size=int(chance.integers(8, 24)))
        there = np.asarray(mask, np.float32)[..., None] / 255
        fill = _slope(yx, chance) if chance.random() < 0.6 else chance.random(3, np.float32)
        picture = picture * (1 - there) + fill * there
    return picture.astype(np.float32)


def _slope(yx: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    """From one colour to another, along a line or around a point."""
    first, last = chance.random(3, np.float32), chance.random(3, np.float32)
    if chance.random() < 0.6:
        angle = chance.uniform(0, 2 * np.pi)
        part = yx @ np.array([np.sin(angle), np.cos(angle)])
        part = (part - part.min()) / (np.ptp(part) + 1e-6)
    else:
        part = np.linalg.norm(yx - chance.random(2), axis=-1)
    part = part[..., None].clip(0, 1).astype(np.float32)
    return np.asarray(first * (1 - part) + last * part)


def of_drawings(wad: Path) -> Piece:
    """Pieces laid out of the drawings in a WAD (a game's data, such as Freedoom's): each pixel as somebody set it."""
    drawings = list(read_wad(wad))

    def piece(height: int, width: int, chance: np.random.Generator) -> np.ndarray:
        picture = np.broadcast_to(chance.integers(0, 256, 3) / np.float32(255), (height, width, 3)).astype(np.float32)
        factor = int(chance.choice([1, 1, 2]))
        y = 0
        while y < height:
            x, tallest = 0, 8
            while x < width:
                drawing = drawings[chance.integers(len(drawings))].repeat(factor, axis=0).repeat(factor, axis=1)
                drawing = drawing[: height - y, : width - x]
                there = picture[y : y + drawing.shape[0], x : x + drawing.shape[1]]
                there[:] = np.where(drawing[..., 3:] > 0, drawing[..., :3] / np.float32(255), there)
                tallest = max(tallest, min(drawing.shape[0], 96))
                x += drawing.shape[1]
            y += tallest
        return picture

    return piece


def read_wad(path: Path) -> list[np.ndarray]:
    """All pictures of a WAD, uint8 [h, w, 4]: flats (64 x 64 bytes) and patches (columns of posts)."""
    data = path.read_bytes()
    count, directory = struct.unpack_from("<ii", data, 4)
    lumps = [struct.unpack_from("<ii8s", data, directory + 16 * n) for n in range(count)]
    names = [name.rstrip(b"\0").decode("latin-1") for _, _, name in lumps]
    at = lumps[names.index("PLAYPAL")][0]
    palette = np.frombuffer(data, np.uint8, _PALETTE_BYTES, at).reshape(256, 3)
    found = []
    for begin, end in (("F_START", "F_END"), ("P_START", "P_END"), ("S_START", "S_END")):
        for offset, size, _ in lumps[names.index(begin) + 1 : names.index(end)]:
            if begin == "F_START" and size == 64 * 64:
                indices = np.frombuffer(data, np.uint8, size, offset).reshape(64, 64)
                found.append(np.dstack([palette[indices], np.full((64, 64), 255, np.uint8)]))
            elif begin != "F_START" and size > 8:
                found.append(_patch(data[offset : offset + size], palette))
    return found


def _patch(lump: bytes, palette: np.ndarray) -> np.ndarray:
    width, height = struct.unpack_from("<HH", lump)
    picture = np.zeros((height, width, 4), np.uint8)
    for x in range(width):
        (at,) = struct.unpack_from("<I", lump, 8 + 4 * x)
        while lump[at] != 255:
            top, length = lump[at], lump[at + 1]
            post = np.frombuffer(lump, np.uint8, length, at + 3)[: height - top]
            picture[top : top + len(post), x, :3] = palette[post]
            picture[top : top + len(post), x, 3] = 255
            at += length + 4
    return picture
