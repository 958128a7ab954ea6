"""Native files on disc: the main file and those that belong beside it, read and written."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePath

import gi

gi.require_version("Gio", "2.0")
from gi.repository import Gio, GLib  # noqa: E402

from pixelstyle_gimp.errors import CancelledError, EngineError  # noqa: E402
from pixelstyle_gimp.native.kinds import Kind  # noqa: E402

_LARGEST = 1 << 26
"""Bytes; the largest native file has 134,400, but an .iff may be any picture."""
_PLAIN = re.compile(r"\w[\w .+()-]*")


def ending_of(file: Gio.File) -> str:
    """A file's ending, without the dot, in small letters."""
    return PurePath(file.get_basename()).suffix[1:].lower()


def engine_name(file: Gio.File, kind: Kind) -> str:
    """What a file is called in the engine's folder: as it is, if any system could call it so."""
    name = file.get_basename()
    ending = ending_of(file)
    if ending not in kind.endings:  # its type was chosen by hand
        return f"picture.{kind.endings[0]}"
    return name if _PLAIN.fullmatch(name) else f"picture.{ending}"


def read_files(file: Gio.File, kind: Kind) -> dict[str, bytes]:
    """The main file and the companions that are there, by their endings, the main one first.

    Raises EngineError for a file that cannot be read, or is too large to be a picture.
    """
    ending = ending_of(file)
    found = {ending if ending in kind.endings else kind.endings[0]: _read(file)}
    for companion in kind.companions:
        for spelling in (companion, companion.upper()):
            beside = _beside(file, spelling)
            if beside.query_exists(None):
                found[companion] = _read(beside)
                break
    return found


def write_files(file: Gio.File, files: dict[str, bytes], replace: Callable[[str], bool] | None = None) -> None:
    """Write the main file and its companions, `files` by their endings, the main one first.

    Companions are replaced along with a main file that is there, else only if `replace`, asked with a question, says
    so. Raises EngineError where that cannot be done, CancelledError where the answer is no.
    """
    (_, main), *others = files.items()
    upper = PurePath(file.get_basename()).suffix.isupper()
    places = [(_beside(file, ending.upper() if upper else ending), data) for ending, data in others]
    if not file.query_exists(None):
        there = [place.get_basename() for place, _ in places if place.query_exists(None)]
        if there:
            text = f"{', '.join(there)} would be written beside {file.get_basename()}, but is there already."
            if replace is None:
                raise EngineError(f"{text} Choose another name, or move it away.")
            if not replace(f"{text} Replace it?"):
                raise CancelledError
    for place, data in [*places, (file, main)]:
        try:
            place.replace_contents(data, None, False, Gio.FileCreateFlags.NONE, None)
        except GLib.Error as error:
            raise EngineError(f"'{place.get_basename()}' cannot be written: {error.message}") from None


def _read(file: Gio.File) -> bytes:
    try:
        size = file.query_info(Gio.FILE_ATTRIBUTE_STANDARD_SIZE, Gio.FileQueryInfoFlags.NONE, None).get_size()
        if size > _LARGEST:
            raise EngineError(f"'{file.get_basename()}' has {size:,} bytes and is no machine's picture.")
        data: bytes = file.load_contents(None)[1]
    except GLib.Error as error:
        raise EngineError(f"'{file.get_basename()}' cannot be read: {error.message}") from None
    return data


def _beside(file: Gio.File, ending: str) -> Gio.File:
    return file.get_parent().get_child(f"{PurePath(file.get_basename()).stem}.{ending}")
