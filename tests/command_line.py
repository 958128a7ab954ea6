"""The command line in tests: in this process, and as a process of its own that can be stopped or killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]


class Ran(NamedTuple):
    """What one command came to."""

    status: int
    out: str
    err: str


CommandLine = Callable[..., Ran]
"""What the fixture `pixelstyle` is."""


def start(*arguments: object) -> subprocess.Popen[str]:
    """A process that does `pixelstyle ARGUMENTS` in the current folder with these sources: both outputs are pipes."""
    return subprocess.Popen(
        [sys.executable, "-m", "pixelstyle", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        # A shell has Ctrl-C ignored in what it runs in the background, nohup SIGHUP.
        preexec_fn=hear_signals,
    )


def hear_signals() -> None:
    """Signals do what they do in a program that a person starts."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for name in ("SIGHUP", "SIGTERM"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_DFL)
