"""What goes in and comes out of `train`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from pixelstyle.cli.many_workers import DASK_HELP, WORKERS_ELSEWHERE
from pixelstyle.errors import PixelStyleError
from pixelstyle.files import check_destination, existing_file
from pixelstyle.settings import Options, option


@dataclass(frozen=True)
class TrainOptions(Options):
    """What goes in and comes out of a training."""

    panel: ClassVar[str] = "Files"

    photos: str | None = option(None, "the folder with the photos to learn from")
    output: str | None = option(None, "the painter, a .painter file", "-o")
    preview: str | None = option(None, "keep a PNG of held-out photos as they are painted now")
    checkpoint: str | None = option(None, "keep the whole state in this file, so that the training can be resumed")
    checkpoint_every: int = option(250, "steps between two checkpoints", least=1, most=1_000_000)
    resume: str | None = option(
        None, "go on from this checkpoint, to the same bytes as an unbroken training", file=True
    )
    vary: tuple[str, ...] = option(
        (),
        "train several, to compare: a setting and its values, such as style_weight=1,3,10; may be repeated. The files'"
        " names have them",
    )
    workers: int | None = option(
        None,
        "with --vary: trainings at work at the same time, each in a process of its own; the number of processor cores,"
        " or of GPUs, by itself",
        least=1,
        most=100,
    )
    dask: str | None = option(None, f"with --vary: {DASK_HELP}")
    overwrite: bool = option(False, "replace files that exist")
    quiet: bool = option(False, "print nothing but errors", "-q")
    json: bool = option(False, "print every step as a line of JSON on standard output")

    def check(self, textures: bool) -> None:
        """Raise PixelStyleError for whatever could not be written after the work; `textures` need no photos."""
        if self.output is None or Path(self.output).suffix.lower() != ".painter":
            raise PixelStyleError("Say where the painter goes, such as -o my.painter.")
        if textures and self.photos is not None:
            raise PixelStyleError("Textures are learnt from noise: leave out --photos, or --textures.")
        if self.photos is None and not textures:
            raise PixelStyleError("Say which photos it learns from, such as --photos FOLDER.")
        if self.preview is not None and Path(self.preview).suffix.lower() != ".png":
            raise PixelStyleError(f"The preview is a PNG: '{self.preview}' should end in .png.")
        self._check_many()
        outputs = () if self.vary else (self.output,)  # those of several are not known yet
        written = [path for path in (*outputs, self.preview) if path is not None]
        for path in written:
            check_destination(path, self.overwrite)
        if self.checkpoint is not None:
            check_destination(self.checkpoint, self.overwrite or self.checkpoint == self.resume)
            written.append(self.checkpoint)
        if len({Path(path).resolve() for path in written}) != len(written):
            raise PixelStyleError("Two of output, preview and checkpoint are one file; name different ones.")
        if self.resume is not None:
            existing_file(self.resume, "checkpoint")

    def _check_many(self) -> None:
        """Raise PixelStyleError for what is said of several trainings where there is one, and of one where there are
        several."""
        if self.dask is not None and self.workers is not None:
            raise PixelStyleError(WORKERS_ELSEWHERE)
        alone = ("checkpoint", "resume", "json") if self.vary else ("workers", "dask")
        given = next((name for name in alone if getattr(self, name) not in (None, False)), None)
        if given is not None:
            raise PixelStyleError(
                f"--{given} is for {'one training' if self.vary else 'several'}: "
                + ("leave it out, or --vary." if self.vary else "say what is to differ with --vary, or leave it out.")
            )
