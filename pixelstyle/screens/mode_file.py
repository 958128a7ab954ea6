"""A machine of one's own: a screen mode read from a TOML file, so that nobody needs Python to add one.

    name = "my-console"
    title = "My console, 160 x 144"
    width = 160
    height = 144
    palette = "my-colours.gpl"      # a shipped palette's name, or a file beside this one
    pixel = [1, 1]

    [[slots]]                       # one colour for the whole picture ...
    count = 1
    name = "background"

    [[slots]]                       # ... and three for each 8 x 8 cell
    count = 3
    cell = [8, 8]

The keys are the fields of ScreenMode; [subpalettes], [tiles] and [choice] are tables of their records' fields.
"""

from __future__ import annotations

import dataclasses
import tomllib
import types
import typing
from pathlib import Path
from typing import Any

from pixelstyle.errors import PixelStyleError, UnknownNameError
from pixelstyle.files import read_bytes
from pixelstyle.screens.mode import ScreenMode


def read_mode(path: str | Path) -> ScreenMode:
    """The mode in a TOML file. Raises PixelStyleError that names the file and the key for whatever is wrong in it."""
    path = Path(path)
    try:
        values = tomllib.loads(read_bytes(path, "mode").decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PixelStyleError(f"'{path}' is not TOML: {error}.") from None
    values.setdefault("name", path.stem)
    values.setdefault("title", values["name"])
    values.setdefault("palette", None)
    for key in ("palette", "glyphs"):
        if isinstance(values.get(key), str) and (path.parent / values[key]).is_file():
            values[key] = str(path.parent / values[key])
    try:
        mode: ScreenMode = _record(ScreenMode, values, "")
    except PixelStyleError as error:
        raise PixelStyleError(f"'{path}': {error}") from None
    if mode.signal is not None:
        raise PixelStyleError(f"'{path}': signal rules are built in; a mode file cannot name one.")
    return mode


def _record(kind: Any, values: Any, where: str) -> Any:
    """A dataclass from a TOML table, its types checked."""
    if not isinstance(values, dict):
        raise PixelStyleError(f"{where} is a table of settings, not {values!r}.")
    hints = typing.get_type_hints(kind)
    for name in values:
        if name not in hints:
            raise UnknownNameError(f"key in {where or 'a mode file'}", name, hints)
    missing = [
        item.name
        for item in dataclasses.fields(kind)
        if item.name not in values
        and item.default is dataclasses.MISSING
        and item.default_factory is dataclasses.MISSING
    ]
    if missing:
        raise PixelStyleError(f"{where or 'the mode'} needs {' and '.join(missing)}.")
    return kind(**{name: _value(hints[name], value, f"{where} {name}".strip()) for name, value in values.items()})


def _value(hint: Any, value: Any, where: str) -> Any:
    """One value as its annotation asks: plain, optional, a tuple, or a table."""
    if isinstance(hint, types.UnionType):
        kinds = typing.get_args(hint)
        if value is None:
            return None
        return _value(next(kind for kind in kinds if kind is not type(None)), value, where)
    if dataclasses.is_dataclass(hint):
        return _record(hint, value, where)
    origin, parts = typing.get_origin(hint), typing.get_args(hint)
    if origin is tuple:
        if not isinstance(value, list):
            raise PixelStyleError(f"{where} is a list such as [8, 8], not {value!r}.")
        each = [parts[0]] * len(value) if parts[-1] is ... else list(parts)
        if len(each) != len(value):
            raise PixelStyleError(f"{where} has {len(value)} entries; it takes {len(each)}.")
        return tuple(_value(kind, item, where) for kind, item in zip(each, value, strict=True))
    if origin is dict:
        return dict(value) if isinstance(value, dict) else _refuse(where, value)
    if hint is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, hint) or (isinstance(value, bool) and hint is not bool):
        _refuse(where, value)
    if hint is int and not 0 <= value <= 65_536:
        raise PixelStyleError(f"{where} is {value}; it is from 0 to 65536.")
    return value


def _refuse(where: str, value: Any) -> typing.NoReturn:
    raise PixelStyleError(f"{where} cannot be {value!r}.")
