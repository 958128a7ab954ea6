"""PNG out and in: exact palettes, whole steps, text, and one clear error for whatever is no picture of the mode."""

from __future__ import annotations

import io
import zlib
from dataclasses import replace
from typing import Literal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin
from PIL.PngImagePlugin import PngImageFile

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats import decode_png, encode_png, encode_png_rgb, read_png_text
from pixelstyle.palettes import Palette
from pixelstyle.screens import NativePicture, ScreenMode, get_mode
from tests.formats.legal.pictures import photo_picture, random_picture

MULTICOLOR = get_mode("c64-multicolor")
ZX = get_mode("zx-spectrum")


def saved(image: Image.Image, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "PNG", **options)
    return buffer.getvalue()


def kinds(data: bytes) -> list[str]:
    found, at = [], 8
    while at < len(data):
        found.append(data[at + 4 : at + 8].decode())
        at += 12 + int.from_bytes(data[at : at + 4])
    return found


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 256), st.integers(1, 40), st.integers(1, 30), st.integers(1, 4), st.integers(0, 1 << 32),
)  # fmt: skip
def test_any_palette_and_size_survives_and_pillow_agrees(
    colours: int, width: int, height: int, scale: int, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    palette = Palette.from_array("random", rng.integers(0, 256, (colours, 3)))
    mode = get_mode("free").resized(width, height)
    picture = NativePicture(mode, palette, rng.integers(0, colours, (height, width)).astype(np.uint8))
    data = encode_png(picture, scale=scale)
    image = Image.open(io.BytesIO(data))
    assert image.mode == "P"
    assert (np.array(image) == picture.indices.repeat(scale, 0).repeat(scale, 1)).all()
    assert image.getpalette()[: 3 * colours] == palette.bytes().ravel().tolist()
    decoded = decode_png(encode_png(picture), mode, palette)
    assert (decoded.indices == picture.indices).all()


@pytest.mark.parametrize("size", ["native", "shown"])
@pytest.mark.parametrize("scale", [1, 2, 3])
@pytest.mark.parametrize("mode", [MULTICOLOR, ZX], ids=lambda mode: mode.name)
def test_every_size_is_read_back_from_indexed_and_rgb(
    mode: ScreenMode, size: Literal["native", "shown"], scale: int
) -> None:
    picture = random_picture(mode, 5)
    data = encode_png(picture, size=size, scale=scale)
    assert (decode_png(data, mode, picture.palette).indices == picture.indices).all()
    assert (decode_png(data, mode).indices == picture.indices).all()
    rgb = decode_png(saved(Image.open(io.BytesIO(data)).convert("RGB")), mode, picture.palette)
    assert (rgb.native_rgb() == picture.native_rgb()).all()
    shown = picture.shown_rgb() if size == "shown" else picture.native_rgb()
    assert (np.asarray(Image.open(io.BytesIO(data)).convert("RGB")) == shown.repeat(scale, 0).repeat(scale, 1)).all()


def test_bytes_are_the_same_each_time_and_hold_nothing_unasked() -> None:
    picture = photo_picture(MULTICOLOR)
    data = encode_png(picture, size="shown", text={"pixelstyle": '{"seed": 1}', "Title": "Großes Bild, 絵"})
    assert data == encode_png(picture, size="shown", text={"pixelstyle": '{"seed": 1}', "Title": "Großes Bild, 絵"})
    assert kinds(data) == ["IHDR", "tEXt", "iTXt", "PLTE", "psCL", "IDAT", "IEND"]
    assert kinds(encode_png(replace(picture, slots=()))) == ["IHDR", "PLTE", "IDAT", "IEND"]
    assert read_png_text(data) == {"pixelstyle": '{"seed": 1}', "Title": "Großes Bild, 絵"}
    assert PngImageFile(io.BytesIO(data)).text == read_png_text(data)


def test_text_written_by_others_is_read() -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("plain", "one")
    info.add_text("packed", "two" * 100, zip=True)
    info.add_itxt("far", "三", "ja", "x", zip=True)
    assert read_png_text(saved(Image.new("L", (1, 1)), pnginfo=info)) == {
        "plain": "one", "packed": "two" * 100, "far": "三",
    }  # fmt: skip


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 30), st.integers(1, 30), st.integers(0, 1 << 32))
def test_rgb_survives(width: int, height: int, seed: int) -> None:
    rgb = np.random.default_rng(seed).integers(0, 256, (height, width, 3)).astype(np.uint8)
    assert (np.asarray(Image.open(io.BytesIO(encode_png_rgb(rgb)))) == rgb).all()


def test_a_strange_colour_is_named_with_its_pixel() -> None:
    picture = random_picture(MULTICOLOR, 1)
    rgb = picture.shown_rgb().copy()
    rgb[7, 20:22] = (1, 2, 3)
    with pytest.raises(PixelStyleError, match=r"x=20, y=7 is #010203.*c64-colodore"):
        decode_png(saved(Image.fromarray(rgb)), MULTICOLOR, picture.palette)
    rgb[7, 21] = (1, 2, 4)
    with pytest.raises(PixelStyleError, match=r"x=21, y=7 differs"):
        decode_png(saved(Image.fromarray(rgb)), MULTICOLOR, picture.palette)


@pytest.mark.parametrize("mode_name", ["apple2-hgr", "apple2-dhgr", "amiga-ham6", "amiga-aga-ham8", "amiga-sham"])
def test_colours_made_by_the_signal_are_saved_as_they_are_shown_and_read_back(mode_name: str) -> None:
    picture = random_picture(get_mode(mode_name), 1)
    data = encode_png(picture, size="shown")
    assert (np.array(Image.open(io.BytesIO(data))) == picture.shown_rgb()).all()
    decoded = decode_png(data, picture.mode)
    assert (decoded.native_rgb() == picture.native_rgb()).all()
    assert decoded.palette.colours == picture.palette.colours
    strange = picture.native_rgb()
    strange[9, 11] = (17, 34, 52)
    with pytest.raises(PixelStyleError, match=r"cannot show the colour at native x=11, y=9"):
        decode_png(encode_png_rgb(strange, suggested=picture.palette), picture.mode)


def test_hold_and_modify_pictures_of_too_many_jumps_have_no_palette() -> None:
    mode = get_mode("amiga-ham6")
    noise = np.random.default_rng(1).integers(0, 16, (mode.height, mode.width, 3)).astype(np.uint8) * 17
    with pytest.raises(PixelStyleError, match="No 16 colours"):
        decode_png(encode_png_rgb(noise), mode)


def bomb() -> bytes:
    data = bytearray(saved(Image.new("1", (8, 8))))
    data[16:24] = (1 << 30).to_bytes(4) * 2
    data[29:33] = zlib.crc32(bytes(data[12:29])).to_bytes(4)
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "not a PNG"),
        (b"GIF89a", "not a PNG"),
        (saved(Image.new("RGB", (160, 200)))[:-30], "cut short"),
        (
            saved(Image.new("RGB", (161, 200))),
            "161 x 200 pixels; a picture for 'c64-multicolor' is 160 x 200 or 320 x 200",
        ),
        (saved(Image.new("RGB", (640, 200))), "whole multiple"),
        (saved(Image.new("RGBA", (160, 200))), "transparent at x=0, y=0"),
        (saved(Image.new("I;16", (160, 200))), "16 bits"),
        (saved(Image.new("1", (8, 8)))[:8] + saved(Image.new("1", (8, 8)))[-12:], "begin with its header"),
        (bomb(), "pixels; 1 to"),
    ],
    ids=["empty", "gif", "cut", "odd size", "odd multiple", "transparent", "16 bits", "no header", "bomb"],
)
def test_what_is_no_picture_of_the_mode_is_one_clear_error(data: bytes, says: str) -> None:
    with pytest.raises(PixelStyleError, match=says) as caught:
        decode_png(data, MULTICOLOR, random_picture(MULTICOLOR, 0).palette)
    assert "\n" not in str(caught.value)


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(st.data())
def test_damaged_pngs_never_escape(data: st.DataObject) -> None:
    good = encode_png(random_picture(ZX, 0), text={"pixelstyle": "{}"})
    spoilt = bytearray(good[: data.draw(st.integers(0, len(good)))])
    for at in data.draw(st.lists(st.integers(0, max(len(spoilt) - 1, 0)), max_size=4)):
        if spoilt:
            spoilt[min(at, len(spoilt) - 1)] = data.draw(st.integers(0, 255))
    try:
        read_png_text(bytes(spoilt))
        decode_png(bytes(spoilt), ZX, random_picture(ZX, 0).palette)
    except PixelStyleError as error:
        assert "\n" not in str(error)
