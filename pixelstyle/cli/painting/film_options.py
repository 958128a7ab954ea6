"""What `film` is asked for beside the settings of its frames."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from pixelstyle.cli.many_workers import DASK_HELP
from pixelstyle.cli.painting.film_plan import files_beside
from pixelstyle.errors import PixelStyleError
from pixelstyle.files import check_destination, check_folder
from pixelstyle.screens import DITHERS
from pixelstyle.settings import Options, option

_KEYS_OF_OWN = 16
"""Frames from one that is optimised to the next where a film has a painter of its own."""


@dataclass(frozen=True)
class FilmOptions(Options):
    """Where a film goes, and how it is worked on."""

    panel: ClassVar[str] = "Film"

    output: str | None = option(
        None,
        "the film: .mp4, .webm, .mkv, .mov, .gif, .apng, .webp, a folder for PNGs, or what a machine plays: .flc, "
        ".anim, .cdxl, .prg, .p8, .nes, .gb, .gbc, .md, .sfc",
        "-o",
    )
    dither: str = option(
        "bayer-4", "of a film without painter and painting: an ordered dither, or none", choices=DITHERS
    )
    steady: float = option(3.0, "how much a pixel has to gain to change its colour; 0 = nothing", least=0, most=20)
    palette_for: str = option(
        "shot", "where a machine chooses its colours: for each shot, or once for the film", choices=("shot", "film")
    )
    keys: int | None = option(
        None,
        "optimise each shot's first frame and one in so many, and carry these along the motion to those between, many"
        " times as fast; with --own-painter 16 by itself, 0 = it paints all",
        least=0,
        most=64,
    )
    own_painter: bool = option(
        False, "train a painter on the painting and the film's frames, and paint the film with that"
    )
    own_steps: int = option(300, "steps of that training", least=1, most=100_000)
    bytes_per_frame: int | None = option(
        None, "in .prg, .flc, .anim and .p8 each frame changes so many bytes at most", least=16, most=1_000_000
    )
    frames: int | None = option(None, "end after so many frames", least=1)
    workers: int | None = option(
        None, "processes at work at the same time; by itself one a processor core", least=1, most=256
    )
    dask: str | None = option(None, DASK_HELP)
    plan: str | None = option(
        None, "only read the film, and write all that is to be done to this .json file, for a queue of jobs"
    )
    do: str | None = option(
        None, "do this task of a --plan, such as 3 or 3-7; at last join, which writes the film", writes=True
    )
    fps: float = option(25.0, "frames a second of a folder of pictures", least=0.1, most=240)
    enlarge: int | None = option(
        None, "enlarge by this whole number; by itself videos to some 720 rows, others not at all", least=1, most=32
    )
    preview: str | None = option(None, "keep the newest frame in this PNG")
    report: str | None = option(None, "write what was done as JSON to this file")
    keep: bool = option(False, "keep the folder of contents and results beside the film")
    overwrite: bool = option(False, "replace files that exist")
    quiet: bool = option(False, "print nothing but errors", "-q")
    json: bool = option(False, "print the progress as lines of JSON on standard output")

    @property
    def apart(self) -> int | None:
        """Frames from one that is optimised to the next, where those between are carried; None: all are made alike."""
        wanted = _KEYS_OF_OWN if self.keys is None and self.own_painter else self.keys
        return wanted or None

    def destination(self) -> Path:
        """Where the film goes. Raises PixelStyleError for no place, another kind, and what is there already."""
        from pixelstyle.film import ANIMATIONS, MACHINES, VIDEOS, is_folder

        if self.output is None:
            raise PixelStyleError("Say where the film goes, such as -o out.mp4.")
        path = Path(self.output)
        if is_folder(path):
            if path.is_dir() and any(path.glob("frame-*.png")) and not self.overwrite:
                raise PixelStyleError(f"The folder '{path}' holds frames already; add --overwrite to replace them.")
            check_folder(path)
            return path
        if path.suffix.lower() not in (*VIDEOS, *ANIMATIONS, *MACHINES):
            known = ", ".join((*VIDEOS, *ANIMATIONS, *MACHINES))
            raise PixelStyleError(f"Films are saved as {known} or in a folder, not as '{path.suffix}'.")
        check_destination(path, self.overwrite)
        return path

    def check_others(self) -> None:
        """Raise PixelStyleError for what else cannot be written, or is there already."""
        others = [Path(each) for each in (self.preview, self.report) if each is not None]
        if self.plan is not None and self.do is None:
            if Path(self.plan).suffix.lower() != ".json":
                raise PixelStyleError(f"The plan is a JSON file: '{self.plan}' should end in .json.")
            others += [Path(self.plan), *files_beside(Path(self.plan))]
        for other in others:
            check_destination(other, self.overwrite)
