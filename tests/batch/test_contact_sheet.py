"""Contact sheets: every combination once, drafts of the very runs that the settings mean, labels that can be read."""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from pixelstyle.batch.contact_sheet import Making, lay_out, make_figures, plan_sheet
from pixelstyle.batch.varied import label_of, parse_varied
from pixelstyle.inspect.sheet import GAP, MARGIN
from pixelstyle.recipes import RECIPES, Recipe, Settings
from pixelstyle.recipes.run import Run
from tests.command_line import CommandLine

QUICK = {"mode": "free", "width": 100, "height": 32, "content_layer": "relu1_1", "precision": "float32"}
STYLIZE = RECIPES["stylize"]


@pytest.mark.slow
def test_a_sheet_has_every_combination_of_drafts(astronaut: Path, van_gogh: Path) -> None:
    varied = [
        parse_varied(text, STYLIZE.settings, "stylize")
        for text in ("style-weight=1,8", "every=2", "style_layers=relu1_1;relu1_1,relu1_2=2")
    ]
    settings = plan_sheet(STYLIZE, QUICK, varied)
    assert all(asdict(each)["iterations"] == 50 for each in settings)
    assert [asdict(each)["iterations"] for each in plan_sheet(STYLIZE, QUICK | {"iterations": 2}, varied)] == [2] * 4
    settings = plan_sheet(STYLIZE, QUICK | {"iterations": 2}, varied)
    lines: list[str] = []
    inputs = {"content": astronaut, "style": van_gogh}
    made = make_figures(STYLIZE, inputs, settings, varied, Making(lines.append))
    sheet = lay_out(list(made), inputs, settings, varied)
    assert [row.heading for row in sheet.rows] == ["style_weight 1, every 2", "style_weight 8, every 2"]
    assert [[figure.label.split(" (")[0] for figure in row.figures] for row in sheet.rows] == [
        ["style_layers relu1_1", "style_layers relu1_1, relu1_2=2"]
    ] * 2
    assert lines[2] == "3 of 4: style_weight 8, every 2, style_layers relu1_1"
    # The row's pictures stand beside one another, whole, each as its run would have it.
    drawn = np.asarray(sheet._draw())
    assert drawn.shape[1] == 2 * 200 + GAP + 2 * MARGIN
    result = STYLIZE.prepare({"content": astronaut, "style": van_gogh}, settings[1])
    list(result.steps())
    picture = result.result().shown().repeat(2, 0).repeat(2, 1)
    places = [
        y for y in range(len(drawn) - 64) if np.array_equal(drawn[y : y + 64, MARGIN + 200 + GAP :][:, :200], picture)
    ]
    assert len(places) == 1 and "(content " in sheet.rows[0].figures[0].label


@pytest.mark.slow
def test_a_sheet_from_the_command_line(
    pixelstyle: CommandLine, tmp_path: Path, astronaut: Path, van_gogh: Path
) -> None:
    out = tmp_path / "sheet.png"
    ran = pixelstyle(
        "sheet", van_gogh, "--command", "texture", "-m", "free", "--width", 64, "--height", 64, "-n", 2,
        "--style-layers", "relu1_1", "--vary", "tile=true,false", "--vary", "style_scale=0.5,1", "-o", out,
    )  # fmt: skip
    assert ran.status == 0 and ran.err.splitlines()[-1] == f"saved {out}"
    assert Image.open(out).width == 2 * 256 + GAP + 2 * MARGIN
    assert "exists already" in pixelstyle("sheet", astronaut, van_gogh, "--vary", "every=2", "-o", out).err
    preset = tmp_path / "r.toml"
    preset.write_text(
        'command = "dream"\nmode = "free"\nwidth = 64\nheight = 64\niterations = 9000\noctave_steps = 1\n'
    )
    made = ["--preset", preset, "-n", 2, "--vary", "layer=relu1_1;relu2_1=2;relu2_2"]
    assert pixelstyle("sheet", astronaut, *made, "-o", tmp_path / "dreams.png").status == 0


@pytest.mark.slow
def test_ctrl_c_keeps_the_finished_pictures(
    pixelstyle: CommandLine, tmp_path: Path, van_gogh: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Run] = []
    prepare = Recipe.prepare

    def until_somebody_stops_it(recipe: Recipe, inputs: Mapping[str, Any], settings: Settings) -> Run:
        if len(made) == asked:
            raise KeyboardInterrupt
        made.append(prepare(recipe, inputs, settings))
        return made[-1]

    monkeypatch.setattr(Recipe, "prepare", until_somebody_stops_it)
    out = tmp_path / "sheet.png"
    args = ["sheet", van_gogh, "--command", "convert", "--vary", "dither=none,bayer-4", "--vary", "strength=0.1,0.5"]
    asked = 0
    assert pixelstyle(*args, "-o", out).status == 130 and not out.exists()
    asked = 3
    ran = pixelstyle(*args, "-q", "-o", out)
    assert (ran.status, ran.err) == (130, "Stopped by Ctrl-C: the sheet has 3 of 4 pictures.\n")
    # The fourth place is paper; the others hold what those settings give.
    drawn = np.asarray(Image.open(out).convert("RGB"))
    right = MARGIN + 320 + GAP
    for run, column in zip(made, (MARGIN, right, MARGIN), strict=True):
        picture = run.result().shown()
        strip = drawn[:, column : column + 320]
        assert any(np.array_equal(strip[y : y + 200], picture) for y in range(len(drawn) - 199))
    assert len(np.unique(drawn[-MARGIN - 200 : -MARGIN, right : right + 320].reshape(-1, 3), axis=0)) == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ("--vary style_wieght=1,2", "Did you mean style_weight"),
        ("--vary style_weight", "is not a setting with values"),
        ("--vary style_weight=1,x", "style_weight cannot be 'x'"),
        ("--vary style_weight=1,-4", "style_weight is -4"),
        ("--vary every=2,2.5", "it is a whole number"),
        ("--vary every=2 --vary every=3", "every is varied twice"),
        ("", "Say what is to differ"),
        (
            f"--vary seed={','.join(map(str, range(11)))} --vary every={','.join(map(str, range(1, 11)))}",
            "110 pictures",
        ),
        ("--vary every=2 --command drem", "Did you mean dream"),
        ("--vary every=2 --command dream --style-weight 3", "no setting of dream named 'style_weight'"),
        ("--vary every=2 --command texture", "takes style, not 2"),
        ("--vary method=anneal,projct", "Did you mean project"),
        ("--vary at=900:every=2", "iterations 1 to 75"),
        ("--vary every=2 -m nosuch", "no mode named"),
        ("--vary every=2 --workers 2 --dask tcp://127.0.0.1:9", "--workers is for this machine"),
    ],
)
def test_bad_sheets_are_one_line_before_any_work(
    arguments: str, words: str, pixelstyle: CommandLine, tmp_path: Path, astronaut: Path, van_gogh: Path
) -> None:
    out = tmp_path / "sheet.png"
    ran = pixelstyle("sheet", astronaut, van_gogh, *arguments.split(), "-o", out)
    assert ran.status == 2 and words in ran.err and ran.err.count("\n") == 1
    assert not out.exists()


@pytest.mark.slow
def test_a_sheet_by_several_workers_is_the_same(pixelstyle: CommandLine, tmp_path: Path, astronaut: Path) -> None:
    asked = ["sheet", astronaut, "--command", "convert", "-m", "gameboy", "--vary", "dither=none,bayer-2,bayer-4"]
    ran = pixelstyle(*asked, "--workers", 2, "-o", tmp_path / "two.png")
    assert ran.status == 0
    assert [line.split(":")[0] for line in ran.err.splitlines()[:3]] == ["1 of 3", "2 of 3", "3 of 3"]
    assert pixelstyle(*asked, "-o", tmp_path / "one.png", "-q").status == 0
    assert (tmp_path / "two.png").read_bytes() == (tmp_path / "one.png").read_bytes()


def test_values_are_said_so_that_they_can_be_broken_into_lines() -> None:
    assert (
        label_of("dream", ("relu4_3=1", "relu5_1")) == "dream relu4_3=1; relu5_1"
        and label_of("dream", ()) == "dream none"
    )
    assert label_of("style_weight", 3.0) == "style_weight 3"
