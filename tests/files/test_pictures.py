"""Every kind of picture comes out as the sRGB that a person sees; every bad file is one line."""

import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import pictures, read_picture
from pixelstyle.files.png_bands import can_be_read_in_bands, png_bands
from tests.command_line import ROOT

PHOTO = ROOT / "examples/photos/astronaut.jpg"


@pytest.fixture
def photo() -> Image.Image:
    return Image.open(PHOTO).resize((61, 47))


def largest_error(path: Path, expected: Image.Image) -> int:
    return int(np.abs(read_picture(path).astype(int) - np.asarray(expected.convert("RGB")).astype(int)).max())


def test_plain_pictures_are_read_exactly(tmp_path: Path, photo: Image.Image) -> None:
    for name in ("a.png", "a.bmp", "a.tif", "a.ppm", "a.tga"):
        photo.save(tmp_path / name)
        assert largest_error(tmp_path / name, photo) == 0, name
    for mode in ("1", "L", "P"):
        photo.convert(mode).save(tmp_path / "b.png")
        assert largest_error(tmp_path / "b.png", photo.convert(mode)) == 0, mode
    for mode in ("CMYK", "YCbCr", "L"):
        photo.convert(mode).save(tmp_path / "c.jpg", quality=100, subsampling=0)
        assert largest_error(tmp_path / "c.jpg", photo.convert(mode)) <= 6, mode


def test_sixteen_bits_and_floats_keep_their_range(tmp_path: Path) -> None:
    ramp = np.linspace(0, 65535, 256).astype(np.uint16).reshape(16, 16)
    Image.fromarray(ramp).save(tmp_path / "a.png")
    Image.fromarray(ramp).save(tmp_path / "a.tif")
    Image.fromarray(ramp.astype(np.int32)).save(tmp_path / "b.tif")
    Image.fromarray((ramp / 65535).astype(np.float32)).save(tmp_path / "c.tif")
    for name in ("a.png", "a.tif", "b.tif", "c.tif"):
        assert np.array_equal(read_picture(tmp_path / name)[..., 1].ravel(), np.arange(256)), name


def test_transparency_is_composed_on_the_background(tmp_path: Path) -> None:
    Image.new("RGBA", (2, 1), (255, 0, 0, 51)).save(tmp_path / "rgba.png")
    assert read_picture(tmp_path / "rgba.png", background="#0000ff")[0, 0].tolist() == [51, 0, 204]
    Image.new("LA", (2, 1), (200, 0)).save(tmp_path / "la.png")
    assert read_picture(tmp_path / "la.png", background="lime")[0, 0].tolist() == [0, 255, 0]
    indexed = Image.new("P", (2, 1))
    indexed.putpalette([10, 20, 30, 40, 50, 60])
    indexed.putpixel((1, 0), 1)
    for name in ("p.png", "p.gif"):
        indexed.save(tmp_path / name, transparency=1)
        assert read_picture(tmp_path / name, background="#fff").tolist() == [[[10, 20, 30], [255, 255, 255]]], name
    with pytest.raises(PixelStyleError, match="'nocolour' is not a colour"):
        read_picture(tmp_path / "p.png", background="nocolour")


def test_an_animation_gives_its_first_frame(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (4, 4), colour) for colour in ("red", "lime", "blue")]
    for name in ("a.gif", "a.png", "a.webp"):
        options: dict[str, Any] = {"lossless": True} if name.endswith("webp") else {}
        frames[0].save(tmp_path / name, save_all=True, append_images=frames[1:], **options)
        assert read_picture(tmp_path / name)[0, 0].tolist() == [255, 0, 0], name


@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_orientation_is_applied(tmp_path: Path, orientation: int) -> None:
    upright = np.arange(6, dtype=np.uint8).reshape(2, 3) * 40
    # EXIF 2.32: where the stored picture's row 0 and column 0 lie in the upright one.
    undo: dict[int, Callable[[np.ndarray], np.ndarray]] = {
        1: lambda a: a,
        2: np.fliplr,
        3: lambda a: np.rot90(a, 2),
        4: np.flipud,
        5: np.transpose,
        6: lambda a: np.rot90(a, 1),
        7: lambda a: np.rot90(a, 2).T,
        8: lambda a: np.rot90(a, -1),
    }
    exif = Image.Exif()
    exif[0x0112] = orientation
    Image.fromarray(np.ascontiguousarray(undo[orientation](upright))).save(tmp_path / "a.png", exif=exif)
    assert np.array_equal(read_picture(tmp_path / "a.png")[..., 0], upright)


def test_icc_profiles_are_honoured_and_damaged_ones_ignored(tmp_path: Path) -> None:
    lab = Image.new("LAB", (2, 2), (128, 128, 128))
    lab.save(tmp_path / "lab.tif")
    assert np.ptp(read_picture(tmp_path / "lab.tif")[0, 0].astype(int)) <= 3
    picture = Image.new("RGB", (2, 2), (200, 100, 50))
    for profile in (ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(), b"not a profile"):
        picture.save(tmp_path / "a.png", icc_profile=profile)
        assert np.abs(read_picture(tmp_path / "a.png")[0, 0].astype(int) - (200, 100, 50)).max() <= 1


def linear_profile() -> bytes:
    """An RGB matrix profile with sRGB's primaries and a gamma of 1 (ICC.1:2001-04), made by hand."""

    def fixed(value: float) -> bytes:
        return struct.pack(">i", round(value * 65536))

    def xyz(*values: float) -> bytes:
        return b"XYZ " + bytes(4) + b"".join(map(fixed, values))

    tags = {
        b"desc": b"desc" + bytes(4) + struct.pack(">I", 2) + b"x\0" + bytes(78),
        b"cprt": b"text" + bytes(4) + b"x\0\0\0",
        b"wtpt": xyz(0.9642, 1, 0.8249),
        b"rXYZ": xyz(0.43607, 0.22249, 0.01392),
        b"gXYZ": xyz(0.38515, 0.71687, 0.09708),
        b"bXYZ": xyz(0.14307, 0.06061, 0.71410),
        **{name: b"curv" + bytes(8) for name in (b"rTRC", b"gTRC", b"bTRC")},
    }
    offset, table, body = 132 + 12 * len(tags), struct.pack(">I", len(tags)), b""
    for name, data in tags.items():
        data += bytes(-len(data) % 4)
        table += name + struct.pack(">II", offset + len(body), len(data))
        body += data
    head = struct.pack(">I", offset + len(body)) + bytes(4) + struct.pack(">I", 0x02100000) + b"mntrRGB XYZ "
    head += bytes(12) + b"acsp" + bytes(28) + fixed(0.9642) + fixed(1) + fixed(0.8249) + bytes(48)
    return head + table + body


def test_a_linear_profile_brightens_the_middle_tones(tmp_path: Path) -> None:
    Image.new("RGB", (2, 2), (55, 55, 55)).save(tmp_path / "a.png", icc_profile=linear_profile())
    assert abs(int(read_picture(tmp_path / "a.png")[0, 0, 0]) - 128) <= 2  # 55/255 linear is 0.502 in sRGB


def test_one_pixel(tmp_path: Path) -> None:
    Image.new("RGB", (1, 1), (1, 2, 3)).save(tmp_path / "a.png")
    assert read_picture(tmp_path / "a.png").tolist() == [[[1, 2, 3]]]


def test_bad_files_are_one_line(tmp_path: Path, photo: Image.Image) -> None:
    (tmp_path / "empty.png").touch()
    (tmp_path / "text.png").write_text("not a picture")
    photo.save(tmp_path / "whole.png")
    (tmp_path / "cut.png").write_bytes((tmp_path / "whole.png").read_bytes()[:2000])
    (tmp_path / "drawing.eps").write_text("%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n%%EndComments\nshowpage\n")
    for name, words in {
        "missing.png": "no picture file",
        "": "is a folder",
        "empty.png": "is empty",
        "text.png": "is a text, not a picture",
        "cut.png": "damaged",
        "drawing.eps": "PostScript",
        "/dev/zero": "a device or a pipe",
    }.items():
        with pytest.raises(PixelStyleError, match=words) as caught:
            read_picture(tmp_path / name)
        assert "\n" not in str(caught.value)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["png", "gif", "jpg", "tif", "bmp", "webp", "psd"])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damaged_files_never_escape_as_another_error(
    tmp_path: Path, photo: Image.Image, kind: str, data: st.DataObject
) -> None:
    path = tmp_path / f"a.{kind}"
    if kind == "psd":
        head = b"8BPS" + struct.pack(">H6xHIIHH", 1, 3, 5, 7, 8, 3) + bytes(12) + bytes(2)
        whole = head + bytes(range(105))
    else:
        photo.save(path)
        whole = path.read_bytes()
    broken = bytearray(whole[: data.draw(st.integers(1, len(whole)))])
    for place, value in data.draw(
        st.lists(st.tuples(st.integers(0, len(broken) - 1), st.integers(0, 255)), max_size=9)
    ):
        broken[place] = value
    path.write_bytes(bytes(broken))
    try:
        picture = read_picture(path)
    except PixelStyleError as error:
        assert "\n" not in str(error)
    else:
        assert picture.dtype == np.uint8 and picture.ndim == 3


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "LA"])
@pytest.mark.parametrize("band_height", [1, 7, 47, 100])
def test_png_bands_give_what_pillow_gives(tmp_path: Path, photo: Image.Image, mode: str, band_height: int) -> None:
    if mode != "RGB":
        photo.putalpha(photo.convert("L"))
    photo = photo.convert(mode)
    photo.save(tmp_path / "a.png", compress_level=9)
    assert can_be_read_in_bands(tmp_path / "a.png")
    bands = [np.asarray(band) for band in png_bands(tmp_path / "a.png", band_height)]
    assert np.array_equal(np.concatenate(bands), np.asarray(photo))
    whole = (tmp_path / "a.png").read_bytes()
    (tmp_path / "a.png").write_bytes(whole[: len(whole) // 2])
    with pytest.raises((OSError, zlib.error)):
        list(png_bands(tmp_path / "a.png", band_height))


def test_large_pictures_are_reduced_in_bands(
    tmp_path: Path, photo: Image.Image, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "KEPT_PIXELS", 300)
    monkeypatch.setattr(pictures, "_WHOLE_PIXELS", 300)
    monkeypatch.setattr(pictures, "_BAND_BYTES", 4 * 61 * 10)
    for name in ("a.png", "a.gif", "a.tif"):
        photo.save(tmp_path / name)
        expected = Image.open(tmp_path / name).convert("RGB").reduce(4)
        assert np.array_equal(read_picture(tmp_path / name), np.asarray(expected)), name
    photo.save(tmp_path / "a.jpg")
    assert read_picture(tmp_path / "a.jpg").shape[0] * read_picture(tmp_path / "a.jpg").shape[1] <= 300
    monkeypatch.setattr(pictures, "MAX_PIXELS", 2000)
    with pytest.raises(PixelStyleError, match="61 x 47 pixels"):
        read_picture(tmp_path / "a.png")


READ_AND_MEASURE = """
import sys, resource
from pixelstyle.files import read_picture
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
picture = read_picture(sys.argv[1])
assert picture[0, 0].tolist() == [0, 0, 0] or picture.max() > 0
print(*picture.shape, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


@pytest.mark.slow
def test_half_of_the_largest_picture_fits_in_memory(tmp_path: Path) -> None:
    """200 million RGB pixels: 0.8 GB if decoded whole by Pillow."""
    side, lines = 20_000, 10_000
    deflate = zlib.compressobj(1)
    row = b"\0" + bytes(range(240)) * (side * 3 // 240)
    parts = [deflate.compress(row * 100) for _ in range(lines // 100)] + [deflate.flush()]

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", side, lines, 8, 2, 0, 0, 0))
    path = tmp_path / "huge.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", b"".join(parts)) + chunk(b"IEND", b""))
    done = subprocess.run([sys.executable, "-c", READ_AND_MEASURE, path], capture_output=True, text=True, check=True)
    height, width, _, megabytes = map(int, done.stdout.split())
    assert (height, width) == (3334, 6667)
    assert megabytes < 500
