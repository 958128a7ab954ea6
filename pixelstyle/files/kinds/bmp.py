"""Windows bitmaps of which Pillow knows a part: bits of red, green and blue of any widths, packed runs, 2 bits a pixel.

Source: Microsoft, "BITMAPINFOHEADER" and "BITMAPV4HEADER", BI_BITFIELDS; "Bitmap Compression", BI_RLE4 and BI_RLE8.
"""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
from PIL import Image

from pixelstyle.files.budget import check_room

_BITFIELDS = (3, 6)
_USUAL = ((0xF800, 0x7E0, 0x1F), (0x7C00, 0x3E0, 0x1F), (0xFF0000, 0xFF00, 0xFF), (0xFF, 0xFF00, 0xFF0000))
"""What Pillow reads."""
_MOST_PIXELS = 1 << 27
_MOST_OF_A_BYTE = 255
"""Pixels that one byte of a packed file stands for; a leap could pass over more, but no picture is made of leaps."""


def read_bmp(path: Path) -> Image.Image | None:
    """The picture, RGB or RGBA; None for other files. Raises OSError for one that is cut short."""
    with path.open("rb") as file:
        head = file.read(54)
    if len(head) < 54 or head[:2] != b"BM" or int.from_bytes(head[14:18], "little") < 40:
        return None
    depth, packing = struct.unpack("<HI", head[28:34])
    if (packing, depth) in ((1, 8), (2, 4), (0, 2)):
        return _indexed(path, head, depth)
    return _bit_fields(path)


def _indexed(path: Path, head: bytes, depth: int) -> Image.Image:
    at, size, width, height = struct.unpack("<IIii", head[10:26])
    if not (width > 0 and 0 < width * abs(height) <= _MOST_PIXELS):
        raise OSError("sizes that cannot be")
    check_room(path, width, abs(height), 12)
    used = min(int.from_bytes(head[46:50], "little") or 1 << depth, 256)
    with path.open("rb") as file:
        file.seek(14 + size)
        table = file.read(4 * used)
        file.seek(at)
        data = file.read(4 * width * abs(height) + (1 << 16))
    if depth > 2 and width * abs(height) > _MOST_OF_A_BYTE * len(data):
        raise OSError("image file is truncated")
    palette = np.zeros((256, 3), np.uint8)
    colours = np.frombuffer(table[: len(table) // 4 * 4], np.uint8).reshape(-1, 4)[:, 2::-1]
    palette[: len(colours)] = colours
    if depth == 2:
        line = (2 * width + 31) // 32 * 4
        if len(data) < line * abs(height):
            raise OSError("image file is truncated")
        rows = np.frombuffer(data[: line * abs(height)], np.uint8).reshape(abs(height), line)
        numbers = np.stack([rows >> shift & 3 for shift in (6, 4, 2, 0)], axis=2).reshape(abs(height), -1)[:, :width]
    else:
        numbers = _runs(data, width, abs(height), depth)
    return Image.fromarray(palette[numbers[::-1] if height > 0 else numbers])


def _runs(data: bytes, width: int, height: int, depth: int) -> np.ndarray:
    """Numbers of pixels, uint8 [height, width], the lowest line first; what is passed over is 0."""
    numbers = np.zeros((height, width), np.uint8)
    at = x = y = 0
    while at + 1 < len(data) and y < height:
        count, value = data[at], data[at + 1]
        at += 2
        if count == 0 and value == 0:  # the line's end
            x, y = 0, y + 1
        elif count == 0 and value == 1:  # the picture's
            return numbers
        elif count == 0 and value == 2:  # a leap
            step = data[at : at + 2]
            if len(step) < 2:
                break
            x, y, at = x + step[0], y + step[1], at + 2
        else:
            length = count or value
            plain = bytes([value]) if count else data[at : at + (value * depth + 7) // 8]
            at += 0 if count else (len(plain) + 1) // 2 * 2
            if depth == 4:
                plain = bytes(half for byte in plain for half in (byte >> 4, byte & 15))
            row = np.resize(np.frombuffer(plain or b"\0", np.uint8), length)[: max(width - x, 0)]
            numbers[y, x : x + len(row)] = row
            x += length
    if y < height - 1 or (y < height and x < width):
        raise OSError("image file is truncated")
    return numbers


def _bit_fields(path: Path) -> Image.Image | None:
    with path.open("rb") as file:
        head = file.read(70)
        if len(head) < 66 or head[:2] != b"BM":
            return None
        at, size, width, height, _, depth, packing = struct.unpack("<IIiiHHI", head[10:34])
        if size < 40 or packing not in _BITFIELDS or depth not in (16, 32):
            return None
        masks = list(struct.unpack("<3I", head[54:66]))
        if tuple(masks) in _USUAL:  # of which `colour_keys` knows the empty fourth channel
            return None
        if (packing == 6 or size >= 56) and len(head) == 70:
            masks.append(struct.unpack("<I", head[66:70])[0])
        if not (width > 0 and 0 < width * abs(height) <= _MOST_PIXELS):
            raise OSError("sizes that cannot be")
        check_room(path, width, abs(height), depth / 4 + 24)
        line = (width * depth + 31) // 32 * 4
        file.seek(at)
        data = file.read(line * abs(height))
    if len(data) < line * abs(height):
        raise OSError("image file is truncated")
    rows = np.frombuffer(data, np.uint8).reshape(abs(height), line)[:, : width * depth // 8]
    numbers = np.ascontiguousarray(rows).view(f"<u{depth // 8}")
    planes = [_channel(numbers, mask) for mask in masks if mask or len(masks) == 3]
    rgb = np.stack(planes[:3] if len(planes) == 4 and not planes[3].any() else planes, axis=2)
    return Image.fromarray(np.ascontiguousarray(rgb[::-1] if height > 0 else rgb))


def _channel(numbers: np.ndarray, mask: int) -> np.ndarray:
    """The masked bits, 0..255 in the full range."""
    if not mask:
        return np.zeros(numbers.shape, np.uint8)
    low = (mask & -mask).bit_length() - 1
    values = (numbers.astype(np.int64) & mask) >> low
    return np.asarray(np.rint(values * (255 / (mask >> low))), np.uint8)
