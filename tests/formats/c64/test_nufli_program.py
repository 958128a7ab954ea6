"""The program that shows NUFLI: a real VICE draws what the mode's notes promise, and nothing around it; by the
documented cycles of the VIC-II the raster is found to the cycle."""

from __future__ import annotations

from pathlib import Path

import pytest

from pixelstyle.doors import Vice
from pixelstyle.errors import PixelStyleError
from pixelstyle.formats import encode_for, load_native
from pixelstyle.screens import NativePicture, ScreenMode, get_mode
from tests.doors.vice import pixels, running
from tests.formats.legal.pictures import random_picture

MODE, FITTED = get_mode("c64-nufli"), get_mode("c64-nuflix")
TOP, LEFT = 47, 136
"""Where VICE draws the picture."""


def program_of(picture: NativePicture) -> bytes:
    (program,) = encode_for("picture.prg", picture).values()
    return program


@pytest.mark.slow
@pytest.mark.emulator
def test_vice_draws_all_that_registers_may_hold(tmp_path: Path) -> None:
    pictures = [random_picture(mode, seed) for mode in (FITTED, MODE) for seed in range(2)]
    with running("x64sc", tmp_path) as address:
        for picture in pictures:
            with Vice(address) as vice:
                vice.start(program_of(picture))
            drawn = pixels(address).copy()
            shown = drawn[TOP : TOP + 200, LEFT : LEFT + 320]
            assert (shown == picture.indices).all()
            shown[:] = 0
            assert not drawn.any(), "beside the picture all is black"
        program, delay = program_of(pictures[-1]), bytes.fromhex("A02F88D0FD")
        assert program.count(delay) == 1
        with Vice(address) as vice:
            vice.start(program.replace(delay, bytes.fromhex("A02E88D0FD")))
        shown = pixels(address)[TOP : TOP + 200, LEFT : LEFT + 320]
        assert (shown != pictures[-1].indices).mean() > 0.3, "five cycles earlier nothing fits"


@pytest.mark.emulator
def test_the_raster_is_found_to_the_cycle_however_late_a_poll_is() -> None:
    pytest.importorskip("py65.devices.mpu6502")
    from tests.formats.oracles.vic_ii_cycles import CYCLES, Machine

    program, seen = program_of(random_picture(MODE, 1)), set()
    for phase in range(7):
        machine = Machine(program, 280 * CYCLES + phase)
        while machine.cpu.pc != 0x0900:
            machine.step()
        assert (machine.vic.line, machine.vic.cycle) == (43, 3)  # what has passed
        seen |= {cycle for line, cycle in machine.polled if line == 40 and cycle < 8}
    assert seen == set(range(1, 8))


@pytest.mark.parametrize("mode", [MODE, FITTED])
def test_a_picture_that_registers_cannot_hold_is_not_written(mode: ScreenMode) -> None:
    picture = random_picture(mode, 1)
    dots = picture.indices.copy()
    dots[100, 200:204] = 1, 2, 3, 4
    with pytest.raises(PixelStyleError, match="colours that its two and the sprite's do not give"):
        program_of(NativePicture(mode, picture.palette, dots))


def test_a_program_that_writes_a_sprite_s_colour_while_the_beam_is_there_is_refused(tmp_path: Path) -> None:
    program = bytearray(program_of(random_picture(FITTED, 1)))
    path = tmp_path / "a.prg"
    path.write_bytes(program)
    assert (load_native(path).indices == random_picture(FITTED, 1).indices).all()
    third_store = 2 + 0x2000 - 0x0801 + 2 * 5 + 3
    program[third_store] = 0x28 + 1  # in cycle 27, of the second sprite, which is drawn in 25 to 31
    path.write_bytes(program)
    with pytest.raises(PixelStyleError, match="not one of PixelStyle's"):
        load_native(path)
