"""Small real runs with the shipped network: legal, repeatable, honest about their figures."""

import math
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from pixelstyle import stylize
from pixelstyle.formats import decode_png, load_native
from pixelstyle.objectives import TotalVariation
from pixelstyle.optimise import METHODS, Step, to_tensor
from pixelstyle.recipes import StylizeSettings
from pixelstyle.recipes.stylize import prepare_stylize
from pixelstyle.screens import check

TINY: dict[str, Any] = {"mode": "free", "width": 32, "height": 32, "iterations": 4, "every": 2, "precision": "float32"}
"""The whole network, but a stamp of a picture."""
SHALLOW: dict[str, Any] = {"content_layer": "relu1_1", "style_layers": "relu1_1"}
"""So little of the network that a whole screen is quick."""


@pytest.mark.slow
@pytest.mark.parametrize("method", list(METHODS))
def test_every_method_ends_legal_and_repeats_its_bytes(
    method: str, astronaut: Path, van_gogh: Path, tmp_path: Path
) -> None:
    settings: dict[str, Any] = {
        "mode": "c64-multicolor",
        "method": method,
        "tv_weight": 0.1,
        "iterations": 4,
        "every": 2,
        **SHALLOW,
    }
    result = stylize(astronaut, van_gogh, **settings)
    assert check(result.picture) == []
    assert result.report()["method"] == method
    assert all(math.isfinite(loss) for loss in result.losses.values())
    result.save(tmp_path / "a.kla")
    assert np.array_equal(load_native(tmp_path / "a.kla").indices, result.picture.indices)
    assert result.png() == stylize(astronaut, van_gogh, **settings).png()


def test_the_losses_reported_are_those_of_the_picture_in_the_file(astronaut: Path, van_gogh: Path) -> None:
    settings = StylizeSettings(**TINY, tv_weight=0.5, style_weight=2.0)
    run = prepare_stylize(astronaut, van_gogh, settings)
    list(run.steps())
    result = run.result()
    saved = decode_png(result.png(), result.mode, result.palette)
    with torch.no_grad():
        again = run.optimisation.judge.exact(to_tensor(saved.native_rgb())).report()
    assert again == pytest.approx(result.losses, rel=1e-5)
    assert set(again) >= {"total", "content", "style", "tv"}
    weights = run.optimisation.judge.objective.weights
    assert (weights["content"], weights["style"], weights["tv"]) == (1.0, 2.0, 0.5)
    total = sum(weights[name] * loss for name, loss in again.items() if name != "total")
    assert again["total"] == pytest.approx(total, rel=1e-5)


@pytest.mark.slow
@pytest.mark.parametrize("optimiser", ["adam", "lbfgs"])
def test_optimising_lowers_the_loss(optimiser: str, astronaut: Path, van_gogh: Path) -> None:
    steps: list[Step] = []
    settings: dict[str, Any] = TINY | {"mode": "none", "optimiser": optimiser, "iterations": 8, "pooling": "max"}
    result = stylize(astronaut, van_gogh, watch=steps.append, **settings)
    assert [step.iteration for step in steps] == list(range(1, 9))
    assert result.losses["total"] < 0.7 * steps[0].losses["total"]
    assert steps[-1].eta == 0
    assert steps[-1].preview().shape == (32, 32, 3)
    assert result.picture is None
    # Each iteration judges once; L-BFGS's line search up to four times more; the result once more.
    assert 9 <= result.figures["network_evaluations"] <= (9 if optimiser == "adam" else 8 * 6 + 1)


def test_starts_differ_and_a_file_is_one(astronaut: Path, van_gogh: Path, tmp_path: Path) -> None:
    first = {}
    stylize(astronaut, van_gogh, **TINY | SHALLOW | {"iterations": 0}).save(tmp_path / "start.png")
    for start in ("content", "noise", tmp_path / "start.png", van_gogh):
        steps: list[Step] = []
        result = stylize(
            astronaut, van_gogh, watch=steps.append, start=str(start), **TINY | SHALLOW | {"iterations": 1}
        )
        first[start] = steps[0].losses["content"]
        assert ("start" in result.inputs) == (start not in ("content", "noise"))
    assert len(set(first.values())) == 4
    assert min(first, key=first.get) == "content"


def test_the_seed_decides_the_noise(astronaut: Path, van_gogh: Path) -> None:
    pictures = {
        seed: stylize(astronaut, van_gogh, start="noise", seed=seed, **TINY | SHALLOW).pixels.tobytes()
        for seed in (0, 1)
    }
    assert pictures[0] != pictures[1]


class Faulty:
    """Total variation that is no number in some of its evaluations."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, faults: Callable[[int], bool]) -> None:
        self.count = 0
        honest = TotalVariation.__call__

        def judge(term: TotalVariation, picture: torch.Tensor, activations: Mapping[str, torch.Tensor]) -> torch.Tensor:
            self.count += 1
            loss = honest(term, picture, activations)
            return loss * math.nan if faults(self.count) else loss

        monkeypatch.setattr(TotalVariation, "__call__", judge)


@pytest.mark.parametrize("optimiser", ["adam", "lbfgs"])
@pytest.mark.parametrize("method", ["anneal", "project"])
def test_a_loss_that_is_no_number_once_is_stepped_over(
    method: str, optimiser: str, astronaut: Path, van_gogh: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    faulty = Faulty(monkeypatch, lambda count: count == 3)
    settings: dict[str, Any] = TINY | SHALLOW | {"method": method, "optimiser": optimiser, "tv_weight": 1.0}
    settings["start"] = "content"
    rates = []
    run = prepare_stylize(astronaut, van_gogh, StylizeSettings(**settings))
    for step in run.steps():
        assert math.isfinite(step.losses["total"])
        rates.append(run.optimisation.optimiser.param_groups[0]["lr"])
    result = run.result()
    assert faulty.count > 5
    assert len(rates) == 4
    # L-BFGS may meet the fault within a line search, which steps over it by itself.
    assert rates[-1] < rates[0] or optimiser == "lbfgs"
    assert result.trouble == ""
    assert check(result.picture) == []
    assert all(map(math.isfinite, result.losses.values()))


@pytest.mark.parametrize("start", ["free", "content"])
def test_a_loss_that_stays_no_number_ends_the_run_with_the_best_picture(
    start: str, astronaut: Path, van_gogh: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Faulty(monkeypatch, lambda count: 3 <= count <= 40)
    result = stylize(astronaut, van_gogh, tv_weight=1.0, start=start, **TINY | SHALLOW)
    assert "not a number in iteration 3" in result.trouble
    assert result.report()["trouble"] == result.trouble
    assert result.figures["iterations"] == 2
    assert result.stopped_after is None  # the same settings meet the same end by themselves
    assert check(result.picture) == []
