"""Checkpoints: the whole state of a run in one file, written so that a kill at any moment leaves the last one whole."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import write_atomically
from pixelstyle.optimise.conditions import conditions_now
from pixelstyle.optimise.devices import is_out_of_memory
from pixelstyle.optimise.state_file import encode_state, read_header, read_state_file
from pixelstyle.version import __version__

_KIND = "pixelstyle checkpoint"
_LAYOUT = f"{_KIND} 4"
"""Another number whenever a state holds other things than before: no run goes on from half of what it needs."""

_TOLD = ("threads", "instructions", "torch")
"""What of its conditions a checkpoint tells; the device is among the settings."""


class Resumable(Protocol):
    """Work that can be stored between two steps."""

    def state(self) -> dict[str, Any]:
        """All that is needed to go on: tensors, numbers and text only."""
        ...

    def restore(self, state: dict[str, Any]) -> None:
        """Go on from what `state` gave."""
        ...


def save_checkpoint(path: Path, run: Resumable, identity: Mapping[str, Any]) -> None:
    """Write the run's state. `identity` (plain data) says what is being made, so that no other run resumes from it.

    The state goes to a temporary file that then takes the name: replacing an older checkpoint is the point. Raises
    PixelStyleError where the file cannot be written.
    """
    computed = json.dumps(conditions_now("cpu"))
    write_atomically(path, encode_state(_LAYOUT, _text(identity), run.state(), computed), overwrite=True)


def checkpoint_conditions(path: Path) -> dict[str, Any]:
    """What the run was computed with, for `take_up`: before a run is prepared, so that it is prepared alike.

    {} for what is no checkpoint, which `load_checkpoint` will say. Raises PixelStyleError for what cannot be read.
    """
    try:
        found = json.loads(read_header(path)["computed"])
    except (ValueError, LookupError, TypeError, RecursionError):
        return {}
    return {name: found[name] for name in _TOLD if name in found} if isinstance(found, dict) else {}


def load_checkpoint(path: Path, run: Resumable, identity: Mapping[str, Any]) -> None:
    """Bring `run`, made anew from the same inputs and settings, to where the checkpoint was written.

    Raises PixelStyleError for a file that is no checkpoint or has been changed since, for one that another version
    wrote, and for the checkpoint of another picture (and says what differs).
    """
    try:
        metadata = read_header(path)
        kind, theirs = str(metadata["kind"]), json.loads(metadata["identity"])
    except (ValueError, LookupError, TypeError, RecursionError):
        kind = _KIND if _is_of_before(path) else ""
    if not kind.startswith(_KIND):
        raise PixelStyleError(f"'{path}' is not a checkpoint of PixelStyle {__version__}, or it is damaged.")
    if kind != _LAYOUT:
        raise PixelStyleError(
            f"'{path}' is a checkpoint of another version: PixelStyle {__version__} cannot go on from it; start anew."
        )
    ours = json.loads(_text(identity))
    if theirs != ours:
        raise PixelStyleError(f"'{path}' is the checkpoint of another picture: {_difference(theirs, ours)}.")
    try:
        run.restore(read_state_file(path, metadata))
    except PixelStyleError:
        raise
    except Exception as error:  # whatever a state can cause that no run has written
        if is_out_of_memory(error):
            raise
        raise PixelStyleError(f"The checkpoint '{path}' is damaged, or has been changed; start anew.") from error


def _is_of_before(path: Path) -> bool:
    """Whether it is of a version whose checkpoints were zip files: they are not opened."""
    with path.open("rb") as file:
        return file.read(4) == b"PK\3\4"


def _text(identity: Mapping[str, Any]) -> str:
    return json.dumps(identity, sort_keys=True)


def _difference(theirs: Any, ours: Any, where: str = "") -> str:
    """The first place in which two pieces of plain data differ, in words."""
    if isinstance(theirs, dict) and isinstance(ours, dict):
        for key in sorted({*theirs, *ours}):
            if theirs.get(key) != ours.get(key):
                return _difference(theirs.get(key), ours.get(key), f"{where} {key}".strip())
    return f"{where} was {_said(theirs)}, now it is {_said(ours)}"


def _said(value: Any) -> str:
    return "the default" if value is None else str(value)
