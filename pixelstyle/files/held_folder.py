"""Temporary folders that end with their process: what one that was killed has left, the next one tidies.

Each is locked as long as somebody works in it, and the system lets go of locks when a process ends, however it does.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import shutil
import stat
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Any

_FRESH = 60.0
"""Seconds: a folder may have been made and not be locked yet."""


class HeldFolder:
    """An empty folder among the temporary files, for this user alone, until `remove` or the end of a `with`.

    `kind` is its name's beginning: 'engine' for pixelstyle-engine-held-..., and the leftovers of that kind go when one
    is made: folders of the same user that nobody has locked. Where a system has no locks for folders, none goes.
    """

    def __init__(self, kind: str) -> None:
        prefix = f"pixelstyle-{kind}-held-"
        _tidy(prefix)
        self.path = Path(tempfile.mkdtemp(prefix=prefix))
        self._lock = _locked(self.path)

    def remove(self) -> None:
        """Delete it with all that is in it; done twice it does nothing."""
        shutil.rmtree(self.path, ignore_errors=True)
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def __enter__(self) -> Path:
        return self.path

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.remove()


def _tidy(prefix: str) -> None:
    """Delete what ended processes have left; a folder that cannot be told from one in use stays."""
    for path in Path(tempfile.gettempdir()).glob(f"{prefix}*"):
        with contextlib.suppress(OSError):
            facts = path.lstat()
            own = stat.S_ISDIR(facts.st_mode) and hasattr(os, "getuid") and facts.st_uid == os.getuid()
            if not own or time.time() - facts.st_ctime < _FRESH:
                continue
            lock = _locked(path)
            if lock is not None:
                shutil.rmtree(path, ignore_errors=True)
                os.close(lock)


def _locked(path: Path) -> int | None:
    """The folder opened and locked, until it is closed; None where somebody else has it, or there are no such locks."""
    try:
        fcntl: Any = importlib.import_module("fcntl")
        folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except (ImportError, AttributeError, OSError):
        return None
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(folder)
        return None
    return folder
