"""MAME's Atari 800XL (NTSC), with a few instructions of ours in its system's place."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from tests.formats.oracles.mame import shown_by

ATARI8_LEFT, ATARI8_TOP = 8, 17
"""Where the 320 x 192 dots of a screen begin."""

_LUMINANCE = """
    tap = memory:install_write_tap(0xD01A, 0xD01A, "luminance", function(at, data) memory:write_u8(0xD017, data) end)
"""

_RUN_SEGMENTS = """
local frames = 0
emu.register_frame_done(function()
  frames = frames + 1
  local memory = manager.machine.devices[":maincpu"].spaces["program"]
  if frames == 3 then
    local file = io.open("picture.xex", "rb")
    local data = file:read("*a")
    file:close()
    local function word(at) return data:byte(at) + data:byte(at + 1) * 256 end
    local at = 3
    while at < #data do
      for n = 0, word(at + 2) - word(at) do memory:write_u8(word(at) + n, data:byte(at + 4 + n)) end
      at = at + 5 + word(at + 2) - word(at)
    end
    memory:write_u8(0x80, 1)
    %s
  elseif frames == 8 then
    manager.machine.video:snapshot()
    manager.machine:exit()
  end
end)
"""


def atari8_screen(program: bytes, folder: Path, *, hues: bool) -> np.ndarray:
    """What the machine shows of a binary file that starts: uint8 [H, W, 3].

    The system writes COLBK once, without which MAME shows nothing for a register that stays 0, and waits for $80.
    MAME takes the luminance of graphics 11 from COLPF1, GTIA from COLBK: with `hues` what is written to the one is
    written to the other. It shows that luminance for hue 0, too, which is black on the machine.
    """
    system = bytes.fromhex("78 D8 A2FF9A A9108D1AD0 A9008580 A580F0FC 6CE002")
    roms = {"co60302a.rom": bytes(8192), "co61598b.rom": system.ljust(16384 - 6, b"\0") + bytes.fromhex("00C000C000C0")}
    (folder / "picture.xex").write_bytes(program)
    return shown_by("a800xl", roms, [], _RUN_SEGMENTS % (_LUMINANCE if hues else ""), folder)
