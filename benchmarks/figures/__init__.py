"""What each mode's page of figures says: `python -m benchmarks figures solve`, `... eye` and `... page`.

    solve   processor seconds of the solver without a dither, and the cells that the checker finds, over so many unlike
            crops of photos, in turn without a dither, with Floyd-Steinberg and with Bayer 4 x 4
    eye     a pair of photo and painting by `stylize` beside the free picture with Floyd-Steinberg, by measures of
            `python -m benchmarks eye`; sheets of all pictures that lie in the folder, sides shuffled
    page    docs/figures-by-mode.md, out of what has been measured

Each writes a line of JSON for what it has measured into a file beside this one, at once, and begins with the modes of
which the least is known: what is ended goes on where it was.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks._eye_sheets import write_sheets
from benchmarks.eye import PAIRS
from benchmarks.figures.measured import append, lines, solved_by_mode
from benchmarks.figures.page import write_page
from benchmarks.figures.seen import Eye
from benchmarks.figures.solved import solve_crops
from pixelstyle.errors import UnknownNameError
from pixelstyle.screens import get_mode, modes

PHOTOS = Path(__file__).parents[2] / "examples/photos"
PAIR = PAIRS["report"][0]


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks figures", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=["solve", "eye", "page"])
    parser.add_argument("--modes", nargs="+", default=[mode.name for mode in modes() if mode.constrained])
    parser.add_argument("--photos", nargs="+", type=Path, default=[PHOTOS], help="folders of JPEGs")
    parser.add_argument(
        "--crops", type=int, default=100, help="of each mode, with those that were measured before (100)"
    )
    parser.add_argument("--pair", nargs=2, default=PAIR, help="names of an example photo and an example painting")
    parser.add_argument(
        "--iterations", type=int, default=30, help="in 24 bits; half as many follow under the rules (30)"
    )
    parser.add_argument("--longest", type=int, default=320, help="larger screens are made so small for the eye (320)")
    parser.add_argument("--out", type=Path, default=Path("build/figures"), help="folder of the pictures and sheets")
    given = parser.parse_args(argv)
    try:
        for name in given.modes:
            get_mode(name)
    except UnknownNameError as error:
        parser.error(str(error))
    if given.what == "solve":
        photos = [path for folder in given.photos for path in sorted(folder.glob("*.jpg"))]
        return solve(given.modes, photos, given.crops)
    if given.what == "eye":
        given.out.mkdir(parents=True, exist_ok=True)
        photo, painting = given.pair
        see_all(given.modes, Eye(photo, painting, given.iterations, given.longest, given.out))
    write_page()
    return 0


def see_all(names: list[str], eye: Eye) -> None:
    """Measure the pair in those modes in which nobody has, and lay out all pictures that are there."""
    known = {line["mode"] for line in lines("eye") if (line["photo"], line["painting"]) == (eye.photo, eye.painting)}
    for name in names:
        if name not in known:
            append("eye", eye.see(get_mode(name)))
            print(name, flush=True)
    write_sheets([couple for couple in map(eye.couple, names) if couple[0].is_file()], eye.folder, seed=1)


def solve(names: list[str], photos: list[Path], count: int) -> int:
    """Measure crops of each mode until there are so many; 1 where anything has clashed."""
    known = solved_by_mode()
    clashes = 0
    for name in sorted(names, key=lambda name: known[name].crops):
        while (first := known[name].crops) < count:
            line = solve_crops(get_mode(name), photos, first)
            append("solve", line)
            known[name].add(line)
        found = known[name]
        clashes += found.clashes
        print(f"{name:26}{found.crops:5}{found.median:8.2f}{found.slowest:8.2f}{found.clashes:8}", flush=True)
    return int(clashes > 0)
