"""A film's end: its frames put together, and the film where it was asked for, or wherever it can be."""

from __future__ import annotations

import contextlib
import json
import shutil
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from pixelstyle.cli.painting.film_options import FilmOptions
from pixelstyle.cli.progress import say
from pixelstyle.errors import PixelStyleError
from pixelstyle.files import SavedElsewhereError, move_into_place, write_all

if TYPE_CHECKING:
    from pixelstyle.film import Plan, WorkFolder


def finish(plan: Plan, work: WorkFolder, output: Path, options: FilmOptions, began: float) -> int:
    """Put the film together, place it, tell of it, and tidy; gives the exit status.

    Raises SavedElsewhereError, which says where it is, for a film or a report that cannot be placed as asked; then the
    frames stay, too.
    """
    made = _put_together(plan, work, output, options)
    try:
        _place(made, output, options.overwrite)
    except PixelStyleError as error:
        raise SavedElsewhereError(f"{error} It is saved as '{made}'.", {output: made}) from None
    for trouble in plan.troubles:
        say(trouble)
    if not options.quiet:
        shots = f"{len(plan.shots)} shot{'s' if len(plan.shots) != 1 else ''}"
        say(f"{plan.frames:,} frames in {shots}, {time.monotonic() - began:.0f} s")
        say(f"saved {output}")
    if options.report is not None:
        write_all({Path(options.report): _report(plan, work, output, began)}, overwrite=options.overwrite)
    if not options.keep:
        work.remove()
    return 0


def _put_together(plan: Plan, work: WorkFolder, output: Path, options: FilmOptions) -> Path:
    """Where the whole film is: beside its frames, or among temporary files where that disc is full."""
    from pixelstyle.film import FINISHED, is_folder, put_together

    name = FINISHED + ("" if is_folder(output) else output.suffix.lower())

    def made(folder: Path) -> Path:
        target = folder / name
        shutil.rmtree(target, ignore_errors=True)  # frames of a film that was a longer one
        for _ in put_together(plan, work, target, options.enlarge, options.bytes_per_frame or plan.most):
            pass
        return target

    try:
        return made(work.path)
    except (PixelStyleError, OSError) as error:
        with contextlib.suppress(OSError):
            (work.path / name).unlink(missing_ok=True)
        elsewhere = Path(tempfile.mkdtemp(prefix="pixelstyle-film-"))
        try:
            target = made(elsewhere)
        except (PixelStyleError, OSError):
            shutil.rmtree(elsewhere, ignore_errors=True)
            raise error from None
        raise SavedElsewhereError(f"{error} The film is saved as '{target}'.", {output: target}) from None


def _place(made: Path, output: Path, overwrite: bool) -> None:
    """A file, or each file of a folder. Raises PixelStyleError."""
    if not made.is_dir():
        move_into_place(made, output, overwrite=overwrite)
        return
    try:
        output.mkdir(exist_ok=True)
    except OSError as error:
        raise PixelStyleError(f"The folder '{output}' cannot be made: {(error.strerror or 'error').lower()}.") from None
    for file in sorted(made.iterdir()):
        move_into_place(file, output / file.name, overwrite=overwrite)
    made.rmdir()


def _report(plan: Plan, work: WorkFolder, output: Path, began: float) -> bytes:
    from pixelstyle.film import digest_of_frames

    told = {
        "film": plan.source,
        "frames": plan.frames,
        "shots": plan.shots,
        "seconds": round(time.monotonic() - began, 1),
        "sha256_of_frames": digest_of_frames(plan, work),
        "troubles": plan.troubles,
        "look": plan.look.record(),
        "output": str(output),
    }
    return json.dumps(told, indent=2).encode() + b"\n"
