"""The plug-in in a real GIMP without a window, with the real engine."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pixelstyle_gimp.engine import Engine
from pixelstyle_gimp.errors import EngineError

from pixelstyle.cli.main import main
from pixelstyle.palettes import get_palette
from pixelstyle.recipes import RECIPES
from pixelstyle.screens import check_rgb, get_mode
from tests.gimp.real_gimp import CHECKOUT, HERE, Gimp, note_time

PHOTO = CHECKOUT / "examples/photos/astronaut.jpg"
STYLE = CHECKOUT / "examples/paintings/hokusai-great-wave-1831.jpg"
IN_BOTH = (
    "registered,installation,every_kind,indexed_image,exported_by_gimp,register,mask,repeated,cannot_be_done,stranger"
)
"""Words in the names of what is done in the newer GIMP: whatever asks GIMP for much. The rest asks the engine, and is
done in the older one, with --exhaustive."""


@pytest.mark.gimp
def test_every_procedure_with_every_kind_of_layer(
    each_gimp: Gimp, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = place / "out"
    environment = {"OUT": str(out), "STYLE": str(STYLE), "RECIPES": " ".join(RECIPES), "CHECKOUT": str(CHECKOUT)}
    if each_gimp.version() >= "3.2":
        environment["ONLY"] = IN_BOTH
    profile = each_gimp.profile(place / "config")
    run = each_gimp.batch(HERE / "inside_basics.py", profile, environment, [place], timeout=600)
    assert (out / "results.json").exists(), run.stderr[-3000:]
    results = json.loads((out / "results.json").read_text())
    failed = {name: text for name, text in results.items() if text != "ok"}
    assert len(results) >= 10 and not failed, "\n".join(f"{name}: {text}" for name, text in failed.items())
    assert list((place / "tmp").glob("pixelstyle*")) == []  # no engine left anything

    # What GIMP itself exports is what the machine can show.
    zx, c64 = (get_mode(name) for name in ("zx-spectrum", "c64-multicolor"))
    assert check_rgb(np.array(Image.open(out / "indexed.png").convert("RGB")), zx, get_palette(zx.palette)) == []
    assert check_rgb(np.array(Image.open(out / "c64.png").convert("RGB")), c64, get_palette(c64.palette)) == []
    assert Image.open(out / "indexed.png").mode == "P"
    assert main(["check", str(out / "screen.scr"), "-m", "zx-spectrum"]) == 0
    assert main(["check", str(out / "c64.png"), "-m", "c64-multicolor"]) == 0
    capsys.readouterr()


def one_run(settings: dict) -> str:
    """A script for GIMP: one run of Stylize, and how it ended."""
    return f"""
from gi.repository import Gimp, Gegl, Gio
import json
image = Gimp.file_load(Gimp.RunMode.NONINTERACTIVE, Gio.File.new_for_path({str(PHOTO)!r}))
procedure = Gimp.get_pdb().lookup_procedure("plug-in-pixelstyle-stylize")
config = procedure.create_config()
config.set_property("image", image)
config.set_core_object_array("drawables", image.get_layers())
config.set_property("settings", json.dumps({settings!r}))
config.set_property("style-file", Gio.File.new_for_path({str(STYLE)!r}))
result = procedure.run(config)
print("STATUS", int(result.index(0)), len(image.get_layers()), Gimp.get_pdb().get_last_error(), flush=True)
"""


@pytest.mark.gimp
def test_from_installing_to_the_first_result(
    gimp: Gimp, place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing but `pixelstyle gimp install` lies between a GIMP and a picture; and it takes less than two minutes."""
    profile = gimp.profile(place / "config", bare=True)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(place / "config"))
    (place / "config/pixelstyle/engine.json").unlink()
    (place / "one.py").write_text(one_run({"iterations": 20}))
    began = time.monotonic()
    assert main(["gimp", "install"]) == 0
    run = gimp.batch(place / "one.py", profile, {"TMPDIR": str(place / "tmp")}, [place])
    seconds = time.monotonic() - began
    capsys.readouterr()
    assert "STATUS 3 2" in run.stdout, run.stdout + run.stderr[-2000:]
    assert seconds < 120, seconds
    note_time("install to first result", seconds)


def engines(place: Path) -> list[int]:
    """The processes that work for this test's GIMP: zombies, which nobody may be there to reap, have ended."""
    found = []
    for process in Path("/proc").iterdir():
        if not process.name.isdigit():
            continue
        try:
            alive = (process / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
            mine = str(place).encode() in (process / "environ").read_bytes()
            if alive and mine and b"pixelstyle.engine" in (process / "cmdline").read_bytes():
                found.append(int(process.name))
        except OSError:
            continue
    return found


def wait_for(condition: Callable[[], object], seconds: float) -> float:
    """How long it took until the condition held. Fails when it never does."""
    began = time.monotonic()
    while not condition():
        assert time.monotonic() - began < seconds
        time.sleep(0.01)
    return time.monotonic() - began


@pytest.mark.gimp
@pytest.mark.parametrize("victim", ["plug-in", "engine"])
def test_a_kill_in_the_middle_leaves_no_process_and_no_file(gimp: Gimp, place: Path, victim: str) -> None:
    """GIMP's Cancel is a kill -9 of the plug-in; and the system may kill the engine when memory is short."""
    script = place / "long.py"
    script.write_text(one_run({"mode": "free", "palette": "pico-8", "iterations": 100_000, "device": "cpu"}))
    profile = gimp.profile(place / "config")
    words = ["xvfb-run", "-a", "gimp-console", "-i", "-d", "-f", "--quit", "--batch-interpreter=python-fu-eval"]
    words += ["-b", f"exec(open({str(script)!r}).read())"]
    command = gimp.command(words, {"GIMP3_DIRECTORY": str(profile)}, [place])
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as running:
        try:
            wait_for(lambda: list((place / "tmp").glob("*/*preview.png")), 200)
            (engine,) = engines(place)
            plug_in = int(Path(f"/proc/{engine}/stat").read_text().rpartition(")")[2].split()[1])
            os.kill(plug_in if victim == "plug-in" else engine, signal.SIGKILL)
            gone = wait_for(lambda: not engines(place) and not list((place / "tmp").glob("pixelstyle*")), 5)
        finally:
            for left in engines(place):  # so that GIMP ends, and with it this test
                os.kill(left, signal.SIGKILL)
        said, _ = running.communicate(timeout=60)
    assert gone < 1, gone
    note_time(f"kill -9 of the {victim} to nothing left", gone)
    status = next(line for line in said.splitlines() if "STATUS" in line)
    assert " 1 " in status  # still one layer
    if victim == "engine":
        assert "memory" in said and "smaller" in said


@pytest.mark.parametrize(
    ("note", "words"),
    [
        (None, "pip install 'pixelstyle"),
        ("{", "damaged"),
        ({"command": ["/nowhere/python"]}, "pip install 'pixelstyle"),
        ({"command": [sys.executable, "-c", "raise SystemExit('no torch here')"]}, "no torch here"),
        ({"command": ["echo", '{"type": "hello", "protocol": 0, "version": "0.0.1"}']}, "pip install -U 'pixelstyle"),
        ({"command": ["echo", '{"type": "hello", "protocol": 1, "version": "1", "recipes": []}']}, "has no recipe"),
        ({"address": "127.0.0.1:9", "token": "x"}, "pixelstyle engine --listen 127.0.0.1:9 --token-file"),
    ],
)
def test_without_a_good_engine_the_plug_in_says_what_to_do(
    note: object, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The plug-in's own half of the wire, without GIMP."""
    for name in ("HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    monkeypatch.delenv("PIXELSTYLE_ENGINE", raising=False)
    if note is not None:
        (tmp_path / "pixelstyle").mkdir()
        (tmp_path / "pixelstyle/engine.json").write_text(note if isinstance(note, str) else json.dumps(note))
    with pytest.raises(EngineError, match=words), Engine() as engine:
        engine.greet()
        engine.recipe("stylize")
