"""HEIF and JPEG XL, where their plug-ins are; libtiff's own lines."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import read_picture
from tests.command_line import CommandLine

RGB = np.random.default_rng(0).integers(0, 256, (20, 30, 3)).astype(np.uint8)


def turned() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6
    return exif.tobytes()


def test_heif_is_read_and_turned_once(tmp_path: Path) -> None:
    heif = pytest.importorskip("pillow_heif")
    heif.register_heif_opener()
    smooth = np.stack([np.add.outer(np.arange(20) * k, np.arange(30) * 3) for k in (1, 5, 8)], axis=2).astype(np.uint8)
    for exif, wanted in ((b"", smooth), (turned(), np.rot90(smooth, -1))):
        Image.fromarray(smooth).save(tmp_path / "a.heic", "HEIF", quality=-1, **({"exif": exif} if exif else {}))
        found = read_picture(tmp_path / "a.heic").astype(int)
        assert found.shape == wanted.shape and np.abs(found - wanted).mean() < 6  # colour at half the width and height


def test_jpeg_xl_stands_as_its_own_stream_says(tmp_path: Path) -> None:
    pytest.importorskip("pillow_jxl")
    for exif in (b"", turned()):
        Image.fromarray(RGB).save(tmp_path / "a.jxl", "JXL", lossless=True, **({"exif": exif} if exif else {}))
        assert (read_picture(tmp_path / "a.jxl") == RGB).all()


@pytest.mark.parametrize("packing", ["tiff_lzw", "tiff_adobe_deflate", "jpeg", "group4"])
def test_libtiff_prints_nothing_and_is_believed(
    tmp_path: Path, packing: str, capfd: pytest.CaptureFixture[str]
) -> None:
    picture = Image.fromarray(np.random.default_rng(0).integers(0, 256, (60, 80, 3)).astype(np.uint8))
    written = io.BytesIO()
    (picture.convert("1") if packing == "group4" else picture).save(written, "TIFF", compression=packing)
    (tmp_path / "a.tif").write_bytes(written.getvalue())
    assert read_picture(tmp_path / "a.tif").shape == (60, 80, 3)
    data = bytearray(written.getvalue())
    data[200:900:3] = bytes(byte ^ 0x5A for byte in data[200:900:3])
    (tmp_path / "a.tif").write_bytes(bytes(data))
    with pytest.raises(PixelStyleError, match="is damaged and cannot be read"):
        read_picture(tmp_path / "a.tif")
    assert capfd.readouterr().err == ""


def test_nor_does_pillow_s_log(tmp_path: Path, pixelstyle: CommandLine) -> None:
    written = io.BytesIO()
    Image.fromarray(RGB).save(written, "TIFF")
    data = bytearray(written.getvalue())
    entry = data.index(b"\x15\x01\x03\x00")  # samples of a pixel
    data[entry + 8 : entry + 10] = (17668).to_bytes(2, "little")
    (tmp_path / "a.tif").write_bytes(bytes(data))
    done = pixelstyle("convert", str(tmp_path / "a.tif"), "-o", str(tmp_path / "b.png"))
    assert (done.status, done.err.count("\n")) == (2, 1), done.err
