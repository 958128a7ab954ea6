"""MAME's Sharp X1, started with a program of ours in its IPL's place, which loads a disk as the IPL does."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from tests.formats.oracles.mame import shown_by
from tests.formats.oracles.start_up import x1_ipl

X1_TOP, X1_LEFT = 12, {320: 40, 640: 88}
"""Where the picture begins in MAME's snapshot: line, and dot of a screen of that width."""
_SCRIPT = """
local frames = 0
emu.register_frame_done(function()
  frames = frames + 1
  if frames == 230 then
    local processor = manager.machine.devices[":x1_cpu"] or manager.machine.devices[":maincpu"]
    local wide = processor.spaces["io"]:read_u8(0x1A02) & 0x40 ~= 0
    if wide == {} then manager.machine.video:snapshot() end
    manager.machine:exit()
  end
end)
"""


def x1_screen(disk: bytes, width: int, folder: Path) -> np.ndarray:
    """What it shows four seconds after a disk of 327,680 bytes is put in and the machine turned on, uint8 [H, W, 3].

    Its characters are stripes, so that text that is left over is seen. MAME takes the number of dots from the CRTC
    alone; their width, which is the 8255's, is asked for, and without the one that `width` dots have it shows nothing.
    """
    (folder / "picture.2d").write_bytes(disk)
    roms = {"ipl.x1": x1_ipl(), "ank.fnt": b"\xaa" * 8192, "fnt0808.x1": b"\xaa" * 2048}
    script = _SCRIPT.format("true" if width == 320 else "false")
    return shown_by("x1", roms, ["-flop1", "picture.2d"], script, folder)
