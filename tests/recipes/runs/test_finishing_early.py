"""A run that is told to end early comes to a good end, is recorded, and is repeated to the same bytes."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pixelstyle.optimise import Step
from pixelstyle.recipes import Result, Run, drain, read_record
from pixelstyle.recipes.convert import prepare_convert
from pixelstyle.recipes.dream import prepare_dream
from pixelstyle.recipes.stylize import prepare_stylize
from pixelstyle.screens import check
from pixelstyle.settings import ConvertSettings, DreamSettings, StylizeSettings

PLAIN: dict[str, Any] = {"mode": "free", "width": 48, "height": 32, "precision": "float32", "every": 4}
PLAIN |= {"start": "content", "content_layer": "relu2_1", "style_layers": "relu1_1,relu2_1"}
GROWING = PLAIN | {"width": 160, "height": 96, "cell": "8x8", "cell_colours": 2, "grow": 2}
DREAM: dict[str, Any] = {"mode": "free", "palette": "c64-colodore", "width": 64, "height": 48, "layer": ("relu3_1",)}
DREAM |= {"precision": "float32", "iterations": 44, "octaves": 2, "octave_steps": 5}
FREE = {"mode": "none", "palette": None}
MOVING = {"frames": 3, "zoom": 1.1}

Prepare = Callable[[], Run]


def press_after(run: Run, *iterations: int) -> Result:
    """Drain it, asking for an end once after each of these."""
    reached = [0]

    def watch(step: Step) -> None:
        reached.append(step.iteration)

    return drain(run, watch, lambda: sum(reached[-1] >= iteration for iteration in iterations))


def repeated(result: Result, path: Path) -> bool:
    result.save(path)
    again = drain(read_record(path).prepare())
    return again.encode(path)[path] == path.read_bytes()


@pytest.mark.parametrize(
    ("method", "iterations"), [("anneal", 19), ("admm", 19), ("project", 4), ("straight-through", 4), ("convert", 4)]
)
def test_methods_that_become_legal_by_and_by_get_their_last_steps(
    method: str, iterations: int, tmp_path: Path, astronaut: Path, van_gogh: Path
) -> None:
    settings = StylizeSettings.of(PLAIN | {"method": method, "iterations": 60})
    result = press_after(prepare_stylize(astronaut, van_gogh, settings), 4)
    assert result.figures["iterations"] == result.stopped_after == iterations
    early = {"after": 4, "steps": 15} if iterations == 19 else None
    assert result.figures.get("finished_early") == early
    assert result.picture is not None and check(result.picture) == []
    assert repeated(result, tmp_path / "a.png")


def test_the_method_goes_through_all_that_it_had_before_it(astronaut: Path, van_gogh: Path) -> None:
    run = prepare_stylize(astronaut, van_gogh, StylizeSettings.of(PLAIN | {"iterations": 60}))
    method, progress = run.optimisation.method, []
    for step in run.steps():
        progress.append(method.progress)
        if step.iteration == 20:
            assert run.finish_early(10) == 10
        if step.iteration == 25:
            assert run.finish_early(10) == 5  # told once more, it goes on with what is left
    assert progress[:20] == [i / 59 for i in range(20)]
    assert progress[20:] == pytest.approx([19 / 59 + 40 / 59 * (i + 1) / 10 for i in range(10)])
    assert run.finish_early() == 0
    assert run.result().figures["finished_early"] == {"after": 20, "steps": 10}


@pytest.mark.slow
def test_an_early_end_is_better_than_none(astronaut: Path, van_gogh: Path) -> None:
    settings = StylizeSettings.of(PLAIN | {"iterations": 60})
    early = press_after(prepare_stylize(astronaut, van_gogh, settings), 18)
    at_once = press_after(prepare_stylize(astronaut, van_gogh, settings), 18, 18)
    assert at_once.figures["iterations"] == 18
    assert early.losses["total"] < 0.8 * at_once.losses["total"]


def test_among_the_last_steps_nothing_changes(astronaut: Path, van_gogh: Path) -> None:
    settings = StylizeSettings.of(PLAIN | {"iterations": 14})
    result = press_after(prepare_stylize(astronaut, van_gogh, settings), 6)
    assert result.stopped_after is None and "finished_early" not in result.figures
    assert result.png() == drain(prepare_stylize(astronaut, van_gogh, settings)).png()


def test_it_resumes_in_the_middle_of_its_end(tmp_path: Path, astronaut: Path, van_gogh: Path) -> None:
    settings = StylizeSettings.of(PLAIN | {"iterations": 60})
    run = prepare_stylize(astronaut, van_gogh, settings)
    for step in run.steps():
        if step.iteration == 5:
            run.finish_early(8)
        if step.iteration == 9:
            run.save_checkpoint(tmp_path / "state")
    resumed = prepare_stylize(astronaut, van_gogh, settings)
    resumed.resume(tmp_path / "state")
    assert [step.iteration for step in resumed.steps()] == [10, 11, 12, 13]
    assert resumed.result().png() == run.result().png()


@pytest.mark.slow
def test_on_a_smaller_screen_it_grows_first(tmp_path: Path, astronaut: Path, van_gogh: Path) -> None:
    settings = StylizeSettings.of(GROWING | {"iterations": 60})
    result = press_after(prepare_stylize(astronaut, van_gogh, settings), 5)
    assert result.figures["finished_early"] == {"after": 5, "steps": 15}
    assert result.picture is not None and result.picture.indices.shape == (96, 160) and check(result.picture) == []
    assert repeated(result, tmp_path / "a.png")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("settings", "presses", "iterations"),
    [({}, (3,), 18), ({}, (20,), 35), ({}, (3, 9), 9), (MOVING, (50,), 65), (FREE, (3,), 3)],
)
def test_dreams_go_under_the_rules_at_once(
    settings: dict[str, Any], presses: tuple[int, ...], iterations: int, tmp_path: Path, astronaut: Path
) -> None:
    result = press_after(prepare_dream(astronaut, DreamSettings.of(DREAM | settings)), *presses)
    assert result.figures["iterations"] == iterations
    assert result.picture is None or check(result.picture) == []
    assert repeated(result, tmp_path / "a.png")


@pytest.mark.slow
@pytest.mark.parametrize(("early", "stop"), [(3, 7), (12, 15)])
def test_a_dream_resumes_in_the_middle_of_its_end(early: int, stop: int, tmp_path: Path, astronaut: Path) -> None:
    run, resumed = (prepare_dream(astronaut, DreamSettings.of(DREAM)) for _ in range(2))
    for step in run.steps():
        if step.iteration == early:
            run.finish_early(6)
        if step.iteration == stop:
            run.save_checkpoint(tmp_path / "state")
    resumed.resume(tmp_path / "state")
    assert [step.iteration for step in resumed.steps()] == list(range(stop + 1, early + 7))
    assert resumed.result().png() == run.result().png()


def test_what_has_no_steps_has_no_more(astronaut: Path) -> None:
    assert prepare_convert(astronaut, ConvertSettings.of({})).finish_early() == 0


def test_a_record_with_a_damaged_early_end_is_one_line(tmp_path: Path, astronaut: Path, van_gogh: Path) -> None:
    settings = StylizeSettings.of(PLAIN | {"iterations": 30})
    result = press_after(prepare_stylize(astronaut, van_gogh, settings), 1)
    for damage in ({"after": 1}, {"after": "1", "steps": 15}, {"after": 0, "steps": 15}, 12):
        result.figures["finished_early"] = damage
        result.save(tmp_path / "a.png", overwrite=True)
        with pytest.raises(Exception, match="are damaged"):
            read_record(tmp_path / "a.png")
