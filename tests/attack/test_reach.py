"""What a command does with the rest of the computer, as Python's audit hooks see it.

It connects to nobody, starts nothing, and writes to where it was told to and to its own folders only.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import read_picture
from tests.attack.test_bombs import png
from tests.command_line import ROOT

PHOTO = str(ROOT / "examples/photos/astronaut.jpg")
STYLE = str(ROOT / "examples/paintings/hokusai-great-wave-1831.jpg")
TINY = ["--width", "16", "--height", "16", "-n", "1", "--content-layer", "relu1_1", "--style-layers", "relu1_1"]
FREE = ("-m", "free", "--palette", "pico-8")

SEEN = """
import json, os, sys
seen = []
def hook(event, given):
    if event.startswith(("socket.connect", "socket.getaddr", "subprocess.", "os.system", "os.exec", "os.posix")):
        seen.append([event, str(given)])
    elif event == "open":
        path, mode, flags = given
        if isinstance(path, (str, bytes)) and isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            seen.append(["write", os.path.realpath(os.fsdecode(path))])
    elif event in ("os.mkdir", "os.rename", "os.remove", "os.rmdir", "shutil.rmtree", "os.link", "os.symlink"):
        seen.append(["write", os.path.realpath(os.fsdecode(given[0]))])
sys.addaudithook(hook)
from pixelstyle.cli.main import main
status = main(sys.argv[1:])
print(json.dumps([status, seen]))
"""


def seen(folder: Path, *arguments: str) -> tuple[int, list[list[str]]]:
    """A command's exit status and what it reached for."""
    for own in ("cache", "tmp"):
        (folder / own).mkdir(exist_ok=True)
    environment = os.environ | {
        "PYTHONPATH": str(ROOT),
        "PIXELSTYLE_CACHE": str(folder / "cache"),
        "TMPDIR": str(folder / "tmp"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    command = [sys.executable, "-c", SEEN, *arguments]
    ran = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=True)
    status, events = json.loads(ran.stdout.splitlines()[-1])
    return status, events


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments",
    [
        ("convert", PHOTO, "-m", "zx-spectrum", "-o", "out/a.scr", "--report", "out/r.json"),
        # torch's own optimisers would leave a folder among temporary files
        (
            "stylize",
            PHOTO,
            STYLE,
            "-m",
            "free",
            "--palette",
            "pico-8",
            *TINY,
            "--optimiser",
            "lbfgs",
            "-o",
            "out/a.png",
        ),
        ("dream", PHOTO, "-m", "zx-spectrum", "-n", "1", "--octaves", "1", "-o", "out/a.png"),
        ("quantize", PHOTO, "--colours", "4", "-o", "out/a.png"),
        ("check", PHOTO, "-m", "zx-spectrum"),
        ("modes",),
    ],
    ids=lambda given: given[0],
)
def test_a_command_reaches_for_nothing_but_its_outputs(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    (tmp_path / "out").mkdir()
    _, events = seen(tmp_path, *arguments)
    own = tuple(str((tmp_path / name).resolve()) for name in ("out", "cache", "tmp"))
    for kind, what in events:
        assert what.startswith((*own, "/dev/")) if kind == "write" else FINDING_LIBRARIES in what, (kind, what)
    assert len(arguments) == 1 or arguments[0] == "check" or list((tmp_path / "out").iterdir())
    assert not list((tmp_path / "tmp").iterdir())


FINDING_LIBRARIES = "ldconfig"
"""By which Python's own ctypes finds the system's libraries, for torch."""
DEFINITIONS = (
    """<!DOCTYPE l [<!ENTITY e SYSTEM "file:///etc/passwd"><!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>"""
)


@pytest.mark.parametrize("before", ["", '<?xml version="1.0" encoding="UTF-8"?>'])
def test_a_list_of_layers_defines_nothing(tmp_path: Path, before: str) -> None:
    stack = '<image w="4" h="4"><stack><layer name="&e;" src="a.png"/></stack></image>'
    for definitions in ("", DEFINITIONS):
        with zipfile.ZipFile(tmp_path / "a.ora", "w") as archive:
            archive.writestr(zipfile.ZipInfo("mimetype"), "image/openraster")
            archive.writestr("stack.xml", before + definitions + stack)
            archive.writestr("a.png", png(4, 4))
        with pytest.raises(PixelStyleError) as raised:
            read_picture(f"{tmp_path / 'a.ora'}#layer=A")
        assert "root:" not in str(raised.value)
    assert "definitions" in str(raised.value)


def test_a_layer_s_file_is_in_its_archive(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.ora", "w") as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), "image/openraster")
        archive.writestr("stack.xml", '<image w="4" h="4"><stack><layer name="A" src="../b.png"/></stack></image>')
    (tmp_path.parent / "b.png").write_bytes(png(4, 4))
    with pytest.raises(PixelStyleError):
        read_picture(f"{tmp_path / 'a.ora'}#layer=A")
