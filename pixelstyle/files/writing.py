"""Writing results: whole or not at all, and never over something that the person did not mean to lose.

What has been made is kept even where it cannot be written as asked: beside that place, or among temporary files.
"""

from __future__ import annotations

import contextlib
import errno
import gc
import glob
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import IO, TypeVar

from pixelstyle.errors import PixelStyleError

Made = TypeVar("Made")

_STALE = 600.0
"""Seconds after which nobody is still writing an unfinished file."""


class SavedElsewhereError(PixelStyleError):
    """Files are saved, but not all of them where they were asked for: the message says where."""

    def __init__(self, text: str, places: dict[Path, Path]) -> None:
        super().__init__(text)
        self.places = places
        """Where those are now, by where they were to be."""


def check_destination(path: str | Path, overwrite: bool = False) -> None:
    """Raises PixelStyleError now if `write_atomically` would fail later: for use before a long run.

    It tries by creating a file beside the destination and removing it, since permissions alone do not tell (read-only
    and special file systems). Devices and pipes are taken as they are. Folders are never created: a mistyped path
    should not leave a new tree behind.

    >>> check_destination("LICENSE")
    Traceback (most recent call last):
    pixelstyle.errors.PixelStyleError: 'LICENSE' exists already; add --overwrite to replace it, or name another file.
    """
    path = _destination(path, overwrite)
    if not _is_special(path):
        with _explained(path):
            temporary, descriptor = _open_beside(path)
            os.close(descriptor)
            temporary.unlink()


def check_folder(folder: Path) -> None:
    """Raises PixelStyleError now if `make_folder` would fail later: only the last folder of a path is ever made."""
    # Its kind is asked once: another program may make it between two questions.
    if not folder.is_dir() and (folder.is_file() or not folder.absolute().parent.is_dir()):
        raise _no_folder(folder)


def make_folder(folder: Path) -> None:
    """Make a folder, if it is not there, for what is saved in it. Raises PixelStyleError where it cannot be."""
    try:
        folder.mkdir(exist_ok=True)
    except OSError:
        raise _no_folder(folder) from None


def _no_folder(folder: Path) -> PixelStyleError:
    return PixelStyleError(f"The folder '{folder}' cannot be made: its parent is missing or it is a file.")


def write_atomically(path: str | Path, data: bytes, *, overwrite: bool = False) -> None:
    """Write `data` so that `path` either holds all of it or is as it was before.

    The bytes go to a temporary file in the same folder, to the disc, and take the final name in one step: without
    `overwrite` only if nobody has taken it meanwhile. A link is followed; what is replaced keeps its permissions.
    A device or pipe (/dev/stdout) is simply written to. Raises PixelStyleError for a missing folder, a folder as
    destination, a full disc, missing permission, and for an existing file without `overwrite`.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_atomically(Path(folder, "result.txt"), b"whole")
    ...     [path.name for path in Path(folder).iterdir()]
    ['result.txt']
    """
    path = _destination(path, overwrite)
    with _explained(path):
        if _is_special(path):
            path.write_bytes(data)
            return
        with _new_file(path, overwrite) as file:
            file.write(data)


def move_into_place(made: Path, path: str | Path, *, overwrite: bool = False) -> None:
    """Give a finished file its name as `write_atomically` would: whole, and nobody's place taken unasked.

    On another file system it becomes a copy. Raises PixelStyleError as `write_atomically`; `made` is still there then.
    """
    path = _destination(path, overwrite)
    with _explained(path):
        if path.exists():
            made.chmod(stat.S_IMODE(path.stat().st_mode))
        try:
            _give_name(made, path, overwrite)
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            with made.open("rb") as source, _new_file(path, overwrite) as file:
                shutil.copyfileobj(source, file)
            made.unlink()


def write_all(files: Mapping[Path, bytes], *, overwrite: bool) -> None:
    """Write every file; one that fails does not keep the others back, and goes where it can go.

    Raises SavedElsewhereError, which says where that is; PixelStyleError, the first failure, if there is no such place.
    """
    moved, lost, places = [], [], {}
    for path, data in files.items():
        try:
            once_more(partial(write_atomically, path, data, overwrite=overwrite), _has_no_memory)
        except PixelStyleError as error:
            place = _saved_elsewhere(path, data)
            if place is None:
                lost.append(error)
            else:
                moved.append(f"{error} It is saved as '{place}'.")
                places[path] = place
    if lost:
        raise lost[0]
    if moved:
        raise SavedElsewhereError(" ".join(moved), places)


def once_more(make: Callable[[], Made], is_full: Callable[[Exception], bool]) -> Made:
    """What `make` gives; where memory runs out over it, it is asked again when all that nobody holds has been freed.

    For what must not be lost: a finished picture, and its files. Raises what `make` raises; `is_full` says whether that
    means that there is no memory.
    """
    try:
        return make()
    except Exception as error:
        if not is_full(error):
            raise
    gc.collect()
    return make()


def _has_no_memory(error: Exception) -> bool:
    return isinstance(error, MemoryError)


def cache_folder() -> Path:
    """Where downloads and computed tables are kept; created when missing.

    The user's own cache folder of the system, or the folder named by the environment variable PIXELSTYLE_CACHE.
    Raises PixelStyleError when it cannot be made.
    """
    import platformdirs

    named = os.environ.get("PIXELSTYLE_CACHE")
    folder = Path(named) if named else platformdirs.user_cache_path("pixelstyle", appauthor=False)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise PixelStyleError(
            f"The cache folder '{folder}' cannot be made: {reason}; name another in the environment variable "
            "PIXELSTYLE_CACHE."
        ) from None
    return folder


def _destination(path: str | Path, overwrite: bool) -> Path:
    """`path` with its links followed, if a file may be written there as far as can be seen without trying."""
    given = Path(path)
    with _explained(given):
        path = given.resolve()
        if path.is_dir():
            raise PixelStyleError(f"'{given}' is a folder; name a file to write.")
        if not path.parent.is_dir():
            raise PixelStyleError(f"The folder '{given.parent}' for '{given.name}' does not exist; make it first.")
        if path.exists() and not _is_special(path):
            if not overwrite:
                raise PixelStyleError(f"'{given}' exists already; add --overwrite to replace it, or name another file.")
            if not os.access(path, os.W_OK):
                raise PixelStyleError(f"'{given}' cannot be written: it is write-protected.")
    return path


def _saved_elsewhere(path: Path, data: bytes) -> Path | None:
    """Where the file is now: beside `path` or in the temporary folder; None where neither can be written to."""
    for place in _places(path):
        try:
            write_atomically(place, data)
        except PixelStyleError:
            continue
        return place
    return None


def _places(path: Path) -> Iterator[Path]:
    if not path.exists() or path.is_file():  # nobody means the folder of a device
        yield from (path.with_name(f"{path.stem}-{number}{path.suffix}") for number in range(2, 5))
    yield Path(tempfile.gettempdir(), f"{path.stem[:100]}-{os.urandom(4).hex()}{path.suffix}")


@contextlib.contextmanager
def _new_file(path: Path, overwrite: bool) -> Iterator[IO[bytes]]:
    """A file to be written to; at the end it is on the disc and has the name, after an exception it is gone."""
    temporary, descriptor = _open_beside(path)
    try:
        with os.fdopen(descriptor, "wb") as file:
            if path.exists():
                temporary.chmod(stat.S_IMODE(path.stat().st_mode))  # before there is anything in it to be seen
            yield file
            file.flush()
            os.fsync(file.fileno())
        _give_name(temporary, path, overwrite)
    except BaseException:  # Ctrl-C too must leave nothing behind
        temporary.unlink(missing_ok=True)
        raise


def _give_name(made: Path, path: Path, overwrite: bool) -> None:
    if overwrite:
        made.replace(path)
    else:
        _take_name(made, path)


def _take_name(temporary: Path, path: Path) -> None:
    """Give a file its name, if nothing has that: of two that try at once, one is told. Raises PixelStyleError."""
    try:
        try:
            path.hardlink_to(temporary)
        except FileExistsError:
            raise
        except (OSError, NotImplementedError):  # a file system without links: the name is taken first, then filled
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL))
            try:
                temporary.replace(path)
            except BaseException:
                path.unlink(missing_ok=True)  # empty, it is nobody's
                raise
        else:
            temporary.unlink()
    except FileExistsError:
        raise PixelStyleError(
            f"'{path}' has come to be meanwhile; add --overwrite to replace it, or name another file."
        ) from None


def _is_special(path: Path) -> bool:
    return path.exists() and not path.is_file()


def _open_beside(path: Path) -> tuple[Path, int]:
    """A new, empty file in the folder of `path` with the permissions that any new file gets there."""
    # The stem is cut so that a destination whose name is as long as the system allows still works.
    for left in path.parent.glob(f".{glob.escape(path.name[:40])}.????????.part"):
        with contextlib.suppress(OSError):  # of a process that was killed long ago
            if time.time() - left.stat().st_mtime > _STALE:
                left.unlink()
    temporary = path.with_name(f".{path.name[:40]}.{os.urandom(4).hex()}.part")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    return temporary, os.open(temporary, flags, 0o666)


@contextlib.contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Turns the system's errors into one line about `path`."""
    try:
        yield
    except (OSError, ValueError, RuntimeError) as error:  # RuntimeError: a link that leads to itself (Python 3.12-)
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise PixelStyleError(f"'{path}' cannot be written: {reason}.") from None
