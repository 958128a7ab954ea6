"""Runs that grow: legal at any time, the same bytes again, and resumed on whichever screen they stopped."""

from pathlib import Path
from typing import Any

import pytest
import torch

from pixelstyle import stylize
from pixelstyle.errors import PixelStyleError
from pixelstyle.optimise import load_checkpoint
from pixelstyle.optimise.adam import Adam
from pixelstyle.recipes import StylizeSettings
from pixelstyle.recipes.runs.coarse_to_fine import GrowingRun
from pixelstyle.recipes.stylize import prepare_stylize
from pixelstyle.screens import check

SHALLOW: dict[str, Any] = {"content_layer": "relu1_1", "style_layers": "relu1_1", "precision": "float32", "every": 2}
GROWING: dict[str, Any] = {"mode": "c64-multicolor", "grow": 3, "iterations": 10, **SHALLOW}


@pytest.mark.slow
@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"mode": "none", "width": 128},
        {"optimiser": "lbfgs"},
        *(
            pytest.param(more, marks=pytest.mark.exhaustive)
            for more in ({"method": "admm"}, {"method": "project"}, {"mode": "amiga-32"})
        ),
    ],
)
def test_every_kind_grows_and_repeats_its_bytes(settings: dict[str, Any], astronaut: Path, van_gogh: Path) -> None:
    run = prepare_stylize(astronaut, van_gogh, StylizeSettings(**GROWING | settings | {"grow": 2}))
    sizes = [step.preview().shape[0] for step in run.steps()]
    assert all(0.45 < small / large < 0.55 for small, large in zip(sizes[:3], sizes[3:6], strict=True))
    result = run.result()
    assert result.picture is None or check(result.picture) == []
    assert result.png() == stylize(astronaut, van_gogh, **GROWING | settings | {"grow": 2}).png()


def test_stopped_on_a_small_screen_it_is_legal_on_the_large_one(astronaut: Path, van_gogh: Path) -> None:
    run = prepare_stylize(astronaut, van_gogh, StylizeSettings(**GROWING))
    next(run.steps())
    picture = run.result().picture
    assert picture.indices.shape == (200, 160)
    assert check(picture) == []


@pytest.mark.slow
def test_resumed_between_screens_it_comes_to_the_same_bytes(astronaut: Path, van_gogh: Path, tmp_path: Path) -> None:
    settings = StylizeSettings(**GROWING, at=("3:style_weight=5",))
    whole = prepare_stylize(astronaut, van_gogh, settings)
    list(whole.steps())
    for stop in (2, 3, 5):
        broken = prepare_stylize(astronaut, van_gogh, settings)
        for step in broken.steps():
            if step.iteration == stop:
                break
        broken.save_checkpoint(tmp_path / "half")
        resumed = prepare_stylize(astronaut, van_gogh, settings)
        resumed.resume(tmp_path / "half")
        list(resumed.steps())
        assert resumed.result().png() == whole.result().png(), stop
    other = prepare_stylize(astronaut, van_gogh, StylizeSettings(**GROWING))
    assert isinstance(other, GrowingRun)
    with pytest.raises(PixelStyleError, match="another picture"):
        load_checkpoint(tmp_path / "half", other, other.stages[-1].identity)


@pytest.mark.slow
def test_changes_on_a_small_screen_hold_on_the_large_one(astronaut: Path, van_gogh: Path) -> None:
    run = prepare_stylize(astronaut, van_gogh, StylizeSettings(**GROWING))
    for step in run.steps():
        if step.iteration == 1:
            run.change({"style_weight": 9.0})
    result = run.result()
    assert run.optimisation.judge.objective.weights["style"] == 9
    again = stylize(astronaut, van_gogh, **GROWING, at=("2:style_weight=9",))
    assert again.picture.indices.tolist() == result.picture.indices.tolist()


def test_moments_are_shared_by_more_pixels() -> None:
    """A mean over twice the sides has a quarter of the gradient at each pixel."""
    small, large = torch.zeros(1, 3, 4, 4, requires_grad=True), torch.zeros(1, 3, 8, 8, requires_grad=True)
    grown, there = Adam(small, 0.1, (0.9, 0.99)), Adam(large, 0.1, (0.9, 0.99))
    for variables, optimiser in ((small, grown), (large, there)):
        for _ in range(3):
            optimiser.zero_grad()

            def closure(variables: torch.Tensor = variables) -> torch.Tensor:
                loss = (variables - 1).square().mean()
                loss.backward()
                return loss

            optimiser.step(closure)
    fresh = Adam(large, 0.1, (0.9, 0.99))
    fresh.grow_from(grown, lambda values: values.repeat_interleave(2, 2).repeat_interleave(2, 3))
    for name, value in fresh.state_dict().items():
        assert torch.allclose(torch.as_tensor(value), torch.as_tensor(there.state_dict()[name])), name


@pytest.mark.parametrize(
    ("settings", "message"),
    [({"mode": "oric-hires", "grow": 2}, "cannot be made smaller"), ({"mode": "gameboy"}, "in 2 steps at most")],
)
def test_what_cannot_grow_is_refused_in_words(
    settings: dict[str, Any], message: str, astronaut: Path, van_gogh: Path
) -> None:
    with pytest.raises(PixelStyleError, match=message):
        prepare_stylize(astronaut, van_gogh, StylizeSettings(**GROWING | settings))
