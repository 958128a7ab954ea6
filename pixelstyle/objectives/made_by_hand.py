"""Made by hand, as far as rules can say it: no pixel stands alone in a picture that a person has set pixel by pixel."""

from __future__ import annotations

from collections.abc import Mapping

from torch import Tensor

from pixelstyle.objectives.orphan_pixels import OfNativePixels

CRAFT_WEIGHT = 2.0
"""The term's weight at `--craft 1`, beside a content weight of 1: more costs more loss than what is done at the end."""
_HALF = 0.01
"""The squared sRGB difference, mean over channels, at which a pixel is half unlike its neighbour."""


class MadeByHand(OfNativePixels):
    """The part of the native pixels that stand alone, each as far as it does: the mean over pixels of the product over
    the eight neighbours of how unlike they are, 0..1. 0 when every pixel has a neighbour of its colour, 1 for confetti.

    Unlike tidiness, which is as large as the difference, it does not ask how far a pixel stands out once it does: a
    pixel that is alone counts as one. While colours are mixtures, the pixels are expectations of what they become.
    """

    name = "craft"

    def __call__(self, picture: Tensor, activations: Mapping[str, Tensor]) -> Tensor:
        off = self.differences(picture)
        return (off / (off + _HALF)).prod(dim=0).mean()

    def __repr__(self) -> str:
        return "MadeByHand()"
