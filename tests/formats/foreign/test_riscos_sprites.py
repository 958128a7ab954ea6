"""RISC OS sprite files as riscos-conv shows them, and as others may write them."""

from __future__ import annotations

import io

import numpy as np
import pytest

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats import encode_for, format_for
from pixelstyle.screens import NativePicture, get_mode
from tests.formats.legal.pictures import photo_picture, random_picture

MODE = get_mode("archimedes-mode13")


def decoded(data: bytes) -> NativePicture:
    fmt = format_for("picture.spr", MODE)
    assert fmt is not None
    return fmt.decode({".spr": data})


@pytest.mark.parametrize("picture", [random_picture(MODE, 3), photo_picture(MODE)], ids=["random", "photo"])
def test_riscos_conv_shows_the_same_colours(picture: NativePicture) -> None:
    sprites = pytest.importorskip("riscosconv.sprites")
    (data,) = encode_for("picture.spr", picture).values()
    (sprite,) = sprites.SpriteArea(io.BytesIO(data)).sprites()
    assert (sprite.name, sprite.mode, sprite.width, sprite.height) == ("picture", 13, 320, 256)
    assert (np.asarray(sprite.get_pil_image().convert("RGB")) == picture.shown_rgb()).all()


def test_what_others_write_beside_the_picture_is_passed_over() -> None:
    picture = random_picture(MODE, 3)
    (data,) = encode_for("picture.spr", picture).values()
    masked = data[:48] + (44 + 81920).to_bytes(4, "little") + data[52:] + bytes(81920)
    later = data[:4] + (16 + 8).to_bytes(4, "little") + data[8:12] + bytes(8) + data[12:]
    for written in (masked, later):
        assert (decoded(written).indices == picture.indices).all()


@pytest.mark.parametrize(
    ("at", "word", "says"),
    [
        (52, 15, "is of mode 15 and about 320 bytes x 256 lines"),
        (28, 39, "is of mode 13 and about 160 bytes x 256 lines"),
        (44, 44 + 512, "has colours of its own"),
        (4, 8, "no RISC OS sprite file"),
        (4, 0xFFFFFFFF, "no RISC OS sprite file"),
    ],
)
def test_what_no_mode_shows_is_refused(at: int, word: int, says: str) -> None:
    (data,) = encode_for("picture.spr", random_picture(MODE, 3)).values()
    changed = data[:at] + word.to_bytes(4, "little") + data[at + 4 :]
    if at == 44:
        changed = changed[:48] + word.to_bytes(4, "little") + changed[52:]
    with pytest.raises(PixelStyleError, match=says):
        decoded(changed)


def test_a_file_that_is_cut_short_is_refused() -> None:
    (data,) = encode_for("picture.spr", random_picture(MODE, 3)).values()
    with pytest.raises(PixelStyleError, match="has 81,919 of 81,920 bytes"):
        decoded(data[:-1])
