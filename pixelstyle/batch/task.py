"""One picture of a batch: what goes in, what comes out, whether it is there already, and making it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import sha256_of, write_atomically
from pixelstyle.recipes import drain, find_recipe, read_record
from pixelstyle.settings import StylizeSettings
from pixelstyle.version import __version__


@dataclass(frozen=True)
class Task:
    """One picture to stylize."""

    content: Path
    style: str
    outputs: tuple[Path, ...]
    """A PNG, which knows how it was made, then whatever else."""
    settings: StylizeSettings

    def finished(self) -> bool:
        """Whether the outputs are there, made from the same files with the same settings by the same version."""
        if not all(path.is_file() for path in self.outputs):
            return False
        try:
            record = read_record(self.outputs[0])
            files = {"content": str(self.content), "style": self.style, **self.settings.files()}
            return (
                (record.version, record.recipe.name, record.stopped_after) == (__version__, "stylize", None)
                and record.settings == self.settings
                and {name: facts["sha256"] for name, facts in record.inputs.items()}
                == {name: sha256_of(path) for name, path in files.items()}
            )
        except PixelStyleError:
            return False

    def work(self) -> None:
        """Make and write it. Raises PixelStyleError."""
        inputs: dict[str, str | Path] = {"content": self.content, "style": self.style}
        result = drain(find_recipe("stylize").prepare(inputs, self.settings))
        if result.trouble:
            raise PixelStyleError(f"Ended early: {result.trouble}.")
        # The PNG last: where it is, everything is.
        for path in reversed(self.outputs):
            for file, data in result.encode(path).items():
                write_atomically(file, data, overwrite=True)


Done = tuple[Task, str | None, float]
"""A task, '' or why it failed (None: it was finished before), and the seconds that it took."""


def attempt(task: Task) -> str:
    """Do it; '' or why that was not possible. Whatever goes wrong with one picture, the others are not to suffer."""
    try:
        task.work()
    except PixelStyleError as error:
        return str(error)
    except MemoryError:
        return "There is not enough memory for it."
    except Exception as error:
        from pixelstyle.optimise import is_out_of_memory  # here, since it needs torch

        if is_out_of_memory(error):
            return "There is not enough memory for it."
        return f"This is a bug of ours: {type(error).__name__}: {(str(error).splitlines() or [''])[0]}"
    return ""
