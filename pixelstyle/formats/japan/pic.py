"""PIC, in which the X68000's pictures of 32,768 colours went round.

    PIC, a comment, $1A; whatever is not 0; 0
    0; the machine in the lower half of a byte, 0 for the X68000; bits a pixel, width, height: words, upper byte first

Bits follow, the highest of a byte first. They name the pixels, line by line, that differ from the one before:

    how far on the next of them is, from 1 on: so many ones, a zero, one bit more than ones, which count from
    2 ** (ones + 1) - 1 on
    its colour: 0 and the 15 bits GGGGGRRRRRBBBBB; or 1 and, in seven bits, which of the last 128 different ones it is
    0; or 1 and a chain: the same colour begins in the lines below, 01 one to the left, 10 straight, 11 one to the
    right, 001 and a bit two to the left or right, 000 no further

The last 128 are numbered places, filled from 1 on, with 0 at the end: a new colour takes the place of the one that was
not used for longest. Where a chain has brought a colour the bits pass that pixel over as one like the one before. Files
written here have neither chains nor repeated colours.
Source: Yanagisawa, "About the PIC format" (1993).
"""

from __future__ import annotations

import struct
from collections.abc import Mapping

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.registry import Files, Format
from pixelstyle.formats.shared.layout import picture_of_codes
from pixelstyle.screens import NativePicture, get_mode

_START, _END_OF_TEXT = b"PIC", b"\x1a"
_HEADER = struct.Struct(">BBHHH")
_DEPTH, _PLACES = 15, 128
_PLAIN, _MOST_PLAIN = 2 + 1 + _DEPTH + 1, 2048
"""Bits of a pixel that follows at once, has a new colour and no chain, and how many such pixels are read together."""
_MODE = "x68000-65536"
_WHAT = "A PIC picture"
_STEPS = {"01": -1, "10": 0, "11": 1}


def _encode(picture: NativePicture) -> Files:
    words = picture.indices.astype(np.int64).ravel()  # 0BBBBBGG GGGRRRRR
    colours = (words >> 5 & 31) << 10 | (words & 31) << 5 | words >> 10
    before = np.concatenate([[0], colours[:-1]])
    at = np.flatnonzero(colours != before)
    apart = np.diff(np.concatenate([[-1], at, [len(colours)]]))
    lengths, counts = _lengths(apart)
    # Of each pixel named: how far on it is, 0, its colour, 0; then how far on the end is.
    values = np.concatenate([(lengths[:-1] << _DEPTH + 2) | colours[at] << 1, lengths[-1:]])
    widths = counts + np.where(np.arange(len(counts)) < len(at), _DEPTH + 2, 0)
    height, width = picture.indices.shape
    head = _START + _END_OF_TEXT + bytes(1) + _HEADER.pack(0, 0, _DEPTH, width, height)
    return {".pic": head + _bits(values, widths)}


def _lengths(apart: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The bits that say how far on, as numbers, int [N] from 1 on, and how many they are."""
    ones = np.floor(np.log2(apart + 1)).astype(np.int64) - 1
    rest = apart + 1 - (2 << ones)
    return ((1 << ones) - 1) << ones + 2 | rest, 2 * ones + 2


def _bits(values: np.ndarray, widths: np.ndarray) -> bytes:
    """Numbers, int64 [N], one after the other in so many bits each, highest first."""
    ends = np.cumsum(widths)
    bits = np.zeros(ends[-1], np.uint8)
    for place in range(int(widths.max())):
        wide = widths > place
        bits[ends[wide] - 1 - place] = values[wide] >> place & 1
    return np.packbits(bits).tobytes()


class _Places:
    """The last 128 different colours, in numbered places: those used longest ago come first, place 0 last of all."""

    def __init__(self) -> None:
        self._colours = [0] * _PLACES
        self._used = dict.fromkeys([*range(1, _PLACES), 0])

    def new(self, colour: int) -> int:
        """A colour that comes in; itself."""
        place = next(iter(self._used))
        self._colours[place] = colour
        self._last(place)
        return colour

    def several(self, colours: list[int]) -> None:
        """Colours that come in one after the other."""
        for colour in colours[-2 * _PLACES - len(colours) % _PLACES :]:  # all places filled, each as if by every one
            self.new(colour)

    def again(self, place: int) -> int:
        """The colour that is there."""
        self._last(place)
        return self._colours[place]

    def _last(self, place: int) -> None:
        del self._used[place]
        self._used[place] = None


def _decode(files: Mapping[str, bytes]) -> NativePicture:
    data = files[".pic"]
    end = data.find(0, data.find(_END_OF_TEXT) + 1)
    if not data.startswith(_START) or _END_OF_TEXT not in data or end < 0 or len(data) < end + 1 + _HEADER.size:
        raise PixelStyleError(f"{_WHAT} begins with PIC and a comment; this file does not.")
    _, machine, depth, width, height = _HEADER.unpack_from(data, end + 1)
    mode = get_mode(_MODE)
    if machine != 0 or depth != _DEPTH or (width, height) != (mode.width, mode.height):
        raise PixelStyleError(
            f"{_WHAT} for '{_MODE}' is the X68000's own, {mode.width} x {mode.height} pixels of {_DEPTH} bits; this "
            f"one is machine {machine & 15}'s, {width} x {height} of {depth}."
        )
    colours = _pixels(data[end + 1 + _HEADER.size :], width, width * height)
    words = (colours & 31) << 10 | (colours >> 10) << 5 | colours >> 5 & 31
    return picture_of_codes(mode, words.astype(np.uint16).reshape(height, width))


def _pixels(data: bytes, width: int, whole: int) -> np.ndarray:
    """The colours, int [whole], GGGGGRRRRRBBBBB. Raises PixelStyleError for bits that end early or go beyond."""
    stored = np.unpackbits(np.frombuffer(data, np.uint8))
    bits = (stored + ord("0")).tobytes().decode()
    begins = np.full(whole, -1, np.int64)
    places, at, read = _Places(), -1, 0
    try:
        while True:
            if bits.startswith("000", read) and bits.startswith("000", read + _PLAIN):
                several = _plain(stored[read : read + _PLAIN * min(_MOST_PLAIN, whole - 1 - at)])
                begins[at + 1 : at + 1 + len(several)] = several
                at, read = at + len(several), read + _PLAIN * len(several)
                places.several(several.tolist())
                if len(several):
                    continue
            zero = bits.index("0", read)
            ones, colour_at = zero - read, 2 * zero - read + 2
            at += int(bits[zero + 1 : colour_at], 2) + (2 << ones) - 1
            if at >= whole:
                break
            if bits[colour_at] == "1":
                read = colour_at + 8
                colour = places.again(int(bits[colour_at + 1 : read], 2))
            else:
                read = colour_at + 1 + _DEPTH
                colour = places.new(int(bits[colour_at + 1 : read], 2))
            begins[at] = colour
            read += 1
            if bits[read - 1] == "1":
                below, read = _chain(bits, read, at, width, whole)
                begins[below] = colour
    except (ValueError, IndexError):  # no further bit, or a line of colour that goes on below the picture
        raise PixelStyleError(f"{_WHAT} ends early or leaves its lines: it is cut short or another format.") from None
    known = np.maximum.accumulate(np.where(begins >= 0, np.arange(whole), -1))
    return np.where(known >= 0, begins[known], 0)


def _plain(stored: np.ndarray) -> np.ndarray:
    """The colours, int [N], of the pixels that come first here, each beside the other, new and without a chain."""
    rows = stored[: len(stored) // _PLAIN * _PLAIN].reshape(-1, _PLAIN)
    other = rows[:, [0, 1, 2, -1]].any(axis=1)
    count = int(other.argmax()) if other.any() else len(rows)
    return np.asarray(rows[:count, 3:-1] @ (1 << np.arange(_DEPTH)[::-1]))


def _chain(bits: str, read: int, at: int, width: int, whole: int) -> tuple[list[int], int]:
    """Where a colour begins in the lines below a pixel, and where the bits after these are. Raises IndexError where it
    leaves the picture's `whole` pixels."""
    below: list[int] = []
    while True:
        step = bits[read : read + 2]
        read += 2
        if step in _STEPS:
            at += width + _STEPS[step]
        elif bits[read] == "0":
            return below, read + 1
        else:
            at += width + (2 if bits[read + 1] == "1" else -2)
            read += 2
        if at >= whole:
            raise IndexError
        below.append(at)


FORMATS: tuple[Format, ...] = (
    Format(
        name="pic",
        title="PIC",
        extensions=(".pic",),
        modes=(_MODE,),
        encode=_encode,
        decode=_decode,
        starts=(_START,),
        passed_over="the comment",
        refused="other machines, sizes and numbers of bits",
        verified_by=("RECOIL",),
    ),
)
