"""Palette files of every kind, as their programs write them and as they are left after a few editors and mailers."""

from __future__ import annotations

import json
import struct

import numpy as np

from tests.files.field.case import Case, Rng, colours_of, one_of


def make_palette(rng: Rng) -> Case:
    """A palette of one of the kinds; the colours are all different, so that none may be merged."""
    kind = str(rng.choice(sorted(_KINDS)))
    count = int(rng.integers(2, 257))
    colours = np.unique(colours_of(rng, count), axis=0)
    rng.shuffle(colours)
    name, data, colours = _KINDS[kind](colours, rng)
    return Case(f"{kind}, {len(colours)} colours", name, data, colours.astype(np.uint8))


def _text(text: str, rng: Rng) -> bytes:
    """Line ends and encodings as systems have them."""
    end = str(one_of(rng, "\n", "\r\n", "\r"))
    code = str(one_of(rng, "utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16"))
    return text.replace("\n", end).encode(code)


def _digits(colours: np.ndarray) -> list[str]:
    return [bytes(colour).hex() for colour in colours.tolist()]


def _gpl(colours: np.ndarray, rng: Rng) -> tuple[str, bytes, np.ndarray]:
    alpha = rng.random() < 0.2
    lines = ["GIMP Palette"] + (["Channels: RGBA"] if alpha else ["Name: made", "Columns: 8"]) + ["#"]
    lines += [f"{r:3} {g:3} {b:3}{' 255' if alpha else ''}\tcolour" for r, g, b in colours.tolist()]
    return "a.gpl", _text("\n".join(lines) + "\n", rng), colours


def _jasc(colours: np.ndarray, rng: Rng) -> tuple[str, bytes, np.ndarray]:
    said = len(colours) + int(one_of(rng, 0, 0, 1, -1))
    fourth = " 255" if rng.random() < 0.2 else ""
    lines = ["JASC-PAL", "0100", str(said)] + [f"{r} {g} {b}{fourth}" for r, g, b in colours.tolist()]
    return "a.pal", _text("\n".join(lines) + str(one_of(rng, "\n", "", "\n\n")), rng), colours


def _hex(colours: np.ndarray, rng: Rng) -> tuple[str, bytes, np.ndarray]:
    before, after = str(one_of(rng, "", "#", "0x")), str(one_of(rng, "", "ff", " ; ink"))
    case = str.upper if rng.random() < 0.5 else str.lower
    lines = [before + case(digits) + after for digits in _digits(colours)]
    return "a.hex", _text("\n".join(lines) + "\n", rng), colours


def _paint_net(colours: np.ndarray, rng: Rng) -> tuple[str, bytes, np.ndarray]:
    lines = ["; paint.net Palette File", "; Lines that start with a semicolon are comments"]
    lines += ["FF" + digits.upper() for digits in _digits(colours)]
    return "a.txt", _text("\n".join(lines) + "\n", rng), colours


def _vpl(colours: np.ndarray, rng: Rng) -> tuple[str, bytes, np.ndarray]:
    lines = ["# VICE Palette file", ""] + [f"{r:02X} {g:02X} {b:02X} 0" for r, g, b in colours.tolist()]
    return "a.vpl", _text("\n".join(lines) + "\n", rng), colours


def _act(colours: np.ndarray, rng: Rng) -> tuple[str, bytes, np.ndarray]:
    table = np.concatenate([colours, np.zeros((256 - len(colours), 3), int)])
    body = table.astype(np.uint8).tobytes()
    if len(colours) == 256 and rng.random() < 0.5:
        return "a.act", body, colours
    clear = int(one_of(rng, 0xFFFF, 0))
    return "a.act", body + struct.pack(">HH", len(colours), clear), colours


def _ase(colours: np.ndarray, rng: Rng) -> tuple[str, bytes, np.ndarray]:
    blocks = b""
    for number, colour in enumerate(colours.tolist()):
        name = f"c{number}"
        text = struct.pack(">H", len(name) + 1) + (name + "\0").encode("utf-16-be")
        block = text + b"RGB " + struct.pack(">3fH", *(level / 255 for level in colour), int(rng.integers(3)))
        blocks += struct.pack(">HI", 1, len(block)) + block
    return "a.ase", b"ASEF" + struct.pack(">HHI", 1, 0, len(colours)) + blocks, colours


def _aco(colours: np.ndarray, rng: Rng) -> tuple[str, bytes, np.ndarray]:
    plain = struct.pack(">HH", 1, len(colours)) + b"".join(
        struct.pack(">5H", 0, *(n * 257 for n in c), 0) for c in colours.tolist()
    )
    if rng.random() < 0.5:
        return "a.aco", plain, colours
    named = struct.pack(">HH", 2, len(colours))
    for colour in colours.tolist():
        named += (
            struct.pack(">5H", 0, *(n * 257 for n in colour), 0) + struct.pack(">I", 4) + "ink\0".encode("utf-16-be")
        )
    return "a.aco", plain + named, colours


def _soc(colours: np.ndarray, rng: Rng) -> tuple[str, bytes, np.ndarray]:
    lines = [f'<draw:color draw:name="c{n}" draw:color="#{digits}"/>' for n, digits in enumerate(_digits(colours))]
    text = '<?xml version="1.0" encoding="UTF-8"?>\n<ooo:color-table>\n' + "\n".join(lines) + "\n</ooo:color-table>\n"
    return "a.soc", text.encode(), colours


def _lospec(colours: np.ndarray, rng: Rng) -> tuple[str, bytes, np.ndarray]:
    said = {"name": "made", "author": "", "colors": _digits(colours)}
    return "a.json", json.dumps(said).encode(), colours


def _riff(colours: np.ndarray, rng: Rng) -> tuple[str, bytes, np.ndarray]:
    entries = b"".join(bytes([*c, 0]) for c in colours.tolist())
    data = b"data" + struct.pack("<IHH", len(entries) + 4, 0x300, len(colours)) + entries
    return "a.pal", b"RIFF" + struct.pack("<I", len(data) + 4) + b"PAL " + data, colours


def _deluxe(colours: np.ndarray, rng: Rng) -> tuple[str, bytes, np.ndarray]:
    body = colours.astype(np.uint8).tobytes()
    chunk = b"CMAP" + struct.pack(">I", len(body)) + body + bytes(len(body) & 1)
    return "a.pal", b"FORM" + struct.pack(">I", len(chunk) + 4) + b"ILBM" + chunk, colours


def _bare(colours: np.ndarray, rng: Rng) -> tuple[str, bytes, np.ndarray]:
    """Bare triples, with a level above a VGA's six bits."""
    table = colours_of(rng, int(one_of(rng, 16, 32, 64, 128, 256)))
    table[:, 0] |= 1  # words of fifteen bits would have a clear upper bit everywhere
    table[0] = [255, 254, 253]
    return "a.pal", table.astype(np.uint8).tobytes(), table


def _vga(colours: np.ndarray, rng: Rng) -> tuple[str, bytes, np.ndarray]:
    table = rng.integers(0, 64, (256, 3))
    table[0] = 63
    return "a.pal", table.astype(np.uint8).tobytes(), np.rint(table * (255 / 63)).astype(int)


_KINDS = {
    "GIMP": _gpl, "JASC": _jasc, "hex": _hex, "paint.net": _paint_net, "VICE": _vpl, "Adobe table": _act,
    "Adobe swatches": _ase, "Photoshop swatches": _aco, "LibreOffice": _soc, "Lospec": _lospec, "RIFF": _riff,
    "Deluxe Paint": _deluxe, "bare": _bare, "VGA": _vga,
}  # fmt: skip
