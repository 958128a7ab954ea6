"""The binary monitor's client: with a real VICE, and with what is none."""

from __future__ import annotations

import contextlib
import socket
import threading
from pathlib import Path

import numpy as np
import pytest

from pixelstyle import convert, load_native
from pixelstyle.doors import Vice, ViceError, parse_address
from tests.command_line import ROOT, CommandLine
from tests.doors.vice import picture, running
from tests.formats.c64.test_music import AT, PLAYER
from tests.formats.oracles.judged import IN_TURN_BY_VICE, STILL_BY_VICE, VIC20_BY_VICE

PHOTO = ROOT / "examples/photos/chelsea.jpg"


def program_of(mode: str, folder: Path, fade_in: bool = False) -> tuple[bytes, np.ndarray]:
    """A program that shows the photo, and the colours' numbers that it should show, [H, W] as displayed; a C64's has
    music."""
    path = folder / f"{mode}.prg"
    convert(PHOTO, mode=mode, fade_in=fade_in).save(path, overwrite=True)
    made = load_native(path, mode)
    across, down = made.mode.pixel
    program = path.read_bytes()
    if mode.startswith("c64"):
        assert program[AT : AT + 4] == bytes.fromhex("60 EA EA 60")
        program = program[:AT] + PLAYER + program[AT + len(PLAYER) :]
    return program, made.indices.repeat(across, 1).repeat(down, 0)


def played(address: str) -> int:
    """What the music counts, frame by frame."""
    with Vice(address) as vice:
        count = vice._read(0x02A8, 1, 0)[0]
        vice._ask(0xAA)
    return count


@pytest.mark.slow
@pytest.mark.emulator
def test_a_c64_in_vice_shows_each_program_to_the_pixel(tmp_path: Path) -> None:
    # FLI first: the next program takes over from one that changes the screen in every line.
    programs = {mode: program_of(mode, tmp_path) for mode in STILL_BY_VICE}
    with running("x64sc", tmp_path) as address:
        fading = {
            f"{mode} fading in": program_of(mode, tmp_path, True)
            for mode in ("c64-multicolor", "c64-characters", "c64-ecm", "c64-characters-mixed")
        }
        for mode, (program, expected) in [*programs.items(), *fading.items(), ("c64-hires", programs["c64-hires"])]:
            with Vice(address) as vice:
                vice.start(program)
            shown = picture(address, "x64sc", (200, 320), rise=3 if mode.startswith("c64-nufli") else 0)
            lines = 197 if mode == "c64-fli" else 200  # the last three cannot be bad lines
            assert np.array_equal(shown[:lines, 320 - expected.shape[1] :], expected[:lines]), mode
            assert played(address) != played(address), mode
        vic20 = program_of("vic20-multicolor", tmp_path)[0]
        with Vice(address) as vice, pytest.raises(ViceError, match="is no VIC-20: start xvic"):
            vice.start(vic20)
        assert np.array_equal(picture(address, "x64sc", (200, 320)), programs["c64-hires"][1]), "it goes on"


@pytest.mark.slow
@pytest.mark.emulator
def test_a_c64_in_vice_shows_two_frames_half_a_pixel_apart_in_turn(tmp_path: Path) -> None:
    with running("x64sc", tmp_path) as address:
        for mode in IN_TURN_BY_VICE:
            program, pixels = program_of(mode, tmp_path)
            background, pixels = pixels[0, 0] // 16, pixels % 16
            assert background
            lost = ((0, 0), (320 - pixels.shape[1], 0))  # the three cells that FLI cannot show are in it
            pixels = np.pad(pixels, lost, constant_values=background)
            even, odd = (pixels[:, frame::2].repeat(2, axis=1) for frame in range(2))
            odd = np.pad(odd, ((0, 0), (1, 0)), constant_values=background)[:, :-1]
            lines = 197 if mode == "c64-ifli" else 200
            with Vice(address) as vice:
                vice.start(program)
            seen = set()
            for _ in range(20):
                shown = picture(address, "x64sc", (200, 320))[:lines]
                seen.add("even" if np.array_equal(shown, even[:lines]) else "odd")
                assert np.array_equal(shown, even[:lines]) or np.array_equal(shown, odd[:lines]), mode
                if len(seen) == 2:
                    break
            assert len(seen) == 2, mode
            assert played(address) != played(address), mode


@pytest.mark.slow
@pytest.mark.emulator
def test_a_vic20_in_vice_shows_its_programs(tmp_path: Path) -> None:
    with running("xvic", tmp_path, "-memory", "8k") as address:
        for mode in VIC20_BY_VICE:
            program, expected = program_of(mode, tmp_path)
            with Vice(address) as vice:
                vice.start(program)
            seen = picture(address, "xvic", (160, 320))  # a pixel of the machine is two of VICE's
            assert np.array_equal(seen, expected.repeat(2, 1)), mode
        with Vice(address) as vice, pytest.raises(ViceError, match="is no C64: start x64sc"):
            vice.start(program_of("c64-hires", tmp_path)[0])
    little = pytest.raises(ViceError, match="too little memory: start xvic -memory 8k")
    with running("xvic", tmp_path, "-memory", "none") as address, Vice(address) as vice, little:
        vice.start(program)


@pytest.mark.slow
@pytest.mark.emulator
def test_convert_shows_its_picture_in_vice(tmp_path: Path, pixelstyle: CommandLine) -> None:
    with running("x64sc", tmp_path) as address:
        with Vice(address) as vice, pytest.raises(ViceError, match="this is none"):
            vice.start(b"\x00\x40no program")
        ran = pixelstyle("convert", PHOTO, "-m", "c64-hires", "-o", tmp_path / "a.png", "--vice", address)
        assert ran.status == 0 and "shown in VICE" in ran.err
        expected = program_of("c64-hires", tmp_path)[1]
        assert np.array_equal(picture(address, "x64sc", (200, 320)), expected)


def test_without_a_vice_the_picture_is_saved_and_it_is_said(tmp_path: Path, pixelstyle: CommandLine) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        nobody = f"127.0.0.1:{free.getsockname()[1]}"
    ran = pixelstyle("convert", PHOTO, "-m", "c64-hires", "-o", tmp_path / "a.prg", "--vice", nobody)
    assert ran.status == 1 and (tmp_path / "a.prg").exists()
    assert f"No VICE answers at {nobody}" in ran.err and "x64sc -binarymonitor" in ran.err


def test_modes_without_programs_are_refused_before_the_work(tmp_path: Path, pixelstyle: CommandLine) -> None:
    ran = pixelstyle("convert", PHOTO, "-m", "zx-spectrum", "-o", tmp_path / "a.scr", "--vice")
    assert ran.status == 2 and "zx-spectrum" in ran.err and not (tmp_path / "a.scr").exists()
    ran = pixelstyle("convert", PHOTO, "-o", tmp_path / "a.prg", "--vice=::nowhere")
    assert ran.status == 2 and "HOST:PORT" in ran.err and not (tmp_path / "a.prg").exists()


@pytest.mark.parametrize(
    ("said", "told"),
    [(b"HTTP/1.1 400 Bad Request\r\n\r\n", "is not VICE's binary monitor"), (b"", "closed the connection")],
)
def test_what_is_no_vice_is_told(said: bytes, told: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            with contextlib.suppress(OSError):
                while True:
                    client, _ = server.accept()
                    with client:
                        client.recv(64)
                        client.sendall(said)

        threading.Thread(target=answer, daemon=True).start()
        with pytest.raises(ViceError, match=told):
            Vice(f"127.0.0.1:{server.getsockname()[1]}")
        server.shutdown(socket.SHUT_RDWR)


def test_what_keeps_silent_is_not_waited_for_without_end() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, pytest.raises(ViceError, match="stopped answering"):
        Vice(f"127.0.0.1:{server.getsockname()[1]}", seconds=0.05)


@pytest.mark.parametrize("address", ["", "a b", "[::1", "1:2:3", "host:0", "host:99999", "host:", "/dev/tty"])
def test_addresses_that_are_none(address: str) -> None:
    with pytest.raises(ViceError, match="HOST:PORT"):
        parse_address(address)
