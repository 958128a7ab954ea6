"""Reading state dicts from files that people bring, and saying clearly what is wrong with them."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
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
        with warnings.catch_warnings(action="ignore"):  # what a damaged file warns of is said in one line
            loaded = torch.load(path, map_location="cpu", weights_only=True)
    except Exception as error:  # torch's reader raises whatever its bytes lead it to, warnings aside
        if isinstance(error, MemoryError):
            raise
        raise PixelStyleError(f"'{path}' cannot be read as a state dict (.pth or .safetensors).") from error
    # Training scripts often save {'state_dict': ..., 'epoch': ...}.
    if isinstance(loaded, Mapping) and isinstance(loaded.get("state_dict"), Mapping):
        loaded = loaded["state_dict"]
    if not isinstance(loaded, Mapping) or not all(map(_is_plain, loaded.values())):
        raise PixelStyleError(f"'{path}' holds something else than tensors by name: save model.state_dict().")
    return {str(key): value for key, value in loaded.items()}


def _is_plain(value: object) -> bool:
    """Whether it is a tensor whose numbers are all there: no view that makes much of little, none of another kind."""
    if not isinstance(value, Tensor) or value.layout is not torch.strided or value.is_quantized:
        return False
    return value.device.type == "cpu" and value.untyped_storage().nbytes() >= value.numel() * value.element_size()


def check_state(state: Mapping[str, Tensor], root: nn.Module, ignored: Sequence[str], complaint: str) -> None:
    """See that `state`, tensors [...] by name, fits `root` in names and shapes.

    Raises PixelStyleError, whose text begins with `complaint`, where it does not.
    """
    expected = {key: tuple(value.shape) for key, value in root.state_dict().items()}
    for key, shape in expected.items():
        if key not in state and not key.endswith("num_batches_tracked"):
            raise PixelStyleError(f"{complaint}: '{key}' is missing.")
        if key in state and not (state[key].is_floating_point() or key.endswith("num_batches_tracked")):
            raise PixelStyleError(f"{complaint}: '{key}' holds {state[key].dtype}, not weights.")
        if key in state and tuple(state[key].shape) != shape:
            found = "x".join(map(str, state[key].shape))
            raise PixelStyleError(f"{complaint}: '{key}' is {found}, not {'x'.join(map(str, shape))}.")
    for key in state:
        if key not in expected and not key.startswith(tuple(ignored)):
            raise PixelStyleError(f"{complaint}: it holds '{key}', which that network lacks.")
