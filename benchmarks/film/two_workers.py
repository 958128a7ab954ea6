"""How much of two cores two workers use.

python -m benchmarks film --two [--mode c64-multicolor] [--painter van-gogh] [--shots 12] [--shot 16]

A film of so many shots by one process, by two workers of a cluster, and, as what this machine has to give, two
processes that make half of it each and know nothing of one another: on two threads of one core, or where others are at
work, these are not twice as fast either. Seconds by the clock; two shots before these are not counted, while which
networks are loaded.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.film.killing_and_dealing import planned
from pixelstyle.film import DaskCluster, Executor, Here, Plan, Progress, Task, WorkFolder, digest_of_frames, make_frames
from pixelstyle.film.tasks import CHUNK
from pixelstyle.settings import StylizeSettings
from tests.film.films import pan, write

_PHOTOS = "china", "chelsea", "coffee", "flower", "astronaut"


def _timed(executor: Executor, plan: Plan, work: WorkFolder) -> float:
    """Seconds for all but the first two shots, while which everybody loads networks."""

    def make(tasks: list[Task]) -> None:
        make_frames(iter([(plan, tasks)]), executor, work, Progress(), lambda *_: None)

    first = [task for task in plan.tasks if task.first < plan.shots[2]]
    try:
        make(first)
        began = time.perf_counter()
        make([task for task in plan.tasks if task not in first])
        return time.perf_counter() - began
    finally:
        executor.close()


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks film", description=__doc__)
    parser.add_argument("--two", action="store_true")
    parser.add_argument("--mode", default="c64-multicolor")
    parser.add_argument("--painter", default="van-gogh")
    parser.add_argument("--shots", type=int, default=12)
    parser.add_argument("--shot", type=int, default=CHUNK, help="frames of each of them")
    parser.add_argument("--alone", action="store_true", help="one process only, which tells its seconds")
    given = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        frames = [
            frame
            for n in range(given.shots)
            for frame in pan(given.shot, (160, 100), _PHOTOS[n % len(_PHOTOS)], 1 + n // len(_PHOTOS))
        ]
        film = write(folder / "in.mkv", frames, codec="ffv1", pixels="bgr0")
        settings = StylizeSettings(mode=given.mode, painter=given.painter)
        plan, work = planned(folder / "one", film, settings, None)
        one = _timed(Here(plan.look, work), plan, work)
        digest = digest_of_frames(plan, work)
        if given.alone:
            print(one)
            return 0
        plan, work = planned(folder / "two", film, settings, None)
        two = _timed(DaskCluster(plan.look, work, workers=2), plan, work)
        same = digest == digest_of_frames(plan, work)
    half = [sys.executable, "-m", "benchmarks", "film", "--two", "--alone", "--shots", str((given.shots - 2) // 2 + 2)]
    half += ["--mode", given.mode, "--painter", given.painter, "--shot", str(given.shot)]
    both = [subprocess.Popen(half, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    halves = max(float(each.communicate()[0]) for each in both)
    print(
        f"{len(frames)} frames, {len(plan.tasks)} tasks: {one:.1f} s by one process, {two:.1f} s by two workers: ",
        end="",
    )
    print(f"{one / two / 2:.2f} of two cores' time; the same bytes: {same}")
    print(f"two processes that make half of it each: {halves:.1f} s, {one / halves / 2:.2f} of two cores' time")
    print(f"the cluster's own part: {halves / two:.2f}")
    return 0
