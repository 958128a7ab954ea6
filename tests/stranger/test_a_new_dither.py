"""A dither is one new file."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from tests.command_line import ROOT

PHOTO = ROOT / "examples/photos/flower.jpg"
BURKES = '''"""Burkes' filter (1988): Stucki's without its third row."""

from pixelstyle.screens.dither.diffusion import ErrorDiffusion, kernel_of

DITHERS = (ErrorDiffusion("burkes", kernel_of(32, (0, 0, 0, 8, 4), (2, 4, 8, 4, 2))),)
'''
DIAGONAL = '''"""Stripes from corner to corner."""

import numpy as np

from pixelstyle.screens.dither.ordered import Ordered, ranks

DITHERS = (Ordered("diagonal", lambda: ranks(np.add.outer(np.arange(4), np.arange(4)) % 4)),)
'''


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "text", "mode"),
    [("burkes", BURKES, "c64-hires"), ("diagonal", DIAGONAL, "apple2-hgr")],  # cells; pixels that cannot choose
)
def test_a_dither_is_one_new_file(
    name: str,
    text: str,
    mode: str,
    copied_tree: Path,
    run_copy: Callable[..., subprocess.CompletedProcess[str]],
    pixelstyle: Callable[..., Any],
) -> None:
    (copied_tree / f"pixelstyle/screens/dither/families/{name}.py").write_text(text)
    dithered, plain = copied_tree / "dithered.png", copied_tree / "plain.png"
    done = run_copy("convert", PHOTO, "-m", mode, "--dither", name, "-o", dithered)
    assert done.returncode == 0, done.stderr
    assert pixelstyle("convert", PHOTO, "-m", mode, "-o", plain).status == 0
    with Image.open(dithered) as one, Image.open(plain) as other:
        assert (np.asarray(one.convert("RGB")) != np.asarray(other.convert("RGB"))).any()
    checked = run_copy("check", dithered)
    assert checked.returncode == 0, checked.stdout
