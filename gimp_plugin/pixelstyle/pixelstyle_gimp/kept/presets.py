"""Named requests that a person kept, and what they starred, in one JSON file beside engine.json. No GIMP in here."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from pixelstyle_gimp.engine_location import config_folders

_FAVOURITES = " favourites"
"""Beside the recipes, none of which is called so."""


def presets_file() -> Path:
    """Where they are kept: in the user's own configuration, whatever GIMP it is."""
    return config_folders()[-1] / "gimp-presets.json"


def read_presets(recipe: str) -> dict[str, dict[str, Any]]:
    """The presets of a recipe by name; {} where there are none, or the file is damaged."""
    try:
        return {name: dict(values) for name, values in dict(_read().get(recipe, {})).items()}
    except (ValueError, TypeError):
        return {}


def write_preset(recipe: str, name: str, values: dict[str, Any]) -> None:
    """Add or replace one. Raises OSError."""
    kept = _read()
    kept.setdefault(recipe, {})[name] = values
    _write(kept)


def read_favourites() -> set[str]:
    """The keys of what a person has starred: 'painting/NAME' and 'recipe/NAME'."""
    starred = _read().get(_FAVOURITES, [])
    return {key for key in starred if isinstance(key, str)} if isinstance(starred, list) else set()


def write_favourites(keys: set[str]) -> None:
    """Keep them. Raises OSError."""
    _write(_read() | {_FAVOURITES: sorted(keys)})


def _read() -> dict[str, Any]:
    try:
        kept = json.loads(presets_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


def _write(kept: dict[str, Any]) -> None:
    file = presets_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_suffix(".part")
    fresh.write_text(json.dumps(kept, indent=2, sort_keys=True), encoding="utf-8")
    os.replace(fresh, file)  # noqa: PTH105
