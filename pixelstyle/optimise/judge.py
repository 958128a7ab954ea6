"""The judge: a network and an objective that say how good a native picture is, and count how often they were asked.

Where an objective has regions, each is judged on its own while there is a gradient to be had: one evaluation for each.
Figures are always of the whole picture as it is, from near.

Pictures are looked at from near and from afar in turns, where there is an objective for both. A network that sees every
pixel hardly feels what a dither looks like as a whole; seen from afar it feels nothing else. Turn by turn costs as much
as one of the two, and a method that averages its gradients, as Adam does, follows their sum.
"""

from __future__ import annotations

import torch
from torch import Tensor

from pixelstyle.networks import FeatureNetwork
from pixelstyle.objectives import Losses, Objective
from pixelstyle.optimise.display import Display, from_afar
from pixelstyle.optimise.target import show

AFAR_EVERY = 3
"""Of so many iterations one is judged from afar."""
NEAR_FROM = 0.8
"""The part of the run after which all are judged from near: single pixels settle last."""


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
        afar: Objective | None = None,
    ) -> None:
        """Each native pixel is shown `pixel` = (across, down) times; `area`, rows and columns of that, is judged.

        `exact` is the same network in float32, where `network` runs in a faster, coarser type. `display` is what lies
        between the screen and the eye; None: nothing. `afar` judges what is seen from afar; None: nobody looks so.
        """
        self.network = network
        self.exact_network = exact or network
        self.objective = objective
        self.pixel = pixel
        self.display = display
        self.area = area
        self.afar = afar
        self.near = True
        """Whether the picture is seen from near at present."""
        self.evaluations = 0
        """Network evaluations so far, of either precision."""

    def begin(self, iteration: int, iterations: int) -> None:
        """Called before each iteration, counted from 0, of so many: every third but for the last ones is from afar."""
        self.near = self.afar is None or iteration % AFAR_EVERY != AFAR_EVERY - 1 or iteration >= NEAR_FROM * iterations

    def __call__(self, native: Tensor) -> Losses:
        """Losses of a picture [1, 3, H, W] in native pixels, sRGB 0..1; differentiable with respect to it.

        Raises PixelStyleError for a picture too small for the layers in use.
        """
        if self.near or self.afar is None:
            return self._judge(self.network, native, self.objective, self.display)
        return self._judge(self.network, native, self.afar, from_afar)

    def exact(self, native: Tensor) -> Losses:
        """The same of a picture [1, 3, H, W] in full precision: for the figures that are reported."""
        return self._judge(self.exact_network, native, self.objective, self.display)

    def _judge(self, network: FeatureNetwork, native: Tensor, objective: Objective, display: Display | None) -> Losses:
        shown = show(native, self.pixel)[..., *self.area]
        regions = objective.by_region() if torch.is_grad_enabled() else []
        if not regions:
            return self._seen(network, shown, objective, display)
        seen = [(part, shown if region is None else region.seen(shown)) for region, part in regions]
        return objective.sum(
            loss for part, picture in seen for loss in self._seen(network, picture, part, display).terms.items()
        )

    def _seen(self, network: FeatureNetwork, shown: Tensor, objective: Objective, display: Display | None) -> Losses:
        self.evaluations += 1
        if not objective.layers:
            return objective(shown, {})
        return objective(shown, network(shown if display is None else display(shown)))
