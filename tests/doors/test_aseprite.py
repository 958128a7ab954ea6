"""Aseprite's extension: its Lua, by a Lua interpreter and a stub of Aseprite's interface, against a real studio.

Not Aseprite itself, which is no free program: what its own sprites, dialogs and events do is known from its reference.
"""

from __future__ import annotations

import base64
import contextlib
import json
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from pixelstyle import convert, get_palette
from pixelstyle.screens import NativePicture, check, get_mode
from tests.command_line import ROOT

lua54 = pytest.importorskip("lupa.lua54")
EXTENSION = ROOT / "integrations/aseprite"


class Aseprite:
    """A Lua interpreter with the stub, the extension loaded and started in it."""

    def __init__(self) -> None:
        self.lua = lua54.LuaRuntime(encoding="latin-1")
        self.sockets: list[Socket] = []
        self.lua.globals().python = self.lua.table_from(
            {"open": self._open, "decode": lambda text: self._table(json.loads(text)), "encode": self._encode}
        )
        self.run((ROOT / "tests/doors/aseprite.lua").read_text())
        self.commands: list[Any] = []
        self.plugin = self.lua.table_from({"path": str(EXTENSION), "preferences": self.lua.table()})
        self.plugin.newCommand = lambda _, command: self.commands.append(command)
        self.run((EXTENSION / "plugin.lua").read_text())
        self.actions = self.lua.globals().init(self.plugin)

    def run(self, code: str) -> Any:
        return self.lua.execute(code)

    @property
    def app(self) -> Any:
        return self.lua.globals().app

    def _open(self, url: str, heard: Any) -> Any:
        self.sockets.append(Socket(url, heard))
        return self.lua.table_from(
            {"connect": self.sockets[-1].connect, "send": self.sockets[-1].send, "close": self.sockets[-1].close}
        )

    def _table(self, value: Any) -> Any:
        if isinstance(value, dict):
            return self.lua.table_from({name: self._table(item) for name, item in value.items() if item is not None})
        if isinstance(value, list):
            return self.lua.table_from([self._table(item) for item in value])
        return float(value) if type(value) is int else value  # as Aseprite's numbers from JSON are

    def _encode(self, value: Any) -> str:
        return json.dumps(self._plain(value))

    def _plain(self, value: Any) -> Any:
        if lua54.lua_type(value) != "table":
            return value
        names = list(value.keys())
        if names and all(type(name) is int for name in names):
            return [self._plain(value[name]) for name in range(1, len(names) + 1)]
        return {name: self._plain(item) for name, item in value.items()}

    def sprite(self, pixels: np.ndarray) -> Any:
        """A sprite of uint8 [H, W, 3], as if it had been opened."""
        height, width = pixels.shape[:2]
        made = self.run(f"return Sprite({width}, {height}, ColorMode.RGB)")
        solid = np.dstack([pixels, np.full((height, width, 1), 255, np.uint8)])
        made.cels[1].image.bytes = solid.tobytes().decode("latin-1")
        return made

    def indices(self, sprite: Any) -> np.ndarray:
        """uint8 [H, W] of an indexed sprite."""
        data = sprite.cels[1].image.bytes.encode("latin-1")
        return np.frombuffer(data, np.uint8).reshape(sprite.height, sprite.width).copy()

    def paint(self, sprite: Any, indices: np.ndarray) -> None:
        """As if a person had painted: another image, then the event."""
        sprite.cels[1].image.bytes = indices.tobytes().decode("latin-1")
        sprite.fire(sprite)

    def until(self, true: Callable[[], Any]) -> None:
        """Hear the studio until something is so."""
        end = time.monotonic() + 120
        while not true():
            assert time.monotonic() < end, list(self.app.alerts.values())
            self.sockets[-1].hear()

    def hear(self, kind: str, count: int = 1) -> None:
        """So many messages of a kind."""
        heard = self.sockets[-1].kinds.count(kind)
        self.until(lambda: self.sockets[-1].kinds.count(kind) >= heard + count)


class Socket:
    """Aseprite's WebSocket, by a real one: it says the origin that Aseprite's library says."""

    def __init__(self, url: str, heard: Any) -> None:
        self.url, self.heard = url, heard
        self.sent: list[dict[str, Any]] = []
        self.kinds: list[str] = []
        self.open = contextlib.ExitStack()

    def connect(self) -> None:
        from websockets import Origin
        from websockets.sync.client import connect

        host = self.url.removeprefix("ws://").partition("/")[0]
        self.socket = self.open.enter_context(connect(self.url, origin=Origin(f"ws://{host}"), max_size=None))
        self.heard("OPEN", "")

    def hear(self) -> None:
        with contextlib.suppress(TimeoutError):
            text = self.socket.recv(timeout=0.5)
            self.kinds.append(json.loads(text)["type"])
            self.heard("TEXT", text)

    def send(self, text: str) -> None:
        self.sent.append(json.loads(text))
        self.socket.send(text)

    def close(self) -> None:
        self.open.close()


@pytest.fixture(scope="module")
def studio_address(tmp_path_factory: pytest.TempPathFactory) -> Any:
    for package in ("starlette", "uvicorn", "websockets"):
        pytest.importorskip(package, reason="the studio's packages are not installed")
    from tests.studio.running import studio

    with studio(tmp_path_factory.mktemp("studio")) as one:
        yield one.url


@pytest.fixture
def connected(studio_address: str) -> Any:
    aseprite = Aseprite()
    states: list[str] = []
    aseprite.actions.connect(studio_address, lambda state, _: states.append(state))
    aseprite.until(lambda: states == ["open"])
    yield aseprite
    aseprite.sockets[-1].close()


@pytest.fixture
def photo() -> np.ndarray:
    with Image.open(ROOT / "examples/photos/chelsea.jpg") as image:
        return np.array(image.convert("RGB").resize((256, 192)))


def test_the_package_says_what_there_is() -> None:
    told = json.loads((EXTENSION / "package.json").read_text())
    scripts = [EXTENSION / one["path"] for one in told["contributes"]["scripts"]]
    assert told["name"] == "pixelstyle" and scripts and all(path.exists() for path in scripts)


def test_pictures_in_memory_are_those_of_other_programs(tmp_path: Path) -> None:
    lua = lua54.LuaRuntime(encoding="latin-1")
    png = lua.execute((EXTENSION / "png.lua").read_text())
    generator = np.random.default_rng(1)
    for height, width in ((1, 1), (3, 5), (200, 320)):
        pixels = generator.integers(0, 256, (height, width, 3), np.uint8)
        data = png.encode(width, height, pixels.tobytes().decode("latin-1")).encode("latin-1")
        (tmp_path / "a.png").write_bytes(data)
        with Image.open(tmp_path / "a.png") as image:
            image.load()
            assert np.array_equal(np.array(image), pixels)
        assert zlib.decompress(data[data.index(b"IDAT") + 4 :])  # Pillow does not look at every checksum
    for length in range(10):
        data = generator.bytes(length)
        text = png.base64(data.decode("latin-1"))
        assert text == base64.b64encode(data).decode()
        assert png.unbase64(text).encode("latin-1") == data


@pytest.mark.parametrize(
    "address",
    ["", "nonsense", "http://evil.example/token/", "http://127.0.0.1.evil.example:80/x/"],
)
def test_only_a_studio_of_this_computer_is_talked_to(address: str) -> None:
    aseprite = Aseprite()
    aseprite.actions.connect(address)
    assert len(list(aseprite.app.alerts.values())) == 1 and not aseprite.sockets


def test_without_a_studio_it_is_said_what_to_do(photo: np.ndarray) -> None:
    aseprite = Aseprite()
    aseprite.sprite(photo)
    for action in ("convert", "check", "paint"):
        aseprite.actions[action]("zx-spectrum")
    told = list(aseprite.app.alerts.values())
    assert len(told) == 3 and all("pixelstyle studio" in text for text in told)


def legal(aseprite: Aseprite, sprite: Any, mode_name: str) -> bool:
    mode = get_mode(mode_name)
    return not check(NativePicture(mode, get_palette(mode.palette), aseprite.indices(sprite)))


@pytest.mark.slow
def test_the_open_sprite_is_converted_and_painted_on_without_clashes(connected: Aseprite, photo: np.ndarray) -> None:
    aseprite = connected
    aseprite.sprite(photo)
    aseprite.actions.convert("zx-spectrum")
    aseprite.until(lambda: len(aseprite.app.sprites) == 2 and aseprite.app.sprites[2].listeners[1])
    made = aseprite.app.sprites[2]
    assert made.layers[1].isBackground and (made.width, made.height) == (256, 192)
    expected = convert(photo, mode="zx-spectrum")
    assert np.array_equal(aseprite.indices(made), expected.picture.indices)
    generator = np.random.default_rng(5)
    for _ in range(6):
        before = aseprite.indices(made)
        wanted, sent = before.copy(), len(aseprite.sockets[-1].sent)
        y, x, height, width = *generator.integers(0, 180, 2), *generator.integers(1, 12, 2)
        wanted[y : y + height, x : x + width] = generator.integers(0, 16)
        aseprite.paint(made, wanted)
        strokes = [message for message in aseprite.sockets[-1].sent[sent:] if message["type"] == "stroke"]
        aseprite.hear("stroked", len(strokes))
        after = aseprite.indices(made)
        assert legal(aseprite, made, "zx-spectrum")
        # Only what was painted is sent, and only the cells that it touches change.
        painted = wanted != before
        assert sorted(pixel for stroke in strokes for pixel in stroke["pixels"]) == np.flatnonzero(painted).tolist()
        cells = painted.reshape(24, 8, 32, 8).any(axis=(1, 3)).repeat(8, 0).repeat(8, 1)
        assert np.array_equal(after[~cells], before[~cells])
    assert not list(aseprite.app.alerts.values())


@pytest.mark.slow
def test_colours_of_another_size_or_none_are_taken_back(connected: Aseprite, photo: np.ndarray) -> None:
    aseprite = connected
    aseprite.sprite(photo)
    aseprite.actions.convert("c64-multicolor")
    aseprite.until(lambda: len(aseprite.app.sprites) == 2 and aseprite.app.sprites[2].listeners[1])
    made = aseprite.app.sprites[2]
    assert (made.pixelRatio.width, made.pixelRatio.height) == (2, 1) and (made.width, made.height) == (160, 200)
    before = aseprite.indices(made)
    wanted = before.copy()
    wanted[10:14, 10:14] = 77
    aseprite.paint(made, wanted)
    assert np.array_equal(aseprite.indices(made), before), "no such colour"


@pytest.mark.slow
def test_what_clashes_is_framed_and_a_painter_paints(connected: Aseprite, photo: np.ndarray) -> None:
    aseprite = connected
    clashing = np.zeros((192, 256, 3), np.uint8)
    clashing[8:16, 16:24] = np.random.default_rng(4).choice([0, 255], (8, 8, 3))
    sprite = aseprite.sprite(clashing)
    for _ in range(2):  # the second time the frames of the first are not looked at, and are replaced
        aseprite.actions.check("zx-spectrum")
        aseprite.hear("checked")
        assert len(sprite.layers) == 2 and sprite.layers[2].name == "PixelStyle: clashes"
        data = sprite.layers[2].cel.image.bytes.encode("latin-1")
        framed = np.frombuffer(data, np.uint8).reshape(192, 256, 4)[..., 3] > 0
        expected = np.zeros_like(framed)
        expected[8:16, 16:24] = True
        expected[9:15, 17:23] = False
        assert np.array_equal(framed, expected)
    pytest.importorskip("torch")
    aseprite.sprite(photo)
    aseprite.actions.stylize("zx-spectrum", "van-gogh")
    count = len(aseprite.app.sprites)
    aseprite.until(lambda: len(aseprite.app.sprites) == count + 1)
    assert legal(aseprite, aseprite.app.sprites[count + 1], "zx-spectrum")


@pytest.mark.slow
def test_the_dialog_offers_the_machines(studio_address: str, photo: np.ndarray) -> None:
    aseprite = Aseprite()
    aseprite.commands[0].onclick()
    dialog = aseprite.app.dialog
    dialog.data.address = studio_address
    dialog.buttons.Connect()
    aseprite.until(lambda: dialog.options.mode)
    assert "zx-spectrum" in list(dialog.options.mode.values()) and dialog.shown.state == "Connected"
    assert aseprite.plugin.preferences.address == studio_address
    aseprite.sprite(photo)
    dialog.data.mode = "zx-spectrum"
    dialog.buttons.Convert()
    aseprite.until(lambda: len(aseprite.app.sprites) == 2)
    aseprite.lua.globals().exit()
