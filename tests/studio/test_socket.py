"""The socket: the engine's messages, pages that come back, and how all of it ends."""

from __future__ import annotations

import asyncio
import base64
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("starlette", reason="the studio's packages are not installed")

from pixelstyle.engine import greeting
from pixelstyle.studio import pages
from pixelstyle.studio.outbox import Outbox
from pixelstyle.studio.workspace import Workspace
from tests.command_line import ROOT, CommandLine
from tests.studio.running import PHOTO, Studio, native_png, studio


def test_a_slow_page_sees_fewer_steps_not_older_ones() -> None:
    outbox = Outbox()
    for number in range(5):
        outbox.put({"type": "step", "id": 1, "iteration": number} | ({"preview": "p"} if number == 3 else {}))
        outbox.put({"type": "step", "id": 2, "iteration": number})
    outbox.put({"type": "done", "id": 1})

    async def all_of_it() -> list[dict]:
        return [await outbox.take() for _ in range(3)]

    first, second, last = asyncio.run(all_of_it())
    assert first == {"type": "step", "id": 1, "iteration": 4, "preview": "p"}
    assert (second["id"], second["iteration"], last["type"]) == (2, 4, "done")


def test_what_the_studio_greets_with_is_the_engines() -> None:
    told = greeting()
    assert {"recipes", "modes", "palettes", "commands"} <= told.keys()
    assert {mode["maker"] for mode in told["modes"]} >= {"Commodore", "Nintendo", "Sinclair and Timex"}


@pytest.mark.parametrize("package", ["starlette", "uvicorn", "websockets"])
def test_a_missing_package_is_one_line_with_the_line_to_type(
    package: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pixelstyle: CommandLine
) -> None:
    for name in [name for name in sys.modules if name.split(".")[0] == package]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delitem(sys.modules, "pixelstyle.studio.application", raising=False)
    monkeypatch.setitem(sys.modules, package, None)
    done = pixelstyle("studio", tmp_path, "--no-browser")
    assert done.status == 2
    assert "pip install 'pixelstyle[studio]'" in done.err
    assert done.err.count("\n") == 1


def test_a_folder_or_a_port_that_cannot_be_used_is_one_line(tmp_path: Path, pixelstyle: CommandLine) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"")
    assert "cannot work in" in pixelstyle("studio", file, "--no-browser").err
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = pixelstyle("studio", tmp_path, "--no-browser", "--port", taken.getsockname()[1])
    assert done.status == 2
    assert "cannot use port" in done.err


@pytest.mark.slow
def test_a_run_a_picture_on_the_easel_and_a_page_that_comes_back(running: Studio) -> None:
    name = running.upload(PHOTO)
    with running.page() as page:
        key = page.hello["page"]
        settings = {"mode": "zx-spectrum", "painter": "hokusai-great"}
        page.say(type="run", id="one", recipe="stylize", inputs={"content": name}, settings=settings)
        done = page.until("done", "error")
        assert done["type"] == "done", done
        page.say(type="canvas", mode="zx-spectrum", png=done["native"]["png"])
        assert page.until("canvas", "error")["usable"]
        page.say(type="stroke", id=2, pixels=[5, 6, 7], colour=2)
        assert page.until("stroked", "error")["undo"] == 1
    with running.page(key) as again:
        assert again.hello["page"] == key
        assert again.until("done")["id"] == "one"
        assert again.until("canvas")["undo"] == 1
        again.say(type="lift", id=3)
        lifted = again.until("lifted")
        long = {"mode": "zx-spectrum", "iterations": 5000, "start": "content"}  # what follows does not wait for its end
        inputs = {"content": name, "style": name}
        again.say(type="run", id="long", recipe="stylize", inputs=inputs, settings=long)
        again.say(type="encode", id=4, png=lifted["png"], name="x.scr", mode="zx-spectrum", otherwise="refuse")
        encoded = again.until("encoded", "error")
        assert encoded["how"] == "legal", encoded
        assert len(base64.b64decode(encoded["files"][0]["data"])) == 6912
        for wrong in ({"type": "put", "name": "x"}, {"type": "nothing"}, {"no": "type"}):
            again.say(**wrong)
            assert again.until("error")["code"] == "request"
        again.socket.send("[]")
        assert again.until("error")["code"] == "message"


@pytest.mark.slow
def test_an_engine_that_dies_is_told_of_and_the_next_run_has_another(tmp_path: Path) -> None:
    with studio(tmp_path) as one, one.page() as page:
        name = one.upload(PHOTO)
        page.until("ready")
        settings = {"mode": "gameboy", "iterations": 5000, "start": "content"}
        inputs = {"content": name, "style": name}
        page.say(type="run", id=1, recipe="stylize", inputs=inputs, settings=settings)
        page.until("started")
        killed = set(_children(one.pid))
        for child in killed:
            os.kill(child, 9)
        told = page.until("error")
        assert (told["id"], told["code"]) == (1, "engine")
        _wait_until(lambda: not killed & set(_children(one.pid)))  # the spare one, too: the studio knows of it then
        page.say(type="run", id=2, recipe="convert", inputs={"image": name}, settings={"mode": "gameboy"})
        answer = page.until("done", "error")
        assert answer["type"] == "done", answer


@pytest.mark.slow
def test_a_stroke_over_the_whole_screen_comes_back_whole(running: Studio) -> None:
    with running.page() as page:
        page.say(type="canvas", mode="c64-multicolor", png=native_png("c64-multicolor"))
        canvas = page.until("canvas", "error")
        page.say(type="stroke", id=1, pixels=list(range(160 * 200)), colour=6)
        stroked = page.until("stroked", "error")
        assert stroked["refused"] == []
        assert canvas["cell"] == [4, 8]


@pytest.mark.slow
def test_one_command_stops_it_and_all_its_engines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    with studio(tmp_path / "work") as one, one.page() as page:
        page.until("ready")
        known = list((tmp_path / "state").rglob("studio-*.json"))
        assert len(known) == 1
        assert known[0].stat().st_mode & 0o077 == 0
        children = _children(one.pid)
        assert children
        command = [sys.executable, "-m", "pixelstyle", "studio", "--stop"]
        told = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
        assert "stopped 1 studio" in told.stderr
        _wait_until(lambda: not any(Path(f"/proc/{child}/cmdline").exists() for child in children))
        assert not known[0].exists()


@pytest.mark.slow
def test_a_page_that_stays_away_leaves_no_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "GRACE", 0.2)

    async def opened_and_closed() -> tuple[bool, bool]:
        studio = pages.Pages(Workspace.at(tmp_path))
        page = studio.open("")
        page.attach()
        await page.warm()
        engine = page._engine
        studio.closed(page)
        back = studio.open(page.key)
        kept = back is page and engine.alive
        studio.closed(back)
        for _ in range(200):
            await asyncio.sleep(0.05)
            if not engine.alive:
                break
        gone = studio.open(page.key) is not page
        await studio.end()
        return kept, gone and not engine.alive

    assert asyncio.run(opened_and_closed()) == (True, True)


@pytest.mark.slow
def test_nothing_is_left_of_a_studio_that_is_killed(tmp_path: Path) -> None:
    with studio(tmp_path) as one, one.page() as page:
        page.until("ready")
        children = _children(one.pid)
        os.kill(one.pid, 9)
        _wait_until(lambda: not any(Path(f"/proc/{child}").exists() for child in children))


def _children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children")
    if not found.exists():
        pytest.skip("there is no /proc here")
    return [
        int(word) for task in Path(f"/proc/{pid}/task").iterdir() for word in (task / "children").read_text().split()
    ]


def _wait_until(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.1)
