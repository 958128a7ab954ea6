"""Amiga IFF ANIM with byte vertical deltas (ANIM-5), as Deluxe Paint III plays it.

FORM ANIM { FORM ILBM { BMHD CMAP CAMG ANHD BODY }, FORM ILBM { ANHD [CMAP] DLTA } ... }. A player has two screens and
shows them in turns, so that a delta is what has changed since the frame before the last. Each plane's columns of bytes
are coded by themselves: rows passed over, bytes as they are, a byte repeated. Source: Gary Bonham, "ANIM: An IFF format
for CEL animations" (1988).
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.animations.amiga_planes import (
    MODES,
    PLANES,
    VIEWS,
    mode_of,
    picture_of,
    planes_of,
    registers_of,
)
from pixelstyle.formats.animations.frames import FilmBytes, FilmFormat, Frame, Reader
from pixelstyle.formats.shared import packbits
from pixelstyle.screens import NativePicture

_JIFFIES = 60
_POINTERS = 16
"""Of a delta: eight for planes, eight that are not used."""


def _chunk(kind: bytes, data: bytes) -> bytes:
    return kind + struct.pack(">I", len(data)) + data + bytes(len(data) & 1)


def _encode(frames: Sequence[Frame]) -> bytes:
    planes = [planes_of(frame.picture) for frame in frames]
    colours = [(registers_of(frame.picture) * 17).astype(np.uint8).tobytes() for frame in frames]
    first = frames[0].picture
    count, height, line = planes[0].shape
    bmhd = struct.pack(">HHhhBBBBHBBhh", first.mode.width, height, 0, 0, count, 0, 1, 0, 0, 10, 11, line * 8, height)
    body = b"".join(packbits.pack(row.tobytes()) for row in planes[0].transpose(1, 0, 2).reshape(-1, line))
    chunks = [
        _chunk(b"BMHD", bmhd),
        _chunk(b"CMAP", colours[0]),
        _chunk(b"CAMG", struct.pack(">I", VIEWS[first.mode.name])),
        _chunk(b"ANHD", _header(0, first, 0, 0)),
        _chunk(b"BODY", body),
    ]
    forms, now = [_chunk(b"FORM", b"ILBM" + b"".join(chunks))], 0
    for number in range(1, len(frames)):
        wait = max(1, round(frames[number - 1].seconds * _JIFFIES))
        now += wait
        chunks = [_chunk(b"ANHD", _header(5, first, now, wait))]
        if colours[number] != colours[number - 1]:
            chunks.append(_chunk(b"CMAP", colours[number]))
        chunks.append(_chunk(b"DLTA", _delta(planes[max(0, number - 2)], planes[number])))
        forms.append(_chunk(b"FORM", b"ILBM" + b"".join(chunks)))
    return _chunk(b"FORM", b"ANIM" + b"".join(forms))


def _header(operation: int, picture: NativePicture, now: int, wait: int) -> bytes:
    size = picture.mode.width, picture.mode.height
    return struct.pack(">BBHHhhIIBBI16x", operation, 0, *size, 0, 0, now, wait, 0, 0, 0)


def _delta(before: np.ndarray, now: np.ndarray) -> bytes:
    """What has changed between planes [planes, H, bytes]."""
    pointers, body = [0] * _POINTERS, bytearray()
    for number, (old, new) in enumerate(zip(before, now, strict=True)):
        if (old != new).any():
            pointers[number] = 4 * _POINTERS + len(body)
            body += b"".join(_column(old[:, x], new[:, x]) for x in range(new.shape[1]))
    return struct.pack(f">{_POINTERS}I", *pointers) + bytes(body)


def _column(old: np.ndarray, new: np.ndarray) -> bytes:
    """A column of a plane: the number of operations, and these."""
    operations: list[bytes] = []
    changed = np.flatnonzero(old != new).tolist()
    at = 0
    while changed:
        start = changed[0]
        end = start + 1
        for place in changed[1:]:
            if place - end > 2:  # shorter gaps cost less than a new operation
                break
            end = place + 1
        changed = [place for place in changed if place >= end]
        while start - at:
            skip = min(127, start - at)
            operations.append(bytes([skip]))
            at += skip
        operations += _bytes(new[start:end].tobytes())
        at = end
    return bytes([len(operations)]) + b"".join(operations)


def _bytes(data: bytes) -> list[bytes]:
    """Operations that write these: one byte repeated where there are four or more of it, else as they are."""
    found, literal, at = [], bytearray(), 0

    def flush() -> None:
        while literal:
            found.append(bytes([0x80 | min(127, len(literal))]) + bytes(literal[:127]))
            del literal[:127]

    while at < len(data):
        end = at
        while end < len(data) and data[end] == data[at] and end - at < 255:
            end += 1
        if end - at >= 4:
            flush()
            found.append(bytes([0, end - at, data[at]]))
        else:
            literal += data[at:end]
        at = end
    flush()
    return found


def _change(before: NativePicture, now: NativePicture) -> int:
    return len(_delta(planes_of(before), planes_of(now)))


def _decode(data: bytes) -> list[Frame]:
    reader = Reader(data, "animation", "big")
    if data[:4] != b"FORM" or data[8:12] != b"ANIM":
        raise PixelStyleError("This is no IFF ANIM animation.")
    reader.bytes(12)
    screens: list[np.ndarray] = []
    mode, levels, found, waits = None, np.zeros((0, 3), np.int64), [], []
    while reader.left >= 12:
        chunks = _chunks(Reader(_form(reader), "animation", "big"))
        if b"CMAP" in chunks:
            levels = np.frombuffer(chunks[b"CMAP"], np.uint8).reshape(-1, 3).astype(np.int64) >> 4
        header = chunks.get(b"ANHD", bytes(40)).ljust(40, b"\0")
        if mode is None:
            size = Reader(chunks.get(b"BMHD", b""), "animation", "big")
            width, height = size.number(2), size.number(2)
            size.bytes(4)
            mode = mode_of(int.from_bytes(chunks.get(b"CAMG", bytes(4)), "big"), size.number(1))
            if mode is None or (mode.width, mode.height) != (width, height) or b"BODY" not in chunks:
                raise PixelStyleError("This animation is for no screen that is known, or its first picture is missing.")
            screens = [_body(chunks[b"BODY"], PLANES[mode.name], height, (width + 15) // 16 * 2)] * 2
        else:
            if header[0] != 5 or b"DLTA" not in chunks:
                raise PixelStyleError(f"Deltas of kind {header[0]} are not known; those of ANIM-5 are.")
            screens = [screens[1], _undelta(chunks[b"DLTA"], screens[0])]
            waits.append(int.from_bytes(header[14:18], "big"))
        found.append(picture_of(mode, screens[1], levels))
    if not found:
        raise PixelStyleError("This animation holds no frames.")
    waits.append(waits[-1] if waits else _JIFFIES)
    return [Frame(picture, Fraction(max(1, wait), _JIFFIES)) for picture, wait in zip(found, waits, strict=True)]


def _form(reader: Reader) -> bytes:
    kind, size = reader.bytes(4), reader.number(4)
    body = reader.bytes(size)
    reader.bytes(min(size & 1, reader.left))
    if kind != b"FORM" or body[:4] != b"ILBM":
        raise PixelStyleError("The animation is damaged: a frame is no picture.")
    return body[4:]


def _chunks(reader: Reader) -> dict[bytes, bytes]:
    found: dict[bytes, bytes] = {}
    while reader.left >= 8:
        kind, size = reader.bytes(4), reader.number(4)
        found[kind] = reader.bytes(size)
        reader.bytes(min(size & 1, reader.left))
    return found


def _body(data: bytes, planes: int, height: int, line: int) -> np.ndarray:
    raw = packbits.unpack(data, planes * height * line, "The animation")
    return np.frombuffer(raw, np.uint8).reshape(height, planes, line).transpose(1, 0, 2).copy()


def _undelta(data: bytes, before: np.ndarray) -> np.ndarray:
    planes = before.copy()
    reader = Reader(data, "animation", "big")
    pointers = [reader.number(4) for _ in range(_POINTERS)]
    for plane, pointer in zip(planes, pointers, strict=False):
        if pointer:
            reader.at = pointer
            for x in range(plane.shape[1]):
                _uncolumn(reader, plane[:, x])
    return planes


def _uncolumn(reader: Reader, column: np.ndarray) -> None:
    at = 0
    for _ in range(reader.number(1)):
        operation = reader.number(1)
        if 0 < operation < 0x80:
            at += operation
            continue
        count = operation & 0x7F if operation else reader.number(1)
        values = reader.bytes(count if operation else 1)
        if at + count > len(column):
            raise PixelStyleError("The animation is damaged: a column is higher than the picture.")
        column[at : at + count] = np.frombuffer(values, np.uint8)
        at += count


FILMS = (
    FilmFormat(
        "anim-5",
        "Amiga IFF ANIM-5",
        ".anim",
        MODES,
        _encode,
        _decode,
        ("FFmpeg",),
        _change,
        FilmBytes("columns", head=8, pixel=0.4),
    ),
)
