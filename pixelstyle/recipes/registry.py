"""The registry of recipes: what they are called, what goes in, which settings they take.

The command line, the engine and `again` are made from these records. The work itself is imported when it is asked for:
it needs torch, lists and help texts do not.
"""

from __future__ import annotations

import importlib.util
import inspect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, cast

from pixelstyle.errors import UnknownNameError, missing_extra
from pixelstyle.settings import (
    ConvertSettings,
    DreamSettings,
    OptimiseSettings,
    QuantizeSettings,
    Settings,
    StylizeSettings,
    TextureSettings,
)

if TYPE_CHECKING:
    from pixelstyle.recipes.result import Result
    from pixelstyle.recipes.run import Run
    from pixelstyle.screens import ScreenMode


@dataclass(frozen=True)
class Input:
    """One picture that a recipe takes."""

    name: str
    """Of the argument, and of its entry in reports."""
    text: str
    optional: bool = False
    """Whether the recipe can do without; its settings then say what else there is."""


@dataclass(frozen=True)
class Recipe:
    """One thing that a person can ask for.

    The module `pixelstyle.recipes.NAME` has a function `prepare_NAME`, which takes the inputs by their names, then
    `settings`, and gives a Run; if it takes a `mode` besides, it can work on another screen than the settings name. A
    recipe that a network judges has `layers_of`, which gives the layers that a run with some settings reads.
    """

    name: str
    summary: str
    """One sentence for --help."""
    inputs: tuple[Input, ...]
    settings: type[Settings]

    def prepare(self, inputs: Mapping[str, str | Path], settings: Settings) -> Run:
        """Everything up to the first step. Raises PixelStyleError for what cannot be done as asked."""
        return self.prepare_on(None, inputs, settings)

    def prepare_on(self, mode: ScreenMode | None, inputs: Mapping[str, str | Path], settings: Settings) -> Run:
        """The same on another screen than the settings name, such as a smaller one, where `takes_mode`."""
        self.look_over(inputs, [settings])
        prepare = getattr(self._module(), f"prepare_{self.name}")
        given = {item.name: inputs.get(item.name) for item in self.inputs}
        return cast("Run", prepare(**given, settings=settings, **({} if mode is None else {"mode": mode})))

    def first_look(self, mode: ScreenMode, inputs: Mapping[str, str | Path], settings: Settings) -> Result | None:
        """What a painter makes of it at once on this screen, legal as every picture; None where none fits."""
        if not isinstance(settings, StylizeSettings):
            return None
        made = importlib.import_module("pixelstyle.recipes.runs.first_painted")  # here, since it needs torch
        return cast("Result | None", made.first_painted(inputs, settings, mode))

    def look_over(self, inputs: Mapping[str, str | Path], settings: Sequence[Settings]) -> None:
        """Raise PixelStyleError for what a run with any of these settings would, as far as it can be told at once.

        That is MissingExtraError on a light install, for a recipe that a network judges.
        """
        if issubclass(self.settings, OptimiseSettings):  # the others do not take long to say so themselves
            if importlib.util.find_spec("torch") is None:
                raise missing_extra(ModuleNotFoundError(name="torch"), self.name)
            from pixelstyle.recipes.requests.looking_over import look_over  # here, since a list of recipes needs none

            look_over(inputs, settings)

    def takes_mode(self) -> bool:
        """Whether the recipe can work on a screen that is handed to it."""
        return "mode" in inspect.signature(getattr(self._module(), f"prepare_{self.name}")).parameters

    def load_network(self, settings: Settings) -> None:
        """Have the network of a run that is about to come ready; recipes without one have nothing to do.

        Raises PixelStyleError for a network or a layer that is not there.
        """
        layers_of = getattr(self._module(), "layers_of", None)
        if layers_of is not None and isinstance(settings, OptimiseSettings):
            from pixelstyle.recipes.network_pair import warm

            warm(settings, layers_of(settings))

    def _module(self) -> ModuleType:
        return importlib.import_module(f"pixelstyle.recipes.{self.name}")


STYLIZE = Recipe(
    "stylize",
    "Paint a picture in the style of another, under the machine's rules.",
    (
        Input("content", "the picture to paint"),
        Input("style", "the picture whose style it takes; not with --painter", optional=True),
    ),
    StylizeSettings,
)

DREAM = Recipe(
    "dream",
    "Let a network dream into a picture, under the machine's rules.",
    (Input("image", "the picture to dream in"),),
    DreamSettings,
)

TEXTURE = Recipe(
    "texture",
    "Weave a texture from a picture's style alone, under the machine's rules.",
    (Input("style", "the picture whose texture it takes; not with --painter", optional=True),),
    TextureSettings,
)

CONVERT = Recipe(
    "convert",
    "Give the machine's nearest legal picture, without any style.",
    (Input("image", "the picture to convert"),),
    ConvertSettings,
)

QUANTIZE = Recipe(
    "quantize",
    "Bring a picture down to a bit depth, to its best few colours or to a palette.",
    (Input("image", "the picture to reduce"),),
    QuantizeSettings,
)

RECIPES = {recipe.name: recipe for recipe in (STYLIZE, DREAM, TEXTURE, CONVERT, QUANTIZE)}
"""All recipes by name, in the order in which they are listed."""


def find_recipe(name: str) -> Recipe:
    """The recipe of this name. Raises UnknownNameError.

    >>> [item.name for item in find_recipe("stylize").inputs]
    ['content', 'style']
    """
    if name not in RECIPES:
        raise UnknownNameError("recipe", name, RECIPES)
    return RECIPES[name]
