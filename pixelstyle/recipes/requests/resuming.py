"""Whether a run can go on from a checkpoint, told from its header and its checksum."""

from __future__ import annotations

import json
from pathlib import Path

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import has_checksum, read_checkpoint_header
from pixelstyle.settings import OptimiseSettings, Settings, difference


def look_over_checkpoint(path: Path, settings: Settings) -> None:
    """Raise PixelStyleError for what no run with these settings goes on from, as far as it can be told at once."""
    if not isinstance(settings, OptimiseSettings):
        raise nothing_to_resume(path)
    metadata, theirs = read_checkpoint_header(path)
    ours = json.loads(json.dumps(settings.identity()))
    if isinstance(theirs, dict) and theirs.get("settings") != ours:
        told = difference(theirs.get("settings"), ours, "settings")
        raise PixelStyleError(f"'{path}' is the checkpoint of another picture: {told}.")
    if not has_checksum(path, str(metadata.get("sha256", ""))):
        raise PixelStyleError(f"The checkpoint '{path}' is damaged, or has been changed; start anew.")


def nothing_to_resume(path: str | Path) -> PixelStyleError:
    """What is told where a recipe has no steps between which it could stop."""
    return PixelStyleError(f"There is nothing to resume from '{path}': this is done in one go.")
