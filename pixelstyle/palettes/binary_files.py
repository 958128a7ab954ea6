"""Palette files that are bytes: Adobe's .act, .pal as RIFF or as bare bytes, and small PNGs."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import numpy as np
from PIL import Image

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import read_picture
from pixelstyle.palettes.palette import MAX_COLOURS, Palette
from pixelstyle.palettes.text_files import Contents


def decode_act(data: bytes, where: str) -> Contents:
    """Adobe colour table: 256 colours; four more bytes, if there, hold how many count (and which is transparent).

    Raises PixelStyleError for another length than 768 or 772 bytes.
    """
    if len(data) not in (768, 772):
        raise PixelStyleError(f"{where} has {len(data)} bytes; an .act palette has 768 or 772.")
    count = struct.unpack(">H", data[768:770])[0] if len(data) == 772 else 256
    return Contents(_triples(data[:768])[:count])


def encode_act(palette: Palette) -> bytes:
    """Adobe colour table with its four-byte tail: the number of colours, and no transparent one (FFFF)."""
    return encode_raw(palette).ljust(768, b"\0") + struct.pack(">HH", len(palette), 0xFFFF)


def decode_riff(data: bytes, where: str) -> Contents:
    """Microsoft's RIFF palette: a chunk 'data' holding a LOGPALETTE (version 0300, count, then R G B flags).

    Raises PixelStyleError for a file without one, or one that ends before its last colour.
    """
    place = 12
    while place + 8 <= len(data):
        name, length = struct.unpack_from("<4sI", data, place)
        body = data[place + 8 : place + 8 + length]
        if name == b"data" and len(body) >= 4:
            count = struct.unpack_from("<H", body, 2)[0]
            if len(body) < 4 + 4 * count:
                raise PixelStyleError(f"{where} is truncated: it announces {count} colours.")
            return Contents([(body[i], body[i + 1], body[i + 2]) for i in range(4, 4 + 4 * count, 4)])
        place += 8 + length + length % 2
    raise PixelStyleError(f"{where} is a RIFF file without a palette in it.")


def encode_riff(palette: Palette) -> bytes:
    """Microsoft's RIFF palette."""
    body = struct.pack("<HH", 0x0300, len(palette)) + b"".join(bytes((*colour, 0)) for colour in palette.colours)
    return struct.pack("<4sI4s4sI", b"RIFF", 12 + len(body), b"PAL ", b"data", len(body)) + body


def decode_raw(data: bytes, where: str) -> Contents:
    """Nothing but R G B bytes, as emulators keep them: 192 bytes for a NES, 768 for an Atari or a VGA.

    Raises PixelStyleError for a length that is no multiple of 3, or above 768.
    """
    if len(data) % 3 or len(data) > 3 * MAX_COLOURS:
        raise PixelStyleError(
            f"{where} has {len(data)} bytes and no header; a bare .pal has 3 a colour, for up to {MAX_COLOURS}."
        )
    return Contents(_triples(data))


def encode_raw(palette: Palette) -> bytes:
    """R G B bytes and nothing else."""
    return palette.bytes().tobytes()


def decode_png(path: Path) -> Contents:
    """An indexed PNG's own palette in its own order; of any other picture the different colours as they first appear,
    row by row. Raises PixelStyleError for more than 256 of them."""
    picture = read_picture(path)  # first, since it turns everything that can be wrong into one line
    with Image.open(path) as image:
        if image.mode == "P":
            return Contents(_triples(bytes(image.getpalette("RGB") or b"")))
    packed = picture.astype(np.uint32) @ np.array([65536, 256, 1], np.uint32)
    values, first = np.unique(packed, return_index=True)
    if len(values) > MAX_COLOURS:
        raise PixelStyleError(
            f"The picture '{path}' has {len(values):,} different colours; as a palette it may have {MAX_COLOURS}. "
            "'pixelstyle quantize' finds a palette for a picture."
        )
    return Contents([(int(v) >> 16, int(v) >> 8 & 255, int(v) & 255) for v in values[np.argsort(first)]])


def encode_png(palette: Palette) -> bytes:
    """An indexed PNG, one pixel a colour, in rows of 16."""
    width = min(16, len(palette))
    height = -(-len(palette) // width)
    image = Image.frombytes("P", (width, height), bytes(range(len(palette))).ljust(width * height, b"\0"))
    image.putpalette(palette.bytes().tobytes())
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def _triples(data: bytes) -> list[tuple[int, int, int]]:
    return [(data[i], data[i + 1], data[i + 2]) for i in range(0, len(data) - 2, 3)]
