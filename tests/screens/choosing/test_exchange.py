"""Exchange leaves out what cannot matter: what it works out is what all points and all colours together give."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pixelstyle.screens.choosing.exchange import Shades, _Held
from pixelstyle.screens.choosing.gamut import Gamut, squared
from pixelstyle.screens.signals.extra_half_brite import halves


@given(
    seed=st.integers(0, 2**32 - 1),
    count=st.sampled_from([1, 2, 9]),
    bits=st.sampled_from([2, 5, 8, None]),
    shades=st.sampled_from([None, halves]),
)
@settings(max_examples=40, deadline=None)
def test_the_falls_and_the_error_are_those_of_all_points(
    seed: int, count: int, bits: int | None, shades: Shades | None
) -> None:
    rng = np.random.default_rng(seed)
    listed = rng.integers(0, 256, (20, 3)).astype(np.uint8)
    gamut = Gamut(None, listed, "oklab") if bits is None else Gamut((bits, bits, bits), None, "oklab")
    srgb, weights = rng.random((60, 3)) ** 2, (rng.random(60) + 0.1).astype(np.float32)
    points = gamut.embed(srgb)
    held = _Held(gamut.snap(rng.random((count, 3))), srgb, points, weights, gamut, shades)

    def error(colours: np.ndarray) -> float:
        every = colours if shades is None else np.concatenate([colours, shades(colours)])
        return float(squared(points, gamut.embed(every / 255)).min(axis=0).astype(np.float64) @ weights)

    def with_each(moved: int, offered: np.ndarray) -> list[float]:
        tried = []
        for colour in offered:
            changed = held.colours.copy()
            changed[moved] = colour
            tried.append(error(changed) - error(held.colours))
        return tried

    for _ in range(3):
        held.look_around()
        for moved in range(count):
            far = held._falls_far()
            wanted = with_each(moved, held.far[held.offers])
            assert far[moved] == pytest.approx(min(wanted), abs=1e-4)
            if bits is not None:
                near = with_each(moved, held.near[moved])
                assert held._falls_near(moved) == pytest.approx(np.array(near), abs=1e-4)
                if not held.unsettled[moved]:
                    assert min(near) > -1e-4
                wanted += near
            before = error(held.colours)
            held.improve(moved)
            after = error(held.colours)
            assert held.total == pytest.approx(after, rel=1e-4)
            assert after == pytest.approx(min(before, before + min(wanted)), abs=1e-4)
