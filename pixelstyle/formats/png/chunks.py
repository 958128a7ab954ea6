"""The chunks that a PNG is made of: writing one whole, telling one from a damaged one, and the texts in it.

Source: W3C, "Portable Network Graphics (PNG) Specification (Third Edition)", 2025.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Mapping

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.palettes import Palette

SIGNATURE = b"\x89PNG\r\n\x1a\n"
RGB, INDEXED = 2, 3
_ORDER = b"psOR"
_MAX_TEXT = 1 << 22


def assemble(
    width: int,
    depth: int,
    kind: int,
    extra: bytes,
    rows: np.ndarray,
    text: Mapping[str, str] | None,
    *,
    difference: bool = False,
) -> bytes:
    """The whole file from packed rows, uint8 [H, bytes], of `width` pixels of `depth` bits a channel.

    `kind` is RGB or INDEXED, `extra` the chunks that stand before the pixels, such as the palette; `difference` stores
    each row less the one above it (filter type 2). Raises PixelStyleError for sizes that no PNG can have.
    """
    height = len(rows)
    if width >= 1 << 31 or height >= 1 << 31:
        raise PixelStyleError(f"A PNG of {width} x {height} pixels is too large; use a smaller --scale.")
    filtered = np.empty((height, rows.shape[1] + 1), np.uint8)
    filtered[:, 0] = 2 if difference else 0
    filtered[:, 1:] = rows
    if difference:
        filtered[1:, 1:] -= rows[:-1]
    header = struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, 0)
    texts = b"".join(_text_chunk(key, value) for key, value in (text or {}).items())
    body = chunk(b"IDAT", zlib.compress(filtered.tobytes(), 9))
    return SIGNATURE + chunk(b"IHDR", header) + texts + extra + body + chunk(b"IEND", b"")


def chunk(kind: bytes, body: bytes) -> bytes:
    """One chunk: length, kind (four letters), body, checksum."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def suggestion(palette: Palette) -> bytes:
    """An sPLT chunk: the colours that a picture was made of, for one that is not indexed."""
    entries = b"".join(struct.pack(">BBBBH", *colour, 255, 0) for colour in palette.colours)
    return chunk(b"sPLT", palette.name.encode("latin-1", "replace")[:79] + b"\0\x08" + entries)


def suggested_palette(data: bytes) -> Palette | None:
    """The palette of a PNG's sPLT chunk, if it has one of 8 bits a channel. Raises PixelStyleError for no whole PNG."""
    for kind, body in chunks(data):
        name, _, rest = body.partition(b"\0")
        if kind == b"sPLT" and rest[:1] == b"\x08" and len(rest) >= 7:
            entries = np.frombuffer(rest[1 : 1 + (len(rest) - 1) // 6 * 6], np.uint8).reshape(-1, 6)
            return Palette.from_array(name.decode("latin-1"), entries[:256, :3])
    return None


def order_chunk(palette: Palette) -> bytes:
    """A chunk that vouches for a palette's order: its checksum. Private, and not to be copied by a program that changes
    what it vouches for; if one does, the checksum no longer holds."""
    return chunk(_ORDER, struct.pack(">I", zlib.crc32(palette.bytes().tobytes())))


def order_is_kept(data: bytes) -> bool:
    """Whether a PNG has such a chunk and still the palette that it vouches for. Raises PixelStyleError for no PNG."""
    found = dict(chunks(data))
    return _ORDER in found and found[_ORDER] == struct.pack(">I", zlib.crc32(found.get(b"PLTE", b"")))


def own_palette(data: bytes, name: str) -> Palette | None:
    """The palette of an indexed PNG, if it is the one that a program gave under this name, which tells its digest; None
    for any other. Raises PixelStyleError for no PNG."""
    colours = np.frombuffer(dict(chunks(data)).get(b"PLTE", b""), np.uint8)
    if not colours.size or colours.size % 3:
        return None
    palette = Palette.from_array(name, colours.reshape(-1, 3)[:256])
    return palette if name.endswith(f"-{palette.digest}") else None


def read_png_text(data: bytes) -> dict[str, str]:
    """The text chunks (tEXt, zTXt, iTXt) of a PNG by key. Raises PixelStyleError when `data` is no whole PNG."""
    found: dict[str, str] = {}
    left = _MAX_TEXT  # for all of them together
    try:
        for kind, body in chunks(data):
            if kind == b"tEXt":
                key, value = body.split(b"\0", 1)
                found[key.decode("latin-1")] = value.decode("latin-1")
            elif kind == b"zTXt":
                key, rest = body.split(b"\0", 1)
                found[key.decode("latin-1")] = _inflate(rest[1:], left).decode("latin-1")
                left -= len(found[key.decode("latin-1")])
            elif kind == b"iTXt":
                key, rest = body.split(b"\0", 1)
                _language, _translated, value = rest[2:].split(b"\0", 2)
                found[key.decode("latin-1")] = (_inflate(value, left) if rest[0] else value).decode("utf-8")
                left -= len(found[key.decode("latin-1")])
    except (ValueError, IndexError, zlib.error):
        raise PixelStyleError("A text chunk of the PNG is damaged; save the picture again.") from None
    return found


def chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Kind and body of each chunk up to the end mark; checksums are not looked at.

    Raises PixelStyleError, perhaps after the first ones, for what is no PNG or is cut short.
    """
    if not data.startswith(SIGNATURE):
        raise PixelStyleError("This is not a PNG: it does not begin with the PNG signature.")
    at = len(SIGNATURE)
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8].ljust(8, b"\0"))
        if at + 12 + length > len(data):
            raise PixelStyleError("The PNG is cut short: a chunk ends beyond the end of the file.")
        yield kind, data[at + 8 : at + 8 + length]
        if kind == b"IEND":
            return
        at += 12 + length
    raise PixelStyleError("The PNG is cut short: its end mark is missing.")


def _text_chunk(key: str, value: str) -> bytes:
    name = key.encode("latin-1")
    if not 1 <= len(name) <= 79 or b"\0" in name:
        raise ValueError(f"'{key}' cannot name a PNG text chunk")
    try:
        return chunk(b"tEXt", name + b"\0" + value.encode("latin-1"))
    except UnicodeEncodeError:
        return chunk(b"iTXt", name + b"\0\0\0\0\0" + value.encode("utf-8"))


def _inflate(packed: bytes, most: int) -> bytes:
    unpacker = zlib.decompressobj()
    plain = unpacker.decompress(packed, max(1, most))
    if unpacker.unconsumed_tail:
        raise ValueError("more text than any person writes")
    return plain
