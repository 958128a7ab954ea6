"""Regions apart: what is dealt out to them, and that what one wants is not felt in another."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pixelstyle.palettes import Palette, get_palette
from pixelstyle.screens import ScreenMode, check, get_mode
from pixelstyle.screens.solving.regions import EDGE, ApartSolver, owners, shares


@given(st.integers(1, 60), st.lists(st.integers(0, 9999), min_size=1, max_size=6).filter(any), st.floats(0.3, 1))
def test_everything_is_dealt_out_and_more_to_the_larger(total: int, areas: list[int], power: float) -> None:
    dealt = shares(total, areas, power)
    there = [area for area in areas if area]
    if total < len(there):
        assert dealt == []
        return
    assert sum(dealt) == total
    assert all((count > 0) == (area > 0) for count, area in zip(dealt, areas, strict=True))
    by_area = [count for _, count in sorted(zip(areas, dealt, strict=True))]
    assert all(a <= b + 1 for a, b in pairwise(by_area))


def test_shares_by_area_are_as_near_as_whole_numbers_can_be() -> None:
    assert shares(8, [300, 100]) == [6, 2]
    assert shares(4, [1000, 1, 1, 1]) == [1, 1, 1, 1]
    assert shares(32, [32, 1], 0.6) == [28, 4]


SCREENS = [
    replace(get_mode("nes"), width=96, height=64, tiles=replace(get_mode("nes").tiles, limit=50)),
    replace(get_mode("nes-mmc5"), width=48, height=32),
    replace(get_mode("gameboy"), width=48, height=32, tiles=replace(get_mode("gameboy").tiles, limit=12)),
    replace(get_mode("gameboy-color"), width=48, height=32),
    replace(get_mode("master-system"), width=48, height=32),
]


@pytest.mark.parametrize("regions", [2, 3, 5])
@pytest.mark.parametrize("mode", SCREENS, ids=lambda mode: mode.name)
def test_what_one_region_wants_is_not_felt_in_another(mode: ScreenMode, regions: int) -> None:
    dice = np.random.default_rng(regions)
    palette = (
        get_palette(mode.palette)
        if mode.palette and mode.choice is None
        else Palette.from_array("random", 255 * dice.integers(0, 2, (mode.choice.colours, 3)))
    )
    shape = mode.height, mode.width
    rows, columns = np.indices(shape)
    apart = ((columns + rows // 2) * regions // (shape[1] + shape[0] // 2)).astype(np.int64)
    content, costs = (dice.random((*shape, len(palette))).astype(np.float32) for _ in range(2))
    solver = ApartSolver.of(mode, palette, apart, content)
    before = solver.solve(costs)
    assert check(before) == []
    for region in range(regions):
        other = np.where((apart == region)[..., None], dice.random(costs.shape, np.float32), costs)
        after = solver.solve(other)
        assert check(after) == []
        changed = before.indices != after.indices
        assert changed[apart == region].mean() > 0.1
        tile = mode.tiles and mode.tiles.size
        whole = owners(apart, tile).repeat(tile[1], 0).repeat(tile[0], 1) if tile else apart
        assert not changed[(apart != region) & (whole != EDGE)].any()
