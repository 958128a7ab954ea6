"""The cheapest path of a small machine along every line at once, by dynamic programming.

At each step the machine is in one of S states and takes one of O options, which shows something (at a cost that
depends on the picture) and leads to another state. Screens whose colours hang on what stands to the left are such
machines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Step:
    """What is possible at one step."""

    shows: np.ndarray
    """intp [S, O]: which of the step's costs an option incurs; -1: the option is not there."""
    leads_to: np.ndarray
    """intp [S, O]: the state after it."""


def cheapest_paths(
    costs: Sequence[np.ndarray], steps: Sequence[Step], starts: Sequence[int]
) -> tuple[np.ndarray, np.ndarray]:
    """States before each step and options taken, both intp [T, L], of the cheapest path of each of L lines.

    costs: for each of T steps float32 [M, L]. starts: the states in which a line may begin. Of equally cheap paths
    the one with the first options is taken.
    """
    lines = costs[0].shape[1]
    to_go = [np.zeros((len(steps[0].shows), lines), np.float32)]
    for cost, step in zip(reversed(costs), reversed(steps), strict=True):
        padded = np.concatenate([cost, np.full((1, lines), np.inf, np.float32)])  # where -1 points
        to_go.append((padded[step.shows] + to_go[-1][step.leads_to]).min(axis=1))
    to_go.reverse()
    every = np.arange(lines)
    state = np.array(starts)[to_go[0][list(starts)].argmin(axis=0)]
    states, options = np.empty((len(steps), lines), np.intp), np.empty((len(steps), lines), np.intp)
    for time, (cost, step) in enumerate(zip(costs, steps, strict=True)):
        shows, leads_to = step.shows[state].T, step.leads_to[state].T
        total = np.where(shows < 0, np.inf, cost[shows, every]) + to_go[time + 1][leads_to, every]
        states[time], options[time] = state, total.argmin(axis=0)
        state = leads_to[options[time], every]
    return states, options
