"""Bare tiles are pictures where no map says how they make a screen."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats import read_content, save_native
from pixelstyle.screens import get_mode
from tests.formats.legal.pictures import random_picture


def number(data: bytes, x: int, y: int, planes: int, alternating: bool) -> int:
    """The number of a sheet's pixel, from the documentation."""
    tile = data[(y // 8 * 16 + x // 8) * 8 * planes :][: 8 * planes]
    line = [tile[y % 8 * planes + n] if alternating else tile[n * 8 + y % 8] for n in range(planes)]
    return sum((byte >> 7 - x % 8 & 1) << n for n, byte in enumerate(line))


@pytest.mark.parametrize(
    ("extension", "planes", "alternating"), [(".chr", 2, False), (".2bpp", 2, True), (".1bpp", 1, False)]
)
@pytest.mark.parametrize("tiles", [5, 16, 256, 512, 700])
def test_a_sheet(tmp_path: Path, extension: str, planes: int, alternating: bool, tiles: int) -> None:
    data = np.random.default_rng(tiles).bytes(tiles * 8 * planes)
    (tmp_path / f"a{extension}").write_bytes(data)
    shown = read_content(tmp_path / f"a{extension}")
    assert shown.shape == (-(-tiles // 16) * 8, 128, 3)
    greys = shown[..., 1].astype(int)
    levels = np.unique(greys)
    order = levels[::-1] if extension == ".2bpp" else levels  # a Game Boy's 0 is the lightest
    assert len(levels) == 1 << planes
    for x, y in ((0, 0), (7, 3), (38, 6), (33, 7)):
        assert greys[y, x] == order[number(data, x, y, planes, alternating)]


def test_tiles_with_their_map_are_the_screen(tmp_path: Path) -> None:
    picture = random_picture(get_mode("nes"), 1)
    save_native(picture, tmp_path / "a.chr")
    assert (read_content(tmp_path / "a.chr") == picture.shown_rgb()).all()
    (tmp_path / "a.pal").unlink()
    with pytest.raises(PixelStyleError, match=r"ends in \.pal"):
        read_content(tmp_path / "a.chr")


def test_tiles_of_sixteen_colours_are_not_taken_for_four(tmp_path: Path) -> None:
    (tmp_path / "a.chr").write_bytes(bytes(28672))
    with pytest.raises(PixelStyleError):
        read_content(tmp_path / "a.chr")
