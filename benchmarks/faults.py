"""Every call that writes fails, one after the other, and memory runs out anywhere: no picture may be lost.

python -m benchmarks faults --count 1000 --seed 0
"""

from __future__ import annotations

import argparse
import time
from random import Random

from tests.attack.faulting import KINDS, Faults, desk, disk_faults, memory_faults
from tests.attack.forked import load_everything


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks faults", description=__doc__)
    parser.add_argument("--count", type=int, default=1000, help="no more than so many")
    parser.add_argument("--memory", type=int, default=20, help="so many times in each kind of work memory runs out")
    parser.add_argument("--minutes", type=float, default=1e9, help="no longer than that")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--kind", action="append", default=[], help="only this one; may be repeated")
    given = parser.parse_args(argv)
    load_everything()
    random, tally, told = Random(given.seed), Faults(), time.monotonic()
    until, shown = told + 60 * given.minutes, 0
    with desk() as folder:
        for kind in given.kind or KINDS:
            for work in (
                memory_faults(kind, folder, tally, random, given.memory),
                disk_faults(kind, folder, tally),
            ):
                for _ in work:
                    for bad in tally.bad[shown:]:
                        print(bad, flush=True)
                    shown = len(tally.bad)
                    if tally.injected.total() >= given.count or time.monotonic() > until:
                        break
                    if time.monotonic() - told > 60:
                        told = time.monotonic()
                        print(f"{tally.injected.total()} faults, {len(tally.bad)} bad", flush=True)
    for what, count in tally.injected.items():
        print(f"{count:5} {what}")
    print(f"{tally.injected.total()} faults injected, {len(tally.bad)} bad")
    return 1 if tally.bad else 0
