"""Runs that begin in 24 bits: one count of iterations, legal at any time, and the same bytes however they are made."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from pixelstyle import convert, stylize
from pixelstyle.errors import PixelStyleError
from pixelstyle.objectives import Part
from pixelstyle.palettes import get_palette
from pixelstyle.recipes import Result, Run, StylizeSettings, drain, read_record
from pixelstyle.recipes.runs import free_first
from pixelstyle.recipes.runs.free_first import FreeFirstRun
from pixelstyle.recipes.runs.scheduled import ScheduledRun
from pixelstyle.recipes.stylize import prepare_stylize
from pixelstyle.screens import check, choose_palette, get_mode

SHALLOW: dict[str, Any] = {"content_layer": "relu2_1", "style_layers": "relu1_1,relu2_1", "precision": "float32"}
SMALL: dict[str, Any] = {"mode": "free", "width": 48, "height": 32, "iterations": 6, "every": 1, **SHALLOW}


@pytest.fixture
def begun(astronaut: Path, van_gogh: Path) -> FreeFirstRun:
    run = prepare_stylize(astronaut, van_gogh, StylizeSettings(**SMALL))
    assert isinstance(run, FreeFirstRun)
    return run


def test_half_as_many_steps_follow_under_the_rules(begun: FreeFirstRun) -> None:
    assert isinstance(begun, Run)
    steps = list(begun.steps())
    assert [(step.iteration, step.iterations) for step in steps] == [(i, 9) for i in range(1, 10)]
    assert steps[-1].eta == 0
    result = begun.result()
    assert check(result.picture) == [] and result.figures["iterations"] == 9
    assert result.figures["network_evaluations"] == 10 and result.stopped_after is None
    assert set(result.losses) >= {"content", "style", "area"}


def test_the_first_steps_are_those_of_a_picture_in_24_bits(
    begun: FreeFirstRun, astronaut: Path, van_gogh: Path
) -> None:
    free: list[float] = []
    size = SMALL | {"mode": "none", "palette": None, "style_scale": 2.0, "outlines": 0.5}  # as small screens have them
    result = stylize(astronaut, van_gogh, watch=lambda step: free.append(step.losses["total"]), **size)
    found = []
    for step in begun.steps():
        found.append(step.losses["total"])
        if step.iteration == 6:
            reference = step.preview()
    assert found[:6] == free
    assert np.abs(reference - result.pixels / 255).max() < 0.01


def test_few_colours_are_chosen_for_what_they_mix(astronaut: Path, van_gogh: Path) -> None:
    """Four of the CPC's: nearer to single pixels than white is a pale red, and a white shirt was that."""
    mode = get_mode("cpc-mode1")
    made = np.asarray(Image.open(astronaut).convert("RGB").resize((320, 200)))
    run = prepare_stylize(astronaut, van_gogh, StylizeSettings(mode=mode.name, iterations=2, **SHALLOW))
    assert isinstance(run, FreeFirstRun)
    run.set_rules(made, 2)
    chosen = (run.stages[1].optimisation.method.target.colours * 255).round().tolist()
    for_dithers, for_pixels = (
        choose_palette(mode, made / np.float32(255), get_palette(mode.palette or ""), dither=dither).bytes().tolist()
        for dither in (1.0, 0.0)
    )
    assert sorted(chosen) == sorted(for_dithers) != sorted(for_pixels)


@pytest.mark.slow
@pytest.mark.parametrize("stop", [1, 6, 7, 9])
def test_stopped_at_any_time_it_is_legal(stop: int, begun: FreeFirstRun) -> None:
    for step in begun.steps():
        if step.iteration == stop:
            break
    result = begun.result()
    assert check(result.picture) == [] and result.figures["iterations"] == stop
    assert result.stopped_after == (stop if stop < 9 else None)


@pytest.mark.slow
@pytest.mark.parametrize("told", [2, 70])
def test_told_to_end_early_it_comes_under_the_rules_at_once(
    told: int, tmp_path: Path, astronaut: Path, van_gogh: Path
) -> None:
    run = prepare_long(astronaut, van_gogh)
    result = drain(run, asked=lambda: int(run.optimisation.done >= told))
    assert result.figures["finished_early"] == {"after": told, "steps": 15}
    assert result.figures["iterations"] == told + 15
    assert repeated(result, tmp_path / "early.png")


def prepare_long(astronaut: Path, van_gogh: Path) -> FreeFirstRun:
    run = prepare_stylize(astronaut, van_gogh, StylizeSettings(**SMALL | {"iterations": 60}))
    assert isinstance(run, FreeFirstRun)
    return run


def repeated(result: Result, path: Path) -> bool:
    result.save(path)
    return drain(read_record(path).prepare()).encode(path)[path] == path.read_bytes()


@pytest.mark.slow
def test_changes_and_schedules_hold_on_both_sides(astronaut: Path, van_gogh: Path, tmp_path: Path) -> None:
    at = ("3:style_weight=9", "7:area_weight=0.5", "8:palette=c64-pepto")
    settings = StylizeSettings(**SMALL, palette="c64-colodore", at=at)
    run = prepare_stylize(astronaut, van_gogh, settings)
    for step in run.steps():
        if step.iteration == 4:
            run.change({"tv_weight": 0.25, "clean": 0.0})
        if step.iteration == 5:
            run.save_checkpoint(tmp_path / "free")
        if step.iteration == 8:
            run.save_checkpoint(tmp_path / "ruled")
    result = run.result()
    weights = run.optimisation.judge.objective.weights
    assert (weights["style"], weights["tv"], weights["area"]) == (9, 0.25, 0.5) and "tidiness" not in weights
    assert result.palette.name == "c64-pepto"
    assert repeated(result, tmp_path / "a.png")
    for state in ("free", "ruled"):
        resumed = prepare_stylize(astronaut, van_gogh, settings)
        resumed.resume(tmp_path / state)
        assert drain(resumed).png() == result.png(), state


def test_what_the_rules_would_refuse_is_refused_before_them(
    begun: FreeFirstRun, astronaut: Path, van_gogh: Path
) -> None:
    for values, words in (({"palette": "gameboy-dmg"}, "has 4 colours"), ({"metric": "lab"}, "at the beginning only")):
        with pytest.raises(PixelStyleError, match=words):
            begun.change(values)
    with pytest.raises(PixelStyleError, match="chose its palette at the beginning"):
        late = StylizeSettings(mode="cpc-mode0", iterations=4, at=("6:lock=#000000",), **SHALLOW)
        prepare_stylize(astronaut, van_gogh, late)


@pytest.mark.slow
def test_previews_have_the_machines_pixels_and_bars_are_kept(astronaut: Path, van_gogh: Path) -> None:
    run = prepare_stylize(
        astronaut, van_gogh, StylizeSettings(mode="c64-multicolor", fit="contain", iterations=4, **SHALLOW)
    )
    sizes = {step.preview().shape for step in run.steps()}
    assert len(sizes) == 2 and all(shape[1] * 2 <= 320 for shape in sizes)
    picture = run.result()
    assert check(picture.picture) == [] and (picture.pixels[:, 0] == 0).all()


@pytest.mark.parametrize(
    "other",
    [{"start": "content"}, {"method": "convert"}, {"grow": 2, "width": 160, "height": 96}, {"mode": "none"}],
)
def test_others_begin_under_the_rules_at_once(other: dict[str, Any], astronaut: Path, van_gogh: Path) -> None:
    settings = StylizeSettings(**SMALL | other)
    assert settings.steps == 6
    assert not isinstance(prepare_stylize(astronaut, van_gogh, settings), FreeFirstRun)


def test_colours_are_those_of_the_24_bit_picture(astronaut: Path, tmp_path: Path, van_gogh: Path) -> None:
    """A palette of the content's or the style's colours alone would lack what the picture has become."""
    Image.new("RGB", (64, 64), "#20c040").save(tmp_path / "green.png")
    settings = StylizeSettings(mode="amiga-32", iterations=2, **SHALLOW)
    run = prepare_stylize(astronaut, tmp_path / "green.png", settings)
    list(run.steps())
    chosen = run.result().palette
    assert isinstance(run, FreeFirstRun)
    reference = run.stages[0].optimisation.preview()
    Image.fromarray((reference * 255).round().astype(np.uint8)).save(tmp_path / "free.png")
    assert chosen.hex() == convert(tmp_path / "free.png", mode="amiga-32").palette.hex()


def test_out_of_memory_in_24_bits_costs_the_losses_not_the_picture(
    begun: FreeFirstRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    for step in begun.steps():
        if step.iteration == 3:
            break
    rules = begun.under_rules

    def without_memory(picture: np.ndarray, done: int, judged: bool) -> ScheduledRun[StylizeSettings]:
        if judged:
            raise MemoryError
        return rules(picture, done, judged)

    monkeypatch.setattr(begun, "under_rules", without_memory)
    result = begun.result()
    assert check(result.picture) == [] and result.figures["iterations"] == 3
    assert "style" not in result.losses and free_first.FreeFirstRun is type(begun)


@pytest.mark.parametrize("side", [16, 24, 33])
def test_a_screen_that_is_too_small_from_afar_is_judged_from_near(side: int, astronaut: Path, van_gogh: Path) -> None:
    """The network's deepest layer needs 16 pixels: 24 are enough, but not half of them."""
    result = stylize(astronaut, van_gogh, mode="free", palette="pico-8", width=side, height=side, iterations=4)
    assert check(result.picture) == [] and result.figures["iterations"] == 6


@pytest.mark.parametrize(
    ("mode", "areas", "tidiness"),
    [
        ("c64-multicolor", 1.0, 1.0),
        ("c64-hires", 0.4, 1.0),
        ("zx-spectrum", 1 / 6, 1.0),
        ("amiga-32", 4.5, 2.0),
        ("amiga-ham6", 12.0, 2.0),
        ("msx2plus-screen10", 4.5, 2.0),
        ("msx2plus-screen12", 12.0, 1.0),
    ],
)
def test_areas_and_tidiness_count_by_what_a_screen_can_show(
    mode: str, areas: float, tidiness: float, astronaut: Path, van_gogh: Path
) -> None:
    run = prepare_stylize(astronaut, van_gogh, StylizeSettings(mode=mode, iterations=1, **SHALLOW))
    drain(run)
    shares = {part.name: part.share for part in run.optimisation.judge.objective.terms if isinstance(part, Part)}
    assert shares["area"] == areas and shares["tidiness"] == tidiness
