"""Installing the plug-in: its folder into the profile, and a note of where the engine is."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pixelstyle.engine import DEFAULT_ADDRESS, engine_command, engine_environment, read_token
from pixelstyle.errors import PixelStyleError
from pixelstyle.files import write_atomically
from pixelstyle.gimp.profiles import Profile
from pixelstyle.version import __version__

MARK = "pixelstyle.py"
"""The file that tells our folder from somebody else's of the same name."""


def install(profile: Profile, *, dry_run: bool = False) -> Iterator[str]:
    """Put the plug-in into a profile, in place of an older one; yields a line for each thing done.

    Raises PixelStyleError when a folder cannot be written, or holds something else.
    """
    target = profile.plug_in
    _check_ours(target)
    would = "would write" if dry_run else "wrote"
    if not dry_run:
        try:
            _copy(plug_in_source(), target)
        except OSError as error:
            raise PixelStyleError(f"The plug-in cannot be written to '{target}': {error.strerror}.") from None
    yield f"{would} the plug-in: {target}"
    note = engine_note(profile, dry_run=dry_run)
    if not dry_run:
        write_engine_note(profile, note)
    yield f"{would} how to reach the engine: {profile.engine_file}"
    if profile.sandboxed:
        yield (
            "this GIMP is in a sandbox (Flatpak or Snap) and cannot start the engine: before using it, run "
            f"`pixelstyle engine --listen {DEFAULT_ADDRESS} --token-file {token_file()}` and leave it open"
        )


def uninstall(profile: Profile, *, dry_run: bool = False) -> Iterator[str]:
    """Take the plug-in and the engine's note out of a profile; yields a line for each thing removed.

    Raises PixelStyleError when the folder is somebody else's.
    """
    removed = "would remove" if dry_run else "removed"
    if profile.plug_in.exists():
        _check_ours(profile.plug_in)
        if not dry_run:
            shutil.rmtree(profile.plug_in)
        yield f"{removed} {profile.plug_in}"
    note = profile.engine_file
    # Several profiles share a note: the last one takes it along.
    others = [path for path in profile.folder.parent.glob("3.*/plug-ins/pixelstyle") if path != profile.plug_in]
    if note.exists() and not others:
        if not dry_run:
            note.unlink()
            if not any(note.parent.iterdir()):
                note.parent.rmdir()
        yield f"{removed} {note}"


def engine_note(profile: Profile, *, dry_run: bool = False) -> dict[str, Any]:
    """What engine.json says: the command, or, for sandboxes, an address and the token that opens it.

    Raises PixelStyleError for a token file that cannot be used.
    """
    note: dict[str, Any] = {"version": __version__}
    if profile.sandboxed:
        token = "" if dry_run else read_token(token_file())
        return note | {"address": DEFAULT_ADDRESS, "token": token}
    return note | {"command": engine_command(), "environment": engine_environment()}


def write_engine_note(profile: Profile, note: dict[str, Any]) -> None:
    """Write it, readable by its owner only: it may hold the token. Raises PixelStyleError when that cannot be done."""
    path = profile.engine_file
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, json.dumps(note, indent=2).encode() + b"\n", overwrite=True)
        path.chmod(0o600)
    except OSError as error:
        raise PixelStyleError(f"'{path}' cannot be written: {error.strerror}.") from None


def token_file() -> Path:
    """The token of `pixelstyle engine --listen`, where no other is named."""
    base = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(base) / "pixelstyle" / "token"


def plug_in_source() -> Path:
    """The plug-in that ships with this version: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).parents[1]
    installed = package / "shipped" / "gimp_plugin" / "pixelstyle"
    return installed if installed.is_dir() else package.parent / "gimp_plugin" / "pixelstyle"


def plug_in_files(folder: Path) -> dict[str, bytes]:
    """The files of a plug-in folder by their names in it; caches that Python wrote beside them left out."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*.py"))}


def _copy(source: Path, target: Path) -> None:
    """Whole or not at all: GIMP may start meanwhile."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent.parent, prefix=".pixelstyle-") as place:
        fresh = Path(place) / "pixelstyle"
        shutil.copytree(source, fresh, ignore=shutil.ignore_patterns("__pycache__"))
        # GIMP passes by a plug-in without the run bit and says nothing.
        (fresh / MARK).chmod(0o755)
        # GIMP asks for a plug-in's procedures anew when this file's time has changed, whatever else has.
        (fresh / MARK).touch()
        if target.exists():
            target.rename(Path(place) / "older")
        fresh.rename(target)


def _check_ours(target: Path) -> None:
    if target.exists() and not (target / MARK).is_file():
        raise PixelStyleError(f"'{target}' is there already and is not PixelStyle's; move it away first.")
