"""Kills and signals at any moment of all kinds of work, films and the engine among them: nothing may be lost or left.

python -m benchmarks kills --count 300 --seed 0 --keep found/
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from pathlib import Path
from random import Random

from tests.attack.forked import load_everything
from tests.attack.killed_kinds import KINDS
from tests.attack.killing import Tally


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks kills", description=__doc__)
    parser.add_argument("--count", type=int, default=50, help="so many that came while something was at work")
    parser.add_argument("--minutes", type=float, default=1e9, help="no longer than that")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--kind", action="append", default=[], help="only this one; may be repeated")
    parser.add_argument("--keep", type=Path, help="a folder for what lay there when something went wrong")
    given = parser.parse_args(argv)
    os.environ["OMP_NUM_THREADS"] = "1"
    load_everything()
    random, tally, told, shown = Random(given.seed), Tally(keep=given.keep), time.monotonic(), 0
    with tempfile.TemporaryDirectory() as folder:
        works = [kind(Path(folder) / kind.name) for kind in KINDS if not given.kind or kind.name in given.kind]
        until = time.monotonic() + 60 * given.minutes
        while tally.kills.total() < given.count and time.monotonic() < until:
            for work in works:
                work.disturb(random, tally)
                for fault in tally.faults[shown:]:
                    print(fault, flush=True)
                shown = len(tally.faults)
            if time.monotonic() - told > 60:
                told = time.monotonic()
                print(f"{tally.kills.total()} kills, {len(tally.faults)} faults", flush=True)
    for what, count in sorted(tally.kills.items()):
        print(f"{count:5} {what}")
    for what, count in tally.after.items():
        print(f"{count:5} {what}")
    print(f"{tally.kills.total()} kills and signals, {len(tally.faults)} faults")
    return 1 if tally.faults else 0
