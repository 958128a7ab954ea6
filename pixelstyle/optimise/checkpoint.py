"""Checkpoints: the whole state of a run in one file, written so that a kill at any moment leaves the last one whole."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import CHECKPOINT_LAYOUT, read_checkpoint_header, write_atomically
from pixelstyle.optimise.conditions import conditions_now
from pixelstyle.optimise.devices import is_out_of_memory
from pixelstyle.optimise.state_file import encode_state, read_header, read_state_file
from pixelstyle.settings import difference

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
    write_atomically(path, encode_state(CHECKPOINT_LAYOUT, _text(identity), run.state(), computed), overwrite=True)


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
    metadata, theirs = read_checkpoint_header(path)
    ours = json.loads(_text(identity))
    if theirs != ours:
        raise PixelStyleError(f"'{path}' is the checkpoint of another picture: {difference(theirs, ours)}.")
    try:
        run.restore(read_state_file(path, metadata))
    except PixelStyleError:
        raise
    except Exception as error:  # whatever a state can cause that no run has written
        if is_out_of_memory(error):
            raise
        raise PixelStyleError(f"The checkpoint '{path}' is damaged, or has been changed; start anew.") from error


def _text(identity: Mapping[str, Any]) -> str:
    return json.dumps(identity, sort_keys=True)
