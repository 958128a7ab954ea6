"""Text of half blocks as ansilove shows it, and as others write it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats import encode_for, format_for
from pixelstyle.screens import NativePicture, ScreenMode, get_mode
from tests.formats.legal.pictures import photo_picture, random_picture
from tests.formats.oracles.judged import SEEN_BY_ANSILOVE

MODE = get_mode("ansi-80x25")


def decoded(extension: str, data: bytes) -> NativePicture:
    fmt = format_for(f"picture{extension}", MODE)
    assert fmt is not None
    return fmt.decode({extension: data})


@pytest.mark.parametrize(("mode_name", "extension"), SEEN_BY_ANSILOVE)
@pytest.mark.parametrize("make", [random_picture, lambda mode, _: photo_picture(mode)], ids=["random", "photo"])
def test_ansilove_shows_the_same_colours(
    mode_name: str, extension: str, make: Callable[[ScreenMode, int], NativePicture], tmp_path: Path
) -> None:
    """But for the eighth of a character's sixteen lines, which VGA's font, unlike others, gives to the lower half where
    the mode has halves alone."""
    if (ansilove := shutil.which("ansilove")) is None:
        pytest.skip("needs ansilove (Debian: apt-get install ansilove)")
    picture = make(get_mode(mode_name), 3)
    (data,) = encode_for(f"picture{extension}", picture).values()
    (tmp_path / f"picture{extension}").write_bytes(data)
    subprocess.run(
        [ansilove, "-S", "-o", "shown.png", f"picture{extension}"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        timeout=60,
    )
    with Image.open(tmp_path / "shown.png") as image:
        shown = np.array(image.convert("RGB"))
    own = picture.native_rgb()
    scale = 400 // len(own)
    same = (shown == own.repeat(scale, axis=0).repeat(scale, axis=1)).all(axis=(1, 2))
    assert same[(np.arange(400) % 16 != 7) | (scale == 1)].all()


def test_lines_that_end_early_and_other_blocks_are_read() -> None:
    text = b"\x1b[1;31;44m\xdf\xdc\xdb \x1b[0m\r\n" + b"\xdb" * 80 + b"\x1b[5;47m \x1b[40m\r\n" * 23
    indices = decoded(".ans", text).indices
    assert indices[:2, :5].tolist() == [[12, 1, 12, 1, 0], [1, 12, 12, 1, 0]]
    assert (indices[2:4] == 7).all()
    assert indices[4, :2].tolist() == [15, 0]


def test_packed_text_is_read() -> None:
    head = b"XBIN\x1a" + bytes([80, 0, 25, 0, 16, 8 | 4])
    runs = bytes([0x01, 0xDF, 0x12, 0xDC, 0x34, 0x41, 0xDF, 0x56, 0x78, 0x81, 0x9A, 0xDF, 0xDC, 0xC1, 0xDB, 0xBC])
    rest = b"".join(bytes([0xC0 | 63, 0x20, 0x10]) for _ in range(31)) + bytes([0xC0 | 7, 0x20, 0x10])
    indices = decoded(".xb", head + runs + rest).indices
    assert indices[:2, :8].T.tolist() == [[2, 1], [3, 4], [6, 5], [8, 7], [10, 9], [9, 10], [12, 12], [12, 12]]
    assert (indices[4:] == 1).all()


@pytest.mark.parametrize(
    ("extension", "data", "says"),
    [
        (".ans", b"A" * 2000, "41 of code page 437"),
        (".ans", b"\xdf" * 1999, "1,999 characters"),
        (".ans", b"\xdf" * 2001, "more characters"),
        (".ans", b"\x1b[2J", "no colour"),
        (".ans", b"\x1b[38m", "by 38"),
        (".xb", b"XBIN\x1a" + bytes([80, 0, 50, 0, 16, 8]), "80 x 50"),
        (".xb", b"XBIN\x1a" + bytes([80, 0, 25, 0, 16, 2]), "of its own"),
        (".xb", b"XBIN\x1a" + bytes([80, 0, 25, 0, 16, 0]) + b"\xdf\xf0" * 2000, "blink"),
        (".xb", b"XBIN\x1a" + bytes([80, 0, 25, 0, 16, 8, 0, 0]), "1 characters"),
    ],
)
def test_what_is_no_such_picture_is_refused(extension: str, data: bytes, says: str) -> None:
    with pytest.raises(PixelStyleError, match=says):
        decoded(extension, data)
