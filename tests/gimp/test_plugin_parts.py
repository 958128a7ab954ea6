"""The plug-in's parts that need no GIMP."""

import base64
import io
import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pixelstyle_gimp import engine_location, pictures, transport
from pixelstyle_gimp.engine import Engine
from pixelstyle_gimp.errors import CancelledError, EngineError
from pixelstyle_gimp.kept import presets
from pixelstyle_gimp.request import Request, changed, parse_settings
from pixelstyle_gimp.words import source_name

from pixelstyle.files import fit_picture
from pixelstyle.formats import formats_for_mode
from pixelstyle.gimp import doctor
from pixelstyle.palettes import read_palette
from pixelstyle.recipes.convert import convert
from pixelstyle.screens import get_mode
from tests.command_line import ROOT
from tests.engine.client import listening
from tests.formats.legal.pictures import photo_picture

PHOTO = ROOT / "examples/photos/astronaut.jpg"


@given(st.integers(1, 9), st.integers(1, 9), st.randoms())
def test_pngs_are_read_back_by_others(width: int, height: int, random: Random) -> None:
    rgba = random.randbytes(width * height * 4)
    image = Image.open(io.BytesIO(pictures.encode_png(width, height, rgba)))
    assert (image.size, image.mode, image.tobytes(), image.info) == ((width, height), "RGBA", rgba, {})
    rgb = rgba[: width * height * 3]
    image = Image.open(io.BytesIO(pictures.encode_png(width, height, rgb, channels=3)))
    assert (image.mode, image.tobytes(), image.info) == ("RGB", rgb, {})
    table, indices = bytes(range(12)), bytes(value % 4 for value in rgba[: width * height])
    image = Image.open(io.BytesIO(pictures.encode_png(width, height, indices, channels=1, palette=table)))
    assert (image.mode, image.tobytes(), bytes(image.getpalette())) == ("P", indices, table)


def test_frames_are_dashed_and_inside_their_boxes() -> None:
    boxes = [(1, 2, 4, 3), (6, 0, 9, 9)]  # the second goes beyond the picture
    frames = np.frombuffer(pictures.dashed_frames(8, 6, boxes, (b"abc", b"xyz")), np.uint8).reshape(6, 8, 4)
    shown = frames[:, :, 3] == 255
    wanted = np.zeros((6, 8), bool)
    wanted[2:5, 1:5] = True
    wanted[3, 2:4] = False
    wanted[0, 6:] = wanted[:, 6] = wanted[:, 7] = True
    assert (shown == wanted).all() and (frames[~shown] == 0).all()
    assert {bytes(colour) for colour in frames[shown][:, :3]} == {b"abc", b"xyz"}
    assert pictures.furthest_apart([(9, 9, 9), (255, 255, 0), (0, 0, 40)]) == (b"\0\0(", b"\xff\xff\0")


def test_palettes_are_read_back_by_the_engine(tmp_path: Path) -> None:
    colours = [(0, 0, 0), (1, 2, 3), (255, 254, 253), (0, 0, 0)]
    (tmp_path / "a.gpl").write_bytes(pictures.encode_gpl("a", colours))
    assert list(read_palette(tmp_path / "a.gpl").colours) == colours


@given(st.sampled_from(["cover", "contain", "stretch"]), *[st.integers(40, 160)] * 4)
def test_the_screen_lies_where_the_engine_laid_it(fit: str, width: int, height: int, across: int, down: int) -> None:
    """A picture of its own coordinates, fitted by the engine, holds at each pixel the place that we sample."""
    x, y = np.meshgrid(np.arange(width), np.arange(height))
    ramps = np.stack([x, y, x * 0 + 255], axis=2).astype(np.uint8)
    fitted = fit_picture(ramps, across, down, fit) * 255
    left, top, box_width, box_height = pictures.screen_box(fit, (width, height), (across, down))
    columns = pictures.positions(across, left, box_width, width)
    rows = pictures.positions(down, top, box_height, height)
    middle = fitted[down // 2, across // 2]
    assert abs(middle[0] - columns[across // 2]) <= 3 + width / across
    assert abs(middle[1] - rows[down // 2]) <= 3 + height / down
    if fit == "contain":  # bars are nowhere in the layer
        bars = (fitted[:, :, 2] < 1).sum()
        outside = across * down - sum(c >= 0 for c in columns) * sum(r >= 0 for r in rows)
        assert abs(int(bars) - outside) <= 2 * (across + down)


@pytest.mark.parametrize("settings", [{}, {"focus": "bottom"}, {"crop": "100,20,300,200"}, {"fit": "contain"}])
def test_the_window_that_the_engine_tells_is_where_the_picture_lies(settings: dict[str, Any]) -> None:
    result = convert(PHOTO, mode="none", width=64, height=40, **settings)
    place = result.inputs["image"].get("window", settings.get("fit", "cover"))
    photo = Image.open(PHOTO).convert("RGB")
    box = pictures.screen_box(place, photo.size, (64, 40))
    columns, rows = pictures.positions(64, box[0], box[2], 512), pictures.positions(40, box[1], box[3], 512)
    found = pictures.sample(photo.tobytes(), 512, 3, columns, rows, b"\0\0\0")
    difference = np.frombuffer(found, np.uint8).reshape(40, 64, 3) - result.pixels.astype(int)
    assert np.abs(difference).mean() < 25


@given(st.integers(1, 6), st.integers(1, 6), st.randoms())
def test_sampling_is_indexing(width: int, height: int, random: Random) -> None:
    data = np.frombuffer(random.randbytes(width * height * 3), np.uint8).reshape(height, width, 3)
    columns = [random.randrange(-1, width) for _ in range(5)]
    rows = [random.randrange(-1, height) for _ in range(4)]
    wanted = [[(0, 0, 0) if c < 0 or r < 0 else tuple(data[r, c]) for c in columns] for r in rows]
    assert pictures.sample(data.tobytes(), width, 3, columns, rows, b"\0\0\0") == np.array(wanted, np.uint8).tobytes()


def test_requests_survive_and_later_versions_are_understood() -> None:
    request = Request("stylize", {"mode": "free"}, {"file": "a.png"}, {"from": "colormap"}, "replace", "native", 3, "x")
    stored = json.loads(request.to_json())
    assert Request.from_json(json.dumps(stored | {"of-later": 1})) == request
    for text in ("[]", "{}", "x"):
        with pytest.raises(ValueError):
            Request.from_json(text)
    with pytest.raises(ValueError, match="JSON object"):
        parse_settings("[1]")
    described: list[dict[str, Any]] = [{"name": "a", "default": 1}, {"name": "b", "default": None}]
    assert changed({"a": 1, "b": 2, "c": 3}, described) == {"b": 2}


def test_presets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presets, "config_folders", lambda: [tmp_path / "pixelstyle"])
    assert presets.read_presets("stylize") == {}
    presets.write_preset("stylize", "night", {"recipe": "stylize"})
    presets.write_preset("convert", "day", {"recipe": "convert"})
    assert presets.read_presets("stylize") == {"night": {"recipe": "stylize"}}
    presets.presets_file().write_text("{")
    assert presets.read_presets("stylize") == {}


def test_what_is_made_of_a_result_is_called_after_its_source() -> None:
    for name in ("photo.png", "photo.png (convert, c64-multicolor)", "photo.png (stylize, zx-spectrum) #1"):
        assert source_name(name) == "photo.png"
    assert source_name("photo (2, of mine)") == "photo (2, of mine)"


def test_where_the_engine_is_looked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """PIXELSTYLE_ENGINE, then the note beside the profile, then the user's own, then PATH; in a sandbox an address."""
    own, beside = tmp_path / "home/.config/pixelstyle", tmp_path / "flatpak/config/pixelstyle"
    profile = str(tmp_path / "flatpak/config/GIMP/3.0")
    program = tmp_path / "bin/pixelstyle"
    for folder in (own, beside, program.parent):
        folder.mkdir(parents=True)
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    (own / "engine.json").write_text('{"command": ["own"]}')
    (beside / "engine.json").write_text('{"address": "127.0.0.1:1", "token": "t"}')
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.setenv("PATH", str(program.parent))
    monkeypatch.setenv("PIXELSTYLE_ENGINE", "python 'a b' -m x")
    assert engine_location.find_engine(profile)["command"] == ["python", "a b", "-m", "x"]
    monkeypatch.delenv("PIXELSTYLE_ENGINE")
    monkeypatch.setattr(engine_location, "in_sandbox", lambda: True)
    assert engine_location.find_engine(profile)["address"] == "127.0.0.1:1"
    with pytest.raises(EngineError, match="pixelstyle gimp install"):
        engine_location.find_engine()  # the note of a GIMP outside of the sandbox is of no use in it
    monkeypatch.setattr(engine_location, "in_sandbox", lambda: False)
    (beside / "engine.json").unlink()
    assert engine_location.find_engine(profile)["command"] == ["own"]
    (own / "engine.json").unlink()
    assert engine_location.find_engine(profile)["command"] == [str(program), "engine"]
    program.unlink()
    with pytest.raises(EngineError, match="pip install 'pixelstyle"):
        engine_location.find_engine(profile)


@pytest.fixture(params=["pipes", pytest.param("socket", marks=pytest.mark.slow)])
def engine(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """The plug-in's side of the wire with the real engine at the other, in both ways."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    note = {"command": [sys.executable, "-m", "pixelstyle.engine"], "environment": {"PYTHONPATH": str(ROOT)}}
    (tmp_path / "pixelstyle").mkdir()
    with ExitStack() as stack:
        if request.param == "socket":
            address = stack.enter_context(listening(tmp_path / "token"))
            note = {"address": address, "token": (tmp_path / "token").read_text().strip()}
        (tmp_path / "pixelstyle/engine.json").write_text(json.dumps(note))
        yield stack.enter_context(Engine())


def test_a_run_over_the_wire(engine: Engine) -> None:
    engine.greet()
    assert engine.wait_until_ready()["device"]
    engine.put("photo.jpg", PHOTO.read_bytes())
    settings = {"mode": "zx-spectrum"}
    job = engine.start(
        recipe="convert", inputs={engine.recipe("convert")["inputs"][0]["name"]: "photo.jpg"}, settings=settings
    )
    *_, done = engine.messages(job)
    assert Image.open(io.BytesIO(engine.take(done["native"]))).size == (256, 192)
    with pytest.raises(EngineError, match="zx-spectrum"):
        list(engine.messages(engine.start(recipe="convert", inputs={"image": "photo.jpg"}, settings={"mode": "zx"})))
    job = engine.start(recipe="convert", inputs={"image": "photo.jpg"}, settings={})
    engine.send("cancel", id=job)
    with pytest.raises(CancelledError):
        list(engine.messages(job))


def test_a_native_file_over_the_wire(engine: Engine, tmp_path: Path) -> None:
    engine.greet(torch=False)
    picture = photo_picture(get_mode("zx-spectrum"))
    (data,) = formats_for_mode("zx-spectrum")[0].encode(picture).values()
    engine.put("a.scr", data)
    opened = engine.ask("open", file="a.scr")
    engine.put("image.png", engine.take(opened["native"]))
    assert engine.ask("encode", image="image.png", name="b.scr", kept="a.scr")["how"] == "same"
    (file,) = engine.ask("encode", image="image.png", name="b.scr", mode=opened["mode"])["files"]
    assert (file["ending"], len(base64.b64decode(file["data"]))) == (".scr", 6912)
    assert engine.ask("check", image="image.png", mode=opened["mode"])["clashes"] == []
    with pytest.raises(EngineError, match="say for which mode") as caught:
        engine.ask("encode", image="image.png", name="b.prg")
    assert caught.value.code == "mode" and "c64-hires" in caught.value.modes
    engine.hello["commands"] = ["run"]
    with pytest.raises(EngineError, match="older than this plug-in"):
        engine.ask("open", file="a.scr")


def test_the_doctor_sees_what_the_plug_in_would_see() -> None:
    assert set(doctor.UNWANTED) == set(transport.UNWANTED)
