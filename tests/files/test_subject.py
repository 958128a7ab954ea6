"""The subject is found where a picture has one, and the middle is kept where it has none."""

from __future__ import annotations

from pathlib import Path

import hypothesis
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pixelstyle.files import MIDDLE, Frame, fit_picture, read_picture, subject_focus
from tests.command_line import ROOT

PHOTOS = sorted((ROOT / "examples/photos").glob("*.jpg"))


@pytest.mark.parametrize("proportion", [1.6, 4 / 3])
def test_the_astronaut_keeps_her_head(proportion: float, astronaut: Path) -> None:
    picture = read_picture(astronaut)
    focus = subject_focus(picture, proportion)
    top = Frame(focus=focus).covering(picture.shape[1], picture.shape[0], proportion)[1]
    assert top < 0.05 * picture.shape[0]  # where her hair begins


@pytest.mark.parametrize("path", PHOTOS, ids=lambda path: path.stem)
@pytest.mark.parametrize("proportion", [0.4, 1.0, 2.5])
def test_the_same_picture_has_the_same_subject(path: Path, proportion: float) -> None:
    picture = read_picture(path)
    x, y = subject_focus(picture, proportion)
    assert (x, y) == subject_focus(picture, proportion) == (round(x, 3), round(y, 3))
    assert 0.5 in (x, y)


@pytest.mark.parametrize("side", ["left", "right"])
def test_something_bright_at_a_side_is_kept(side: str) -> None:
    picture = np.zeros((60, 160, 3), np.uint8)
    picture[15:45, 20:50] = [200, 60, 40]
    picture = picture if side == "left" else picture[:, ::-1]
    x, y = subject_focus(picture, 1.0)
    left, _, right, _ = Frame(focus=(x, y)).covering(160, 60, 1.0)
    begin, end = (20, 50) if side == "left" else (110, 140)
    assert left <= begin
    assert end <= right


@hypothesis.settings(max_examples=30)
@given(st.integers(1, 300), st.integers(1, 300), st.floats(0.02, 50))
def test_a_flat_picture_keeps_its_middle(width: int, height: int, proportion: float) -> None:
    assert subject_focus(np.full((height, width, 3), 90, np.uint8), proportion) == MIDDLE


def test_a_picture_of_the_screens_shape_is_not_looked_at() -> None:
    picture = np.zeros((50, 80, 3), np.uint8)
    picture[:5] = 255
    assert subject_focus(picture, 1.6) == MIDDLE


@given(st.integers(1, 200), st.integers(1, 200), st.floats(0, 1), st.floats(0, 1), st.floats(0.05, 20))
def test_a_window_lies_in_the_picture(width: int, height: int, x: float, y: float, proportion: float) -> None:
    left, top, right, bottom = Frame(focus=(x, y)).covering(width, height, proportion)
    assert 0 <= left < right <= width
    assert 0 <= top < bottom <= height
    assert np.isclose((right - left) / (bottom - top), proportion)
    assert np.isclose(right - left, width) or np.isclose(bottom - top, height)


def test_a_crop_is_the_picture_that_it_leaves() -> None:
    picture = np.random.default_rng(0).integers(0, 256, (40, 60, 3), dtype=np.uint8)
    frame = Frame(crop=(10 / 60, 5 / 40, 50 / 60, 30 / 40))
    for how in ("cover", "contain", "stretch"):
        cut = fit_picture(picture[5:30, 10:50], 20, 20, how)
        assert np.abs(fit_picture(picture, 20, 20, how, frame=frame) - cut).mean() < 0.03  # all but its edges
    inside = fit_picture(picture, 40, 25, "stretch", frame=frame)  # no resampling at all
    assert np.array_equal(np.round(inside * 255).astype(np.uint8), picture[5:30, 10:50])
