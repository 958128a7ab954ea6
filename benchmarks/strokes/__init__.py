"""How long strokes on the studio's page take, and whether any clashes: `python -m benchmarks strokes`.

A photo is converted for each machine, and scribbles of up to 40 pixels in random colours are painted on it; every
tenth locks or unlocks pixels instead. The independent checker looks at the picture after every `--check` strokes and
at the end. Printed: the median and the slowest stroke in processor time, the share of pixels that were refused (what
is locked stays), and the cells that clash.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from pathlib import Path

from pixelstyle import convert
from pixelstyle.formats import encode_png
from pixelstyle.screens import check, get_mode
from pixelstyle.studio.painting import Easel

PHOTO = Path(__file__).parents[2] / "examples/photos/chelsea.jpg"
MODES = (
    "c64-multicolor", "c64-hires", "zx-spectrum", "msx-screen2", "nes", "gameboy-color", "cpc-mode0", "amiga-32",
    "amiga-ham6", "amiga-copper", "master-system", "oric-hires", "apple2-dhgr",
)  # fmt: skip


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks strokes", description=__doc__)
    parser.add_argument("modes", nargs="*", default=MODES)
    parser.add_argument("--count", type=int, default=800, help="strokes on each machine (800)")
    parser.add_argument("--check", type=int, default=50, help="strokes between two looks of the checker (50)")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(argv)
    total = clashing = 0
    print(f"{'':22}{'median ms':>10}{'slowest':>9}{'refused':>9}{'clashes':>9}")
    for name in given.modes:
        seconds, refused, clashes = painted(name, given.count, given.check, random.Random(f"{given.seed} {name}"))
        times = f"{1000 * statistics.median(seconds):10.1f}{1000 * max(seconds):9.1f}"
        print(f"{name:22}{times}{refused:9.3f}{clashes:9}", flush=True)
        total, clashing = total + len(seconds), clashing + clashes
    print(f"{total} strokes, {clashing} clashes")
    return int(clashing > 0)


def painted(name: str, count: int, every: int, dice: random.Random) -> tuple[list[float], float, int]:
    """Seconds of each stroke, the share of their pixels that was refused, and clashes that the checker has found."""
    mode, easel = get_mode(name), Easel()
    easel.put(encode_png(convert(PHOTO, mode=mode).picture, size="native"), mode)
    colours = (easel.described() or {})["usable"]
    seconds, pixels, refused, clashes = list[float](), 0, 0, 0
    for number in range(count):
        stroke = scribble(dice, mode.width, mode.height)
        if number % 10 == 9:
            easel.answer({"type": "lock", "pixels": stroke, "on": dice.random() < 0.7})
            stroke = scribble(dice, mode.width, mode.height)
        colour = dice.choice(colours) if colours else dice.randrange((easel.described() or {})["levels"] ** 3)
        began = time.process_time()
        told = easel.answer({"type": "stroke", "pixels": stroke, "colour": colour})
        seconds.append(time.process_time() - began)
        pixels, refused = pixels + len(stroke), refused + len(told["refused"])
        if number % every == every - 1 or number == count - 1:
            clashes += len(check(easel.picture))
    return seconds, refused / pixels, clashes


def scribble(dice: random.Random, width: int, height: int) -> list[int]:
    """The pixels of a line that wanders."""
    x, y, found = dice.randrange(width), dice.randrange(height), set()
    for _ in range(dice.randrange(1, 40)):
        found.add(y * width + x)
        x, y = min(max(x + dice.randrange(-2, 3), 0), width - 1), min(max(y + dice.randrange(-2, 3), 0), height - 1)
    return sorted(found)
