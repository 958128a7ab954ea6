"""The terms: gradients against finite differences, and weights that mean the same everywhere."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from pixelstyle.objectives import (
    Content,
    GramStyle,
    MadeByHand,
    Objective,
    Tidiness,
    TotalVariation,
    count_orphan_pixels,
    gram_matrix,
)


def activations(seed: int, channels: int = 5, height: int = 4, width: int = 6) -> torch.Tensor:
    return torch.rand(1, channels, height, width, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


def test_gram_matrix_is_the_papers_divided_by_the_positions() -> None:
    values = activations(1)
    flat = values[0].reshape(5, -1)
    assert torch.allclose(gram_matrix(values).double(), flat @ flat.T / 24, atol=1e-6)


def numeric_gradient(function: Callable[[torch.Tensor], torch.Tensor], at: torch.Tensor, step: float) -> torch.Tensor:
    gradient = torch.zeros_like(at)
    for index in itertools.product(*map(range, at.shape)):
        ahead, behind = at.clone(), at.clone()
        ahead[index] += step
        behind[index] -= step
        gradient[index] = (function(ahead) - function(behind)) / (2 * step)
    return gradient


@pytest.mark.parametrize(
    "loss",
    [
        lambda values: Content("l", activations(7))(values, {"l": values}),
        lambda values: GramStyle.of({"l": activations(7, height=3)})(values, {"l": values}),
        lambda values: TotalVariation()(values, {}),
    ],
    ids=["content", "style", "tv"],
)
def test_gradients_agree_with_finite_differences(loss: Callable[[torch.Tensor], torch.Tensor]) -> None:
    values = activations(2).requires_grad_()
    (gradient,) = torch.autograd.grad(loss(values), values)
    # The Gram matrix is float32: the step is wide, and exact for its quartic only to a few parts in a thousand.
    numeric = numeric_gradient(lambda at: loss(at).double(), values.detach(), 0.02)
    assert torch.allclose(gradient, numeric, rtol=0.02, atol=1e-4 * float(gradient.abs().max()) + 1e-5)


def test_tidiness_pulls_an_orphan_towards_its_neighbours() -> None:
    picture = torch.zeros(1, 3, 5, 5)
    picture[..., 2, 2] = 0.5
    picture.requires_grad_()
    (gradient,) = torch.autograd.grad(Tidiness((1, 1))(picture, {}), picture)
    assert bool((gradient[..., 2, 2] > 0).all())
    assert bool(gradient.isfinite().all())


@given(st.floats(0.01, 100), st.integers(1, 3))
def test_a_weight_means_the_same_at_every_scale_of_activations_and_every_size(scale: float, tiles: int) -> None:
    target, values, style = activations(3), activations(4), activations(5)

    def losses(factor: float, repeats: int) -> tuple[float, float]:
        big = (values * factor).repeat(1, 1, repeats, repeats)
        content = Content("l", (target * factor).repeat(1, 1, repeats, repeats))(big, {"l": big})
        of_style = GramStyle.of({"l": style * factor})(big, {"l": big})
        return float(content), float(of_style)

    assert losses(scale, tiles) == pytest.approx(losses(1.0, 1), rel=1e-3)


def test_losses_are_zero_at_the_target_and_named_in_the_report() -> None:
    values = activations(6).float()
    objective = Objective([(2.0, Content("l", values)), (3.0, GramStyle.of({"l": values})), (0.5, TotalVariation())])
    report = objective(values[:, :3], {"l": values}).report()
    assert report["content"] == 0
    assert report["style"] == pytest.approx(0, abs=1e-10)
    assert report["total"] == pytest.approx(0.5 * report["tv"])
    assert repr(objective).startswith("2 * Content(l) + 3 * GramStyle(l: 1) + 0.5 * TotalVariation()")


@settings(max_examples=50)
@given(hnp.arrays(np.uint8, st.tuples(st.integers(1, 5), st.integers(1, 5)), elements=st.integers(0, 2)))
def test_orphans_are_pixels_without_a_neighbour_of_their_colour(indices: np.ndarray) -> None:
    height, width = indices.shape
    expected = 0
    for y, x in itertools.product(range(height), range(width)):
        around = [
            indices[v, u]
            for v in range(max(0, y - 1), min(height, y + 2))
            for u in range(max(0, x - 1), min(width, x + 2))
            if (v, u) != (y, x)
        ]
        expected += indices[y, x] not in around
    assert count_orphan_pixels(indices) == expected


def test_total_variation_of_a_single_pixel_is_zero_not_nan() -> None:
    assert float(TotalVariation()(torch.ones(1, 3, 1, 1), {})) == 0


def test_made_by_hand_counts_the_pixels_that_stand_alone() -> None:
    picture = torch.zeros(1, 3, 10, 10)
    picture[..., 2, 2] = picture[..., 6, 7] = 1
    picture[..., 8, 1:5] = 1
    term = MadeByHand((1, 1))
    assert float(term(picture, {})) == pytest.approx(2 / 100, abs=2e-3)
    wide = picture.repeat_interleave(2, dim=3)
    assert float(MadeByHand((2, 1))(wide, {})) == pytest.approx(float(term(picture, {})))


def test_made_by_hand_pulls_a_lone_pixel_towards_a_neighbour_and_leaves_lines() -> None:
    picture = torch.full((1, 3, 7, 7), 0.2)
    picture[..., 1, 1], picture[..., 4, 1:6] = 0.5, 0.5
    picture.requires_grad_()
    (gradient,) = torch.autograd.grad(MadeByHand((1, 1))(picture, {}), picture)
    assert bool((gradient[..., 1, 1] > 0).all())
    assert bool(gradient.isfinite().all())
    assert float(gradient[..., 4, 2:5].abs().max()) < float(gradient[..., 1, 1].abs().max()) / 100
