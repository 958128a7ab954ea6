"""PC Paintbrush pictures of the kinds that Pillow leaves out, or reads wrongly: 2 and 4 bits a pixel, three planes and
other combinations, no palette, not packed.

Source: ZSoft, "PCX Technical Reference Manual" (1991); IBM, "Technical Reference" (1983), the CGA's two palettes.
"""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
from PIL import Image

from pixelstyle.files.budget import check_room

_KINDS = ((2, 1), (4, 1), (1, 3), (2, 2), (2, 3), (2, 4), (4, 2))
"""Bits a pixel and planes."""
_OTHERS = ((1, 1), (1, 2), (1, 4), (8, 1), (8, 3), (8, 4))
"""What Pillow reads where it is packed; without being asked it takes everything for packed."""
_WITHOUT_PALETTE = ((1, 2), (1, 4))
"""What Pillow reads by the header's palette alone, and in black where there is none."""
_CGA = {False: ((0, 170, 0), (170, 0, 0), (170, 85, 0)), True: ((0, 170, 170), (170, 0, 170), (170, 170, 170))}
"""The last three colours of palettes 0 and 1; bright ones are 85 more, brown is then yellow."""
_EGA = np.array([[85 * (n >> 3) + 170 * (n >> c & 1) for c in (2, 1, 0)] for n in range(16)], np.uint8)
_EGA[6] = 170, 85, 0
_MOST_PIXELS = 1 << 26
_MOST_BYTES = 1 << 28
_PALETTE = 769
"""Bytes of 256 colours, with the 0C before them."""


def read_pcx(path: Path) -> Image.Image | None:
    """The picture, RGB, of one of these kinds; None for other files. Raises OSError for one that is cut short."""
    with path.open("rb") as file:
        head = file.read(128)
        if len(head) < 128 or head[0] != 10 or head[1] > 5 or head[2] > 1:
            return None
        kind, bare = (head[3], head[65]), head[1] == 3 or not any(head[16:64])
        plain_file = head[2] == 0 and kind in _OTHERS
        ours = kind in _KINDS or plain_file or (kind in _WITHOUT_PALETTE and bare) or kind == (8, 4)
        ours = ours or (kind == (1, 1) and _two_colours(head) is not None)
        if not (ours or (kind == (8, 1) and head[1] == 5)):
            return None
        data = file.read(_MOST_BYTES)
    if not ours and (len(data) < _PALETTE or data[-_PALETTE] == 12):
        return None  # its palette is where Pillow looks for it; else something stands behind it
    left, top, right, bottom = struct.unpack("<4H", head[4:12])
    width, height = right - left + 1, bottom - top + 1
    bits, planes, line = head[3], head[65], struct.unpack("<H", head[66:68])[0]
    if not (width > 0 and height > 0 and width * height <= _MOST_PIXELS and line * 8 // bits >= width):
        raise OSError("sizes that cannot be")
    check_room(path, width, height, 2 * planes * bits + 6)
    length = line * planes * height
    plain, end = unpack_pcx(data, length) if head[2] else (data[:length], length)
    if len(plain) < length:
        raise OSError("image file is truncated")
    lines = np.frombuffer(plain, np.uint8).reshape(height, planes, line)
    if bits == 8 and planes > 1:  # red, green, blue, and what few programs wrote: opacity
        shown = 4 if planes == 4 and lines[:, 3].any() else 3
        return Image.fromarray(np.ascontiguousarray(lines[:, :shown, :width].transpose(0, 2, 1)))
    parts = np.packbits(np.unpackbits(lines, axis=2).reshape(height, planes, -1, bits), axis=3)[..., 0] >> (8 - bits)
    numbers = (parts << (bits * np.arange(planes, dtype=np.uint8))[:, None]).sum(axis=1, dtype=np.uint8)
    return Image.fromarray(_palette(head, data[end:], bits, planes)[numbers[:, :width]])


def unpack_pcx(data: bytes, length: int) -> tuple[bytes, int]:
    """So many bytes, or as many as there are, and where those that they are packed in end."""
    plain, at = bytearray(), 0
    while len(plain) < length and at < len(data):
        run = data[at] & 63 if data[at] >= 192 else 0
        plain += data[at + 1 : at + 2] * run if data[at] >= 192 else data[at : at + 1]
        at += 2 if data[at] >= 192 else 1
    return bytes(plain[:length]), at


def pcx_colours(behind: bytes) -> np.ndarray | None:
    """uint8 [256, 3] from the bytes behind the pixels: at once, whatever follows, or at the end, whatever is before;
    None where there are none."""
    for at in (0, len(behind) - _PALETTE):
        if at >= 0 and len(behind) >= at + _PALETTE and behind[at] == 12:
            return np.frombuffer(behind[at + 1 : at + _PALETTE], np.uint8).reshape(256, 3)
    return None


def _palette(head: bytes, behind: bytes, bits: int, planes: int) -> np.ndarray:
    """uint8 [2 ** (bits * planes), 3]: the header's, or the one at the end, or greys."""
    count = 1 << bits * planes
    if count == 2:
        two = _two_colours(head)
        return np.array([[0] * 3, [255] * 3], np.uint8) if two is None else two
    if count <= 16:
        return _colours(head, count)
    stored = pcx_colours(behind)
    if stored is not None:
        return stored[:count]
    return np.linspace(0, 255, count).astype(np.uint8)[:, None].repeat(3, axis=1)


def _two_colours(head: bytes) -> np.ndarray | None:
    """uint8 [2, 3]: the header's colours of a picture that has two; None where they are black and white whatever it
    says: where it has no palette, twice the same colour, or the EGA's first ones, as programs leave it."""
    two = np.frombuffer(head[16:22], np.uint8).reshape(2, 3)
    meant = head[1] in (2, 5) and (two[0] != two[1]).any() and (two != _EGA[:2]).any()
    return two if meant else None


def _colours(head: bytes, count: int) -> np.ndarray:
    """uint8 [count, 3]: the header's palette; of the CGA's four colours, what its registers say; else the EGA's."""
    if count == 4 and not any(head[17:19] + head[20:28]):
        background, register = head[16] >> 4, head[19]
        bright = 85 if register & 32 else 0
        last = np.array(_CGA[bool(register & 64)], np.int64) + bright
        if bright:
            last[last == 85 + 85] = 255  # brown's half green
        return np.concatenate([_EGA[background : background + 1], last.astype(np.uint8)])
    if head[1] == 3 or not any(head[16 : 16 + 3 * count]):
        return _EGA[:count]
    return np.frombuffer(head[16:64], np.uint8).reshape(16, 3)[:count]
