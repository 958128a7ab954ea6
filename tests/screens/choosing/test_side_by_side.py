"""Sub-palettes improved side by side are each improved as if it were alone, and cells find the nearest of them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pixelstyle.screens import Choice, ScreenMode, SubPalettes, check, choose_palette, fit, solve
from pixelstyle.screens.choosing.exchange_side_by_side import Points, _Rows, exchange_side_by_side
from pixelstyle.screens.choosing.gamut import Gamut, squared
from pixelstyle.screens.solving.costs import distances


def errors(colours: np.ndarray, points: list[Points], gamut: Gamut) -> np.ndarray:
    """Of each sub-palette, by all its points and colours at once."""
    pairs = zip(colours, points, strict=True)
    return np.array([squared(place, gamut.embed(row / 255)).min(axis=0) @ weight for row, (_, place, weight) in pairs])


@given(seed=st.integers(0, 2**32 - 1), bits=st.sampled_from([2, 4, 5, 8, None]))
@settings(max_examples=30, deadline=None)
def test_each_sub_palette_shows_its_points_better_and_keeps_what_is_fixed(seed: int, bits: int | None) -> None:
    rng = np.random.default_rng(seed)
    listed = rng.integers(0, 256, (9, 3)).astype(np.uint8)
    gamut = Gamut(None, listed, "oklab") if bits is None else Gamut((bits, bits, bits), None, "oklab")
    fixed, counts = [0, 1, 4], [1, 300, 128]
    seen = [rng.random((count, 3)) ** 2 for count in counts]
    points = [(srgb, gamut.embed(srgb), rng.integers(1, 9, len(srgb))) for srgb in seen]
    colours = gamut.snap(rng.random((12, 3))).reshape(3, 4, 3)
    moved = exchange_side_by_side(colours, fixed, points, gamut, 2)
    assert all(np.array_equal(was[:n], now[:n]) for was, now, n in zip(colours, moved, fixed, strict=True))
    assert np.array_equal(gamut.snap(moved.reshape(-1, 3) / 255).reshape(moved.shape), moved)
    assert (errors(moved, points, gamut) <= errors(colours, points, gamut) * (1 + 1e-5) + 1e-5).all()
    alone = [exchange_side_by_side(colours[[n]], [fixed[n]], [points[n]], gamut, 2) for n in range(3)]
    assert np.allclose(errors(np.concatenate(alone), points, gamut), errors(moved, points, gamut), rtol=1e-3, atol=1e-5)
    rows = _Rows(moved.copy(), np.array(fixed), points, gamut)
    total = rows._total(rows.apart.min(axis=1)[:, None])[:, 0]
    assert total == pytest.approx(errors(moved, points, gamut), rel=1e-3, abs=1e-4)


def test_one_colour_of_many_points_becomes_the_nearest_to_their_mean() -> None:
    gamut = Gamut((4, 4, 4), None, "rgb")
    srgb = np.random.default_rng(1).random((500, 3))
    moved = exchange_side_by_side(np.zeros((1, 1, 3), np.uint8), [0], [(srgb, srgb, np.ones(500))], gamut, 1)
    assert moved[0, 0].tolist() == gamut.snap(srgb.mean(axis=0)[None])[0].tolist()


@pytest.mark.parametrize("by_row", [0, 1])
def test_cells_take_the_nearest_sub_palette_as_by_costs(by_row: int) -> None:
    """In parts, without costs of every pixel in every colour; the last cells lie across the edge."""
    rule = SubPalettes(4, 3, (8, 8), shared=1, by_row=by_row)
    mode = ScreenMode("m", "M", 40, 24, None, subpalettes=rule, choice=Choice(13, (4, 4, 4)), any_size=True)
    noise = np.random.default_rng(2).random((24, 40, 3), np.float32)
    picture = (noise + np.linspace(0, 1, 40, dtype=np.float32)[:, None]) / 2
    for width, height in ((40, 24), (37, 21)):
        sized, seen = mode.resized(width, height), picture[:height, :width]
        palette = choose_palette(sized, seen)
        found, costs = fit(sized, seen, palette), distances(seen, palette, "oklab")
        wanted = solve(sized, costs, palette)
        assert check(found) == []
        paid = [np.take_along_axis(costs, one.indices[..., None].astype(int), axis=2).sum() for one in (found, wanted)]
        assert paid[0] == pytest.approx(paid[1], rel=1e-5)


def test_a_picture_of_one_colour_needs_no_second_sub_palette() -> None:
    rule = SubPalettes(3, 2, (4, 4))
    mode = ScreenMode("m", "M", 16, 16, None, subpalettes=rule, choice=Choice(6, (3, 3, 3)))
    grey = np.full((16, 16, 3), 4 / 7, np.float32)
    palette = choose_palette(mode, grey, locked=[(255, 0, 0)])
    assert [palette.colours[n] for n in (0, 2, 4)] == [(255, 0, 0)] * 3
    assert (fit(mode, grey, palette).native_rgb() == round(255 * 4 / 7)).all()
