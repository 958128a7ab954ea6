"""A contact sheet: the same picture over a grid of settings, at draft quality, to choose by eye."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np

from pixelstyle.errors import PixelStyleError, UnknownNameError
from pixelstyle.inspect import GAP, MARGIN, Figure, Row, Sheet
from pixelstyle.recipes import Recipe, Result, best_of, never
from pixelstyle.settings import Settings, parse_value

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


def make_figures(
    recipe: Recipe,
    inputs: Mapping[str, str | Path],
    settings: Sequence[Settings],
    varied: Sequence[Varied],
    tell: Callable[[str], None],
    asked: Callable[[], int] = never,
) -> Iterator[Figure]:
    """Make the pictures one by one, so that whoever stops has those before. `tell` gets a line for each.

    Once `asked` gives more than 0, the picture at work is finished early, says so, and is the last.
    """
    across = varied[-1]
    for number, each in enumerate(settings, start=1):
        if asked():
            return
        result = best_of(recipe.prepare(inputs, each), asked)
        label = label_of(across.name, getattr(each, across.name))
        if result.stopped_after is not None:
            label += f", finished early after {result.stopped_after}"
        if result.trouble:
            label += f", ended early: {result.trouble}"
        yield Figure(label + _losses(result), _enlarged(result.shown()))
        # Only now, when the picture is in the reader's hands: whatever is said to be done is kept.
        tell(f"{number} of {len(settings)}: {', '.join(label_of(one.name, getattr(each, one.name)) for one in varied)}")


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


def _losses(result: Result) -> str:
    """Content and style as such: the total would compare different weights."""
    parts = {name: loss for name, loss in result.losses.items() if name in ("content", "style")}
    text = ", ".join(f"{name} {loss:.3f}" for name, loss in (parts or result.losses).items())
    return f" ({text})" if text else ""


def _enlarged(shown: np.ndarray) -> np.ndarray:
    """By a whole number, so that there is room for labels under small screens."""
    factor = -(-LEAST // shown.shape[1])
    return shown.repeat(factor, axis=0).repeat(factor, axis=1)


def _value(recipe: Recipe, name: str, text: str) -> Any:
    value = parse_value(recipe.settings, name, text)
    # What makes no sense alone is checked with all else.
    recipe.settings.of({name: value} if name not in ("at", "painting", "refine") else {})
    return value
