"""Photoshop documents that the tests write, in each depth, mode and packing: the merged picture, or one line."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pixelstyle.colour import srgb_to_linear
from pixelstyle.errors import PixelStyleError
from pixelstyle.files import read_picture
from pixelstyle.formats.shared.packbits import pack

CASES = Path(__file__).parent / "cases"
PICTURE = np.random.default_rng(3).integers(0, 256, (9, 13, 3)).astype(np.uint8)


def block(data: bytes, large: bool = False) -> bytes:
    return len(data).to_bytes(8 if large else 4, "big") + data


def document(
    planes: np.ndarray,
    mode: int,
    packed: bool,
    layers: int = 0,
    table: bytes = b"",
    resources: bytes = b"",
    **more: int,
) -> bytes:
    """A .psd (or, with large=1, a .psb) of planes [C, H, W] of bytes, words, floats or, with one=1, bits."""
    large, one = bool(more.get("large")), bool(more.get("one"))
    depth = 1 if one else planes.dtype.itemsize * 8
    count, height, width = planes.shape
    rows = np.packbits(planes, axis=2) if one else planes
    lines = [row.tobytes() for plane in rows for row in plane]
    if packed:
        lines = [pack(line) for line in lines]
    sizes = b"".join(len(line).to_bytes(4 if large else 2, "big") for line in lines) if packed else b""
    kept = block(struct.pack(">h", layers) + bytes(2), large) if layers else b""
    head = b"8BPS" + struct.pack(">H6xHIIHH", 2 if large else 1, count, height, width, depth, mode)
    body = struct.pack(">H", packed) + sizes + b"".join(lines)
    return head + block(table) + block(resources) + block(kept, large) + body


def read(tmp_path: Path, data: bytes, background: str = "#000000") -> np.ndarray:
    (tmp_path / "a.psd").write_bytes(data)
    return read_picture(tmp_path / "a.psd", background=background)


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("large", [0, 1])
@pytest.mark.parametrize("extra", [0, 1, 2])
@pytest.mark.parametrize("kind", ["u1", ">u2", ">f4"])
def test_rgb_with_selections_beside_it(tmp_path: Path, kind: str, extra: int, large: int, packed: bool) -> None:
    planes = np.concatenate([PICTURE.transpose(2, 0, 1), np.full((extra, 9, 13), 90, np.uint8)])
    if kind == ">u2":
        planes = planes.astype(kind) * 257
    if kind == ">f4":
        planes = srgb_to_linear(planes.astype(np.float32) / 255).astype(kind)
    assert (read(tmp_path, document(planes, 3, packed, layers=1 if extra else 0, large=large)) == PICTURE).all()


def test_bits_grey_indices_and_inks(tmp_path: Path) -> None:
    bits = PICTURE[..., :1].transpose(2, 0, 1) > 128
    for packed in (False, True):
        assert (read(tmp_path, document(bits, 0, packed, one=1))[..., 0] == np.where(bits[0], 0, 255)).all()
        grey = PICTURE[..., 0]
        assert (read(tmp_path, document(grey[None], 1, packed))[..., 1] == grey).all()
        table = np.random.default_rng(4).integers(0, 256, (256, 3)).astype(np.uint8)
        assert (read(tmp_path, document(grey[None], 2, packed, table=table.T.tobytes())) == table[grey]).all()
        inks = np.concatenate([PICTURE.transpose(2, 0, 1), np.full((1, 9, 13), 255, np.uint8)])
        assert np.abs(read(tmp_path, document(inks, 4, packed)).astype(int) - PICTURE).max() <= 1
        neutral = np.stack([grey, np.full_like(grey, 128), np.full_like(grey, 128)])
        assert np.ptp(read(tmp_path, document(neutral, 9, packed)).astype(int), axis=2).max() <= 3


@pytest.mark.parametrize("matted", [False, True])
def test_what_is_transparent_lets_the_background_through(tmp_path: Path, matted: bool) -> None:
    alpha = np.where(np.arange(13) < 6, 0, np.where(np.arange(13) < 9, 128, 255)).astype(np.uint8)
    alpha = np.broadcast_to(alpha, (9, 13))
    over_white = np.rint(PICTURE * (alpha[..., None] / 255) + 255 * (1 - alpha[..., None] / 255)).astype(np.uint8)
    planes = np.concatenate([over_white if matted else PICTURE, alpha[..., None]], axis=2).transpose(2, 0, 1)
    found = read(tmp_path, document(planes, 3, True, layers=-1 if matted else 0), "#0000ff")
    wanted = PICTURE * (alpha[..., None] / 255) + np.array([0, 0, 255]) * (1 - alpha[..., None] / 255)
    assert np.abs(found - wanted).max() <= 2


def test_a_real_one_with_two_selections() -> None:
    assert len(np.unique(read_picture(CASES / "rgb-and-two-extra-channels.psd").reshape(-1, 3), axis=0)) == 4


def test_what_cannot_be_shown_is_said_with_the_cure(tmp_path: Path) -> None:
    with pytest.raises(PixelStyleError, match=r"no merged picture; save it with 'Maximize Compatibility'"):
        read_picture(CASES / "no-merged-picture.psd")
    planes = PICTURE.transpose(2, 0, 1)
    with pytest.raises(PixelStyleError, match="multichannel Photoshop document; convert it to RGB"):
        read(tmp_path, document(planes, 7, False))
    for length in (20, 40, 60, 200):
        with pytest.raises(PixelStyleError, match="cannot be read"):
            read(tmp_path, document(planes, 3, False)[:length])


def test_pillow_agrees(tmp_path: Path) -> None:
    data = document(PICTURE.transpose(2, 0, 1), 3, True)
    found = read(tmp_path, data)
    with Image.open(tmp_path / "a.psd") as image:
        assert (np.asarray(image) == found).all()


@pytest.mark.parametrize("kind", ["u1", ">u2"])
@pytest.mark.parametrize("mode", [4, 9])
def test_transparent_in_inks_and_in_lab(tmp_path: Path, mode: int, kind: str) -> None:
    """Half of it is hidden half; what stands in the file lies over no ink, over Lab's white."""
    channels = 4 if mode == 4 else 3
    full = np.array([255, 128, 128] if mode == 9 else [255] * 4)[:, None, None]
    seen = np.random.default_rng(5).integers(96, 160, (channels, 6, 8))
    alpha = np.full((1, 6, 8), 255)
    alpha[:, :, 4:] = 128
    laid = np.rint(full + (seen - full) * alpha / 255)
    scale = 257 if kind == ">u2" else 1
    opaque = read(tmp_path, document((seen * scale).astype(kind), mode, True)).astype(int)
    data = document((np.concatenate([laid, alpha]) * scale).astype(kind), mode, True, layers=-1)
    for background, light in (("#ffffff", 255), ("#000000", 0)):
        found = read(tmp_path, data, background).astype(int)
        assert np.abs(found[:, :4] - opaque[:, :4]).max() <= 1
        half = opaque[:, 4:] * 128 / 255 + light * 127 / 255
        assert np.abs(found[:, 4:] - half).max() <= 6  # halves of bytes, doubled
