"""What a person has made lately: requests with small pictures, in a folder beside the presets. No GIMP in here."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path

from pixelstyle_gimp.engine_location import config_folders
from pixelstyle_gimp.request import Request

KEPT = 40


@dataclass(frozen=True)
class Entry:
    """One result."""

    name: str
    """That of its files, which sorts by time."""
    request: Request
    picture: bytes
    """A small PNG."""


def folder() -> Path:
    """Where they are kept: in the user's own configuration, whatever GIMP it is."""
    return config_folders()[-1] / "gimp-history"


def add(request: str, picture: bytes) -> None:
    """Keep a result, in place of the oldest where there are many; a disc that is full or write-protected keeps none."""
    try:
        folder().mkdir(parents=True, exist_ok=True)
        name = f"{time.time_ns():020}"
        for ending, data in ((".png", picture), (".json", request.encode())):
            fresh = folder() / f"{name}.part"
            fresh.write_bytes(data)
            os.replace(fresh, folder() / f"{name}{ending}")  # noqa: PTH105
        for old in sorted(folder().glob("*.json"))[:-KEPT]:
            old.unlink(missing_ok=True)
            old.with_suffix(".png").unlink(missing_ok=True)
    except OSError:
        return


def entries(recipe: str) -> list[Entry]:
    """The results of a recipe, the newest first; what is damaged is left out."""
    found = []
    for file in sorted(folder().glob("*.json"), reverse=True):
        try:
            request = Request.from_json(file.read_text(encoding="utf-8"))
            entry = Entry(file.stem, request, file.with_suffix(".png").read_bytes())
        except (OSError, ValueError):
            continue
        if request.recipe == recipe:
            found.append(entry)
    return found
