"""Zooming into a dream: every frame is the one before, a little nearer and turned, dreamt on; each frame legal."""

from __future__ import annotations

import io
import json
import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image, PngImagePlugin
from torch import Tensor

from pixelstyle.formats import PNG_KEY
from pixelstyle.optimise import Outcome, Step, fits, pack, unpack
from pixelstyle.recipes.dreams.octaves import Dreaming
from pixelstyle.recipes.dreams.scene import DreamScene
from pixelstyle.recipes.dreams.scheduled_objective import ScheduledObjective
from pixelstyle.recipes.result import Result
from pixelstyle.recipes.run import as_bytes
from pixelstyle.screens import NativePicture, show
from pixelstyle.settings import DreamSettings

MILLISECONDS = 80
"""How long each frame stands."""

Frame = tuple[NativePicture | None, np.ndarray]
"""A legal picture (None in mode `none`) and its pixels, uint8 [H, W, 3]."""


class ZoomAnimation:
    """One Dreaming for each of the settings' frames, in turn; stored and resumed like one."""

    def __init__(self, scene: DreamScene, objective: ScheduledObjective) -> None:
        """The first frame starts from the scene's `start`; each goes through the whole schedule of the objective."""
        self.scene, self.objective = scene, objective
        self.finished: list[Frame] = []
        self._from: Tensor | None = None
        self.current = self._frame()

    @property
    def frames(self) -> int:
        """How many frames there will be."""
        return self.scene.settings.frames

    @property
    def _each(self) -> int:
        """The iterations of a frame."""
        return self.scene.settings.iterations or 0

    @property
    def _before(self) -> int:
        """The iterations of the frames that are finished."""
        return len(self.finished) * self._each

    def finish_early(self, steps: int) -> int:
        """As of Optimisation: with the frame that is being dreamt, which becomes the last."""
        return self.current.finish_early(steps)

    def _frame(self) -> Dreaming:
        """The dream of the frame that is next, with dice of its own."""
        start = self.scene.start if self._from is None else self._from
        random = torch.Generator().manual_seed(self.scene.settings.seed + len(self.finished))
        return Dreaming(self.scene, self.objective, start, random)

    def steps(self) -> Iterator[Step]:
        """Frame after frame, their iterations counted through; stop reading to stop it."""
        while True:
            for step in self.current.steps():
                whole = self._each * self.frames if self.current.early is None else self._before + step.iterations
                yield replace(step, iteration=self._before + step.iteration, iterations=whole)
            if len(self.finished) + 1 >= self.frames or self.current.iterations < self._each:
                return
            self.finished.append(frame_of(self.current.result()))
            self._from = nearer(self.current.dreamt(), self.scene.settings.zoom, self.scene.settings.rotate)
            self.current = self._frame()

    def result(self) -> Outcome:
        """Of the frame that is being dreamt."""
        outcome = self.current.result()
        if len(self.finished) + 1 == self.frames and outcome.iterations == self._each:
            return outcome
        early = self.current.early and replace(self.current.early, after=self._before + self.current.early.after)
        return replace(outcome, iterations=self._before + outcome.iterations, early=early)

    def state(self) -> dict[str, Any]:
        """All that is needed to go on from here to the same bytes."""
        return {
            "from": self._from,
            "current": self.current.state(),
            "finished": [(pack(picture), torch.from_numpy(pixels.copy())) for picture, pixels in self.finished],
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Go on from what `state` gave, in an animation made with the same inputs and settings."""
        mode = self.scene.canvas.mode
        if len(state["finished"]) >= self.frames or not (
            state["from"] is None or fits(state["from"], self.current.base)
        ):
            raise ValueError("a state of another run")
        self.finished = [(unpack(mode, packed), pixels.numpy()) for packed, pixels in state["finished"]]
        if state["from"] is not None:
            self._from = state["from"]
            self.current = self._frame()
        self.current.restore(state["current"])


def frame_of(outcome: Outcome) -> Frame:
    """What an animation keeps of a frame that is done."""
    if outcome.picture is None:
        return None, as_bytes(outcome.pixels)
    return outcome.picture, outcome.picture.native_rgb()


def nearer(picture: Tensor, zoom: float, degrees: float) -> Tensor:
    """[1, 3, H, W] enlarged by `zoom` about its middle and turned; what comes in from outside is mirrored."""
    height, width = picture.shape[-2:]
    angle, aspect = math.radians(degrees), height / width
    cos, sin = math.cos(angle) / zoom, math.sin(angle) / zoom
    turn = picture.new_tensor([[[cos, -sin * aspect, 0.0], [sin / aspect, cos, 0.0]]])
    grid = F.affine_grid(turn, list(picture.shape), align_corners=False)
    moved = F.grid_sample(picture, grid, mode="bicubic", padding_mode="reflection", align_corners=False)
    return moved.clamp(0, 1)


@dataclass(frozen=True)
class Animation(Result):
    """A result with frames: saved as APNG, GIF or numbered pictures, as the settings say."""

    frames: tuple[Frame, ...] = ()

    def encode(self, path: Path) -> dict[Path, bytes]:
        """A PNG moves, or has a GIF or numbered frames beside it; native files hold the last frame."""
        assert isinstance(self.settings, DreamSettings)
        if path.suffix.lower() != ".png":
            return super().encode(path)
        if self.settings.animation == "apng":
            text = PngImagePlugin.PngInfo()
            text.add_text(PNG_KEY, json.dumps(self.again(), sort_keys=True))
            return {path: self._film("PNG", pnginfo=text, default_image=False)}
        last = super().encode(path)
        if self.settings.animation == "gif":
            return last | {path.with_suffix(".gif"): self._film("GIF", optimize=False, disposal=1)}
        numbered: dict[Path, bytes] = {}
        for number, (picture, pixels) in enumerate(self.frames, start=1):
            frame = Result(**{**_fields(self), "picture": picture, "pixels": pixels})
            numbered[path.with_name(f"{path.stem}-{number:04}.png")] = frame.png()
        return last | numbered

    def _film(self, kind: str, **options: Any) -> bytes:
        images = [self._image(frame, indexed=kind == "GIF") for frame in self.frames]
        buffer = io.BytesIO()
        images[0].save(buffer, kind, save_all=True, append_images=images[1:], duration=MILLISECONDS, loop=0, **options)
        return buffer.getvalue()

    def _image(self, frame: Frame, *, indexed: bool) -> Image.Image:
        picture, pixels = frame
        values = picture.indices if indexed and picture is not None else pixels
        if self.settings.size == "shown":
            values = show(values, self.mode)
        values = values.repeat(self.settings.scale, axis=0).repeat(self.settings.scale, axis=1)
        image = Image.fromarray(np.ascontiguousarray(values))
        if indexed and picture is not None:
            image = Image.fromarray(np.ascontiguousarray(values), "P")
            image.putpalette(picture.palette.bytes().tobytes())
        return image


def animated(result: Result, frames: list[Frame]) -> Animation:
    """The result with these frames, of which it is the last."""
    return Animation(**_fields(result), frames=(*frames, (result.picture, result.pixels)))


def _fields(result: Result) -> dict[str, Any]:
    return {name: getattr(result, name) for name in Result.__dataclass_fields__}
