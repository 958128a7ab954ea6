"""Floor 4: workers: calls done by many processes of this machine, or by those of a Dask scheduler elsewhere.

What has to be whole whatever becomes of a worker is told with each call: a worker that dies costs the call that it had.
"""

from typing import TYPE_CHECKING

from pixelstyle.late_room import hand_on_late

if TYPE_CHECKING:
    from pixelstyle.workers.carrying import Carried, carried, laid_out, lay_out
    from pixelstyle.workers.cluster import Cluster, LostError, WorkerDiedError, have_dask
    from pixelstyle.workers.dealing import Call, Ended, deal
    from pixelstyle.workers.gpus import gpus_for
    from pixelstyle.workers.stopping import at_work

__all__ = [
    "Call",
    "Carried",
    "Cluster",
    "Ended",
    "LostError",
    "WorkerDiedError",
    "at_work",
    "carried",
    "deal",
    "gpus_for",
    "have_dask",
    "laid_out",
    "lay_out",
]

hand_on_late(__name__)
