"""What Pillow reads wrongly of TIFF (Adobe, "TIFF Revision 6.0", 1992): separate planes of 16 bits or with
transparency, planes of one, maps in bytes."""

from __future__ import annotations

import io
import os
import struct
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from pixelstyle.errors import PixelStyleError
from pixelstyle.files.budget import check_room

_BITS, _COMPRESSION, _PHOTOMETRIC, _SAMPLES, _PLANAR, _MAP, _EXTRA, _FORMAT = 258, 259, 262, 277, 284, 320, 338, 339
_OFFSETS, _COUNTS = (273, 324), (279, 325)
_OF_A_PLANE = (256, 257, _COMPRESSION, 274, 278, 317, 322, 323)
"""Size, packing, orientation, rows of a strip, predictor and size of a tile: the same for each plane."""
_COLOURS = {1: ("L", 1), 2: ("RGB", 3), 5: ("CMYK", 4)}


def read_tiff(path: Path) -> Image.Image | None:
    """A TIFF of one number a pixel that Pillow cannot be shown as it is; None for other files.

    With a single plane, it says nothing whether planes stand apart: Pillow takes its packed bits for bytes. White as
    the least in words of 16 bits, the upper byte first, it does not know. Raises OSError for one that is cut short.
    """
    with path.open("rb") as file:
        head = file.read(8)
        if head[:4] not in (b"II*\0", b"MM\0*"):
            return None
        order = "<" if head[:2] == b"II" else ">"
        at = struct.unpack(order + "I", head[4:])[0]
        file.seek(at)
        count = struct.unpack(order + "H", file.read(2).rjust(2, b"\0"))[0]
        entries = file.read(12 * count)
    places = {struct.unpack_from(order + "H", entries, n)[0]: n for n in range(0, len(entries) - 11, 12)}

    def value(tag: int, default: int) -> int:
        """What a tag of one number says."""
        if tag not in places:
            return default
        kind, many = struct.unpack_from(order + "HI", entries, places[tag] + 2)
        form = order + ("I" if kind == 4 else "H")
        return int(struct.unpack_from(form, entries, places[tag] + 8)[0]) if many == 1 else -1

    apart = value(_PLANAR, 1) == 2
    inverted = order == ">" and value(_PHOTOMETRIC, -1) == 0 and value(_BITS, 1) == 16 and value(_FORMAT, 1) == 1
    if value(_SAMPLES, 1) != 1 or not (apart or inverted):
        return None
    data = bytearray(path.read_bytes())
    for tag in [_PLANAR] * apart + [_PHOTOMETRIC] * inverted:
        kind = struct.unpack_from(order + "H", entries, places[tag] + 2)[0]
        struct.pack_into(order + ("I" if kind == 4 else "H"), data, at + 2 + places[tag] + 8, 1)
    image = Image.open(io.BytesIO(data))
    if not inverted:
        return image
    image.load()  # which turns it upright
    return Image.fromarray(65535 - np.asarray(image).astype(np.uint16))


def mended_tiff(image: Image.Image, path: Path) -> Image.Image:
    """A TIFF picture that Pillow has opened, decoded as its tags say, and upright already.

    Raises PixelStyleError for separate planes of a kind that cannot be read and for what libtiff finds damaged, and
    whatever Pillow raises.
    """
    with _libtiff() as complaints:
        mended = _mended(image, path)
    if complaints:  # Pillow goes on with what there is
        raise PixelStyleError(f"The picture '{path}' is damaged and cannot be read ({complaints[0].rstrip('.')}).")
    return mended


@contextmanager
def _libtiff() -> Iterator[list[str]]:
    """What libtiff writes to the process's standard error meanwhile: its lines, which then are not printed."""
    lines: list[str] = []
    try:
        standard = os.dup(2)
    except OSError:  # there is none
        yield lines
        return
    with tempfile.TemporaryFile() as written:
        os.dup2(written.fileno(), 2)
        try:
            yield lines
        finally:
            os.dup2(standard, 2)
            os.close(standard)
            written.seek(0)
            lines += [line for line in written.read(1 << 16).decode(errors="replace").splitlines() if line.strip()]


def _mended(image: Image.Image, path: Path) -> Image.Image:
    """The same, with libtiff's lines as they come."""
    tags: Any = image.tag_v2  # type: ignore[attr-defined]
    depths = tags.get(_BITS, (1,))
    if tags.get(_PLANAR) == 2 and len(depths) > 1 and (max(depths) > 8 or tags.get(_EXTRA, (0,))[0] in (1, 2)):
        return _of_planes(tags, path)
    levels = tags.get(_MAP)
    image.load()  # which turns it upright, and forgets its orientation
    if image.mode == "P" and levels and max(levels) < 256:
        # Words of 0..65535 are wanted; some old programs wrote bytes. libtiff knows them by this, too.
        image.putpalette(np.array(levels, np.uint8).reshape(3, -1).T.tobytes())
    if image.mode in ("I", "F") or image.mode.startswith("I;16"):
        return _grey(image, depths[0], tags.get(_FORMAT, (1,))[0], tags.get(_PHOTOMETRIC))
    return image


def _grey(image: Image.Image, depth: int, kind: int, photometric: int | None) -> Image.Image:
    """A picture of large numbers; in shares of white where Pillow says of them too little: fewer bits than their 16,
    signs, 32 bits without one, or white as the least."""
    short, signed, whole = depth < 16, kind == 2 and depth == 16, kind == 1 and depth == 32
    if not (short or signed or whole or photometric == 0):
        return image
    numbers = np.asarray(image)
    if whole and image.mode == "I":
        numbers = numbers.view(np.uint32)
    top = float(np.max(numbers, initial=0, where=np.isfinite(numbers)))
    usual = (1.0, 255.0, 65535.0) if kind == 3 else (255.0, 65535.0)
    likely = next((scale for scale in usual if top <= scale), 4294967295.0 if whole and top >= 1 << 31 else top)
    most = (1 << depth) - 1.0 if short else 32767.0 if signed else 65535.0 if depth == 16 else likely
    shares = np.clip(np.nan_to_num(numbers.astype(np.float32), posinf=most, neginf=0) / np.float32(most), 0, 1)
    grey = Image.fromarray(1 - shares if photometric == 0 else shares)
    grey.info = image.info
    return grey


def _of_planes(tags: Any, path: Path) -> Image.Image:
    """Each plane is shown to Pillow as a grey picture of its own, by a directory at the end of the same bytes."""
    refusal = PixelStyleError(f"'{path}' is a TIFF in separate planes of a kind that cannot be read; save it as PNG.")
    samples, photometric = tags.get(_SAMPLES, 1), tags.get(_PHOTOMETRIC)
    check_room(path, tags.get(256, 0), tags.get(257, 0), 4 * samples + 12)
    data = path.read_bytes()
    if photometric not in _COLOURS or set(tags[_BITS]) not in ({8}, {16}) or data[2:4] not in (b"*\0", b"\0*"):
        raise refusal
    if any(kind != 1 for kind in tags.get(_FORMAT, (1,))):
        raise refusal
    mode, colours = _COLOURS[photometric]
    offsets = next(tag for tag in _OFFSETS if tag in tags)
    counts = _COUNTS[_OFFSETS.index(offsets)]
    each = len(tags[offsets]) // samples
    alpha = mode != "CMYK" and samples > colours and tags.get(_EXTRA, (0,))[0] in (1, 2)
    order, bits = "<" if data[:2] == b"II" else ">", tags[_BITS][0]
    planes = []
    for number in range(colours + alpha):
        own = {tag: tags[tag] for tag in _OF_A_PLANE if tag in tags}
        own |= {_BITS: bits, _PHOTOMETRIC: 1, _SAMPLES: 1}
        own |= {tag: tags[tag][number * each : (number + 1) * each] for tag in (offsets, counts)}
        with Image.open(io.BytesIO(_with_directory(data, own, order))) as plane:
            values = np.asarray(plane).astype(np.float32)
        planes.append(np.rint(values * (255 / ((1 << bits) - 1))).astype(np.uint8))
    shown = np.stack(planes)
    if alpha and tags[_EXTRA][0] == 1:  # already multiplied by it
        opaque = np.maximum(shown[-1], 1).astype(np.float32) / 255
        shown[:-1] = np.rint(np.minimum(shown[:-1] / opaque, 255)).astype(np.uint8)
    picture = Image.merge(mode + "A" * alpha, [Image.fromarray(plane) for plane in shown])
    if 34675 in tags:
        picture.info["icc_profile"] = tags[34675]
    return picture


def _with_directory(data: bytes, tags: dict[int, Any], order: str) -> bytes:
    """The file with one more directory behind it, to which its head now points; all values as 32 bits."""
    behind = bytearray()
    begin = len(data) + (len(data) & 1)
    room = begin + 2 + 12 * len(tags) + 4
    entries = b""
    for tag, value in sorted(tags.items()):
        numbers = list(value) if isinstance(value, tuple) else [value]
        packed = struct.pack(f"{order}{len(numbers)}I", *numbers)
        field = packed if len(numbers) == 1 else struct.pack(order + "I", room + len(behind))
        behind += packed if len(numbers) > 1 else b""
        entries += struct.pack(order + "HHI", tag, 4, len(numbers)) + field
    head = data[:4] + struct.pack(order + "I", begin) + data[8:] + bytes(len(data) & 1)
    return head + struct.pack(order + "H", len(tags)) + entries + bytes(4) + bytes(behind)
