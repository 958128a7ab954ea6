"""The place for music in the C64's programs: a player that is put there is called, and the picture is still read."""

from __future__ import annotations

from pathlib import Path

import pytest

from pixelstyle.formats import encode_for, load_native
from pixelstyle.formats.c64.programs import C64_BITMAP, C64_START, bitmap_program
from pixelstyle.screens import get_mode
from tests.formats.legal.pictures import random_picture
from tests.formats.oracles.judged import RUN_BY_PY65, TIMED_BY_PY65

PLAYER = bytes.fromhex("4C 06 10 4C 0A 10 EE A7 02 60 EE A8 02 60")
"""At $1000: JMP $1006; JMP $100A; INC $02A7; RTS; INC $02A8; RTS."""
AT = 2 + 0x1000 - C64_START
MODES = [mode for mode, _ in [*RUN_BY_PY65, *TIMED_BY_PY65] if mode.startswith("c64")] + ["c64-nufli", "c64-nuflix"]
WHERE_BITMAPS_LIE_STILL = ["c64-hires", "c64-multicolor", "c64-splits", "c64-fli"]
"""Which our model of the VIC-II shows as one picture; FLI but for its last three lines."""


def with_player(mode_name: str) -> bytes:
    (program,) = encode_for("picture.prg", random_picture(get_mode(mode_name), 3)).values()
    assert program[AT : AT + 4] == bytes.fromhex("60 EA EA 60"), "a program that nobody put music into must return"
    return program[:AT] + PLAYER + program[AT + len(PLAYER) :]


@pytest.mark.emulator
@pytest.mark.parametrize("mode_name", [*WHERE_BITMAPS_LIE_STILL, "c64-hires-interlace", "c64-mci"])
def test_a_player_is_called_once_and_then_once_a_frame(mode_name: str) -> None:
    pytest.importorskip("py65.devices.mpu6502")
    from tests.formats.oracles.vic_ii_cycles import Machine

    machine = Machine(with_player(mode_name), 0)
    machine.frames(3)
    begun, before = machine.memory[0x02A7], machine.memory[0x02A8]
    machine.frames(3)
    assert (begun - 0xAA, machine.memory[0x02A7]) == (1, begun)
    assert machine.memory[0x02A8] - before == 3
    if mode_name in WHERE_BITMAPS_LIE_STILL:
        shown = random_picture(get_mode(mode_name), 3)
        lost = 320 - shown.mode.width * shown.mode.pixel[0]
        expected = shown.indices.repeat(shown.mode.pixel[0], axis=1)
        assert (machine.vic.shown()[:197, lost:] == expected[:197]).all()


@pytest.mark.parametrize("mode_name", MODES)
def test_a_program_with_music_is_still_read(mode_name: str, tmp_path: Path) -> None:
    (tmp_path / "a.prg").write_bytes(with_player(mode_name))
    found = load_native(tmp_path / "a.prg", mode_name)
    assert (found.indices == random_picture(get_mode(mode_name), 3).indices).all()


def test_programs_made_before_there_was_music_are_still_read(tmp_path: Path) -> None:
    (program,) = encode_for("picture.prg", random_picture(get_mode("c64-hires"), 3)).values()
    old = bitmap_program(False, 0, 0).ljust(C64_BITMAP - C64_START, b"\0")
    (tmp_path / "a.prg").write_bytes(program[:2] + old + program[2 + len(old) :])
    assert (load_native(tmp_path / "a.prg").indices == random_picture(get_mode("c64-hires"), 3).indices).all()
