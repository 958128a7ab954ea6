"""Oric and teletext: colours that are set by codes within the line, each of which takes a cell's place."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np

from pixelstyle.screens.signals import oric, teletext
from pixelstyle.screens.solving.set_costs import pair_numbers, split_cells
from pixelstyle.screens.solving.signals.viterbi import Step, cheapest_paths

COLOURS = 8


@dataclass(frozen=True)
class Serial:
    """One such machine: cells of a line as steps, the current two colours as state (first colour * 8 + second)."""

    cell: tuple[int, int]
    step: Step
    """`shows` names the two colours that a cell can then be made of, as first * 8 + second."""
    start: int


def _oric() -> Serial:
    """State: ink, paper. Bit 7 of a byte inverts what it shows. A paper code shows the new paper at once.

    "Oric-1 Basic Programming" (1983), appendix on attributes; the order of events is that of the ULA.
    """
    shows, leads_to = np.full((64, 34), -1), np.zeros((64, 34), int)
    for ink, paper in itertools.product(range(COLOURS), repeat=2):
        state = 8 * ink + paper
        shows[state, :2], leads_to[state, :2] = (8 * ink + paper, 8 * (7 - ink) + 7 - paper), state
        for new in range(COLOURS):
            shows[state, 2 + new], leads_to[state, 2 + new] = 9 * paper, 8 * new + paper
            shows[state, 10 + new], leads_to[state, 10 + new] = 9 * (7 - paper), 8 * new + paper
            shows[state, 18 + new], leads_to[state, 18 + new] = 9 * new, 8 * ink + new
            shows[state, 26 + new], leads_to[state, 26 + new] = 9 * (7 - new), 8 * ink + new
    return Serial(oric.CELL, Step(shows, leads_to), start=8 * 7)


def _teletext() -> Serial:
    """State: foreground (0 standing for white text, in which there are no mosaics), background.

    World System Teletext, ETS 300 706, section 12.2: mosaic colours act after their own cell, the background codes
    at it.
    """
    shows, leads_to = np.full((64, 10), -1), np.zeros((64, 10), int)
    for front, back in itertools.product(range(COLOURS), repeat=2):
        state = 8 * front + back
        shows[state, 0], leads_to[state, 0] = (8 * front + back if front else 9 * back), state
        for new in range(1, COLOURS):
            shows[state, new], leads_to[state, new] = 9 * back, 8 * new + back
        colour = front or 7
        shows[state, 8], leads_to[state, 8] = 9 * colour, 8 * front + colour
        shows[state, 9], leads_to[state, 9] = 0, 8 * front
    return Serial(teletext.CELL, Step(shows, leads_to), start=0)


SERIAL = {"oric": _oric(), "teletext": _teletext()}


def solve_serial(costs: np.ndarray, machine: Serial, pairs: bool = False) -> np.ndarray:
    """The two colours that each pixel may then have, uint8 [H, W, 2], such that the picture costs least: exact.

    costs: [H, W, 8], or with `pairs` [H, W, 36], what pixels cost in mixtures of two colours (see `pair_numbers`).
    """
    height, width, count = costs.shape
    cells = split_cells(costs, machine.cell).reshape(count, -1, height // machine.cell[1], width // machine.cell[0])
    if pairs:
        totals = cells.sum(axis=1)[pair_numbers(COLOURS).ravel()]
    else:
        first, second = np.divmod(np.arange(64), 8)
        totals = np.stack([np.minimum(cells[a], cells[b]).sum(axis=0) for a, b in zip(first, second, strict=True)])
    columns = totals.shape[2]
    steps = [np.ascontiguousarray(totals[:, :, column]) for column in range(columns)]
    states, options = cheapest_paths(steps, [machine.step] * columns, [machine.start])
    shown = machine.step.shows[states, options].T  # [lines, columns]
    both = np.stack(np.divmod(shown, 8), axis=-1).astype(np.uint8)
    return both.repeat(machine.cell[1], axis=0).repeat(machine.cell[0], axis=1)
