"""Two multicolour frames in turn, half a pixel apart: the codes whose mixtures cost least, line by line, and what the
cells hold for them."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

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
    least = _least_by_colour(_totals(some, rule, range(COLOURS)), stacked).min(axis=0)
    cells = least.reshape(COLOURS, -1).sum(axis=1, dtype=np.float64)  # by background
    return int(np.argmin(share * cells + beginnings))


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


def _totals(more: np.ndarray, rule: Frames, backgrounds: Sequence[int]) -> list[np.ndarray]:
    """What each set beside each background costs in each area, [sets, down, backgrounds * across] for both frames: all
    areas beside the first background, then those beside the next."""
    totals = []
    for frame in range(2):
        areas = more[:, :, frame].transpose(2, 1, 4, 3, 0).reshape(COLOURS, _ACROSS * rule.lines, more.shape[4], -1)
        beside = np.concatenate([np.minimum(areas, areas[background]) for background in backgrounds], axis=3)
        costs = set_costs(beside.reshape(*areas.shape[:2], -1), _SETS)
        totals.append(costs.reshape(len(_SETS), more.shape[4], -1))
    if rule.one_screen:
        totals[0] = totals[1] = totals[0] + totals[1]
    return totals


def _allowed(through: np.ndarray, rule: Frames, background: int) -> np.ndarray:
    """Which codes the cells hold, bool [W, 16, H], for what lines through each cost at least, [W, 16, H]."""
    width = len(through)
    totals = _totals(_by_area(through, rule), rule, [background])
    held = np.array(_SETS)[_best_sets(totals, CELL[1] // rule.lines)]  # [2, down, across, 3]
    marks: np.ndarray = (held[..., None] == np.arange(COLOURS)).any(axis=3)
    marks[..., background] = True
    by_column = marks.transpose(2, 0, 3, 1)[:, None].repeat(_ACROSS, axis=1).reshape(width, COLOURS, -1)
    return by_column.repeat(rule.lines, axis=2)


def _least_by_colour(totals: list[np.ndarray], stacked: int) -> np.ndarray:
    """What `stacked` areas, one below the other, cost at least in both frames, [sets, down, across] each, if they all
    have a colour: [16, down / stacked, across]."""
    least = []
    for frame in totals:
        of_frame = np.full((COLOURS, *frame.shape[1:]), np.inf, np.float32)
        for held, costs in zip(_SETS, frame, strict=True):
            for colour in held:
                np.minimum(of_frame[colour], costs, out=of_frame[colour])
        least.append(of_frame)
    both = least[0] + least[1]
    return np.asarray(both.reshape(COLOURS, -1, stacked, both.shape[2]).sum(axis=2))


def _best_sets(totals: list[np.ndarray], stacked: int) -> np.ndarray:
    """The numbers of the sets, intp [2, down, across], that cost least in both frames, [sets, down, across] each, where
    `stacked` areas, one below the other, have one colour in common, in both frames."""
    common = _least_by_colour(totals, stacked).argmin(axis=0).repeat(stacked, axis=0)
    chosen = np.zeros((2, *common.shape), np.intp)
    for colour in np.unique(common):
        there = common == colour
        for frame, numbers in zip(totals, chosen, strict=True):
            numbers[there] = _WITH[colour][frame[_WITH[colour]][:, there].argmin(axis=0)]
    return chosen
