"""Shots and what stands still: cuts are found, and nothing else; noise is no change."""

from __future__ import annotations

import numpy as np
import pytest

from pixelstyle.film.shots import signature, with_cuts
from pixelstyle.film.steady import held
from tests.film.films import crossed, fade, pan, still


def cuts(frames: list[np.ndarray]) -> list[int]:
    found = list(with_cuts((number, signature(frame)) for number, frame in enumerate(frames)))
    assert [number for number, _ in found] == list(range(len(frames)))
    return [number for number, cut in found if cut]


@pytest.mark.parametrize(
    ("frames", "found"),
    [
        (pan(20) + pan(15, name="chelsea") + pan(9, name="coffee"), [0, 20, 35]),
        (pan(30, step=6), [0]),
        (still(10, 4), [0]),
        (fade(25), [0]),
        (crossed(20, 2), [0]),
        (pan(1), [0]),
        ([*pan(10), np.full((64, 96, 3), 255, np.uint8), *pan(20)[11:]], [0]),
        (pan(12) + [np.full((64, 96, 3), 255, np.uint8)] * 8, [0, 12]),
    ],
    ids=["cuts", "pan", "noise", "fade", "crossed", "one", "flash", "white"],
)
def test_shots_begin_where_the_film_cuts(frames: list[np.ndarray], found: list[int]) -> None:
    assert cuts(frames) == found


@pytest.mark.parametrize("sigma", [1, 2, 4])
def test_noise_is_no_change(sigma: float) -> None:
    frames = still(30, sigma)
    now = frames[0]
    for frame in frames[1:]:
        now = held(now, frame)
    assert np.array_equal(now, frames[0])


def test_what_moves_is_seen_and_the_rest_stays() -> None:
    frames = crossed(8, 2)
    first = frames[0]
    later = held(first, frames[7])
    assert (later[26:34, 22:32] == frames[7][26:34, 22:32]).all()
    assert (later[:18] == first[:18]).all()
    assert (later[42:] == first[42:]).all()


def test_a_slow_fade_does_not_go_unseen() -> None:
    now = None
    for frame in fade(200):
        now = held(now, frame)
    assert np.abs(now.astype(int) - fade(2)[1]).max() <= 64
