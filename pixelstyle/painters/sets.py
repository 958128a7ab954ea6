"""Which colours each cell holds, quickly: the ones that hold most of the sum of its pixels' probabilities.

If a set of colours is worth the sum of what it holds, the best set of a cell is its first few colours in order, and the
best shared background one argmax: a few operations on whole tensors, where the exact search tries every set. That
one stays what decides where rules are of another kind (two sizes of cells, slots that hold certain colours only).
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from pixelstyle.screens import ScreenMode

NEVER = -1e4
"""The logit of a colour that a pixel cannot have; finite, as 0 * inf has no gradient."""


@dataclass(frozen=True)
class CellRule:
    """Cells of one size that hold `own` colours each and perhaps one that all of them share."""

    cell: tuple[int, int]
    own: int
    shared: Tensor | None
    """bool [K]: the colours that the shared slot can hold; None: there is no such slot."""
    groups: Tensor
    """bool [G, K]: a cell's own colours come from one of these."""

    def held(self, probabilities: Tensor) -> tuple[Tensor, Tensor | None]:
        """Which colours each cell holds, bool [B, K, cells down, cells across], and the shared ones, int64 [B].

        `probabilities`: [B, K, H, W], of pixels.
        """
        width, height = self.cell
        return self.best(F.avg_pool2d(probabilities, (height, width)))

    def best(self, mass: Tensor) -> tuple[Tensor, Tensor | None]:
        """The same for the cells' means, [B, K, cells down, cells across]."""
        if self.shared is None:
            return self._own(mass), None
        if len(self.groups) > 1:
            return self._beside_each(mass)
        grouped = mass.masked_fill(~self.groups[0].view(1, -1, 1, 1), 0.0)
        top = grouped.topk(min(self.own + 1, mass.shape[1]), dim=1).values
        # A shared colour that is among a cell's first makes room there for the next one.
        next_one = top[:, -1:] if top.shape[1] > self.own else torch.zeros_like(top[:, :1])
        worth = torch.maximum(mass, next_one).sum(dim=(2, 3)).masked_fill(~self.shared, -1.0)
        shared = worth.argmax(dim=1)
        mask = F.one_hot(shared, mass.shape[1]).bool()[:, :, None, None]
        return self._own(mass.masked_fill(mask, -1.0)) | mask, shared

    def _beside_each(self, mass: Tensor) -> tuple[Tensor, Tensor]:
        """The same where groups come in: every shared colour is tried."""
        assert self.shared is not None
        best: tuple[Tensor, Tensor, Tensor] | None = None
        for colour in self.shared.nonzero().flatten().tolist():
            alone = torch.zeros_like(mass, dtype=torch.bool)
            alone[:, colour] = True
            held = self._own(mass.masked_fill(alone, -1.0)) | alone
            worth = (mass * held).sum(dim=(1, 2, 3))
            number = torch.full_like(worth, colour, dtype=torch.int64)
            if best is None:
                best = worth, held, number
            else:
                better = worth > best[0]
                best = (
                    torch.where(better, worth, best[0]),
                    torch.where(better[:, None, None, None], held, best[1]),
                    torch.where(better, number, best[2]),
                )
        assert best is not None
        return best[1], best[2]

    def _own(self, mass: Tensor) -> Tensor:
        """The best `own` colours of each cell, all from one group."""
        found, worth = [], []
        for group in self.groups:
            allowed = mass.masked_fill(~group.view(1, -1, 1, 1), -1.0)
            top = allowed.topk(min(self.own, int(group.sum())), dim=1)
            found.append(torch.zeros_like(mass, dtype=torch.bool).scatter_(1, top.indices, True))
            worth.append(top.values.sum(dim=1, keepdim=True))
        held = found[0]
        best = worth[0]
        for other, of_other in zip(found[1:], worth[1:], strict=True):
            held, best = torch.where(of_other > best, other, held), torch.maximum(of_other, best)
        return held

    def spread(self, held: Tensor) -> Tensor:
        """What is known of cells, [B, K, cells down, cells across], for each pixel: [B, K, H, W]."""
        width, height = self.cell
        return held.repeat_interleave(height, dim=2).repeat_interleave(width, dim=3)


def cell_rule(mode: ScreenMode, colours: int, device: torch.device | str = "cpu") -> CellRule | None:
    """The rule of a mode with so many colours, where it is of this simple kind; None: it is not.

    Modes without cells have none either: see `usable_colours`.
    """
    own = [slots for slots in mode.slots if slots.cell is not None]
    shared = [slots for slots in mode.slots if slots.cell is None]
    simple = len({slots.cell for slots in own}) == 1
    simple = simple and all(slots.choices is None and slots.spans is None for slots in own)
    coupled = mode.signal or mode.glyphs or mode.subpalettes or mode.tiles
    if not simple or coupled or sum(slots.count for slots in shared) > 1 or own[0].cell is None:
        return None
    usable = usable_colours(mode, colours)
    of_shared = None
    if shared and shared[0].count:
        slot = shared[0]
        choices = (mode.fixed[slot.name],) if slot.name in mode.fixed else slot.choices
        of_shared = usable if choices is None else usable & _entries(choices, colours)
    groups = [_entries(group, colours) & usable for group in mode.groups] or [usable]
    of_shared = None if of_shared is None else of_shared.to(device)
    return CellRule(own[0].cell, sum(slots.count for slots in own), of_shared, torch.stack(groups).to(device))


def usable_colours(mode: ScreenMode, colours: int) -> Tensor:
    """bool [K]: the palette's entries that the machine shows at all."""
    return torch.ones(colours, dtype=torch.bool) if mode.usable is None else _entries(mode.usable, colours)


def needs_search(mode: ScreenMode, colours: int) -> bool:
    """Whether only the exact search knows what is legal on a machine with so many colours."""
    if mode.slots or mode.subpalettes or mode.groups:
        return cell_rule(mode, colours) is None
    return bool(mode.signal or mode.glyphs or mode.tiles)


def _entries(numbers: tuple[int, ...], colours: int) -> Tensor:
    mask = torch.zeros(colours, dtype=torch.bool)
    mask[[number for number in numbers if number < colours]] = True
    return mask
