"""The MCP server, talked to by the SDK's own client over standard input and output."""

from __future__ import annotations

import asyncio
import base64
import io
import json
import os
import shutil
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from pixelstyle import check, load_native
from tests.command_line import ROOT

mcp = pytest.importorskip("mcp")
pytestmark = pytest.mark.slow

PHOTO = ROOT / "examples/photos/chelsea.jpg"
SECRET = "GIMP Palette\n1 2 3\n250 251 252\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The server's folder, with a photo in it and something secret beside it."""
    inside = tmp_path / "pictures"
    inside.mkdir()
    shutil.copy(PHOTO, inside / "photo.jpg")
    shutil.copy(PHOTO, tmp_path / "secret.jpg")
    (tmp_path / "secret.gpl").write_text(SECRET)
    return inside


def talk(folder: Path, work: Callable[[Any], Awaitable[Any]]) -> Any:
    """What `work` comes to with a session of a server of its own."""

    async def session() -> Any:
        environment = os.environ | {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
        server = mcp.StdioServerParameters(
            command=sys.executable, args=["-m", "pixelstyle", "mcp", str(folder)], env=environment
        )
        async with mcp.stdio_client(server) as (reading, writing), mcp.ClientSession(reading, writing) as client:
            await client.initialize()
            return await work(client)

    return asyncio.run(asyncio.wait_for(session(), 300))


def facts(answer: Any) -> dict[str, Any]:
    assert not answer.is_error, answer.content[0].text
    return json.loads(answer.content[0].text)


def shown(answer: Any) -> np.ndarray:
    with Image.open(io.BytesIO(base64.b64decode(answer.content[1].data))) as image:
        return np.array(image.convert("RGB"))


def test_a_model_makes_a_picture_and_looks_at_it(folder: Path) -> None:
    async def work(client: Any) -> None:
        tools = {tool.name for tool in (await client.list_tools()).tools}
        assert tools == {*("modes", "palettes", "painters", "settings", "files", "view", "check", "convert", "stylize")}
        found = (await client.call_tool("modes", {"about": "c64"})).structured_content["result"]
        assert "c64-multicolor" in [mode["name"] for mode in found]
        arguments = {"image": "photo.jpg", "output": ["cat.kla", "cat.png"], "mode": "c64-multicolor"}
        made = await client.call_tool("convert", arguments | {"settings": {"dither": "bayer-4"}})
        assert facts(made)["files"] == ["cat.kla", "cat.png"] and shown(made).shape == (200, 320, 3)
        looked = await client.call_tool("view", {"file": "cat.kla"})
        assert facts(looked)["mode"] == "c64-multicolor" and np.array_equal(shown(looked), shown(made))
        assert facts(await client.call_tool("check", {"file": "cat.png"}))["legal"]
        files = (await client.call_tool("files", {})).structured_content["result"]
        assert files == ["cat.kla", "cat.png", "photo.jpg"]
        palette = (await client.call_tool("palettes", {"name": "c64-colodore"})).structured_content["result"]
        assert len(palette[0]["colours"]) == 16
        names = (await client.call_tool("settings", {"recipe": "convert"})).structured_content["result"]
        assert {"dither", "palette"} <= {item["name"] for item in names}

    talk(folder, work)
    assert not check(load_native(folder / "cat.kla"))


def test_stylize_tells_how_far_it_is_and_can_be_cancelled(folder: Path) -> None:
    pytest.importorskip("torch")
    heard: list[tuple[float, float]] = []
    quick = {"iterations": 3, "width": 32, "height": 32, "content_layer": "relu2_1", "style_layers": "relu1_1,relu2_1"}

    async def progress(done: float, of: float | None, message: str | None) -> None:
        heard.append((done, of))

    async def work(client: Any) -> None:
        painters = (await client.call_tool("painters", {})).structured_content["result"]
        arguments = {"content": "photo.jpg", "mode": "free", "settings": quick}
        style = {"style": "photo.jpg", "output": "styled.png"}
        made = await client.call_tool("stylize", arguments | style, progress_callback=progress)
        assert facts(made)["files"] == ["styled.png"]
        painted = {"style": painters[0]["name"], "output": "painted.scr", "mode": "zx-spectrum", "settings": {}}
        assert facts(await client.call_tool("stylize", arguments | painted))["mode"] == "zx-spectrum"
        long = arguments | {"style": "photo.jpg", "output": "never.png", "settings": quick | {"iterations": 5000}}
        begun = asyncio.Event()

        async def began(done: float, of: float | None, message: str | None) -> None:
            begun.set()

        task = asyncio.create_task(client.call_tool("stylize", long, progress_callback=began))
        await begun.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        # The next one is not behind it.
        assert facts(await client.call_tool("convert", {"image": "photo.jpg", "output": "after.png"}))

    talk(folder, work)
    assert heard[0][0] == 1 and heard[-1][0] == heard[-1][1]
    assert not (folder / "never.png").exists()


def files_in(folder: Path) -> dict[Path, tuple[int, int] | None]:
    facts = {path: path.lstat() for path in folder.rglob("*")}
    return {path: None if path.is_dir() else (fact.st_mtime_ns, fact.st_ino) for path, fact in facts.items()}


def escapes(folder: Path) -> list[tuple[str, dict[str, Any]]]:
    """Calls that a stranger's text might ask for, none of which may be done."""
    outside = folder.parent
    (folder / "link.jpg").symlink_to(outside / "secret.jpg")
    (folder / "link.gpl").symlink_to(outside / "secret.gpl")
    (folder / "out").symlink_to(outside)
    (folder / "gone.png").symlink_to(outside / "new.png")
    (folder / "mine.toml").write_text('name = "mine"\nbase = "nes"\n')
    names = ["../secret.jpg", str(outside / "secret.jpg"), "link.jpg", "out/secret.jpg", "~/x.jpg", "a\0b.jpg"]
    names += ["pictures/../../secret.jpg", "..\\secret.jpg", "C:\\secret.jpg", "/etc/passwd", "", ".", "x" * 5000]
    names += ["photo.jpg/../../secret.jpg", "file:///etc/passwd", "../pictures/photo.jpg", "../secret.jpg#layer=a"]
    calls: list[tuple[str, dict[str, Any]]] = [("convert", {"image": name, "output": "a.png"}) for name in names]
    calls += [("view", {"file": name}) for name in names] + [("check", {"file": name}) for name in names]
    convert = {"image": "photo.jpg", "output": "a.png"}
    places = ["../new.png", str(outside / "new.png"), "out/new.png", "gone.png", "/tmp/new.png", "..\\..\\new.png"]
    calls += [("convert", convert | {"output": place, "overwrite": True}) for place in places]
    calls += [("convert", convert | {"output": ["fine.png", "../new.png"]})]
    settings: list[dict[str, Any]] = [
        *({"palette": name} for name in ("../secret.gpl", str(outside / "secret.gpl"), "link.gpl", "out/secret.gpl")),
        *({"palette_in": name} for name in ("../secret.gpl", "link.gpl")),
        *({"palettes": name} for name in ("../secret.gpl", "link.gpl")),
        *({"mode": name} for name in ("mine.toml", "../mine.toml", str(ROOT / "examples/machines/none.toml"))),
    ]
    calls += [("convert", convert | {"settings": given}) for given in settings]
    stylize = {"content": "photo.jpg", "style": "photo.jpg", "output": "a.png"}
    settings = [
        *({name: "../secret.jpg"} for name in ("mask", "protect", "detail", "start", "style_palette", "carry")),
        *({name: "link.jpg"} for name in ("mask", "protect", "detail", "start")),
        {"painter": "../a.painter"},
        {"weights": "../w.pth"},
        {"network": "alexnet"},
        {"more_style": ["../secret.jpg=1"]},
        {"region": ["#ff0000=../secret.jpg"]},
        {"region": ["#ff0000=link.jpg"]},
        {"at": ["1:palette=../secret.gpl"]},
        {"nonsense": 1},
    ]
    calls += [("stylize", stylize | {"settings": given}) for given in settings]
    return [
        *calls,
        ("stylize", stylize | {"style": "../secret.jpg"}),
        ("stylize", stylize | {"style": "/etc/passwd"}),
    ]


def test_nothing_leads_out_of_the_folder(folder: Path) -> None:
    calls = escapes(folder)
    before = files_in(folder.parent)

    async def work(client: Any) -> None:
        for tool, arguments in calls:
            answer = await client.call_tool(tool, arguments)
            assert answer.is_error, (tool, arguments)
            assert len(answer.content) == 1 and "Traceback" not in answer.content[0].text

    talk(folder, work)
    assert files_in(folder.parent) == before


def test_clashes_are_framed_files_kept_and_records_not_believed(folder: Path, tmp_path: Path) -> None:
    from pixelstyle import convert

    convert(PHOTO, mode="free", palette=str(tmp_path / "secret.gpl")).save(folder / "told.png")
    (folder / "there.png").write_bytes(b"mine")
    noise = np.random.default_rng(3).integers(0, 2, (192, 256, 1), np.uint8) * np.array([[255, 255, 255]], np.uint8)
    noise[8:16, 16:24] = np.random.default_rng(4).choice([0, 255], (8, 8, 3))
    Image.fromarray(noise).save(folder / "drawn.png")

    async def work(client: Any) -> None:
        judged = await client.call_tool("check", {"file": "drawn.png", "mode": "zx-spectrum"})
        told = facts(judged)
        assert not told["legal"] and told["clashes"] == 1 and told["first_clashes"][0]["box"] == [16, 8, 8, 8]
        assert (shown(judged) == [255, 0, 255]).all(axis=2).any(), "a magenta frame"
        for tool, more in [("view", {}), ("check", {}), ("check", {"mode": "free"})]:
            answer = await client.call_tool(tool, {"file": "told.png"} | more)
            assert answer.is_error and "outside" in answer.content[0].text
        arguments: dict[str, Any] = {"image": "photo.jpg", "output": ["new.kla", "there.png"]}
        answer = await client.call_tool("convert", arguments)
        assert answer.is_error and "exists" in answer.content[0].text
        assert (folder / "there.png").read_bytes() == b"mine" and not (folder / "new.kla").exists()
        assert facts(await client.call_tool("convert", arguments | {"overwrite": True}))["files"]

    talk(folder, work)
    assert (folder / "there.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(("place", "told"), [("nowhere", "There is no folder"), ("/", "not the whole file system")])
def test_folders_that_are_none_are_refused(place: str, told: str, pixelstyle: Any) -> None:
    ran = pixelstyle("mcp", place)
    assert ran.status == 2 and told in ran.err
