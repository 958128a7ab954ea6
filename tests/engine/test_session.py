"""The engine as its clients meet it: a real process, the real network."""

import base64
import dataclasses
import io
import json
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pixelstyle.engine.job import settings_of
from pixelstyle.palettes import get_palette
from pixelstyle.recipes import RECIPES
from pixelstyle.screens import check_rgb, get_mode, modes
from tests.engine.client import COMMAND, PAINTING, PHOTO, SMALL, STYLIZE, Client

SHALLOW = {"content_layer": "relu1_1", "style_layers": "relu1_1"}
"""Settings that make a whole screen a matter of a second."""


@pytest.fixture(scope="module")
def engine() -> Iterator[Client]:
    with Client() as client:
        yield client


def test_the_handshake_offers_every_recipe_with_every_setting(engine: Client) -> None:
    offered = {recipe["name"]: recipe for recipe in engine.hello["recipes"]}
    assert list(offered) == list(RECIPES)
    for name, recipe in RECIPES.items():
        settings = {item["name"]: item for item in offered[name]["settings"]}
        assert list(settings) == [
            item.name for item in dataclasses.fields(recipe.settings) if not item.metadata["writes"]
        ]
        defaults = {key: item["default"] for key, item in settings.items()}
        assert (
            settings_of(recipe, json.loads(json.dumps(defaults))) == recipe.settings()
        )  # what travels is what the recipe takes back
        assert all(item["help"] and item["panel"] for item in settings.values())
    stylize = {item["name"]: item for item in offered["stylize"]["settings"]}
    assert stylize["iterations"]["type"] == "integer" and stylize["iterations"]["most"] == 100_000
    assert stylize["style_weight"]["live"] == "style" and stylize["mode"]["of"] == "modes"
    assert [mode["name"] for mode in engine.hello["modes"]] == [mode.name for mode in modes()]
    c64 = next(mode for mode in engine.hello["modes"] if mode["name"] == "c64-multicolor")
    assert c64["pixel"] == [2, 1] and ".kla" in c64["extensions"]
    assert "anneal" in engine.ready["methods"]


def test_a_stylized_picture_is_legal_and_comes_in_both_sizes(engine: Client, tmp_path: Path) -> None:
    target = tmp_path / "a.kla"
    settings = {"mode": "c64-multicolor", "iterations": 1, "device": "cpu"} | SHALLOW
    *steps, done = engine.run("stylize", STYLIZE, settings, preview=0, clashes=True, save=[str(target)])
    started, painted, step = steps
    assert started["size"] == [160, 200] and step["iteration"] == 1 and step["losses"]["total"] > 0
    assert painted["type"] == "painted" and painted["clashes"] == []
    assert Image.open(step["preview"]["file"]).size == (320, 200)
    native, shown = (np.array(Image.open(done[size]["file"]).convert("RGB")) for size in ("native", "shown"))
    assert (shown == native.repeat(2, axis=1)).all()
    mode = get_mode("c64-multicolor")
    assert check_rgb(native, mode, get_palette(mode.palette)) == []
    assert all(box[2:] == [4, 8] for box in done["clashes"]) and done["clashes"]
    assert done["saved"] == [str(target)] and target.stat().st_size == 10003
    assert done["report"]["losses"]["total"] > 0


def test_weights_take_effect_at_the_next_step(engine: Client) -> None:
    engine.say("run", id=1, recipe="stylize", inputs=STYLIZE, settings=SMALL | {"iterations": 2000})
    before = engine.until("step")[-1]
    assert before["losses"]["total"] > 0
    engine.say("weights", id=1, weights={"content": 0, "style": 0})
    engine.say("weights", id=1, weights={"nonsense": 1})
    refused = engine.until("warning")[-1]
    assert "nonsense" in refused["message"]
    assert engine.until("step")[-1]["losses"]["total"] == 0  # nothing counts any more
    engine.say("finish", id=1)
    *_, told = engine.until("finishing")
    assert told == {"type": "finishing", "id": 1, "steps": 15}
    *steps, done = engine.until("done")
    assert len(steps) == 15 and steps[-1]["iteration"] == steps[-1]["iterations"] < 2000
    assert done["report"]["finished_early"] == {"after": done["report"]["iterations"] - 15, "steps": 15}


def test_to_finish_twice_is_to_stop_at_once(engine: Client) -> None:
    engine.say("run", id=1, recipe="stylize", inputs=STYLIZE, settings=SMALL | {"iterations": 2000})
    engine.until("step")
    engine.say("finish", id=1)
    engine.say("finish", id=1)
    done = engine.until("done")[-1]
    assert 1 <= done["report"]["iterations"] < 2000


def test_settings_change_between_two_steps_and_the_report_says_when(engine: Client) -> None:
    engine.say("run", id=1, recipe="stylize", inputs=STYLIZE, settings=SMALL | {"iterations": 2000})
    started = engine.until("started")[-1]
    assert started["changeable"]["style_weight"] == 3.0 and started["changeable"]["every"] == 8
    engine.until("step")
    engine.say("change", id=1, settings={"style_weight": 0, "content_weight": 0, "style_layers": "relu1_1"})
    for refused, words in (({"evry": 3}, "every"), ({"every": 0}, "every is 0"), ({"width": 9}, "What can: ")):
        engine.say("change", id=1, settings={"tv_weight": 5} | refused)
        assert words in engine.until("warning")[-1]["message"]
    assert engine.until("step")[-1]["losses"]["total"] == 0
    engine.say("finish", id=1)
    report = engine.until("done")[-1]["report"]
    names = {next(name for name in change if name not in ("iteration", "by")) for change in report["changes"]}
    assert names == {"style_weight", "content_weight", "style_layers"}
    assert len(report["settings"]["at"]) == 3
    *_, done = engine.run("convert", {"image": PHOTO}, {"mode": "zx-spectrum"})
    assert "changes" not in done["report"]


def test_another_palette_and_forbidden_colours_come_in_during_a_run(engine: Client) -> None:
    settings = SMALL | {"mode": "free", "palette": "c64-colodore", "width": 32, "height": 32, "iterations": 2000}
    engine.say("run", id=1, recipe="stylize", inputs=STYLIZE, settings=settings)
    engine.until("step")
    engine.say("change", id=1, settings={"palette": "c64-pepto", "forbid": "#ffffff"})
    engine.say("change", id=1, settings={"seed": 3})
    refused = engine.until("warning")[-1]["message"]
    assert refused.startswith("seed cannot change during a run. What can: ") and "palette" in refused
    engine.until("step")
    engine.say("finish", id=1)
    done = engine.until("done")[-1]
    assert done["palette"]["name"] == "c64-pepto" == done["report"]["palette"]
    assert [change.get("forbid") for change in done["report"]["changes"]] == [None, "#ffffff"]


def test_a_cancelled_run_makes_way_for_the_next(engine: Client) -> None:
    engine.say("run", id=1, recipe="stylize", inputs=STYLIZE, settings=SMALL | {"iterations": 100_000})
    engine.say("run", id=2, recipe="convert", inputs={"image": PHOTO}, settings={"mode": "zx-spectrum"})
    engine.say("run", id=3, recipe="convert", inputs={"image": PHOTO}, settings={})
    engine.until("step")
    engine.say("cancel", id=3)
    engine.say("cancel", id=1)
    assert engine.until("cancelled")[-1]["id"] == 1
    assert engine.until("done")[-1]["id"] == 2
    assert engine.until("cancelled")[-1]["id"] == 3


def test_drafts_are_small_screens_of_the_same_machine(engine: Client) -> None:
    *_, done = engine.run("stylize", STYLIZE, {"iterations": 1, "device": "cpu"}, draft=128)
    assert done["size"] == [64, 80] and done["pixel"] == [2, 1]


@pytest.mark.parametrize(
    ("message", "words"),
    [
        (b"not json", "JSON"),
        (b"[1]", "'type'"),
        (b'{"type": "rum"}', "run"),
        (b'{"type": "run"}', "lacks 'id'"),
        (b'{"type": "run", "id": 1, "recipe": "stylise", "inputs": {}}', "stylize"),
        (b'{"type": "run", "id": 1, "recipe": "convert", "inputs": {}}', "'image'"),
        (b'{"type": "run", "id": 1, "recipe": "convert", "inputs": {"image": "x", "y": "z"}}', "input named 'y'"),
        (b'{"type": "run", "id": 1, "recipe": "convert", "inputs": {"image": "none.png"}}', "none.png"),
        (b'{"type": "run", "id": 1, "recipe": "convert", "inputs": {"image": "x"}, "settings": {"mod": 1}}', "mode"),
        (b'{"type": "put", "name": "../x", "data": ""}', "plain file name"),
        (b'{"type": "put", "name": "x", "data": "%"}', "base64"),
        (b'{"type": "hello", "protocol": 99}', "older"),
        (b'{"type": "hello", "protocol": 0}', "newer"),
    ],
)
def test_mistakes_are_answered_in_words_and_do_no_harm(engine: Client, message: bytes, words: str) -> None:
    engine.send(message)
    answer = engine.next()
    assert answer["type"] == "error" and words in answer["message"] and "\n" not in answer["message"]
    *_, done = engine.run("convert", {"image": PHOTO}, {"mode": "free", "palette": "c64-colodore", "width": 8})
    assert done["type"] == "done"


def test_a_destination_that_cannot_be_written_is_refused_before_the_work(engine: Client, tmp_path: Path) -> None:
    (tmp_path / "a.kla").write_text("mine")
    settings = {"iterations": 100_000, "device": "cpu"} | SHALLOW
    for path in (tmp_path / "a.kla", tmp_path / "a.scr", tmp_path / "nowhere/a.kla"):
        *before, answer = engine.run("stylize", STYLIZE, settings, save=[str(path)])
        assert answer["type"] == "error" and before == [] and path.name in answer["message"]
    assert (tmp_path / "a.kla").read_text() == "mine"


def gone_within(client: Client, folder: Path, seconds: float) -> bool:
    """Whether process and folder are gone within that time from the closing of the engine's stdin."""
    client.writer.close()
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if client.process.poll() is not None and not folder.exists():
            return True
        time.sleep(0.005)
    client.process.wait(30)
    return False


@pytest.mark.slow
@pytest.mark.parametrize("when", ["loading", "idle", "preparing", "working"])
def test_when_the_client_dies_nothing_is_left_within_half_a_second(when: str) -> None:
    def attempt() -> bool:
        client = Client(greet=False)
        client.say("hello", protocol=1)
        folder = Path(client.next()["folder"])
        assert folder.is_dir()
        if when != "loading":
            assert client.next()["type"] == "ready"
        if when in ("preparing", "working"):
            client.say("run", id=1, recipe="stylize", inputs=STYLIZE, settings={"device": "cpu"}, preview=0)
            if when == "working":
                client.until("step")
            time.sleep(0.1)
        with client.reader:
            return gone_within(client, folder, 0.5)

    assert any(attempt() for _ in range(3))  # other programs may hold the processor


@pytest.mark.slow
def test_too_little_memory_is_a_message() -> None:
    limited = ["bash", "-c", f"ulimit -v 4500000; exec {COMMAND[0]} -m pixelstyle.engine"]
    with Client(limited) as client:
        big = {"mode": "none", "width": 2048, "height": 2048, "iterations": 1, "device": "cpu"}
        *_, answer = client.run("stylize", STYLIZE, big)
        assert (answer["type"], answer["code"]) == ("error", "memory"), answer
        *_, answer = client.run("convert", {"image": PHOTO}, {"mode": "zx-spectrum"})
        assert answer["type"] == "done"


@pytest.mark.slow
def test_pictures_can_travel_in_the_messages() -> None:
    with Client(inline=True) as client:
        photo = base64.b64encode(Path(PHOTO).read_bytes()).decode()
        client.say("put", name="photo.jpg", data=photo)
        client.say("put", name="two.gpl", data=base64.b64encode(b"GIMP Palette\n0 0 0\n255 255 255\n").decode())
        settings = {"mode": "free", "palette": "two.gpl", "width": 16}
        *_, done = client.run("convert", {"image": "photo.jpg"}, settings)
        picture = Image.open(io.BytesIO(base64.b64decode(done["native"]["png"])))
        assert picture.size[0] == 16 and picture.getpalette()[:6] == [0, 0, 0, 255, 255, 255]
        assert not list(Path(client.hello["folder"]).glob("*.png"))


@pytest.mark.slow
def test_a_stray_print_does_not_come_between_the_messages() -> None:
    code = "import os; from pixelstyle.engine import serve_pipes; from pixelstyle.engine.session import Session as S\n"
    code += "s = S.serve; "
    code += "S.serve = lambda self: (print('stray', flush=True), os.write(1, b'raw'), s(self)); serve_pipes()"
    with Client([COMMAND[0], "-c", code]) as client:
        assert client.ready["type"] == "ready" and PAINTING
