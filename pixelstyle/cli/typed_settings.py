"""Settings as a person typed them, over those of a recipe file where one is named."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Annotated, Any

import typer

from pixelstyle.cli.options import values_for
from pixelstyle.errors import PixelStyleError
from pixelstyle.recipes import Recipe, get_recipe
from pixelstyle.settings import Options, Settings

CONTEXT = "context"


def context_parameter() -> inspect.Parameter:
    """Makes typer say which options were really typed: `typed_values` needs it."""
    return inspect.Parameter(CONTEXT, inspect.Parameter.KEYWORD_ONLY, annotation=typer.Context)


def recipe_option() -> inspect.Parameter:
    """--recipe."""
    declared = typer.Option(
        "--recipe", help="a shipped recipe's name (`pixelstyle recipes`) or a .toml file; options win over it",
        metavar="NAME|FILE", show_default=False,
    )  # fmt: skip
    annotation = Annotated[str | None, declared]
    return inspect.Parameter("recipe", inspect.Parameter.KEYWORD_ONLY, annotation=annotation, default=None)


def typed_values(kind: type[Options], values: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of `kind` that were typed, even those typed with their default."""
    source = values[CONTEXT].get_parameter_source
    # By its name, since typer brings its own copy of the class that it is of.
    return {name: value for name, value in values_for(kind, values).items() if source(name).name != "DEFAULT"}


def settings_from(recipe: Recipe, values: Mapping[str, Any]) -> Settings:
    """The settings of a command. Raises PixelStyleError, also for a recipe that is for another command."""
    given = typed_values(recipe.settings, values)
    if values["recipe"] is None:
        return recipe.settings.of(given)
    written = get_recipe(values["recipe"])
    if written.recipe is not recipe:
        inputs = " ".join(item.name.upper() for item in written.recipe.inputs)
        raise PixelStyleError(
            f"The recipe '{values['recipe']}' is for another command: "
            f"pixelstyle {written.recipe.name} {inputs} --recipe {values['recipe']}"
        )
    return written.settings(given)
