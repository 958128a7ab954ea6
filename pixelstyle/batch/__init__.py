"""Floor 9: batches: one recipe for many pictures, over processes or frame by frame; sheets and trainings over a grid of
settings.

Like the room of recipes it needs no torch before the work begins.
"""

from pixelstyle.batch.batch import Tally, default_workers, find_pictures, plan, plan_conversions, run_batch
from pixelstyle.batch.calling import batch_pictures
from pixelstyle.batch.contact_sheet import Making, in_rows, lay_out, make_figures, plan_sheet
from pixelstyle.batch.sweep import Sweep, Trained, plan_sweep, run_sweep, trouble_of_training
from pixelstyle.batch.task import Task
from pixelstyle.batch.varied import Varied, labels_of, parse_varied
from pixelstyle.callable_room import answer_calls

answer_calls(__name__, "batch_pictures")

__all__ = [
    "Making",
    "Sweep",
    "Tally",
    "Task",
    "Trained",
    "Varied",
    "batch_pictures",
    "default_workers",
    "find_pictures",
    "in_rows",
    "labels_of",
    "lay_out",
    "make_figures",
    "parse_varied",
    "plan",
    "plan_conversions",
    "plan_sheet",
    "plan_sweep",
    "run_batch",
    "run_sweep",
    "trouble_of_training",
]
