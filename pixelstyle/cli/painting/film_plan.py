"""`film --plan` and `--do`: a film in the hands of a queue."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from pixelstyle.cli.progress import say
from pixelstyle.errors import PixelStyleError
from pixelstyle.files import write_atomically

if TYPE_CHECKING:
    from pixelstyle.film import Plan, WorkFolder

JOIN = "join"
"""What is done last."""


def work_folder_of(plan: Path) -> Path:
    """Where the contents and the results of a plan lie: beside it."""
    return plan.with_name(plan.name + ".work")


def files_beside(plan: Path) -> tuple[Path, Path]:
    """What queues are given beside a plan: for SLURM, and as an Open Job Description."""
    return plan.with_suffix(".slurm.sh"), plan.with_suffix(".openjd.json")


def write_plan(plan: Plan, path: Path, output: Path, *, overwrite: bool, quiet: bool) -> int:
    """Write the plan and what queues are given beside it, which name the film; gives the exit status."""
    from pixelstyle.film import levels_of, open_job_description, slurm_script

    plan.tasks.sort(key=lambda task: (task.level, task.first))
    slurm, job = files_beside(path)
    told = (slurm_script(plan, path, output), open_job_description(plan, path, output))
    for place, data in zip((path, slurm, job), (plan.encoded(), *told), strict=True):
        write_atomically(place, data, overwrite=overwrite)
    if not quiet:
        last = len(plan.tasks) - 1
        say(f"{plan.frames:,} frames, {last + 1:,} tasks on {len(levels_of(plan))} levels: --do 0 to --do {last}")
        say(f"saved {path}, {slurm.name}, {job.name}; contents are in {work_folder_of(path)}")
    return 0


def tasks_asked_for(text: str, count: int) -> range:
    """'3' or '3-7' as numbers of tasks. Raises PixelStyleError for what is none of them."""
    found = re.fullmatch(r"(\d{1,9})(?:-(\d{1,9}))?", text)
    if found is None:
        raise PixelStyleError(f"'{text}' is no task: --do takes a number, such as 3, some, such as 3-7, or {JOIN}.")
    first, last = int(found[1]), int(found[2] or found[1])
    if not first <= last < count:
        raise PixelStyleError(f"There is no task {text}: the plan has 0 to {count - 1}.")
    return range(first, last + 1)


def do_tasks(plan: Plan, work: WorkFolder, text: str, quiet: bool) -> int:
    """Do some of a plan's tasks, and what they need where it is not there; gives the exit status."""
    from pixelstyle.film import do_task

    plan.look.check_files()
    for number in tasks_asked_for(text, len(plan.tasks)):
        do_task(plan, work, plan.tasks[number])
        if not quiet:
            task = plan.tasks[number]
            say(f"task {number}: {task.frames} frame{'s' if task.frames != 1 else ''} from {task.first}")
    return 0
