"""The programs that write registers while the picture is drawn, FLI and splits, against the documented cycles of the
VIC-II; MAME's never stops the processor."""

from __future__ import annotations

import numpy as np
import pytest

from pixelstyle.formats import encode_for, formats_for_mode
from pixelstyle.formats.shared.layout import codes_of, picture_of_codes
from pixelstyle.screens import NativePicture, get_mode
from tests.formats.legal.pictures import photo_picture, random_picture

pytest.importorskip("py65.devices.mpu6502")
from tests.formats.oracles.vic_ii_cycles import CYCLES, LINES, Machine

pytestmark = pytest.mark.emulator

BAD_LINES = 0xF7 + 1 - 0x33
PHASES = [*range(7), *range(5_000, CYCLES * LINES, 7_000)]
"""Cycles of the frame in which a program begins."""


def run(program: bytes, phase: int) -> Machine:
    machine = Machine(program, phase)
    machine.frames(3)
    first = machine.vic.drawn.copy()
    machine.frames(1)
    assert (machine.vic.drawn == first).all()
    return machine


def program_of(picture: NativePicture) -> bytes:
    (program,) = encode_for("picture.prg", picture).values()
    return program


def wanted_of(picture: NativePicture) -> np.ndarray:
    """What the other file holds, as dots [200, 296]; the lines after the last bad one have its screen colours."""
    fmt = formats_for_mode(picture.mode.name)[0]
    assert fmt.extensions[0] in (".fli", ".afl")
    picture = fmt.decode(fmt.encode(picture))
    screen = next(n for n, slots in enumerate(picture.mode.slots) if slots.name == "screen RAM")
    slots = list(picture.slots)
    slots[screen] = slots[screen].copy()
    slots[screen][BAD_LINES:] = slots[screen][BAD_LINES - 1]
    shown = picture_of_codes(picture.mode, codes_of(picture), tuple(slots))
    assert (shown.indices[:BAD_LINES] == picture.indices[:BAD_LINES]).all()
    return shown.indices.repeat(picture.mode.pixel[0], axis=1)


@pytest.mark.parametrize("mode_name", ["c64-hires", "c64-multicolor"])
def test_the_model_shows_what_ordinary_programs_show(mode_name: str) -> None:
    picture = random_picture(get_mode(mode_name), 5)
    machine = run(program_of(picture), 0)
    assert (machine.vic.shown() == picture.indices.repeat(picture.mode.pixel[0], axis=1)).all()
    assert machine.vic.began == [12, 0, 0, 0, 0, 0, 0, 0] * 25


@pytest.mark.parametrize(("mode_name", "left"), [("c64-fli", 0), ("c64-afli", 15)])
def test_fli_is_shown_whenever_the_program_began(mode_name: str, left: int) -> None:
    polled = set()
    for number, phase in enumerate(PHASES):
        mode = get_mode(mode_name)
        picture = photo_picture(mode) if number == 0 else random_picture(mode, number)
        machine = run(program_of(picture), phase)
        assert (machine.vic.shown()[:, 24:] == wanted_of(picture)).all()
        assert (machine.vic.shown()[:, :24] == left).all()
        assert machine.vic.began == [12] + [15] * (BAD_LINES - 1) + [0] * 3
        for line, screens in enumerate(machine.vic.fetched):
            screen = line % 8 if line < BAD_LINES else None
            assert screens == [None if line else 0] * 3 + [screen] * 37
        polled |= {cycle for line, cycle in machine.polled if line == 0x31}
    assert polled == set(range(1, 8))  # all that the poll can be late by


def test_another_machine_writes_in_the_same_cycles() -> None:
    """vagrant-moses stops its processor as libsidplayfp's VIC-II does, made without ours; it draws nothing."""
    others = pytest.importorskip("vagrant_moses.machine")
    pytest.importorskip("jennings.devices.mpu6502")
    written: list[tuple[int, int, int, int]] = []

    class Watched(others.Machine):  # type: ignore[misc, name-defined]
        def io_write(self, addr: int, value: int) -> None:
            if addr in (0xD011, 0xD018):
                self.vic.sync()
                written.append((self.vic.raster_y, self.vic.line_cycle + 1, addr, value))
            super().io_write(addr, value)

    program = program_of(random_picture(get_mode("c64-fli"), 1))
    lines = range(0x34, 0xF8)
    wanted = [(0x31, 60, 0xD011, 0x3B)]
    for line in lines:
        wanted += [(line, 4, 0xD018, (line - 0x33) % 8 << 4 | 8), (line, 14, 0xD011, 0x38 | line & 7)]
    late = set()
    for phase in range(7):
        machine = Watched()
        machine.ram[0x0801 : 0x0801 + len(program) - 2] = program[2:]
        written.clear()
        machine.run(machine.reset(2061, phase) + 2 * CYCLES * LINES)
        begins = [n for n, (line, _, _, value) in enumerate(written) if (line, value) == (0x31, 0x39)]
        late |= {written[n][1] for n in begins}
        assert written[begins[0] + 1 :][: len(wanted)] == wanted
    assert late == set(range(21, 28))


LOOP = bytes.fromhex("EA 8D 11 D0 CA D0 F0")  # NOP; STA $D011; DEX; BNE
TABLES = 2 + 0x0900 - 0x0801


@pytest.mark.parametrize(
    ("loop", "began"),
    [
        ("EA EA 8D 11 D0 CA D0 EF", 17),  # a NOP more
        ("24 EA 8D 11 D0 CA D0 EF", 16),  # BIT instead of NOP, one cycle more
        ("8D 11 D0 CA D0 F1", 13),  # no NOP
    ],
)
@pytest.mark.parametrize("mode_name", ["c64-fli", "c64-afli"])
def test_a_loop_of_other_length_is_found_out(mode_name: str, loop: str, began: int) -> None:
    picture = random_picture(get_mode(mode_name), 1)
    code, data = program_of(picture)[:TABLES], program_of(picture)[TABLES:]
    assert code.count(LOOP) == 1
    changed = code.replace(LOOP, bytes.fromhex(loop)).ljust(TABLES, b"\0")[:TABLES] + data
    machine = run(changed, 0)
    differs = machine.vic.shown()[:BAD_LINES, 24:] != wanted_of(picture)[:BAD_LINES]
    assert differs.any(axis=1).mean() > 0.9
    assert machine.vic.began[1:BAD_LINES] == [began] * (BAD_LINES - 1)


@pytest.mark.slow
@pytest.mark.parametrize("phase", [0, 2, 5])
def test_each_row_of_splits_has_its_background_however_late_the_program_is(phase: int) -> None:
    picture = random_picture(get_mode("c64-splits"), phase)
    (program,) = encode_for("picture.prg", picture).values()
    machine = Machine(program, phase)
    machine.frames(2)
    assert (machine.vic.shown() == picture.indices.repeat(2, axis=1)).all()
    first = [cycle for line, cycle in machine.polled if line in range(0x32, 0xF3, 8)]
    assert set(first) == set(range(1, 8))  # it is early in some rows and late in others


@pytest.mark.slow
def test_a_program_for_splits_that_waits_too_long_is_found_out() -> None:
    picture = random_picture(get_mode("c64-splits"), 1)
    (program,) = encode_for("picture.prg", picture).values()
    assert program.count(bytes.fromhex("A00A88")) == 1
    machine = Machine(program.replace(bytes.fromhex("A00A88"), bytes.fromhex("A00D88")), 0)
    machine.frames(2)
    assert (machine.vic.shown() != picture.indices.repeat(2, axis=1)).any()
