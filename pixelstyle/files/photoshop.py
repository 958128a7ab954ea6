"""Photoshop's .psd and .psb: the merged picture that they hold for other programs, with what Pillow leaves out.

Header, colour mode data, resources, layers, merged picture; all numbers have the upper byte first.
Source: Adobe, "Photoshop File Formats Specification" (2019).
"""

from __future__ import annotations

import contextlib
import io
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageCms

from pixelstyle.colour import linear_to_srgb
from pixelstyle.errors import PixelStyleError
from pixelstyle.files.budget import MOST_BYTES, check_room

SIGNATURE = b"8BPS"
_MODES = {0: ("1", 1), 1: ("L", 1), 2: ("P", 1), 3: ("RGB", 3), 4: ("CMYK", 4), 8: ("L", 1), 9: ("LAB", 3)}
"""Pillow's mode and the channels of colour of each colour mode."""
_PROFILE, _ALPHA_NAMES, _TRANSPARENT_INDEX, _ALPHA_IDS, _VERSION = 1039, 1006, 1047, 1053, 1057


@dataclass(frozen=True)
class _Document:
    width: int
    height: int
    channels: int
    depth: int
    mode: int
    table: bytes
    resources: dict[int, bytes]
    layers: int
    """How many; below zero where the first further channel is the merged picture's transparency."""
    pixels: bytes

    @property
    def transparent(self) -> bool:
        """Whether the first further channel is the picture's transparency, and no selection that somebody kept."""
        if self.channels <= _MODES[self.mode][1] or self.mode in (0, 2):
            return False
        if self.layers:
            return self.layers < 0
        identifiers = np.frombuffer(self.resources.get(_ALPHA_IDS, b"")[:4], ">u4")
        named = self.resources.get(_ALPHA_NAMES) or identifiers.any()
        return self.channels == _MODES[self.mode][1] + 1 and not named


def read_photoshop(path: Path) -> Image.Image | None:
    """The merged picture of a Photoshop document, None for other files.

    Of 1, 8, 16 and 32 bits; without the white that Photoshop lays under what is transparent. Raises PixelStyleError
    with the cure for a document without a merged picture and for multichannel ones, OSError for one that is cut short.
    """
    with path.open("rb") as file:
        head = file.read(26)
        if not head.startswith(SIGNATURE):
            return None
        channels, height, width, depth = struct.unpack_from(">HIIH", head, 12)
        # Stored, as bytes, one of them as fractions, and merged.
        check_room(path, width, height, min(channels, 5) * (depth / 8 + 1) + 8)
        data = head + file.read(MOST_BYTES)
    mode = struct.unpack_from(">H", data, 24)[0]
    if mode not in _MODES:
        raise PixelStyleError(f"'{path}' is a multichannel Photoshop document; convert it to RGB there, or to PNG.")
    document = _parsed(data)
    real = document.resources.get(_VERSION, b"\0\0\0\1\1")
    if document.layers and len(real) > 4 and not real[4]:
        raise PixelStyleError(
            f"'{path}' has layers and no merged picture; save it with 'Maximize Compatibility' on, or export a PNG."
        )
    return _picture(document, _planes(document, large=data[5] == 2))


def _parsed(data: bytes) -> _Document:
    large = data[5] == 2
    channels, height, width, depth, mode = struct.unpack_from(">HIIHH", data, 12)
    table, at = _block(data, 26)
    found, at = _block(data, at)
    layers, at = _block(data, at, wide=large)
    inner = layers[8:] if large else layers[4:]
    size = int.from_bytes(layers[: 8 if large else 4], "big")
    count = struct.unpack_from(">h", inner)[0] if size >= 2 else 0
    for key in (b"Lr16", b"Lr32"):  # layers of deeper pictures stand in a block of their own
        place = layers.find(b"8BIM" + key)
        if place >= 0 and not count:
            count = struct.unpack_from(">h", layers, place + (16 if large else 12))[0]
    if count >= 0 and any(b"8BIM" + key in layers for key in (b"Mtrn", b"Mt16", b"Mt32")):
        count = -max(count, 1)
    return _Document(width, height, channels, depth, mode, table, _resources(found), count, data[at:])


def _block(data: bytes, at: int, wide: bool = False) -> tuple[bytes, int]:
    """What stands behind a length, and where it ends."""
    size = 8 if wide else 4
    end = at + size + int.from_bytes(data[at : at + size], "big")
    if end > len(data):
        raise OSError("image file is truncated")
    return data[at + size : end], end


def _resources(data: bytes) -> dict[int, bytes]:
    """The image resources by number."""
    found: dict[int, bytes] = {}
    at = 0
    while at + 12 <= len(data):
        number, name = struct.unpack_from(">HB", data, at + 4)
        at += 6 + (name + 2) // 2 * 2
        length = int.from_bytes(data[at : at + 4], "big")
        found[number] = data[at + 4 : at + 4 + length]
        at += 4 + length + (length & 1)
    return found


def _planes(document: _Document, large: bool) -> np.ndarray:
    """The channels that count, uint8 [C, H, W] 0..255."""
    height, width, depth = document.height, document.width, document.depth
    colours = _MODES[document.mode][1]
    wanted = colours + document.transparent
    line = (width + 7) // 8 if depth == 1 else width * depth // 8
    packing = int.from_bytes(document.pixels[:2], "big")
    if packing > 1:
        raise PixelStyleError("This Photoshop document is packed in a way that is not known; export it as PNG first.")
    if depth not in (1, 8, 16, 32):
        raise OSError(f"{depth} bits a channel")
    plain = _unpacked(document, large, wanted * height) if packing else document.pixels[2 : 2 + wanted * height * line]
    if len(plain) < wanted * height * line:
        raise OSError("image file is truncated")
    rows = np.frombuffer(plain, np.uint8).reshape(wanted, height, line)
    if depth == 1:
        return (1 - np.unpackbits(rows, axis=2)[:, :, :width]) * np.uint8(255)  # a set bit is black
    if depth == 8:
        return rows
    planes = np.empty((wanted, height, width), np.uint8)
    for number, plane in enumerate(rows.view(">u2" if depth == 16 else ">f4")):
        values = plane.astype(np.float32) / (65535 if depth == 16 else 1)
        if depth == 32:  # linear light, the alpha aside
            values = np.clip(np.nan_to_num(values), 0, 1)
            values = linear_to_srgb(values) if number < colours else values
        planes[number] = np.rint(values * 255)
    return planes


def _unpacked(document: _Document, large: bool, wanted: int) -> bytes:
    """The first `wanted` rows of PackBits, whose lengths stand before them, all channels' one after the other."""
    kind = ">u4" if large else ">u2"
    rows = document.channels * document.height
    lengths = np.frombuffer(document.pixels, kind, count=rows, offset=2).astype(np.int64)
    at = 2 + rows * np.dtype(kind).itemsize
    line = (document.width + 7) // 8 if document.depth == 1 else document.width * document.depth // 8
    plain = bytearray()
    for length in lengths[:wanted].tolist():
        row, packed, place = bytearray(), document.pixels[at : at + length], 0
        while place < len(packed) and len(row) < line:
            control = packed[place]
            if control < 128:
                row += packed[place + 1 : place + 2 + control]
                place += control + 2
            else:
                row += packed[place + 1 : place + 2] * (257 - control) if control > 128 else b""
                place += 2 if control > 128 else 1
        if len(row) < line:
            raise OSError("image file is truncated")
        plain += row[:line]
        at += length
    return bytes(plain)


def _picture(document: _Document, planes: np.ndarray) -> Image.Image:
    mode, colours = _MODES[document.mode]
    if mode == "1":
        return Image.fromarray(planes[0])
    if mode == "P":
        picture = Image.fromarray(planes[0], "L")
        picture.putpalette(np.frombuffer(document.table[:768], np.uint8).reshape(3, -1).T.tobytes())
        index = document.resources.get(_TRANSPARENT_INDEX)
        if index is not None and len(index) == 2 and index[0] == 0:
            picture.info["transparency"] = index[1]
        return picture
    alpha = planes[colours] if document.transparent else None
    shown = planes[:colours]
    if alpha is not None and document.layers < 0:
        shown = _without_white(shown, alpha.astype(np.float32) / 255, mode)
    if mode == "CMYK":
        shown = 255 - shown  # stored as how much light is left
    picture = Image.merge(mode, [Image.fromarray(np.ascontiguousarray(plane)) for plane in shown])
    if alpha is not None and mode in ("CMYK", "LAB"):  # which have no alpha in Pillow
        picture = _as_rgb(picture, document.resources.get(_PROFILE))
        picture.putalpha(Image.fromarray(np.ascontiguousarray(alpha)))
        return picture
    if alpha is not None:
        picture.putalpha(Image.fromarray(np.ascontiguousarray(alpha)))
    if _PROFILE in document.resources and document.depth < 32:
        picture.info["icc_profile"] = document.resources[_PROFILE]
    return picture


def _as_rgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """A picture in CMYK, by its profile if it has one that fits, or in Lab, in sRGB."""
    with contextlib.suppress(ImageCms.PyCMSError, OSError, TypeError, ValueError):
        if picture.mode == "LAB" or profile:
            own = ImageCms.createProfile("LAB") if picture.mode == "LAB" else io.BytesIO(profile or b"")
            source = ImageCms.ImageCmsProfile(own)
            made = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
            if made is not None:
                return made
    return picture.convert("RGB")


def _without_white(shown: np.ndarray, alpha: np.ndarray, mode: str) -> np.ndarray:
    """The colours, uint8 [C, H, W], of which Photoshop keeps what they look like over white: over full light in every
    channel, and no ink in CMYK, which is stored so; over the middle of Lab's two colour channels."""
    full = np.array([255, 128, 128] if mode == "LAB" else [255] * len(shown), np.float32)[:, None, None]
    white = full * (1 - alpha)
    light = shown[:1] if mode == "LAB" else shown
    if (light + 1.5 < white[: len(light)]).any():  # darker than anything over white: another program's, which laid none
        return shown
    bare = (shown - white) / np.maximum(alpha, 1 / 255)
    return np.asarray(np.rint(np.clip(bare, 0, 255)).astype(np.uint8))
