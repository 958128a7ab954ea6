"""One picture of a batch: what goes in, what comes out, whether it is there already, and making it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import SavedElsewhereError, sha256_of, write_all
from pixelstyle.recipes import RECIPES, Recipe, Record, best_of, is_memory_full, never, read_record
from pixelstyle.settings import Settings
from pixelstyle.version import __version__


@dataclass(frozen=True)
class Task:
    """One picture to stylize or to convert."""

    content: Path
    style: str | None
    """None where the settings name a painter, and where nothing is stylized."""
    outputs: tuple[Path, ...]
    """A PNG, which knows how it was made, then whatever else."""
    settings: Settings

    overwrite: bool = False
    """Whether files at the outputs may be replaced; else what is made goes beside one that comes to be there."""

    @property
    def recipe(self) -> Recipe:
        """What makes it: the recipe of its settings."""
        return next(recipe for recipe in RECIPES.values() if recipe.settings is type(self.settings))

    def finished(self) -> bool:
        """Whether the outputs are there, made from the same files with the same settings by the same version."""
        record = self._record()
        return record is not None and record.whole

    def finished_early(self) -> bool:
        """The same, but in a batch that was stopped, or with less memory than it takes: it is to be made anew."""
        record = self._record()
        return record is not None and not record.whole

    def _record(self) -> Record | None:
        """How the outputs were made, if all are there and it was from these files with these settings."""
        return record_of(self.outputs, self.recipe.name, self.inputs(), self.settings)

    def inputs(self) -> dict[str, str]:
        """The pictures that go in, by the recipe's names for them."""
        given = [str(self.content)] if self.style is None else [str(self.content), self.style]
        return dict(zip((item.name for item in self.recipe.inputs), given, strict=False))

    def files(self) -> dict[str, str]:
        """All files that go in, by what they are for: the pictures, and those that the settings name."""
        return {**self.inputs(), **self.settings.files()}

    def work(self, asked: Callable[[], int] = never) -> Attempt:
        """Make and write it, early if somebody has `asked`. Raises PixelStyleError, SavedElsewhereError among them."""
        return self.write(self.make(self.files(), {}, asked))

    def make(self, files: Mapping[str, str], places: Mapping[str, str], asked: Callable[[], int] = never) -> Made:
        """Make it from `files`, some of which lie at other `places` here; that leaves no trace. Raises PixelStyleError.

        `files` are those of `files()` where the task comes from: here they may not be found.
        """
        inputs: dict[str, str | Path] = {name: places.get(name, path) for name, path in self.inputs().items()}
        result = best_of(self.recipe.prepare(inputs, self.settings.with_files(places)), asked)
        told = {name: {**facts, "path": files.get(name, facts["path"])} for name, facts in result.inputs.items()}
        result = replace(result, inputs=told, settings=result.settings.with_files(files))
        data = {str(file): data for path in self.outputs for file, data in result.encode(path).items()}
        return Made(data, result.stopped_after is not None, result.trouble)

    def write(self, made: Made) -> Attempt:
        """Write what has been made. Raises PixelStyleError, SavedElsewhereError among them."""
        # The PNG last: where it is, everything is.
        write_all({Path(file): data for file, data in reversed(made.files.items())}, overwrite=self.overwrite)
        if made.trouble:
            return How.FAILED, f"Ended early: {made.trouble}. This is the best picture so far: '{self.outputs[0]}'."
        return (How.EARLY if made.early else How.MADE), ""


@dataclass(frozen=True)
class Made:
    """What a task gives before it is written."""

    files: dict[str, bytes]
    """By their names, the PNG first."""
    early: bool
    """Whether somebody has asked for its end."""
    trouble: str
    """Why it ended early, if it did by itself."""


def record_of(outputs: Sequence[Path], recipe: str, inputs: Mapping[str, str], settings: Settings) -> Record | None:
    """How the outputs, of which the first is a PNG, were made, if all are there and it was by this version of the
    program, from these files with these settings."""
    if not all(path.is_file() for path in outputs):
        return None
    try:
        record = read_record(outputs[0])
        same = (
            (record.version, record.recipe.name) == (__version__, recipe)
            and record.settings == settings
            and {name: facts["sha256"] for name, facts in record.inputs.items()}
            == {name: sha256_of(path) for name, path in {**inputs, **settings.files()}.items()}
        )
    except PixelStyleError:
        return None
    return record if same else None


class How(Enum):
    """What became of a task."""

    MADE = "saved"
    EARLY = "finished early"
    THERE = "there already"
    ELSEWHERE = "saved elsewhere"
    FAILED = "FAILED"


Attempt = tuple[How, str]
"""What became of it, and why it failed or went elsewhere if it did."""
Done = tuple[Task, Attempt, float]
"""A task, what became of it, and the seconds that it took."""


def attempt(task: Task, asked: Callable[[], int] = never) -> Attempt:
    """Do it. Whatever goes wrong with one picture, the others are not to suffer. `asked` is that of `steps_until`."""
    try:
        return task.work(asked)
    except Exception as error:
        return failed(error)


def failed(error: Exception) -> Attempt:
    """What an error has made of a task."""
    if isinstance(error, SavedElsewhereError):
        return How.ELSEWHERE, str(error)
    if isinstance(error, PixelStyleError):
        return How.FAILED, str(error)
    if is_memory_full(error):
        return How.FAILED, "There is not enough memory for it."
    first = (str(error).splitlines() or [""])[0]
    return How.FAILED, f"This is a bug of ours: {type(error).__name__}: {first}"
