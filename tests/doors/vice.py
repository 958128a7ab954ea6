"""A real VICE for tests: on a screen of Xvfb's, with ROMs made here, read back by its own binary monitor."""

from __future__ import annotations

import os
import shutil
import socket
import struct
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import numpy as np
import pytest

from pixelstyle.doors import Vice, ViceError
from tests.formats.oracles.mame import kernal

SCREEN = {"x64sc": (136, 50), "xvic": (112, 60)}
"""Where the picture begins in what each machine draws."""


@contextmanager
def running(program: str, folder: Path, *more: str) -> Iterator[str]:
    """Start `x64sc` or `xvic`; gives the address of its monitor. Skips where it is not installed."""
    for needed in (program, "Xvfb"):
        if shutil.which(needed) is None:
            pytest.skip("needs VICE and Xvfb (Debian: apt-get install vice, of contrib, and xvfb)")
    for name, rom in {"kernal": kernal(), "basic": bytes(8192), "chargen": bytes(4096)}.items():
        (folder / name).write_bytes(rom)
    roms = [part for name in ("kernal", "basic", "chargen") for part in (f"-{name}", str(folder / name))]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    with ExitStack() as stack:
        reading, writing = os.pipe()
        shown = subprocess.Popen(["Xvfb", "-displayfd", str(writing)], pass_fds=(writing,), stderr=subprocess.DEVNULL)
        stack.callback(end, shown)
        os.close(writing)
        with os.fdopen(reading) as told:
            display = told.readline().strip()
        options = ["-default", *roms, "-warp", "+sound", "-drive8type", "0", *more]
        monitor = ["-binarymonitor", "-binarymonitoraddress", f"ip4://{address}"]
        environment = {**os.environ, "DISPLAY": f":{display}", "HOME": str(folder), "XDG_RUNTIME_DIR": str(folder)}
        nowhere = subprocess.DEVNULL
        vice = subprocess.Popen([program, *options, *monitor], env=environment, stdout=nowhere, stderr=nowhere)
        stack.callback(end, vice)
        for _ in range(300):
            assert vice.poll() is None, "VICE ended"
            try:
                Vice(address).__exit__(None, None, None)
                break
            except ViceError:
                time.sleep(0.1)
        yield address


def end(process: subprocess.Popen) -> None:
    process.kill()
    process.wait()


def pixels(address: str) -> np.ndarray:
    """The colours' numbers of all that the machine draws, uint8 [H, W], after it has had a second of its own."""
    time.sleep(1)  # in warp
    with Vice(address) as vice:
        body = vice._ask(0x84, b"\1\0")  # "display get", in indices
        vice._ask(0xAA)
    facts = int.from_bytes(body[:4], "little")
    width, height = struct.unpack_from("<HH", body, 4)
    # VICE 3.7 leaves the last four bytes off.
    drawn = np.frombuffer(body[8 + facts :] + bytes(4), np.uint8)[: width * height]
    return drawn.reshape(height, width)


def picture(address: str, program: str, shape: tuple[int, int], rise: int = 0) -> np.ndarray:
    """What of it is the picture of `shape`, [H, W], which begins `rise` lines higher than others."""
    left, top = SCREEN[program]
    return pixels(address)[top - rise : top - rise + shape[0], left : left + shape[1]]
