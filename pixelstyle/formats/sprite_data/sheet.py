"""Sprites as one PNG with a frame beside the other, and as JSON that says where each is, as Aseprite writes it.

All frames are as large as the largest one needs, around anchors that lie at the same place; a row is an animation. In
the PNG index 16 n + c is colour c of palette n, and 0 is transparent, as SGDK's resource compiler reads it.

Source: Aseprite, docs/ase-file-specs and the JSON that `aseprite --data --format json-array --list-slices` writes.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from pixelstyle.formats.png.chunks import INDEXED, assemble, chunk
from pixelstyle.formats.shared.tiles import SIDE
from pixelstyle.formats.sprite_data.objects import Frame, Sprites
from pixelstyle.version import __version__

_ROW = 16


def box_of(sprites: Sprites) -> tuple[int, int, tuple[int, int]]:
    """Width and height of a frame on the sheet, whole tiles of 8, and where the anchor is in it."""
    frames = sprites.frames
    left = max(max(0, frame.anchor[0]) for frame in frames)
    top = max(max(0, frame.anchor[1]) for frame in frames)
    right = max(max(frame.codes.shape[1], frame.anchor[0]) - frame.anchor[0] for frame in frames)
    bottom = max(max(frame.codes.shape[0], frame.anchor[1]) - frame.anchor[1] for frame in frames)
    return -(-(left + right) // SIDE) * SIDE, -(-(top + bottom) // SIDE) * SIDE, (left, top)


def placed(sprites: Sprites) -> list[tuple[int, int]]:
    """Left and top of each frame's box on the sheet."""
    width, height, _ = box_of(sprites)
    count: dict[int, int] = {}
    found = []
    rows = {row: n for n, row in enumerate(sorted({frame.row for frame in sprites.frames}))}
    for frame in sprites.frames:
        column = count.get(frame.row, 0)
        count[frame.row] = column + 1
        found.append((column * width, rows[frame.row] * height))
    return found


def sheet_files(path: Path, sprites: Sprites) -> dict[Path, bytes]:
    """What to write for a `path` that ends in .png or .json: the sheet, and what is told of it; {} for another."""
    sheet = path.with_suffix(".png")
    match path.suffix.lower():
        case ".png":
            return {path: encode_sheet(sprites)}
        case ".json":
            return {path: encode_json(sprites, sheet.name), sheet: encode_sheet(sprites)}
    return {}


def encode_sheet(sprites: Sprites) -> bytes:
    """The PNG."""
    width, height, anchor = box_of(sprites)
    places, row = placed(sprites), max(_ROW, 1 + sprites.held.shape[1])
    whole = np.zeros((max(y for _, y in places) + height, max(x for x, _ in places) + width), np.uint8)
    for frame, (x, y) in zip(sprites.frames, places, strict=True):
        left, top = x + anchor[0] - frame.anchor[0], y + anchor[1] - frame.anchor[1]
        numbers = np.where(frame.codes > 0, frame.palettes.astype(np.intp) * row + frame.codes, 0)
        whole[top : top + numbers.shape[0], left : left + numbers.shape[1]] = numbers
    colours = np.zeros((len(sprites.held), row, 3), np.uint8)
    colours[:, 0] = sprites.machine.clear
    colours[:, 1 : 1 + sprites.held.shape[1]] = sprites.palette.bytes()[sprites.held]
    extra = chunk(b"PLTE", colours[: sprites.used].tobytes()) + chunk(b"tRNS", b"\0")
    return assemble(whole.shape[1], 8, INDEXED, extra, whole, None)


def encode_json(sprites: Sprites, image: str) -> bytes:
    """Frames with their durations, and a slice with its pivot for each; under "pixelstyle" what the hardware gets."""
    width, height, anchor = box_of(sprites)
    places = placed(sprites)
    shown = [_frame(frame, x, y, width, height) for frame, (x, y) in zip(sprites.frames, places, strict=True)]
    slices = [
        {
            "name": frame.name,
            "color": "#0000ffff",
            "keys": [
                {
                    "frame": 0,
                    "bounds": {"x": x, "y": y, "w": width, "h": height},
                    "pivot": {"x": anchor[0], "y": anchor[1]},
                }
            ],
        }
        for frame, (x, y) in zip(sprites.frames, places, strict=True)
    ]
    size = {"w": max(x for x, _ in places) + width, "h": max(y for _, y in places) + height}
    meta = {
        "app": "https://www.aseprite.org/",
        "version": f"pixelstyle {__version__}",
        "image": image,
        "format": "I8",
        "size": size,
        "scale": "1",
        "frameTags": _tags(sprites),
        "layers": [{"name": "Layer", "opacity": 255, "blendMode": "normal"}],
        "slices": slices,
    }
    whole = {"frames": shown, "meta": meta, "pixelstyle": _hardware(sprites)}
    return json.dumps(whole, indent=1).encode() + b"\n"


def _frame(frame: Frame, x: int, y: int, width: int, height: int) -> dict[str, Any]:
    return {
        "filename": frame.name,
        "frame": {"x": x, "y": y, "w": width, "h": height},
        "rotated": False,
        "trimmed": False,
        "spriteSourceSize": {"x": 0, "y": 0, "w": width, "h": height},
        "sourceSize": {"w": width, "h": height},
        "duration": frame.duration,
    }


def _tags(sprites: Sprites) -> list[dict[str, Any]]:
    """A tag for each row, if there are several."""
    rows = [frame.row for frame in sprites.frames]
    each = sorted(set(rows))
    if len(each) < 2:
        return []
    return [
        {
            "name": f"row {n}",
            "from": rows.index(row),
            "to": len(rows) - 1 - rows[::-1].index(row),
            "direction": "forward",
        }
        for n, row in enumerate(each)
    ]


def _hardware(sprites: Sprites) -> dict[str, Any]:
    hexes = sprites.palette.hex()
    return {
        "machine": sprites.machine.name,
        "object": list(sprites.size),
        "parts": sprites.machine.places(1, sprites.size)[0].tolist(),
        "first": sprites.base,
        "tiles": ["".join(f"{value:02x}" for value in tile.reshape(-1)) for tile in sprites.tiles],
        "palettes": [[None, *(hexes[entry] for entry in row)] for row in sprites.held[: sprites.used]],
        "frames": [
            [
                {
                    "x": thing.x, "y": thing.y, "tile": thing.tile, "palette": thing.palette,
                    "mirrored": thing.mirrored, "upside_down": thing.upside_down,
                }
                for thing in frame.objects
            ]
            for frame in sprites.frames
        ],
    }  # fmt: skip
