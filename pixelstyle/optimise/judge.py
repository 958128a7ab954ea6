"""The judge: a network and an objective that say how good a native picture is, and count how often they were asked.

Where an objective has regions, each is judged on its own while there is a gradient to be had: one evaluation for each.
Figures are always of the whole picture as it is.
"""

from __future__ import annotations

import torch
from torch import Tensor

from pixelstyle.networks import FeatureNetwork
from pixelstyle.objectives import Losses, Objective
from pixelstyle.optimise.display import Display
from pixelstyle.optimise.target import show


class Judge:
    """Judges pictures given in native pixels, as they look when shown."""

    def __init__(
        self,
        network: FeatureNetwork,
        objective: Objective,
        pixel: tuple[int, int] = (1, 1),
        *,
        exact: FeatureNetwork | None = None,
        display: Display | None = None,
        area: tuple[slice, slice] = (slice(None), slice(None)),
    ) -> None:
        """Each native pixel is shown `pixel` = (across, down) times; `area`, rows and columns of that, is judged.

        `exact` is the same network in float32, where `network` runs in a faster, coarser type. `display` is what lies
        between the screen and the eye; None: nothing.
        """
        self.network = network
        self.exact_network = exact or network
        self.objective = objective
        self.pixel = pixel
        self.display = display
        self.area = area
        self.evaluations = 0
        """Network evaluations so far, of either precision."""

    def __call__(self, native: Tensor) -> Losses:
        """Losses of a picture [1, 3, H, W] in native pixels, sRGB 0..1; differentiable with respect to it.

        Raises PixelStyleError for a picture too small for the layers in use.
        """
        return self._judge(self.network, native)

    def exact(self, native: Tensor) -> Losses:
        """The same of a picture [1, 3, H, W] in full precision: for the figures that are reported."""
        return self._judge(self.exact_network, native)

    def _judge(self, network: FeatureNetwork, native: Tensor) -> Losses:
        shown = show(native, self.pixel)[..., *self.area]
        regions = self.objective.by_region() if torch.is_grad_enabled() else []
        if not regions:
            return self._judge_by(self.objective, network, shown)
        seen = [(objective, shown if region is None else region.seen(shown)) for region, objective in regions]
        return self.objective.sum(
            part for objective, picture in seen for part in self._judge_by(objective, network, picture).terms.items()
        )

    def _judge_by(self, objective: Objective, network: FeatureNetwork, shown: Tensor) -> Losses:
        self.evaluations += 1
        if not objective.layers:
            return objective(shown, {})
        return objective(shown, network(shown if self.display is None else self.display(shown)))
