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

    A count of 0, or above 256, says nothing: then all do. Raises PixelStyleError for another length than 768 or 772
    bytes.
    """
    if len(data) not in (768, 772):
        raise PixelStyleError(f"{where} has {len(data)} bytes; an .act palette has 768 or 772.")
    count = struct.unpack(">H", data[768:770])[0] if len(data) == 772 else 256
    return Contents(_triples(data[:768])[: count if 0 < count <= MAX_COLOURS else MAX_COLOURS])


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


_BARE = (48, 96, 192, 384, 768)
"""Lengths of R G B and nothing else that emulators and tools write: 16 to 256 colours."""
_NES_WITH_EMPHASIS = 1536
_WORDS = (8, 16, 32, 64, 128, 512)
"""Lengths of the words of consoles' palette memories, of which none has as many R G B."""


def decode_bare(data: bytes, where: str) -> Contents:
    """Bytes without a head: R G B at the lengths that are usual, or words of 15 bits, red lowest, as in the Game Boy
    Color and the SNES; 512 bytes whose odd ones are 0 or 1 are the ZX Spectrum Next's nine bits.

    What it was taken for stands in the comments. Raises PixelStyleError for other lengths.
    """
    length = len(data)
    if length == _NES_WITH_EMPHASIS:
        return Contents(_triples(data[:192]), comments=["Bare bytes, taken for the NES's 64 colours in eight kinds."])
    if length == 768 and 0 < max(data) < 64:
        levels = np.rint(np.frombuffer(data, np.uint8) * (255 / 63)).astype(np.uint8)
        return Contents(_triples(levels.tobytes()), comments=["Bare bytes, taken for R G B of six bits, as on a VGA."])
    fifteen = length % 2 == 0 and all(byte < 128 for byte in data[1::2])
    if length == 512 and max(data[1::2]) < 2:
        numbers = np.frombuffer(data, np.uint8).reshape(-1, 2).astype(np.int64)
        nine = numbers[:, 0] << 1 | numbers[:, 1]
        levels = np.rint(np.stack([nine >> 6, nine >> 3 & 7, nine & 7], axis=1) * (255 / 7)).astype(np.uint8)
        return Contents(_triples(levels.tobytes()), comments=["Bare bytes, taken for the Next's nine bits."])
    white = b"\xff\x7f" in {data[at : at + 2] for at in range(0, length, 2)}
    if fifteen and (length in _WORDS or (length % 8 == 0 and length < 512 and white)):
        words = np.frombuffer(data, "<u2").astype(np.int64)
        levels = np.rint(np.stack([words & 31, words >> 5 & 31, words >> 10], axis=1) * (255 / 31)).astype(np.uint8)
        return Contents(_triples(levels.tobytes()), comments=["Bare bytes, taken for words of 15 bits, red lowest."])
    if length not in _BARE:
        usual = ", ".join(map(str, _BARE[:-1]))
        raise PixelStyleError(
            f"{where} has {length} bytes and no header; a bare .pal has {usual} or {_BARE[-1]} of R G B, or words of "
            "15 bits. Save it as .gpl, .hex or JASC .pal."
        )
    return Contents(_triples(data), comments=["Bare bytes, taken for R G B."])


def encode_raw(palette: Palette) -> bytes:
    """R G B bytes and nothing else."""
    return palette.bytes().tobytes()


def decode_picture(path: Path) -> Contents:
    """An indexed picture's own palette in its own order; of any other one the different colours as they first
    appear, row by row. Raises PixelStyleError for more than 256 of them."""
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
