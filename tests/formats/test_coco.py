"""Tandy CoCo: programs and pictures as MAME's machine shows them, ColorMax 3 as coco-tools reads it."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats import encode_for, format_for
from pixelstyle.screens import NativePicture, get_mode, nearest
from tests.formats.legal.pictures import PHOTOS, photo_picture, random_picture
from tests.formats.oracles.judged import MAME_COCO
from tests.formats.oracles.mame import COCO_LEFT, COCO_TOP, coco_screen


def shown(picture: NativePicture, extension: str, folder: Path) -> np.ndarray:
    """The 256 x 192 dots that MAME shows, uint8 [192, 256, 3]."""
    (data,) = encode_for(f"picture{extension}", picture).values()
    return coco_screen(data, folder)[COCO_TOP : COCO_TOP + 192, COCO_LEFT : COCO_LEFT + 256]


@pytest.mark.emulator
@pytest.mark.parametrize("mode_name", [mode for mode, _ in MAME_COCO if mode != "coco-artifact"])
def test_a_program_shows_its_picture_in_these_colours(mode_name: str, tmp_path: Path) -> None:
    picture = random_picture(get_mode(mode_name), 3)
    assert (shown(picture, ".bin", tmp_path) == picture.shown_rgb()).all()


@pytest.mark.emulator
def test_pairs_of_dots_are_seen_as_colours(tmp_path: Path) -> None:
    """Where three pixels in a row are alike: where colours meet, MAME shows those of a television between them."""
    picture = photo_picture(get_mode("coco-artifact"))
    indices = picture.indices.copy()
    indices[:64] = np.arange(4, dtype=np.uint8).repeat(32)
    picture = NativePicture(picture.mode, picture.palette, indices)
    alike = np.zeros(indices.shape, bool)
    alike[:, 1:-1] = (indices[:, 1:-1] == indices[:, :-2]) & (indices[:, 1:-1] == indices[:, 2:])
    alike = alike.repeat(2, axis=1)
    assert alike.mean() > 0.3
    assert (shown(picture, ".bin", tmp_path)[alike] == picture.shown_rgb()[alike]).all()


def decoded(mode_name: str, extension: str, data: bytes) -> NativePicture:
    fmt = format_for(f"picture{extension}", mode_name)
    assert fmt is not None
    return fmt.decode({extension: data})


def photo_on_coco3() -> NativePicture:
    mode = get_mode("coco3")
    palette = random_picture(mode, 5).palette
    with Image.open(PHOTOS / "coffee.jpg") as photo:
        rgb = np.asarray(photo.convert("RGB").resize((mode.width, mode.height)), np.float32) / 255
    return nearest(mode, rgb, palette)


@pytest.mark.parametrize("which", ["random", "photo"])
def test_coco_tools_shows_the_same_colours(which: str) -> None:
    mgetoppm = pytest.importorskip("coco.mgetoppm")
    picture = random_picture(get_mode("coco3"), 1) if which == "random" else photo_on_coco3()
    (data,) = encode_for("picture.mge", picture).values()
    out = io.BytesIO()
    mgetoppm.convert(io.BytesIO(data), out)
    with Image.open(io.BytesIO(out.getvalue())) as image:
        assert (np.array(image) == picture.native_rgb()).all()


def test_colormax_pictures_that_are_not_packed_are_read() -> None:
    picture = photo_on_coco3()
    (data,) = encode_for("picture.mge", picture).values()
    pixels = (picture.indices[:, ::2] << 4 | picture.indices[:, 1::2]).tobytes()
    raw = data[:18] + b"\1" + data[19:51] + pixels
    read = decoded("coco3", ".mge", raw)
    assert (read.native_rgb() == picture.native_rgb()).all()
    with pytest.raises(PixelStyleError, match="composite monitor"):
        decoded("coco3", ".mge", data[:17] + b"\1" + data[18:])
    with pytest.raises(PixelStyleError, match="30,000 bytes of pixels"):
        decoded("coco3", ".mge", raw[:-2000])


def test_a_picture_for_another_page_is_read_and_what_is_none_is_not() -> None:
    picture = random_picture(get_mode("coco-pmode4"), 1)
    (data,) = encode_for("picture.max", picture).values()
    moved = data[:3] + b"\x0c\0" + data[5:]
    assert (decoded("coco-pmode4", ".max", moved).indices == picture.indices).all()
    with pytest.raises(PixelStyleError, match="begins with 0"):
        decoded("coco-pmode4", ".max", b"\1" + data[1:])
