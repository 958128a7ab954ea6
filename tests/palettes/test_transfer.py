"""Colours of one picture on another."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis.extra import numpy as hnp

from pixelstyle.colour import srgb_to_oklab
from pixelstyle.errors import PixelStyleError
from pixelstyle.files import fit_picture, read_picture
from pixelstyle.palettes import match_colours, take_colours
from tests.command_line import ROOT

EXAMPLES = ROOT / "examples"


def example(name: str, width: int = 120, height: int = 90) -> np.ndarray:
    return np.round(fit_picture(read_picture(EXAMPLES / name), width, height) * 255).astype(np.uint8)


def lab(picture: np.ndarray) -> np.ndarray:
    return srgb_to_oklab(picture.reshape(-1, 3) / 255)


def test_matching_brings_mean_and_covariance_and_keeps_the_drawing() -> None:
    style, content = example("paintings/hokusai-great-wave-1831.jpg"), example("photos/chelsea.jpg", 100, 80)
    matched = match_colours(style, content)
    assert np.abs(lab(matched).mean(axis=0) - lab(content).mean(axis=0)).max() < 0.01
    far = np.linalg.norm(np.cov(lab(style).T) - np.cov(lab(content).T))
    assert np.linalg.norm(np.cov(lab(matched).T) - np.cov(lab(content).T)) < 0.15 * far
    assert np.corrcoef(lab(style)[:, 0], lab(matched)[:, 0])[0, 1] > 0.9
    assert np.abs(match_colours(style, style).astype(int) - style).max() <= 1


def test_taking_keeps_lightness_and_brings_the_hues() -> None:
    drawing, colours = example("paintings/kandinsky-composition-viii-1923.jpg"), example("photos/flower.jpg")
    taken = lab(take_colours(drawing, colours))
    assert np.abs(taken[:, 0] - lab(drawing)[:, 0]).mean() < 0.005
    strong = np.hypot(*lab(colours)[:, 1:].T) > 0.05
    strong &= np.hypot(*taken[:, 1:].T) > 0.03
    turned = np.angle(np.exp(1j * (np.arctan2(*taken[:, :0:-1].T) - np.arctan2(*lab(colours)[:, :0:-1].T))))
    assert strong.sum() > 1000 and np.abs(turned[strong]).mean() < 0.03
    assert np.abs(take_colours(colours, colours).astype(int) - colours).max() <= 1


@given(hnp.arrays(np.uint8, (4, 5, 3)), hnp.arrays(np.uint8, (4, 5, 3)))
def test_any_pictures_will_do(first: np.ndarray, second: np.ndarray) -> None:
    assert match_colours(first, second).shape == take_colours(first, second).shape == first.shape
    flat = np.full((2, 2, 3), 7, np.uint8)
    assert match_colours(first, flat).shape == first.shape and match_colours(flat, first).shape == flat.shape


def test_sizes_must_agree_for_taking() -> None:
    with pytest.raises(PixelStyleError, match="5 x 4 pixels cannot take the colours of one of 4 x 4"):
        take_colours(np.zeros((4, 5, 3), np.uint8), np.zeros((4, 4, 3), np.uint8))
