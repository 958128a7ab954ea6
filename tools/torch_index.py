"""Print the option with which pip finds torch for this machine, for the Makefile: nothing where PyPI's own is right.

On Linux PyPI's torch is the one for NVIDIA's cards, 5 GB with its libraries. For machines without one PyTorch's own
index has a build of a quarter of the size, whose versions, such as 2.14.1+cpu, win over PyPI's. Where that index cannot
be reached nothing is printed, and pip takes PyPI's, which works on the processor, too.
"""

from __future__ import annotations

import platform
import shutil
import sys
import urllib.request
from pathlib import Path

INDEX = "https://download.pytorch.org/whl/cpu"
PATIENCE = 5.0
"""Seconds."""


def option(index: str = INDEX) -> str:
    """`--extra-index-url INDEX`, or '' where another torch is right or the index does not answer."""
    if sys.platform != "linux" or platform.machine() != "x86_64" or has_nvidia_card() or not answers(index):
        return ""
    return f"--extra-index-url {index}"


def has_nvidia_card() -> bool:
    """Whether the system knows of one: its driver's file or its program."""
    return Path("/dev/nvidiactl").exists() or shutil.which("nvidia-smi") is not None


def answers(index: str) -> bool:
    """Whether torch can be had there."""
    try:
        with urllib.request.urlopen(f"{index}/torch/", timeout=PATIENCE) as page:
            return b"torch-" in page.read()
    except (OSError, ValueError):
        return False


if __name__ == "__main__":
    print(option())
