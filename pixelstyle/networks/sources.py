"""Where weights come from that do not travel with the package."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from types import ModuleType

import torch
from torch import Tensor

from pixelstyle.errors import PixelStyleError
from pixelstyle.networks.download import downloaded
from pixelstyle.networks.statefile import read_state


def torchvision_models() -> ModuleType:
    """torchvision.models. Imported when one of its networks is asked for: it is slow, and VGG-19 does without.

    Raises PixelStyleError where torchvision was built for another torch: one with CUDA beside one without, say.
    """
    try:
        return import_module("torchvision.models")
    except (ImportError, OSError, RuntimeError) as error:
        reason, _, _ = str(error).partition("\n")
        raise PixelStyleError(
            f"torchvision cannot be loaded beside torch {torch.__version__} ({reason}): install both anew"
        ) from error


class TorchvisionWeights:
    """Weights that torchvision publishes, by the name that it knows them by; downloaded at first use."""

    def __init__(self, name: str) -> None:
        self.name = name

    def read(self, keys: Sequence[str]) -> Mapping[str, Tensor]:
        """The whole state dict, tensors [...] by name. Raises PixelStyleError when it cannot be had."""
        return read_state(downloaded(torchvision_models().get_weight(self.name).url))
