"""MSX cartridges as openMSX shows them, started by C-BIOS, a system that others wrote anew."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats import encode_for, format_for
from pixelstyle.screens import get_mode
from tests.formats.legal.pictures import photo_picture, random_picture
from tests.formats.oracles.judged import OPENMSX

pytestmark = pytest.mark.emulator

_SCRIPT = """
set maxframeskip 0
set throttle off
after time 10 {{
  set throttle on
  {}
  after time 1 {{ screenshot -raw -doublesize shown.png; exit }}
}}
"""


def screen(machine: str, cartridge: bytes, folder: Path) -> np.ndarray:
    """What a machine, named with what is plugged in, shows ten seconds after it was on, uint8 [240, 640, 3]."""
    if shutil.which("openmsx") is None:
        pytest.skip("needs openMSX (Debian: apt-get install openmsx)")
    (folder / "picture.rom").write_bytes(cartridge)
    machine, *extension = machine.split()
    looked_at = f"set videosource {extension[0]}" if extension else ""
    (folder / "run.tcl").write_text(_SCRIPT.format(looked_at))
    environment = {**os.environ, "HOME": str(folder), "SDL_VIDEODRIVER": "dummy", "SDL_AUDIODRIVER": "dummy"}
    command = ["openmsx", "-machine", machine, "-cart", "picture.rom", "-script", "run.tcl"]
    command += [part for name in extension for part in ("-ext", name)]
    ran = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False)
    shown = next(folder.rglob("shown.png"), None)
    assert shown is not None, ran.stdout + ran.stderr
    with Image.open(shown) as image:
        return np.array(image.convert("RGB"))[::2]


@pytest.mark.parametrize(("mode_name", "extension", "machine", "top", "left"), OPENMSX)
def test_openmsx_shows_every_pixel(
    mode_name: str, extension: str, machine: str, top: int, left: int, tmp_path: Path
) -> None:
    picture = photo_picture(get_mode(mode_name), seed=2)
    (rom,) = encode_for(f"a{extension}", picture).values()
    height, width = picture.indices.shape
    shown = screen(machine, rom, tmp_path)[top : top + height, left : left + 512 : 512 // width]
    wanted = picture.native_rgb()
    ours, theirs = (rgb.astype(np.int64) @ np.array([65536, 256, 1]) for rgb in (wanted, shown))
    # A palette's levels and those of YJK, which are others, can be the same on its display.
    listed = (picture.indices & 8 != 0) & (picture.mode.signal == "yae")
    for part in (listed, ~listed) if listed.any() else (~listed,):
        pairs = np.unique(ours[part] << 24 | theirs[part])
        assert len(pairs) == len(np.unique(ours[part])) == len(np.unique(theirs[part])) > 7
    assert np.abs(wanted.astype(int) - shown).max() <= (80 if mode_name == "msx-screen2" else 12)


def test_cartridges_by_others_and_cut_ones_are_refused() -> None:
    for mode_name in ("msx-screen2", "msx2-screen5", "msx2-screen8", "gfx9000-b1"):
        fmt = format_for("a.rom", mode_name)
        rom = fmt.encode(random_picture(get_mode(mode_name), 1))[".rom"]
        for other in (rom[:-1], rom.replace(b"\xed\xa3", b"\xed\xab"), rom[:0x101] + b"\x05" + rom[0x102:]):
            with pytest.raises(PixelStyleError, match="some other program"):
                fmt.decode({".rom": other})
