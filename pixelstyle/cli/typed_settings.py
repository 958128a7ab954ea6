"""Settings as a person typed them, over those of a preset where one is named."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Annotated, Any

import typer

from pixelstyle.cli.options import values_for
from pixelstyle.errors import PixelStyleError
from pixelstyle.recipes import Recipe, get_preset
from pixelstyle.settings import Options, Settings

CONTEXT = "context"


def context_parameter() -> inspect.Parameter:
    """Makes typer say which options were really typed: `typed_values` needs it."""
    return inspect.Parameter(CONTEXT, inspect.Parameter.KEYWORD_ONLY, annotation=typer.Context)


def preset_option() -> inspect.Parameter:
    """--preset."""
    declared = typer.Option(
        "--preset", "--recipe",
        help="a shipped preset's name (`pixelstyle presets`) or a .toml file; options win over it",
        metavar="NAME|FILE", show_default=False,
    )  # fmt: skip
    annotation = Annotated[str | None, declared]
    return inspect.Parameter("preset", inspect.Parameter.KEYWORD_ONLY, annotation=annotation, default=None)


def typed_values(kind: type[Options], values: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of `kind` that were typed, even those typed with their default."""
    source = values[CONTEXT].get_parameter_source
    # By its name, since typer brings its own copy of the class that it is of.
    return {name: value for name, value in values_for(kind, values).items() if source(name).name != "DEFAULT"}


def settings_from(recipe: Recipe, values: Mapping[str, Any]) -> Settings:
    """The settings of a command. Raises PixelStyleError, also for a preset of another command."""
    given = typed_values(recipe.settings, values)
    if values["preset"] is None:
        return recipe.settings.of(given)
    preset = get_preset(values["preset"])
    if preset.recipe is not recipe:
        inputs = " ".join(item.name.upper() for item in preset.recipe.inputs)
        raise PixelStyleError(
            f"The preset '{values['preset']}' is for another command: "
            f"pixelstyle {preset.recipe.name} {inputs} --preset {values['preset']}"
        )
    return preset.settings(given)
