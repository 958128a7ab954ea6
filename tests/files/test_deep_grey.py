"""Large numbers, white as the least, signs, and a fourth channel that nobody has filled: each as it looks."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import read_picture

GREY = np.random.default_rng(0).integers(0, 256, (6, 8))
RGB = np.random.default_rng(1).integers(0, 256, (6, 8, 3))
NONE = np.zeros((6, 8, 1), np.int64)


def tiff(bits: int, photometric: int, strip: bytes, samples: int = 1, big: bool = False, **more: Any) -> bytes:
    """One strip of 8 x 6 pixels, not packed."""
    order, tags = ">" if big else "<", {256: 8, 257: 6, 258: (bits,) * samples, 259: 1, 262: photometric}
    tags |= {273: 0, 277: samples, 278: 6, 279: len(strip)} | {int(tag[1:]): value for tag, value in more.items()}
    behind, entries = b"", b""
    begin = 8 + 2 + 12 * len(tags) + 4
    total = begin + sum(2 * len(value) for value in tags.values() if isinstance(value, tuple) and len(value) > 2)
    for tag, value in sorted((tags | {273: total}).items()):
        values = value if isinstance(value, tuple) else (value,)
        wide = tag in (273, 279)
        data = struct.pack(f"{order}{len(values)}{'I' if wide else 'H'}", *values)
        field = data.ljust(4, b"\0") if len(data) <= 4 else struct.pack(order + "I", begin + len(behind))
        behind += data if len(data) > 4 else b""
        entries += struct.pack(order + "HHI", tag, 4 if wide else 3, len(values)) + field
    head = (b"MM\0*" if big else b"II*\0") + struct.pack(order + "IH", 8, len(tags))
    return head + entries + bytes(4) + behind + strip


def of_depth(numbers: np.ndarray, bits: int, order: str = "<") -> bytes:
    """Rows of numbers of so many bits, each on whole bytes."""
    if bits >= 8:
        return numbers.astype(f"{order}u{bits // 8}").tobytes() if bits != 12 else of_depth_12(numbers)
    each = np.unpackbits(numbers.astype(np.uint8)[..., None], axis=2)[..., 8 - bits :]
    return np.packbits(each.reshape(len(numbers), -1), axis=1).tobytes()


def of_depth_12(numbers: np.ndarray) -> bytes:
    each = np.unpackbits(numbers.astype(">u2").view(np.uint8).reshape(*numbers.shape, 2), axis=2)[..., 4:]
    return np.packbits(each.reshape(len(numbers), -1), axis=1).tobytes()


def assert_shown(path: Path, data: bytes, wanted: np.ndarray) -> None:
    """`wanted` in 0..255, [H, W] or [H, W, 3]; or what is refused in words that say what it is."""
    path.write_bytes(data)
    try:
        found = read_picture(path).astype(float)
    except PixelStyleError as error:
        assert "a TIFF picture of a kind that cannot be read" in str(error)
        return
    assert np.abs(found - (wanted[..., None] if wanted.ndim == 2 else wanted)).max() <= 1


@pytest.mark.parametrize("big", [False, True])
@pytest.mark.parametrize("photometric", [0, 1])
@pytest.mark.parametrize("bits", [1, 2, 4, 8, 12, 16, 32])
def test_grey_of_every_depth(tmp_path: Path, bits: int, photometric: int, big: bool) -> None:
    most = (1 << bits) - 1
    numbers = GREY.astype(np.uint64) * most // 255
    numbers[0, 0] = most
    shown = numbers / most * 255
    data = tiff(bits, photometric, of_depth(numbers, bits, ">" if big else "<"), big=big)
    assert_shown(tmp_path / "a.tif", data, shown if photometric else 255 - shown)


@pytest.mark.parametrize("big", [False, True])
def test_fractions_and_signs(tmp_path: Path, big: bool) -> None:
    order = ">" if big else "<"
    strip = (GREY / 255).astype(order + "f4").tobytes()
    for photometric, wanted in ((1, GREY), (0, 255 - GREY)):
        assert_shown(tmp_path / "a.tif", tiff(32, photometric, strip, big=big, t339=3), wanted)
    signed = tiff(16, 1, (GREY * 128 - 200).astype(order + "i2").tobytes(), big=big, t339=2)
    assert_shown(tmp_path / "a.tif", signed, np.clip((GREY * 128 - 200) / 32767 * 255, 0, 255))


@pytest.mark.parametrize("big", [False, True])
@pytest.mark.parametrize("bits", [8, 16])
@pytest.mark.parametrize("extra", [None, 0, 1, 2])
def test_a_fourth_channel(tmp_path: Path, extra: int | None, bits: int, big: bool) -> None:
    scale = 257 if bits == 16 else 1
    more = {} if extra is None else {"t338": extra}
    for alpha in (NONE, NONE + 255) if extra in (None, 0) else (NONE + 255,):
        strip = of_depth(np.concatenate([RGB, alpha], axis=2) * scale, bits, ">" if big else "<")
        assert_shown(tmp_path / "a.tif", tiff(bits, 2, strip, 4, big, **more), RGB)


def test_portable_maps_by_their_most(tmp_path: Path) -> None:
    dark = GREY // 3
    for most, numbers, kind in ((65535, dark, "u2"), (1000, GREY * 3, "u2"), (100, GREY * 100 // 255, "u1")):
        data = b"P5\n8 6\n%d\n" % most + numbers.astype(f">{kind}").tobytes()
        assert_shown(tmp_path / "a.pgm", data, numbers / most * 255)


def test_bitmaps_and_targas_with_a_channel_that_is_not_used(tmp_path: Path) -> None:
    bgra = np.concatenate([RGB[..., ::-1], NONE], axis=2).astype(np.uint8)
    body = bgra[::-1].tobytes()
    head = struct.pack(
        "<2sIHHIIiiHHIIiiII", b"BM", 122 + len(body), 0, 0, 122, 108, 8, 6, 1, 32, 3, len(body), 0, 0, 0, 0
    )
    masks = struct.pack("<4I", 0xFF0000, 0xFF00, 0xFF, 0xFF000000)
    assert_shown(tmp_path / "a.bmp", head + masks + bytes(52) + body, RGB)
    short = head[:28] + struct.pack("<H", 16) + head[30:] + struct.pack("<4I", 0xF00, 0xF0, 0xF, 0xF000) + bytes(52)
    nibbles = ((RGB >> 4) << np.array([8, 4, 0])).sum(axis=2)[::-1].astype("<u2").tobytes()
    assert_shown(tmp_path / "b.bmp", short + nibbles, (RGB >> 4) * 17)
    for attributes in (0x20, 0x28):
        targa = bytes([0, 0, 2]) + bytes(9) + struct.pack("<HHBB", 8, 6, 32, attributes) + bgra.tobytes()
        assert_shown(tmp_path / "a.tga", targa, RGB)
