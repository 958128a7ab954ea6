"""MAG (MAKI-chan, version 2), in which pictures of the PC-88, PC-98 and X68000 went round.

    MAKI02, two spaces, whose machine it is, a comment, $1A; then, counted from the byte after that, lower bytes first:
    0   0; the machine; what only that machine knows; 1: lines twice as high, $80: 256 colours
    4   left, top, right and bottom column or line, words
    12  where flag bits A lie, where flag bytes B, their length, where the pixels lie, their length, four bytes each
    32  green, red, blue of 16 or 256 colours, a byte each

Pixels are taken two bytes at a time: four pixels of four bits, leftmost in the highest, or two of eight. Each pair has
four flag bits: 0, the pair is the next of the pixels; 1 to 15, it is as another one, so many pairs to the left and
lines above (_COPIES). The flags of two pairs are a byte, of which a line is kept; a bit A says whether the next byte B
is added to that (exclusive or), or whether it stays as it was in the line above.

Source: Woody Rinn's description of the format (1991), as kept by "Just Solve the File Format Problem".
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.registry import Files, Format
from pixelstyle.formats.shared.layout import pack_pixels, picture_of_codes, unpack_pixels
from pixelstyle.formats.shared.palette_registers import filled_up, levels_of, palette_of_levels
from pixelstyle.screens import NativePicture, get_mode

_START, _END_OF_TEXT = b"MAKI02  ", b"\x1a"
_HEADER = struct.Struct("<4B4H5I")
_HIGH_LINES, _MANY_COLOURS = 0x01, 0x80
_COPIES = (
    *((1, 0), (2, 0), (4, 0)),
    *((0, 1), (1, 1), (0, 2), (1, 2), (2, 2)),
    *((0, 4), (1, 4), (2, 4), (0, 8), (1, 8), (2, 8), (0, 16)),
)
"""How many pairs to the left and lines above what flags 1 to 15 repeat lies."""
_WHAT = "A MAG picture"


@dataclass(frozen=True)
class _Machine:
    mode: str
    text: bytes
    """Four letters."""
    number: int
    flags: int
    """Of high lines and many colours."""
    bits: tuple[int, int, int]
    """Of a palette register."""

    @property
    def depth(self) -> int:
        """Bits a pixel."""
        return 8 if self.flags & _MANY_COLOURS else 4


_MACHINES = (
    _Machine("pc98", b"PC98", 0x00, 0, (4, 4, 4)),
    _Machine("pc88", b"PC88", 0x88, _HIGH_LINES, (3, 3, 3)),
    _Machine("x68000-256", b"X68K", 0x68, _MANY_COLOURS, (5, 5, 5)),
    _Machine("x68000-16", b"X68K", 0x68, 0, (5, 5, 5)),
)


def _encode(picture: NativePicture) -> Files:
    machine = next(machine for machine in _MACHINES if machine.mode == picture.mode.name)
    height, width = picture.indices.shape
    pairs = pack_pixels(picture.indices, machine.depth).view(">u2")
    flags = _flags_of(pairs)
    packed = flags[:, ::2] << 4 | flags[:, 1::2]
    above = np.concatenate([np.zeros_like(packed[:1]), packed[:-1]])
    changes = (packed ^ above).ravel()
    bits, changed, pixels = np.packbits(changes != 0).tobytes(), changes[changes != 0].tobytes(), pairs[flags == 0]
    shown = palette_of_levels(levels_of(picture.palette, machine.bits), machine.bits).bytes()
    colours = filled_up(shown, 1 << machine.depth)[:, [1, 0, 2]].tobytes()
    first = _HEADER.size + len(colours)
    second, third = first + len(bits), first + len(bits) + len(changed)
    header = _HEADER.pack(
        *(0, machine.number, 0, machine.flags),
        *(0, 0, width - 1, height - 1),
        *(first, second, len(changed), third, 2 * len(pixels)),
    )
    text = _START + machine.text + b" " + _END_OF_TEXT
    return {".mag": text + header + colours + bits + changed + pixels.tobytes()}


def _flags_of(pairs: np.ndarray) -> np.ndarray:
    """What each pair [H, P] repeats, uint8 [H, P]: what the one above does where that will do, since then no byte is
    written, else the nearest that is the same; 0 for none."""
    height, width = pairs.shape
    same = np.zeros((len(_COPIES), height, width), bool)
    for number, (left, above) in enumerate(_COPIES):
        same[number, above:, left:] = pairs[above:, left:] == pairs[: height - above, : width - left]
    flags = np.where(same.any(axis=0), same.argmax(axis=0) + 1, 0).astype(np.uint8)
    for line in range(1, height):
        before = flags[line - 1]
        fits = np.take_along_axis(same[:, line], before[None].astype(np.intp) - 1, axis=0)[0] & (before > 0)
        flags[line] = np.where(fits, before, flags[line])
    return flags


def _decode(files: Mapping[str, bytes]) -> NativePicture:
    data = files[".mag"]
    end = data.find(_END_OF_TEXT, len(_START))
    if not data.startswith(_START) or end < 0:
        raise PixelStyleError(f"{_WHAT} begins with MAKI02 and a text that ends with $1A; this file does not.")
    data = data[end + 1 :]
    if len(data) < _HEADER.size:
        raise PixelStyleError(f"{_WHAT} is cut short: it ends within its header.")
    _, number, _, flags, left, top, right, bottom, *places = _HEADER.unpack_from(data)
    machine = _machine_of(number, flags & (_HIGH_LINES | _MANY_COLOURS), (right - left + 1, bottom - top + 1))
    mode, count = get_mode(machine.mode), 1 << machine.depth
    stored = np.frombuffer(data[_HEADER.size : _HEADER.size + 3 * count], np.uint8)
    if len(stored) < 3 * count:
        raise PixelStyleError(f"{_WHAT} is cut short: it ends within its palette.")
    across = mode.width * machine.depth // 16
    lines = np.frombuffer(_unpacked(data, places, mode.height, across), np.uint8).reshape(mode.height, 2 * across)
    levels = stored.reshape(count, 3)[:, [1, 0, 2]].astype(np.int64) >> (8 - np.array(machine.bits))
    codes = unpack_pixels(lines, machine.depth)
    assert mode.choice is not None
    if codes.max() >= mode.choice.colours:
        raise PixelStyleError(f"{_WHAT} has colour {codes.max()}; '{mode.name}' has {mode.choice.colours} of them.")
    return picture_of_codes(mode, codes, palette=palette_of_levels(levels[: mode.choice.colours], machine.bits))


def _machine_of(number: int, flags: int, size: tuple[int, int]) -> _Machine:
    """The machine with a screen of that size; by its own number where several have one."""
    found = []
    for machine in _MACHINES:
        mode = get_mode(machine.mode)
        if machine.flags == flags and (mode.width, mode.height) == size:
            found.append(machine)
    if not found:
        screens = ", ".join(f"{get_mode(m.mode).width} x {get_mode(m.mode).height} ({m.mode})" for m in _MACHINES)
        colours = 256 if flags & _MANY_COLOURS else 16
        raise PixelStyleError(
            f"{_WHAT} here is a whole screen: {screens}; this one has {size[0]} x {size[1]} pixels of {colours} "
            f"colours{' and high lines' if flags & _HIGH_LINES else ''}."
        )
    return next((machine for machine in found if machine.number == number), found[0])


def _unpacked(data: bytes, places: list[int], height: int, across: int) -> bytes:
    """The lines' bytes, of so many pairs `across`."""
    first, second, changed, third, length = places
    if min(second - first, third - second) < 0 or first + (height * across // 2 + 7) // 8 > len(data):
        raise PixelStyleError(f"{_WHAT} is cut short: it ends within its flags.")
    bits = np.unpackbits(np.frombuffer(data[first : first + (height * across // 2 + 7) // 8], np.uint8))
    added, pixels = iter(data[second : second + changed]), data[third : third + length]
    reach = [left + above * across for left, above in _COPIES]
    kept, line, shown, at = bits.tolist(), bytes(across // 2), list[bytes](), 0
    for y in range(height):
        line = bytes(_line_of_flags(line, kept[y * across // 2 : (y + 1) * across // 2], added))
        for both in line:
            for flag in (both >> 4, both & 15):
                if flag:
                    if reach[flag - 1] > len(shown):
                        raise PixelStyleError(f"{_WHAT} is damaged: line {y} repeats what lies above the picture.")
                    shown.append(shown[-reach[flag - 1]])
                else:
                    shown.append(pixels[at : at + 2])
                    at += 2
    if at > len(pixels):
        raise PixelStyleError(f"{_WHAT} is cut short: it ends within its pixels.")
    return b"".join(shown)


def _line_of_flags(above: bytes, bits: list[int], added: Iterator[int]) -> Iterator[int]:
    for before, bit in zip(above, bits, strict=True):
        if not bit:
            yield before
            continue
        change = next(added, None)
        if change is None:
            raise PixelStyleError(f"{_WHAT} is cut short: it ends within its flags.")
        yield before ^ change


FORMATS: tuple[Format, ...] = (
    Format(
        name="mag",
        title="MAG (MAKI-chan 2)",
        extensions=(".mag",),
        modes=tuple(machine.mode for machine in _MACHINES),
        encode=_encode,
        decode=_decode,
        starts=(_START,),
        passed_over="the comment; where on the screen the picture stood; what only one machine knows",
        refused="pictures that are no whole screen; colours beyond a machine's",
        verified_by=("RECOIL",),
    ),
)
