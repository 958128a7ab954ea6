"""Which files sprites are written as, by the ending that is asked for.

.png          the sheet                          .json   frames, durations, slices with pivots, objects
.chr .2bpp    tiles, with .pal; .c1 and .c2 on the Neo Geo
.res          lines for SGDK's resource compiler, with the .png
.p8           a cartridge of PICO-8's
.s .asm .c    tiles, palettes, metasprites: see `metasprites`
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.registry import Files
from pixelstyle.formats.sprite_data.c64 import C64Sprites, encode_c64_sprites
from pixelstyle.formats.sprite_data.metasprites import encode_metasprites
from pixelstyle.formats.sprite_data.objects import Sprites
from pixelstyle.formats.sprite_data.patterns import neo_geo_tiles, pc_engine_patterns
from pixelstyle.formats.sprite_data.pico8 import pico_8_sprites
from pixelstyle.formats.sprite_data.sheet import box_of, encode_sheet, sheet_files
from pixelstyle.formats.tile_data.colours import pack_colours
from pixelstyle.formats.tile_data.sources import label_of

SPRITE_FILES = (".png", ".json", ".chr", ".2bpp", ".c1", ".s", ".asm", ".c", ".res")
"""Of tile machines."""
_BYTES = (".chr", ".2bpp", ".c1")
_FARTHEST = 31
"""Tiles across and down that a frame of SGDK's may have."""


def encode_sprites(path: Path, sprites: Sprites) -> dict[Path, bytes]:
    """What to write for a `path`. Raises PixelStyleError for an ending that is none of the machine's."""
    if isinstance(sprites, C64Sprites):
        return encode_c64_sprites(path, sprites)
    extension, files = path.suffix.lower(), packed(sprites)
    known = [end for end in SPRITE_FILES if end not in _BYTES or end in files]
    known = [end for end in known if end != ".res" or sprites.machine.name == "mega-drive"]
    if sprites.machine.name == "pico-8":
        known = [".png", ".json", ".p8"]
    if extension not in known:
        raise PixelStyleError(
            f"Sprites for the {sprites.machine.title} are saved as {', '.join(known)}; '{path}' ends in none of these."
        )
    if sheet_and_facts := sheet_files(path, sprites):
        return sheet_and_facts
    if extension == ".p8":
        return {path: pico_8_sprites(label_of(path), sprites)}
    if extension == ".res":
        sheet = path.with_suffix(".png")
        return {path: _resources(path, sprites), sheet: encode_sheet(sprites)}
    if extension in _BYTES:
        return {path.with_suffix(end): data for end, data in files.items()}
    return encode_metasprites(path, sprites, {end: data for end, data in files.items() if end not in (".c1", ".c2")})


def packed(sprites: Sprites) -> Files:
    """Tiles and palettes in the machine's bytes, by extension."""
    machine, layout = sprites.machine, sprites.machine.layout
    if machine.name == "neo-geo":
        files = neo_geo_tiles(sprites.tiles)
    else:
        tiles = pc_engine_patterns(sprites.tiles) if machine.name == "pc-engine" else layout.pack(sprites.tiles)
        files = {layout.extensions[0]: tiles}
    if layout.machine == "gameboy":
        shades = np.concatenate([np.zeros((len(sprites.held), 1), np.intp), sprites.held], axis=1)
        files[".pal"] = (shades << np.array([0, 2, 4, 6])).sum(axis=1).astype(np.uint8).tobytes()
    elif layout.colour is None:
        files[".pal"] = np.insert(sprites.held, 0, 0x0F, axis=1).astype(np.uint8).tobytes()
    else:
        files[".pal"] = pack_colours(layout, sprites.picture, np.insert(sprites.held, 0, sprites.held[:, 0], axis=1))
    return files


def _resources(path: Path, sprites: Sprites) -> bytes:
    """SGDK: rescomp cuts the sheet into frames of so many tiles, a row of it an animation, and finds the objects."""
    width, height, _ = box_of(sprites)
    if max(width, height) > _FARTHEST * 8:
        raise PixelStyleError(f"SGDK's frames have at most {_FARTHEST * 8} pixels a side, not {width} x {height}.")
    if sprites.used > 1:
        raise PixelStyleError(
            f"SGDK's sprites have one palette, and these need {sprites.used}: --max-palettes 1 makes do with one."
        )
    name = label_of(path)
    steps: dict[int, list[int]] = {}
    for frame in sprites.frames:
        steps.setdefault(frame.row, []).append(max(1, round(frame.duration * 60 / 1000)))
    rows = list(steps.values())
    same = len({step for row in rows for step in row}) == 1
    times = str(rows[0][0]) if same else "[" + "".join(f"[{','.join(map(str, row))}]" for row in rows) + "]"
    return (
        f'PALETTE {name}_palette "{path.stem}.png"\n'
        f'SPRITE {name} "{path.stem}.png" {width // 8} {height // 8} NONE {times} NONE\n'
    ).encode()
