"""Pictures of few colours: no mode takes gigabytes for them, and what the machine has is shown as it is."""

from __future__ import annotations

import subprocess
import sys
from operator import itemgetter
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pixelstyle.palettes import get_palette
from pixelstyle.screens import modes
from pixelstyle.screens.choosing.colours import choose_colours
from pixelstyle.screens.choosing.gamut import Gamut

NONE = np.empty((0, 3), np.uint8)
COUNTS = (2, 4, 8, 12, 40)
AT_ONCE = 15
"""Modes that one program goes through: each start of one takes as long as a mode."""
NAMES = [mode.name for mode in modes() if mode.constrained]
CONVERT = """
import re, sys
from pathlib import Path
from pixelstyle.recipes.convert import convert
modes, pictures = (part.split(",") for part in sys.argv[1:])
for mode in modes:
    for picture in pictures:
        convert(picture, mode=mode)
print(re.search(r"VmHWM:\\s*(\\d+) kB", Path("/proc/self/status").read_text())[1])
"""
"""Prints the most memory that it had. What resource.getrusage says may be that of the process that started it."""


def colours_in_blocks(count: int) -> np.ndarray:
    colours = np.random.default_rng(count).integers(0, 256, (count, 3)).astype(np.uint8)
    y, x = np.mgrid[:250, :333]
    return np.asarray(colours[(x // 9 * 7 + y // 11 * 3) % count])


@pytest.mark.sweep
@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux says how much memory there was at most")
@pytest.mark.parametrize("names", [NAMES[at : at + AT_ONCE] for at in range(0, len(NAMES), AT_ONCE)], ids=itemgetter(0))
def test_no_mode_takes_a_gigabyte_for_few_colours(names: list[str], tmp_path: Path) -> None:
    for count in COUNTS:
        Image.fromarray(colours_in_blocks(count)).save(tmp_path / f"{count}.png")
    pictures = ",".join(str(tmp_path / f"{count}.png") for count in COUNTS)
    command = [sys.executable, "-c", CONVERT, ",".join(names), pictures]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    assert int(run.stdout) < 1 << 20  # kilobytes


@pytest.mark.parametrize("coarseness", [None, 0.5])
@pytest.mark.parametrize("count", [2, 4, 8, 12])
def test_colours_that_the_machine_has_are_chosen_when_there_is_room(count: int, coarseness: float | None) -> None:
    listed = get_palette("cpc").bytes()
    wanted = listed[np.random.default_rng(count).permutation(27)[:count]]
    gamut = Gamut(None, listed, "oklab")
    chosen = choose_colours(wanted / 255, np.ones(count), 16, gamut, NONE, coarseness=coarseness)
    assert len({tuple(colour) for colour in chosen.tolist()}) == 16
    assert {tuple(colour) for colour in wanted.tolist()} <= {tuple(colour) for colour in chosen.tolist()}


def test_what_is_added_mixes_to_a_colour_that_the_machine_has_not() -> None:
    listed = get_palette("cpc").bytes()
    gamut = Gamut(None, listed, "oklab")
    between = np.array([[255, 64, 0]]) / 255  # a quarter of the way from red to orange
    chosen = choose_colours(between, np.ones(1), 16, gamut, NONE, coarseness=0.01)
    assert {(255, 0, 0), (255, 128, 0)} <= {tuple(colour) for colour in chosen[:2].tolist()}
