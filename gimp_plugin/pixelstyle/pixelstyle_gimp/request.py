"""A request: all that a run was asked for, as plain data that layers, GIMP and presets can keep. No GIMP in here."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any

OUTPUTS = (
    ("layer", "New layer"),
    ("image", "New image with the machine's palette"),
    ("replace", "In place of the layer"),
)
SIZES = (("shown", "As a person sees it"), ("native", "The machine's own pixels"))
PALETTES = (
    ("machine", "The machine's"),
    ("gimp", "A GIMP palette"),
    ("colormap", "The image's colormap"),
)


@dataclass
class Request:
    """What to make, and where to put it."""

    recipe: str
    settings: dict[str, Any] = field(default_factory=dict)
    """As the engine takes them; only what differs from its defaults."""
    style: dict[str, Any] = field(default_factory=dict)
    """{"file": path}, {"layer": tattoo, "image": id, "name": ...} or {}."""
    palette: dict[str, Any] = field(default_factory=dict)
    """{"from": "gimp", "name": ..., "colours": [...]}, {"from": "colormap"} or {} for the machine's."""
    output: str = "layer"
    size: str = "shown"
    enlarge: int = 0
    """0: as large as fits the layer, in whole steps."""
    export: str = ""
    """A native file to write as well."""

    def to_json(self) -> str:
        """The request as text, for parasites and files."""
        return json.dumps(asdict(self), sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Request:
        """Raises ValueError for text that is none; keys of later versions are left out."""
        data = json.loads(text)
        if not isinstance(data, dict) or not isinstance(data.get("recipe"), str):
            raise ValueError("no request")
        known = {name: value for name, value in data.items() if name in cls.__dataclass_fields__}
        return cls(**known)


def parse_settings(text: str | None) -> dict[str, Any]:
    """The JSON object of a procedure's `settings` argument. Raises ValueError with words for people."""
    try:
        settings = json.loads(text or "{}")
    except ValueError:
        settings = None
    if not isinstance(settings, dict):
        raise ValueError('The settings are no JSON object such as {"mode": "zx-spectrum", "iterations": 50}.')
    return settings


def changed(values: dict[str, Any], described: list[dict[str, Any]]) -> dict[str, Any]:
    """The values that differ from the defaults of a recipe's described settings."""
    defaults = {item["name"]: item["default"] for item in described}
    return {name: value for name, value in values.items() if name in defaults and value != defaults[name]}
