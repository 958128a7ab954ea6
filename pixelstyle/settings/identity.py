"""Where what is asked for differs from what was asked for before, in words."""

from __future__ import annotations

from typing import Any


def difference(theirs: Any, ours: Any, where: str = "") -> str:
    """The first place in which two pieces of plain data differ, in words."""
    if isinstance(theirs, dict) and isinstance(ours, dict):
        for key in sorted({*theirs, *ours}):
            if theirs.get(key) != ours.get(key):
                return difference(theirs.get(key), ours.get(key), f"{where} {key}".strip())
    return f"{where} was {_said(theirs)}, now it is {_said(ours)}"


def _said(value: Any) -> str:
    return "the default" if value is None else str(value)
