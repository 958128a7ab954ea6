"""The plug-in in a GIMP with a window: each dialog opens, previews, OK gives a result, one undo takes it back."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.gimp.real_gimp import CHECKOUT, HERE, LEFT, Gimp, note_time

pytestmark = pytest.mark.gimp

STYLE = CHECKOUT / "examples/paintings/hokusai-great-wave-1831.jpg"
QUICK = {"device": "cpu"}
DREAM = {**QUICK, "octaves": 2, "octave_steps": 3, "iterations": 10}


def step(
    label: str,
    settings: dict[str, Any] | None = None,
    *,
    name: str = "",
    style: bool = False,
    on_result: bool = False,
    keep: bool = False,
    undo: bool = False,
) -> dict:
    """One filter: what `inside_window.py` runs when `person.sh` says `go label`."""
    own = {"label": label, "name": name or label, "settings": settings, "style": style}
    return own | {"on_result": on_result, "keep": keep, "undo": undo}


STEPS = [
    step("stylize", {**QUICK, "iterations": 99}, undo=True),
    step("more", {}, name="stylize"),
    step("convert", {"mode": "zx-spectrum"}, keep=True),
    step("again", {}, name="convert", on_result=True),
    step("preset", {}, name="convert"),
    step("dream", DREAM),
    step("quantize"),
    step("repeat"),
    step("cancel", {}, name="stylize"),
    step("check"),
]
SUCCESS, CANCEL = 3, 4
"""As GIMP counts."""


def test_a_person_at_every_dialog(gimp: Gimp, place: Path) -> None:
    out = place / "out"
    (out / "steps.json").write_text(json.dumps(STEPS))
    photo = place / "photo.png"
    Image.open(CHECKOUT / "examples/photos/astronaut.jpg").resize((320, 320)).save(photo)
    profile = gimp.profile(place / "config")
    note = place / "config/pixelstyle/engine.json"
    note.write_text(note.read_text().replace('"OMP_NUM_THREADS": "1"', '"OMP_NUM_THREADS": "2"'))
    words = ["xvfb-run", "-a", "-s", "-screen 0 1280x960x24", "bash", str(HERE / "with_window.sh"), str(out)]
    words += [str(photo), str(HERE / "inside_window.py"), str(HERE / "person.sh")]
    environment = {"GIMP3_DIRECTORY": str(profile), "NO_AT_BRIDGE": "1", "PIXELSTYLE_TRACE": "1", "HOME": str(place)}
    environment |= {"OUT": str(out), "STYLE": str(STYLE), "TMPDIR": str(place / "tmp")}
    run = subprocess.run(
        gimp.command(words, environment, [place]), capture_output=True, text=True, errors="replace", timeout=500
    )
    log = (out / "gimp.log").read_text(errors="replace")
    keep(out)
    assert run.returncode == 0, f"{run.stdout}\n{log[-3000:]}"
    answers = [json.loads(line[6:]) for line in log.splitlines() if line.startswith("ENDED {")]
    found = {answer["label"]: answer for answer in answers}
    ends = {label: (answer["status"], answer["layers"]) for label, answer in found.items()}
    assert ends == {
        "stylize": (SUCCESS, 2),
        "more": (SUCCESS, 2),
        "convert": (SUCCESS, 2),
        "again": (SUCCESS, 3),
        "preset": (SUCCESS, 2),
        "dream": (SUCCESS, 2),
        "quantize": (SUCCESS, 2),
        "repeat": (SUCCESS, 2),
        "cancel": (CANCEL, 1),
        "check": (SUCCESS, 1),
    }

    # The style's weight was moved while it painted: the layer knows, so that Repeat can do the same.
    assert re.fullmatch(r"\d+:style_weight=3\.05", found["stylize"]["record"]["request"]["settings"]["at"][-1])
    assert (place / "photo.scr").stat().st_size == 6912
    assert found["more"]["record"]["request"]["settings"]["painter"] == "hokusai-great-wave-1831"
    for label in ("again", "preset"):  # filled from the layer, and from what was saved as 'night'
        assert found[label]["record"]["request"]["settings"]["mode"] == "zx-spectrum"
    assert found["stylize"]["record"]["request"]["style"] == {"painting": "hokusai-great-wave-1831"}
    assert found["convert"]["record"]["request"]["settings"] == {"mode": "zx-spectrum"}  # the frame was taken off again
    assert found["quantize"]["record"]["request"]["settings"]["colours"] == 16
    kept = json.loads((place / ".config/pixelstyle/gimp-presets.json").read_text())
    assert kept[" favourites"] == ["painting/hokusai-great-wave-1831"] and "picture" in kept["convert"]["night"]
    history = sorted(path.suffix for path in (place / ".config/pixelstyle/gimp-history").iterdir())
    assert history == [".json"] * 8 + [".png"] * 8  # every result, and none that was cancelled
    assert found["repeat"]["record"]["request"] == found["quantize"]["record"]["request"]
    assert "can't undo" not in log.lower()
    assert "installed and works" in found["check"]["report"]
    assert list((place / "tmp").glob("pixelstyle*")) == []

    # From the menu entry to the first pictures: noted, for people to read; a busy machine would make a bound lie.
    first = log[: log.index("ENDED {")]
    plain, drawn = (float(re.search(rf"pixelstyle: ([\d.]+) s .*{kind}", first)[1]) for kind in ('"done"', '"preview"'))
    cancelled = int((out / "cancelled").read_text()) / 1000
    note_time("menu entry to first preview", plain)
    note_time("menu entry to first stylized preview", drawn)
    note_time("cancel to nothing left", cancelled)
    assert plain < drawn and cancelled < 5, (plain, drawn, cancelled)


def keep(out: Path) -> None:
    """Screenshots for people to look at."""
    LEFT.mkdir(parents=True, exist_ok=True)
    for picture in out.glob("*.png"):
        shutil.copy(picture, LEFT / picture.name)
