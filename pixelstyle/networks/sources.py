"""Where weights come from that do not travel with the package."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from torch import Tensor

from pixelstyle.networks.download import downloaded
from pixelstyle.networks.statefile import read_state


class TorchvisionWeights:
    """Weights that torchvision publishes, by the name that it knows them by; downloaded at first use."""

    def __init__(self, name: str) -> None:
        self.name = name

    def read(self, keys: Sequence[str]) -> Mapping[str, Tensor]:
        """The whole state dict. Raises PixelStyleError when it cannot be had."""
        import torchvision

        return read_state(downloaded(torchvision.models.get_weight(self.name).url))
