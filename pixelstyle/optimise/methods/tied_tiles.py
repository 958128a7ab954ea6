"""Places that show one tile: what they would have in each colour is one and the same."""

from __future__ import annotations

import torch
from torch import Tensor

from pixelstyle.screens import NativePicture, TileGroups


class TiedTiles:
    """The logits of a picture, of which places with the same tile have those of their mean.

    What has been found alike is found anew together: a step moves a tile by what all its places ask for.
    """

    def __init__(self, legal: NativePicture, device: torch.device) -> None:
        groups = TileGroups.of(legal)
        self.size = groups.size
        self.choices = torch.from_numpy(groups.choices.astype("int64")).to(device)
        self.group = torch.from_numpy(groups.group).to(device)
        self.view = torch.from_numpy(groups.view).to(device)
        self.uses = torch.bincount(self.group).to(torch.float32)
        self.mirrored = bool(groups.view.any())

    def shared(self, logits: Tensor) -> Tensor:
        """Logits [H, W, K], those of each pixel's `choices` being what its tile has there."""
        own = logits.gather(2, self.choices)
        at_place = self._turned(self._cut(own))
        sums = at_place.new_zeros(len(self.uses), *at_place.shape[1:]).index_add(0, self.group, at_place)
        tiles = sums / self.uses.view(-1, 1, 1, 1)
        return logits.scatter(2, self.choices, self._laid(self._turned(tiles[self.group]), own.shape))

    def _cut(self, values: Tensor) -> Tensor:
        """[H, W, S] as places [P, h, w, S]."""
        width, height = self.size
        lines, pixels, entries = values.shape
        cells = values.reshape(lines // height, height, pixels // width, width, entries)
        return cells.transpose(1, 2).reshape(-1, height, width, entries)

    def _laid(self, places: Tensor, shape: torch.Size) -> Tensor:
        """Places [P, h, w, S] as [H, W, S]."""
        width, height = self.size
        lines, pixels, entries = shape
        cells = places.reshape(lines // height, pixels // width, height, width, entries)
        return cells.transpose(1, 2).reshape(lines, pixels, entries)

    def _turned(self, places: Tensor) -> Tensor:
        """Each place [P, h, w, S] in the view of its tile, which is its own inverse."""
        if not self.mirrored:
            return places
        views = torch.stack([places, places.flip(2), places.flip(1), places.flip(1, 2)])
        return views[self.view, torch.arange(len(places), device=places.device)]
