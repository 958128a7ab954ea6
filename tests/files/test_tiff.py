"""TIFF as its tags say: upright once, separate planes of 16 bits, colour maps in words and in bytes."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import read_picture, read_transparency

CASES = Path(__file__).parent / "cases"
UPRIGHT = np.random.default_rng(1).integers(0, 65536, (10, 7, 4)).astype(np.uint16)


def tiff(tags: dict[int, int | tuple[int, ...]], parts: list[bytes], order: str) -> bytes:
    """Parts of pixels, then a directory with the tags and where the parts are; numbers as 32 bits."""
    places = [8 + sum(map(len, parts[:n])) for n in range(len(parts))]
    tags = tags | {273: tuple(places), 279: tuple(map(len, parts))}
    body = b"".join(parts)
    body += bytes(len(body) & 1)
    behind, entries = b"", b""
    for tag, value in sorted(tags.items()):
        numbers = value if isinstance(value, tuple) else (value,)
        packed = struct.pack(f"{order}{len(numbers)}I", *numbers)
        place = struct.pack(order + "I", 8 + len(body) + 2 + 12 * len(tags) + 4 + len(behind))
        entries += struct.pack(order + "HHI", tag, 4, len(numbers)) + (packed if len(numbers) == 1 else place)
        behind += packed if len(numbers) > 1 else b""
    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "I", 8 + len(body))
    return head + body + struct.pack(order + "H", len(tags)) + entries + bytes(4) + behind


@pytest.mark.parametrize("name", ["orientation-3.tif", "orientation-6.tif"])
def test_real_files_are_turned_once(name: str) -> None:
    assert (read_picture(CASES / name) == read_picture(CASES / "orientation.expected.png")).all()


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("packing", ["raw", "tiff_lzw", "packbits"])
@pytest.mark.parametrize("mode", ["1", "L", "P", "RGBA", "CMYK", "I;16", "LA", "F"])
def test_tiff_of_every_kind_is_turned_once(tmp_path: Path, mode: str, packing: str, orientation: int) -> None:
    stored = Image.fromarray(UPRIGHT[..., :3].astype(np.uint8)).crop((0, 0, 7, 9))
    stored = stored.convert("L").convert("I;16") if mode == "I;16" else stored.convert(mode)
    upright = []
    for number in (1, orientation):
        stored.save(tmp_path / "a.tif", compression=packing, tiffinfo={274: number})
        upright.append(read_picture(tmp_path / "a.tif"))
        assert (read_transparency(tmp_path / "a.tif") is None) == (mode not in ("RGBA", "LA"))
    assert (turned(upright[0], orientation) == upright[1]).all()


def turned(stored: np.ndarray, orientation: int) -> np.ndarray:
    """As it stands upright (EXIF 2.32)."""
    return {
        1: stored,
        2: stored[:, ::-1],
        3: stored[::-1, ::-1],
        4: stored[::-1],
        5: stored.transpose(1, 0, 2),
        6: np.rot90(stored, -1),
        7: np.rot90(stored, 2).transpose(1, 0, 2),
        8: np.rot90(stored, 1),
    }[orientation]


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["raw.tif", "tiff_lzw.tif", "jpg", "png", "webp"])
def test_every_format_is_turned_once(tmp_path: Path, kind: str, orientation: int) -> None:
    stored = np.zeros((16, 32, 3), np.uint8)
    stored[:8, :8], stored[:8, 24:], stored[8:, :8] = (255, 0, 0), (0, 255, 0), (0, 0, 255)
    upright = turned(stored, orientation)
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = tmp_path / f"a.{kind}"
    if kind.endswith("tif"):
        Image.fromarray(stored).save(path, compression=kind.split(".")[0], tiffinfo={274: orientation})
    else:
        options: dict[str, Any] = (
            {"lossless": True} if kind == "webp" else {"quality": 100, "subsampling": 0} if kind == "jpg" else {}
        )
        Image.fromarray(stored).save(path, exif=exif, **options)
    found = read_picture(path).astype(int)
    assert found.shape == upright.shape
    assert np.abs(found - upright).max() <= (8 if kind == "jpg" else 0)


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("rows", [10, 4])
@pytest.mark.parametrize("alpha", [False, True])
def test_separate_planes_of_sixteen_bits(tmp_path: Path, order: str, packed: bool, rows: int, alpha: bool) -> None:
    planes = UPRIGHT[..., : 3 + alpha].transpose(2, 0, 1)
    parts = [plane[y : y + rows].astype(order + "u2").tobytes() for plane in planes for y in range(0, 10, rows)]
    tags: dict[int, int | tuple[int, ...]] = {256: 7, 257: 10, 258: (16,) * len(planes), 259: 8 if packed else 1}
    tags |= {262: 2, 277: len(planes), 278: rows, 284: 2} | ({338: 2} if alpha else {})
    (tmp_path / "a.tif").write_bytes(tiff(tags, [zlib.compress(part) if packed else part for part in parts], order))
    wanted = UPRIGHT[..., :3] / 257
    wanted = wanted * (UPRIGHT[..., 3:] / 65535) if alpha else wanted
    assert np.abs(read_picture(tmp_path / "a.tif") - wanted).max() <= 1.5


def test_the_real_planar_picture_has_no_noise() -> None:
    assert len(np.unique(read_picture(CASES / "planar-16bit.tif").reshape(-1, 3), axis=0)) == 4


def test_separate_planes_that_cannot_be_read_are_said(tmp_path: Path) -> None:
    parts = [bytes(4 * 70)] * 3
    tags: dict[int, int | tuple[int, ...]] = {256: 7, 257: 10, 258: (32,) * 3, 259: 1, 262: 2, 277: 3, 278: 10, 284: 2}
    (tmp_path / "a.tif").write_bytes(tiff(tags, parts, "<"))
    with pytest.raises(PixelStyleError, match=r"(cannot|can) be read"):
        read_picture(tmp_path / "a.tif")


@pytest.mark.parametrize("scale", [1, 257])
@pytest.mark.parametrize("bits", [4, 8])
def test_colour_maps_in_words_and_in_bytes(tmp_path: Path, scale: int, bits: int) -> None:
    colours = np.random.default_rng(2).integers(0, 256, (1 << bits, 3))
    colours[0] = 255
    indices = np.arange(8 * 16).reshape(8, 16) % (1 << bits)
    rows = indices.astype(np.uint8)
    data = (rows if bits == 8 else rows[:, ::2] << 4 | rows[:, 1::2]).tobytes()
    tags: dict[int, int | tuple[int, ...]] = {256: 16, 257: 8, 258: bits, 259: 1, 262: 3, 277: 1, 278: 8}
    tags[320] = tuple((colours.T.ravel() * scale).tolist())
    (tmp_path / "a.tif").write_bytes(tiff(tags, [data], "<"))
    assert (read_picture(tmp_path / "a.tif") == colours[indices]).all()


def test_grey_that_is_multiplied_by_its_transparency(tmp_path: Path) -> None:
    tags: dict[int, int | tuple[int, ...]] = {256: 3, 257: 1, 258: (8, 8), 259: 1, 262: 1, 277: 2, 338: 1}
    (tmp_path / "a.tif").write_bytes(tiff(tags, [bytes([100, 255, 50, 128, 0, 0])], "<"))
    over_red = read_picture(tmp_path / "a.tif", background="#ff0000")[0].astype(int)
    assert (np.abs(over_red - [[100, 100, 100], [177, 50, 50], [255, 0, 0]]) <= 1).all()
    seen = read_transparency(tmp_path / "a.tif")
    assert seen is not None and seen.tolist() == [[False, False, True]]


@pytest.mark.parametrize("bits", [1, 2, 4])
def test_a_single_plane_stands_never_apart(tmp_path: Path, bits: int) -> None:
    """Pillow took its packed bits for bytes."""
    numbers = UPRIGHT[..., 0] % (1 << bits)
    levels = np.random.default_rng(bits).integers(0, 256, (1 << bits, 3)) | 1
    each = numbers[..., None] >> np.arange(bits)[::-1] & 1
    body = np.packbits(each.reshape(10, -1).astype(np.uint8), axis=1).tobytes()
    tags: dict[int, int | tuple[int, ...]] = {256: 7, 257: 10, 258: bits, 259: 1, 262: 3, 277: 1, 278: 10, 284: 2}
    tags[320] = tuple((levels.T * 257).ravel().tolist())
    (tmp_path / "a.tif").write_bytes(tiff(tags, [body], "<"))
    assert (read_picture(tmp_path / "a.tif") == levels[numbers]).all()


@pytest.mark.parametrize("packing", [1, 8])
@pytest.mark.parametrize("extra", [1, 2])
@pytest.mark.parametrize("colours", [1, 3])
def test_transparency_in_a_plane_of_its_own(tmp_path: Path, colours: int, extra: int, packing: int) -> None:
    clear = UPRIGHT[..., 3] % 3 == 0
    shown = np.where(clear[..., None], 0, UPRIGHT[..., :colours] >> 8).astype(np.uint8)
    planes = [plane.tobytes() for plane in (*np.moveaxis(shown, 2, 0), np.where(clear, 0, 255).astype(np.uint8))]
    parts = [zlib.compress(plane) for plane in planes] if packing == 8 else planes
    tags: dict[int, int | tuple[int, ...]] = {256: 7, 257: 10, 258: (8,) * len(planes), 259: packing, 278: 10, 284: 2}
    tags |= {262: 1 if colours == 1 else 2, 277: len(planes), 338: extra}
    (tmp_path / "a.tif").write_bytes(tiff(tags, parts, ">"))
    assert (read_picture(tmp_path / "a.tif") == shown).all()


def test_white_as_the_least_in_words_of_either_order(tmp_path: Path) -> None:
    for order in "<>":
        body = UPRIGHT[..., 0].astype(order + "u2").tobytes()
        tags: dict[int, int | tuple[int, ...]] = {256: 7, 257: 10, 258: 16, 259: 1, 262: 0, 277: 1, 278: 10, 274: 1}
        (tmp_path / "a.tif").write_bytes(tiff(tags, [body], order))
        wanted = np.rint((65535 - UPRIGHT[..., :1]) / 257)
        assert np.abs(read_picture(tmp_path / "a.tif") - wanted).max() <= 1
