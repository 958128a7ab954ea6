"""Settings that nobody has asked for: a machine, a painting and a look by dice. No GIMP in here."""

from __future__ import annotations

from random import Random
from typing import Any

_DULL = ("free", "none", "macpaint", "thermal-printer")
"""Modes without rules, or pages that take long."""
_LARGEST = 400 * 300
"""Pixels of a screen: a surprise should not take minutes."""


def surprise(recipe: dict[str, Any], modes: list[dict[str, Any]], dice: Random) -> dict[str, Any]:
    """Settings of a recipe, as the engine describes it, that go together; only such as it has."""
    machines = [mode["name"] for mode in modes if mode["name"] not in _DULL and _size(mode) <= _LARGEST]
    offered = {item["name"]: item for item in recipe["settings"]}
    dithers = [name for name in offered.get("dither", {}).get("choices", ()) if name != "none"]
    thrown: dict[str, dict[str, Any]] = {
        "stylize": {
            "style_weight": round(dice.uniform(1.5, 9.0), 1),
            "style_scale": dice.choice([0.5, 0.75, 1.0, 1.4, 2.0]),
            "keep_colours": dice.choice(["style", "style", "content"]),
        },
        "dream": {
            "strength": round(dice.uniform(0.3, 0.9), 2),
            "layer": dice.choice([["relu4_3"], ["relu5_1"], ["relu3_3"], ["relu4_1", "relu5_1=0.5"]]),
        },
        "convert": {"dither": dice.choice(dithers or ["none"]), "strength": round(dice.uniform(0.5, 1.0), 1)},
        "quantize": {"colours": dice.choice([2, 3, 4, 6, 8, 12, 16, 24])},
    }
    settings = thrown.get(recipe["name"], {})
    if recipe["name"] != "quantize":
        settings["mode"] = dice.choice(machines)
    if recipe["name"] in ("stylize", "dream"):
        settings["seed"] = dice.randrange(1000)
    return {name: value for name, value in settings.items() if name in offered and value != offered[name]["default"]}


def _size(mode: dict[str, Any]) -> int:
    across, down = mode["pixel"]
    return int(mode["width"] * across * mode["height"] * down)
