"""Which files sprites are written as, by the ending that is asked for.

.png          the sheet                          .json   frames, durations, slices with pivots, objects
.chr .2bpp    tiles, with .pal                   .res    lines for SGDK's resource compiler, with the .png
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
from pixelstyle.formats.sprite_data.sheet import box_of, encode_sheet, sheet_files
from pixelstyle.formats.tile_data.colours import pack_colours
from pixelstyle.formats.tile_data.sources import label_of

SPRITE_FILES = (".png", ".json", ".chr", ".2bpp", ".s", ".asm", ".c", ".res")
"""Of tile machines."""


def encode_sprites(path: Path, sprites: Sprites) -> dict[Path, bytes]:
    """What to write for a `path`. Raises PixelStyleError for an ending that is none of the machine's."""
    if isinstance(sprites, C64Sprites):
        return encode_c64_sprites(path, sprites)
    extension, own = path.suffix.lower(), sprites.machine.layout.extensions[0]
    known = [end for end in SPRITE_FILES if end not in (".chr", ".2bpp") or end == own]
    known = [end for end in known if end != ".res" or sprites.machine.mode == "mega-drive"]
    if extension not in known:
        raise PixelStyleError(
            f"Sprites for the {sprites.machine.title} are saved as {', '.join(known)}; '{path}' ends in none of these."
        )
    if sheet_and_facts := sheet_files(path, sprites):
        return sheet_and_facts
    if extension == ".res":
        sheet = path.with_suffix(".png")
        return {path: _resources(path, sprites), sheet: encode_sheet(sprites)}
    if extension in (".chr", ".2bpp"):
        return {path.with_suffix(end): data for end, data in packed(sprites).items()}
    return encode_metasprites(path, sprites, packed(sprites))


def packed(sprites: Sprites) -> Files:
    """Tiles and palettes in the machine's bytes, by extension."""
    machine, layout = sprites.machine, sprites.machine.layout
    files = {layout.extensions[0]: layout.pack(sprites.tiles)}
    if machine.mode == "gameboy":
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
