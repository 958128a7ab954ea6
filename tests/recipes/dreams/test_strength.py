"""One dial from a breath to a dream from edge to edge: what is left of the photo, and how much is dreamt."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from pixelstyle.colour import linear_to_srgb, smooth, srgb_to_linear, srgb_to_oklab
from pixelstyle.errors import PixelStyleError
from pixelstyle.networks import load_network
from pixelstyle.objectives import Content
from pixelstyle.optimise import to_tensor
from pixelstyle.recipes import Result
from pixelstyle.recipes.dream import dream
from pixelstyle.recipes.dreams.anchor import Anchor, fading, pull_of
from pixelstyle.screens import check
from pixelstyle.settings import DreamSettings
from tests.command_line import ROOT

SMALL: dict[str, Any] = {
    "width": 64,
    "height": 48,
    "layer": ("relu3_1",),
    "precision": "float32",
    "octaves": 2,
    "octave_steps": 8,
}
CELLS: dict[str, Any] = {"mode": "free", "palette": "c64-colodore", "cell": "4x8", "cell_colours": 4, "iterations": 46}
CASES: list[tuple[str, dict[str, Any]]] = [
    ("chelsea", CELLS),
    ("astronaut", {"mode": "free", "palette": "gameboy-dmg", "iterations": 46}),
    ("china", {"mode": "none"}),
]


def dreamt(photo: Path, **settings: Any) -> Result:
    return dream(photo, **SMALL | settings)


def afar(result: Result) -> np.ndarray:
    """How light it is, seen through a blur of 3 pixels: [H, W]."""
    light = srgb_to_linear(result.shown().astype(np.float64) / 255)
    return np.asarray(srgb_to_oklab(linear_to_srgb(smooth(light, 3, 3)))[..., 0])


def apart(result: Result, photo: Result) -> float:
    """How far it is from the photo, seen from afar: 1 less the correlation, whatever the machine's shades are."""
    return 1 - float(np.corrcoef(afar(result).ravel(), afar(photo).ravel())[0, 1])


def unlike(result: Result, photo: Result) -> float:
    """How unlike the photo a layer finds it that nothing has dreamt of."""
    network = load_network(layers=["relu4_2"])
    with torch.no_grad():
        seen, meant = (network(to_tensor(each.shown())) for each in (result, photo))
    return float(Content("relu4_2", meant["relu4_2"])(torch.empty(0), seen))


@pytest.mark.slow
@pytest.mark.parametrize(("name", "screen"), CASES, ids=[name for name, _ in CASES])
def test_by_itself_a_dream_leaves_the_photo_and_at_full_strength_it_does_not(name: str, screen: dict[str, Any]) -> None:
    photo = ROOT / f"examples/photos/{name}.jpg"
    plain = dreamt(photo, mode="none", iterations=0)
    breath, usual, full = (dreamt(photo, **screen, strength=strength) for strength in (0.0, None, 1.0))
    assert all(result.picture is None or check(result.picture) == [] for result in (breath, usual, full))
    assert apart(breath, plain) < apart(usual, plain) < 0.7 * apart(full, plain)
    assert unlike(breath, plain) < unlike(usual, plain) < unlike(full, plain)
    gains = [result.figures["gains"]["relu3_1"] for result in (breath, usual, full)]
    assert gains == sorted(gains) and gains[1] > 1.2


@pytest.mark.slow
def test_the_dial_goes_one_way(astronaut: Path) -> None:
    plain = dreamt(astronaut, mode="none", iterations=0)
    results = [dreamt(astronaut, **CELLS, strength=step / 4) for step in range(5)]
    for rising in (
        [apart(result, plain) for result in results],
        [result.figures["gains"]["relu3_1"] for result in results],
    ):
        assert rising == sorted(rising)


def test_a_breath_is_a_step_at_most(astronaut: Path) -> None:
    plain, breath = (dreamt(astronaut, mode="none", **settings) for settings in ({"iterations": 0}, {"strength": 0.0}))
    moved = np.abs(plain.pixels.astype(int) - breath.pixels)
    assert 0 < moved.mean() < 3 * 1.5


@pytest.mark.slow
def test_below_full_strength_a_dream_comes_to_rest(astronaut: Path) -> None:
    def gain(**settings: Any) -> float:
        result = dreamt(astronaut, mode="none", **{"octaves": 1} | settings)
        return float(result.figures["gains"]["relu3_1"])

    assert gain(strength=0.3, octave_steps=32) < 1.1 * gain(strength=0.3, octave_steps=16)
    assert gain(strength=1.0, octave_steps=32) > 1.2 * gain(strength=1.0, octave_steps=16)


def test_where_there_is_no_picture_to_recognise_nothing_holds_on() -> None:
    assert [DreamSettings(start=start).strength_in_use for start in ("image", "noise", "grey")] == [0.5, 1.0, 1.0]
    assert DreamSettings(start="noise", strength=0.2).strength_in_use == 0.2
    assert pull_of(1.0) == fading(0.0) == 0
    for strength in (-0.1, 1.5):
        with pytest.raises(PixelStyleError, match="strength"):
            DreamSettings(strength=strength)


def test_the_anchor_sees_a_dither_as_its_colour() -> None:
    ramp = torch.linspace(0, 1, 48).expand(1, 3, 32, 48).contiguous()
    grey = float(linear_to_srgb(torch.tensor(0.5)))
    dither = ((torch.arange(32)[:, None] + torch.arange(48)) % 2).float().expand(1, 3, 32, 48)
    target = torch.where(torch.arange(48) < 24, ramp, torch.tensor(grey))
    anchor = Anchor(target)
    assert float(anchor(target, {})) == pytest.approx(0, abs=1e-6)
    dithered = torch.where(torch.arange(48) < 24, ramp, dither)
    assert float(anchor(dithered, {})) < 0.02
    assert float(anchor(torch.full_like(ramp, 0.5), {})) > 0.5


@pytest.mark.slow
def test_shades_hold_on_to_no_hues(astronaut: Path) -> None:
    """The anchor of a Game Boy's picture is in its shades: of an orange suit it could only say that all is wrong."""
    by_shades = dreamt(astronaut, mode="free", palette="gameboy-dmg", iterations=20)
    assert by_shades.losses["anchor"] < 0.3
