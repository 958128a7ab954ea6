"""Palettes of which a part follows from the rest: half chosen one by one, half a run of the machine's list."""

from __future__ import annotations

import itertools
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats import picture_of_rgb
from pixelstyle.palettes import Palette, get_palette
from pixelstyle.screens import Choice, NativePicture, ScreenMode, check, check_rgb, choose_palette, get_mode, nearest
from pixelstyle.screens.choosing.gamut import Gamut, squared

NICK = get_mode(str(Path(__file__).parents[2] / "examples/machines/enterprise-16.toml"))
LISTED = get_palette(NICK.palette or "")


def noise(seed: int) -> np.ndarray:
    small = np.random.default_rng(seed).random((30, 20, 3), np.float32)
    return small.repeat(8, axis=0).repeat(8, axis=1)


def is_run(colours: np.ndarray) -> bool:
    return any((colours == run).all() for run in LISTED.bytes().reshape(-1, 8, 3))


def test_the_upper_half_is_a_run_of_the_list_and_the_picture_legal() -> None:
    white = (255, 255, 255)
    palette = choose_palette(NICK, noise(1), LISTED, locked=[white])
    colours = palette.bytes()
    assert colours.shape == (16, 3)
    assert palette.colours[0] == white
    assert is_run(colours[8:])
    assert palette == choose_palette(NICK, noise(1), LISTED, locked=[white])
    native = nearest(NICK, noise(1), palette)
    assert check(native) == []
    again = picture_of_rgb(native.native_rgb(), NICK)  # of a PNG whose palette is not known
    assert check(again) == []
    assert (again.native_rgb() == native.native_rgb()).all()
    assert check_rgb(native.native_rgb(), NICK) == []


@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=10, deadline=None)
def test_of_a_short_list_the_best_colours_and_run_are_found(seed: int) -> None:
    rng = np.random.default_rng(seed)
    listed = Palette.from_array("l", rng.permutation(np.indices((2, 2, 2)).reshape(3, 8).T) * 255)
    mode = ScreenMode("m", "m", 6, 5, "l", choice=Choice(4, free=2))
    picture = rng.random((5, 6, 3)).astype(np.float32)
    gamut = Gamut(None, listed.bytes(), "oklab")

    def error(colours: np.ndarray) -> float:
        points = gamut.embed(picture.reshape(-1, 3))
        return float(squared(points, gamut.embed(colours / 255)).min(axis=0).sum())

    every = [
        error(np.concatenate([listed.bytes()[list(own)], listed.bytes()[start : start + 2]]))
        for own in itertools.combinations(range(8), 2)
        for start in range(0, 8, 2)
    ]
    assert error(choose_palette(mode, picture, listed).bytes()) == pytest.approx(min(every), rel=1e-4)


def test_colours_that_follow_from_no_run_are_found() -> None:
    native = nearest(NICK, noise(2), choose_palette(NICK, noise(2), LISTED))
    colours = native.palette.bytes()
    every = np.arange(16, dtype=np.uint8).repeat(10)[None].repeat(240, axis=0)
    swapped = colours[[*range(8), 9, 8, *range(10, 16)]]
    assert check(NativePicture(NICK, native.palette, every)) == []
    (clash,) = check(NativePicture(NICK, Palette.from_array("p", swapped), every))
    assert clash.rule == "colours that follow"
    assert clash.whole
    lower = np.minimum(every, 7)  # the free ones may be any
    assert check(NativePicture(NICK, Palette.from_array("p", swapped), lower)) == []
    apart = LISTED.bytes()[::16]  # sixteen colours, no two of a run
    (clash,) = check_rgb(apart[every], NICK)
    assert clash.found == ("15 colours beside the best run of 8",)


def test_what_cannot_be_chosen_is_said() -> None:
    with pytest.raises(PixelStyleError, match="lets 8 be chosen"):
        choose_palette(NICK, noise(3), LISTED, locked=LISTED.colours[:9])
    palette = choose_palette(NICK, noise(3), LISTED, forbidden=[(0, 0, 0)])
    assert (0, 0, 0) not in palette.colours
    assert is_run(palette.bytes()[8:])
    with pytest.raises(PixelStyleError, match="has a forbidden one"):
        choose_palette(NICK, noise(3), LISTED, forbidden=LISTED.colours[::8])


@pytest.mark.parametrize(
    ("choice", "complaint"),
    [
        ("colours = 16\nfree = 16", "free is 16"),
        ("colours = 16\nfree = 3", "do not fill the palette"),
        ("colours = 16\nfree = 8\nbits = [3, 3, 2]", "goes with a palette"),
    ],
)
def test_mode_files_say_which_colours_are_free(choice: str, complaint: str, tmp_path: Path) -> None:
    shutil.copy(NICK.palette or "", tmp_path / "mine.gpl")  # a mode file's palette lies beside it
    path = tmp_path / "mine.toml"
    path.write_text(f'width = 16\nheight = 16\npalette = "mine.gpl"\n[choice]\n{choice}\n')
    with pytest.raises(PixelStyleError, match=complaint):
        get_mode(str(path))
