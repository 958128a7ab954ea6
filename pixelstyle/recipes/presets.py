"""Presets: all settings of a run in a TOML file, for another picture or another day.

    command = "stylize"
    about = "Watercolour for the Game Boy: pale, soft, without outlines"

    mode = "dmg"
    style_weight = 5.0
    at = ["40%:tv_weight=2"]

The keys are the settings of the command. Files are looked for beside the preset first.
"""

from __future__ import annotations

import dataclasses
import json
import os
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pixelstyle.errors import PixelStyleError, UnknownNameError
from pixelstyle.files import is_file, read_toml, split_layer
from pixelstyle.recipes.registry import RECIPES, Recipe
from pixelstyle.settings import Settings, split_file
from pixelstyle.version import __version__

_EXTENSION = ".toml"
_NOT_SETTINGS = ("command", "about")


@dataclass(frozen=True)
class Preset:
    """A preset file, its settings checked."""

    name: str
    path: Path
    recipe: Recipe
    about: str
    values: dict[str, Any]
    """What the file says, files with their paths as seen from here."""

    def settings(self, given: dict[str, Any] | None = None) -> Settings:
        """The settings of a run; those in `given` win. Raises PixelStyleError for what does not go together."""
        given = given or {}
        values = self.values
        if "quality" in given and "iterations" not in given:  # else the preset's number would win over it
            values = {name: value for name, value in values.items() if name != "iterations"}
        return self.recipe.settings.of(values | given)


def get_preset(name_or_path: str | Path) -> Preset:
    """The shipped preset of this name, or the one in this file.

    Raises UnknownNameError with near names, PixelStyleError with file and line for whatever is wrong in a file.
    """
    text = str(name_or_path)
    shipped = {path.stem: path for path in _shipped()}
    stem = text.removesuffix(_EXTENSION)
    if stem.casefold() in shipped and not is_file(text):
        return read_preset(shipped[stem.casefold()])
    if is_file(text) or "/" in text or "\\" in text:
        return read_preset(text)
    raise UnknownNameError("preset", stem, shipped, see="pixelstyle presets")


def shipped_presets() -> list[Preset]:
    """Those that come with the program, by name."""
    return [read_preset(path) for path in _shipped()]


def read_preset(path: str | Path) -> Preset:
    """The preset in a TOML file. Raises as `get_preset`."""
    path = Path(path)
    text, values = read_toml(path, "preset")
    if not isinstance(values.get("command"), str):
        raise PixelStyleError(f"'{path}' does not say what it is for: begin with a line such as command = \"stylize\".")
    about = str(values.get("about", ""))
    try:
        if values["command"] not in RECIPES:
            raise UnknownNameError("command that takes presets", values["command"], RECIPES)
        recipe = RECIPES[values["command"]]
        forms = {item.name: item.metadata["file"] for item in dataclasses.fields(recipe.settings)}
        found = {key: _beside(path, value, forms.get(key)) for key, value in values.items() if key not in _NOT_SETTINGS}
        for key, value in found.items():
            _check(recipe.settings, key, value, f"line {_line(text, key)}: ")
        recipe.settings.of(found)
    except PixelStyleError as error:
        raise PixelStyleError(f"'{path}': {error}") from None
    return Preset(path.stem, path, recipe, about, found)


def write_preset(recipe: str, settings: Settings, path: Path, about: str = "") -> bytes:
    """All settings of a run as a preset file that is to lie at `path`, with what each of them means."""
    lines = [f"# PixelStyle {__version__}: {recipe} --preset {path.name}", "", f'command = "{recipe}"']
    lines += [f"about = {_toml(about)}"] if about else []
    settings = settings.with_files({name: _from(path, file) for name, file in settings.files().items()})
    panel = ""
    for item, heading in _by_panel(type(settings)):
        value = getattr(settings, item.name)
        if value is None or item.metadata["writes"]:
            continue  # TOML has no word for nothing, and where else something is written is no part of a preset
        if heading != panel:
            panel = heading
            lines += ["", f"# {panel}", ""]
        lines.append(f"{item.name} = {_toml(value)}")
    return ("\n".join(lines) + "\n").encode()


def _check(kind: type[Settings], key: str, value: Any, where: str) -> None:
    """One setting by itself, so that an error has its line."""
    try:
        if not isinstance(value, (str, int, float, list)):
            raise PixelStyleError(f"{key} cannot be {value!r}.")
        kind.without_outputs({key: value}, "it")
        # A schedule is checked with the other settings, whose iterations and method it depends on.
        kind.of({key: value} if key != "at" else {})
    except PixelStyleError as error:
        raise PixelStyleError(f"{where}{error}") from None


def _line(text: str, key: str) -> int:
    """The line in which a key stands, from 1."""
    pattern = re.compile(rf"""\s*\[*\s*["']?{re.escape(key)}["']?\s*[=.\]]""")
    return next((n for n, line in enumerate(text.splitlines(), 1) if pattern.match(line)), 1)


def _beside(preset: Path, value: Any, form: bool | str | None) -> Any:
    """A setting whose file or files lie beside the preset, with paths that are right from here."""
    if isinstance(value, list) and isinstance(form, str):
        return [_beside_in(preset, text, form) if isinstance(text, str) else text for text in value]
    if isinstance(value, str) and form is True and is_file(preset.parent / split_layer(value)[0]):
        return str(preset.parent / value)
    return value


def _beside_in(preset: Path, text: str, form: str) -> str:
    before, file, after = split_file(text, form)
    return f"{before}{_beside(preset, file, True)}{after}"


def _from(preset: Path, file: str) -> str:
    try:
        return Path(os.path.relpath(file, preset.parent)).as_posix()
    except ValueError:  # another drive
        return str(Path(file).absolute())


def _by_panel(kind: type[Settings]) -> list[tuple[dataclasses.Field[Any], str]]:
    """Every field with the heading of the class that added it."""
    owners = [owner for owner in reversed(kind.__mro__) if dataclasses.is_dataclass(owner)]
    heading: dict[str, str] = {}
    for owner in owners:
        for item in dataclasses.fields(owner):
            heading.setdefault(item.name, str(getattr(owner, "panel", "")))
    return [(item, heading[item.name]) for item in dataclasses.fields(kind)]


def _toml(value: Any) -> str:
    if isinstance(value, (tuple, list)):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return str(value).lower() if isinstance(value, bool) else repr(value)


@cache
def _shipped() -> tuple[Path, ...]:
    return tuple(sorted((Path(__file__).parent / "shipped_presets").glob(f"*{_EXTENSION}")))
