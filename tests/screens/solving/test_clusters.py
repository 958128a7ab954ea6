"""Pixels merged into clusters: confetti goes, outlines of the guide stay, and nothing becomes illegal."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from pixelstyle.arrays import Rgb
from pixelstyle.objectives import count_orphan_pixels
from pixelstyle.palettes import get_palette
from pixelstyle.screens import NativePicture, ScreenMode, Slots, check, get_mode, in_clusters, solve

HEIGHT, WIDTH = 40, 48
PALETTE = get_palette("pico-8")


def guide() -> Rgb:
    """Two areas, a line of one pixel through both, and a dot of one pixel."""
    picture = np.full((HEIGHT, WIDTH, 3), 0.75, np.float32)
    picture[:, WIDTH // 2 :] = (0.2, 0.3, 0.5)
    picture[HEIGHT // 2] = 0.0
    picture[8, 8] = 0.0
    return picture


def legal(mode: ScreenMode, noise: float) -> NativePicture:
    """The guide, each pixel so far off in any direction."""
    noisy = guide() + np.random.default_rng(1).normal(0, noise, (HEIGHT, WIDTH, 3)).astype(np.float32)
    costs = ((noisy.clip(0, 1)[:, :, None] - PALETTE.srgb()) ** 2).sum(axis=3)
    return solve(mode, costs.astype(np.float32), PALETTE)


def free(*slots: Slots) -> ScreenMode:
    return replace(get_mode("free").resized(WIDTH, HEIGHT), slots=slots)


def test_confetti_becomes_areas_and_outlines_stay() -> None:
    before = legal(free(), 0.3)
    after = in_clusters(before, guide(), 0.5)
    assert count_orphan_pixels(before.indices) > 300
    assert count_orphan_pixels(after.indices) < count_orphan_pixels(before.indices) / 20
    line, left, right = after.indices[HEIGHT // 2], after.indices[:, 4:20], after.indices[:, 28:44]
    assert np.median(left) != np.median(right)
    assert (line[4:20] != np.median(left)).mean() > 0.9
    # Seen from afar it is what it was: the means of both areas stay.
    means = [PALETTE.srgb()[picture.indices][:, 4:20].mean(axis=(0, 1)) for picture in (before, after)]
    assert np.abs(means[0] - means[1]).max() < 0.15


def test_the_more_weight_the_fewer_borders() -> None:
    def borders(indices: np.ndarray) -> int:
        return int(
            (np.diff(indices.astype(int), axis=0) != 0).sum() + (np.diff(indices.astype(int), axis=1) != 0).sum()
        )

    before = legal(free(), 0.3)
    counts = [borders(in_clusters(before, guide(), weight).indices) for weight in (0.0, 0.25, 0.5, 1.0)]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] < borders(before.indices)


@pytest.mark.parametrize("slots", [(Slots(2, (8, 8)),), (Slots(1), Slots(3, (4, 8)))], ids=["two", "three and one"])
def test_a_pixel_takes_only_what_its_cell_holds(slots: tuple[Slots, ...]) -> None:
    before = legal(free(*slots), 0.3)
    after = in_clusters(before, guide(), 1.0)
    assert check(after) == []
    assert (after.choices() == before.choices()).all()
    assert count_orphan_pixels(after.indices) < count_orphan_pixels(before.indices) / 3


def test_forbidden_colours_do_not_come_back_and_what_is_still_stays() -> None:
    mode = replace(free(), usable=(0, 1, 5, 7, 12))
    before, still = legal(mode, 0.3), np.zeros((HEIGHT, WIDTH), bool)
    still[:, :6] = True
    after = in_clusters(before, guide(), 0.5, still)
    assert set(np.unique(after.indices)) <= {0, 1, 5, 7, 12}
    assert (after.indices[still] == before.indices[still]).all()
