"""MAME's machines, started with ROMs made here: none of their makers' are needed to run a program.

The Commodore 64's (PAL) KERNAL is a few instructions that set up the machine as the real one does and wait for an
address to start at; the PLA, which decides what an address means, is programmed by the memory map of the Programmer's
Reference Guide. MAME warns of wrong checksums and starts.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.formats.oracles.start_up import executive, wonderswan_boot

LEFT, TOP = 32, 35
"""Where the 320 x 200 dots of a screen begin in MAME's snapshot; dot 24 of line 51, as the VIC-II counts."""
CPC_LEFT, CPC_TOP = 64, 37
"""Where the 640 x 200 dots of a CPC's begin, and those of a CPC Plus."""
COCO_LEFT, COCO_TOP = 32, 24
"""Where the 256 x 192 dots of a CoCo's begin."""


def _basic_program(space: str, more: str, until: int) -> str:
    """A script that puts a program for BASIC into memory, says so at $FB after `more`, and takes a snapshot."""
    return f"""
local frames = 0
emu.register_frame_done(function()
  frames = frames + 1
  local memory = manager.machine.devices["{space}"].spaces["program"]
  if frames == 5 then
    local file = io.open("picture.prg", "rb")
    local data = file:read("*a")
    file:close()
    local start = data:byte(1) + 256 * data:byte(2)
    for n = 3, #data do memory:write_u8(start + n - 3, data:byte(n)) end
    {more}
    memory:write_u8(0xFB, 1)
  elseif frames == {until} then
    manager.machine.video:snapshot()
    manager.machine:exit()
  end
end)
"""


_LATER = """
local frames = 0
emu.register_frame_done(function()
  frames = frames + 1
  if frames == {} then
    manager.machine.video:snapshot()
    manager.machine:exit()
  end
end)
"""


def c64_screen(program: bytes, folder: Path, characters: bytes = b"") -> np.ndarray:
    """What the machine shows a second after the start of a program that begins with '10 SYS 2061': uint8 [H, W, 3]."""
    roms = {
        "901226-01.u3": bytes(8192),  # BASIC
        "901227-03.u4": kernal(),
        "901225-01.u5": characters.ljust(4096, b"\0"),
        "906114-01.u17": _pla(),
    }
    (folder / "picture.prg").write_bytes(program)
    at = "memory:write_u8(0xFC, 2061 & 255); memory:write_u8(0xFD, 2061 >> 8)"
    script = _basic_program(":u7", at, 50)
    return shown_by("c64p", roms, ["-iec8", ""], script, folder)


def console_screen(machine: str, cartridge: bytes, folder: Path) -> np.ndarray:
    """What a ColecoVision ('coleco'), an SG-1000 ('sg1000'), an Atari 7800 ('a7800', NTSC), a WonderSwan ('wswan',
    'wscolor') or an Intellivision ('intv', each dot twice) shows of a cartridge, uint8 [H, W, 3].

    Start-up programs are ours: the ColecoVision's goes where the cartridge says, and hands on its interrupts; the
    7800's goes on in RAM to put the cartridge in its own place.
    """
    start = bytes.fromhex("31 B9 73 2A 0A 80 E9").ljust(0x66, b"\0") + bytes.fromhex("C3 21 80")
    copied = bytes.fromhex("78D8 A2FF9A A207 BD13F0 9D0018 CA10F7 4C0018 A9078501 6CFCFF EA")
    vectors = bytes.fromhex("00F0 00F0 00F0")
    roms = {
        "coleco": {"313 10031-4005 73108a.u2": start.ljust(8192, b"\0")},
        "a7800": {"7800.u7": copied.ljust(4090, b"\0") + vectors, "c300558-001a.u7": bytes(16384)},
    }
    roms["intv"] = {"exec.bin": executive(), "ro-3-9503-003.u21": b"\xaa" * 2048}  # patterns with every other dot lit
    for name, size, ending in (("wswan", 4096, "ws"), ("wscolor", 8192, "wsc")):
        roms[name] = {"boot.rom": wonderswan_boot(size), f"internal_eeprom.{ending}": bytes(size // 4)}
    name = "picture" + {"a7800": ".a78", "wswan": ".ws", "wscolor": ".wsc", "intv": ".int"}.get(machine, ".rom")
    (folder / name).write_bytes(cartridge)
    shown = shown_by(machine, roms.get(machine, {}), ["-cart", name], _LATER.format(30), folder)
    return shown.repeat(2, axis=1) if machine == "intv" else shown


def cpc_screen(snapshot: bytes, folder: Path) -> np.ndarray:
    """What Amstrad's CPC 464 shows three seconds after it has taken up a .sna file: uint8 [H, W, 3], each line once, a
    pixel of mode 2 as one. Its ROM, made here, does nothing."""
    (folder / "picture.sna").write_bytes(snapshot)
    rom = bytes.fromhex("F3 18 FE").ljust(32768, b"\0")  # DI, JR to itself
    return shown_by("cpc464", {"cpc464.rom": rom}, ["-dump", "picture.sna"], _LATER.format(150), folder)


def cpc_plus_screen(machine: str, cartridge: bytes, folder: Path) -> np.ndarray:
    """What a GX4000 ('gx4000') or a 6128 Plus ('cpc6128p') shows of a cartridge, uint8 [H, W, 3] as above: they have no
    ROM but that."""
    (folder / "picture.cpr").write_bytes(cartridge)
    return shown_by(machine, {}, ["-cart", "picture.cpr"], _LATER.format(60), folder)


def pet_screen(program: bytes, characters: bytes, folder: Path) -> np.ndarray:
    """What a PET 2001-N shows of a program that begins with '10 SYS 1037', uint8 [H, W, 3], with these 1,024 bytes as
    its upper case and graphics. In its KERNAL's place is a program that turns the screen on, asks for lower case, and
    waits for $FB."""
    kernal = bytes.fromhex("78 D8 A2FF9A A93C8D11E8 A90E8D4CE8 A90085FB A5FBF0FC 4C0D04")
    (folder / "picture.prg").write_bytes(program)
    basic = {"901465-01.ud6": bytes(4096), "901465-02.ud7": bytes(4096), "901447-24.ud8": bytes(2048)}
    roms = basic | {
        "901447-10.uf10": characters.ljust(2048, b"\xaa"),
        "901465-03.ud9": kernal.ljust(4090, b"\0") + bytes.fromhex("00F0 00F0 00F0"),
    }
    return shown_by("pet2001n", roms, ["-ieee8", ""], _basic_program(":f3", "", 20), folder)


_LOADM = """
local frames = 0
emu.register_frame_done(function()
  frames = frames + 1
  local memory = manager.machine.devices[":maincpu"].spaces["program"]
  if frames == 5 then
    local file = io.open("picture.bin", "rb")
    local data = file:read("*a")
    file:close()
    local function word(at) return data:byte(at) * 256 + data:byte(at + 1) end
    local at = 1
    while data:byte(at) == 0 do
      for n = 0, word(at + 1) - 1 do memory:write_u8(word(at + 3) + n, data:byte(at + 5 + n)) end
      at = at + 5 + word(at + 1)
    end
    memory:write_u16(0x71, word(at + 3))
    memory:write_u8(0x70, 1)
  elseif frames == 20 then
    manager.machine.video:snapshot()
    manager.machine:exit()
  end
end)
"""


def coco_screen(blocks: bytes, folder: Path) -> np.ndarray:
    """What a Color Computer (NTSC) shows of a program for LOADM and EXEC, uint8 [H, W, 3].

    In its BASIC's place is a program that sets up the PIA and the SAM and waits for an address to start at.
    """
    start = bytes.fromhex(
        "1A50 10CE03FF 0F70 7FFF23 86F8 B7FF22 8604 B7FF23 B7FFDD"  # the stack; $FF22 goes out; 64 K
        "0D70 27FC 6E9F0071"  # until $70 is set; JMP [$0071]
    )
    (folder / "picture.bin").write_bytes(blocks)
    roms = {"bas10.rom": start.ljust(8190, b"\0") + bytes.fromhex("A000")}
    return shown_by("coco", roms, [], _LOADM, folder)


_DRIVE = """
local frames = 0
local file = io.open("picture.adf", "rb")
local disk = file:read("*a")
file:close()
emu.register_frame_done(function()
  frames = frames + 1
  local memory = manager.machine.devices[":maincpu"].spaces["program"]
  local function put(from, to, length)
    for n = 0, length - 1 do memory:write_u8(to + n, disk:byte(from + n + 1)) end
  end
  if frames == 5 then
    put(0, 0x6000, 1024)
    memory:write_u32(0x200, 1)
  elseif memory:read_u32(0x204) == 1 then
    local request = memory:read_u32(0x208)
    if memory:read_u16(request + 28) == 2 then
      put(memory:read_u32(request + 44), memory:read_u32(request + 40), memory:read_u32(request + 36))
    end
    memory:write_u32(0x204, 0)
  elseif frames == 60 then
    manager.machine.video:snapshot()
    manager.machine:exit()
  end
end)
"""


def amiga_screen(machine: str, disk: bytes, folder: Path) -> np.ndarray:
    """What an Amiga (PAL, 'a500' or 'a1200') shows of a disk that starts, uint8 [H, W, 3]: pixels of 2 x 2, from line
    31 and dot 72 on.

    In the Kickstart's place is a program that calls the boot block as the ROM Kernel Manual says. Of the system's
    functions it has AllocMem, which gives $10000, and DoIO, which asks the script for what is on the disk.
    """
    at = {"a500": "FC", "a1200": "F8"}[machine]
    start = bytes.fromhex(
        f"0007F000 00{at}0008"
        "13FC0003 00BFE201 13FC0002 00BFE001"  # RAM, not ROM, at 0
        "4DF84000 21CE0004"  # a6 and the long word at 4: where the functions are counted from
        f"3D7C4EF9 FF3A 2D7C 00{at}0050 FF3C"  # AllocMem
        f"3D7C4EF9 FE38 2D7C 00{at}0060 FE3A"  # DoIO
        "42B80200 4AB80200 67FA"  # until $200 is set
        "43F85000 4EB8600C 60FE"  # a1: the request; JSR $600C
        "21C00210 21C10214 203C00010000 4E75"
        "21C90208 21FC00000001 0204 4AB80204 66FA 7000 72FF 2041 2241 4E75"
    )
    (folder / "picture.adf").write_bytes(disk)
    if machine == "a500":
        roms = {"315093-02.u2": start.ljust(1 << 18, b"\0"), "6570-036": bytes(2048)}
        return shown_by(machine, roms, ["-bios", "kick13"], _DRIVE, folder)
    words = np.frombuffer(start.ljust(1 << 19, b"\0"), ">u2").astype("<u2")  # in two chips, lower byte first
    roms = {"391773-01.u6a": words[0::2].tobytes(), "391774-01.u6b": words[1::2].tobytes()}
    # The keyboard's processor does nothing at all.
    roms |= {"dfa_rev_b_a1200_hc705.bin": b"\x9d" * 8192, "bootstrap.bin": b"\x9d" * 240}
    return shown_by(machine, roms, [], _DRIVE, folder)


def shown_by(machine: str, roms: Mapping[str, bytes], options: list[str], script: str, folder: Path) -> np.ndarray:
    """The snapshot that a script makes of a machine with these ROMs."""
    mame = shutil.which("mame", path=os.environ.get("PATH", "") + ":/usr/games")
    if mame is None:
        pytest.skip("needs MAME (Debian: apt-get install mame)")
    (folder / "roms" / machine).mkdir(parents=True, exist_ok=True)
    for name, data in roms.items():
        (folder / "roms" / machine / name).write_bytes(data)
    (folder / "run.lua").write_text(script)
    options = ["-rompath", "roms", *options, "-autoboot_script", "run.lua", "-autoboot_delay", "0"]
    options += ["-video", "none", "-sound", "none", "-nothrottle", "-skip_gameinfo", "-seconds_to_run", "5"]
    options += ["-snapshot_directory", "shown", "-snapview", "native", "-noreadconfig"]
    environment = {**os.environ, "SDL_VIDEODRIVER": "dummy", "HOME": str(folder)}
    ran = subprocess.run(
        [mame, machine, *options], cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    shown = folder / "shown" / machine / "0000.png"
    assert shown.exists(), ran.stdout + ran.stderr
    with Image.open(shown) as image:
        return np.array(image.convert("RGB"))


def kernal() -> bytes:
    start = bytes.fromhex(
        "78 A2 FF 9A D8 A9 2F 85 00 A9 37 85 01"  # SEI, the stack, and which memory is seen
        "A9 3F 8D 02 DD A9 07 8D 00 DD"  # the VIC-II sees the first 16 K
        "A9 1B 8D 11 D0 A9 C8 8D 16 D0 A9 14 8D 18 D0"
        "A9 00 85 FB A5 FB F0 FC 6C FC 00"  # until $FB is set; JMP ($00FC)
    )
    return start + bytes(8192 - 6 - len(start)) + bytes.fromhex("00E0 00E0 00E0")


_INPUTS = (
    *("cas", "loram", "hiram", "charen", "va14", "a15", "a14", "a13", "a12"),
    *("ba", "aec", "rw", "exrom", "game", "va13", "va12"),
)
_NO_RAM, _BASIC, _KERNAL, _CHARACTERS, _COLOUR_WRITE, _IO = range(6)
_PROCESSOR = {"aec": 0}
_AT_D000 = {"a15": 1, "a14": 1, "a13": 0, "a12": 1, **_PROCESSOR}
_TERMS: list[tuple[dict[str, int], tuple[int, ...]]] = [
    ({"a15": 1, "a14": 0, "a13": 1, "loram": 1, "hiram": 1, "rw": 1, **_PROCESSOR}, (_NO_RAM, _BASIC)),
    # Without HIRAM: MAME's processor port is low until the first program sets it, and that is in the KERNAL.
    ({"a15": 1, "a14": 1, "a13": 1, "rw": 1, **_PROCESSOR}, (_NO_RAM, _KERNAL)),
    ({**_AT_D000, "charen": 0, "hiram": 1, "rw": 1}, (_NO_RAM, _CHARACTERS)),
    ({**_AT_D000, "charen": 1, "hiram": 1}, (_NO_RAM, _IO)),
    ({**_AT_D000, "charen": 1, "loram": 1}, (_NO_RAM, _IO)),
    ({**_AT_D000, "rw": 0}, (_COLOUR_WRITE,)),
    ({"aec": 1, "va14": 1, "va13": 0, "va12": 1}, (_NO_RAM, _CHARACTERS)),  # the VIC-II's
]


def _pla() -> bytes:
    """The 82S100's fuses as MAME reads them: for each of 48 terms two for each input (complement, true; blown: not
    asked) and one for each output (blown: not set); then one for each output that is low when set."""
    fuses: list[int] = []
    for wanted, outputs in _TERMS:
        for name in _INPUTS:
            fuses += [1, 1 - wanted[name]] if wanted.get(name) == 1 else [1 - (name in wanted), 1]
        fuses += [int(n not in outputs) for n in range(8)]
    fuses += ([0, 0] * 16 + [1] * 8) * (48 - len(_TERMS))
    fuses += [0] + [1] * 7
    return len(fuses).to_bytes(4, "big") + np.packbits(fuses, bitorder="little").tobytes()
