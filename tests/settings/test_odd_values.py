"""Settings of any value at all, as files and messages may bring them: each is taken, or is one line."""

from __future__ import annotations

import dataclasses
import datetime
import math
from collections.abc import Callable

import pytest

from pixelstyle.errors import PixelStyleError
from pixelstyle.palettes import get_palette
from pixelstyle.recipes import RECIPES, Recipe, get_preset
from pixelstyle.screens import get_mode
from pixelstyle.settings import changed, live_names

ODD = [
    *(None, -1, 0, 1e308, -1e308, math.nan, math.inf, 10**400, -(10**400), 1e-320, "", "x", "9" * 5000, "\0", "\ud800"),
    *([], [1], [["x"]], [None], ["x"], ["=" * 300], {}, {"a": 1}, True, datetime.date(2020, 1, 1), b"x"),
]


@pytest.mark.parametrize("recipe", RECIPES.values(), ids=RECIPES)
def test_any_value_is_taken_or_is_one_line(recipe: Recipe) -> None:
    kind, refused = recipe.settings, 0
    for field in dataclasses.fields(kind):
        for value in ODD:
            try:
                settings = kind.of({field.name: value})
                settings.files()
                settings.changed()
            except PixelStyleError as error:
                refused += 1
                assert "\n" not in str(error) or isinstance(value, str)
    assert refused > 200


@pytest.mark.parametrize("recipe", [recipe for recipe in RECIPES.values() if live_names(recipe.settings)], ids=str)
def test_so_is_any_change(recipe: Recipe) -> None:
    settings = recipe.settings()
    for name in (*live_names(recipe.settings), "mode", "nonsense", "", "\ud800"):
        for value in ODD:
            try:
                changed(settings, {name: value})
            except PixelStyleError:
                continue


@pytest.mark.parametrize("get", [get_palette, get_mode, get_preset])
@pytest.mark.parametrize(
    "name", ["9" * 5000, "9" * 5000 + ".toml", "\0", "a\0.gpl", "\ud800", "/" * 5000, "#layer=" + "x" * 5000]
)
def test_a_name_that_nothing_can_have_is_told(get: Callable[[str], object], name: str) -> None:
    with pytest.raises(PixelStyleError):
        get(name)
