"""Legal pictures as plain tensors, so that a checkpoint can hold them."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from pixelstyle.palettes import Palette
from pixelstyle.screens import NativePicture, ScreenMode


def pack(native: NativePicture | None) -> dict[str, Any] | None:
    """Everything of a picture but its mode; None stays None."""
    if native is None:
        return None
    return {
        "palette": torch.from_numpy(native.palette.bytes()),
        "name": native.palette.name,
        "indices": torch.from_numpy(native.indices.copy()),
        "slots": [torch.from_numpy(held.copy()) for held in native.slots],
        "subpalettes": _tensor(native.subpalettes),
        "subpalette_map": _tensor(native.subpalette_map),
        "extra": dict(native.extra),
    }


def unpack(mode: ScreenMode, state: dict[str, Any] | None) -> NativePicture | None:
    """The picture that `pack` took apart. Raises ValueError and others for what it has not."""
    if state is None:
        return None
    palette = Palette.from_array(str(state["name"]), state["palette"].numpy())
    held = [*state["slots"], state["subpalettes"]]
    limits = [(state["indices"], mode.shows.codes or len(palette)), *((each, len(palette)) for each in held)]
    if any(each is not None and each.numel() and int(each.max()) >= most for each, most in limits):
        raise ValueError("colours or codes that are not there")
    return NativePicture(
        mode,
        palette,
        state["indices"].numpy(),
        tuple(held.numpy() for held in state["slots"]),
        _array(state["subpalettes"]),
        _array(state["subpalette_map"]),
        dict(state["extra"]),
    )


def _tensor(array: np.ndarray | None) -> torch.Tensor | None:
    return None if array is None else torch.from_numpy(array.copy())


def _array(tensor: torch.Tensor | None) -> np.ndarray | None:
    return None if tensor is None else tensor.numpy()
