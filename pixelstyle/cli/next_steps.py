"""What a person may want to try next, in words: the last lines of a run."""

from __future__ import annotations

import shlex
from pathlib import Path

from pixelstyle.cli.piped import as_typed
from pixelstyle.formats import extensions_for_mode
from pixelstyle.recipes import Result, find_recipe
from pixelstyle.settings import ConvertSettings, DreamSettings, StylizeSettings


def next_steps(result: Result, files: list[Path]) -> str:
    """A line for each thing to try: how the next picture may be calmer, nearer to the photo and so on, and how this one
    is made again. What begins with '-' is added to the command that was given.

    '' for results of which nothing is known to help.
    """
    tried = [*_other_looks(result), *_other_file(result, files)]
    if not tried:
        return ""
    picture = next((path for path in files if path.suffix.lower() == ".png"), None)
    if picture is not None:
        tried.append(("the same once more", shlex.join(["pixelstyle", "again", str(picture)])))
    room = max(len(words) for words, _ in tried) + 3
    return "\n".join(["Try next:", *(f"  {words + ':':<{room}}{what}" for words, what in tried)])


def _other_looks(result: Result) -> list[tuple[str, str]]:
    settings = result.settings
    if isinstance(settings, StylizeSettings) and settings.painter is not None:
        return [
            ("nearer to the painting", f"--refine {2 * settings.refine or 40}"),
            ("other paintings", "pixelstyle painters"),
            _other_colours(result),
        ]
    if isinstance(settings, StylizeSettings):
        weight = settings.content_weight
        return [
            ("calmer", f"--tv-weight {settings.tv_weight + 2:g}" + (" --clean 1" if settings.tidiness < 1 else "")),
            ("nearer to the photo", f"--content-weight {2 * weight:g}")
            if weight
            else ("with the photo", "--content-weight 1"),
            ("more of the style", f"--style-weight {2 * settings.style_weight:g}"),
            _other_colours(result),
            ("compare", f"{_command('sheet', result)} --vary style_weight=1,3,9"),
        ]
    if isinstance(settings, DreamSettings):
        strength = settings.strength_in_use
        return [
            ("calmer", f"--strength {strength / 2:g}"),
            ("wilder", f"--strength {min(1.0, 2 * strength):g}" if strength < 1 else "--octaves 6"),
            ("other shapes", "--layer relu5_1"),
        ]
    if isinstance(settings, ConvertSettings) and result.picture is not None and settings.dither == "none":
        drawn = result.picture.mode.glyphs is not None  # and dithered by the glyphs' own dots
        return [
            *([] if drawn else [("softer changes of colour", "--dither floyd-steinberg")]),
            _other_colours(result),
            ("in a style", f"{_command('stylize', result)} --painter van-gogh"),
        ]
    return []


def _other_colours(result: Result) -> tuple[str, str]:
    if result.mode.name == "free":
        return "other colours", "--palette FILE, such as one of GIMP's (.gpl)"
    return "your own palette", "-m free --palette FILE, or a name: pixelstyle palettes"


def _command(name: str, result: Result) -> str:
    """Another command with the same pictures, machine and palette."""
    inputs = [
        as_typed(result.inputs[item.name]["path"])
        for item in find_recipe(result.recipe).inputs
        if item.name in result.inputs
    ]
    words = ["pixelstyle", name, *inputs]
    if result.settings.mode != StylizeSettings.mode:
        words += ["-m", result.settings.mode]
    if result.settings.palette is not None:
        words += ["--palette", result.settings.palette]
    return shlex.join(words)


def _other_file(result: Result, files: list[Path]) -> list[tuple[str, str]]:
    """The machine's own file, where none has been written."""
    native = [extension for extension in extensions_for_mode(result.mode) if extension != ".png"]
    if not native or any(path.suffix.lower() in native for path in files):
        return []
    return [("for the machine itself", f"-o out{native[0]}")]
