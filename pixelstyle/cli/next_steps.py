"""What a person may want to try next, in words: the last line of a run."""

from __future__ import annotations

from pathlib import Path

from pixelstyle.formats import extensions_for_mode
from pixelstyle.recipes import Result
from pixelstyle.settings import ConvertSettings, DreamSettings, StylizeSettings


def next_steps(result: Result, files: list[Path]) -> str:
    """One line: how the next picture may be calmer, nearer to the photo and so on, and how this one is made again.

    '' for results of which nothing is known to help.
    """
    tried = [*_other_looks(result), *_other_file(result, files)]
    if not tried:
        return ""
    picture = next((path for path in files if path.suffix.lower() == ".png"), None)
    if picture is not None:
        tried.append(f"the same once more: pixelstyle again {picture}")
    return f"Try next: {'; '.join(tried)}."


def _other_looks(result: Result) -> list[str]:
    settings = result.settings
    if isinstance(settings, StylizeSettings) and settings.painter is not None:
        return [
            f"nearer to the painting: --refine {2 * settings.refine or 40}",
            "in another painting's style: pixelstyle painters",
        ]
    if isinstance(settings, StylizeSettings):
        weight = settings.content_weight
        return [
            f"calmer: --tv-weight {settings.tv_weight + 2:g}" + (" --clean 1" if settings.tidiness < 1 else ""),
            f"nearer to the photo: --content-weight {2 * weight:g}" if weight else "with the photo: --content-weight 1",
            f"more of the style: --style-weight {2 * settings.style_weight:g}",
            "other colours: -m free --palette pico-8"
            if result.mode.name != "free"
            else "other colours: --palette NAME",
            "compare: pixelstyle sheet CONTENT STYLE --vary style_weight=1,3,9",
        ]
    if isinstance(settings, DreamSettings):
        strength = settings.strength_in_use
        return [
            f"calmer: --strength {strength / 2:g}",
            f"wilder: --strength {min(1.0, 2 * strength):g}" if strength < 1 else "wilder: --octaves 6",
            "other shapes: --layer relu5_1",
        ]
    if isinstance(settings, ConvertSettings) and result.picture is not None and settings.dither == "none":
        return ["softer changes of colour: --dither floyd-steinberg", "in a style: pixelstyle stylize IMAGE PAINTING"]
    return []


def _other_file(result: Result, files: list[Path]) -> list[str]:
    """The machine's own file, where none has been written."""
    native = [extension for extension in extensions_for_mode(result.mode) if extension != ".png"]
    if not native or any(path.suffix.lower() in native for path in files):
        return []
    return [f"for the machine itself: -o out{native[0]}"]
