"""Settings that are varied: a grid of values, as sheets of drafts and sweeps of trainings have it."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from pixelstyle.errors import PixelStyleError, UnknownNameError
from pixelstyle.settings import Options, parse_value

_CHECKED_WITH_OTHERS = ("at", "only_style", "painting", "refine")
"""Settings that make no sense alone."""


@dataclass(frozen=True)
class Varied:
    """A setting and the values that it takes in turn."""

    name: str
    values: tuple[Any, ...]


def parse_varied(text: str, kind: type[Options], whose: str) -> Varied:
    """'style_weight=1,3,10' for settings of a kind; values with commas in them are separated by semicolons. `whose`
    settings they are is said where there is no such one.

    Raises UnknownNameError for a setting that is not there, PixelStyleError for values that it cannot have.
    """
    name, equals, values = text.partition("=")
    name = name.strip().replace("-", "_")
    kinds = {item.name: item for item in fields(kind)}
    if not equals or not values.strip():
        raise PixelStyleError(f"'{text}' is not a setting with values, such as style_weight=1,3,10.")
    if name not in kinds:
        raise UnknownNameError(f"setting of {whose}", name, kinds)
    parts = [part.strip() for part in values.split(";" if ";" in values else ",")]
    return Varied(name, tuple(_value(kind, name, part) for part in parts))


def combinations_of(varied: Sequence[Varied], most: int, what: str) -> list[dict[str, Any]]:
    """The values of every combination, by setting, the last of `varied` changing fastest.

    Raises PixelStyleError for none, for a setting that comes twice, and for more than `most`; `what` they are of.
    """
    if not varied:
        raise PixelStyleError("Say what is to differ, such as --vary style_weight=1,3,10.")
    names = [one.name for one in varied]
    if len(set(names)) != len(names):
        raise PixelStyleError(f"{next(name for name in names if names.count(name) > 1)} is varied twice.")
    combinations = list(itertools.product(*(one.values for one in varied)))
    if len(combinations) > most:
        raise PixelStyleError(f"These are {len(combinations)} {what} at most {most}.")
    return [dict(zip(names, values, strict=True)) for values in combinations]


def label_of(name: str, value: Any) -> str:
    """'style_weight 3', 'style_layers relu1_1, relu2_1=2'."""
    if isinstance(value, tuple):
        value = "; ".join(value) or "none"
    if isinstance(value, str):
        value = value.replace(",", ", ")  # so that it can be broken
    return f"{name} {value:g}" if isinstance(value, float) else f"{name} {value}"


def labels_of(settings: Options, varied: Sequence[Varied]) -> str:
    """'style_weight 3, seed 1': what settings have of each that is varied."""
    return ", ".join(label_of(one.name, getattr(settings, one.name)) for one in varied)


def _value(kind: type[Options], name: str, text: str) -> Any:
    value = parse_value(kind, name, text)
    # What makes no sense alone is checked with all else.
    kind.of({name: value} if name not in _CHECKED_WITH_OTHERS else {})
    return value
