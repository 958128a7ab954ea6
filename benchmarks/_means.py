"""Means over pairs of pictures."""

from __future__ import annotations

import math
from collections.abc import Iterable


def geometric_mean(values: Iterable[float]) -> float:
    """Of values above 0: what ratios and losses of different sizes have in common."""
    logs = [math.log(value) for value in values]
    return math.exp(sum(logs) / len(logs))
