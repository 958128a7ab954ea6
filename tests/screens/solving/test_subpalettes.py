"""Sub-palettes and tile limits: every step keeps or lowers the cost, and limits hold."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pixelstyle.colour.local_mean import smooth
from pixelstyle.palettes import Palette
from pixelstyle.screens import (
    Choice,
    Dither,
    NativePicture,
    ScreenMode,
    Slots,
    SubPalettes,
    Tiles,
    check,
    fit,
    solve,
    with_slots,
)
from pixelstyle.screens.solving.costs import distances
from pixelstyle.screens.solving.set_costs import split_cells
from pixelstyle.screens.solving.slots.coordinate_descent import exchange_slots
from pixelstyle.screens.solving.slots.exhaustive import search
from pixelstyle.screens.solving.slots.levels import levels
from pixelstyle.screens.solving.solve import within_tiles
from pixelstyle.screens.solving.subpalettes.clustering import assign, improve, search_subpalettes
from pixelstyle.screens.solving.subpalettes.costs import CellCosts
from pixelstyle.screens.solving.tiles.clustering import merge_tiles

RULE = SubPalettes(2, 2, (2, 2), shared=1)


def random_costs(seed: int, *shape: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 50, shape).astype(np.float32)


@given(seed=st.integers(0, 2**32 - 1), shared=st.integers(0, 2))
@settings(max_examples=30, deadline=None)
def test_improving_sub_palettes_never_costs_more(seed: int, shared: int) -> None:
    rng = np.random.default_rng(seed)
    cells = rng.normal(size=(8, 4, 12)).astype(np.float32)  # also negative, as logits are
    start = assign(CellCosts(cells), rng.choice(8, shared, replace=False), rng.integers(0, 8, (3, 2)))
    better = improve(CellCosts(cells), start)
    assert better.total <= start.total
    palettes = better.palettes()
    in_each = np.array([cells[row].min(axis=0).sum(axis=0) for row in palettes])
    assert (in_each.argmin(axis=0) == better.member).all()
    assert better.total == pytest.approx(in_each.min(axis=0).sum(), rel=1e-4, abs=1e-3)


def every_arrangement(cells: np.ndarray, rule: SubPalettes) -> float:
    colours = range(len(cells))
    best = np.inf
    for shared in itertools.combinations(colours, rule.shared):
        in_each = [
            cells[list(shared + own)].min(axis=0).sum(axis=0) for own in itertools.combinations(colours, rule.size)
        ]
        for group in itertools.combinations(in_each, rule.count):
            best = min(best, float(np.min(group, axis=0).sum()))
    return best


def test_the_search_for_sub_palettes_comes_close_to_the_best_of_all() -> None:
    gaps = []
    for seed in range(12):
        cells = split_cells(random_costs(seed, 4, 6, 5), (2, 2))
        best = every_arrangement(cells, RULE)
        found = search_subpalettes(CellCosts(cells), RULE, np.arange(5)).total
        assert found >= best
        gaps.append(found / best)
    assert np.mean(gaps) < 1.08


@given(
    rule=st.builds(SubPalettes, st.integers(1, 3), st.integers(1, 3), st.just((4, 4)), st.integers(0, 1)),
    colours=st.integers(1, 9),
    tiles=st.builds(Tiles, st.just((2, 2)), st.integers(1, 6), st.booleans()),
    seed=st.integers(0, 2**32 - 1),
    dither=st.sampled_from(["none", "floyd-steinberg", "bayer-2"]),
)
@settings(max_examples=60, deadline=None)
def test_results_keep_to_their_sub_palettes_and_tiles(
    rule: SubPalettes, colours: int, tiles: Tiles, seed: int, dither: str
) -> None:
    rng = np.random.default_rng(seed)
    mode = ScreenMode("m", "m", 8, 12, "p", subpalettes=rule, tiles=tiles)
    palette = Palette.from_array("p", rng.integers(0, 256, (colours, 3)))
    native = fit(mode, rng.random((12, 8, 3), np.float32), palette, dither=Dither(dither))
    assert native.subpalettes is not None and native.subpalettes.shape == (rule.count, rule.shared + rule.size)
    assert (native.subpalettes[:, : rule.shared] == native.subpalettes[0, : rule.shared]).all()
    assert native.codes is not None
    shown = np.take_along_axis(native.choices(), native.codes[..., None].astype(int), axis=2)[..., 0]
    assert (shown == native.indices).all()
    assert different_tiles(native.codes, mode.tiles) <= tiles.limit


def different_tiles(codes: np.ndarray, rule: Tiles | None) -> int:
    assert rule is not None
    seen = set()
    for y, x in itertools.product(range(0, codes.shape[0], rule.size[1]), range(0, codes.shape[1], rule.size[0])):
        tile = codes[y : y + rule.size[1], x : x + rule.size[0]]
        views = [tile, tile[:, ::-1], tile[::-1], tile[::-1, ::-1]] if rule.flips else [tile]
        seen.add(min(view.tobytes() for view in views))
    return len(seen)


@given(seed=st.integers(0, 2**32 - 1), flips=st.booleans())
@settings(max_examples=30, deadline=None)
def test_tiles_within_the_limit_stay_and_a_tighter_limit_costs_more(seed: int, flips: bool) -> None:
    costs = random_costs(seed, 12, 12, 3)
    codes = costs.argmin(axis=2).astype(np.uint8)
    assert merge_tiles(codes, costs, Tiles((3, 3), 16, flips)) is codes
    totals = []
    for limit in (12, 6, 1):
        merged = merge_tiles(codes, costs, Tiles((3, 3), limit, flips))
        assert different_tiles(merged, Tiles((3, 3), limit, flips)) <= limit
        totals.append(float(np.take_along_axis(costs, merged[..., None].astype(int), axis=2).sum()))
    assert costs.min(axis=2).sum() <= totals[0] <= totals[1] * 1.05 <= totals[2] * 1.1
    one = costs.reshape(4, 3, 4, 3, 3).sum(axis=(0, 2)).min(axis=2).sum()
    assert totals[2] <= one if flips else totals[2] == pytest.approx(one)


def test_mirror_images_count_as_one_tile_where_the_machine_can_mirror() -> None:
    tile = np.arange(4, dtype=np.uint8).reshape(2, 2)
    codes = np.concatenate(
        [np.concatenate([tile, tile[:, ::-1]], 1), np.concatenate([tile[::-1], tile[::-1, ::-1]], 1)]
    )
    costs = (codes[..., None] != np.arange(4)).astype(np.float32)
    assert (merge_tiles(codes, costs, Tiles((2, 2), 1, flips=True)) == codes).all()
    assert (merge_tiles(codes, costs, Tiles((2, 2), 1)) != codes).any()


@given(seed=st.integers(0, 2**32 - 1), shared=st.integers(0, 2))
@settings(max_examples=20, deadline=None)
def test_exchanging_slots_comes_close_to_the_full_search(seed: int, shared: int) -> None:
    entries = (Slots(shared),) * bool(shared) + (Slots(2, (2, 2)),)
    mode = ScreenMode("m", "m", 6, 4, "p", slots=entries)
    costs = random_costs(seed, 4, 6, 7)
    areas = levels(mode, 7)
    picture, cells = (areas[0], areas[1:]) if shared else (None, areas)

    def total(held: list[np.ndarray]) -> float:
        spread = [h.repeat(4 // h.shape[0], 0).repeat(6 // h.shape[1], 1) for h in held]
        choices = np.concatenate(spread, axis=2).astype(int)
        return float(np.take_along_axis(costs, choices, axis=2).min(axis=2).sum())

    best, found = total(search(costs, picture, cells)), total(exchange_slots(costs, picture, cells))
    assert best <= found <= best * 1.25 + 1
    if not shared:
        assert found == best  # the shortlist holds every colour


def test_a_chosen_palette_keeps_its_blocks() -> None:
    mode = ScreenMode("m", "m", 4, 2, None, subpalettes=SubPalettes(2, 2, (2, 2)), choice=Choice(4, (4, 4, 4)))
    palette = Palette("p", ((0, 0, 0), (255, 0, 0), (0, 0, 0), (0, 255, 0)))
    costs = np.full((2, 4, 4), 9, np.float32)
    costs[..., [0, 2]] = 1
    costs[0, 0, 1] = costs[1, 3, 3] = 0
    native = solve(mode, costs, palette)
    assert isinstance(native, NativePicture) and native.subpalette_map is not None
    assert native.subpalette_map.tolist() == [[0, 1]]
    assert native.indices.tolist() == [[1, 0, 2, 2], [0, 0, 2, 3]]


@given(seed=st.integers(0, 2**32 - 1), shared=st.integers(0, 1))
@settings(max_examples=25, deadline=None)
def test_random_legal_pictures_are_found_legal_and_get_their_sub_palettes_back(seed: int, shared: int) -> None:
    rng = np.random.default_rng(seed)
    rule = SubPalettes(3, 3, (4, 4), shared)
    mode = ScreenMode("m", "m", 24, 24, "p", subpalettes=rule)
    held = np.concatenate([np.full((3, shared), 9), rng.permuted(np.tile(np.arange(9), (3, 1)), axis=1)[:, :3]], axis=1)
    which = rng.integers(0, 3, (6, 6)).repeat(4, axis=0).repeat(4, axis=1)
    indices = held[which, rng.integers(0, 3 + shared, (24, 24))].astype(np.uint8)
    palette = Palette.from_array("p", rng.integers(0, 256, (10, 3)))
    native = NativePicture(mode, palette, indices)
    assert check(native) == []
    derived = with_slots(native)
    assert (derived.choices() == indices[..., None]).any(axis=2).all()
    assert check(derived) == []


@pytest.mark.parametrize("flips", [False, True])
def test_dithered_tiles_are_merged_by_what_an_eye_makes_of_them(flips: bool) -> None:
    """Half the tiles of a dithered ramp: blurred, nearer to it than what merging dot by dot leaves."""
    rule = Tiles((8, 8), 24, flips)
    mode = ScreenMode("m", "m", 64, 48, "p", tiles=rule)
    palette = Palette.from_array("p", np.array([[0, 0, 0], [255, 255, 255], [200, 60, 40]]))
    across, down = np.meshgrid(np.linspace(0, 1, 64), np.linspace(0, 1, 48))
    picture = np.stack([across, across * down, down * across**2], axis=2).astype(np.float32)
    merged = fit(mode, picture, palette, dither=Dither("floyd-steinberg"))
    plain = fit(replace(mode, tiles=None), picture, palette, dither=Dither("floyd-steinberg"))
    by_dots = within_tiles(replace(plain, mode=mode), distances(plain.native_rgb() / 255, palette, "oklab"))
    assert different_tiles(plain.indices, rule) > 40
    assert different_tiles(merged.indices, rule) <= rule.limit

    def error(native: NativePicture) -> float:
        return float(((smooth(native.native_rgb() / 255 - picture, 1.5, 1.5)) ** 2).sum())

    assert error(merged) < 0.8 * error(by_dots)
