"""The one folder in which files are read and written: whatever a name says, it does not lead out of it.

Names come from a language model, which has read pages and pictures of strangers. So each is judged by where it leads
when all links are followed, and so is each file that a picture's reader would open beside it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import read_bytes, split_layer, write_atomically
from pixelstyle.formats import png_record
from pixelstyle.screens import is_mode_file

_PARTS = re.compile(r"[=:,;]")
"""What stands between a path and the rest in settings such as 'path=weight'."""
_LISTED = 500


class Folder:
    """Names are relative to it; the process's current folder is this one."""

    def __init__(self, path: str | Path) -> None:
        """Raises PixelStyleError for what is no folder, and for the root of a file system."""
        self.path = Path(path).resolve()
        if not self.path.is_dir():
            raise PixelStyleError(f"There is no folder '{path}'.")
        if self.path == self.path.parent:
            raise PixelStyleError("Name a folder for the pictures, not the whole file system.")

    def enter(self) -> None:
        """Make it the current folder, so that plain names in settings mean files in it."""
        os.chdir(self.path)

    def file(self, name: str) -> str:
        """A picture to read: its name, once it and all that its reader opens are inside. Raises PixelStyleError."""
        path = self._inside(str(split_layer(name)[0]))
        for other in path.parent.glob(f"{_escaped(path.stem)}.*"):  # companions: a palette, a map
            self._inside(str(other))
        self._look_into(path)
        return name

    def place(self, name: str, overwrite: bool) -> Path:
        """Where a result may go. Raises PixelStyleError, also for what is there and is not to be replaced."""
        path = self._inside(name)
        if path.exists() and not overwrite:
            raise PixelStyleError(f"'{name}' exists already: name another file, or ask for it to be overwritten.")
        return Path(name)

    def write(self, files: Mapping[Path, bytes], overwrite: bool) -> list[str]:
        """Write all files, or none where one may not be written; gives their names. Raises PixelStyleError."""
        for path in files:
            self.place(str(path), overwrite)
        for path, data in files.items():
            write_atomically(path, data, overwrite=overwrite)
        return [str(path) for path in files]

    def check_text(self, text: str) -> None:
        """Raise PixelStyleError for a setting's value in which a path leads out of the folder."""
        for part in {text, *_PARTS.split(text)}:
            if (
                re.search(r"[/\\]", part)
                or part.startswith("~")
                or (len(part) < 255 and (self.path / part).is_symlink())
            ):
                self._inside(part)
            if part and len(part) < 255 and (self.path / part).is_file():
                self._look_into(self.path / part)

    def pictures(self) -> list[str]:
        """The names of the files in it, but for hidden ones: at most 500."""
        found: list[str] = []
        for here, folders, names in os.walk(self.path):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            found += [str(Path(here, name).relative_to(self.path)) for name in sorted(names) if name[0] != "."]
            if len(found) >= _LISTED:
                break
        return found[:_LISTED]

    def _inside(self, name: str) -> Path:
        """The path that a name leads to. Raises PixelStyleError where that is outside, or cannot be at all."""
        try:
            path = (self.path / name).resolve()
        except (OSError, ValueError, RuntimeError):  # a NUL, a name that is too long, links in a circle
            raise PixelStyleError(f"{name[:80]!r} is no name of a file.") from None
        climbs = ".." in re.split(r"[/\\]", name)
        if climbs or not path.is_relative_to(self.path) or path == self.path or _names_a_drive(name):
            raise PixelStyleError(f"'{name[:80]}' is outside of the folder in which this server reads and writes.")
        return path

    def _look_into(self, path: Path) -> None:
        """Raise PixelStyleError for a PNG that says it was made with files which are elsewhere."""
        if not path.is_file() or not (data := read_bytes(path, "picture")).startswith(b"\x89PNG"):
            return
        inputs = png_record(data).get("inputs")
        for name in ("mode", "palette"):
            facts = inputs.get(name) if isinstance(inputs, dict) else None
            if isinstance(facts, dict):
                self._inside(str(facts.get("path")))


def catalogue_name(name: str) -> str:
    """The name of a mode that comes along. Raises PixelStyleError for a mode file, which may name other files."""
    if is_mode_file(name):
        raise PixelStyleError("Mode files are not read here; take a mode of the list.")
    return name


def texts_in(value: object) -> Iterable[str]:
    """Every text in plain data."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        for item in value:
            yield from texts_in(item)


def _names_a_drive(name: str) -> bool:
    return bool(re.match(r"[A-Za-z]:|[/\\~]", name)) and not Path(name).is_relative_to(Path.cwd())


def _escaped(stem: str) -> str:
    """A name for `glob`."""
    return re.sub(r"([*?[])", r"[\1]", stem)
