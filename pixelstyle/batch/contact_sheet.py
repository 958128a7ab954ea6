"""A contact sheet: the same picture over a grid of settings, at draft quality, to choose by eye."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np

from pixelstyle.batch.drawing import Drawn, draw, drawn_by
from pixelstyle.batch.varied import Varied, combinations_of, label_of, labels_of
from pixelstyle.inspect import GAP, MARGIN, Figure, Row, Sheet
from pixelstyle.recipes import Recipe, never
from pixelstyle.settings import Options, Settings
from pixelstyle.workers import Cluster, gpus_for

MOST = 100
"""Pictures on one sheet."""
LEAST = 200
"""How wide a picture is on the sheet at least, in pixels."""


def plan_sheet(recipe: Recipe, given: Mapping[str, Any], varied: Sequence[Varied]) -> list[Settings]:
    """The settings of every picture, the last of `varied` changing fastest. Raises PixelStyleError before any work."""
    combinations = combinations_of(varied, MOST, "pictures; a sheet has")
    draft = {"quality": "draft"} if "quality" in {item.name for item in fields(recipe.settings)} else {}
    if "iterations" in given:
        draft = {}
    return [recipe.settings.of(draft | dict(given) | values) for values in combinations]


@dataclass(frozen=True)
class Making:
    """Who makes the pictures of a sheet, and who hears of it."""

    tell: Callable[[str], None]
    """Gets a line for each."""
    asked: Callable[[], int] = never
    """Once it gives more than 0, pictures at work are finished early, say so, and are the last."""
    workers: int = 1
    """Processes of this machine; 1: this one."""
    dask: str | None = None
    """The address of a scheduler whose workers make them instead."""


def make_figures(
    recipe: Recipe,
    inputs: Mapping[str, str | Path],
    settings: Sequence[Settings],
    varied: Sequence[Varied],
    making: Making,
) -> Iterator[Figure]:
    """Make the pictures and yield them in order, so that whoever stops has those before.

    Raises PixelStyleError for the first that cannot be made.
    """
    across = varied[-1]
    for number, made in enumerate(_drawn(recipe, {name: str(path) for name, path in inputs.items()}, settings, making)):
        each = settings[number]
        yield Figure(label_of(across.name, getattr(each, across.name)) + made.told, _enlarged(made.shown))
        # Only now, when the picture is in the reader's hands: whatever is said to be done is kept.
        making.tell(f"{number + 1} of {len(settings)}: {labels_of(each, varied)}")


def _drawn(recipe: Recipe, inputs: dict[str, str], settings: Sequence[Settings], making: Making) -> Iterator[Drawn]:
    if making.workers <= 1 and making.dask is None:
        for each in settings:
            if making.asked():
                return
            yield draw(recipe, inputs, each, making.asked)
        return
    gpus = [] if making.dask else gpus_for(getattr(settings[0], "device", "cpu"))
    with Cluster(min(making.workers, len(settings)), address=making.dask, gpus=gpus) as cluster:
        yield from drawn_by(cluster, recipe, inputs, settings, making.asked)


def lay_out(
    figures: Sequence[Figure], inputs: Mapping[str, str | Path], settings: Sequence[Settings], varied: Sequence[Varied]
) -> Sheet:
    """The sheet of the pictures, all or the first of them: the last of `varied` across, the others down."""
    pictures = " in the style of ".join(Path(path).name for path in inputs.values())
    painter = getattr(settings[0], "painter", None) if "painter" not in [one.name for one in varied] else None
    by = "" if painter is None else f" by the painter {painter}"
    return in_rows(f"{pictures}{by}, {settings[0].mode}".strip(), figures, settings, varied)


def in_rows(title: str, figures: Sequence[Figure], settings: Sequence[Options], varied: Sequence[Varied]) -> Sheet:
    """A sheet under this title, as of `lay_out`."""
    across = len(varied[-1].values)
    rows = []
    for first in range(0, len(figures), across):
        heading = labels_of(settings[first], varied[:-1])
        rows.append(Row(heading, tuple(figures[first : first + across])))
    shown = max((figure.picture.shape[1] for figure in figures), default=0)
    return Sheet(title, tuple(rows), across * (shown + GAP) - GAP + 2 * MARGIN)


def _enlarged(shown: np.ndarray) -> np.ndarray:
    """By a whole number, so that there is room for labels under small screens."""
    factor = -(-LEAST // shown.shape[1])
    return shown.repeat(factor, axis=0).repeat(factor, axis=1)
