"""Networks that know retro pictures: how much of a photo is found again in a machine's picture of it, and how often the
eye for craft is right.

python -m benchmarks craft [PHOTO ...] [--only undither|eye] [--modes c64-hires ...] [--dithers floyd-steinberg ...]
                           [--strength 0.8] [--art FOLDER ...]
"""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.craft import eye, undithering
from benchmarks.eye import EXAMPLES

__all__ = ["main"]


def main(argv: list[str]) -> int:
    """Print what the networks reach on pictures that they did not learn from."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks craft", description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("photos", nargs="*", type=Path, default=sorted((EXAMPLES / "photos").glob("*.jpg")))
    parser.add_argument("--only", choices=("undither", "eye"), help="one of the two networks; without it both")
    parser.add_argument("--modes", nargs="+", default=list(undithering.MODES), help="'all' for every one with dithers")
    parser.add_argument("--dithers", nargs="+", default=["floyd-steinberg", "bayer-4"])
    parser.add_argument("--strength", type=float, default=0.8)
    parser.add_argument("--art", type=Path, nargs="*", default=[], help="folders of pixel art, as packages have them")
    arguments = parser.parse_args(argv)
    if arguments.only != "eye":
        undithering.report(arguments.photos, arguments.modes, arguments.dithers, arguments.strength)
    if arguments.only != "undither":
        eye.report(arguments.photos, arguments.art)
    return 0
