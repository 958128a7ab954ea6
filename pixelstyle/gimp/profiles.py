"""Where GIMP 3 keeps what belongs to a user, on every system and in every package.

Source: GIMP 3.0's documentation of its user directory. Only Linux was tried.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pixelstyle.errors import PixelStyleError

_VERSION = re.compile(r"3\.\d+")


@dataclass(frozen=True)
class Profile:
    """One GIMP profile: the folder that GIMP names under Edit > Preferences > Folders."""

    folder: Path
    sandboxed: bool = False
    """A Flatpak's or a Snap's: that GIMP cannot start programs of the system."""

    @property
    def plug_in(self) -> Path:
        """The folder that the plug-in is in, or would be."""
        return self.folder / "plug-ins" / "pixelstyle"

    @property
    def engine_file(self) -> Path:
        """Where the plug-in of this profile learns how to reach the engine.

        Outside the plug-in's folder, since GIMP 3.2 copies that from 3.0's profile; beside GIMP's own folder, which is
        the user's configuration on most systems.
        """
        return self.folder.parent.parent / "pixelstyle" / "engine.json"


def find_profiles() -> list[Profile]:
    """Every GIMP 3.x profile of this user, the oldest version first."""
    found = {}
    for base, sandboxed in _bases():
        if base.is_dir():
            for folder in sorted(base.iterdir(), key=lambda folder: [int(n) for n in re.findall(r"\d+", folder.name)]):
                if _VERSION.fullmatch(folder.name) and folder.is_dir():
                    found[folder.resolve()] = Profile(folder, sandboxed)
    return list(found.values())


def profile_at(folder: Path) -> Profile:
    """The profile in a folder that the person named. Raises PixelStyleError when there is no such folder."""
    if not folder.is_dir():
        raise PixelStyleError(f"There is no folder '{folder}'; GIMP shows its own under Edit > Preferences > Folders.")
    folder = folder.resolve()
    return Profile(folder, any(part in (".var", "snap") for part in folder.parts))


def chosen_profiles(folder: Path | None) -> list[Profile]:
    """The named profile, or all that are found. Raises PixelStyleError where there is none."""
    if folder is not None:
        return [profile_at(folder)]
    found = find_profiles()
    if not found:
        raise PixelStyleError(
            "No GIMP 3 profile was found. Start GIMP 3 once and try again, or name its folder with --profile DIR."
        )
    return found


def _bases() -> Iterator[tuple[Path, bool]]:
    """The folders that hold profiles named by version, and whether a sandbox is around their GIMP."""
    home = Path.home()
    if sys.platform == "win32":
        yield Path(os.environ.get("APPDATA", home / "AppData/Roaming")) / "GIMP", False
    elif sys.platform == "darwin":
        yield home / "Library/Application Support/GIMP", False
    else:
        yield Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config") / "GIMP", False
        yield home / ".var/app/org.gimp.GIMP/config/GIMP", True
        yield home / "snap/gimp/current/.config/GIMP", True
