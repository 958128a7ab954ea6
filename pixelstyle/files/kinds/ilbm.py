"""Amiga pictures of every kind and size: IFF ILBM, ACBM and PBM, as the screen showed them.

1 to 8 planes, extra half-brite, hold-and-modify of 6 and 8 planes, palettes that change from line to line, 24 bits.
Sources: Jerry Morrison, "EA IFF 85" (1985), ILBM; Commodore-Amiga, "Amiga ROM Kernel Reference Manual: Devices" (1991);
NewTek's SHAM and CTBL, Sebastiano Vigna's PCHG (1994), as their own papers say.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from pixelstyle.errors import PixelStyleError
from pixelstyle.files.budget import check_room
from pixelstyle.files.kinds.line_palettes import line_palettes

_HIRES, _SUPER, _LACE, _EHB, _HAM, _DUAL = 0x8000, 0x20, 0x4, 0x80, 0x800, 0x400
_KINDS = (b"ILBM", b"PBM ", b"ACBM")
_MOST_PIXELS = 1 << 26
_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class Ilbm:
    """The parts of a picture file that say how its pixels look."""

    kind: bytes
    width: int
    height: int
    planes: int
    masking: int
    packing: int
    view: int
    chunks: dict[bytes, bytes]

    @property
    def square(self) -> bool:
        """Whether CAMG asks for neither narrow pixels nor twice the lines, or for both."""
        return bool(self.view & _HIRES) == bool(self.view & _LACE)

    @property
    def ham(self) -> bool:
        """Hold and modify: as CAMG says, or, where a file has none, as six planes with at most 16 registers are."""
        unknown = not self.view and self.planes == 6 and 0 < len(self.chunks.get(b"CMAP", b"")) <= 48
        return self.kind != b"PBM " and 5 <= self.planes <= 8 and bool(self.view & _HAM or unknown)

    @property
    def dual(self) -> bool:
        """Whether the planes are those of two pictures, one before the other (dual playfield)."""
        return self.kind != b"PBM " and self.planes <= 6 and bool(self.view & _DUAL)

    @property
    def half_brite(self) -> bool:
        """Extra half-brite: six planes of which CAMG says so, or for which there are no more than 32 registers."""
        few = len(self.chunks.get(b"CMAP", b"")) <= 96
        return self.kind != b"PBM " and self.planes == 6 and not self.ham and (bool(self.view & _EHB) or few)


def read_ilbm(path: Path) -> Image.Image | None:
    """The picture, RGB, in square pixels (high resolution without interlace in doubled lines); None for other files.

    Raises PixelStyleError for kinds that cannot be read, OSError for a file that is cut short.
    """
    with path.open("rb") as file:
        start = file.read(4096)
        if b"FORM" not in start[:192] or not any(kind in start for kind in _KINDS):
            return None
        data = start + file.read()
    at = _form(data)
    if at is None:
        return None
    return Image.fromarray(shown(parse_ilbm(data[at:])))


def _form(data: bytes) -> int | None:
    """Where the first picture begins: at once, or inside a list, an animation, or behind a header of another system."""
    for at in range(min(len(data) - 12, 1 << 16)):
        if data[at : at + 4] == b"FORM" and data[at + 8 : at + 12] in _KINDS:
            return at
    return None


def parse_ilbm(data: bytes, palette_alone: bool = False) -> Ilbm:
    """The chunks of a FORM. Raises PixelStyleError for one that has no size, unless it may hold a palette alone.

    Chunks that only annotate a picture are passed over, as IFF asks; those that change its colours are used by `shown`.
    """
    chunks: dict[bytes, bytes] = {}
    at = 12
    while at + 8 <= len(data):
        name, length = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "big")
        if name == b"FORM":  # the next picture of a list
            break
        if data[at - 1] in _LETTERS and name[3:] == b"\0":  # the one before was not filled up to a whole word
            at -= 1
            continue
        chunks.setdefault(name, data[at + 8 : at + 8 + length])
        at += 8 + length + (length & 1)
    head = chunks.get(b"BMHD", bytes(20) if palette_alone else b"")
    if len(head) < 20:
        raise PixelStyleError("The IFF file holds no picture: it has no BMHD chunk.")
    width, height, planes, masking, packing = struct.unpack(">HH4xBBB", head[:11])
    camg = chunks.get(b"CAMG", b"")[:4]
    view = int.from_bytes(camg, "big")
    if len(camg) < 4 or (view & 0xFFFF0000 and view & 0x1000):  # a pointer that old programs left there
        view = 0
    return Ilbm(data[8:12], width, height, planes, masking, packing, view, chunks)


def shown(picture: Ilbm) -> np.ndarray:
    """uint8 [H, W, 3], in square pixels. Raises PixelStyleError and OSError as `read_ilbm`."""
    if not 0 < picture.width * picture.height <= _MOST_PIXELS:
        raise PixelStyleError(f"The IFF picture is {picture.width} x {picture.height} pixels: that cannot be read.")
    check_room("The IFF picture", picture.width, picture.height, picture.planes + 14)
    if b"RAST" in picture.chunks:
        raise PixelStyleError("The IFF picture changes an Atari's palette on the way (RAST), which cannot be read.")
    if picture.dual:
        raise PixelStyleError("The IFF picture is two, one before the other (dual playfield), which cannot be read.")
    if picture.planes in (24, 32) and picture.kind == b"ILBM":
        rows = _rows(picture)
        rgb = np.stack([np.packbits(rows[:, 8 * n : 8 * n + 8][:, ::-1], axis=1)[:, 0] for n in range(3)], axis=2)
    elif 1 <= picture.planes <= 8:
        rgb = _coloured(picture, _numbers(picture))
    else:
        raise PixelStyleError(f"The IFF picture has {picture.planes} planes; 1 to 8, 24 and 32 can be read.")
    if picture.kind != b"PBM ":
        hires, lace = bool(picture.view & _HIRES), bool(picture.view & _LACE)
        if hires and (picture.view & _SUPER or not lace):
            rgb = rgb.repeat(2 if lace or not picture.view & _SUPER else 4, axis=0)
        elif lace and not hires:
            rgb = rgb.repeat(2, axis=1)
    return np.ascontiguousarray(rgb)


def _numbers(picture: Ilbm) -> np.ndarray:
    """The number of each pixel, uint8 [H, W]."""
    if picture.kind == b"PBM ":
        line = picture.width + (picture.width & 1)
        plain = _plain(picture, line * picture.height)
        return np.frombuffer(plain, np.uint8).reshape(picture.height, line)[:, : picture.width]
    rows = _rows(picture)[:, : picture.planes]
    weights = (1 << np.arange(picture.planes)).astype(np.uint8)
    return np.asarray((rows * weights[:, None]).sum(axis=1, dtype=np.uint8))


def _rows(picture: Ilbm) -> np.ndarray:
    """The bits of each plane, uint8 [H, planes, W]."""
    line = (picture.width + 15) // 16 * 2
    planes = picture.planes + (picture.masking == 1)
    if picture.kind == b"ACBM":  # each plane whole
        plain = _plain(picture, line * picture.planes * picture.height, b"ABIT")
        data = np.frombuffer(plain, np.uint8).reshape(picture.planes, picture.height, line).transpose(1, 0, 2)
    else:
        data = np.frombuffer(_plain(picture, line * planes * picture.height), np.uint8)
        data = data.reshape(picture.height, planes, line)
    return np.unpackbits(data, axis=2)[:, : picture.planes, : picture.width]


def _plain(picture: Ilbm, length: int, name: bytes = b"BODY") -> bytes:
    body = picture.chunks.get(name)
    if body is None:
        raise PixelStyleError(f"The IFF file holds no picture: it has no {name.decode()} chunk.")
    if picture.packing > 1:
        raise PixelStyleError(f"The IFF picture is packed in way {picture.packing}; only 0 and 1 (ByteRun1) are known.")
    plain = _unpacked(body, length) if picture.packing else body[:length]
    if len(plain) < length:
        raise OSError("image file is truncated")
    return plain


def _unpacked(packed: bytes, length: int) -> bytes:
    """ByteRun1 (PackBits)."""
    plain, at = bytearray(), 0
    while len(plain) < length and at < len(packed):
        control = packed[at]
        if control < 128:
            plain += packed[at + 1 : at + 2 + control]
            at += control + 2
        elif control > 128:
            plain += packed[at + 1 : at + 2] * (257 - control)
            at += 2
        else:
            at += 1
    return bytes(plain[:length])


def ilbm_registers(picture: Ilbm) -> np.ndarray:
    """The colours of CMAP, uint8 [K, 3]: levels of four bits that stand in the upper halves of their bytes, as before
    1990, are brought to the full range; without a CMAP, greys."""
    cmap = picture.chunks.get(b"CMAP", b"")
    colours = np.frombuffer(cmap[: len(cmap) // 3 * 3], np.uint8).reshape(-1, 3)
    if not len(colours):
        return np.repeat(np.linspace(0, 255, 1 << min(picture.planes, 8)).astype(np.uint8)[:, None], 3, axis=1)
    return colours | colours >> 4 if not (colours & 15).any() else colours


def _coloured(picture: Ilbm, numbers: np.ndarray) -> np.ndarray:
    """The colours of the pixels, uint8 [H, W, 3]."""
    ham = picture.ham
    count = 1 << ((4 if picture.planes <= 6 else 6) if ham else 5 if picture.half_brite else picture.planes)
    own = ilbm_registers(picture)[:count]
    palette = np.zeros((count, 3), np.uint8)
    palette[: len(own)] = own
    palettes = line_palettes(picture.chunks, palette, picture.height)
    if picture.half_brite:
        halves = palettes >> 1 if (palettes % 17).any() else (palettes // 17 >> 1) * np.uint8(17)
        palettes = np.concatenate([palettes, halves], axis=1)
    if ham:
        return _held_and_modified(numbers, palettes, picture.planes)
    return np.take_along_axis(palettes, numbers[:, :, None].astype(np.intp), axis=1)


def _held_and_modified(numbers: np.ndarray, palettes: np.ndarray, planes: int) -> np.ndarray:
    """HAM: two bits say whether a pixel is a register or its left neighbour with another blue, red or green."""
    bits = 4 if planes <= 6 else 6  # with one plane fewer only blue can be changed
    data = numbers & ((1 << bits) - 1)
    levels = data * np.uint8(17) if bits == 4 else data << 2
    orders = numbers >> bits
    lines = np.arange(len(numbers))
    held = palettes[:, 0].copy()
    result = np.empty((*numbers.shape, 3), np.uint8)
    for x in range(numbers.shape[1]):
        order, level = orders[:, x], levels[:, x]
        fresh = palettes[lines, data[:, x]]
        held = np.where(order[:, None] == 0, fresh, held)
        for number, channel in ((1, 2), (2, 0), (3, 1)):
            low = held[:, channel] & 3 if bits == 6 else 0
            held[:, channel] = np.where(order == number, level | low, held[:, channel])
        result[:, x] = held
    return result
