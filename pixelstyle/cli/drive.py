"""Driving a run: whatever ends it, the best legal picture so far is saved.

Exit status: 0 all as asked; 1 a picture was saved, but the run had to end early; 2 nothing could be made;
130 stopped by Ctrl-C (143 by SIGTERM, 129 by SIGHUP), with a picture if there was one already.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from pixelstyle.cli.ctrl_c import CtrlC
from pixelstyle.cli.outputs import Checkpoints, OutputOptions, Preview
from pixelstyle.cli.termination import UNFINISHED, StoppedEarlyError, Termination, ended_by
from pixelstyle.errors import PixelStyleError
from pixelstyle.recipes import (
    Changeable,
    Result,
    Run,
    as_bytes,
    check_scale,
    is_memory_full,
    look_over_checkpoint,
    once_more,
    result_of,
    steps_until,
    trouble_of,
)
from pixelstyle.screens import get_mode, show
from pixelstyle.settings import ControlFile, Settings, changed

if TYPE_CHECKING:
    from pixelstyle.cli.progress import Progress
    from pixelstyle.optimise import Step


def drive(
    settings: Settings,
    prepare: Callable[[], Run],
    outputs: OutputOptions,
    control: str | None = None,
    look_over: Callable[[], None] = lambda: None,
) -> int:
    """Prepare a run, take it to its end and save the result; gives the exit status.

    `control` is a file whose settings the run takes up whenever it changes. `look_over` is asked before a checkpoint is
    opened, which needs torch; `prepare` does that by itself. Raises PixelStyleError before anything is written, and for
    outputs that cannot be written after all.
    """
    outputs.check(get_mode(settings.mode))
    control_file = None if control is None else ControlFile(control)
    if control_file is not None:
        with _explained():
            changed(settings, control_file.now())
    if outputs.resume is not None:
        look_over()
        look_over_checkpoint(Path(outputs.resume), settings)
    with CtrlC() as ctrl_c, Termination(ctrl_c._pressed):
        try:
            note = "" if outputs.resume is None else _take_up(Path(outputs.resume))
            run = prepare()
            check_scale(run.mode, settings)
            if outputs.resume is not None:
                run.resume(outputs.resume)
            if control_file is not None:
                _apply_news(run, control_file)  # before the first step a mistake is still an error
            from pixelstyle.cli.progress import progress_for  # here, since a refusal does without

            progress = progress_for(outputs)
            progress.begin(run, settings)
            if note:
                progress.say(note)
            preview = Preview(outputs, run.mode)
            interrupted, trouble = _take_steps(run, progress, preview, outputs, ctrl_c, control_file)
            result = result_of(run)
        except KeyboardInterrupt:
            raise StoppedEarlyError from None
        except Exception as error:
            if ctrl_c.presses:  # which a library that reads a file may answer with an error of its own
                raise StoppedEarlyError from None
            if not is_memory_full(error):
                raise
            raise PixelStyleError("There is not enough memory for this; choose a smaller size or network.") from None
        if trouble:
            result = replace(result, trouble=trouble)
        preview.write(result.shown())
        also = {"stopped": "by Ctrl-C"} if interrupted else {}
        files = once_more(partial(outputs.save, result, **also))
        if preview.failure:
            progress.say(preview.failure)
        progress.end(result, files, _why(result, interrupted))
    return ended_by() if interrupted else UNFINISHED if result.trouble else 0


def _take_up(checkpoint: Path) -> str:
    """Compute as the run did that is to go on; gives what cannot be as it was, '' for nothing."""
    from pixelstyle.optimise import checkpoint_conditions, take_up  # here, since they need torch

    return take_up(checkpoint_conditions(checkpoint), "cpu")


def _apply_news(run: Run, control: ControlFile) -> dict[str, Any]:
    """Hand what is new in the control file to the run, and tell what that was. Raises PixelStyleError."""
    if not isinstance(run, Changeable):
        raise PixelStyleError("Nothing can be changed while this runs: leave --control out.")
    news = control.news()
    with _explained():
        run.change(news)
    return news


@contextlib.contextmanager
def _explained() -> Iterator[None]:
    """Makes what a control file's values can cause, a number of four hundred digits say, a PixelStyleError."""
    try:
        yield
    except (ValueError, TypeError, OverflowError) as error:
        raise PixelStyleError(f"The control file holds a value that cannot be: {error}.") from None


def _take_steps(
    run: Run, progress: Progress, preview: Preview, outputs: OutputOptions, ctrl_c: CtrlC, control: ControlFile | None
) -> tuple[bool, str]:
    """Take the steps: to the end, to that of a Ctrl-C (True), or until memory runs out (and says so)."""
    presses, trouble, reached, checkpoints = 0, "", 0, Checkpoints(outputs)
    ctrl_c.patience = math.inf

    def asked() -> int:  # as often as this function has seen, which so comes to write the checkpoint before
        return presses

    def finishing(left: int) -> None:
        progress.say(f"Finishing: {left} more steps; Ctrl-C again stops at once.")

    try:
        for step in steps_until(run, asked, finishing):
            reached = step.iteration
            progress.step(step)
            progress.picture(partial(_shown, step, run))
            if preview.due(reached):
                preview.write(_shown(step, run))
            before, presses = presses, ctrl_c.presses
            # Never of a run that is finishing early: whoever resumes wants to go on as if nothing had happened.
            due = not before and (presses > 0 or reached % outputs.checkpoint_every == 0)
            if due and (failure := checkpoints.write(run)):
                progress.say(failure)
            if control is not None:
                try:
                    if news := _apply_news(run, control):
                        progress.say(
                            "From now on " + ", ".join(f"{name} {value}" for name, value in news.items()) + "."
                        )
                except PixelStyleError as error:
                    progress.say(f"Nothing is changed: {error}")
    except Exception as error:
        trouble = trouble_of(error, reached)
    finally:
        progress.pause()
    return presses > 0, trouble


def _shown(step: Step, run: Run) -> np.ndarray:
    """The picture as it is, uint8 [H, W, 3]."""
    return show(as_bytes(step.preview()), run.mode)


def _why(result: Result, interrupted: bool) -> str:
    done, asked = result.figures.get("iterations"), getattr(result.settings, "steps", None)
    if interrupted and done == asked:
        return f"Ctrl-C came among the last steps: all {asked} iterations are done."
    if interrupted:
        early = result.figures.get("finished_early")
        how = "" if early is None else f", of which the last {done - early['after']} came to a good end"
        return f"Stopped by Ctrl-C after {done} of {asked} iterations{how}; this is the best picture so far."
    if result.trouble:
        return f"Ended after {done} of {asked} iterations: {result.trouble}. This is the best picture so far."
    return ""
