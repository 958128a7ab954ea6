"""What SGDK's resource compiler makes of our lines and their PNG, by a model of it: the bytes of our own files.

rescomp itself is in no package registry. The model follows its source (Tile, Tileset, Tilemap, Palette, Sprite): tiles
in the order in which they appear, of mirror images the first, each tile's palette from the upper bits of its pixels.
"""

from __future__ import annotations

import io
import re
import shlex
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pixelstyle.formats import encode_for
from tests.formats.engines.test_other_programs import picture_of, small


def compiled(lines: str, image: bytes) -> dict[str, bytes]:
    """Tiles, map and palettes, each by the name of its resource."""
    with Image.open(io.BytesIO(image)) as opened:
        assert opened.mode == "P"
        indices, colours = np.array(opened), np.array(opened.getpalette()).reshape(-1, 3)
    made: dict[str, bytes] = {}
    tiles: list[np.ndarray] = []
    for line in lines.splitlines():
        kind, name, _, *rest = shlex.split(line)
        if kind == "PALETTE":
            red, green, blue = (colours[:64] >> 4 & 14).T
            made[name] = (blue << 8 | green << 4 | red).astype(">u2").tobytes()
        if kind == "TILESET":
            assert rest == ["NONE", "ALL"]
            for _, tile in cut(indices):
                if found(tiles, tile) is None:
                    tiles.append(tile)
            made[name] = b"".join((tile[:, 0::2] << 4 | tile[:, 1::2]).astype(np.uint8).tobytes() for tile in tiles)
        if kind == "MAP":
            assert rest == [name.replace("_map", "_tiles"), "NONE", "0"]
            words = []
            for palette, tile in cut(indices):
                place = found(tiles, tile)
                assert place is not None
                words.append(palette << 13 | place[1] << 11 | place[0])
            made[name] = np.array(words, ">u2").tobytes()
    return made


def cut(indices: np.ndarray) -> list[tuple[int, np.ndarray]]:
    """Each place's palette and tile; one that has two palettes is refused, as rescomp does."""
    places = []
    for top in range(0, indices.shape[0], 8):
        for left in range(0, indices.shape[1], 8):
            tile = indices[top : top + 8, left : left + 8]
            (palette,) = np.unique(tile >> 4)
            assert palette < 4
            places.append((int(palette), tile & 15))
    return places


def found(tiles: list[np.ndarray], tile: np.ndarray) -> tuple[int, int] | None:
    """The number of a tile and how it is mirrored, 1 across and 2 down."""
    for way in range(4):
        seen = tile[:: -1 if way & 2 else 1, :: -1 if way & 1 else 1]
        for number, other in enumerate(tiles):
            if (seen == other).all():
                return number, way
    return None


@pytest.mark.parametrize("seed", range(6))
def test_rescomp_makes_our_tiles_map_and_palettes(tmp_path: Path, seed: int) -> None:
    picture = picture_of(small("mega-drive"), seed)
    (lines, image) = encode_for(tmp_path / "my room.res", picture).values()
    files = encode_for(tmp_path / "my room.chr", picture)
    made = compiled(lines.decode(), image)
    assert re.findall(r"^\w+", lines.decode(), re.MULTILINE) == ["PALETTE", "TILESET", "MAP"]
    for part, ending in (("tiles", ".chr"), ("map", ".map"), ("palette", ".pal")):
        assert made[f"my_room_{part}"] == files[tmp_path / f"my room{ending}"], part
