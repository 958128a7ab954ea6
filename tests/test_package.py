"""The package's own door: every name that it promises is there, and none loads torch before it is used."""

from __future__ import annotations

import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import pixelstyle


@pytest.mark.parametrize("name", sorted(set(pixelstyle.__all__) - {"__version__"}))
def test_every_promised_name_is_the_recipe_of_that_name(name: str) -> None:
    recipe = getattr(pixelstyle, name)
    assert recipe.__name__ == name
    assert recipe.__module__ == f"pixelstyle.recipes.{name}"
    assert inspect.signature(recipe).parameters["settings"].kind is inspect.Parameter.VAR_KEYWORD


def test_all_five_recipes_are_promised() -> None:
    from pixelstyle.recipes.registry import RECIPES

    assert {recipe.name for recipe in RECIPES.values()} == set(pixelstyle.__all__) - {"__version__"}


def test_importing_the_package_loads_nothing_heavy() -> None:
    program = "import pixelstyle, sys; sys.exit('torch' in sys.modules or 'numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_quantize_from_the_door_is_a_picture_in_so_many_colours(astronaut: Path) -> None:
    result = pixelstyle.quantize(astronaut, colours=5, search="median-cut", width=64)
    assert result.palette is not None and len(result.palette) <= 5
    assert result.pixels.shape[1] == 64


def test_a_name_that_is_not_there_is_said_so() -> None:
    with pytest.raises(AttributeError, match="no attribute 'paint'"):
        pixelstyle.paint  # noqa: B018
