"""The statistics of style: exact gradients, one scale for all, and what each sees and does not see."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.linalg import sqrtm

from pixelstyle.objectives import STATISTICS, positions
from pixelstyle.objectives.style import Style

NO_PICTURE = torch.empty(0)
"""Terms that judge activations look at no pixel."""

every_statistic = pytest.mark.parametrize("kind", STATISTICS.values(), ids=STATISTICS)


def features(seed: int, channels: int = 5, height: int = 4, width: int = 6) -> torch.Tensor:
    """Like a layer's: not negative, many zeros, one channel that is dead."""
    random = torch.Generator().manual_seed(seed)
    values = torch.randn(1, channels, height, width, generator=random, dtype=torch.float64).relu()
    values[:, channels - 1] *= 0
    return values


@every_statistic
@pytest.mark.parametrize("some", [False, True], ids=["everywhere", "in a region"])
@pytest.mark.parametrize("channels", [None, {"l": {0: 0.0, 2: 2.0}}], ids=["all channels", "some channels"])
def test_gradients_agree_with_finite_differences(
    kind: type[Style], some: bool, channels: dict[str, dict[int, float]] | None
) -> None:
    weights = torch.rand(4, 6, generator=torch.Generator().manual_seed(5)) * (torch.arange(6) > 1)
    places = {"l": weights} if some else None
    term = kind.of({"l": features(1, height=7)}, channels=channels, places=places)
    # No zeros here: at 0 a histogram's ranks change, and no gradient says how.
    values = (features(2) + torch.rand(1, 5, 4, 6, dtype=torch.float64) * 0.1).requires_grad_()
    (gradient,) = torch.autograd.grad(term(NO_PICTURE, {"l": values}), values)
    assert gradient.dtype == torch.float64
    for index in itertools.product((0,), range(5), range(4), range(6)):
        step = torch.zeros_like(values)
        step[index] = 1e-6
        numeric = (term(NO_PICTURE, {"l": values + step}) - term(NO_PICTURE, {"l": values - step})).detach() / 2e-6
        assert float(gradient[index]) == pytest.approx(float(numeric), rel=1e-4, abs=1e-7)


@every_statistic
def test_a_match_is_nothing_no_features_are_one_and_size_and_scale_do_not_matter(kind: type[Style]) -> None:
    style, values = features(3).float(), features(4).float()
    term = kind.of({"l": style})
    assert float(term(NO_PICTURE, {"l": style})) == pytest.approx(0, abs=1e-5)
    assert float(term(NO_PICTURE, {"l": torch.zeros_like(style)})) == pytest.approx(1, abs=0.01)
    louder = kind.of({"l": style * 40})(NO_PICTURE, {"l": values.repeat(1, 1, 2, 3) * 40})
    assert float(louder) == pytest.approx(float(term(NO_PICTURE, {"l": values})), rel=1e-3)


@every_statistic
def test_a_region_is_judged_as_if_it_were_alone(kind: type[Style]) -> None:
    style, values = features(5).float(), features(6, width=9).float()
    places = {"l": torch.zeros(4, 9)}
    places["l"][:, 2:5] = 0.7
    alone = kind.of({"l": style})(NO_PICTURE, {"l": values[..., 2:5]})
    assert float(kind.of({"l": style}, places=places)(NO_PICTURE, {"l": values})) == pytest.approx(
        float(alone), rel=1e-4
    )


@every_statistic
def test_bfloat16_activations_give_nearly_the_same_loss_and_direction(kind: type[Style]) -> None:
    style, values = (features(seed, channels=32, height=16, width=16).float() for seed in (7, 8))
    style, values = style * torch.arange(32).view(1, 32, 1, 1), values * torch.arange(32).view(1, 32, 1, 1)
    term = kind.of({"l": style + 5})
    found: list[tuple[float, torch.Tensor]] = []
    for dtype in (torch.float32, torch.bfloat16):
        at = values.to(dtype).requires_grad_()
        judged = term(NO_PICTURE, {"l": at})
        assert judged.dtype == torch.float32
        (gradient,) = torch.autograd.grad(judged, at)
        found.append((float(judged.detach()), gradient.float().flatten()))
    (loss, direction), (coarse, other) = found
    assert coarse == pytest.approx(loss, rel=0.03)
    assert float(torch.cosine_similarity(direction, other, dim=0)) > 0.98


def test_wasserstein_is_the_formula_of_matrix_roots() -> None:
    style, values = features(9, height=9), features(10, height=5)
    a, b = (x[0, :4].flatten(1).T.numpy() for x in (values, style))  # without the dead channel: sqrtm wants full rank
    c, d = (np.cov(x.T, bias=True) for x in (a, b))
    distance = ((a.mean(0) - b.mean(0)) ** 2).sum() + np.trace(c + d - 2 * sqrtm(sqrtm(d) @ c @ sqrtm(d)).real)
    relative = distance / ((b.mean(0) ** 2).sum() + np.trace(d))
    assert float(STATISTICS["wasserstein"].of({"l": style})(NO_PICTURE, {"l": values})) == pytest.approx(
        relative, rel=1e-5
    )


@settings(max_examples=25)
@given(st.lists(st.floats(0, 10), min_size=1, max_size=12), st.lists(st.floats(0, 10), min_size=1, max_size=12))
def test_a_histogram_of_one_feature_is_the_distance_of_its_ranks(found: list[float], wanted: list[float]) -> None:
    if max(wanted) < 0.1:
        return
    count = len(found) * len(wanted)
    values, style = (torch.tensor(x, dtype=torch.float64).view(1, 1, 1, -1) for x in (found, wanted))
    # As many of each: then the ranks fit, and the distance is that of the sorted values.
    repeated, many = values.repeat_interleave(count // len(found), 3), style.repeat_interleave(count // len(wanted), 3)
    expected = ((repeated.sort().values - many.sort().values) ** 2).mean() / (many**2).mean()
    assert float(STATISTICS["histogram"].of({"l": many})(NO_PICTURE, {"l": repeated})) == pytest.approx(float(expected))


def test_statistics_differ_in_what_they_see() -> None:
    style = features(11, height=12).float()
    shifted, shuffled = style + 1, style.clone()
    shuffled[:, 1] = shuffled[:, 1].flip(2)  # the same feature, elsewhere
    losses = {
        name: [float(kind.of({"l": style})(NO_PICTURE, {"l": values})) for values in (shifted, shuffled)]
        for name, kind in STATISTICS.items()
    }
    blind = {name: tuple(loss < 1e-4 for loss in seen) for name, seen in losses.items()}
    known = {
        "gram": (False, False),
        "covariance": (True, False),
        "mean": (False, True),
        "moments": (False, True),
        "wasserstein": (False, False),
        "histogram": (False, True),
    }
    assert blind.items() >= known.items()


def test_positions_near_a_regions_edge_are_left_out_where_there_are_others() -> None:
    mask = torch.zeros(1, 1, 32, 64)
    mask[..., 32:] = 1
    assert positions(mask, (4, 8)).tolist() == [[0, 0, 0, 0, 0, 1, 1, 1]] * 4
    mask[..., :40] = 0
    mask[..., 44:] = 0
    assert positions(mask, (4, 8)).tolist() == [[0, 0, 0, 0, 0, 0.5, 0, 0]] * 4
