"""Very large PNGs a band of rows at a time, so that memory holds one band and not the picture.

A PNG's rows are compressed as one stream and each may refer to the row above. A band is therefore handed to Pillow as a
small PNG of its own, whose first row is the last one of the band before, stored plainly:

    rows of the file      0 1 2 3 | 4 5 6 7 | 8 9
    small PNGs            0 1 2 3   3 4 5 6 7   7 8 9
                                    ^           ^      dropped again after decoding
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from PIL import Image

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_BYTES_A_PIXEL = {2: 3, 4: 2, 6: 4}  # by colour type (ISO/IEC 15948): RGB, grey + alpha, RGBA
_PIECE = 1 << 20


def can_be_read_in_bands(path: Path) -> bool:
    """Whether the file is a PNG of 8-bit RGB, RGBA or grey + alpha that is not interlaced.

    Pillow keeps the other kinds in one byte a pixel, or they are rare enough (16-bit, interlaced) to be decoded whole.
    """
    with path.open("rb") as file:
        start = file.read(29)
    if len(start) < 29 or start[:8] != _SIGNATURE or start[12:16] != b"IHDR":
        return False
    depth, colour_type, _, _, interlace = start[24:29]
    return depth == 8 and colour_type in _BYTES_A_PIXEL and interlace == 0


def png_bands(path: Path, band_height: int) -> Iterator[Image.Image]:
    """The picture as bands of `band_height` rows (the last may be shorter), in Pillow's mode for the file.

    Raises OSError for a truncated file and zlib.error for a damaged one.
    """
    with path.open("rb") as file:
        file.seek(16)
        width, height = struct.unpack(">II", file.read(8))
        kind = file.read(5)
        stride = 1 + width * _BYTES_A_PIXEL[kind[1]]
        file.seek(len(_SIGNATURE))
        transparency, stream = _open_stream(file)
        above = b""
        for y in range(0, height, band_height):
            count = min(band_height, height - y)
            rows = stream.read(count * stride)
            extra = 1 if above else 0
            small = b"".join(
                (
                    _SIGNATURE,
                    _chunk(b"IHDR", struct.pack(">II", width, count + extra) + kind),
                    transparency,
                    _chunk(b"IDAT", zlib.compress(above + rows, 0)),
                    _chunk(b"IEND", b""),
                )
            )
            band = Image.open(io.BytesIO(small))
            band.load()
            above = b"\0" + band.crop((0, band.height - 1, width, band.height)).tobytes()
            yield band.crop((0, extra, width, band.height))


class _Stream:
    """The decompressed bytes of consecutive IDAT chunks, on demand."""

    def __init__(self, file: BinaryIO, left: int) -> None:
        self.file = file
        self.left = left  # in the present chunk
        self.inflate = zlib.decompressobj()

    def read(self, count: int) -> bytes:
        parts: list[bytes] = []
        while count:
            # First what is pending inside: the last bytes may come out long after all the input went in.
            part = self.inflate.decompress(self.inflate.unconsumed_tail, count)
            if not part:
                part = self.inflate.decompress(self._more(), count)
            count -= len(part)
            parts.append(part)
        return b"".join(parts)

    def _more(self) -> bytes:
        while not self.left:
            self.file.seek(4, io.SEEK_CUR)  # checksum
            self.left, name = _chunk_head(self.file)
            if name != b"IDAT":
                raise OSError("image file is truncated")
        piece = self.file.read(min(self.left, _PIECE))
        if not piece or self.inflate.eof:
            raise OSError("image file is truncated")
        self.left -= len(piece)
        return piece


def _open_stream(file: BinaryIO) -> tuple[bytes, _Stream]:
    """The tRNS chunk, b"" if there is none, and the pixels that follow."""
    transparency = b""
    while True:
        length, name = _chunk_head(file)
        if name == b"IDAT":
            return transparency, _Stream(file, length)
        if name == b"tRNS" and length <= 6:  # RGB: three 16-bit numbers
            transparency = _chunk(name, file.read(length))
            file.seek(4, io.SEEK_CUR)
        else:
            file.seek(length + 4, io.SEEK_CUR)


def _chunk_head(file: BinaryIO) -> tuple[int, bytes]:
    head = file.read(8)
    if len(head) < 8:
        raise OSError("image file is truncated")
    length, name = struct.unpack(">I4s", head)
    return length, name


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
