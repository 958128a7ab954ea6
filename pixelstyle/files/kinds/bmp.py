"""Windows bitmaps whose header says which bits are red, green and blue, of any widths (Pillow knows a few).

Source: Microsoft, "BITMAPINFOHEADER" and "BITMAPV4HEADER", BI_BITFIELDS.
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


def read_bit_fields(path: Path) -> Image.Image | None:
    """The picture, RGB or RGBA; None for other files. Raises OSError for one that is cut short."""
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
