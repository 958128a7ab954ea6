"""DEGAS Elite's packed pictures, .pc1 .pc2 .pc3: 80 and the resolution, 16 registers, lines of packed planes.

Source: Batteries Included, DEGAS Elite (1986), as in the "Atari ST Picture Formats" list.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

_BEHIND = 128
"""Bytes behind the lines: 32 of colour cycling, and the rest of a sector."""
_SCREENS = ((320, 200, 4), (640, 200, 2), (640, 400, 1))
"""Width, height and planes of each resolution."""


def read_degas(path: Path) -> Image.Image | None:
    """The picture, RGB, in square pixels (medium resolution in doubled lines); None for other files.

    There is no signature: where the name does not say so, all 16 registers have to be ones, and the lines have to end
    with the file. Raises OSError for a file that is cut short.
    """
    named = path.suffix.lower() in (".pc1", ".pc2", ".pc3")
    with path.open("rb") as file:
        data = file.read(34)
        if (
            len(data) < 34
            or data[0] != 0x80
            or data[1] > 2
            or not (named or not any(byte & 0xF0 for byte in data[2::2]))
        ):
            return None
        data += file.read(1 << 20)
    width, height, planes = _SCREENS[data[1]]
    line = width // 8
    plain, at = bytearray(), 34
    while len(plain) < line * planes * height:
        if at >= len(data):
            if not named:
                return None
            raise OSError("image file is truncated")
        control = data[at]
        plain += data[at + 1 : at + 2 + control] if control < 128 else data[at + 1 : at + 2] * (257 - control)
        at += control + 2 if control < 128 else 2
    if not named and len(data) - at > _BEHIND:
        return None
    rows = np.frombuffer(bytes(plain[: line * planes * height]), np.uint8).reshape(height, planes, line)
    bits = np.unpackbits(rows, axis=2) << np.arange(planes, dtype=np.uint8)[:, None]
    colours = _registers(data[2:34], planes)
    rgb = colours[bits.sum(axis=1, dtype=np.uint8)]
    return Image.fromarray(rgb.repeat(2, axis=0) if data[1] == 1 else rgb)


def _registers(words: bytes, planes: int) -> np.ndarray:
    """uint8 [2 ** planes, 3]: three bits a channel, or the STE's four; on the monochrome monitor black and white."""
    registers = np.frombuffer(words, ">u2").astype(np.int64)[: 1 << planes]
    if planes == 1:
        return np.array([[255] * 3, [0] * 3] if registers[0] & 1 else [[0] * 3, [255] * 3], np.uint8)
    levels = np.stack([registers >> 8, registers >> 4, registers], axis=1) & 15
    if (levels & 8).any():
        return np.asarray(((levels & 7) << 1 | levels >> 3) * 17, np.uint8)
    return np.asarray(np.rint(levels * (255 / 7)), np.uint8)
