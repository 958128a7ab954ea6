"""Files as other people's programs and disks leave them: every field counts, or is refused in words."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from pixelstyle.files import read_picture
from pixelstyle.formats import load_native, save_native
from pixelstyle.screens import check
from tests.formats.oracles.recoil import recoil_rgb

CASES = Path(__file__).parent / "cases"


@pytest.mark.parametrize("kind", [".pi1", ".pi2", ".neo"])
def test_palettes_of_the_ste_are_kept(tmp_path: Path, kind: str) -> None:
    rng = np.random.default_rng(3)
    registers = (rng.integers(0, 0x1000, 16) | 0x888).astype(">u2").tobytes()
    screen = rng.integers(0, 256, 32000).astype(np.uint8).tobytes()
    head = bytes(4) if kind == ".neo" else bytes([0, kind == ".pi2"])
    data = (head + registers).ljust(128 if kind == ".neo" else 34, b"\0") + screen
    (tmp_path / f"a{kind}").write_bytes(data)
    picture = load_native(tmp_path / f"a{kind}")
    assert (picture.shown_rgb() == recoil_rgb(f"a{kind}", data)).all()
    assert check(picture)  # no colours of the ST's
    save_native(picture, tmp_path / f"b{kind}")
    used = 2 + 4 * 2 if kind == ".pi2" else 36
    assert (tmp_path / f"b{kind}").read_bytes()[:used] == data[:used]


def test_a_real_picture_of_the_ste() -> None:
    picture = load_native(CASES / "ste-palette.pi1")
    assert (picture.shown_rgb() == read_picture(CASES / "ste-palette.expected.png")).all()
