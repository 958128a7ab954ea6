"""The folder that the studio works in: nothing outside it is read or written, whatever a page asks for."""

from __future__ import annotations

import filecmp
import os
import tempfile
import tomllib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pixelstyle.engine import facts_of_mode
from pixelstyle.errors import PixelStyleError
from pixelstyle.files import is_picture, read_picture
from pixelstyle.palettes import PALETTE_FILES, read_palette
from pixelstyle.screens import is_mode_file

MOST_UPLOAD = 100 << 20
"""Bytes of one file; what it takes as a picture is held to the budget that all pictures have."""
_MOST_NAME = 120
_TRIES = 10_000


@dataclass(frozen=True)
class Workspace:
    """One folder, and the plain names in it."""

    folder: Path

    @classmethod
    def at(cls, folder: str | Path) -> Workspace:
        """Make the folder where it is missing. Raises PixelStyleError where that cannot be."""
        path = Path(folder).expanduser()
        try:
            path.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=path):
                pass
        except OSError as error:
            raise PixelStyleError(f"The studio cannot work in '{path}': {error.strerror or error}.") from None
        return cls(path.resolve())

    def existing(self, name: str) -> Path:
        """The path of a file that is here. Raises PixelStyleError for any other, links that lead away among them."""
        path = self.folder / plain(name)
        if not path.is_file() or path.resolve().parent != self.folder:
            raise PixelStyleError(f"There is no file '{name}' in the studio's folder.")
        return path

    def unused(self, name: str) -> Path:
        """A path for a new file: that of this name or a numbered one. Raises PixelStyleError for what is no name."""
        path = self.folder / plain(name)
        for number in range(2, _TRIES):
            if not os.path.lexists(path):
                return path
            path = self.folder / f"{Path(name).stem}-{number}{Path(name).suffix}"
        raise PixelStyleError(f"There are too many files named '{name}' in the studio's folder.")

    def listed(self) -> list[dict[str, Any]]:
        """The pictures that are here, the newest first: `name` and `bytes`."""
        found = []
        for path in self.folder.iterdir():
            if path.name.startswith(".") or not path.is_file() or path.is_symlink():
                continue
            with path.open("rb") as file:
                if not is_picture(file.read(64)):
                    continue
            facts = path.stat()
            found.append((facts.st_mtime, {"name": path.name, "bytes": facts.st_size}))
        return [facts for _, facts in sorted(found, key=lambda one: one[0], reverse=True)][:500]

    async def take(self, name: str, length: int | None, pieces: AsyncIterator[bytes]) -> dict[str, Any]:
        """Write an upload, whole or not at all: its `name` here, of a picture `width` and `height`, of a palette how
        many `colours`, of a machine what is known of it as `machine`.

        Raises PixelStyleError for what is too large, is none of these, or has a name that is none.
        """
        path = self.unused(plain(name))
        if length is not None and length > MOST_UPLOAD:
            raise _too_large(name)
        descriptor, partial = tempfile.mkstemp(prefix=".upload-", suffix=path.suffix, dir=self.folder)
        try:
            with os.fdopen(descriptor, "wb") as file:
                taken = 0
                async for piece in pieces:
                    taken += len(piece)
                    if taken > MOST_UPLOAD:
                        raise _too_large(name)
                    file.write(piece)
            try:
                facts = self._facts(Path(partial))
            except PixelStyleError as error:
                raise PixelStyleError(str(error).replace(partial, name)) from None
            there = self.folder / plain(name)
            if there.is_file() and not there.is_symlink() and filecmp.cmp(partial, there, shallow=False):
                path = there  # dropped once more
            else:
                path = self.unused(path.name)
                Path(partial).replace(path)
        finally:
            Path(partial).unlink(missing_ok=True)
        if "machine" in facts:
            facts["machine"] |= {"name": path.name}
        return {"name": path.name, **facts}

    def _facts(self, path: Path) -> dict[str, Any]:
        """What a page wants to know of a file. Raises PixelStyleError for one that is of no use to it."""
        with path.open("rb") as file:
            pictured = is_picture(file.read(64))
        if is_mode_file(path.name):
            self.check_machine(path)
            return {"machine": facts_of_mode(str(path))}
        if not pictured and path.suffix[1:].lower() in PALETTE_FILES:
            return {"colours": len(read_palette(path))}
        height, width = read_picture(path).shape[:2]
        return {"width": width, "height": height}

    def check_machine(self, path: Path) -> None:
        """Raise PixelStyleError where a machine's file names files outside the folder."""
        try:
            told = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            raise PixelStyleError(f"'{path}' is no machine's file: it is not TOML.") from None
        for key in ("palette", "glyphs"):
            name = told.get(key)
            if isinstance(name, str) and (os.path.lexists(self.folder / plain(name))):
                self.existing(name)

    def keep(self, name: str, data: bytes) -> str:
        """Write bytes of our own under a name, unless they are there already; gives the name that they have."""
        path = self.folder / plain(name)
        if path.is_file() and not path.is_symlink() and path.read_bytes() == data:
            return path.name
        path = self.unused(name)
        path.write_bytes(data)
        return path.name


def plain(name: str) -> str:
    """The name of a file in a folder. Raises PixelStyleError for paths, hidden files and what is no name."""
    bad = not name or name.startswith(".") or len(name.encode(errors="replace")) > _MOST_NAME
    if bad or any(sign in name for sign in '/\\:\0*?"<>|') or not name.isprintable():
        raise PixelStyleError(f"{name[:_MOST_NAME]!r} is not a plain file name.")
    return name


def _too_large(name: str) -> PixelStyleError:
    return PixelStyleError(f"'{name}' is larger than {MOST_UPLOAD >> 20} MB, which is the most that the studio takes.")
