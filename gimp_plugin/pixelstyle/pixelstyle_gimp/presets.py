"""Named requests that a person kept, in one JSON file beside engine.json. No GIMP in here."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from pixelstyle_gimp.engine_location import config_folders


def presets_file() -> Path:
    """Where they are kept: in the user's own configuration, whatever GIMP it is."""
    return config_folders()[-1] / "gimp-presets.json"


def read_presets(recipe: str) -> dict[str, dict[str, Any]]:
    """The presets of a recipe by name; {} where there are none, or the file is damaged."""
    try:
        kept = json.loads(presets_file().read_text(encoding="utf-8"))
        return {name: dict(values) for name, values in dict(kept.get(recipe, {})).items()}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}


def write_preset(recipe: str, name: str, values: dict[str, Any]) -> None:
    """Add or replace one. Raises OSError."""
    file = presets_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        kept = {}
    kept.setdefault(recipe, {})[name] = values
    fresh = file.with_suffix(".part")
    fresh.write_text(json.dumps(kept, indent=2, sort_keys=True), encoding="utf-8")
    os.replace(fresh, file)  # noqa: PTH105
