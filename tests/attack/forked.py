"""Commands in processes of their own that need not load torch: it is loaded once, and each of them is a fork.

So a trial takes what the command itself does, a tenth of a second for a tiny picture, and hundreds take minutes.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.command_line import hear_signals

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass
class Trial:
    """A command that is running, in a session of its own, with a temporary folder of its own."""

    process: int
    folder: Path
    """Its current folder. Beside it lie its temporary folder and what it has said."""
    status: int | None = None
    """Its exit status, negative for the signal that ended it; None while it runs."""

    @property
    def said(self) -> str:
        """Both of its outputs."""
        return "".join((self.folder.parent / name).read_text("utf-8", "replace") for name in ("out", "err"))

    def send(self, number: int) -> None:
        """A signal, if it still runs."""
        if self.poll() is None:
            os.kill(self.process, number)

    def poll(self) -> int | None:
        """Its exit status, if it has ended."""
        if self.status is None:
            ended, status = os.waitpid(self.process, os.WNOHANG)
            if ended:
                self.status = os.waitstatus_to_exitcode(status)
        return self.status

    def wait(self, seconds: float = 300) -> int | None:
        """Until it has ended; gives its exit status, None if it has not by then."""
        until = time.monotonic() + seconds
        while self.poll() is None and time.monotonic() < until:
            time.sleep(0.002)
        return self.status

    def left(self, seconds: float = 10) -> list[int]:
        """The processes that it has left behind, after so long a time at most."""
        until = time.monotonic() + seconds
        while (found := _session(self.process)) and time.monotonic() < until:
            time.sleep(0.05)
        for process in found:
            os.kill(process, signal.SIGKILL)
        return found


def begin(folder: Path, work: Callable[[], int], stdin: int | None = None) -> Trial:
    """Do the work in a fork of this process; `folder` is made, `work` gives the exit status."""
    desk = folder / "desk"
    for each in (desk, folder / "tmp"):
        each.mkdir(parents=True, exist_ok=True)
    for name in ("out", "err"):
        (folder / name).write_bytes(b"")
    sys.stdout.flush()
    # A signal before the work has begun is none that the work could answer: it waits until then.
    heard = signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    process = os.fork()
    if process:
        signal.pthread_sigmask(signal.SIG_SETMASK, heard)
        return Trial(process, desk)
    status = 99
    try:
        os.setsid()
        for descriptor, name in ((1, "out"), (2, "err")):
            os.dup2(os.open(folder / name, os.O_WRONLY | os.O_APPEND), descriptor)
        os.dup2(os.open(os.devnull, os.O_RDONLY) if stdin is None else stdin, 0)
        os.chdir(desk)
        os.environ["TMPDIR"] = tempfile.tempdir = str(folder / "tmp")
        hear_signals()
        try:
            signal.pthread_sigmask(signal.SIG_SETMASK, heard)
        except KeyboardInterrupt:
            os._exit(130)
        status = work()
    except SystemExit as error:
        status = error.code if isinstance(error.code, int) else 1
    except BaseException:
        sys.excepthook(*sys.exc_info())
        status = 1
    finally:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(status)


def command(*arguments: object) -> Callable[[], int]:
    """`pixelstyle ARGUMENTS`, as `begin` takes it."""

    def work() -> int:
        from pixelstyle.__main__ import start

        sys.argv = ["pixelstyle", *map(str, arguments)]
        return start()

    return work


def load_everything() -> None:
    """What the commands need, once for all of them. Nothing is computed: torch's threads do not survive a fork."""
    import torch

    import pixelstyle.__main__
    import pixelstyle.batch
    import pixelstyle.cli.drive
    import pixelstyle.engine.session
    import pixelstyle.recipes.convert
    import pixelstyle.recipes.stylize
    from pixelstyle import files, formats, recipes, screens, settings

    for room in (files, formats, recipes, screens, settings):
        for name in room.__all__:  # which else each fork would load for itself
            getattr(room, name)
    torch.set_num_threads(1)
    del pixelstyle


def _session(leader: int) -> list[int]:
    """The living processes of a session, as `ps` tells them."""
    told = subprocess.run(["ps", "-eo", "pid=,sess=,stat="], capture_output=True, text=True, check=True).stdout
    rows = [line.split() for line in told.splitlines()]
    return [int(row[0]) for row in rows if int(row[1]) == leader and not row[2].startswith("Z")]
