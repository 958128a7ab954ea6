"""Watching files: work that is done again whenever one of them was saved, however its editor saves.

A look costs a call of `stat` for each file, so that no package for it is needed and network drives work, too. A file
counts as saved when it differs from what was last taken and has been quiet for one pause: editors that write in several
goes, or write another file and rename it, are over by then. One that is gone is waited for.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from pixelstyle.errors import PixelStyleError

PAUSE = 0.03
"""Seconds between two looks."""
_AGAIN = (0.25, 1.0)
"""Seconds after which work that failed is tried again although nothing has changed: a file may have been locked, or
half written by a program that took its time."""

_BEHIND = 20_000_000
"""Nanoseconds by which a file system's clock may be behind."""

_Seen = tuple[tuple[int, int, int, int] | None, ...]


def watch(
    files: Callable[[], Iterable[Path]],
    work: Callable[[], None],
    tell: Callable[[str], None],
    ended: Callable[[], bool],
) -> None:
    """Do `work` now, and again whenever one of `files` was saved, until `ended`.

    What `work` raises as a PixelStyleError is told in a line once the file has had time to become whole; another save
    is then waited for. Anything else that it raises is raised.
    """
    for _ in saves(files, ended):
        trouble = _done(work)
        for seconds in _AGAIN:
            if not trouble or _changes(files, seconds, ended):
                break
            trouble = _done(work)
        else:
            if trouble:
                tell(trouble)


def saves(files: Callable[[], Iterable[Path]], ended: Callable[[], bool]) -> Iterator[None]:
    """Comes round when all of `files` are there, and again whenever one of them was saved and is quiet."""
    taken: _Seen = ()
    before: _Seen = ()
    while not ended():
        now = _look(files())
        if None in now:
            taken = ()
        elif now == before and now != taken:
            taken, began = now, time.time_ns() - _BEHIND
            yield
            # The work may have found more files to watch. They are as it read them, unless they were saved meanwhile.
            later = _look(files())
            if later[: len(now)] == now:
                taken = now + tuple(None if seen and max(seen[:2]) >= began else seen for seen in later[len(now) :])
        before = now
        time.sleep(PAUSE)


def _done(work: Callable[[], None]) -> str:
    """What went wrong, '' for nothing."""
    try:
        work()
    except PixelStyleError as error:
        return str(error)
    return ""


def _changes(files: Callable[[], Iterable[Path]], seconds: float, ended: Callable[[], bool]) -> bool:
    """Whether one of them changes within so many seconds, or nobody waits any more."""
    first, until = _look(files()), time.monotonic() + seconds
    while time.monotonic() < until:
        if ended() or _look(files()) != first:
            return True
        time.sleep(PAUSE)
    return False


def _look(files: Iterable[Path]) -> _Seen:
    return tuple(_seen(path) for path in files)


def _seen(path: Path) -> tuple[int, int, int, int] | None:
    """What changes with every save: of the times that of the entry, too, since programs set the other one back."""
    try:
        facts = path.stat()
    except (OSError, ValueError):
        return None
    return facts.st_mtime_ns, facts.st_ctime_ns, facts.st_size, facts.st_ino
