"""Floor 9: batches: one recipe for many pictures, over processes or frame by frame, and sheets that vary settings.

Like the room of recipes it needs no torch before the work begins.
"""

from pixelstyle.batch.batch import Tally, default_workers, find_pictures, plan, plan_conversions, run_batch
from pixelstyle.batch.calling import batch_pictures
from pixelstyle.batch.contact_sheet import Making, Varied, lay_out, make_figures, parse_varied, plan_sheet
from pixelstyle.batch.task import Task
from pixelstyle.callable_room import answer_calls

answer_calls(__name__, "batch_pictures")

__all__ = [
    "Making",
    "Tally",
    "Task",
    "Varied",
    "batch_pictures",
    "default_workers",
    "find_pictures",
    "lay_out",
    "make_figures",
    "parse_varied",
    "plan",
    "plan_conversions",
    "plan_sheet",
    "run_batch",
]
