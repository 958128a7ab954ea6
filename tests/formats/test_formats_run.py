"""Files that are programs: run by others' emulators, after which the machine's memory must show our picture."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pixelstyle.formats import encode_for, save_native
from pixelstyle.screens import NativePicture, get_mode
from pixelstyle.screens.petscii import petscii_codes, petscii_glyphs
from tests.formats.legal.pictures import photo_picture, random_picture
from tests.formats.oracles.judged import RUN_BY_PY65
from tests.formats.oracles.recoil import ColourTable, petscii_rom

pytestmark = pytest.mark.emulator

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
    still, last = 0, cpu.pc
    for _ in range(200_000):
        cpu.step()
        still, last = (still + 1, last) if abs(cpu.pc - last) <= 3 else (0, cpu.pc)
        if still == 5_000:  # a jump to itself, or a loop that waits for the beam
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
    """What the VIC-II shows of this memory in character modes, as colour numbers [200, 320]."""
    ram = np.array(memory)
    assert ram[0xD011] & 0x3F == 0x1B
    extended, multicolour = ram[0xD011] & 0x40, ram[0xD016] & 0x10
    assert not (extended and multicolour)
    screen, patterns = (ram[0xD018] >> 4) * 0x400, (ram[0xD018] >> 1 & 7) * 0x800
    assert patterns != 0x1800  # where the chip sees the upper half of its ROM
    if patterns == 0x1000:
        ram[0x1000:0x1800] = list(petscii_rom())
    shown = np.empty((200, 320), int)
    for y in range(200):
        for column in range(40):
            cell = y // 8 * 40 + column
            background, code = divmod(ram[screen + cell], 64) if extended else (0, ram[screen + cell])
            byte = int(ram[patterns + code * 8 + y % 8])
            own = int(ram[0xD800 + cell]) & 15
            for dot in range(8):
                if multicolour and own & 8:
                    places = (*ram[0xD021:0xD024], own & 7)
                    shown[y, column * 8 + dot] = places[byte >> (6 - dot // 2 * 2) & 3] & 15
                    continue
                lit = byte >> (7 - dot) & 1
                shown[y, column * 8 + dot] = (own if lit else ram[0xD021 + background]) & 15
    return shown


def pet(memory: list[int]) -> np.ndarray:
    """What a PET shows of this memory with our part of its character ROM, 1 where lit [200, 320]; bit 7 reverses."""
    assert memory[0xE84C] == 0x0C
    patterns = dict(zip(petscii_codes("pet").tolist(), petscii_glyphs("pet"), strict=True))
    shown = np.empty((200, 320), int)
    for place, code in enumerate(memory[0x8000:0x83E8]):
        y, x = place // 40 * 8, place % 40 * 8
        shown[y : y + 8, x : x + 8] = patterns[code & 0x7F] ^ (code >> 7)
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
    "c64-petscii": vic_ii_characters,
    "c64-ecm": vic_ii_characters,
    "c64-characters-mixed": vic_ii_characters,
    "pet-40": pet,
    "vic20-hires": vic_i,
    "vic20-multicolor": vic_i,
}


@pytest.mark.parametrize(("mode_name", "extension"), RUN_BY_PY65)
@pytest.mark.parametrize("make", [random_picture, lambda mode, seed: photo_picture(mode, seed=seed)])
def test_a_program_shows_its_picture(mode_name: str, extension: str, make: Callable[..., NativePicture]) -> None:
    picture: NativePicture = make(get_mode(mode_name), 5)
    (data,) = encode_for(f"picture{extension}", picture).values()
    memory = run_prg(data, {})
    shown = CHIPS[mode_name](memory)
    assert (shown == picture.indices.repeat(picture.mode.pixel[0], axis=1)).all()


FIRST, LAST = 11, 54
"""The cycles, of a line's 63, that eight sprites leave to the processor; Bauer 1996, section 3.6.3."""


@pytest.mark.parametrize("late", range(0, 63, 5))
def test_sprites_change_in_the_line_between_two_rows_whenever_the_program_came_to_wait(late: int) -> None:
    """By the documented cycles: pointers after the VIC-II's accesses, each colour when its sprite has been drawn."""
    observable_memory = pytest.importorskip("py65.memory")
    picture = random_picture(get_mode("c64-sprites"), 5)
    (data,) = encode_for("picture.prg", picture).values()
    memory = observable_memory.ObservableMemory()
    cpu = mpu6502.MPU(memory=memory, pc=2061)
    for n, byte in enumerate(data[2:]):
        memory[0x0801 + n] = byte
    top, lines = 67, range(66, 67 + 168)
    now = late + 63 * 250  # in cycles of the raster, from the first frame's begin
    written: list[tuple[int, int, int, int]] = []

    def after(cycles: int) -> int:
        """When the instruction that is being executed is in its cycle of this number."""
        moment = now
        for _ in range(cycles):
            moment += 1
            line, cycle = moment // 63 % 312, moment % 63 + 1
            if line in lines and not FIRST <= cycle <= LAST:
                moment += (FIRST - cycle) % 63
        return moment

    def raster(_address: int) -> int:
        return after(3) // 63 % 312 & 0xFF

    memory.subscribe_to_read([0xD012], raster)
    memory.subscribe_to_read([0xD011], lambda _address: after(3) // 63 % 312 >> 8 << 7)
    memory.subscribe_to_write(
        [0xD011, 0xD018, *range(0xD001, 0xD010, 2), *range(0xD027, 0xD02F)],
        lambda address, value: written.append((after(3) // 63 % 312, after(3) % 63 + 1, address, value)),
    )
    while now < 63 * 312 * 4:
        before = cpu.processorCycles
        cpu.step()
        now = after(cpu.processorCycles - before)
    last_lines = [top + 21 * row - 1 for row in range(1, 8)]
    between = [event for event in written if event[0] in last_lines or event[0] - 1 in last_lines]
    assert len(between) == 2 * 7 * 9  # in each of two frames
    for line, cycle, address, value in between:
        row = (line - top + 1) // 21
        if address == 0xD018:
            assert line in last_lines
            assert FIRST <= cycle <= LAST
            assert value >> 4 == 4 + row
        else:
            sprite = address - 0xD027
            assert value == picture.slots[-1][row, sprite, 0]
            begins = 25 + 3 * sprite  # where it is drawn, for three cycles
            assert cycle > begins + 2 if line in last_lines else cycle < begins
    for line, _cycle, address, value in written:
        if address < 0xD010 and line in lines:
            assert value == top + 21 * ((line - top) // 21 + 1) - 1


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
