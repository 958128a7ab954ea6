"""Checkpoints: the whole state of a run in one file, written so that a kill at any moment leaves the last one whole."""

from __future__ import annotations

import io
import json
import pickle
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

import torch

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import read_bytes, write_atomically
from pixelstyle.version import __version__

_KIND = "pixelstyle checkpoint"
_LAYOUT = f"{_KIND} 2"
"""Another number whenever a state holds other things than before: no run goes on from half of what it needs."""


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
    state = {"kind": _LAYOUT, "identity": _text(identity), "run": run.state()}
    buffer = io.BytesIO()
    torch.save(state, buffer)
    write_atomically(path, buffer.getvalue(), overwrite=True)


def load_checkpoint(path: Path, run: Resumable, identity: Mapping[str, Any]) -> None:
    """Bring `run`, made anew from the same inputs and settings, to where the checkpoint was written.

    Raises PixelStyleError for a file that is no checkpoint, for one that another version wrote, and for the checkpoint
    of another picture (and says what differs).
    """
    data = read_bytes(path, "checkpoint")
    try:
        # Tensors and plain data only: a checkpoint cannot run code.
        state = torch.load(io.BytesIO(data), map_location="cpu", weights_only=True)
    except (RuntimeError, ValueError, EOFError, KeyError, zipfile.BadZipFile, pickle.UnpicklingError):
        state = None
    if not isinstance(state, dict) or not str(state.get("kind")).startswith(_KIND):
        raise PixelStyleError(f"'{path}' is not a checkpoint of PixelStyle {__version__}, or it is damaged.")
    if state["kind"] != _LAYOUT:
        raise PixelStyleError(
            f"'{path}' is a checkpoint of another version: PixelStyle {__version__} cannot go on from it; start anew."
        )
    theirs, ours = json.loads(state["identity"]), json.loads(_text(identity))
    if theirs != ours:
        raise PixelStyleError(f"'{path}' is the checkpoint of another picture: {_difference(theirs, ours)}.")
    run.restore(state["run"])


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
