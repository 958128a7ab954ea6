"""Which processor to run on, and what it says when its memory is full."""

from __future__ import annotations

import re

import torch

from pixelstyle.settings import device_refusal


def choose_device(name: str = "auto") -> torch.device:
    """`auto` is the first of cuda, mps and cpu that works; any torch device may be named.

    Raises PixelStyleError for a device that does not exist here.
    """
    if name == "auto":
        if torch.cuda.is_available():
            return torch.device("cuda")
        if torch.backends.mps.is_available():
            return torch.device("mps")
        return torch.device("cpu")
    try:
        device = torch.device(name)
        torch.zeros(1, device=device).cpu()
    except (RuntimeError, AssertionError, NotImplementedError):
        raise device_refusal(name) from None
    return device


_FULL = re.compile(r"out of memory|can't allocate memory|not enough memory|bad allocation", re.IGNORECASE)
"""What torch says in a plain RuntimeError, each device in its own words."""


def is_out_of_memory(error: BaseException) -> bool:
    """Whether an exception means that the processor's or the device's memory is full."""
    if isinstance(error, MemoryError | torch.cuda.OutOfMemoryError):
        return True
    return isinstance(error, RuntimeError) and _FULL.search(str(error)) is not None
