"""FLIC (.flc): Autodesk Animator Pro's animations, 8 bits a pixel: whole lines first, then differences between frames.

A header of 128 bytes, frames of chunks: COLOR_256 the palette, BYTE_RUN the first picture, DELTA_FLC what has changed;
behind the last a ring frame that leads back to the first. Source: Jim Kent, "The Flic Files", Dr. Dobb's Journal 18:3
(1993), and Animator Pro's own documentation.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from fractions import Fraction
from math import gcd

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.animations.frames import FilmBytes, FilmFormat, Frame, Reader, at_one_rate
from pixelstyle.palettes import Palette
from pixelstyle.screens import NativePicture, get_mode, show

_FILE, _FRAME = 0xAF12, 0xF1FA
_COLOUR, _DELTA, _BLACK, _RUN, _COPY = 4, 7, 13, 15, 16
_HEADER, _FRAME_HEADER = 128, 16
_MOST = 4096
"""Pixels on a side, and frames ten times as many, that a file may ask for."""


def _encode(frames: Sequence[Frame]) -> bytes:
    milliseconds = max(10, _step([round(frame.seconds * 1000) for frame in frames]))
    pictures = at_one_rate(frames, Fraction(milliseconds, 1000))
    if len(pictures) > 65_000:
        raise PixelStyleError("The film is too long for a .flc, which has 65,000 frames at most; take fewer.")
    shown = [show(picture.indices, picture.mode) for picture in pictures]
    palettes = [picture.palette for picture in pictures]
    height, width = shown[0].shape
    parts = [_frame([_colours(palettes[0]), _chunk(_RUN, b"".join(map(_run_line, shown[0])))])]
    for number in [*range(1, len(shown)), 0]:
        chunks = [_colours(palettes[number])] if palettes[number] != palettes[number - 1] else []
        delta = _delta(shown[number - 1], shown[number])
        parts.append(_frame([*chunks, *([_chunk(_DELTA, delta)] if delta else [])]))
    size = _HEADER + sum(map(len, parts))
    first, second = _HEADER, _HEADER + len(parts[0])
    head = struct.pack("<IHHHHHHI", size, _FILE, len(shown), width, height, 8, 3, milliseconds)
    tail = struct.pack("<II", first, second)
    return (head.ljust(80, b"\0") + tail).ljust(_HEADER, b"\0") + b"".join(parts)


def _step(lengths: list[int]) -> int:
    """Milliseconds of which every frame's length is a multiple; about that, where lengths differ by rounding only."""
    least = min(lengths)
    if max(lengths) - least <= 1:
        return round(sum(lengths) / len(lengths))
    return max(gcd(*lengths), min(least, 20))


def _change(before: NativePicture, now: NativePicture) -> int:
    return len(_delta(show(before.indices, before.mode), show(now.indices, now.mode)))


def _chunk(kind: int, data: bytes) -> bytes:
    data += bytes(len(data) & 1)
    return struct.pack("<IH", len(data) + 6, kind) + data


def _frame(chunks: list[bytes]) -> bytes:
    body = b"".join(chunks)
    return struct.pack("<IHH8x", len(body) + _FRAME_HEADER, _FRAME, len(chunks)) + body


def _colours(palette: Palette) -> bytes:
    colours = palette.bytes()
    return _chunk(_COLOUR, struct.pack("<HBB", 1, 0, len(colours) & 255) + colours.tobytes())


def _run_line(line: np.ndarray) -> bytes:
    """A line as packets: a count and a pixel that is repeated so often."""
    ends = [*(np.flatnonzero(np.diff(line)) + 1).tolist(), len(line)]
    packets, start = bytearray(), 0
    for end in ends:
        while start < end:
            count = min(127, end - start)
            packets += bytes([count, int(line[start])])
            start += count
    return b"\0" + bytes(packets)


def _delta(before: np.ndarray, now: np.ndarray) -> bytes:
    """What has changed, in words of two pixels; b'' for nothing."""
    height, width = now.shape
    whole = width & ~1
    pairs = now[:, :whole].reshape(height, -1, 2)
    changed = (pairs != before[:, :whole].reshape(height, -1, 2)).any(axis=2)
    last = (now[:, -1] != before[:, -1]) if width & 1 else np.zeros(height, bool)
    lines, count, at = bytearray(), 0, 0
    for row in np.flatnonzero(changed.any(axis=1) | last).tolist():
        skip = row - at
        while skip:
            part = min(skip, 0x3FFF)
            lines += struct.pack("<h", -part)
            skip -= part
        if last[row]:
            lines += struct.pack("<BB", int(now[row, -1]), 0x80)
        packets = _packets(pairs[row], changed[row])
        lines += struct.pack("<H", len(packets)) + b"".join(packets)
        count, at = count + 1, row + 1
    return struct.pack("<H", count) + bytes(lines) if count else b""


def _packets(pairs: np.ndarray, changed: np.ndarray) -> list[bytes]:
    """A line's packets: how many pixels are passed over, how many words follow, the words."""
    found, at, column = [], 0, 0
    places = np.flatnonzero(changed).tolist()
    runs: list[list[int]] = []
    for place in places:
        if runs and place - runs[-1][1] <= 1 and place - runs[-1][0] < 120:  # a gap of one word costs no more
            runs[-1][1] = place + 1
        else:
            runs.append([place, place + 1])
    for start, end in runs:
        while start - at > 127:
            found.append(bytes([254, 0]))
            at += 127
        column = 2 * (start - at)
        found.append(bytes([column, end - start]) + pairs[start:end].tobytes())
        at = end
    return found


def _decode(data: bytes) -> list[Frame]:
    reader = Reader(data, "animation")
    if data[4:6] != struct.pack("<H", _FILE):
        raise PixelStyleError("This is no .flc animation.")
    reader.number(6)
    count, width, height, depth = (reader.number(2) for _ in range(4))
    reader.number(2)
    seconds = Fraction(reader.number(4), 1000)
    if depth != 8 or not (1 <= width <= _MOST and 1 <= height <= _MOST and 1 <= count <= 10 * _MOST):
        raise PixelStyleError("This .flc is damaged, or of a kind that is not known: 8 bits a pixel are.")
    reader.at = _HEADER
    pixels, colours = np.zeros((height, width), np.uint8), np.zeros((256, 3), np.uint8)
    found: list[Frame] = []
    while len(found) < count:
        size, kind, chunks = reader.number(4), reader.number(2), reader.number(2)
        body = Reader(reader.bytes(size - 8)[8:], "animation")
        if kind != _FRAME:
            continue
        for _ in range(chunks):
            length, what = body.number(4), body.number(2)
            _apply(what, Reader(body.bytes(length - 6), "animation"), pixels, colours)
        palette = Palette.from_array("flic", colours)
        mode = get_mode("free").resized(width, height)
        found.append(Frame(NativePicture(mode, palette, pixels.copy()), seconds))
    return found


def _apply(what: int, chunk: Reader, pixels: np.ndarray, colours: np.ndarray) -> None:
    """Change the pixels [H, W] or the colours [256, 3] as a chunk says. Raises PixelStyleError for damage."""
    if what == _COLOUR:
        at = 0
        for _ in range(chunk.number(2)):
            at += chunk.number(1)
            count = chunk.number(1) or 256
            values = np.frombuffer(chunk.bytes(3 * count), np.uint8).reshape(-1, 3)
            colours[at : at + count] = values[: max(0, 256 - at)]
            at += count
    elif what == _RUN:
        for row in pixels:
            _unrun(chunk, row)
    elif what == _DELTA:
        _undelta(chunk, pixels)
    elif what == _COPY:
        pixels[:] = np.frombuffer(chunk.bytes(pixels.size), np.uint8).reshape(pixels.shape)
    elif what == _BLACK:
        pixels[:] = 0


def _unrun(chunk: Reader, row: np.ndarray) -> None:
    chunk.number(1)
    at = 0
    while at < len(row):
        count = chunk.number(1, signed=True)
        if count == 0 or at + abs(count) > len(row):
            raise PixelStyleError("The animation is damaged: a line is longer than the picture is wide.")
        if count > 0:
            row[at : at + count] = chunk.number(1)
        else:
            row[at : at - count] = np.frombuffer(chunk.bytes(-count), np.uint8)
        at += abs(count)


def _undelta(chunk: Reader, pixels: np.ndarray) -> None:
    row, lines = 0, chunk.number(2)
    while lines:
        word = chunk.number(2)
        if word & 0xC000 == 0xC000:
            row += 0x10000 - word
            continue
        if row >= len(pixels):
            raise PixelStyleError("The animation is damaged: a frame has more lines than the picture.")
        if word & 0xC000 == 0x8000:
            pixels[row, -1] = word & 255
            continue
        at = 0
        for _ in range(word):
            at += chunk.number(1)
            count = chunk.number(1, signed=True)
            pair = np.frombuffer(chunk.bytes(2 * count if count > 0 else 2 if count else 0), np.uint8)
            values = pair if count >= 0 else np.tile(pair, -count)
            if at + len(values) > pixels.shape[1]:
                raise PixelStyleError("The animation is damaged: a line is longer than the picture is wide.")
            pixels[row, at : at + len(values)] = values
            at += len(values)
        row, lines = row + 1, lines - 1


FILMS = (
    FilmFormat(
        "flic",
        "Autodesk Animator Pro",
        ".flc",
        (),
        _encode,
        _decode,
        ("FFmpeg",),
        _change,
        FilmBytes("lines", head=2, pixel=1),
    ),
)
