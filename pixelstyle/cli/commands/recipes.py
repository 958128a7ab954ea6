"""The command of a recipe: its inputs, its settings as options, and where the picture goes."""

from __future__ import annotations

from typing import Any

from pixelstyle.cli.doors.watch_options import watch_parameters
from pixelstyle.cli.options import argument, command_of, file_option, parameters_of, values_for
from pixelstyle.cli.outputs import OF_STEPS, OutputOptions
from pixelstyle.cli.piped import with_standard_input
from pixelstyle.cli.typed_settings import context_parameter, preset_option, settings_from
from pixelstyle.files import existing_file, split_layer
from pixelstyle.recipes import CONVERT, Recipe
from pixelstyle.settings import OptimiseSettings, Settings, live_names


def recipe_command(recipe: Recipe) -> Any:
    """What typer makes the command of."""

    def body(values: dict[str, Any]) -> int:
        settings = settings_from(recipe, values)
        inputs = {item.name: values[item.name] for item in recipe.inputs if values[item.name] is not None}
        outputs = OutputOptions.of(values_for(OutputOptions, values)).named_after(*inputs.values(), settings.mode)
        with with_standard_input(inputs) as files:
            for path in files.values():
                existing_file(split_layer(path)[0], "picture")  # before what a run needs is loaded
            return run(settings, files, outputs, values)

    def run(settings: Settings, inputs: dict[str, str], outputs: OutputOptions, values: dict[str, Any]) -> int:
        from pixelstyle.screens import get_mode  # here, since a refusal of a file does without

        get_mode(settings.mode)
        from pixelstyle.cli.drive import drive  # here, since it needs what a run needs

        if values.get("watch") or values.get("vice"):
            from pixelstyle.cli.doors.watching import Watching  # here, since few ask for it

            watching = Watching(recipe, inputs, lambda: settings_from(recipe, values), outputs, values["vice"])
            return watching.run() if values["watch"] else watching.once()
        return drive(
            settings,
            lambda: recipe.prepare(inputs, settings),
            outputs,
            values.get("control"),
            lambda: recipe.look_over(inputs, [settings]),
        )

    inputs = [argument(item.name, item.text, item.optional) for item in recipe.inputs]
    parameters = [
        context_parameter(),
        *inputs,
        *parameters_of(OutputOptions, () if issubclass(recipe.settings, OptimiseSettings) else OF_STEPS),
        preset_option(),
        *parameters_of(recipe.settings, recipe.settings.idle),
    ]
    if live_names(recipe.settings):
        parameters.append(file_option("control", "settings to take up whenever this TOML file changes", "Schedule"))
    if recipe is CONVERT:
        parameters += watch_parameters()
    return command_of(recipe.name, recipe.summary, parameters, body)
