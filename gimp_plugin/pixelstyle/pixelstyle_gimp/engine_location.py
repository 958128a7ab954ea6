"""Where the engine is: by an environment variable, by the note that `pixelstyle gimp install` wrote, or on PATH."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import sys
from pathlib import Path
from typing import Any

from pixelstyle_gimp.errors import EngineError

VARIABLE = "PIXELSTYLE_ENGINE"
INSTALL = "pip install 'pixelstyle[style]' && pixelstyle gimp install"


def config_folders(profile: str | None = None) -> list[Path]:
    """Where engine.json may lie: beside the GIMP folder of this profile, then the user's own configuration."""
    folders = []
    if profile:
        folders.append(Path(profile).parent.parent / "pixelstyle")
    if os.environ.get("XDG_CONFIG_HOME"):
        folders.append(Path(os.environ["XDG_CONFIG_HOME"]) / "pixelstyle")
    if os.name == "nt":
        folders.append(Path(os.environ.get("APPDATA", Path.home())) / "pixelstyle")
    elif sys.platform == "darwin":
        folders.append(Path.home() / "Library/Application Support/pixelstyle")
    folders.append(Path.home() / ".config/pixelstyle")
    return list(dict.fromkeys(folders))


def in_sandbox() -> bool:
    """Whether this GIMP cannot start programs of the system."""
    return Path("/.flatpak-info").exists() or "SNAP" in os.environ


def find_engine(profile: str | None = None) -> dict[str, Any]:
    """How to reach the engine: {"command": [...], "environment": {...}} or {"address": "host:port", "token": "..."}.

    By the environment variable PIXELSTYLE_ENGINE (a command line), then engine.json, then PATH; `from` says by which.
    Raises EngineError when it is nowhere, or engine.json is damaged.
    """
    if os.environ.get(VARIABLE):
        return {"command": shlex.split(os.environ[VARIABLE]), "from": VARIABLE}
    for folder in config_folders(profile):
        file = folder / "engine.json"
        try:
            found = json.loads(file.read_text(encoding="utf-8"))
        except OSError:
            continue
        except ValueError:
            raise EngineError(f"{file} is damaged. This writes it anew:\n\n    pixelstyle gimp install") from None
        if in_sandbox():
            if not found.get("address"):  # the note of a GIMP outside of it
                continue
            return {"address": found["address"], "token": found.get("token"), "from": str(file)}
        return {**found, "from": str(file)}
    program = None if in_sandbox() else shutil.which("pixelstyle")
    if program:
        return {"command": [program, "engine"], "from": "PATH"}
    raise EngineError(f"The PixelStyle engine is not installed. In a terminal, run:\n\n    {INSTALL}")
