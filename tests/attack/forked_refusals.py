"""Many commands that are to be refused, each in a fork of one process that has not loaded torch.

`python -m tests.attack.forked_refusals` reads JSON from standard input: a list of commands, each a list of arguments.
It prints one, too: of each command the exit status, what was said, the peak of its memory in MB, and whether torch was
asked for, which ends it.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import resource
import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple


class Refused(NamedTuple):
    """What became of a command."""

    status: int
    said: str
    megabytes: int
    torch: bool


class _TorchIsAskedForError(BaseException):
    pass


class _NoTorch(MetaPathFinder, Loader):
    """Whoever looks whether there is torch finds it; whoever loads it is told of."""

    def find_spec(self, name: str, path: Any, target: Any = None) -> ModuleSpec | None:
        return ModuleSpec(name, self) if name == "torch" else None

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        raise _TorchIsAskedForError


def attempt(arguments: list[str]) -> Refused:
    """One command, in this process."""
    from pixelstyle.cli.main import main

    said, torch = io.StringIO(), False
    sys.meta_path.insert(0, _NoTorch())
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(io.StringIO()):
        try:
            status = main(arguments)
        except _TorchIsAskedForError:
            status, torch = -1, True
    return Refused(status, said.getvalue(), _peak(), torch)


def _peak() -> int:
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    lines = status.read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) >> 10


def in_a_fork(arguments: list[str]) -> Refused:
    """One command, in a process of its own."""
    reading, writing = os.pipe()
    if not (process := os.fork()):
        try:
            os.write(writing, json.dumps(attempt(arguments)).encode())
        except BaseException as error:
            os.write(writing, json.dumps(Refused(-2, repr(error), 0, False)).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as file:
        told = file.read()
    os.waitpid(process, 0)
    return Refused(*json.loads(told))


def load_what_refusals_need(commands: list[list[str]]) -> None:
    """Each kind of command is refused here once, so that no fork has to import anything."""
    import pixelstyle.cli.main

    pixelstyle.cli.main.app()
    before = sys.meta_path.copy()
    for number, given in enumerate(commands):
        if given[0] not in {other[0] for other in commands[:number]}:
            attempt(given)
    sys.meta_path[:] = before


if __name__ == "__main__":
    told = json.load(sys.stdin)
    load_what_refusals_need(told)
    print(json.dumps([in_a_fork(arguments) for arguments in told]))
