"""Annealing of hold-and-modify: its mean picture, when cold, is what the hardware makes of the codes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from pixelstyle.optimise import Target, make_method, make_target
from pixelstyle.optimise.methods import method_for
from pixelstyle.optimise.methods.anneal_ham import AnnealHam
from pixelstyle.optimise.native_tensors import pack, unpack
from pixelstyle.palettes import Palette
from pixelstyle.recipes.run import OptimisingRun, drain
from pixelstyle.recipes.runs.staged import StagedRun
from pixelstyle.recipes.runs.temporal_coherence import keeping
from pixelstyle.recipes.stylize import prepare_stylize
from pixelstyle.screens import ScreenMode, check, get_mode
from pixelstyle.settings import StylizeSettings
from tests.command_line import ROOT

HEIGHT, WIDTH = 24, 40
MODES = ("amiga-ham6", "amiga-sham", "amiga-aga-ham8")
HELD = 3 / 255
"""What HAM8 holds below the levels that it sets."""


def small(name: str) -> ScreenMode:
    return replace(get_mode(name), width=WIDTH, height=HEIGHT)


def target_of(name: str, seed: int = 1) -> Target:
    mode = small(name)
    assert mode.choice is not None
    levels = np.random.default_rng(seed).integers(0, 16, (mode.choice.colours, 3))
    return make_target(mode, Palette.from_array("any", (levels * 17).astype(np.uint8)), "oklab", torch.device("cpu"))


def noise(seed: int) -> torch.Tensor:
    return torch.rand(1, 3, HEIGHT, WIDTH, generator=torch.Generator().manual_seed(seed))


def annealed(target: Target, start: torch.Tensor) -> AnnealHam:
    method = make_method("anneal", target, start, every=2)
    assert isinstance(method, AnnealHam)
    return method


def test_who_is_annealed_so() -> None:
    assert {method_for("anneal", get_mode(name)).name for name in MODES} == {"anneal-ham"}
    assert method_for("anneal", get_mode("msx2plus-screen12")).name == "admm"
    assert method_for("admm", get_mode("amiga-ham6")).name == "admm"


@pytest.mark.parametrize("name", MODES)
def test_cold_it_shows_what_its_codes_show(name: str) -> None:
    method = annealed(target_of(name), noise(2))
    with method.moving() as values:  # whatever the logits and levels are
        values += torch.randn(values.shape, generator=torch.Generator().manual_seed(3)) * 0.3
        values[..., -3:] = (values[..., -3:] * method.LEVEL * 15).round().clamp(0, 15) / 15 / method.LEVEL
    method.warmth = 1e-7
    method.begin(0, 10)
    picture = method.finish()
    assert check(picture) == []
    off = (method.picture() - method.target.picture(picture)).abs().max()
    assert off <= (2 * HELD if "ham8" in name else 1e-5)


@pytest.mark.parametrize("name", MODES)
def test_it_begins_as_the_solver_ends_and_the_last_step_sees_the_legal_picture(name: str) -> None:
    target = target_of(name)
    few = noise(4)[..., ::8, ::8].repeat_interleave(8, 2).repeat_interleave(8, 3)
    start = target.picture(target.nearest(few))  # the registers that sliced HAM's lines have are not the best there are
    method = annealed(target, start)
    method.trust()
    method.begin(0, 10)
    warm = (method.picture() - start).abs().mean()
    assert 0 < warm < 0.1 and method.legal() is None
    assert (target.picture(method.finish()) - start).abs().max() <= (HELD if "ham8" in name else 1e-6)
    method.begin(9, 10)
    legal = method.legal()
    assert legal is not None and torch.allclose(method.picture(), target.picture(legal), atol=1e-6)


def test_what_pixels_hold_hands_their_gradient_to_the_one_that_set_it() -> None:
    target = target_of("amiga-ham6")
    method = annealed(target, torch.full((1, 3, HEIGHT, WIDTH), 0.4))
    with method.moving() as values:
        values[..., :-3] = 0
        values[:, 0, 16] = values[:, 1:, 17] = 40.0  # red is set, and from then on green alone
    method.begin(0, 10)
    method.picture()[0, 0, :, 7].sum().backward()
    gradient = method.variables.grad
    assert gradient is not None
    red = gradient[0, :, -3]
    assert red[0] == pytest.approx(method.LEVEL, rel=1e-3) and red[1:].abs().max() < 1e-6


def test_pinned_pixels_feel_nothing_and_stay() -> None:
    target = target_of("amiga-ham6")
    before = target.nearest(noise(5))
    still = torch.zeros(HEIGHT, WIDTH, dtype=torch.bool)
    still[:, WIDTH // 2 :] = True
    start = torch.where(still, target.picture(before), noise(6))
    method = annealed(keeping(target, before, still), start)
    method.pin(still)
    method.begin(0, 10)
    method.picture().square().sum().backward()
    gradient = method.variables.grad
    assert gradient is not None and not gradient[:, WIDTH // 2 :].any() and gradient[:, : WIDTH // 2].any()
    with method.moving() as values:
        values[:, : WIDTH // 2] += torch.randn(HEIGHT, WIDTH // 2, 1, generator=torch.Generator().manual_seed(7))
        values[:, : WIDTH // 2, -3:].clamp_(0, 1 / method.LEVEL)
    for picture in (method.finish(), adopted(method).finish()):
        kept = (target.picture(picture) == target.picture(before)).all(dim=1)[0][still]
        assert check(picture) == [] and kept.float().mean() > 0.95


def adopted(method: AnnealHam) -> AnnealHam:
    method.adopt(method.target)
    return method


@pytest.mark.parametrize("name", MODES)
def test_other_registers_are_taken_up_on_the_way_and_come_back_with_a_checkpoint(name: str) -> None:
    method = annealed(target_of(name), noise(8))
    method.trust()
    method.begin(4, 10)
    other = target_of(name, seed=9)
    method.adopt(other)
    picture = method.finish()
    assert picture.palette == other.palette and check(picture) == []
    resumed = annealed(other, noise(10))
    with resumed.moving() as values:
        values.copy_(method.variables)
    resumed.restore(method.state())
    assert (resumed.finish().indices == picture.indices).all()


def test_codes_that_there_are_not_are_refused() -> None:
    target = target_of("amiga-ham6")
    state = pack(target.nearest(noise(11)))
    assert state is not None
    state["indices"][0, 0] = 64
    with pytest.raises(ValueError, match="codes"):
        unpack(target.mode, state)


@pytest.mark.slow
@pytest.mark.parametrize("interrupted_after", [3, 14, 18])
def test_a_resumed_run_gives_the_same_bytes(
    interrupted_after: int, tmp_path: Path, tiny_network: dict[str, object]
) -> None:
    given: dict[str, Any] = {"mode": "amiga-sham", "iterations": 12, "precision": "float32"}
    settings = StylizeSettings.of(given | tiny_network)

    def prepared() -> OptimisingRun | StagedRun:
        photo, painting = (
            ROOT / "examples" / name for name in ("photos/chelsea.jpg", "paintings/hokusai-poppies-1833.jpg")
        )
        return prepare_stylize(photo, painting, settings, small("amiga-sham"))

    first, second = prepared(), prepared()
    next(step for step in first.steps() if step.iteration == interrupted_after)
    first.save_checkpoint(tmp_path / "state")
    second.resume(tmp_path / "state")
    resumed, unbroken = drain(second), drain(prepared())
    assert resumed.png() == unbroken.png() and resumed.picture is not None and check(resumed.picture) == []
    assert resumed.report()["method"] == "anneal-ham"
