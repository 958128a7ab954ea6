"""Choosing the palette for the picture, on machines that let a program do so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from pixelstyle.arrays import Planes
from pixelstyle.colour import smooth
from pixelstyle.errors import PixelStyleError
from pixelstyle.palettes import Palette
from pixelstyle.screens.choosing.colours import choose_colours, histogram
from pixelstyle.screens.choosing.gamut import Gamut, squared
from pixelstyle.screens.choosing.subpalettes import choose_subpalettes
from pixelstyle.screens.dither import Dither, coarseness
from pixelstyle.screens.mode import Choice, ScreenMode, SubPalettes

_JUMP_WEIGHT = 8.0
"""How much more a pixel that differs wholly from the one to its left counts for HAM's palette: the others can be
reached from their neighbours."""

_LIKELIEST_RUNS = 4
"""How many runs of a list are tried beside colours chosen for each: more gain next to nothing."""


@dataclass(frozen=True)
class Pinned:
    """Colours, 0..255, that a chosen palette must hold."""

    colours: tuple[tuple[int, int, int], ...] = ()
    """Anywhere; with sub-palettes the first of them are shared, the rest stand in each."""
    rows: tuple[tuple[tuple[int, int, int], ...], ...] = ()
    """What the first sub-palettes have of their own, all or the first few of each."""


def choose_palette(
    mode: ScreenMode,
    picture: Planes,
    palette: Palette | None = None,
    metric: str = "oklab",
    locked: Iterable[tuple[int, int, int]] | Pinned = (),
    dither: float = 0.0,
    forbidden: Iterable[tuple[int, int, int]] = (),
) -> Palette:
    """The palette with which a mode that chooses its colours shows `picture`, sRGB [H, W, 3] 0..1, best.

    dither: the strength, 0..1, of the dither to come; a few colours out of a list are then chosen for their mixtures.

    palette: the colours to choose from, where the mode has a list; None where it has a bit depth. locked: colours
    (0..255) that must be in it; they come first (in groups: anywhere in each), each as the nearest that the machine
    can make. For extra half-brite the result has 64 entries, the lower half chosen, the upper their halves; for
    modes with sub-palettes see ScreenMode; where some colours follow from each other (Choice.free) those come last.
    forbidden: colours (0..255) that must not be in it, each as the nearest that the machine can make. A local optimum
    found from a fixed start, the best of all sets where the list is short; always the same for the same input. Raises
    PixelStyleError for a mode with a palette of its own, too many locked colours, a missing list, or a list of which
    nothing is left.
    """
    if mode.choice is None:
        raise PixelStyleError(f"The mode '{mode.name}' has a fixed palette: there is nothing to choose.")
    gamut = _gamut_of(mode, mode.choice, palette, metric, np.array(list(forbidden), np.uint8).reshape(-1, 3))
    pinned = locked if isinstance(locked, Pinned) else Pinned(tuple(locked))
    kept = np.array(pinned.colours, np.uint8).reshape(-1, 3)
    if len(kept) > mode.choice.colours:
        raise PixelStyleError(f"{len(kept)} colours are locked; the mode '{mode.name}' shows {mode.choice.colours}.")
    kept = gamut.snap(kept / 255) if len(kept) else kept
    if mode.subpalettes is not None:
        given = [gamut.snap(np.array(list(row), np.float64).reshape(-1, 3) / 255) for row in pinned.rows]
        wanted = picture if gamut.listed is None or not dither else _freely_dithered(picture, gamut.listed, dither)
        if mode.choice.pool is not None:  # shades of a pool mix with their neighbours, and fine parts want just these
            gamut = _pool(mode, mode.choice.pool, picture, gamut, np.unique(np.concatenate([kept, *given]), axis=0))
            wanted = picture
        down = -(-mode.height // mode.subpalettes.cell[1])
        chosen = choose_subpalettes(wanted, mode.subpalettes, gamut, kept, given, down)
    elif palette is not None and mode.choice.free is not None:
        chosen = _with_run(mode, mode.choice, picture, palette, gamut, kept)
    elif mode.groups and mode.slots:
        chosen = _grouped(mode, mode.choice, picture, gamut, kept)
    else:
        chosen = _for_all(mode, mode.choice, picture, gamut, kept, dither)
    return Palette.from_array(f"{mode.name}, chosen", chosen, "Chosen for the picture.")


def _gamut_of(mode: ScreenMode, choice: Choice, palette: Palette | None, metric: str, barred: np.ndarray) -> Gamut:
    """What can be chosen from: the mode's lattice, or the palette as a list, but for the barred ones, uint8 [N, 3]."""
    if choice.bits is not None:
        return Gamut(choice.bits, None, metric).without(barred)
    if palette is None:
        raise PixelStyleError(f"The mode '{mode.name}' chooses from a palette: say which (it has '{mode.palette}').")
    listed = np.unique(palette.bytes(), axis=0)
    listed = listed[~(listed[:, None] == barred).all(axis=2).any(axis=1)]
    if not len(listed):
        raise PixelStyleError(f"Every colour that the mode '{mode.name}' could choose is forbidden.")
    return Gamut(None, listed, metric)


def _pool(mode: ScreenMode, most: int, picture: np.ndarray, gamut: Gamut, kept: np.ndarray) -> Gamut:
    """So many of the colours, those kept, uint8 [N, 3], among them, as a list to choose sub-palettes from."""
    if len(kept) > most:
        raise PixelStyleError(f"{len(kept)} colours are locked or given; the mode '{mode.name}' shows {most}.")
    srgb, weights = histogram(picture)
    return replace(gamut, bits=None, listed=choose_colours(srgb, weights, most, gamut, kept))


def _for_all(
    mode: ScreenMode, choice: Choice, picture: np.ndarray, gamut: Gamut, kept: np.ndarray, dither: float
) -> np.ndarray:
    """Colours that any pixel may have: the kept ones, then others from dark to light, then what all of them bring."""
    if dither and gamut.listed is not None and not (len(kept) or mode.slots or mode.signal):
        chosen = _by_trial(mode, choice, picture, gamut, dither)
    else:
        srgb, weights = histogram(picture, _jumps(picture) if mode.shows.beyond_palette else None)
        chosen = choose_colours(srgb, weights, choice.colours, gamut, kept, mode.shows.brings)
    free = chosen[len(kept) :]
    free = free[np.lexsort((*free.T, free @ np.array([299, 587, 114])))]
    chosen = np.concatenate([kept, free])
    return chosen if mode.shows.brings is None else np.concatenate([chosen, mode.shows.brings(chosen)])


def _with_run(
    mode: ScreenMode, choice: Choice, picture: np.ndarray, palette: Palette, gamut: Gamut, kept: np.ndarray
) -> np.ndarray:
    """The kept colours, other free ones from dark to light, and the run of the list that goes best with them.

    Colours are chosen without a run first, and then anew beside each of the runs that add most to these.
    """
    runs, free = choice.runs(palette.bytes()), choice.colours if choice.free is None else choice.free
    assert runs is not None and gamut.listed is not None
    if len(kept) > free:
        raise PixelStyleError(f"{len(kept)} colours are locked; the mode '{mode.name}' lets {free} be chosen.")
    runs = runs[[bool((run[:, None] == gamut.listed).all(axis=2).any(axis=1).all()) for run in runs]]
    if not len(runs):
        raise PixelStyleError(f"Each run of colours that the mode '{mode.name}' could show has a forbidden one.")
    srgb, weights = histogram(picture)
    points = gamut.embed(srgb)

    def error(colours: np.ndarray) -> float:
        return float(squared(points, gamut.embed(colours / 255)).min(axis=0) @ weights)

    alone = choose_colours(srgb, weights, free, gamut, kept)
    tried = []
    for run in sorted(runs, key=lambda run: error(np.concatenate([alone, run])))[:_LIKELIEST_RUNS]:
        beside = choose_colours(srgb, weights, choice.colours, gamut, np.concatenate([kept, run]))
        own = np.resize(beside[len(kept) + len(run) :], (free - len(kept), 3))  # a short list has too few
        own = own[np.lexsort((*own.T, own @ np.array([299, 587, 114])))]
        tried.append(np.concatenate([kept, own, run]))
    return min(tried, key=error)


def _grouped(mode: ScreenMode, choice: Choice, picture: np.ndarray, gamut: Gamut, kept: np.ndarray) -> np.ndarray:
    """Colours for groups of entries of which each cell uses one, in the groups' places (ULAplus): uint8 [K, 3].

    Groups are chosen as sub-palettes are. Where different slots hold different entries of a group (ink and paper),
    its colours are dealt to them from dark to light and back, so that each has dark and light ones and neighbours
    are in different slots.
    """
    size = len(mode.groups[0])
    cell = next(slots.cell for slots in mode.slots if slots.cell is not None)
    chosen = choose_subpalettes(picture, SubPalettes(len(mode.groups), size, cell), gamut, kept)
    placed = np.empty((choice.colours, 3), np.uint8)
    for group, colours in zip(mode.groups, chosen.reshape(-1, size, 3), strict=True):
        places = [[k for k in group if slots.choices is None or k in slots.choices] for slots in mode.slots]
        hands = [*range(len(places)), *reversed(range(len(places)))] * size
        dealt = dict.fromkeys(places[hand].pop(0) for hand in hands if places[hand])
        ordered = colours[np.argsort(colours @ np.array([299, 587, 114]), kind="stable")]
        placed[list(dealt)] = ordered
    return placed


def _by_trial(mode: ScreenMode, choice: Choice, picture: np.ndarray, gamut: Gamut, strength: float) -> np.ndarray:
    """Of palettes chosen for single colours and for mixtures of two, the one that shows most when really dithered.

    How well a few colours mix depends on more than pairs of them, so that trying is better than any formula; error
    diffusion stands for every dither.
    """
    none = np.empty((0, 3), np.uint8)
    srgb, weights = histogram(picture)
    eye = (1.5 / mode.pixel[0], 1.5 / mode.pixel[1])
    wanted = gamut.embed(np.clip(smooth(picture, *eye), 0, 1))
    diffusion = Dither("floyd-steinberg", strength)
    tried: list[tuple[float, np.ndarray]] = []
    for noise in (None, coarseness(strength), coarseness(strength) / 5):
        colours = choose_colours(srgb, weights, choice.colours, gamut, none, coarseness=noise)
        shown = colours[diffusion.freely(picture, colours / 255)] / 255
        error = ((gamut.embed(np.clip(smooth(shown, *eye), 0, 1)) - wanted) ** 2).sum()
        tried.append((float(error), colours))
    return min(tried, key=lambda trial: trial[0])[1]


def _freely_dithered(picture: np.ndarray, listed: np.ndarray, strength: float) -> np.ndarray:
    """What a dither with all listed colours, uint8 [L, 3], makes of a picture: those that mix to what single ones are
    far from are among them."""
    indices = Dither("floyd-steinberg", strength).freely(picture, listed / 255)
    return (listed[indices] / 255).astype(np.float32)


def _jumps(picture: np.ndarray) -> np.ndarray:
    """A weight for each pixel: 1, and more the further it is from its left neighbour; the first of a line counts as
    far."""
    steps = np.ones(picture.shape[:2])
    steps[:, 1:] = np.abs(np.diff(picture, axis=1)).max(axis=2)
    return 1 + _JUMP_WEIGHT * steps
