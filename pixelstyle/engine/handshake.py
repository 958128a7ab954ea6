"""The handshake: recipes with their settings, modes, palettes, all read off the records of lower floors."""

from __future__ import annotations

import dataclasses
import typing
from typing import Any

from pixelstyle.discovery import METHODS
from pixelstyle.errors import missing_extra
from pixelstyle.formats import extensions_for_mode
from pixelstyle.palettes import shipped_palettes
from pixelstyle.recipes import RECIPES, Recipe
from pixelstyle.screens import ScreenMode, maker_of, modes
from pixelstyle.settings import Options, kinds_of, live_names

_LISTS = {"mode": "modes", "palette": "palettes", "network": "networks", "method": "methods"}
"""Settings whose values are the names of one of the lists that the engine sends."""

WEIGHT = "_weight"
"""A setting with this ending is the weight of the term that its beginning names."""


def hello_fields() -> dict[str, Any]:
    """What `hello` says of recipes, modes and palettes: it needs no torch, hence comes at once."""
    return {
        "recipes": [describe_recipe(recipe) for recipe in RECIPES.values()],
        "modes": [describe_mode(mode) for mode in modes()],
        "palettes": list(shipped_palettes()),
    }


def ready_fields() -> dict[str, Any]:
    """What `ready` says of torch, the device, networks and methods: it comes when torch is loaded.

    Raises MissingExtraError where it is not installed.
    """
    try:
        import torch
    except ModuleNotFoundError as error:
        raise missing_extra(error, "The engine") from None

    from pixelstyle.networks import network_kinds
    from pixelstyle.optimise import choose_device

    return {
        "torch": torch.__version__,
        "device": str(choose_device("auto")),
        "networks": [{"name": kind.name, "help": kind.description} for kind in network_kinds()],
        "methods": sorted(METHODS.summaries()),
    }


def describe_recipe(recipe: Recipe) -> dict[str, Any]:
    """A recipe's inputs and settings as plain data."""
    return {
        "name": recipe.name,
        "help": recipe.summary,
        "inputs": [{"name": item.name, "help": item.text} for item in recipe.inputs],
        "settings": describe_settings(recipe.settings),
    }


def describe_settings(settings: type[Options]) -> list[dict[str, Any]]:
    """Every field that a client may set: name, type, default, limits, choices, help, and the heading it is under."""
    hints = typing.get_type_hints(settings)
    panels = _panels(settings)
    described, live = [], live_names(settings)
    for item in dataclasses.fields(settings):
        kinds = kinds_of(hints[item.name])
        rules = item.metadata
        if rules["writes"]:
            continue
        entry: dict[str, Any] = {
            "name": item.name,
            "type": _type_name(kinds, rules["choices"]),
            "default": item.default,
            "optional": type(None) in kinds,
            "help": rules["help"],
            "panel": panels[item.name],
        }
        entry |= {key: rules[key] for key in ("choices", "least", "most") if rules[key] not in (None, ())}
        if rules["file"]:
            entry["file"] = True
        if item.name in _LISTS:
            entry["of"] = _LISTS[item.name]
        if item.name in live:
            entry["changeable"] = True
            if rules["live"] == "weight":
                entry["live"] = item.name.removesuffix(WEIGHT)
        described.append(entry)
    return described


def describe_mode(mode: ScreenMode) -> dict[str, Any]:
    """What a program needs to know to offer a mode and to lay out its pictures."""
    return {
        "name": mode.name,
        "title": mode.title,
        "maker": maker_of(mode),
        "width": mode.width,
        "height": mode.height,
        "pixel": list(mode.pixel),
        "any_size": mode.any_size,
        "palette": mode.palette,
        "extensions": extensions_for_mode(mode),
    }


def _panels(settings: type[Options]) -> dict[str, str]:
    """For each field the heading of the class that added it."""
    found: dict[str, str] = {}
    for kind in reversed(settings.__mro__):
        if dataclasses.is_dataclass(kind) and issubclass(kind, Options):
            for item in dataclasses.fields(kind):
                found.setdefault(item.name, kind.panel)
    return found


def _type_name(kinds: tuple[type, ...], choices: tuple[str, ...]) -> str:
    if choices:
        return "choice"
    for kind, name in ((bool, "boolean"), (float, "number"), (int, "integer"), (tuple, "list")):
        if kind in kinds:
            return name
    return "text"
