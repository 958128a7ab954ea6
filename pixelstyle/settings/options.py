"""Typed options: what a setting is, before there are any. Fields carry their help text and limits; values are checked
against both when a record is made."""

from __future__ import annotations

import dataclasses
import math
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, field
from typing import Any, ClassVar, Literal, Self, TypedDict, Unpack

from pixelstyle.errors import PixelStyleError, UnknownNameError
from pixelstyle.files import is_file, split_layer
from pixelstyle.plug_ins import Kind, own_names

Live = Literal["weight", "judge", "display", "method", "screen"]
"""What a setting that may change during a run concerns: the weight of a term, what else the picture is judged by, what
the network sees the screen through, the method and the optimiser, or the screen's rules and colours."""


class Rules(TypedDict, total=False):
    """What is known of a setting beside its default and its help text."""

    choices: tuple[str, ...]
    """The values that it can have; () for any."""
    own: Kind | None
    """The kind of part that it names, where packages and programs may bring more of them than the choices."""
    least: float | None
    most: float | None
    """Limits of a number, inclusive."""
    file: bool | str
    """Whether it may name a file, whose contents then matter as much as an input picture's; for a list of them what
    each entry looks like: 'path=weight', 'name=path' or 'when:palette=path'."""
    named: Callable[[str], bool] | None
    """Tells the values that are names of something else, even where a file is called so."""
    writes: bool
    """Whether it says where something is written: a person types it, no file and no message sets it."""
    live: Live | None
    """What it concerns, if it may change while a run goes on."""


_NO_RULES = Rules(choices=(), own=None, least=None, most=None, file=False, named=None, writes=False, live=None)


def option(default: Any, text: str, *flags: str, **rules: Unpack[Rules]) -> Any:
    """A field: its default, help text, short flags such as '-m', and its rules."""
    return field(default=default, metadata={"help": text, "flags": flags, **_NO_RULES, **rules})


@dataclass(frozen=True)
class Options:
    """Fields made by `option`, checked against their types and limits whenever one is created."""

    panel: ClassVar[str] = ""
    """The heading in --help under which the fields that a class adds are listed."""
    idle: ClassVar[tuple[str, ...]] = ()
    """Fields of the classes above that have no meaning here: the command line does not offer them."""
    steered: ClassVar[bool] = False
    """Whether a run takes changes from outside while it goes on."""
    follows: ClassVar[frozenset[Live]] = frozenset()
    """Which kinds of its live settings the recipe's schedule may change."""

    def __post_init__(self) -> None:
        hints = hints_of(type(self))
        for item in dataclasses.fields(self):
            _check(item, hints[item.name], getattr(self, item.name))

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Self:
        """From a mapping of names to values. Raises UnknownNameError for a name that is no setting."""
        known = {item.name for item in dataclasses.fields(cls)}
        for name in values:
            if name not in known:
                raise UnknownNameError("setting", name, known)
        # JSON, in which records and the engine's requests are written, has lists only.
        return cls(**{name: tuple(value) if isinstance(value, list) else value for name, value in values.items()})

    @classmethod
    def without_outputs(cls, values: Mapping[str, Any], whose: str) -> Mapping[str, Any]:
        """The same values, read from a file or a message, `whose` of it says what. Raises PixelStyleError where one of
        them says where something is to be written: that is for a person to say."""
        for item in dataclasses.fields(cls):
            if item.metadata["writes"] and values.get(item.name) is not None:
                raise PixelStyleError(
                    f"{whose} says where to write a file ({item.name}), which only you can: take that out of it."
                )
        return values

    def identity(self) -> dict[str, Any]:
        """The changed settings that decide which picture is made, not how it is saved."""
        return {name: value for name, value in self.changed().items() if name not in ("size", "scale")}

    def changed(self) -> dict[str, Any]:
        """The settings that differ from their defaults: enough to repeat a run. Where else something is written is no
        part of what is made."""
        return {
            item.name: getattr(self, item.name)
            for item in dataclasses.fields(self)
            if not item.metadata["writes"] and (item.default is MISSING or getattr(self, item.name) != item.default)
        }

    def files(self) -> dict[str, str]:
        """The settings that name an existing file, by field; those in lists by field and number, 'region_1'."""
        named: dict[str, str] = {}
        for item in dataclasses.fields(self):
            value, form, is_name = getattr(self, item.name), item.metadata["file"], item.metadata["named"]
            if form is True and isinstance(value, str) and not (is_name and is_name(value)):
                named[item.name] = value
            elif isinstance(form, str):
                paths = {f"{item.name}_{n}": split_file(text, form)[1] for n, text in enumerate(value, start=1)}
                named |= {name: path for name, path in paths.items() if not (is_name and is_name(path))}
        return {name: path for name, path in named.items() if is_file(split_layer(path)[0])}

    def with_files(self, moved: Mapping[str, str]) -> Self:
        """The same settings with files in other places, which are named as `files` names them."""
        changed: dict[str, Any] = {}
        for item in dataclasses.fields(self):
            form = item.metadata["file"]
            if form is True:
                changed[item.name] = moved.get(item.name, getattr(self, item.name))
            elif isinstance(form, str):
                parts = [split_file(text, form) for text in getattr(self, item.name)]
                changed[item.name] = tuple(
                    before + moved.get(f"{item.name}_{n}", path) + after
                    for n, (before, path, after) in enumerate(parts, start=1)
                )
        return dataclasses.replace(self, **changed)


_HINTS: dict[type[Any], dict[str, Any]] = {}


def hints_of(kind: type[Any]) -> dict[str, Any]:
    """The types of a class's fields, by name: found once, since that takes a millisecond, and presets ask often."""
    if kind not in _HINTS:
        _HINTS[kind] = typing.get_type_hints(kind)
    return _HINTS[kind]


def split_file(text: str, form: str) -> tuple[str, str, str]:
    """What stands before the path, the path, and what stands after it: 'a.jpg=0.5' as '', 'a.jpg', '=0.5'."""
    if form == "name=path":
        name, sign, path = text.partition("=")
        return name + sign, path, ""
    if form == "when:palette=path":
        name, sign, path = text.partition("=")
        blanks = path[: len(path) - len(path.lstrip())]
        is_palette = name.rpartition(":")[2].strip() == "palette"
        return (name + sign + blanks, path.strip(), "") if is_palette else (text, "", "")
    path, sign, weight = text.rpartition("=")
    return ("", path, sign + weight) if path and _is_number(weight) else ("", text, "")


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _check(item: dataclasses.Field[Any], hint: Any, value: Any) -> None:
    """Raise PixelStyleError when a value is not of the field's type or outside its limits."""
    name, rules = item.name, item.metadata
    kinds = kinds_of(hint)
    if isinstance(value, int) and not isinstance(value, bool) and float in kinds:
        kinds = (*kinds, int)
    if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
        raise PixelStyleError(f"The setting {name} cannot be {value!r}.")
    if isinstance(value, tuple) and not all(isinstance(each, str) for each in value):
        raise PixelStyleError(f"The setting {name} cannot be {list(value)!r}: it is a list of texts.")
    if rules["choices"] and value not in rules["choices"]:
        own = own_names(rules["own"]) if rules["own"] else {}
        if value not in own:
            raise UnknownNameError(name, str(value), [*rules["choices"], *own])
    if isinstance(value, float) and not math.isfinite(value) and rules["most"] is None:
        raise PixelStyleError(f"The setting {name} is {value}; it can be any number but that.")
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        least, most = rules["least"], rules["most"]
        # Written this way round so that NaN fails too.
        if (least is not None and not value >= least) or (most is not None and not value <= most):
            span = f"from {least:g} to {most:g}" if most is not None else f"{least:g} or more"
            raise PixelStyleError(f"The setting {name} is {value}; it can be {span}.")


def kinds_of(hint: Any) -> tuple[type, ...]:
    """The plain types that an annotation such as `float | None` or `tuple[str, ...]` allows."""
    parts = typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
    return tuple(typing.get_origin(part) or part for part in parts)
