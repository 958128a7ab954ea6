"""CDXL (.cdxl): what the CDTV and the Amiga CD32 stream from a disc, frame by frame, each with its palette.

Of each frame a header of 32 bytes, the palette in words of 12 bits, the planes one after the other. Source: Commodore,
"CDXL: Multimedia Toolkit" (CDTV developers' notes, 1992).
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.animations.amiga_planes import MODES, PLANES, mode_of, picture_of, planes_of, registers_of
from pixelstyle.formats.animations.frames import FilmFormat, Frame, Reader, at_one_rate

_HEADER = ">BBIIIHHBBHHBB6x"
_SIZE = struct.calcsize(_HEADER)
_RGB, _HAM = 0, 1
_STANDARD = 1
_RATE = 12
"""Frames a second, where the film has no one rate: what a CD-ROM of single speed can bring."""


def _encode(frames: Sequence[Frame]) -> bytes:
    lengths = {frame.seconds for frame in frames[:-1]} or {frames[0].seconds}
    rate = round(1 / min(lengths)) if max(lengths) - min(lengths) < Fraction(1, 100) else _RATE
    rate = min(max(rate, 1), 60)
    parts, before = [], 0
    for number, picture in enumerate(at_one_rate(frames, Fraction(1, rate)), start=1):
        planes, levels = planes_of(picture), registers_of(picture)
        words = (levels[:, 0] << 8 | levels[:, 1] << 4 | levels[:, 2]).astype(">u2").tobytes()
        body = words + planes.tobytes()
        kind = _HAM if picture.mode.name == "amiga-ham6" else _RGB
        size = _SIZE + len(body)
        shape = picture.mode.width, picture.mode.height
        told = len(planes), len(words), 0, 0, rate
        head = struct.pack(_HEADER, _STANDARD, kind, size, before, number, *shape, 0, *told)
        parts.append(head + body)
        before = size
    return b"".join(parts)


def _decode(data: bytes) -> list[Frame]:
    reader, found = Reader(data, "film", "big"), []
    while reader.left:
        head = struct.unpack(_HEADER, reader.bytes(_SIZE))
        kind, size, width, height, planes, colours, rate = (head[n] for n in (1, 2, 5, 6, 8, 9, 12))
        view = 0x800 if kind & 7 == _HAM else 0x80 if planes == 6 else 0
        mode = mode_of(view, planes)
        if kind & 0xE0 or mode is None or (mode.width, mode.height) != (width, height) or colours & 1:
            raise PixelStyleError("This is no CDXL film for a screen that is known.")
        words = np.frombuffer(reader.bytes(colours), ">u2").astype(np.int64)
        levels = np.stack([words >> 8 & 15, words >> 4 & 15, words & 15], axis=1)
        line = (width + 15) // 16 * 2
        raw = reader.bytes(PLANES[mode.name] * height * line)
        reader.bytes(size - _SIZE - colours - len(raw))
        values = np.frombuffer(raw, np.uint8).reshape(planes, height, line)
        found.append(Frame(picture_of(mode, values, levels), Fraction(1, rate or _RATE)))
    if not found:
        raise PixelStyleError("This is no CDXL film for a screen that is known.")
    return found


FILMS = (FilmFormat("cdxl", "CDTV and CD32 CDXL", ".cdxl", MODES, _encode, _decode, ("FFmpeg",)),)
