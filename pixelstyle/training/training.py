"""A painter's whole training: what it learns from, its steps, the looks on the way, and what comes of it."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import sha256_of
from pixelstyle.formats import read_content
from pixelstyle.networks import best_dtype, load_network
from pixelstyle.optimise import choose_device, load_checkpoint, save_checkpoint
from pixelstyle.painters import (
    Painter,
    PainterNetwork,
    Painting,
    Shape,
    encode_painter,
    find_painter,
    is_painter_file,
    read_painter,
)
from pixelstyle.screens import get_mode
from pixelstyle.settings import TrainSettings
from pixelstyle.training.beginning import begin_with
from pixelstyle.training.evaluation import Evaluation, evaluate
from pixelstyle.training.judging import LAYERS, StyleJudge
from pixelstyle.training.noises import Noises
from pixelstyle.training.samples import Machine, Photos
from pixelstyle.training.trainer import Course, Trainer, TrainingStep

_SMALL = 448
"""The longer side of a painting in a painter's file, in pixels."""
_LARGEST = 800
"""The longer side of photos as they are kept in memory, in pixels."""
_SMALLEST = 64
"""The shorter side of the smallest photo that is of any use."""
_HELD_OUT = 3
_BETTER = 0.003
"""The part of the loss by which a look is better than those before."""
_LAST_PART = 0.1
"""Of the steps done, where it ends early: in so many its steps grow small."""


@dataclass(frozen=True)
class Material:
    """The pictures, as read."""

    paintings: dict[str, np.ndarray]
    """uint8 [h, w, 3] by name."""
    photos: list[np.ndarray]
    passed_over: list[str]
    """What was no picture, and why: a line each."""
    sums: str
    """The SHA-256 of all that is learnt from."""

    @classmethod
    def read(cls, paintings: Sequence[str | Path], photos: Sequence[Path]) -> Material:
        """Raises PixelStyleError for a painting that is none, two of the same name, and where no photo can be read."""
        named: dict[str, np.ndarray] = {}
        for path in paintings:
            name = Path(path).stem.lower()
            if name in named:
                raise PixelStyleError(f"Two paintings are called '{name}': a painter tells them apart by their names.")
            named[name] = _reduced(read_content(path))
        read, files, over = [], list(map(str, paintings)), []
        for photo in photos:
            try:
                picture = _reduced(read_content(photo))
            except PixelStyleError as error:
                over.append(str(error))
                continue
            if min(picture.shape[:2]) < _SMALLEST:
                over.append(f"'{photo}' is too small to learn from: {picture.shape[1]} x {picture.shape[0]}.")
                continue
            read.append(picture)
            files.append(str(photo))
        if not read and photos:
            raise PixelStyleError(f"There is no photo to learn from{': ' + over[0] if over else '.'}")
        sums = hashlib.sha256("".join(sha256_of(file) for file in files).encode()).hexdigest()
        return cls(named, read, over, sums)


def read_machines(modes: Sequence[str]) -> list[Machine]:
    """The machines of these names or files. Raises PixelStyleError for one that is not there or no painter's."""
    machines = []
    for name in modes:
        mode = get_mode(name)
        if not mode.constrained:
            raise PixelStyleError(f"A painter paints in a palette's colours; the mode {mode.name} has none.")
        if mode.shows.beyond_palette:
            raise PixelStyleError(f"{mode.name} shows colours that are in no palette, which painters cannot.")
        machines.append(Machine.of(mode))
    if not machines:
        raise PixelStyleError("Name a machine to paint for, such as -m c64-multicolor.")
    return machines


class Training:
    """One training from its first step to its end."""

    def __init__(self, material: Material, settings: TrainSettings, besides: Sequence[Machine] = ()) -> None:
        """`besides`: machines that no settings name. Raises PixelStyleError for machines and devices not there."""
        self.material, self.settings = material, settings
        self.machines = [*read_machines(settings.mode), *besides]
        self.before = None if settings.begin is None else _painter(settings.begin)
        """The painter with which it begins."""
        device = choose_device(settings.device)
        paintings = list(material.paintings.values())
        exact = load_network("vgg19-caffe", layers=LAYERS, device=device)
        fast = load_network("vgg19-caffe", layers=LAYERS, device=device, dtype=best_dtype(device))
        self.judge = StyleJudge(fast, exact, paintings)
        if not material.photos and not settings.textures:
            raise PixelStyleError("Say which photos it learns from, such as --photos FOLDER.")
        held = min(_HELD_OUT, len(material.photos) // 4)
        self.held_out = material.photos[-held:] if held else material.photos[:1]
        learnt = material.photos[:-held] if held else material.photos
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(settings.seed)
            network = self._network().to(device)
        course = Course(
            settings.steps,
            settings.seed,
            settings.style_weight,
            self.before is not None,
            settings.only_style,
            settings.textures,
        )
        seen = Noises() if settings.textures else Photos(learnt)
        self.trainer = Trainer(network, self.judge, seen, self.machines, course)
        self.looks: list[float] = []
        self.early: int | None = None
        """The step at which it ends because nothing got better."""

    def _network(self) -> PainterNetwork:
        """The network as it begins: with another painter's weights or with numbers by chance."""
        names = list(self.material.paintings)
        if self.before is None:
            return PainterNetwork(Shape(styles=len(names)))
        network = PainterNetwork(replace(self.before.network.shape, styles=len(names)))
        begin_with(network, self.before, names)
        return network

    def steps(self) -> Iterator[TrainingStep]:
        """A step at a time; stop reading to stop it."""
        while self.trainer.done < self.trainer.steps:
            yield self.trainer.step()

    def due(self) -> bool:
        """Whether it is time for a look."""
        done = self.trainer.done
        return done % self.settings.evaluate_every == 0 or done == self.trainer.steps

    def look(self) -> Evaluation:
        """Paint what was held out. Where looks have come to no better for long, the end is brought near."""
        weights = self.settings.style_weight, 0.0 if self.settings.textures else 1.0
        found = evaluate(self.painter(), self.judge, self.held_out, self.machines, *weights)
        self.looks.append(found.loss)
        patience, done = self.settings.patience, self.trainer.done
        before, lately = self.looks[:-patience], self.looks[-patience:]
        if patience and before and min(lately) > (1 - _BETTER) * min(before) and self.early is None:
            self._end_at(min(self.trainer.steps, done + max(1, round(_LAST_PART * done))))
        return found

    def _end_at(self, step: int) -> None:
        self.early = self.trainer.steps = step

    def painter(self) -> Painter:
        """The painter as it is now."""
        network = PainterNetwork(self.trainer.network.shape)
        weights = self.trainer.network.state_dict() | self.trainer.average
        network.load_state_dict({name: value.cpu() for name, value in weights.items()})
        network = network.eval().requires_grad_(False).to(memory_format=torch.channels_last)
        paintings = tuple(Painting(name, _small(picture)) for name, picture in self.material.paintings.items())
        names, steps = [machine.mode.name for machine in self.machines], self.trainer.done
        if self.before is not None:
            steps += self.before.steps
            names = [*self.before.machines, *names] if self.settings.only_style else names
        photos, machines = len(self.material.photos), tuple(dict.fromkeys(names))
        return Painter(network, paintings, machines, steps, photos, self.settings.textures)

    def state(self) -> dict[str, Any]:
        """All that is needed to go on to the same bytes."""
        return self.trainer.state() | {"looks": list(self.looks), "early": self.early or 0}

    def restore(self, state: dict[str, Any]) -> None:
        """Go on from what `state` gave. Raises ValueError and others for what no training has given."""
        self.trainer.restore({name: value for name, value in state.items() if name not in ("looks", "early")})
        self.looks = [float(loss) for loss in state["looks"]]
        if state["early"]:
            self._end_at(state["early"])

    def save_checkpoint(self, path: str | Path) -> None:
        """Write the whole state. Raises PixelStyleError where it cannot be written."""
        save_checkpoint(Path(path), self, self._identity())

    def resume(self, path: str | Path) -> None:
        """Go on where a checkpoint was written. Raises PixelStyleError for another training's."""
        load_checkpoint(Path(path), self, self._identity())

    def _identity(self) -> dict[str, Any]:
        begun = None if self.before is None else hashlib.sha256(encode_painter(self.before)).hexdigest()
        return {"training": self.material.sums, "settings": self.settings.identity(), "begun": begun}


def _painter(name: str) -> Painter:
    """A painter by its file, whichever paintings it knows, or by a shipped painting's name. Raises PixelStyleError."""
    return read_painter(name) if is_painter_file(name) else find_painter(name)[0]


def _reduced(picture: np.ndarray) -> np.ndarray:
    """A picture, uint8 [h, w, 3], no larger than is of use."""
    longest = max(picture.shape[:2])
    if longest <= _LARGEST:
        return picture
    height, width = (max(1, round(side * _LARGEST / longest)) for side in picture.shape[:2])
    return np.asarray(Image.fromarray(picture).resize((width, height), Image.Resampling.LANCZOS))


def _small(picture: np.ndarray) -> bytes:
    """A painting as its painter's file carries it."""
    image = Image.fromarray(picture)
    image.thumbnail((_SMALL, _SMALL), Image.Resampling.LANCZOS)
    data = io.BytesIO()
    image.save(data, "WEBP", quality=82, method=6)
    return data.getvalue()
