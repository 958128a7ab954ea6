"""Settings as a person typed them, over those of a preset where one is named."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Annotated, Any

import typer

from pixelstyle.cli.completion import completion_of
from pixelstyle.cli.options import values_for
from pixelstyle.errors import PixelStyleError
from pixelstyle.recipes import Recipe, get_preset
from pixelstyle.settings import Options, Settings

CONTEXT = "context"
_WITHOUT_EVERY = {"convert": "once, at the end", "straight-through": "in every iteration"}
"""The methods that do not solve every so many iterations, and when they do."""


def context_parameter() -> inspect.Parameter:
    """Makes typer say which options were really typed: `typed_values` needs it."""
    return inspect.Parameter(CONTEXT, inspect.Parameter.KEYWORD_ONLY, annotation=typer.Context)


def preset_option() -> inspect.Parameter:
    """--preset."""
    declared = typer.Option(
        "--preset", "--recipe",
        help="a shipped preset's name (`pixelstyle presets`) or a .toml file; options win over it",
        metavar="NAME|FILE", show_default=False,
        autocompletion=completion_of("preset", ()),
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
    _refuse_idle(recipe.name, given)
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


def _refuse_idle(command: str, given: Mapping[str, Any]) -> None:
    """Raise PixelStyleError for what a person can type and nothing would come of."""
    if given.get("iterations") == 0:
        raise PixelStyleError(f"-n 0 leaves {command} nothing to do: take 1 or more, or `pixelstyle convert`.")
    if given.get("method") in _WITHOUT_EVERY and "every" in given:
        when = _WITHOUT_EVERY[given["method"]]
        raise PixelStyleError(f"--every has no meaning for --method {given['method']}, which solves the rules {when}.")
