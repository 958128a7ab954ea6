"""How long a network of ours looks at a picture."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from pixelstyle.arrays import Rgb8


def seconds(look: Callable[[Rgb8], object], rounds: int = 10) -> float:
    """Of one picture of 320 x 200, the median, once the network is loaded."""
    picture = np.random.default_rng(1).integers(0, 256, (200, 320, 3), dtype=np.uint8)
    look(picture)
    found = []
    for _ in range(rounds):
        began = time.perf_counter()
        look(picture)
        found.append(time.perf_counter() - began)
    return float(np.median(found))
