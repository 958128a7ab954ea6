"""Textures, and styles without some of their channels."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from pixelstyle.errors import PixelStyleError
from pixelstyle.objectives import GramStyle
from pixelstyle.recipes.stylize import stylize
from pixelstyle.recipes.texture import texture
from pixelstyle.screens import check

NO_PICTURE = torch.empty(0)
"""Terms that judge activations look at no pixel."""
SMALL: dict[str, Any] = {"mode": "free", "palette": "c64-colodore", "width": 64, "height": 48, "precision": "float32"}
SHALLOW: dict[str, Any] = SMALL | {"style_layers": "relu1_1,relu2_1,relu3_1"}


def seam(pixels: np.ndarray) -> float:
    """How much rougher the step from the last column to the first is than those within; the same for rows."""
    values = pixels.astype(float)
    return max(
        np.abs(np.take(values, 0, axis) - np.take(values, -1, axis)).mean() / np.abs(np.diff(values, axis=axis)).mean()
        for axis in (0, 1)
    )


@pytest.mark.slow
def test_a_tile_fits_to_itself(van_gogh: Path) -> None:
    settings: dict[str, Any] = SHALLOW | {"iterations": 60}
    tiled, plain = (texture(van_gogh, tile=tile, **settings) for tile in (True, False))
    assert check(tiled.picture) == check(plain.picture) == []
    assert tiled.losses["style"] < 0.3
    assert seam(tiled.pixels) < 1.35
    assert seam(tiled.pixels) < seam(plain.pixels)


def test_an_excluded_channel_has_no_say_and_a_stressed_one_more() -> None:
    random = torch.Generator().manual_seed(1)
    style, values = (torch.rand(1, 4, 5, 5, generator=random) for _ in range(2))
    other = values.clone()
    other[:, 2] += 3
    without = GramStyle.of({"l": style}, channels={"l": {2: 0.0}})
    assert float(without(NO_PICTURE, {"l": values})) == pytest.approx(float(without(NO_PICTURE, {"l": other})))
    # Three channels alone are the same style as four without one.
    kept = [0, 1, 3]
    alone = GramStyle.of({"l": style[:, kept]})
    assert float(alone(NO_PICTURE, {"l": values[:, kept]})) == pytest.approx(float(without(NO_PICTURE, {"l": values})))
    plain, stressed = (GramStyle.of({"l": style}, channels={"l": {2: factor}}) for factor in (1.0, 2.0))
    assert float(stressed(NO_PICTURE, {"l": other})) > float(plain(NO_PICTURE, {"l": other}))


@pytest.mark.slow
def test_a_style_that_dreams(astronaut: Path, van_gogh: Path) -> None:
    settings: dict[str, Any] = SHALLOW | {"content_layer": "relu2_1", "iterations": 20}
    plain, dreaming = (stylize(astronaut, van_gogh, **settings, dream=dream) for dream in ((), ("relu3_1=2",)))
    assert dreaming.losses["dream"] < 0.9
    assert not np.array_equal(plain.pixels, dreaming.pixels)


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"style_exclude": ("relu3_1:256",)}, "0 to 255"),
        ({"style_exclude": ("relu4_1:1",)}, "relu4_1"),
        ({"style_stress": ("relu3_1",)}, "relu3_1:12,40"),
    ],
)
def test_channels_that_are_not_there(settings: dict[str, Any], told: str, van_gogh: Path) -> None:
    with pytest.raises(PixelStyleError, match=told):
        texture(van_gogh, **SHALLOW, **settings)
