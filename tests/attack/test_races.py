"""Two processes that do the same in one place: one has the name, the other is told where its picture is."""

from __future__ import annotations

import base64
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.attack.racing import DOORS
from tests.command_line import ROOT
from tests.engine.client import Client


@pytest.fixture(scope="module")
def raced(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What came of the meetings at all doors, and where."""
    place = tmp_path_factory.mktemp("races")
    command = [sys.executable, "-m", "tests.attack.racing", str(place)]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    ran = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(ran.stdout.splitlines()[-1]) | {"place": str(place)}


@pytest.mark.slow
@pytest.mark.parametrize("door", [door for door in DOORS if door not in ("batch", "a checkpoint")])
def test_exactly_one_has_the_name(raced: dict[str, Any], door: str) -> None:
    came = raced[door]
    one, other = sorted(came["statuses"])
    assert one == 0 and other in (1, 2) and "Traceback" not in came["said"], came
    # What took no time to make is only refused; all else is kept beside.
    assert came["made"] == (["o.png"] if other == 2 else ["o-2.png", "o.png"]) and not came["left"], came


@pytest.mark.slow
def test_two_batches_into_one_folder_lose_nothing(raced: dict[str, Any]) -> None:
    came = raced["batch"]
    assert set(came["statuses"]) <= {0, 1} and "Traceback" not in came["said"], came
    assert "out/p1.png" in came["made"] and not came["left"], came
    assert all(name.startswith("out/p1") and name.endswith(".png") for name in came["made"]), came


@pytest.mark.slow
def test_two_runs_with_one_checkpoint_leave_a_whole_one(raced: dict[str, Any]) -> None:
    from pixelstyle.files import has_checksum, read_checkpoint_header

    came = raced["a checkpoint"]
    assert came["statuses"] == [0, 0] and came["made"] == ["c.state", "o.png"] and not came["left"], came
    path = Path(raced["place"]) / "a checkpoint/desk/c.state"
    metadata, _ = read_checkpoint_header(path)
    assert has_checksum(path, metadata["sha256"])


@pytest.mark.slow
def test_two_engines_have_each_a_folder_of_its_own() -> None:
    """Both are given another picture under the same name, work at the same time, and one of them ends first."""
    engines = [Client(greet=False) for _ in range(2)]  # which start at the same time
    for engine in engines:
        engine.say("hello", protocol=1)
    folders = []
    for shade, engine in zip((0, 255), engines, strict=True):
        folders.append(Path(next(each for each in engine.until("hello") if each["type"] == "hello")["folder"]))
        with io.BytesIO() as file:
            Image.new("RGB", (32, 24), (shade, shade, shade)).save(file, "PNG")
            engine.say("put", name="a.png", data=base64.b64encode(file.getvalue()).decode())
    assert folders[0] != folders[1]
    for engine in engines:
        engine.say(
            "run", id=1, recipe="convert", inputs={"image": "a.png"}, settings={"mode": "zx-spectrum"}, save=["o.png"]
        )
    assert [engine.until("done", "error")[-1]["type"] for engine in engines] == ["done", "done"]
    shown = [set(Image.open(folder / "o.png").convert("L").tobytes()) for folder in folders]
    assert shown == [{0}, {255}]
    with engines[1]:
        with engines[0]:
            pass
        assert not folders[0].exists() and (folders[1] / "o.png").exists()
        again = engines[1].run("convert", {"image": "a.png"}, {"mode": "zx-spectrum"})
        assert again[-1]["type"] == "done"
    assert not folders[1].exists()
