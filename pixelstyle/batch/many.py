"""The pictures of a batch by many workers: of this machine, which write what they make, or of a Dask scheduler
elsewhere, to which all files travel and from which they come back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from pixelstyle.batch.task import Attempt, Done, How, Made, Task, attempt, failed
from pixelstyle.errors import PixelStyleError
from pixelstyle.recipes import find_recipe
from pixelstyle.workers import Call, Carried, Cluster, Ended, at_work, carried, deal, laid_out


def by_many(tasks: Sequence[Task], cluster: Cluster, asked: Callable[[], int]) -> Iterator[Done]:
    """Each task as it is done, in whatever order; those at work when it is `asked` for are the last.

    Raises PixelStyleError where no worker is left.
    """
    calls = [_call(task, cluster) for task in tasks]
    for ended in deal(cluster, calls, asked):
        task = tasks[ended.number]
        became = _failed(ended) if ended.error is not None else _kept(task, ended.result)
        yield task, became, ended.seconds


def _call(task: Task, cluster: Cluster) -> Call:
    def arguments() -> tuple[Any, ...]:
        files = task.files()
        return cluster.owner, _record(task), files, carried(files) if cluster.elsewhere else None

    return Call(_do, arguments)


def _kept(task: Task, result: Attempt | Made) -> Attempt:
    """What has become of a task whose worker has given this."""
    if not isinstance(result, Made):
        return result
    try:
        return task.write(result)
    except PixelStyleError as error:
        return failed(error)


def _failed(ended: Ended) -> Attempt:
    return failed(ended.error) if isinstance(ended.error, PixelStyleError) else (How.FAILED, ended.failure or "")


def _record(task: Task) -> dict[str, Any]:
    """A task as plain data, of which `_task` makes it again."""
    return {
        "recipe": task.recipe.name,
        "content": str(task.content),
        "style": task.style,
        "outputs": [str(path) for path in task.outputs],
        "settings": task.settings.changed(),
        "overwrite": task.overwrite,
    }


def _task(told: dict[str, Any]) -> Task:
    settings = find_recipe(told["recipe"]).settings.of(told["settings"])
    outputs = tuple(map(Path, told["outputs"]))
    return Task(Path(told["content"]), told["style"], outputs, settings, told["overwrite"])


def _do(owner: str, told: dict[str, Any], files: dict[str, str], along: Carried | None) -> Attempt | Made:
    """What a worker does: everything, or, where files came along, everything but writing."""
    with at_work(owner) as asked:
        try:
            task = _task(told)
            if along is None:
                return attempt(task, asked)
            with laid_out(along) as places:
                return task.make(files, places, asked)
        except Exception as error:
            return failed(error)
