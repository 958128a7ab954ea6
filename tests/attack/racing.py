"""Two processes that do the same in one place, and come to the moment of writing together.

`python -m tests.attack.racing FOLDER` lets them meet at each door and prints as JSON what came of it: by door the exit
status of both, what they said, and the files that are there.
"""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.attack.faulting import commanded
from tests.attack.forked import begin, load_everything
from tests.attack.killing import TINY, set_out

Work = Callable[[], int]


def _command(*arguments: str) -> Work:
    def work() -> int:
        came = commanded(*arguments)
        print(came.said)
        return came.status

    return work


def _engine() -> int:
    """What the engine saves and answers."""
    from pixelstyle.engine.job import Job

    message = {"type": "run", "id": 1, "recipe": "convert", "inputs": {"image": "p1.png"}, "save": ["o.png"]}
    job = Job.of(message | {"settings": {"mode": "zx-spectrum"}})
    told: list[str] = []
    answer = job.answer(job.prepare().result(), lambda kind, **fields: told.append(kind), lambda name, png: {"n": name})
    print(told, answer["saved"])
    return 1 if "warning" in told else 0


STYLIZE = ("stylize", "p1.png", "style.png", *TINY, "-n", "4")
DOORS: dict[str, Work] = {
    "stylize": _command(*STYLIZE, "-o", "o.png"),
    "convert": _command("convert", "p1.png", "-m", "zx-spectrum", "-o", "o.png"),
    "quantize": _command("quantize", "p1.png", "--colours", "4", "-o", "o.png"),
    "view": _command("view", "p1.scr", "-o", "o.png"),
    "sheet": _command(
        "sheet", "p1.png", "--command", "convert", "-m", "zx-spectrum", "--vary", "strength=0,1", "-o", "o.png"
    ),
    "batch": _command("batch", "p1.png", "style.png", *TINY, "-n", "1", "--workers", "1", "-o", "out"),
    "engine": _engine,
    "a checkpoint": _command(
        *STYLIZE, "-o", "o.png", "--checkpoint", "c.state", "--checkpoint-every", "1", "--overwrite"
    ),
}


def met(work: Work, meeting: Any) -> Work:
    """The same, but that whoever is about to give its first new file its name waits for the other one."""

    def together() -> int:
        honest, has_waited = os.link, False

        def link(*arguments: Any, **named: Any) -> None:
            nonlocal has_waited
            if not has_waited:  # whoever is too late for that name takes another, and would wait for nobody
                has_waited = True
                with contextlib.suppress(threading.BrokenBarrierError):  # the other one is through already
                    meeting.wait(30)
            honest(*arguments, **named)

        os.link = link
        return work()

    return together


def main(folder: Path) -> None:
    """Each door in turn."""
    load_everything()
    context, found = multiprocessing.get_context("fork"), {}
    for name, work in DOORS.items():
        place = folder / name
        set_out(place / "desk")
        os.chdir(place / "desk")
        if name == "view":
            commanded("convert", "p1.png", "-m", "zx-spectrum", "-o", "p1.scr")
        meeting = context.Barrier(2)
        before = set(Path().iterdir())
        trials = [begin(place, met(work, meeting)) for _ in range(2)]
        statuses = [trial.wait() for trial in trials]
        made = sorted(str(path) for path in set(Path().rglob("*")) - before if path.is_file())
        found[name] = {"statuses": statuses, "said": trials[0].said, "made": made}
        found[name]["left"] = [str(path) for path in (place / "tmp").iterdir()]
    print(json.dumps(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
