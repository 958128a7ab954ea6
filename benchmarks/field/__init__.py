"""Files as other people's programs write them, made in every variant with the right picture known: read, and compared.

python -m benchmarks field --count 3000 --seed 18
"""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path

from tests.files.field.trying import KINDS, Told, try_all


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks field", description=__doc__)
    parser.add_argument("--count", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=18)
    parser.add_argument("--commands", type=int, default=10, help="every so many through `check` and `convert`; 0: none")
    parser.add_argument("--kind", action="append", choices=sorted(KINDS), help="only this one; may be repeated")
    given = parser.parse_args(argv)
    os.environ["PATH"] = ""  # no GIMP
    told = Told()
    with tempfile.TemporaryDirectory() as folder:
        shown = 0
        for told in try_all(given.kind or list(KINDS), given.seed, given.count, Path(folder), given.commands):
            for line in told.wrong[shown:]:
                print(line, flush=True)
            shown = len(told.wrong)
    for kind in given.kind or KINDS:
        print(f"{kind:12} {told.right[kind]:6,} right {told.refused[kind]:6,} refused")
    print(f"{told.tried:,} files: {len(told.wrong)} silently wrong, refused without need, or faults")
    return 1 if told.wrong else 0
