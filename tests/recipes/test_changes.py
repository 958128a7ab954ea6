"""Schedules and live changes: they take effect when they say, and whatever took effect can be repeated."""

import pytest

from pixelstyle.errors import PixelStyleError, UnknownNameError
from pixelstyle.recipes import RECIPES, StylizeSettings
from pixelstyle.recipes.changes import Change, live_names
from pixelstyle.recipes.control_file import ControlFile
from pixelstyle.recipes.run import drain
from pixelstyle.recipes.stylize import prepare_stylize
from pixelstyle.recipes.texture import prepare_texture

TINY = {"mode": "free", "width": 32, "height": 32, "iterations": 6, "every": 2, "precision": "float32"}
TINY |= {"cell": "8x8", "cell_colours": 2, "content_layer": "relu2_1", "style_layers": "relu1_1,relu2_1"}
SCHEDULE = ("3:style_weight=9", "40%:style_layers=relu1_1", "4:temperature=3", "5:rate=0.5", "5:every=1", "6:clean=1")


def prepared(astronaut, van_gogh, **settings):
    return prepare_stylize(astronaut, van_gogh, StylizeSettings(**TINY | settings))


def totals(run):
    return [step.losses["total"] for step in run.steps()]


@pytest.mark.parametrize("change", [change for change in SCHEDULE if "every" not in change])
def test_a_scheduled_change_is_in_use_from_its_iteration_on(change, astronaut, van_gogh):
    plain, steered = (prepared(astronaut, van_gogh, iterations=8, at=at) for at in ((), (change,)))
    at = steered.settings.schedule()[0].iteration
    before, after = totals(plain), totals(steered)
    assert before[: at - 1] == after[: at - 1]
    assert before[at:] != after[at:]
    assert plain.result().png() != steered.result().png()


@pytest.mark.parametrize("method", ["anneal", "project"])
def test_runs_with_changes_can_be_resumed_and_repeated(method, astronaut, van_gogh, tmp_path):
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
    assert result.settings.at == (
        *at,
        "3:style_weight=1.0",
        "3:style_layers=relu2_1",
        "3:tv_weight=0.25",
        "6:tv_weight=0.5",
    )
    made = result.report()["changes"]
    assert {"iteration": 6, "tv_weight": 0.5, "by": "live"} in made
    assert {"iteration": 5, "every": 1, "by": "schedule"} in made

    again = prepare_stylize(astronaut, van_gogh, result.settings)
    assert drain(again).png() == result.png()

    resumed = prepared(astronaut, van_gogh, at=at, method=method)
    resumed.resume(tmp_path / "half")
    for step in resumed.steps():
        if step.iteration == 5:
            resumed.change({"tv_weight": 0.5})
    assert resumed.result().png() == result.png()


def test_textures_roll_on_undisturbed_by_changes(van_gogh):
    settings = RECIPES["texture"].settings(
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
    assert result.settings.at == ("4:style_layers=relu2_1",)
    assert drain(prepare_texture(van_gogh, result.settings)).png() == result.png()


def test_what_cannot_change_is_refused_and_nothing_is_changed(astronaut, van_gogh):
    run = prepared(astronaut, van_gogh)
    for values, words in (
        ({"tv_weight": 1.0, "style_wieght": 1}, "Did you mean style_weight"),
        ({"tv_weight": 1.0, "width": 64}, "setting that can change"),
        ({"tv_weight": 1.0, "every": 0}, "every is 0"),
        ({"tv_weight": 1.0, "style_weight": "much"}, "style_weight cannot be 'much'"),
        ({"tv_weight": 1.0, "style_layers": "relu1_11"}, "Did you mean relu1_1"),
    ):
        with pytest.raises(PixelStyleError, match=words):
            run.change(values)
    drain(run)
    assert run.now == run.settings
    assert run.result().settings.at == ()


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"at": ("style_weight=5",)}, "is not a change"),
        ({"at": ("5:style_weight",)}, "is not a change"),
        ({"at": ("x:style_weight=5",)}, "does not begin with an iteration"),
        ({"at": ("0:style_weight=5",)}, "iterations 1 to 150"),
        ({"at": ("151:style_weight=5",)}, "40%:... fits runs of any length"),
        ({"at": ("101%:style_weight=5",)}, "0% to 100%"),
        ({"at": ("5:style_weight=-5",)}, "style_weight is -5"),
        ({"at": ("5:style_weight=x",)}, "it is a number"),
        ({"at": ("5:every=2.5",)}, "it is a whole number"),
        ({"at": ("5:stile_weight=5",)}, "Did you mean style_weight"),
        ({"at": ("5:mode=zx-spectrum",)}, "no setting that can change"),
        ({"at": ("5:temperature=2",), "method": "project"}, "has no temperature"),
        ({"temperature": 2.0, "method": "admm"}, "has no temperature"),
        ({"at": ("5:rate=0.1",), "optimiser": "lbfgs"}, "finds its step sizes itself"),
    ],
)
def test_schedules_are_understood_or_refused(settings, words):
    with pytest.raises(PixelStyleError, match=words):
        StylizeSettings(**settings)


def test_shares_of_a_run_and_order():
    settings = StylizeSettings(iterations=101, at=("100%:every=3", "50%:tv-weight=1", "0%:rate=2", "1:rate=3"))
    assert [(c.iteration, c.name) for c in settings.schedule()] == [
        (1, "rate"),
        (1, "rate"),
        (51, "tv_weight"),
        (101, "every"),
    ]
    assert settings.schedule()[1] == Change(1, "rate", 3.0)
    assert live_names(RECIPES["dream"].settings) == live_names(RECIPES["convert"].settings) == []


def test_a_control_file_speaks_when_it_changes(tmp_path):
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
