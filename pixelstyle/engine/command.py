"""How another program starts this engine."""

from __future__ import annotations

import sys
import sysconfig
from pathlib import Path


def engine_command() -> list[str]:
    """The command that starts the engine of this very installation."""
    return [sys.executable, "-m", "pixelstyle.engine"]


def engine_environment() -> dict[str, str]:
    """What its environment needs beside: {} when installed, the folder of the sources when run from a checkout."""
    root = str(Path(__file__).resolve().parents[2])
    installed = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    return {} if root in installed else {"PYTHONPATH": root}
