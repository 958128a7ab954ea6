"""Whatever becomes of an engine's folders or of the engine, the picture at work gets to its client."""

from __future__ import annotations

import base64
import shutil
import signal
import time
from pathlib import Path

import pytest

from tests.engine.client import SMALL, STYLIZE, Client

LONG = SMALL | {"iterations": 100_000, "content_layer": "relu1_1", "style_layers": "relu1_1"}


def run(engine: Client, **fields: object) -> None:
    """Begin a long run, and hear of its first steps."""
    engine.say("run", id="job", recipe="stylize", inputs=STYLIZE, settings=LONG, **fields)
    engine.until("step")
    engine.until("step")


@pytest.mark.slow
def test_a_work_folder_that_vanishes_loses_no_picture() -> None:
    with Client() as engine:
        run(engine, preview=0)
        shutil.rmtree(engine.hello["folder"])
        assert "png" in next(said["preview"] for said in iter(engine.next, None) if "png" in said.get("preview", {}))
        engine.say("finish", id="job")
        done = engine.until("done", "error")[-1]
        assert base64.b64decode(done["native"]["png"]).startswith(b"\x89PNG")


@pytest.mark.slow
def test_what_cannot_be_saved_as_asked_goes_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    with Client() as engine:
        run(engine, save=[str(tmp_path / "out/a.png")])
        (tmp_path / "out/a.png").write_bytes(b"another's")
        engine.say("finish", id="job")
        *_, warning, done = (said for said in engine.until("done", "error") if said["type"] != "step")
        assert warning["type"] == "warning" and "a-2.png" in warning["message"]
        assert done["saved"] == [str(tmp_path / "out/a-2.png")] and (tmp_path / "out/a-2.png").exists()
        assert (tmp_path / "out/a.png").read_bytes() == b"another's"


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_an_engine_that_is_to_end_hands_its_picture_over(tmp_path: Path, number: signal.Signals) -> None:
    with Client() as engine:
        run(engine, save=[str(tmp_path / "a.png")])
        engine.process.send_signal(number)
        assert engine.until("done", "error")[-1]["type"] == "done" and (tmp_path / "a.png").exists()
        assert engine.process.wait(20) == 0
    assert not Path(engine.hello["folder"]).exists()


@pytest.mark.slow
def test_an_idle_engine_ends_at_once() -> None:
    with Client() as engine:
        began = time.monotonic()
        engine.process.send_signal(signal.SIGTERM)
        assert engine.process.wait(20) == 0 and time.monotonic() - began < 10
