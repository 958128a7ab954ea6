"""Hard projection every N iterations: the way of the article that this project grew from."""

from __future__ import annotations

from typing import Any

from pixelstyle.optimise.methods.base import PixelMethod
from pixelstyle.optimise.native_tensors import pack, unpack
from pixelstyle.optimise.target import Target
from pixelstyle.screens import NativePicture

SUMMARY = "snap to the nearest legal picture every N iterations, the original article's way"


class Project(PixelMethod):
    """Every N iterations the picture is replaced by the nearest legal one, and the optimiser goes on from there."""

    default_rate = 0.05
    gradual = False

    _shown: NativePicture | None = None

    def end(self) -> bool:
        super().end()
        self._shown = None
        if (self.iteration + 1) % self.every:
            return False
        self._shown = self.target.nearest(self.pixels)
        with self.moving() as pixels:
            pixels.copy_(self.target.picture(self._shown))
        return True

    def legal(self) -> NativePicture | None:
        return self._shown

    def adopt(self, target: Target) -> None:
        super().adopt(target)
        self._shown = None

    def state(self) -> dict[str, Any]:
        return {"shown": pack(self._shown)}

    def restore(self, state: dict[str, Any]) -> None:
        self._shown = unpack(self.target.mode, state["shown"])


METHOD = Project
