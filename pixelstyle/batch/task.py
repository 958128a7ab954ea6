"""One picture of a batch: what goes in, what comes out, whether it is there already, and making it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import SavedElsewhereError, sha256_of, write_all
from pixelstyle.recipes import Record, best_of, find_recipe, is_memory_full, never, read_record
from pixelstyle.settings import Settings, StylizeSettings
from pixelstyle.version import __version__


@dataclass(frozen=True)
class Task:
    """One picture to stylize."""

    content: Path
    style: str | None
    """None where the settings name a painter."""
    outputs: tuple[Path, ...]
    """A PNG, which knows how it was made, then whatever else."""
    settings: StylizeSettings

    overwrite: bool = False
    """Whether files at the outputs may be replaced; else what is made goes beside one that comes to be there."""

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
        return record_of(self.outputs, "stylize", self._inputs(), self.settings)

    def _inputs(self) -> dict[str, str]:
        return {"content": str(self.content)} | ({} if self.style is None else {"style": self.style})

    def work(self, asked: Callable[[], int] = never) -> Attempt:
        """Make and write it, early if somebody has `asked`. Raises PixelStyleError, SavedElsewhereError among them."""
        inputs: dict[str, str | Path] = {**self._inputs()}
        result = best_of(find_recipe("stylize").prepare(inputs, self.settings), asked)
        # The PNG last: where it is, everything is.
        files = {file: data for path in reversed(self.outputs) for file, data in result.encode(path).items()}
        write_all(files, overwrite=self.overwrite)
        if result.trouble:
            return How.FAILED, f"Ended early: {result.trouble}. This is the best picture so far: '{self.outputs[0]}'."
        return (How.EARLY if result.stopped_after is not None else How.MADE), ""


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
    except SavedElsewhereError as error:
        return How.ELSEWHERE, str(error)
    except PixelStyleError as error:
        return How.FAILED, str(error)
    except Exception as error:
        if is_memory_full(error):
            return How.FAILED, "There is not enough memory for it."
        first = (str(error).splitlines() or [""])[0]
        return How.FAILED, f"This is a bug of ours: {type(error).__name__}: {first}"
