"""Floor 10: film: from a film to a film or to a machine, without flicker, by one process or many, to the same bytes."""

from pixelstyle.film.budget.within import check_budget
from pixelstyle.film.film import (
    Progress,
    digest_of_frames,
    first_frame,
    known_plan,
    make_frames,
    plan_film,
    preview_of,
    put_together,
)
from pixelstyle.film.look import STEADY, Look
from pixelstyle.film.making.carrying import check_carrying
from pixelstyle.film.own_training import own_painter
from pixelstyle.film.plan import Plan, do_task, frames_of, read_plan
from pixelstyle.film.reading import Film, FilmFrame, open_film, pyav
from pixelstyle.film.tasks import Task
from pixelstyle.film.work_folder import FINISHED, PLAN, WorkFolder
from pixelstyle.film.workers.dask_cluster import DaskCluster
from pixelstyle.film.workers.executing import Executor, Here
from pixelstyle.film.workers.job_files import levels_of, open_job_description, slurm_script
from pixelstyle.film.writing import ANIMATIONS, MACHINES, VIDEOS, check_enlargement, is_folder

__all__ = [
    "ANIMATIONS",
    "FINISHED",
    "MACHINES",
    "PLAN",
    "STEADY",
    "VIDEOS",
    "DaskCluster",
    "Executor",
    "Film",
    "FilmFrame",
    "Here",
    "Look",
    "Plan",
    "Progress",
    "Task",
    "WorkFolder",
    "check_budget",
    "check_carrying",
    "check_enlargement",
    "digest_of_frames",
    "do_task",
    "first_frame",
    "frames_of",
    "is_folder",
    "known_plan",
    "levels_of",
    "make_frames",
    "open_film",
    "open_job_description",
    "own_painter",
    "plan_film",
    "preview_of",
    "put_together",
    "pyav",
    "read_plan",
    "slurm_script",
]
