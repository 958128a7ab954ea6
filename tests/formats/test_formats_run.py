"""Files that are programs: run by others' emulators, after which the machine's memory must show our picture."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from legal_pictures import photo_picture, random_picture
from PIL import Image
from recoil_oracle import ColourTable

from pixelstyle.formats import encode_for, save_native
from pixelstyle.screens import NativePicture, get_mode

mpu6502 = pytest.importorskip("py65.devices.mpu6502")


def run_prg(data: bytes, kernal: dict[int, int]) -> list[int]:
    """A 6502's memory after LOAD and RUN: the address after SYS is called, and the program runs until it only loops."""
    memory = [0xAA] * 65536
    for address, value in kernal.items():
        memory[address] = value
    start = int.from_bytes(data[:2], "little")
    memory[start : start + len(data) - 2] = data[2:]
    assert memory[start + 4] == 0x9E  # the token of SYS, after the next line's address and the line number
    line_end = memory.index(0, start + 4)
    assert memory[start] | memory[start + 1] << 8 == line_end + 1
    assert memory[line_end + 1 : line_end + 3] == [0, 0]  # no further line
    cpu = mpu6502.MPU(memory=memory, pc=int(bytes(memory[start + 5 : line_end])))
    for _ in range(200_000):
        before = cpu.pc
        cpu.step()
        if cpu.pc == before:
            return memory
    raise AssertionError("the program does not come to rest")


def vic_ii(memory: list[int]) -> np.ndarray:
    """What the VIC-II shows of this memory in a bitmap mode, as colour numbers [200, 320]."""
    ram = np.array(memory)
    assert ram[0xD011] & 0x7F == 0x3B
    screen, bitmap = (ram[0xD018] >> 4) * 0x400, (ram[0xD018] >> 3 & 1) * 0x2000
    shown = np.empty((200, 320), int)
    for y in range(200):
        for column in range(40):
            cell = y // 8 * 40 + column
            byte = int(ram[bitmap + cell * 8 + y % 8])
            high, low = ram[screen + cell] >> 4, ram[screen + cell] & 15
            for dot in range(8):
                if ram[0xD016] & 0x10:
                    places = (ram[0xD021] & 15, high, low, ram[0xD800 + cell] & 15)
                    shown[y, column * 8 + dot] = places[byte >> (6 - dot // 2 * 2) & 3]
                else:
                    shown[y, column * 8 + dot] = high if byte >> (7 - dot) & 1 else low
    return shown


def vic_ii_characters(memory: list[int]) -> np.ndarray:
    """What the VIC-II shows of this memory in character mode, as colour numbers [200, 320]."""
    ram = np.array(memory)
    assert (ram[0xD011] & 0x7F, ram[0xD016] & 0x10) == (0x1B, 0)
    screen, patterns = (ram[0xD018] >> 4) * 0x400, (ram[0xD018] >> 1 & 7) * 0x800
    assert patterns not in (0x1000, 0x1800)  # where the chip sees its ROM
    shown = np.empty((200, 320), int)
    for y in range(200):
        for column in range(40):
            cell = y // 8 * 40 + column
            byte = int(ram[patterns + ram[screen + cell] * 8 + y % 8])
            for dot in range(8):
                lit = byte >> (7 - dot) & 1
                shown[y, column * 8 + dot] = (ram[0xD800 + cell] if lit else ram[0xD021]) & 15
    return shown


def vic_i(memory: list[int]) -> np.ndarray:
    """What the VIC 6561 shows of this memory, as colour numbers [160, 160]."""
    assert (memory[0x9002], memory[0x9003] >> 1 & 0x3F, memory[0x9003] & 1) == (20, 10, 1)
    assert memory[0x9005] == 0xCC  # both nibbles: block 4 of the upper half, $1000
    background, border, auxiliary = memory[0x900F] >> 4, memory[0x900F] & 7, memory[0x900E] >> 4
    assert memory[0x900F] & 8
    shown = np.empty((160, 160), int)
    for y in range(160):
        for column in range(20):
            place = y // 16 * 20 + column
            byte = memory[0x1000 + memory[0x1000 + place] * 16 + y % 16]
            colour = memory[0x9400 + place]
            for dot in range(8):
                if colour & 8:
                    places = (background, border, colour & 7, auxiliary)
                    shown[y, column * 8 + dot] = places[byte >> (6 - dot // 2 * 2) & 3]
                else:
                    shown[y, column * 8 + dot] = colour & 7 if byte >> (7 - dot) & 1 else background
    return shown


CHIPS = {
    "c64-multicolor": vic_ii,
    "c64-hires": vic_ii,
    "c64-characters": vic_ii_characters,
    "vic20-hires": vic_i,
    "vic20-multicolor": vic_i,
}


@pytest.mark.parametrize("mode_name", list(CHIPS))
@pytest.mark.parametrize("make", [random_picture, lambda mode, seed: photo_picture(mode, seed=seed)])
def test_a_program_shows_its_picture(mode_name: str, make) -> None:  # type: ignore[no-untyped-def]
    picture: NativePicture = make(get_mode(mode_name), 5)
    (data,) = encode_for("picture.prg", picture).values()
    memory = run_prg(data, {})
    shown = CHIPS[mode_name](memory)
    assert (shown == picture.indices.repeat(picture.mode.pixel[0], axis=1)).all()


def test_a_spectrum_loads_the_tape_and_shows_its_picture(tmp_path: Path) -> None:
    """SkoolKit plays the tape to a simulated Spectrum with its own ROM, from LOAD "" on, and shows what is left."""
    tap2sna = pytest.importorskip("skoolkit.tap2sna")
    sna2img = pytest.importorskip("skoolkit.sna2img")
    picture = random_picture(get_mode("zx-spectrum"), 5)
    save_native(picture, tmp_path / "picture.tap")
    tap2sna.main([str(tmp_path / "picture.tap"), str(tmp_path / "picture.z80")])
    sna2img.main([str(tmp_path / "picture.z80"), str(tmp_path / "shown.png")])
    with Image.open(tmp_path / "shown.png") as image:
        shown = np.array(image.convert("RGB"))
    # SkoolKit's levels are not ours: indices are compared, as with RECOIL.
    table = ColourTable()
    table.compare(picture, shown)
    assert len(table.rgb_of) == 16
