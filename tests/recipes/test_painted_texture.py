"""Textures by a painter: each seed another one, legal, and fitting to itself where that is asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pixelstyle.errors import PixelStyleError
from pixelstyle.painters import noise_picture
from pixelstyle.recipes.texture import texture
from pixelstyle.screens import check
from tests.command_line import CommandLine
from tests.recipes.test_texture import seam

SETTINGS: dict[str, Any] = {"mode": "zx-spectrum", "painter": "van-gogh"}


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["zx-spectrum", "c64-multicolor", "gameboy"])
def test_seeds_differ_and_all_are_legal(mode: str) -> None:
    first, again, other = (texture(**SETTINGS | {"mode": mode}, seed=seed) for seed in (0, 0, 1))
    assert check(first.picture) == check(other.picture) == []
    assert np.array_equal(first.pixels, again.pixels)
    assert (first.picture.indices != other.picture.indices).mean() > 0.3


@pytest.mark.slow
def test_a_tile_fits_to_itself() -> None:
    settings: dict[str, Any] = {"mode": "free", "palette": "c64-colodore", "width": 128, "height": 64}
    tiled = [texture(**settings, painter="van-gogh", tile=True, seed=seed) for seed in range(3)]
    assert np.mean([seam(one.pixels) for one in tiled]) < 1.2


def test_the_network_sees_beyond_an_edge_what_lies_at_the_opposite_one() -> None:
    import torch

    from pixelstyle.painters import shipped_painter
    from pixelstyle.palettes import get_palette
    from pixelstyle.screens import get_mode

    mode, painter = get_mode("zx-spectrum"), shipped_painter()
    noise = noise_picture((64, 64), (1, 1), painter.paintings[0].pixels(), torch.Generator().manual_seed(1))
    scene = painter.scene(mode, get_palette(mode.palette), 0, wraps=True)
    # Places on the screen repeat every 64 pixels: moved by so many, a repeated picture is the same.
    whole = scene.logits(np.tile(noise, (2, 2, 1)))
    assert torch.allclose(whole[:, :64, :64], whole[:, 64:, 64:], atol=1e-3)
    assert torch.allclose(whole[:, :64, :64], scene.logits(noise), atol=1e-2)


def test_noise_fits_to_itself_and_has_the_painting_s_colours(van_gogh: Path) -> None:
    import torch

    from pixelstyle.files import read_picture

    painting = read_picture(van_gogh)
    noise = noise_picture((96, 64), (2, 1), painting, torch.Generator().manual_seed(3))
    assert seam(noise) < 1.25
    wanted = painting.reshape(-1, 3) / 255
    assert np.abs(noise.reshape(-1, 3).mean(0) - wanted.mean(0)).max() < 0.06
    assert np.abs(noise.reshape(-1, 3).std(0) - wanted.std(0)).max() < 0.1


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({}, "Say of what the texture is"),
        ({"painting": "a"}, "goes with --painter"),
        ({"painter": "van-gogh", "tv_weight": 1.0}, "--tv-weight has no part in it"),
        ({"painter": "no-such"}, "no-such"),
        ({"painter": "van-gogh", "mode": "none"}, "has none"),
    ],
)
def test_what_cannot_be_is_said(settings: dict[str, Any], told: str) -> None:
    with pytest.raises(PixelStyleError, match=told):
        texture(**settings)


@pytest.mark.slow
def test_the_command_makes_one_and_again_repeats_it(tmp_path: Path, pixelstyle: CommandLine, van_gogh: Path) -> None:
    made = pixelstyle("texture", "--painter", "van-gogh", "-m", "pico-8", "--seed", 5, "-o", tmp_path / "a.png")
    assert made.status == 0
    assert pixelstyle("again", tmp_path / "a.png", "-o", tmp_path / "b.png").status == 0
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()
    both = pixelstyle("texture", van_gogh, "--painter", "van-gogh", "-o", tmp_path / "c.png")
    assert both.status == 2
    assert "leave out" in both.err
