"""Networks that know retro pictures: how much of a photo is found again in a machine's picture of it, how near to the
photo a network sees that picture through the retina, and how often the eye for craft is right.

python -m benchmarks craft [PHOTO ...] [--only undither|retina|eye] [--modes c64-hires ...] [--strength 0.8]
                           [--dithers floyd-steinberg ...] [--art FOLDER ...]
"""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.craft import eye, retina, undithering
from benchmarks.eye import EXAMPLES

__all__ = ["main"]


def main(argv: list[str]) -> int:
    """Print what the networks reach on pictures that they did not learn from."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks craft", description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("photos", nargs="*", type=Path, default=sorted((EXAMPLES / "photos").glob("*.jpg")))
    parser.add_argument("--only", choices=("undither", "retina", "eye"), help="one of the three networks")
    parser.add_argument("--modes", nargs="+", default=list(undithering.MODES), help="'all' for every one with dithers")
    parser.add_argument("--dithers", nargs="+", default=["floyd-steinberg", "bayer-4"])
    parser.add_argument("--strength", type=float, default=0.8)
    parser.add_argument("--art", type=Path, nargs="*", default=[], help="folders of pixel art, as packages have them")
    arguments = parser.parse_args(argv)
    if arguments.only in (None, "undither"):
        undithering.report(arguments.photos, arguments.modes, arguments.dithers, arguments.strength)
    if arguments.only in (None, "retina"):
        retina.report(arguments.photos, arguments.dithers, arguments.strength)
    if arguments.only in (None, "eye"):
        eye.report(arguments.photos, arguments.art)
    return 0
