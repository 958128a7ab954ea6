"""Schedules and live changes: they take effect when they say, and whatever took effect can be repeated."""

from pathlib import Path
from typing import Any, TypeVar

import pytest
from PIL import Image

from pixelstyle.errors import PixelStyleError, UnknownNameError
from pixelstyle.optimise import METHODS
from pixelstyle.palettes import get_palette
from pixelstyle.recipes import RECIPES, StylizeSettings
from pixelstyle.recipes.result import Result
from pixelstyle.recipes.run import drain
from pixelstyle.recipes.runs.scheduled import ScheduledRun
from pixelstyle.recipes.stylize import prepare_stylize
from pixelstyle.recipes.texture import prepare_texture
from pixelstyle.screens import check
from pixelstyle.settings import Change, ControlFile, Settings, TextureSettings, live_names

TINY: dict[str, Any] = {"mode": "free", "width": 32, "height": 32, "iterations": 6, "every": 2, "precision": "float32"}
TINY |= {
    "start": "content",
    "cell": "8x8",
    "cell_colours": 2,
    "content_layer": "relu2_1",
    "style_layers": "relu1_1,relu2_1",
}
SCHEDULE = ("3:style_weight=9", "40%:style_layers=relu1_1", "4:temperature=3", "5:rate=0.5", "5:every=1", "6:clean=1")


def prepared(astronaut: Path, van_gogh: Path, **settings: Any) -> ScheduledRun[StylizeSettings]:
    run = prepare_stylize(astronaut, van_gogh, StylizeSettings(**TINY | settings))
    assert isinstance(run, ScheduledRun)
    return run


S = TypeVar("S", bound=Settings)


def asked_of(kind: type[S], result: Result) -> S:
    assert isinstance(result.settings, kind)
    return result.settings


def totals(run: ScheduledRun[StylizeSettings]) -> list[float]:
    return [step.losses["total"] for step in run.steps()]


@pytest.mark.slow
@pytest.mark.parametrize("change", [change for change in SCHEDULE if "every" not in change])
def test_a_scheduled_change_is_in_use_from_its_iteration_on(change: str, astronaut: Path, van_gogh: Path) -> None:
    plain, turned = (prepared(astronaut, van_gogh, iterations=8, at=at) for at in ((), (change,)))
    at = turned.settings.schedule()[0].iteration
    before, after = totals(plain), totals(turned)
    assert before[: at - 1] == after[: at - 1]
    assert before[at:] != after[at:]
    assert plain.result().png() != turned.result().png()


@pytest.mark.slow
@pytest.mark.parametrize("method", ["anneal", "project"])
def test_runs_with_changes_can_be_resumed_and_repeated(
    method: str, astronaut: Path, van_gogh: Path, tmp_path: Path
) -> None:
    at = tuple(change for change in SCHEDULE if method == "anneal" or "temperature" not in change)
    run = prepared(astronaut, van_gogh, at=at, method=method)
    for step in run.steps():
        if step.iteration == 2:
            run.change({"style_weight": 1, "style_layers": "relu2_1", "tv_weight": 0.25})
        if step.iteration == 4:
            run.save_checkpoint(tmp_path / "half")
        if step.iteration == 5:
            run.change({"tv_weight": 0.5})
    result = run.result()
    assert run.optimisation.method.every == 1
    # The schedule's own value for iteration 3 gives way, and what is the same as before is no change.
    assert asked_of(StylizeSettings, result).at == (
        *at,
        "3:style_weight=1.0",
        "3:style_layers=relu2_1",
        "3:tv_weight=0.25",
        "6:tv_weight=0.5",
    )
    made = result.report()["changes"]
    assert {"iteration": 6, "tv_weight": 0.5, "by": "live"} in made
    assert {"iteration": 5, "every": 1, "by": "schedule"} in made

    again = prepare_stylize(astronaut, van_gogh, asked_of(StylizeSettings, result))
    assert drain(again).png() == result.png()

    resumed = prepared(astronaut, van_gogh, at=at, method=method)
    resumed.resume(tmp_path / "half")
    for step in resumed.steps():
        if step.iteration == 5:
            resumed.change({"tv_weight": 0.5})
    assert resumed.result().png() == result.png()


@pytest.mark.slow
@pytest.mark.parametrize("method", list(METHODS))
def test_another_screen_takes_over_and_that_can_be_resumed_and_repeated(
    method: str, astronaut: Path, van_gogh: Path, tmp_path: Path
) -> None:
    """Palette, forbidden colours and cells: what is shown afterwards has them, whatever the method holds."""
    run = prepared(astronaut, van_gogh, palette="c64-colodore", method=method, iterations=10)
    live: dict[int, dict[str, Any]] = {
        3: {"palette": "c64-pepto", "metric": "lab"} if method != "anneal" else {"palette": "c64-pepto"},
        5: {"forbid": "#ffffff,#000000"},
        7: {"cell": "4x4", "cell_colours": 3, "shared_colours": 1},
        8: {"lock": "#68372b"},
    }
    for step in run.steps():
        if step.iteration in live:
            run.change(live[step.iteration])
        if step.iteration == 6:
            half = run.result()
            run.save_checkpoint(tmp_path / "half")
    result = run.result()
    for made, cell in ((half, (8, 8)), (result, (4, 4))):
        assert check(made.picture) == [] and made.mode.cells == (cell,)
        assert set(map(tuple, made.pixels.reshape(-1, 3).tolist())) <= set(get_palette("c64-pepto").colours[2:])
    assert get_palette("c64-pepto").hex()[int(result.picture.slots[0].ravel()[0])] == "#68372b"

    assert drain(prepare_stylize(astronaut, van_gogh, asked_of(StylizeSettings, result))).png() == result.png()
    resumed = prepared(astronaut, van_gogh, palette="c64-colodore", method=method, iterations=10)
    resumed.resume(tmp_path / "half")
    for step in resumed.steps():
        if step.iteration in live:
            resumed.change(live[step.iteration])
    assert resumed.result().png() == result.png()


def test_a_region_stays_alone_on_another_screen(astronaut: Path, van_gogh: Path, tmp_path: Path) -> None:
    mask = Image.new("RGB", (64, 64), "red")
    mask.paste("black", (0, 0, 30, 64))
    mask.save(tmp_path / "mask.png")
    settings: dict[str, Any] = {
        "palette": "c64-colodore",
        "mask": str(tmp_path / "mask.png"),
        "region": (f"red={astronaut}",),
    }
    run = prepared(astronaut, van_gogh, **settings, at=("3:palette=c64-pepto",))
    drain(run)
    target = run.optimisation.method.target
    assert target.palette.name == "c64-pepto" and len(target.apart.unique()) == 2


def test_styles_may_change_their_size_statistic_and_channels(astronaut: Path, van_gogh: Path) -> None:
    run = prepared(astronaut, van_gogh)
    changes: dict[str, Any] = {
        "style_scale": 0.5,
        "style_fit": "tile",
        "style_statistics": "mean",
        "style_exclude": ["relu1_1:3,4"],
    }
    for step in run.steps():
        if step.iteration == 2:
            run.change(changes)
    result = run.result()
    assert asked_of(StylizeSettings, result).at[-1] == "3:style_exclude=relu1_1:3,4"
    assert drain(prepare_stylize(astronaut, van_gogh, asked_of(StylizeSettings, result))).png() == result.png()
    after = prepared(astronaut, van_gogh, **changes | {"style_exclude": ("relu1_1:3,4",)})
    assert run.optimisation.judge.exact(after.optimisation.method.picture()).report() == pytest.approx(
        after.optimisation.judge.exact(after.optimisation.method.picture()).report()
    )


def test_textures_roll_on_undisturbed_by_changes(van_gogh: Path) -> None:
    settings = TextureSettings(
        mode="free", width=32, height=32, iterations=6, tile=True, style_layers="relu1_1,relu2_1", precision="float32"
    )
    run = prepare_texture(van_gogh, settings)
    for step in run.steps():
        if step.iteration == 2:
            with pytest.raises(UnknownNameError):
                run.change({"style_layers": "relu1_2,relu9_1"})
        if step.iteration == 3:
            run.change({"style_layers": "relu2_1"})
    result = run.result()
    assert asked_of(TextureSettings, result).at == ("4:style_layers=relu2_1",)
    assert drain(prepare_texture(van_gogh, asked_of(TextureSettings, result))).png() == result.png()


def test_what_cannot_change_is_refused_and_nothing_is_changed(astronaut: Path, van_gogh: Path) -> None:
    run = prepared(astronaut, van_gogh)
    for values, words in (
        ({"tv_weight": 1.0, "style_wieght": 1}, "Did you mean style_weight"),
        ({"tv_weight": 1.0, "width": 64}, "width cannot change during a run. What can: content_weight, style_weight, "),
        ({"tv_weight": 1.0, "palette": "pico-9"}, "Did you mean pico-8"),
        ({"tv_weight": 1.0, "palette": "gameboy-dmg"}, "has 4 colours; during a run only one of 16"),
        ({"tv_weight": 1.0, "metric": "lab"}, "anneal measures colours at the beginning only"),
        ({"tv_weight": 1.0, "cell": None}, "Cells need both"),
        ({"tv_weight": 1.0, "lock": "#000000"}, "none can be locked"),
        ({"tv_weight": 1.0, "every": 0}, "every is 0"),
        ({"tv_weight": 1.0, "style_weight": "much"}, "style_weight cannot be 'much'"),
        ({"tv_weight": 1.0, "style_layers": "relu1_11"}, "Did you mean relu1_1"),
    ):
        with pytest.raises(PixelStyleError, match=words):
            run.change(values)
    drain(run)
    assert run.now == run.settings
    assert asked_of(StylizeSettings, run.result()).at == ()


@pytest.mark.parametrize("change", ["3:lock=#000000", "3:forbid=#000000", "3:palette=c64-pepto"])
def test_a_palette_that_was_chosen_stays(change: str, astronaut: Path, van_gogh: Path) -> None:
    settings: dict[str, Any] = {
        "mode": "cpc-mode0",
        "style_layers": "relu1_1",
        "content_layer": "relu1_1",
        "iterations": 4,
    }
    with pytest.raises(PixelStyleError, match="chose its palette at the beginning: "):
        prepare_stylize(astronaut, van_gogh, StylizeSettings(**settings, at=(change,)))


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"at": ("style_weight=5",)}, "is not a change"),
        ({"at": ("5:style_weight",)}, "is not a change"),
        ({"at": ("x:style_weight=5",)}, "does not begin with an iteration"),
        ({"at": ("0:style_weight=5",)}, "iterations 1 to 225"),
        ({"at": ("226:style_weight=5",)}, "40%:... fits runs of any length"),
        ({"at": ("101%:style_weight=5",)}, "0% to 100%"),
        ({"at": ("5:style_weight=-5",)}, "style_weight is -5"),
        ({"at": ("5:style_weight=x",)}, "it is a number"),
        ({"at": ("5:every=2.5",)}, "it is a whole number"),
        ({"at": ("5:stile_weight=5",)}, "Did you mean style_weight"),
        ({"at": ("5:mode=zx-spectrum",)}, "mode cannot change during a run. What can: "),
        ({"at": ("5:style_scale=9",)}, "style_scale is 9"),
        ({"at": ("5:temperature=2",), "method": "project"}, "has no temperature"),
        ({"temperature": 2.0, "method": "admm"}, "has no temperature"),
        ({"at": ("5:rate=0.1",), "optimiser": "lbfgs"}, "finds its step sizes itself"),
    ],
)
def test_schedules_are_understood_or_refused(settings: dict[str, Any], words: str) -> None:
    with pytest.raises(PixelStyleError, match=words):
        StylizeSettings(**settings)


def test_shares_of_a_run_and_order() -> None:
    settings = StylizeSettings(
        mode="none", iterations=101, at=("100%:every=3", "50%:tv-weight=1", "0%:rate=2", "1:rate=3")
    )
    assert [(c.iteration, c.name) for c in settings.schedule()] == [
        (1, "rate"),
        (1, "rate"),
        (51, "tv_weight"),
        (101, "every"),
    ]
    assert settings.schedule()[1] == Change(1, "rate", 3.0)
    assert live_names(RECIPES["dream"].settings) == live_names(RECIPES["convert"].settings) == []


def test_a_control_file_speaks_when_it_changes(tmp_path: Path) -> None:
    path = tmp_path / "control.toml"
    with pytest.raises(PixelStyleError, match="There is no control file"):
        ControlFile(path)
    path.write_text("")
    control = ControlFile(path)
    assert control.news() == {}
    path.write_text("style_weight = 5\n")
    assert [control.news(), control.news()] == [{"style_weight": 5}, {}]
    path.write_text("style_weight = \n")
    with pytest.raises(PixelStyleError, match="line 1"):
        control.news()
    assert control.news() == {}
    path.unlink()
    assert control.news() == {}
