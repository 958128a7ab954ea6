"""--control: a file that is edited while a run goes on."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pixelstyle.cli.progress import JsonProgress
from pixelstyle.optimise import Step
from tests.command_line import CommandLine

TINY = ["-m", "free", "--width", "32", "-n", "6", "--precision", "float32", "--content-layer", "relu2_1"]
TINY += ["--style-layers", "relu1_1,relu2_1", "--json"]


def test_a_control_file_is_taken_up_and_repeated(
    pixelstyle: CommandLine, tmp_path: Path, astronaut: Path, van_gogh: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    control, out, report = tmp_path / "control.toml", tmp_path / "out.png", tmp_path / "out.json"
    control.write_text("style_weight = 3\n")  # what it is anyway
    edits = {2: "style_weight = 8\nevery = 2\n", 3: "style_weight = 9\nevry = 3\n", 4: "style_weight = 8\nrate = 0.2\n"}
    told = JsonProgress.step

    def step(reader: JsonProgress, step: Step) -> None:
        told(reader, step)
        if step.iteration in edits:
            control.write_text(edits[step.iteration])

    monkeypatch.setattr(JsonProgress, "step", step)
    ran = pixelstyle("stylize", astronaut, van_gogh, *TINY, "--control", control, "-o", out, "--report", report)
    assert (ran.status, ran.err) == (0, "")
    notes = [event["text"] for event in map(json.loads, ran.out.splitlines()) if event["event"] == "note"]
    assert len(notes) == 3
    assert notes[0] == "From now on style_weight 8, every 2."
    assert notes[1].startswith("Nothing is changed: ") and "Did you mean every" in notes[1]
    facts = json.loads(report.read_text())
    assert facts["changes"] == [
        {"iteration": 3, "style_weight": 8.0, "by": "live"},
        {"iteration": 3, "every": 2, "by": "live"},
        {"iteration": 5, "rate": 0.2, "by": "live"},
    ]
    assert facts["settings"]["at"] == ["3:style_weight=8.0", "3:every=2", "5:rate=0.2"]
    monkeypatch.undo()
    assert pixelstyle("again", out, "-o", tmp_path / "again.png", "-q").status == 0
    assert (tmp_path / "again.png").read_bytes() == out.read_bytes()


def test_a_control_file_changes_the_screen_too(
    pixelstyle: CommandLine, tmp_path: Path, astronaut: Path, van_gogh: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    control, out = tmp_path / "control.toml", tmp_path / "out.png"
    control.write_text("")
    told = JsonProgress.step

    def step(reader: JsonProgress, step: Step) -> None:
        told(reader, step)
        if step.iteration == 2:
            control.write_text('palette = "c64-pepto"\nforbid = "#ffffff"\ncell = "8x8"\ncell_colours = 2\n')

    monkeypatch.setattr(JsonProgress, "step", step)
    ran = pixelstyle(
        "stylize", astronaut, van_gogh, *TINY, "--palette", "c64-colodore", "--control", control, "-o", out
    )
    assert (ran.status, ran.err) == (0, "")
    assert "From now on palette c64-pepto, forbid #ffffff, cell 8x8, cell_colours 2." in ran.out
    with Image.open(out) as image:
        assert image.getpalette()[6:9] == [0x68, 0x37, 0x2B]
        cells = np.asarray(image).reshape(4, 8, 4, 8).swapaxes(1, 2).reshape(16, 64)
    assert all(len(set(cell)) <= 2 for cell in cells.tolist()) and not (cells == 1).any()
    monkeypatch.undo()
    assert pixelstyle("again", out, "-o", tmp_path / "again.png", "-q").status == 0
    assert (tmp_path / "again.png").read_bytes() == out.read_bytes()


def test_a_control_file_that_is_wrong_from_the_start_is_an_error(
    pixelstyle: CommandLine, tmp_path: Path, astronaut: Path, van_gogh: Path
) -> None:
    control, out = tmp_path / "control.toml", tmp_path / "out.png"
    for text, words in ((None, "There is no control file"), ("x", "is not TOML"), ("evry = 3", "Did you mean every")):
        if text is not None:
            control.write_text(text)
        ran = pixelstyle("stylize", astronaut, van_gogh, *TINY, "--control", control, "-o", out)
        assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1)
        assert words in ran.err
        assert not out.exists()
    assert "No such option" in pixelstyle("convert", astronaut, "--control", control, "-o", out).err
