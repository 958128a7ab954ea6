"""Reading state dicts from files that people bring, and saying clearly what is wrong with them."""

from __future__ import annotations

import pickle
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor, nn

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import existing_file


def read_state(path: Path) -> dict[str, Tensor]:
    """A state dict, tensors [...] by name, from a .safetensors file or one written by torch.save; no code of it is run.

    Raises PixelStyleError when the file is missing, damaged or holds anything but tensors by name.
    """
    path = existing_file(path, "weights")
    try:
        if path.suffix.lower() == ".safetensors":
            return load_file(path)
        loaded = torch.load(path, map_location="cpu", weights_only=True)
    except (SafetensorError, pickle.UnpicklingError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise PixelStyleError(f"'{path}' cannot be read as a state dict (.pth or .safetensors).") from error
    # Training scripts often save {'state_dict': ..., 'epoch': ...}.
    if isinstance(loaded, Mapping) and isinstance(loaded.get("state_dict"), Mapping):
        loaded = loaded["state_dict"]
    if not isinstance(loaded, Mapping) or not all(isinstance(value, Tensor) for value in loaded.values()):
        raise PixelStyleError(f"'{path}' holds something else than tensors by name: save model.state_dict().")
    return {str(key): value for key, value in loaded.items()}


def check_state(state: Mapping[str, Tensor], root: nn.Module, ignored: Sequence[str], complaint: str) -> None:
    """See that `state`, tensors [...] by name, fits `root` in names and shapes.

    Raises PixelStyleError, whose text begins with `complaint`, where it does not.
    """
    expected = {key: tuple(value.shape) for key, value in root.state_dict().items()}
    for key, shape in expected.items():
        if key not in state and not key.endswith("num_batches_tracked"):
            raise PixelStyleError(f"{complaint}: '{key}' is missing.")
        if key in state and tuple(state[key].shape) != shape:
            found = "x".join(map(str, state[key].shape))
            raise PixelStyleError(f"{complaint}: '{key}' is {found}, not {'x'.join(map(str, shape))}.")
    for key in state:
        if key not in expected and not key.startswith(tuple(ignored)):
            raise PixelStyleError(f"{complaint}: it holds '{key}', which that network lacks.")
