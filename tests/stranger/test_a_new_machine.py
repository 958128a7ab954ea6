"""A machine is a mode file, or a record and a format in the files that docs/adding-a-machine.md names."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.command_line import ROOT

Run = Callable[..., subprocess.CompletedProcess[str]]

PAGE = (ROOT / "docs/adding-a-machine.md").read_text(encoding="utf-8")
PHOTO = ROOT / "examples/photos/flower.jpg"

RECORD = '''"""Enterprise 128: the Nick chip's mode of four colours."""

from __future__ import annotations

from pixelstyle.screens.mode import Choice, ScreenMode

FOUR = ScreenMode(
    name="enterprise-4",
    title="Enterprise 128, four colours of 256",
    width=320,
    height=240,
    palette=None,
    choice=Choice(4, (3, 3, 2)),
    notes="""\\
A byte holds four pixels, and each of four palette registers three bits of red, three of green and two of blue.

Source: Enterprise Computers, "Nick Chip Programmers Guide".
""",
)

MODES: tuple[ScreenMode, ...] = (FOUR,)
'''

FORMAT = '''"""Enterprise 128: four palette bytes, then the pixels, four a byte."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pixelstyle.formats.registry import Files, Format
from pixelstyle.formats.shared.layout import expect_length, pack_pixels, picture_of_codes, unpack_pixels
from pixelstyle.formats.shared.palette_registers import filled_up, levels_of, palette_of_levels
from pixelstyle.screens import NativePicture, get_mode

_BITS = (3, 3, 2)
_PIXELS = 320 * 240 // 4


def _encode(picture: NativePicture) -> Files:
    red, green, blue = filled_up(levels_of(picture.palette, _BITS), 4).T
    registers = (red << 5 | green << 2 | blue).astype(np.uint8)
    return {".ep4": registers.tobytes() + pack_pixels(picture.indices, 2).tobytes()}


def _decode(files: Mapping[str, bytes]) -> NativePicture:
    data = files[".ep4"]
    expect_length(data, (4 + _PIXELS,), "An Enterprise picture")
    registers = np.frombuffer(data[:4], np.uint8).astype(np.int64)
    levels = np.stack([registers >> 5, registers >> 2 & 7, registers & 3], axis=1)
    pixels = unpack_pixels(np.frombuffer(data[4:], np.uint8).reshape(240, 80), 2)
    return picture_of_codes(get_mode("enterprise-4"), pixels, palette=palette_of_levels(levels, _BITS))


FORMATS: tuple[Format, ...] = (
    Format(
        name="enterprise-4",
        title="Enterprise 128 screen",
        extensions=(".ep4",),
        modes=("enterprise-4",),
        encode=_encode,
        decode=_decode,
        sizes=(4 + _PIXELS,),
    ),
)
'''


def add_a_line(path: Path, before: str, line: str) -> None:
    """One line more in the list of families."""
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1
    path.write_text(text.replace(before, f"{line}\n{before}"), encoding="utf-8")


@pytest.mark.slow
def test_a_machine_as_record_and_format(copied_tree: Path, run_copy: Run) -> None:
    """What the page says, and nothing else: two files of one's own and a line in each of two lists."""
    package = copied_tree / "pixelstyle"
    (package / "screens/catalogue/micros/enterprise.py").write_text(RECORD, encoding="utf-8")
    (package / "formats/micros/enterprise.py").write_text(FORMAT, encoding="utf-8")
    for name, before in (
        ("pixelstyle/screens/catalogue/__init__.py", '    "micros.atari8",\n'),
        ("pixelstyle/formats/registry.py", '    "micros.zx",\n'),
    ):
        assert re.search(rf"`_FAMILIES` in `{re.escape(name)}`", PAGE), f"the page does not name {name}"
        add_a_line(copied_tree / name, before, '    "micros.enterprise",')
    assert_works(run_copy, "enterprise-4", [".png", ".ep4"])
    assert "Nick chip" not in run_copy("modes").stdout
    told = run_copy("modes", "enterprise-4").stdout
    assert "Nick Chip Programmers Guide" in told
    assert ".ep4  Enterprise 128 screen; read back by its own decoder only" in told
    assert_registry_holds(copied_tree)


@pytest.mark.slow
def test_a_machine_as_a_mode_file(copied_tree: Path, run_copy: Run) -> None:
    (copied_tree / "mine.toml").write_text(
        "width = 320\nheight = 240\n[choice]\ncolours = 4\nbits = [3, 3, 2]\n", encoding="utf-8"
    )
    assert_works(run_copy, "mine.toml", [".png"])


def assert_works(run_copy: Run, mode: str, extensions: list[str]) -> None:
    """modes, convert, check, view and again, all as for a machine that has always been there."""
    listed = run_copy("modes", mode)
    assert listed.returncode == 0 and f"saved as  {' '.join(extensions)}" in listed.stdout, listed
    outputs = [argument for extension in extensions for argument in ("-o", f"a{extension}")]
    for command in (
        ("convert", PHOTO, "-m", mode, *outputs, "-q"),
        *(("check", f"a{extension}") for extension in extensions),
        *(("view", f"a{extension}", "-o", f"seen{extension[1:]}.png") for extension in extensions),
        ("again", "a.png", "-o", "again.png", "-q", "--trust"),  # the photo lies elsewhere
    ):
        done = run_copy(*command)
        assert done.returncode == 0, done.stderr


def assert_registry_holds(tree: Path) -> None:
    """The tests that go through the registry, on the copy: they know the new machine without a line of their own."""
    shutil.copytree(ROOT / "tests", tree / "tests", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "examples/photos", tree / "examples/photos")
    shutil.copy(ROOT / "pyproject.toml", tree)
    names = ("test_formats_registry", "test_formats_damaged", "test_verified_by")
    files = [f"tests/formats/{name}.py" for name in names]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *files, "-k", "enterprise or forgotten"],
        cwd=tree,
        env=os.environ | {"PYTHONPATH": str(tree)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert "6 passed" in done.stdout, done.stdout
