"""Constraint methods on a real picture and a real style, judged by a tiny network where it does not matter by whom."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from pixelstyle.errors import PixelStyleError
from pixelstyle.objectives import count_orphan_pixels
from pixelstyle.optimise import METHODS, make_target
from pixelstyle.optimise.methods import Anneal
from pixelstyle.palettes import get_palette
from pixelstyle.recipes.result import Result
from pixelstyle.recipes.run import drain
from pixelstyle.recipes.runs.scheduled import ScheduledRun
from pixelstyle.recipes.runs.staged import StagedRun
from pixelstyle.recipes.stylize import prepare_stylize
from pixelstyle.screens import check, get_mode
from pixelstyle.settings import StylizeSettings
from tests.command_line import ROOT

EXAMPLES = ROOT / "examples"
PHOTO = EXAMPLES / "photos" / "chelsea.jpg"
PAINTING = EXAMPLES / "paintings" / "hokusai-great-wave-1831.jpg"
QUICK = {"style_layers": "relu1_1,relu2_1", "content_layer": "relu2_2", "iterations": 12, "every": 3}
SMALL: dict[str, Any] = {"mode": "free", "width": 64, "height": 40}


def prepared(**settings: object) -> ScheduledRun[StylizeSettings] | StagedRun:
    return prepare_stylize(PHOTO, PAINTING, StylizeSettings.of({**QUICK, **settings}))


def made(**settings: object) -> Result:
    return drain(prepared(**settings))


@pytest.mark.slow
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("mode", ["c64-multicolor", "zx-spectrum"])
def test_every_method_ends_with_a_legal_picture_in_every_mode(
    method: str, mode: str, tiny_network: dict[str, object]
) -> None:
    result = made(**tiny_network, method=method, mode=mode, iterations=3)
    assert result.picture is not None
    assert check(result.picture) == []
    assert np.isfinite(list(result.losses.values())).all()


@pytest.mark.slow
def test_free_palettes_of_256_colours_anneal_too(tmp_path: Path, tiny_network: dict[str, object]) -> None:
    colours = np.random.default_rng(5).integers(0, 256, (256, 3))
    palette = tmp_path / "many.hex"
    palette.write_text("\n".join(f"{r:02x}{g:02x}{b:02x}" for r, g, b in colours))
    result = made(**tiny_network, **SMALL, palette=str(palette))
    assert result.picture is not None
    assert check(result.picture) == []
    assert len(np.unique(result.picture.indices)) > 20


@pytest.mark.slow
def test_annealing_beats_projection_and_conversion_under_the_rules() -> None:
    deeper: dict[str, Any] = {
        "style_layers": "relu1_1,relu2_1,relu3_1",
        "content_layer": "relu3_2",
        "iterations": 40,
        "every": 8,
    }
    totals = {method: made(method=method, **deeper).losses["total"] for method in ("anneal", "project", "convert")}
    assert totals["anneal"] < min(totals["project"], totals["convert"])


@pytest.mark.slow
@pytest.mark.parametrize(
    "settings",
    [
        {**SMALL, "method": "anneal", "cell": "8x8", "cell_colours": 2},
        {**SMALL, "method": "anneal"},
        {**SMALL, "method": "anneal", "start": "content", "iterations": 18},
        {**SMALL, "method": "project"},
        {**SMALL, "method": "project", "optimiser": "lbfgs"},
        {**SMALL, "method": "straight-through"},
        {**SMALL, "method": "admm"},
    ],
    ids=lambda settings: "-".join(map(str, settings.values())),
)
@pytest.mark.parametrize("interrupted_after", [2, 7, 12, 14])
def test_a_resumed_run_gives_the_same_bytes(
    settings: dict[str, object], interrupted_after: int, tmp_path: Path, tiny_network: dict[str, object]
) -> None:
    settings = settings | tiny_network
    unbroken = made(**settings)
    first = prepared(**settings)
    for step in first.steps():
        if step.iteration == interrupted_after:
            first.save_checkpoint(tmp_path / "state")
            break
    second = prepared(**settings)
    second.resume(tmp_path / "state")
    resumed = drain(second)
    assert resumed.png() == unbroken.png()
    assert resumed.losses == unbroken.losses
    assert resumed.figures["network_evaluations"] == unbroken.figures["network_evaluations"]


def test_a_checkpoint_of_another_picture_or_of_nothing_is_refused(
    tmp_path: Path, tiny_network: dict[str, object]
) -> None:
    small = SMALL | tiny_network
    run = prepared(**small)
    next(iter(run.steps()))
    run.save_checkpoint(tmp_path / "state")
    with pytest.raises(PixelStyleError, match="settings style_weight was the default, now it is 5"):
        prepared(**small, style_weight=5.0).resume(tmp_path / "state")
    whole = (tmp_path / "state").read_bytes()
    for name, data in {"empty": b"", "noise": b"not a checkpoint", "cut": whole[: len(whole) // 2]}.items():
        (tmp_path / name).write_bytes(data)
        with pytest.raises(PixelStyleError, match=name):
            prepared(**small).resume(tmp_path / name)


@pytest.mark.slow
def test_clean_leaves_fewer_orphan_pixels() -> None:
    def orphans(clean: float) -> int:
        result = made(mode="free", width=96, height=60, clean=clean, clusters=0.0, iterations=30)
        assert result.picture is not None
        assert result.figures["orphan_pixels"] == count_orphan_pixels(result.picture.indices)
        return int(result.figures["orphan_pixels"])

    assert orphans(1.0) < 0.7 * orphans(0.0)


def test_the_display_changes_what_is_optimised_and_is_reported(tiny_network: dict[str, object]) -> None:
    sharp, crt = (made(**SMALL, **tiny_network, display=display) for display in ("sharp", "crt"))
    assert not np.array_equal(sharp.pixels, crt.pixels)
    assert crt.report()["settings"]["display"] == "crt"


def test_two_colours_for_a_cell_are_chosen_for_what_they_can_mix() -> None:
    """Black lines in orange: most pixels want red and yellow, which between them show no line."""
    target = make_target(get_mode("zx-spectrum"), get_palette("zx-spectrum"), "oklab", torch.device("cpu"))
    start = torch.tensor([1.0, 0.5, 0.0]).view(1, 3, 1, 1).repeat(1, 1, 192, 256)
    start[:, :, ::4] = 0
    method = Anneal(target, start, every=8)
    method.begin(60, 150)
    shown = method.finish().native_rgb()
    assert (shown[::4] == 0).all()
    assert shown[1::4].any()


def test_annealing_is_warm_again_and_strides_out_when_the_cells_rules_set_in() -> None:
    mode = get_mode("c64-multicolor")
    target = make_target(mode, get_palette("c64-colodore"), "oklab", torch.device("cpu"))
    method = Anneal(target, torch.rand(1, 3, mode.height, mode.width, generator=torch.manual_seed(1)), every=8)
    temperatures, strides = [], []
    for iteration in range(51):
        method.begin(iteration, 51)
        temperatures.append(method.temperature)
        strides.append(method.stride)
    warm, cold = Anneal.TEMPERATURE
    again = round(50 * Anneal.CELLS_FROM)
    assert temperatures[0] == temperatures[again] == warm
    assert temperatures[-1] == pytest.approx(cold)
    assert all(a > b for a, b in pairwise(temperatures[:again]))
    assert all(a > b for a, b in pairwise(temperatures[again:]))
    assert [i for i, stride in enumerate(strides) if stride != 1] == [again]


def begun(mode: str, palette: str, start: torch.Tensor) -> Anneal:
    machine = get_mode(mode)
    target = make_target(machine, get_palette(palette), "oklab", torch.device("cpu"))
    return Anneal(target, start.expand(1, 3, machine.height, machine.width).clone(), every=8)


def test_a_finished_picture_is_trusted_more_than_something_to_make_one_of() -> None:
    """Mixtures begin nearer to its colours, but stay open on a palette whose every shade is a dither."""
    start = torch.tensor([0.55, 0.5, 0.45]).view(1, 3, 1, 1)
    for mode, palette, nearer in (("c64-multicolor", "c64-colodore", True), ("zx-spectrum", "zx-spectrum", False)):
        plain, trusted = begun(mode, palette, start), begun(mode, palette, start)
        trusted.trust()
        for method in (plain, trusted):
            method.begin(0, 50)
        areas = [torch.nn.functional.avg_pool2d(method.picture().detach(), 4) for method in (plain, trusted)]
        off = [float((area - start).abs().mean()) for area in areas]
        assert (off[1] < 0.7 * off[0]) if nearer else (off[1] > 0.7 * off[0])
        assert trusted.temperature < plain.temperature


def test_the_less_a_place_can_show_the_more_open_it_stays() -> None:
    """What four chosen colours make of a shade, or the two of a cell, is a dither; one sure of itself is a screen of
    dots."""
    start = torch.full((1, 3, 1, 1), 0.55)
    surest = {}
    for mode, palette in (
        ("cpc-mode1", "gameboy-grey"),
        ("gameboy-split", "gameboy-grey"),
        ("c64-hires", "c64-colodore"),
        ("c64-multicolor", "c64-colodore"),
    ):
        method = begun(mode, palette, start)
        method.trust()
        method.begin(0, 50)
        surest[mode] = float(method.logits.detach().div(method.temperature).softmax(dim=-1).amax(dim=-1).mean())
    assert surest["cpc-mode1"] < 0.6 < 0.9 < surest["gameboy-split"]
    assert surest["c64-hires"] < 0.9 * surest["c64-multicolor"]


def test_far_hues_side_by_side_have_a_price_and_shades_have_none() -> None:
    method = begun("c64-multicolor", "c64-colodore", torch.full((1, 3, 1, 1), 0.5))
    assert method.penalty() is None
    method.trust()
    prices = {}
    for name, (one, other) in {"shades": (11, 12), "hues": (5, 10)}.items():  # dark and middle grey; green, light red
        odd = (torch.arange(200)[:, None] + torch.arange(160)) % 2
        with method.moving() as logits:
            logits.copy_(50.0 * torch.nn.functional.one_hot(torch.where(odd.bool(), one, other), 16))
        price = method.penalty()
        assert price is not None
        prices[name] = price.item()
    assert prices["hues"] > 0.3 and prices["shades"] < 0.01


def test_a_limit_on_tiles_is_met_at_the_end_by_tiles_that_look_alike() -> None:
    machine = get_mode("nes")
    noise = torch.rand(1, 3, machine.height // 8, machine.width // 8, generator=torch.manual_seed(4))
    start = noise.repeat_interleave(8, 2).repeat_interleave(8, 3)
    start = (start + 0.2 * torch.rand(start.shape, generator=torch.manual_seed(5))).clamp(0, 1)
    method = begun("nes", "nes-mesen", start)
    for iteration in (0, 20, 49):
        method.begin(iteration, 50)
    picture = method.finish()
    assert check(picture) == []
    cut = picture.codes.reshape(30, 8, 32, 8).transpose(0, 2, 1, 3).reshape(960, 64)
    assert 100 < len(np.unique(cut, axis=0)) <= 256
