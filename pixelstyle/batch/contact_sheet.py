"""A contact sheet: the same picture over a grid of settings, at draft quality, to choose by eye."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np

from pixelstyle.batch.drawing import Drawn, draw, drawn_by
from pixelstyle.errors import PixelStyleError, UnknownNameError
from pixelstyle.inspect import GAP, MARGIN, Figure, Row, Sheet
from pixelstyle.recipes import Recipe, never
from pixelstyle.settings import Settings, parse_value
from pixelstyle.workers import Cluster, gpus_for

MOST = 100
"""Pictures on one sheet."""
LEAST = 200
"""How wide a picture is on the sheet at least, in pixels."""


@dataclass(frozen=True)
class Varied:
    """A setting and the values that it takes on the sheet."""

    name: str
    values: tuple[Any, ...]


def parse_varied(text: str, recipe: Recipe) -> Varied:
    """'style_weight=1,3,10' for a recipe; values with commas in them are separated by semicolons.

    Raises UnknownNameError for a setting that the recipe lacks, PixelStyleError for values that it cannot have.
    """
    name, equals, values = text.partition("=")
    name = name.strip().replace("-", "_")
    kinds = {item.name: item for item in fields(recipe.settings)}
    if not equals or not values.strip():
        raise PixelStyleError(f"'{text}' is not a setting with values, such as style_weight=1,3,10.")
    if name not in kinds:
        raise UnknownNameError(f"setting of {recipe.name}", name, kinds)
    parts = [part.strip() for part in values.split(";" if ";" in values else ",")]
    return Varied(name, tuple(_value(recipe, name, part) for part in parts))


def plan_sheet(recipe: Recipe, given: Mapping[str, Any], varied: Sequence[Varied]) -> list[Settings]:
    """The settings of every picture, the last of `varied` changing fastest. Raises PixelStyleError before any work."""
    if not varied:
        raise PixelStyleError("Say what is to differ, such as --vary style_weight=1,3,10.")
    names = [one.name for one in varied]
    if len(set(names)) != len(names):
        raise PixelStyleError(f"{next(name for name in names if names.count(name) > 1)} is varied twice.")
    combinations = list(itertools.product(*(one.values for one in varied)))
    if len(combinations) > MOST:
        raise PixelStyleError(f"These are {len(combinations)} pictures; a sheet has at most {MOST}.")
    draft = {"quality": "draft"} if "quality" in {item.name for item in fields(recipe.settings)} else {}
    if "iterations" in given:
        draft = {}
    return [recipe.settings.of(draft | dict(given) | dict(zip(names, values, strict=True))) for values in combinations]


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
        names = ", ".join(label_of(one.name, getattr(each, one.name)) for one in varied)
        making.tell(f"{number + 1} of {len(settings)}: {names}")


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
    across = len(varied[-1].values)
    rows = []
    for first in range(0, len(figures), across):
        heading = ", ".join(label_of(one.name, getattr(settings[first], one.name)) for one in varied[:-1])
        rows.append(Row(heading, tuple(figures[first : first + across])))
    shown = max((figure.picture.shape[1] for figure in figures), default=0)
    pictures = " in the style of ".join(Path(path).name for path in inputs.values())
    painter = getattr(settings[0], "painter", None) if "painter" not in [one.name for one in varied] else None
    by = "" if painter is None else f" by the painter {painter}"
    title = f"{pictures}{by}, {settings[0].mode}".strip()
    return Sheet(title, tuple(rows), across * (shown + GAP) - GAP + 2 * MARGIN)


def label_of(name: str, value: Any) -> str:
    """'style_weight 3', 'style_layers relu1_1, relu2_1=2'."""
    if isinstance(value, tuple):
        value = "; ".join(value) or "none"
    if isinstance(value, str):
        value = value.replace(",", ", ")  # so that it can be broken
    return f"{name} {value:g}" if isinstance(value, float) else f"{name} {value}"


def _enlarged(shown: np.ndarray) -> np.ndarray:
    """By a whole number, so that there is room for labels under small screens."""
    factor = -(-LEAST // shown.shape[1])
    return shown.repeat(factor, axis=0).repeat(factor, axis=1)


def _value(recipe: Recipe, name: str, text: str) -> Any:
    value = parse_value(recipe.settings, name, text)
    # What makes no sense alone is checked with all else.
    recipe.settings.of({name: value} if name not in ("at", "painting", "refine") else {})
    return value
