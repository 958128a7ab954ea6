"""What decides a result's last bits besides settings and inputs: how many threads add up, in which instructions.

Sums of floating-point numbers depend on their order, which another number of threads and wider registers change; torch
chooses its kernels by version and device. It is all kept with a result, so that a repetition can be as the first time.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

import torch

_MOST_A_CORE = 4
"""More threads than so many for each core are not begun: a record may be a stranger's."""


def conditions_now(device: torch.device | str) -> dict[str, Any]:
    """Those of now, as plain data."""
    return {
        "device": torch.device(device).type,
        "threads": torch.get_num_threads(),
        "instructions": torch.backends.cpu.get_cpu_capability(),
        "torch": torch.__version__,
    }


def take_up(then: Mapping[str, Any], device: torch.device | str) -> str:
    """Use as many threads as were used `then`, from now on; gives a sentence on what cannot be as it was, or ''.

    `then` is what `conditions_now` gave, or a part of it; `device` is the one in use now.
    """
    threads = then.get("threads")
    if isinstance(threads, int) and 1 <= threads <= _MOST_A_CORE * (os.cpu_count() or 1):
        torch.set_num_threads(threads)
    now = conditions_now(device)
    other = [f"{name} {then[name]} (here {now[name]})" for name in now if name in then and then[name] != now[name]]
    return f"It was computed with {', '.join(other)}: some pixels may differ." if other else ""
