"""Tile data as text: sources for assemblers and C compilers, JSON, and maps for Tiled.

    .s .asm   a source in the dialect of the machine's assemblers, see `dialects`
    .c        with a .h: arrays as GBDK and SGDK take them, words as numbers
    .json     everything, for a program of one's own
    .res      lines for SGDK's resource compiler, with a PNG in the hardware's numbers beside it: Mega Drive
    .tmj      a map for Tiled, with a PNG of its tiles beside it

Sources: Tiled, "JSON Map Format"; the manuals of ca65, RGBDS and WLA-DX; SGDK, "ResComp 3.95".
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.png.hardware import encode_hardware_png
from pixelstyle.formats.png.indexed import encode_png_rgb
from pixelstyle.formats.registry import Files
from pixelstyle.formats.tile_data.dialects import dialect_of
from pixelstyle.formats.tile_data.laying import LaidOut, counted, lay_out, packed
from pixelstyle.formats.tile_data.layouts import MapWord, TileLayout, layout_of
from pixelstyle.formats.tile_options import TileOptions
from pixelstyle.screens import NativePicture, ScreenMode, lay_cells

SOURCES = (".s", ".asm", ".c", ".json", ".tmj", ".res")
_COLUMNS = 16
_ACROSS, _DOWN = 0x80000000, 0x40000000
"""Tiled's bits for a tile that is mirrored."""


def sources_for(mode: ScreenMode) -> tuple[str, ...]:
    """The extensions of the texts that a mode's tiles can be written as."""
    layout = layout_of(mode)
    if layout is None:
        return ()
    return tuple(end for end in SOURCES if end != ".res" or layout.machine == "mega-drive")


def encode_source(path: Path, picture: NativePicture, options: TileOptions) -> dict[Path, bytes]:
    """What to write for a `path` that ends in one of SOURCES. Raises PixelStyleError as `lay_out` does."""
    layout = layout_of(picture.mode)
    if layout is None:
        raise PixelStyleError(f"Mode {picture.mode.name} is not made of tiles.")
    laid, extension = lay_out(picture, layout, options), path.suffix.lower()
    if extension == ".json":
        return {path: _as_json(laid, picture)}
    if extension == ".tmj":
        return _as_tiled(path, laid, picture)
    if extension == ".res":
        sheet = path.with_suffix(".png")
        return {path: _resources(label_of(path), sheet.name), sheet: encode_hardware_png(picture)}
    files = packed(laid, picture)
    if extension == ".c":
        header, source = _as_c(label_of(path), path.stem, laid, files)
        return {path: source.encode(), path.with_suffix(".h"): header.encode()}
    return {path: _as_assembler(label_of(path), laid, files).encode()}


def label_of(path: Path) -> str:
    """A name that assemblers and compilers take."""
    name = re.sub(r"\W", "_", path.stem, flags=re.ASCII)
    return f"_{name}" if not name or name[0].isdigit() else name


def _parts(layout: TileLayout, files: Files) -> list[tuple[str, bytes]]:
    """What each file is called in a source."""
    names = {".map": "map", ".nam": "map", ".tilemap": "map", ".attrmap": "attributes", ".pal": "palettes"}
    return [("tiles" if n == 0 else names[end], files[end]) for n, end in enumerate(layout.extensions)]


def _about(laid: LaidOut) -> list[str]:
    rows, columns = laid.numbers.shape
    return [f"{laid.layout.title}, {columns} x {rows} places", str(counted(laid))]


def _as_assembler(label: str, laid: LaidOut, files: Files) -> str:
    dialect = dialect_of(laid.layout.machine)
    lines = [f"{dialect.comment} {line}" for line in _about(laid)] + dialect.section(label)
    for name, data in _parts(laid.layout, files):
        lines += dialect.label(f"{label}_{name}", f"{label}_{name}_end") + dialect.data(data)
        lines.append(f"{label}_{name}_end{dialect.colon}")
    return "\n".join(lines) + "\n"


def _as_c(label: str, stem: str, laid: LaidOut, files: Files) -> tuple[str, str]:
    """Header and source. Words are numbers, so that the compiler puts their bytes in the machine's order."""
    rows, columns = laid.numbers.shape
    guard = f"{label.upper()}_H"
    head = [
        *(f"/* {line} */" for line in _about(laid)),
        f"#ifndef {guard}",
        f"#define {guard}",
        "",
        "#include <stdint.h>",
        "",
    ]
    head += [f"#define {label.upper()}_TILES {len(laid.pieces)}", f"#define {label.upper()}_WIDTH {columns}"]
    head += [f"#define {label.upper()}_HEIGHT {rows}", ""]
    body = [f'#include "{stem}.h"']
    for name, data in _parts(laid.layout, files):
        kind = _word(laid.layout, name)
        values = np.frombuffer(data, kind)
        digits, ctype = 2 * values.itemsize, f"uint{8 * values.itemsize}_t"
        head.append(f"extern const {ctype} {label}_{name}[{len(values)}];")
        body += ["", f"const {ctype} {label}_{name}[{len(values)}] = {{"]
        for at in range(0, len(values), _COLUMNS):
            body.append("    " + " ".join(f"0x{int(value):0{digits}x}," for value in values[at : at + _COLUMNS]))
        body.append("};")
    return "\n".join([*head, "", "#endif"]) + "\n", "\n".join(body) + "\n"


def _word(layout: TileLayout, name: str) -> str:
    """Numpy's name of what one number of a part is in the file."""
    if name == "map" and isinstance(layout.map, MapWord):
        return layout.map.kind
    if name == "palettes" and layout.colour is not None:
        return layout.colour.kind
    return ">u4" if name == "tiles" and layout.machine == "mega-drive" else "u1"  # a line of a tile, as SGDK has it


def _resources(label: str, image: str) -> bytes:
    """SGDK: rescomp finds tiles and map in the PNG, and each tile's palette in the upper bits of its indices."""
    lines = [
        f'PALETTE {label}_palette "{image}"',
        f'TILESET {label}_tiles "{image}" NONE ALL',
        f'MAP {label}_map "{image}" {label}_tiles NONE 0',
    ]
    return "\n".join(lines).encode() + b"\n"


def _as_json(laid: LaidOut, picture: NativePicture) -> bytes:
    colours = picture.palette.hex()
    found: dict[str, Any] = {
        "mode": picture.mode.name,
        "machine": laid.layout.machine,
        "tile_size": list(laid.options.size),
        "counts": counted(laid).plain(),
        "tiles": ["".join(f"{value:02x}" for value in tile.reshape(-1)) for tile in laid.map.tiles],
        "map": laid.map.numbers.tolist(),
        "first": laid.options.base,
        "mirrored": laid.map.mirrored.astype(int).tolist(),
        "upside_down": laid.map.upside_down.astype(int).tolist(),
        "palette": laid.chosen.tolist(),
        "palettes": [[colours[entry] for entry in row] for row in laid.palettes],
        "transparent_zero": "transparent" in picture.extra,
    }
    return json.dumps(found).encode() + b"\n"


def _as_tiled(path: Path, laid: LaidOut, picture: NativePicture) -> dict[Path, bytes]:
    """A map whose tiles have their colours: one for each palette that a tile is seen in."""
    seen = np.stack([laid.map.numbers.reshape(-1), laid.chosen.reshape(-1)], axis=1)
    pairs, which = np.unique(seen, axis=0, return_inverse=True)
    width, height = laid.options.size
    columns = min(_COLUMNS, len(pairs))
    rows = -(-len(pairs) // columns)
    sheet = np.zeros((rows * columns, height, width, 3), np.uint8)
    for place, (tile, palette) in enumerate(pairs):
        sheet[place] = picture.palette.bytes()[laid.palettes[palette]][laid.map.tiles[tile]]
    image = path.with_name(f"{path.stem}-tiles.png")
    shown = lay_cells(sheet.reshape(rows, columns, height, width, 3))
    ids = which.reshape(-1).astype(np.int64) + 1
    ids |= np.where(laid.map.mirrored.reshape(-1), _ACROSS, 0) | np.where(laid.map.upside_down.reshape(-1), _DOWN, 0)
    down, across = laid.numbers.shape
    tileset = {
        "firstgid": 1, "name": path.stem, "image": image.name, "imagewidth": shown.shape[1],
        "imageheight": shown.shape[0], "tilewidth": width, "tileheight": height, "tilecount": len(pairs),
        "columns": columns, "margin": 0, "spacing": 0,
        "tiles": [
            {"id": n, "properties": [
                {"name": "tile", "type": "int", "value": int(tile)},
                {"name": "palette", "type": "int", "value": int(palette)},
            ]}
            for n, (tile, palette) in enumerate(pairs)
        ],
    }  # fmt: skip
    layer = {
        "type": "tilelayer", "id": 1, "name": path.stem, "x": 0, "y": 0, "width": across, "height": down,
        "opacity": 1, "visible": True, "data": ids.tolist(),
    }  # fmt: skip
    whole = {
        "type": "map", "version": "1.10", "tiledversion": "1.10.2", "orientation": "orthogonal",
        "renderorder": "right-down", "infinite": False, "width": across, "height": down, "tilewidth": width,
        "tileheight": height, "nextlayerid": 2, "nextobjectid": 1, "layers": [layer], "tilesets": [tileset],
    }  # fmt: skip
    return {path: json.dumps(whole, indent=1).encode() + b"\n", image: encode_png_rgb(shown)}
