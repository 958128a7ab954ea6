"""Mutated files through every door for as long as you like: nothing but pictures and clear lines may come of them.

python -m benchmarks fuzz --minutes 60 --keep found/
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from pathlib import Path
from random import Random

from tests.attack.doors import doors, each_with_torch
from tests.attack.fuzzing import Found, fuzz


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=1)
    parser.add_argument("--inputs", type=int, default=1 << 60, help="no more than so many")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, help="a folder for files that caused a fault")
    parser.add_argument("--door", action="append", default=[], help="only this one; may be repeated")
    given = parser.parse_args(argv)
    os.environ["PATH"] = ""  # no GIMP: its minutes are its own
    until, told = time.monotonic() + 60 * given.minutes, time.monotonic()
    found = Found()
    with tempfile.TemporaryDirectory() as folder:
        all_doors = [*doors(), *each_with_torch(Path(folder))]
        chosen = [door for door in all_doors if not given.door or door.name in given.door]
        for found in fuzz(chosen, Random(given.seed), Path(folder), given.inputs, given.keep):
            if time.monotonic() - told > 60:
                told = time.monotonic()
                print(f"{found.inputs:,} inputs, {len(found.faults)} kinds of faults", flush=True)
            if time.monotonic() > until:
                break
    print(f"{found.inputs:,} inputs: {found.read.total():,} read, {found.refused.total():,} refused", flush=True)
    for door in chosen:
        print(f"{door.name:12} {found.read[door.name]:8,} read {found.refused[door.name]:8,} refused")
    for what, count in found.times.most_common():
        print(f"{count} times {what} ({found.faults[what].name})")
    return 1 if found.faults else 0
