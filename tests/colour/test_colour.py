"""Colour spaces against published values, against themselves backwards, and numpy against torch."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from pixelstyle.colour import (
    METRICS,
    ciede2000,
    embed,
    linear_to_srgb,
    mean_ciede2000,
    oklab_to_srgb,
    squared_distances,
    srgb_to_lab,
    srgb_to_linear,
    srgb_to_oklab,
    srgb_to_yuv,
)
from pixelstyle.errors import UnknownNameError

# Sharma, Wu and Dalal (2005), table 1: two CIELab colours and their CIEDE2000 difference.
SHARMA = """
50 2.6772 -79.7751 50 0 -82.7485 2.0425        50 3.1571 -77.2803 50 0 -82.7485 2.8615
50 2.8361 -74.0200 50 0 -82.7485 3.4412        50 -1.3802 -84.2814 50 0 -82.7485 1.0000
50 -1.1848 -84.8006 50 0 -82.7485 1.0000       50 -0.9009 -85.5211 50 0 -82.7485 1.0000
50 0 0 50 -1 2 2.3669                          50 -1 2 50 0 0 2.3669
50 2.4900 -0.0010 50 -2.4900 0.0009 7.1792     50 2.4900 -0.0010 50 -2.4900 0.0010 7.1792
50 2.4900 -0.0010 50 -2.4900 0.0011 7.2195     50 2.4900 -0.0010 50 -2.4900 0.0012 7.2195
50 -0.0010 2.4900 50 0.0009 -2.4900 4.8045     50 -0.0010 2.4900 50 0.0010 -2.4900 4.8045
50 -0.0010 2.4900 50 0.0011 -2.4900 4.7461     50 2.5 0 50 0 -2.5 4.3065
50 2.5 0 73 25 -18 27.1492                     50 2.5 0 61 -5 29 22.8977
50 2.5 0 56 -27 -3 31.9030                     50 2.5 0 58 24 15 19.4535
50 2.5 0 50 3.1736 0.5854 1.0000               50 2.5 0 50 3.2972 0 1.0000
50 2.5 0 50 1.8634 0.5757 1.0000               50 2.5 0 50 3.2592 0.3350 1.0000
60.2574 -34.0099 36.2677 60.4626 -34.1751 39.4387 1.2644
63.0109 -31.0961 -5.8663 62.8187 -29.7946 -4.0864 1.2630
61.2901 3.7196 -5.3901 61.4292 2.2480 -4.9620 1.8731
35.0831 -44.1164 3.7933 35.0232 -40.0716 1.5901 1.8645
22.7233 20.0904 -46.6940 23.0331 14.9730 -42.5619 2.0373
36.4612 47.8580 18.3852 36.2715 50.5065 21.2231 1.4146
90.8027 -2.0831 1.4410 91.1528 -1.6435 0.0447 1.4441
90.9257 -0.5406 -0.9208 88.6381 -0.8985 -0.7239 1.5381
6.7747 -0.2908 -2.4247 5.8714 -0.0985 -2.2286 0.6377
2.0776 0.0795 -1.1350 0.9033 -0.0636 -0.5514 0.9082
"""

pictures = hnp.arrays(np.float64, (4, 5, 3), elements=st.floats(0, 1))


def test_ciede2000_gives_the_published_differences() -> None:
    table = np.array(SHARMA.split(), float).reshape(34, 7)
    first, second, expected = table[:, :3], table[:, 3:6], table[:, 6]
    assert np.abs(ciede2000(first, second) - expected).max() < 5.1e-5
    assert np.abs(ciede2000(second, first) - expected).max() < 5.1e-5
    assert mean_ciede2000(np.zeros((2, 2, 3)), np.ones((2, 2, 3))) == pytest.approx(100)


def test_oklab_gives_the_published_values() -> None:
    # Ottosson (2020): XYZ to OKLab. His fourth row, Z alone, is no visible colour and below what the code cares for.
    linear_of_xyz = np.linalg.inv([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    xyz = np.array([(0.950, 1.000, 1.089), (1, 0, 0), (0, 1, 0)])
    expected = np.array([(1.000, 0.000, 0.000), (0.450, 1.236, -0.019), (0.922, -0.671, 0.263)])
    assert np.abs(srgb_to_oklab(linear_to_srgb(xyz @ linear_of_xyz.T)) - expected).max() < 2e-3
    # CSS Color 4: the corners of sRGB.
    for srgb, oklab, lab in (
        ((1, 0, 0), (0.62796, 0.22486, 0.12585), (53.24, 80.09, 67.20)),
        ((0, 1, 0), (0.86644, -0.23389, 0.17950), (87.73, -86.18, 83.18)),
        ((0, 0, 1), (0.45201, -0.03246, -0.31153), (32.30, 79.19, -107.86)),
    ):
        assert srgb_to_oklab(np.array(srgb, float)) == pytest.approx(oklab, abs=2e-5)
        assert srgb_to_lab(np.array(srgb, float)) == pytest.approx(lab, abs=0.02)


def test_greys_have_no_chroma_and_full_lightness_range() -> None:
    greys = np.repeat(np.linspace(0, 1, 256)[:, None], 3, axis=1)
    for convert, top in ((srgb_to_oklab, 1), (srgb_to_lab, 100), (srgb_to_yuv, 1)):
        space = convert(greys)
        assert np.abs(space[:, 1:]).max() < 1e-4 * top
        assert space[-1, 0] == pytest.approx(top, rel=1e-6) and (np.diff(space[:, 0]) > 0).all()
    assert abs(srgb_to_oklab(greys)[0, 0]) < 0.005


@given(pictures)
def test_round_trips(picture: np.ndarray) -> None:
    assert np.allclose(linear_to_srgb(srgb_to_linear(picture)), picture, atol=1e-9)
    assert np.allclose(oklab_to_srgb(srgb_to_oklab(picture)), picture, atol=2e-4)


def test_every_eighth_8_bit_colour_survives_oklab() -> None:
    levels = np.append(np.arange(0, 256, 8), 255)
    colours = np.stack(np.meshgrid(levels, levels, levels, indexing="ij"), -1) / np.float32(255)
    assert np.array_equal(np.round(oklab_to_srgb(srgb_to_oklab(colours)) * 255), np.round(colours * 255))


@given(pictures)
def test_torch_and_numpy_agree(picture: np.ndarray) -> None:
    for metric in METRICS:
        with_torch = embed(torch.from_numpy(picture), metric)
        assert isinstance(with_torch, torch.Tensor) and with_torch.dtype == torch.float64
        assert np.allclose(with_torch.numpy(), embed(picture, metric), atol=1e-12)
    assert np.allclose(oklab_to_srgb(torch.from_numpy(picture)).numpy(), oklab_to_srgb(picture), atol=1e-12)


def test_gradients_are_finite_everywhere_and_right_inside() -> None:
    corners = torch.tensor([[0.0, 0, 0], [1, 1, 1], [0, 0, 1], [-0.1, 1.2, 0.04045], [1e-9, 0, 0]], requires_grad=True)
    for convert in (*METRICS.values(), oklab_to_srgb, srgb_to_linear, linear_to_srgb):
        (gradient,) = torch.autograd.grad(convert(corners).sum(), corners)
        assert torch.isfinite(gradient).all()
    inside = torch.rand(5, 3, dtype=torch.float64).mul(0.8).add(0.1).requires_grad_()
    for metric in METRICS:
        assert torch.autograd.gradcheck(lambda colours, metric=metric: embed(colours, metric), inside)


@given(pictures, hnp.arrays(np.float32, (7, 3), elements=st.floats(0, 1, width=32)), st.sampled_from(sorted(METRICS)))
def test_squared_distances_are_the_plain_sums_of_squares(picture: np.ndarray, palette: np.ndarray, metric: str) -> None:
    plain = ((embed(picture, metric)[:, :, None] - embed(palette.astype(float), metric)) ** 2).sum(-1)
    costs = squared_distances(picture, palette, metric)
    assert costs.dtype == np.float32 and np.allclose(costs, plain, atol=2e-5)


def test_an_unknown_metric_is_named_with_near_ones() -> None:
    with pytest.raises(UnknownNameError, match="Did you mean oklab or lab"):
        embed(np.zeros((1, 3)), "oklabb")
