"""Sweeps: the same paintings learnt with several settings, a painter of each, by one process or the workers of a
cluster."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pixelstyle.batch.varied import Varied, combinations_of
from pixelstyle.errors import PixelStyleError
from pixelstyle.files import check_destination, write_all
from pixelstyle.recipes import is_memory_full, trouble_of
from pixelstyle.settings import TrainSettings
from pixelstyle.workers import (
    Call,
    Carried,
    Cluster,
    Ended,
    at_work,
    carried,
    deal,
    gpus_for,
    laid_out,
)

if TYPE_CHECKING:
    from pixelstyle.training import Evaluation

MOST = 100
"""Trainings of one sweep."""


@dataclass(frozen=True)
class Sweep:
    """What is trained, and where each painter goes."""

    paintings: tuple[str, ...]
    photos: tuple[str, ...]
    settings: tuple[TrainSettings, ...]
    outputs: tuple[Path, ...]
    """A file for each of the settings."""
    overwrite: bool

    def left(self) -> list[int]:
        """The numbers of those whose painter is not there yet, or is to be replaced."""
        return [n for n, output in enumerate(self.outputs) if self.overwrite or not output.exists()]


@dataclass(frozen=True)
class Trained:
    """A painter of a sweep."""

    painter: bytes
    """Its file."""
    steps: int
    judged: Evaluation | None
    """What it makes of photos that were held out; None where memory did not suffice for that."""
    trouble: str
    """Why it ended before its time, if it did."""


def plan_sweep(
    paintings: Sequence[str],
    photos: Sequence[Path],
    given: Mapping[str, Any],
    varied: Sequence[Varied],
    output: Path,
    *,
    overwrite: bool,
) -> Sweep:
    """A training for each combination, to files named after `output` and what is varied: 'my-style_weight-3.painter'.

    Raises PixelStyleError for values that come twice, and for files that could not be written.
    """
    combinations = combinations_of(varied, MOST, "trainings; a sweep has")
    settings = tuple(TrainSettings.of(dict(given) | values) for values in combinations)
    outputs = tuple(output.with_name(f"{output.stem}-{_named(values)}{output.suffix}") for values in combinations)
    for number, path in enumerate(outputs):
        if settings[number] in settings[:number] or path in outputs[:number]:
            raise PixelStyleError(f"Two of the trainings are the same: '{path.name}' would be written twice.")
        check_destination(path, overwrite=True)  # one that is there stays
    return Sweep(tuple(map(str, paintings)), tuple(map(str, photos)), settings, outputs, overwrite)


def run_sweep(
    sweep: Sweep, workers: int, asked: Callable[[], int], *, dask: str | None = None
) -> Iterator[tuple[int, Trained | str]]:
    """The trainings that are left, by their numbers, as they end; of each what was trained, which is written, or why it
    was not. With one worker this process trains; `dask` is the address of a scheduler whose workers do instead.

    Once `asked` gives more than 0 none is begun, and those at work end with what they have learnt. Raises
    PixelStyleError where no worker is left.
    """
    left = sweep.left()
    for place, became in (
        _alone(sweep, left, asked) if workers <= 1 and dask is None else _by_workers(sweep, left, workers, asked, dask)
    ):
        if isinstance(became, Trained):
            try:
                write_all({sweep.outputs[place]: became.painter}, overwrite=sweep.overwrite)
            except PixelStyleError as error:
                became = str(error)
        yield place, became


def _alone(sweep: Sweep, left: Sequence[int], asked: Callable[[], int]) -> Iterator[tuple[int, Trained | str]]:
    for number in left:
        if asked():
            return
        try:
            yield number, _train(sweep.paintings, sweep.photos, sweep.settings[number], asked)
        except PixelStyleError as error:
            yield number, str(error)


def _by_workers(
    sweep: Sweep, left: Sequence[int], workers: int, asked: Callable[[], int], dask: str | None
) -> Iterator[tuple[int, Trained | str]]:
    if not left:
        return
    gpus = [] if dask else gpus_for(sweep.settings[0].device)
    with Cluster(min(workers, len(left)), address=dask, gpus=gpus) as cluster:
        calls = [_call(sweep, sweep.settings[number], cluster) for number in left]
        for ended in deal(cluster, calls, asked):
            yield left[ended.number], _became(ended)


def _call(sweep: Sweep, settings: TrainSettings, cluster: Cluster) -> Call:
    def arguments() -> tuple[Any, ...]:
        pictures = {f"painting_{n}": path for n, path in enumerate(sweep.paintings)}
        pictures |= {f"photo_{n}": path for n, path in enumerate(sweep.photos)}
        files = carried({**pictures, **settings.files()}) if cluster.elsewhere else {}
        return cluster.owner, pictures, settings.changed(), files

    return Call(_do, arguments)


def _became(ended: Ended) -> Trained | str:
    if ended.failure is not None:
        return ended.failure
    assert isinstance(ended.result, Trained)
    return ended.result


def _do(owner: str, pictures: dict[str, str], told: dict[str, Any], files: Carried) -> Trained:
    """What a worker does."""
    with at_work(owner) as asked, laid_out(files) as places:
        moved = {name: places.get(name, path) for name, path in pictures.items()}
        paintings = [path for name, path in moved.items() if name.startswith("painting_")]
        photos = [path for name, path in moved.items() if name.startswith("photo_")]
        try:
            return _train(paintings, photos, TrainSettings.of(told).with_files(places), asked)
        except PixelStyleError as error:
            raise PixelStyleError(str(error)) from None  # others of the kind cannot travel


def _train(
    paintings: Sequence[str], photos: Sequence[str], settings: TrainSettings, asked: Callable[[], int]
) -> Trained:
    """One training, early if somebody has `asked`. Raises PixelStyleError."""
    from pixelstyle.painters import encode_painter  # here, since they need torch
    from pixelstyle.training import Material, Training

    training = Training(Material.read(paintings, [Path(photo) for photo in photos]), settings)
    trouble = ""
    try:
        for _ in training.steps():
            if asked():
                trouble = "stopped"
                break
            if training.due() and training.trainer.done < training.trainer.steps:
                training.look()
    except Exception as error:
        trouble = trouble_of_training(error, training.trainer.done)
    painter = encode_painter(training.painter())
    try:
        judged = training.look()
    except Exception as error:
        if not is_memory_full(error):
            raise
        judged = None
    return Trained(painter, training.trainer.done, judged, trouble)


def trouble_of_training(error: Exception, done: int) -> str:
    """Why a training ends after so many steps with the painter that there is.

    Raises `error`, or a PixelStyleError for a full memory, where no step has been done and there is no painter.
    """
    if not done and is_memory_full(error):
        raise PixelStyleError("There is not enough memory for this; close other programs.") from None
    return trouble_of(error, done)


def _named(values: Mapping[str, Any]) -> str:
    """'style_weight-3-seed-1': what tells a file from the others, in letters that every disc takes."""
    parts = []
    for name, value in values.items():
        text = f"{value:g}" if isinstance(value, float) else "+".join(value) if isinstance(value, tuple) else str(value)
        parts.append(f"{name}-{re.sub(r'[^A-Za-z0-9._+-]+', '-', text)}")
    return "-".join(parts)
