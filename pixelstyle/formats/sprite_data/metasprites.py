"""Sprites as sources: tiles, palettes, and for each frame a list of objects, as the machines' libraries take it.

    NES (.s ca65, .c cc65)            x, y, tile, attributes ... 128, as neslib's oam_meta_spr
    Game Boy (.asm RGBDS)             y, x, tile, attributes ... 128
    Game Boy (.c GBDK)                metasprite_t: y and x from the object before, tile, properties ... metasprite_end
    Master System, Game Gear (.asm)   x, y, tile ... 128
    Mega Drive (.s), GBA (.c)         words of x, y, tile, palette and mirroring (bit 0 across, 1 down) ... $8000

Then frames: where each list begins, and how many milliseconds it is seen.

Sources: Shiru, neslib.h; GBDK 2020, "metasprites.h"; Pan Docs, "OAM"; NESdev Wiki, "PPU OAM".
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from pixelstyle.formats.registry import Files
from pixelstyle.formats.sprite_data.objects import Frame, Object, Sprites, check_bytes
from pixelstyle.formats.tile_data.sources import label_of

_DIALECTS = {"nes": "ca65", "gameboy": "rgbds", "gameboy-color": "rgbds", "mega-drive": "m68k"}
_BYTES = {"ca65": ".byte", "rgbds": "db", "m68k": "dc.b", "z80": ".db"}
_WORDS = {"ca65": ".word", "rgbds": "dw", "m68k": "dc.w", "z80": ".dw"}
_ADDRESSES = {"ca65": ".addr", "rgbds": "dw", "m68k": "dc.l", "z80": ".dw"}
_WIDE = ("mega-drive", "gba-4bpp")
"""Whose lists are of words."""
_END, _END_WORD = 128, 0x8000


def encode_metasprites(path: Path, sprites: Sprites, files: Files) -> dict[Path, bytes]:
    """A source for an assembler, or a C source with its header. Raises PixelStyleError for what a byte cannot say."""
    if sprites.machine.mode not in _WIDE:
        check_bytes(sprites)
    if path.suffix.lower() == ".c":
        source, header = _as_c(path, sprites, files)
        return {path: source.encode(), path.with_suffix(".h"): header.encode()}
    return {path: _as_assembler(path, sprites, files).encode()}


def attributes_of(sprites: Sprites, thing: Object) -> int:
    """The byte of an object that says its palette and mirroring."""
    mirrored, down = int(thing.mirrored), int(thing.upside_down)
    if sprites.machine.mode == "nes":
        return thing.palette | mirrored << 6 | down << 7
    if sprites.machine.mode == "gameboy":
        return thing.palette << 4 | mirrored << 5 | down << 6
    if sprites.machine.mode == "gameboy-color":
        return thing.palette | mirrored << 5 | down << 6
    return thing.palette << 2 | mirrored | down << 1


def _listed(sprites: Sprites, frame: Frame) -> tuple[list[list[int]], bool]:
    """What is written for each object and at the end, and whether it is words."""
    mode, lines = sprites.machine.mode, []
    for thing in frame.objects:
        tile, attributes = thing.tile, attributes_of(sprites, thing)
        if mode in _WIDE:
            lines.append([thing.x & 0xFFFF, thing.y & 0xFFFF, tile, attributes])
        elif mode.startswith("gameboy"):
            lines.append([thing.y & 255, thing.x & 255, tile & 255, attributes])
        elif mode == "nes":
            lines.append([thing.x & 255, thing.y & 255, tile & 255, attributes])
        else:
            lines.append([thing.x & 255, thing.y & 255, tile & 255])
    words = mode in _WIDE
    return [*lines, [_END_WORD if words else _END]], words


def _about(sprites: Sprites) -> str:
    return f"{sprites.machine.title} sprites: {sprites}"


def _as_assembler(path: Path, sprites: Sprites, files: Files) -> str:
    label, dialect = label_of(path), _DIALECTS.get(sprites.machine.mode, "z80")
    colon = "::" if dialect == "rgbds" else ":"
    lines = [f"; {_about(sprites)}"]
    if dialect == "rgbds":
        lines += ["", f'SECTION "{label}", ROMX']

    def begin(name: str) -> None:
        lines.append("")
        if dialect == "ca65":
            lines.append(f".export {label}_{name}")
        lines.append(f"{label}_{name}{colon}")

    for name, data in zip(("tiles", "palettes"), files.values(), strict=True):
        begin(name)
        for at in range(0, len(data), 16):
            lines.append(f"    {_BYTES[dialect]} " + ",".join(f"${value:02x}" for value in data[at : at + 16]))
    for number, frame in enumerate(sprites.frames):
        begin(str(number))
        listed, words = _listed(sprites, frame)
        for values in listed:
            digits = (_WORDS if words else _BYTES)[dialect], ",".join(f"${value:02x}" for value in values)
            lines.append(f"    {digits[0]} {digits[1]}")
    begin("frames")
    lines += [f"    {_ADDRESSES[dialect]} {label}_{number}" for number in range(len(sprites.frames))]
    begin("durations")
    lines += [f"    {_WORDS[dialect]} {min(frame.duration, 65535)}" for frame in sprites.frames]
    return "\n".join(lines) + "\n"


def _as_c(path: Path, sprites: Sprites, files: Files) -> tuple[str, str]:
    label, gbdk = label_of(path), sprites.machine.mode.startswith("gameboy")
    guard, count = f"{label.upper()}_H", len(sprites.frames)
    words = _listed(sprites, sprites.frames[0])[1]
    kind = "metasprite_t" if gbdk else "uint16_t" if words else "uint8_t"
    includes = ["#include <stdint.h>", *(["#include <gb/metasprites.h>"] if gbdk else [])]
    head = [f"/* {_about(sprites)} */", f"#ifndef {guard}", f"#define {guard}", "", *includes, ""]
    head += [f"#define {label.upper()}_FRAMES {count}", f"#define {label.upper()}_TILES {len(sprites.tiles)}", ""]
    body = [f'#include "{path.stem}.h"']
    layout = sprites.machine.layout
    kinds = (
        ">u4" if sprites.machine.mode == "mega-drive" else "u1",
        "u1" if layout.colour is None else layout.colour.kind,
    )
    for name, data, dtype in zip(("tiles", "palettes"), files.values(), kinds, strict=True):
        values = np.frombuffer(data, dtype)
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
            _gbdk(sprites, frame)
            if gbdk
            else [f"    {', '.join(map(str, row))}," for row in _listed(sprites, frame)[0]]
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
        properties = attributes_of(sprites, thing)
        lines.append(
            f"    {{.dy = {thing.y - y}, .dx = {thing.x - x}, .dtile = {thing.tile & 255}, .props = {properties}}},"
        )
        x, y = thing.x, thing.y
    return [*lines, "    {metasprite_end},"]
