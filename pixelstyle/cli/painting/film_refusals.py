"""What people can ask `film` for that nothing would come of: it is refused before anything is read."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from pixelstyle.cli.many_workers import ELSEWHERE
from pixelstyle.cli.options import flag_of
from pixelstyle.cli.painting.film_options import FilmOptions
from pixelstyle.cli.painting.film_plan import JOIN
from pixelstyle.cli.typed_settings import typed_values
from pixelstyle.errors import PixelStyleError
from pixelstyle.files import existing_file
from pixelstyle.recipes import check_painter
from pixelstyle.settings import Settings, StylizeSettings

_OF_ONE_PICTURE = ("mask", "region", "protect", "detail", "carry", "grow", "keep_pixels")
"""What belongs to one content and has no place in a film."""
_OF_SAVED_PICTURES = ("size", "scale", "png", "pad", "base_tile", "columns", "border", "fade_in")
"""What is asked of PNGs and native files."""
_IN_ONE_PASS = {item.name for item in fields(Settings)}
"""What frames heed that nobody optimises."""
_WHILE_FRAMES_ARE_MADE = ("workers", "dask", "preview", "report", "json", "keep")
_OF_TASKS = {"plan", "do", "quiet"}
_OF_JOINING = _OF_TASKS | {"output", "enlarge", "bytes_per_frame", "overwrite", "report", "keep"}


def refuse_idle(settings: StylizeSettings, values: Mapping[str, Any]) -> None:
    """Raise PixelStyleError for settings and options that nothing would come of."""
    style, typed, options = values["painting_file"], typed_values(StylizeSettings, values), _typed_options(values)
    if values["do"] is not None:
        return _refuse_beside_do(values, [*typed, *options])
    if style is not None:
        existing_file(style, "picture")
    elif values["own_painter"]:
        raise PixelStyleError("Say whose painter the film is to have: a painting after the film.")
    if settings.painter is not None:
        check_painter(settings, style)
    in_one_pass = _IN_ONE_PASS | ({"painter", "painting", "seed", "device"} if settings.painter is not None else set())
    for name in typed:
        if name in _OF_ONE_PICTURE:
            raise PixelStyleError(f"{flag_of(name)} belongs to one picture and has no part in a film; leave it out.")
        if name in _OF_SAVED_PICTURES:
            raise PixelStyleError(f"{flag_of(name)} is for saved pictures and has no part in a film; leave it out.")
        if style is None and name not in in_one_pass:
            whose = "painted or optimised" if name in ("seed", "device") else "optimised"
            raise PixelStyleError(f"{flag_of(name)} is for films that are {whose}: name a painting after the film.")
    _refuse_options(options, values, made="painter" if settings.painter or values["own_painter"] else style)
    return None


def _refuse_options(options: Collection[str], values: Mapping[str, Any], made: str | None) -> None:
    """The same for options of the film; `made`: "painter", the painting's name, or None for a dither."""
    source = values["film"]
    idle = {
        "dither": (made is not None, "is for films without a painter and without a painting"),
        "steady": (made not in (None, "painter"), "is for films that are painted or dithered"),
        "keys": (values["painting_file"] is None, "is for films that are optimised: name a painting after the film"),
        "own_steps": (not values["own_painter"], "is for --own-painter"),
        "fps": (source is not None and Path(source).is_file(), "is for folders of pictures; a film has its own times"),
        "workers": (values["dask"] is not None, ELSEWHERE),
        "palette_for": (
            values["bytes_per_frame"] is not None and values["palette_for"] == "shot",
            "shot cannot be had with --bytes-per-frame, which needs one palette for the film",
        ),
    }
    if values["plan"] is not None:
        why = "is for frames that are made now, and --plan makes none"
        idle |= dict.fromkeys(_WHILE_FRAMES_ARE_MADE, (True, why))
    for name, (is_idle, why) in idle.items():
        if is_idle and name in options:
            raise PixelStyleError(f"{flag_of(name)} {why}; leave it out.")


def _refuse_beside_do(values: Mapping[str, Any], typed: Collection[str]) -> None:
    """The same for a part of a plan, which says how frames are made."""
    known = _OF_JOINING if values["do"] == JOIN else _OF_TASKS
    named = [repr(values[name]) for name in ("film", "painting_file") if values[name] is not None]
    for told in [*named, *(flag_of(name) for name in typed if name not in known)]:
        raise PixelStyleError(f"{told} has no part in --do {values['do']}: the plan says what is made; leave it out.")


def _typed_options(values: Mapping[str, Any]) -> list[str]:
    return list(typed_values(FilmOptions, values))
