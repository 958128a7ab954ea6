"""A request: all that a run was asked for, as plain data that layers, GIMP and presets can keep. No GIMP in here."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
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
SELECTIONS = (
    ("bounds", "What is selected becomes the whole screen"),
    ("layer", "The whole layer; only what is selected changes"),
)

MOST_ENLARGED = 32
_PATH = re.compile(r"[/\\]|(^|=)\s*[A-Za-z]:")


@dataclass
class Request:
    """What to make, and where to put it."""

    recipe: str
    settings: dict[str, Any] = field(default_factory=dict)
    """As the engine takes them; only what differs from its defaults."""
    style: dict[str, Any] = field(default_factory=dict)
    """{"file": path}, {"painting": a shipped one's name}, {"layer": tattoo, "image": id, "name": ...} or {}."""
    palette: dict[str, Any] = field(default_factory=dict)
    """{"from": "gimp", "name": ..., "colours": [...]}, {"from": "colormap"} or {} for the machine's."""
    output: str = "layer"
    size: str = "shown"
    enlarge: int = 0
    """0: a layer in register with the one that it came from."""
    export: str = ""
    """A native file to write as well."""
    selection: str = "bounds"
    """What is worked on where something is selected."""

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
        kinds = {name: type(value) for name, value in asdict(cls("")).items()}
        if not all(type(value) is kinds[name] for name, value in known.items()):
            raise ValueError("no request")
        made = cls(**known)
        chosen = ((made.output, OUTPUTS), (made.size, SIZES), (made.selection, SELECTIONS))
        if not all(value in dict(choices) for value, choices in chosen) or not 0 <= made.enlarge <= MOST_ENLARGED:
            raise ValueError("no request")
        return made

    def files(self) -> list[str]:
        """The files of this computer that it names, to be read or written: what looks like a path. A name without a
        folder is a file of the engine's own work folder."""
        texts = [self.export, *_texts(self.style.get("file")), *_texts(self.settings)]
        return [text for text in texts if _PATH.search(text)]


def parse_settings(text: str | None) -> dict[str, Any]:
    """The JSON object of a procedure's `settings` argument. Raises ValueError with words for people."""
    try:
        settings = json.loads(text or "{}")
    except ValueError:
        settings = None
    if not isinstance(settings, dict):
        raise ValueError('The settings are no JSON object such as {"mode": "zx-spectrum", "iterations": 50}.')
    return settings


def _texts(value: Any) -> Iterator[str]:
    """Every text in plain data."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list, tuple)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)


def changed(values: dict[str, Any], described: list[dict[str, Any]]) -> dict[str, Any]:
    """The values that differ from the defaults of a recipe's described settings."""
    defaults = {item["name"]: item["default"] for item in described}
    return {name: value for name, value in values.items() if name in defaults and value != defaults[name]}
