"""What a PNG tells of the run that made it: its machine, its palette, and where the files are that it was made with.

A record may come from a stranger. It is never a reason to take up a file unseen: one that it names counts only if its
checksum is the one in the record, and is then read as what the record says it is, a mode file or a palette.
"""

from __future__ import annotations

import json
from pathlib import Path, PureWindowsPath

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import read_bytes, sha256_of
from pixelstyle.formats.png.chunks import own_palette, read_png_text
from pixelstyle.palettes import PALETTE_FILES, Palette, get_palette, is_shipped
from pixelstyle.screens import ScreenMode, get_mode, is_mode_file

PNG_KEY = "pixelstyle"
"""The PNG text chunk that carries a run's settings as JSON."""


def png_record(data: bytes) -> dict[str, object]:
    """What a PNG carries of the run that made it; {} for other people's PNGs. Raises PixelStyleError for no PNG."""
    try:
        record = json.loads(read_png_text(data).get(PNG_KEY, "{}"))
    except (ValueError, RecursionError):
        return {}
    return record if isinstance(record, dict) else {}


def png_machine(
    path: Path, data: bytes, mode_name: str | None = None, palette: Palette | None = None
) -> tuple[ScreenMode, Palette | None]:
    """Which mode the PNG `path`, whose bytes are `data`, is for, and in which palette: as named, else as it tells.

    The palette is None where the mode has none or chooses one for each picture. Raises PixelStyleError where nothing
    tells the mode, or where a file that the PNG was made with is gone or has changed.
    """
    record = png_record(data)
    name = mode_name or _mode_file_of(path, record)
    if name is None:
        told = record.get("mode")
        if not isinstance(told, str) or is_mode_file(told):
            raise PixelStyleError("A PNG does not tell which machine it is for; name it with -m.")
        name = told
    mode = get_mode(name)
    if palette is None and mode.choice is None and mode.palette is not None:
        palette = _palette_of(path, data, mode)
    return mode, palette


def png_colours(path: Path, data: bytes, mode: ScreenMode) -> Palette | None:
    """The list from which a PNG's colours were chosen, in a mode that chooses from one: the PNG's own, else the mode's.

    Raises PixelStyleError where the palette file that the PNG was made with is gone or has changed.
    """
    if mode.choice is None or mode.choice.bits is not None or mode.palette is None:
        return None
    return _palette_of(path, data, mode)


def mode_file_facts(path: Path, mode_name: str | None = None) -> dict[str, dict[str, str]]:
    """What a record says of the mode file that the picture `path` is for: {'mode': {'path', 'sha256'}}; {} for modes of
    the catalogue. Raises PixelStyleError where the file that a PNG was made for is gone or has changed.
    """
    found = mode_name if mode_name is not None and is_mode_file(mode_name) else None
    if mode_name is None and (data := read_bytes(path, "picture")).startswith(b"\x89PNG"):
        found = _mode_file_of(path, png_record(data))
    return {} if found is None else {"mode": {"path": found, "sha256": sha256_of(found)}}


def places_of(stored: str, png: Path) -> list[Path]:
    """Where a file may be that a PNG's record names: as named, from here and from the PNG's folder; or beside the PNG,
    whichever system the name was written on.

    Machines of a network are not asked: on some systems it is enough to ask one to give oneself away to it.
    """
    if PureWindowsPath(stored).drive.startswith("\\\\"):
        return []
    return [Path(stored), png.parent / stored, png.parent / PureWindowsPath(stored).name]


def _mode_file_of(path: Path, record: dict[str, object]) -> str | None:
    """The mode file that a PNG was made for, None if it was made for a mode of the catalogue."""
    facts = _facts_of(record, "mode")
    if facts is None:
        return None
    found = _unchanged(facts, path, (".toml",))
    if found is None:
        raise PixelStyleError(
            f"It was made for the machine file '{facts[0]}', which is gone or has changed; name it with -m."
        )
    return str(found)


def _palette_of(path: Path, data: bytes, mode: ScreenMode) -> Palette:
    """The palette that a PNG was made with, if it was made for this mode and not with the mode's own; else that.

    One that a Python program gave as an object is in no file but the PNG itself.
    """
    record = png_record(data)
    assert mode.palette is not None
    named = record.get("palette") if record.get("mode") == mode.name else None
    if not isinstance(named, str) or is_shipped(named):
        return get_palette(named if isinstance(named, str) else mode.palette)
    facts = _facts_of(record, "palette")
    if facts is None and (own := own_palette(data, named)) is not None:
        return own
    found = None if facts is None else _unchanged(facts, path, tuple(f".{kind}" for kind in PALETTE_FILES))
    if found is None:
        raise PixelStyleError(
            f"It was made with the palette file '{named}', which is gone or has changed; name it with --palette."
        )
    return get_palette(found.absolute())


def _facts_of(record: dict[str, object], name: str) -> tuple[str, str] | None:
    """Path and checksum of one of the files that a record says it was made with."""
    inputs = record.get("inputs")
    facts = inputs.get(name) if isinstance(inputs, dict) else None
    if not isinstance(facts, dict):
        return None
    return str(facts.get("path")), str(facts.get("sha256"))


def _unchanged(facts: tuple[str, str], png: Path, endings: tuple[str, ...]) -> Path | None:
    """The file of that checksum, if it is found and its name ends as it should."""
    stored, checksum = facts
    for place in places_of(stored, png):
        try:
            if place.suffix.lower() in endings and place.is_file() and sha256_of(place) == checksum:
                return place
        except (OSError, ValueError, PixelStyleError):  # a name that no file can have, or one that may not be read
            continue
    return None
