"""Two multicolour frames in turn, half a pixel apart: the codes whose mixtures cost least, line by line, and what the
cells hold for them."""

from __future__ import annotations

import itertools

import numpy as np

from pixelstyle.colour import srgb_to_lab
from pixelstyle.palettes import Palette
from pixelstyle.screens.mode import ScreenMode
from pixelstyle.screens.native import NativePicture
from pixelstyle.screens.signals.shifted_frames import CELL, COLOURS, ENTRY_OF, FRAMES, PAIRS, Frames, codes_of
from pixelstyle.screens.solving.costs import distances
from pixelstyle.screens.solving.set_costs import set_costs

_STEADY, _FLICKER = 8, 0.5
"""The difference in lightness (CIELab) of two colours in turn that is not seen to flicker; and what one of 100 more
costs, beside what a colour costs on average that is not the best. It grows with the square."""
_BLACK = 0
_EVERY = 16
"""Of so many cells one says which background is likely to be best."""
_ACROSS = CELL[0] // 2
"""Wide pixels of a cell, in either frame."""
_SETS = tuple(itertools.combinations(range(COLOURS), 3))
"""What a cell of one frame can hold beside the background."""
_WITH = tuple(np.flatnonzero([colour in held for held in _SETS]) for colour in range(COLOURS))
"""The numbers of those sets that have a colour in them."""


def solve_frames(mode: ScreenMode, costs: np.ndarray, palette: Palette) -> NativePicture:
    """The codes under costs [H, W, 136] and a price for flicker. For what the cells hold they are the least there is.

    What cells hold is chosen by what the best line through each of a pixel's 16 colours costs if cells hold all: for
    each cell the best sets by these. On six photos pictures cost 2 to 20 % more than if cells held all colours, the
    most on one of a brick wall; with FLI 0.3 to 3 %, with one screen RAM 7 to 34 %.

    The background, where the mode does not fix it, is the one that seems best by some of the cells, or black, which
    of these makes the cheaper picture.
    """
    rule = FRAMES[mode.signal]
    priced = np.ascontiguousarray((costs + _flicker_prices(costs, palette)).transpose(1, 2, 0))
    behind = _behind(priced)
    fixed = mode.fixed.get("background")
    tried = {_likely_background(priced, behind, rule), _BLACK} if fixed is None else {fixed}
    best: tuple[float, int, np.ndarray] | None = None
    for background in sorted(tried):
        through = _ahead(priced, None, background) + behind
        ahead = _ahead(priced, _allowed(through, rule, background), background)
        total = float(ahead[-1].min(axis=0).sum())
        if best is None or total < best[0]:
            best = total, background, ahead
    assert best is not None
    return NativePicture(mode, palette, codes_of(_cheapest(priced, best[2]), best[1]))


def nearest_frames(mode: ScreenMode, picture: np.ndarray, palette: Palette, metric: str) -> NativePicture:
    """The codes for sRGB [H, W, 3] 0..1."""
    return solve_frames(mode, distances(picture, palette, metric), palette)


def _flicker_prices(costs: np.ndarray, palette: Palette) -> np.ndarray:
    """What each mixture costs more, float32 [136]."""
    lightness = srgb_to_lab(palette.srgb()[:COLOURS])[:, 0]
    apart = np.abs(lightness[PAIRS[:, 0]] - lightness[PAIRS[:, 1]])
    # The median: where a person paints, some pixels cost a thousand times as much as all others.
    usual = float(np.median(costs[::2, ::2].mean(axis=2) - costs[::2, ::2].min(axis=2)))
    prices: np.ndarray = _FLICKER * usual * (np.maximum(apart - _STEADY, 0) / 100) ** 2
    return prices.astype(np.float32)


def _between(priced: np.ndarray, column: int) -> np.ndarray:
    """What a column, of priced [W, 136, H], costs for each code before it and its own, [16, 16, H]."""
    return np.asarray(priced[column].take(ENTRY_OF.ravel(), axis=0).reshape(COLOURS, COLOURS, -1))


def _likely_background(priced: np.ndarray, behind: np.ndarray, rule: Frames) -> int:
    """The background with which some of the cells, spread evenly, and the lines' beginnings cost least."""
    more = _by_area(_ahead(priced, None, None) + behind, rule)
    across, down, stacked = len(more), more.shape[4] * rule.lines // CELL[1], CELL[1] // rule.lines
    columns, rows = np.nonzero((np.arange(across)[:, None] + 5 * np.arange(down)) % _EVERY == 0)
    by_cell = more.reshape(*more.shape[:4], down, stacked, rule.lines)
    some = by_cell[columns, :, :, :, rows]
    beginnings = (_between(priced, 0) + behind[0]).min(axis=1).sum(axis=1)
    share = across * down / max(1, len(columns))
    totals = [share * _best_sets(_totals(some, rule, b), stacked)[1] + float(beginnings[b]) for b in range(COLOURS)]
    return int(np.argmin(totals))


def _ahead(priced: np.ndarray, allowed: np.ndarray | None, background: int | None) -> np.ndarray:
    """float32 [W, 16, H]: the least that each line costs up to a column with that code in it. Of codes that are not
    allowed, bool [W, 16, H], infinite. Without a background each line begins with any."""
    width, _, height = priced.shape
    least = np.empty((width, COLOURS, height), np.float32)
    before = np.full((COLOURS, height), np.inf, np.float32)
    before[slice(None) if background is None else background] = 0
    for column in range(width):
        total = _between(priced, column)
        total += before[:, None]
        before = total.min(axis=0, out=least[column])
        if allowed is not None:
            before[~allowed[column]] = np.inf
    return least


def _behind(priced: np.ndarray) -> np.ndarray:
    """float32 [W, 16, H]: the least that each line costs behind a column with that code in it."""
    width, _, height = priced.shape
    least = np.zeros((width, COLOURS, height), np.float32)
    for column in range(width - 1, 0, -1):
        total = _between(priced, column)
        total += least[column]
        total.min(axis=1, out=least[column - 1])
    return least


def _cheapest(priced: np.ndarray, ahead: np.ndarray) -> np.ndarray:
    """The codes, uint8 [H, W], of the lines that cost least."""
    width, _, height = priced.shape
    codes, every = np.empty((width, height), np.uint8), np.arange(height)
    codes[-1] = ahead[-1].argmin(axis=0)
    for column in range(width - 1, 0, -1):
        shown = ENTRY_OF[:, codes[column]]
        codes[column - 1] = (ahead[column - 1] + priced[column][shown, every]).argmin(axis=0)
    return np.ascontiguousarray(codes.T)


def _by_area(through: np.ndarray, rule: Frames) -> np.ndarray:
    """What lines through a code cost more than the best, float32 [cells across, pixels, frame, 16, areas down, lines],
    for what they cost at least, [W, 16, H]."""
    width, _, height = through.shape
    more: np.ndarray = through - through.min(axis=1, keepdims=True)
    return more.reshape(width // CELL[0], _ACROSS, 2, COLOURS, height // rule.lines, rule.lines)


def _totals(more: np.ndarray, rule: Frames, background: int) -> list[np.ndarray]:
    """What each set beside the background costs in each area, [sets, down, across] for both frames."""
    totals = []
    for frame in range(2):
        areas = more[:, :, frame].transpose(2, 1, 4, 3, 0).reshape(COLOURS, _ACROSS * rule.lines, -1)
        costs = set_costs(np.minimum(areas, areas[background]), _SETS)
        totals.append(costs.reshape(len(_SETS), more.shape[4], -1))
    if rule.one_screen:
        totals[0] = totals[1] = totals[0] + totals[1]
    return totals


def _allowed(through: np.ndarray, rule: Frames, background: int) -> np.ndarray:
    """Which codes the cells hold, bool [W, 16, H], for what lines through each cost at least, [W, 16, H]."""
    width = len(through)
    totals = _totals(_by_area(through, rule), rule, background)
    held = np.array(_SETS)[_best_sets(totals, CELL[1] // rule.lines)[0]]  # [2, down, across, 3]
    marks: np.ndarray = (held[..., None] == np.arange(COLOURS)).any(axis=3)
    marks[..., background] = True
    by_column = marks.transpose(2, 0, 3, 1)[:, None].repeat(_ACROSS, axis=1).reshape(width, COLOURS, -1)
    return by_column.repeat(rule.lines, axis=2)


def _best_sets(totals: list[np.ndarray], stacked: int) -> tuple[np.ndarray, float]:
    """The numbers of the sets, intp [2, down, across], that cost least in both frames, [sets, down, across] each, where
    `stacked` areas, one below the other, have one colour in common, in both frames; and what all cells cost."""
    down, across = totals[0].shape[1:]
    best, chosen = np.full((down // stacked, across), np.inf, np.float32), np.zeros((2, down, across), np.intp)
    for sets in _WITH:
        picks = [sets[frame[sets].argmin(axis=0)] for frame in totals]
        cost = sum(np.take_along_axis(frame, pick[None], axis=0)[0] for frame, pick in zip(totals, picks, strict=True))
        cost = np.asarray(cost).reshape(-1, stacked, across).sum(axis=1)
        better = (cost < best).repeat(stacked, axis=0)
        best = np.minimum(cost, best)
        for frame, pick in enumerate(picks):
            chosen[frame][better] = pick[better]
    return chosen, float(best.sum())
