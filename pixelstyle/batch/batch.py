"""Batch: many pictures in one style, by several workers; what is finished stays finished, what fails is named."""

from __future__ import annotations

import glob
import os
import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pixelstyle.batch.many import by_many
from pixelstyle.batch.task import Done, How, Task, attempt
from pixelstyle.errors import PixelStyleError
from pixelstyle.files import make_folder
from pixelstyle.recipes import check_output, never
from pixelstyle.screens import get_mode
from pixelstyle.settings import ConvertSettings, StylizeSettings
from pixelstyle.workers import Cluster, gpus_for

PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".gif", ".bmp", ".xcf", ".ora", ".psd", ".ppm", ".avif")
"""What counts as a picture where a whole folder is named."""


@dataclass
class Tally:
    """What became of the pictures."""

    made: list[Path] = field(default_factory=list)
    there: list[Path] = field(default_factory=list)
    """Finished before."""
    failed: dict[Path, str] = field(default_factory=dict)
    elsewhere: dict[Path, str] = field(default_factory=dict)
    """Made, but saved in another place than asked for: why, and where."""
    early: list[Path] = field(default_factory=list)
    """Finished early, when the batch was stopped: legal and saved, but made anew the next time."""
    left: int = 0
    """Not begun or not finished when the batch was stopped."""

    def __str__(self) -> str:
        parts = [f"{len(self.made)} made"]
        parts += [f"{len(self.there)} there already"] if self.there else []
        parts += [f"{len(self.failed)} failed"] if self.failed else []
        parts += [f"{len(self.elsewhere)} saved elsewhere"] if self.elsewhere else []
        parts += [f"{len(self.early)} finished early"] if self.early else []
        parts += [f"{self.left} left"] if self.left else []
        ended = (self.made, self.there, self.failed, self.elsewhere, self.early)
        total = sum(map(len, ended)) + self.left
        return f"{total} picture{'s' if total != 1 else ''}: {', '.join(parts)}"


def find_pictures(patterns: Iterable[str]) -> list[Path]:
    """The files that patterns such as 'in/*.png', folders and plain names mean; each pattern's as people count them.

    Raises PixelStyleError for a pattern that means nothing.
    """
    found: list[Path] = []
    for pattern in patterns:
        path = Path(pattern)
        if path.is_dir():
            some = _pictures_in(path)
        elif path.is_file():
            some = [path]
        else:
            matching = glob.glob(pattern, recursive=True)  # noqa: PTH207 - Path.glob takes no absolute patterns
            some = [file for file in map(Path, matching) if file.is_file()]
        if not some and path.is_dir():
            raise PixelStyleError(f"There is no picture in the folder '{pattern}'.")
        if not some:
            raise PixelStyleError(f"There is no picture '{pattern}'.")
        found += sorted(some, key=_as_counted)
    return list(dict.fromkeys(found))


def plan(
    contents: list[Path],
    style: str | None,
    folder: Path,
    settings: StylizeSettings,
    also: Iterable[str] = (),
    *,
    frames: bool = False,
    overwrite: bool = False,
) -> list[Task]:
    """What is to be done, in order. `frames`: each picture is carried on from the one before. Without a style the
    settings name a painter.

    Raises PixelStyleError for outputs that cannot be, that would replace one another or an input, or that exist but are
    not these pictures (unless `overwrite`). Makes `folder` if only it is missing.
    """
    tasks: list[Task] = []
    others = () if style is None else (Path(style),)
    for content, outputs in outputs_in(folder, contents, settings.mode, also, others).items():
        before = str(tasks[-1].outputs[0]) if frames and tasks else settings.carry
        tasks.append(Task(content, style, outputs, replace(settings, carry=before)))
    for number, task in enumerate(tasks):
        existing = next((path for path in task.outputs if path.exists()), None)
        tasks[number] = replace(task, overwrite=overwrite or (existing is not None and task.finished_early()))
        if existing is not None and not tasks[number].overwrite and not task.finished():
            raise PixelStyleError(
                f"'{existing}' exists already, but is not '{task.content}' with these settings; "
                "add --overwrite to replace it, or name another folder."
            )
    return tasks


def plan_conversions(
    pictures: Sequence[Path],
    folder: Path,
    settings: ConvertSettings,
    also: Iterable[str] = (),
    *,
    overwrite: bool = False,
) -> list[Task]:
    """The same for pictures that are converted; of what exists otherwise, only that picture fails.

    Raises PixelStyleError for outputs that cannot be, or that two pictures would have.
    """
    outputs = outputs_in(folder, pictures, settings.mode, also)
    return [Task(picture, None, paths, settings, overwrite) for picture, paths in outputs.items()]


def outputs_in(
    folder: Path, pictures: Sequence[Path], mode: str, also: Iterable[str], others: Sequence[Path] = ()
) -> dict[Path, tuple[Path, ...]]:
    """Of each picture the PNG and whatever else is `also` made of it, in a folder that is made if only it is missing.

    Raises PixelStyleError for outputs that cannot be, and that would replace one another, a picture or one of `others`.
    """
    make_folder(folder)
    sources = {_real(path) for path in [*pictures, *others]}
    found: dict[Path, tuple[Path, ...]] = {}
    taken: dict[Path, Path] = {}
    for picture in pictures:
        outputs = tuple(folder / f"{picture.stem}{extension}" for extension in dict.fromkeys((".png", *also)))
        for path in outputs:
            check_output(path, get_mode(mode), overwrite=True)
            if path.resolve() in sources:
                raise PixelStyleError(f"'{path}' is one of the pictures that go in; name another folder with -o.")
        if outputs[0] in taken:
            raise PixelStyleError(f"'{taken[outputs[0]]}' and '{picture}' would both be saved as '{outputs[0]}'.")
        taken[outputs[0]] = picture
        found[picture] = outputs
    return found


def _pictures_in(folder: Path) -> list[Path]:
    try:
        return [file for file in folder.iterdir() if file.suffix.lower() in PICTURES]
    except OSError as error:
        raise PixelStyleError(f"The folder '{folder}' cannot be read: {(error.strerror or 'error').lower()}.") from None


def _real(path: Path) -> Path:
    """Where a path leads; a link that leads to itself leads nowhere else, and only its own picture will fail."""
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return path.absolute()


def run_batch(
    tasks: list[Task],
    workers: int,
    tell: Callable[[str], None],
    asked: Callable[[], int] = never,
    *,
    dask: str | None = None,
) -> Iterator[Tally]:
    """Work through the tasks; yields the tally, first when nothing is done and then after every picture.

    `tell` gets a line for every picture. With one worker this process does it, and the pictures come in order; `dask`
    is the address of a scheduler whose workers do it instead. Once `asked` gives more than 0, no picture is begun any
    more, and those at work are finished early; more than 1, at once. Raises PixelStyleError where no worker is left.
    """
    tally = Tally(left=len(tasks))
    yield tally
    waiting = list(tasks)
    alone = workers <= 1 and dask is None
    if not alone:
        # In order and lazily only where one picture needs the one before, which is when there is one worker.
        done = [task for task in waiting if task.finished()]
        waiting = [task for task in waiting if task not in done]
        for task in done:
            _note(tally, (task, (How.THERE, ""), 0.0), tell)
            yield tally
    for each in _one_by_one(waiting, asked) if alone else _by_workers(waiting, workers, asked, dask):
        _note(tally, each, tell)
        yield tally


def _note(tally: Tally, done: Done, tell: Callable[[str], None]) -> None:
    task, (how, failure), seconds = done
    tally.left -= 1
    if how in (How.FAILED, How.ELSEWHERE):
        (tally.failed if how is How.FAILED else tally.elsewhere)[task.content] = failure
        tell(f"{task.content}: {how.value}: {failure}")
        return
    {How.MADE: tally.made, How.EARLY: tally.early, How.THERE: tally.there}[how].append(task.content)
    saved = "" if how is How.THERE else f" {', '.join(map(str, task.outputs))} ({seconds:.1f} s)"
    tell(f"{task.content}: {how.value}{saved}")


def _one_by_one(tasks: list[Task], asked: Callable[[], int]) -> Iterator[Done]:
    for task in tasks:
        if asked():
            return
        began = time.monotonic()
        yield task, (How.THERE, "") if task.finished() else attempt(task, asked), time.monotonic() - began


def _by_workers(tasks: list[Task], workers: int, asked: Callable[[], int], dask: str | None) -> Iterator[Done]:
    if not tasks:
        return
    count = min(workers, len(tasks))
    device = getattr(tasks[0].settings, "device", "cpu")
    with Cluster(count, address=dask, gpus=[] if dask else gpus_for(device)) as cluster:
        yield from by_many(tasks, cluster, asked)


def default_workers(device: str) -> int:
    """One for each GPU that `device` ('auto' or a name) may mean, else one for each processor core."""
    if device == "auto" or device.startswith("cuda"):
        import torch

        if torch.cuda.is_available():
            return torch.cuda.device_count() if device in ("auto", "cuda") else 1
    if device == "mps":
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _as_counted(path: Path) -> list[tuple[int, int, str]]:
    """frame-2 before frame-10."""
    parts = re.split(r"(\d+)", str(path))
    return [(0, int(part), "") if part.isascii() and part.isdigit() else (1, 0, part) for part in parts]
