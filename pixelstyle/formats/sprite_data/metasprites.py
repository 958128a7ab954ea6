"""Sprites as sources: tiles, palettes, and for each frame a list of objects, as the machines' libraries take it.

    NES (.s ca65, .c cc65)            x, y, tile, attributes ... 128, as neslib's oam_meta_spr
    Game Boy (.asm RGBDS)             y, x, tile, attributes ... 128
    Game Boy (.c GBDK)                metasprite_t: y and x from the object before, tile, properties ... metasprite_end
    Master System, Game Gear (.asm)   x, y, tile ... 128
    the others                        words of x, y, tile, palette * 4 and mirroring (bit 0 across, 1 down) ... $8000

Then frames: where each list begins, and how many milliseconds it is seen.

Sources: Shiru, neslib.h; GBDK 2020, "metasprites.h"; Pan Docs, "OAM"; NESdev Wiki, "PPU OAM".
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from pixelstyle.formats.registry import Files
from pixelstyle.formats.sprite_data.objects import Frame, Object, Sprites, check_bytes
from pixelstyle.formats.tile_data.dialects import dialect_of
from pixelstyle.formats.tile_data.sources import label_of

_GAMEBOYS = ("gameboy", "gb-studio", "gameboy-color")
_END, _END_WORD = 128, 0x8000


def encode_metasprites(path: Path, sprites: Sprites, files: Files) -> dict[Path, bytes]:
    """A source for an assembler, or a C source with its header. Raises PixelStyleError for what a byte cannot say."""
    if not sprites.machine.words:
        check_bytes(sprites)
    if path.suffix.lower() == ".c":
        source, header = _as_c(path, sprites, files)
        return {path: source.encode(), path.with_suffix(".h"): header.encode()}
    return {path: _as_assembler(path, sprites, files).encode()}


def attributes_of(sprites: Sprites, thing: Object) -> int:
    """The byte of an object that says its palette and mirroring."""
    mirrored, down, name = int(thing.mirrored), int(thing.upside_down), sprites.machine.name
    if name == "nes":
        return thing.palette | mirrored << 6 | down << 7
    if name == "gameboy-color":  # bit 3 is the bank
        return thing.palette | (sprites.number(thing) >> 8) << 3 | mirrored << 5 | down << 6
    if name in _GAMEBOYS:
        return thing.palette << 4 | mirrored << 5 | down << 6
    return thing.palette << 2 | mirrored | down << 1


def _listed(sprites: Sprites, frame: Frame) -> list[list[int]]:
    """What is written for each object and at the end."""
    name, words, lines = sprites.machine.name, sprites.machine.words, []
    for thing in frame.objects:
        tile, attributes = sprites.number(thing), attributes_of(sprites, thing)
        if words:
            lines.append([thing.x & 0xFFFF, thing.y & 0xFFFF, tile, attributes])
        elif name in _GAMEBOYS:
            lines.append([thing.y & 255, thing.x & 255, tile & 255, attributes])
        elif name == "nes":
            lines.append([thing.x & 255, thing.y & 255, tile, attributes])
        else:
            lines.append([thing.x & 255, thing.y & 255, tile])
    return [*lines, [_END_WORD if words else _END]]


def _about(sprites: Sprites) -> str:
    return f"{sprites.machine.title} sprites: {sprites}"


def _as_assembler(path: Path, sprites: Sprites, files: Files) -> str:
    label, dialect = label_of(path), dialect_of(sprites.machine.name)
    lines = [f"{dialect.comment} {_about(sprites)}", *dialect.section(label)]
    for name, data in zip(_parts(sprites), files.values(), strict=True):
        lines += dialect.label(f"{label}_{name}") + dialect.data(data)
    for number, frame in enumerate(sprites.frames):
        listed = _listed(sprites, frame)
        lines += dialect.label(f"{label}_{number}") + [dialect.line(row, sprites.machine.words) for row in listed]
    lines += dialect.label(f"{label}_frames")
    lines += [f"    {dialect.address} {label}_{number}" for number in range(len(sprites.frames))]
    lines += dialect.label(f"{label}_durations")
    lines += [f"    {dialect.word} {min(frame.duration, 65535)}" for frame in sprites.frames]
    return "\n".join(lines) + "\n"


def _parts(sprites: Sprites) -> tuple[str, ...]:
    """What a source has besides lists: on the Neo Geo tiles are in cartridges of their own."""
    return ("palettes",) if sprites.machine.name == "neo-geo" else ("tiles", "palettes")


def _as_c(path: Path, sprites: Sprites, files: Files) -> tuple[str, str]:
    label, gbdk = label_of(path), sprites.machine.name in _GAMEBOYS
    guard, count = f"{label.upper()}_H", len(sprites.frames)
    kind = "metasprite_t" if gbdk else "uint16_t" if sprites.machine.words else "uint8_t"
    includes = ["#include <stdint.h>", *(["#include <gb/metasprites.h>"] if gbdk else [])]
    head = [f"/* {_about(sprites)} */", f"#ifndef {guard}", f"#define {guard}", "", *includes, ""]
    head += [f"#define {label.upper()}_FRAMES {count}", f"#define {label.upper()}_TILES {len(sprites.tiles)}", ""]
    body = [f'#include "{path.stem}.h"']
    colour = sprites.machine.layout.colour
    kinds = {
        "tiles": ">u4" if sprites.machine.name == "mega-drive" else "u1",
        "palettes": "u1" if colour is None else colour.kind,
    }
    for name, data in zip(_parts(sprites), files.values(), strict=True):
        values = np.frombuffer(data, kinds[name])
        ctype, digits = f"uint{8 * values.itemsize}_t", 2 * values.itemsize
        head.append(f"extern const {ctype} {label}_{name}[{len(values)}];")
        body += ["", f"const {ctype} {label}_{name}[{len(values)}] = {{"]
        body += [
            "    " + " ".join(f"0x{int(value):0{digits}x}," for value in values[at : at + 16])
            for at in range(0, len(values), 16)
        ]
        body.append("};")
    for number, frame in enumerate(sprites.frames):
        body += ["", f"static const {kind} {label}_{number}[] = {{"]
        body += (
            _gbdk(sprites, frame) if gbdk else [f"    {', '.join(map(str, row))}," for row in _listed(sprites, frame)]
        )
        body.append("};")
    head += [
        f"extern const {kind} *const {label}_frames[{count}];",
        f"extern const uint16_t {label}_durations[{count}];",
    ]
    names = ", ".join(f"{label}_{number}" for number in range(count))
    times = ", ".join(str(min(frame.duration, 65535)) for frame in sprites.frames)
    body += ["", f"const {kind} *const {label}_frames[{count}] = {{{names}}};"]
    body += ["", f"const uint16_t {label}_durations[{count}] = {{{times}}};"]
    return "\n".join(body) + "\n", "\n".join([*head, "", "#endif"]) + "\n"


def _gbdk(sprites: Sprites, frame: Frame) -> list[str]:
    """GBDK draws each object from the one before."""
    lines, x, y = [], 0, 0
    for thing in frame.objects:
        tile, properties = sprites.number(thing) & 255, attributes_of(sprites, thing)
        lines.append(f"    {{.dy = {thing.y - y}, .dx = {thing.x - x}, .dtile = {tile}, .props = {properties}}},")
        x, y = thing.x, thing.y
    return [*lines, "    {metasprite_end},"]
