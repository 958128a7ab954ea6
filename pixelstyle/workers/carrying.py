"""Files that go along with a call to a machine that has no disc in common with this one."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from pixelstyle.files import HeldFolder, read_bytes, split_layer

MOST_BYTES = 64 << 20
"""Of a file that goes along; larger ones, a network's weights say, have to be on every machine."""

Carried = dict[str, tuple[str, str, bytes]]
"""Files by what they are for: their names without folders, what names a layer of theirs or '', and their bytes."""


def carried(files: Mapping[str, str]) -> Carried:
    """These files, by what they are for; without those that are too large.

    Raises PixelStyleError for one that cannot be read.
    """
    found: Carried = {}
    for name, path in files.items():
        file, layer = split_layer(path)
        if not file.is_file() or file.stat().st_size <= MOST_BYTES:
            found[name] = file.name, "" if layer is None else f"#layer={layer}", read_bytes(file)
    return found


def lay_out(files: Carried, folder: Path) -> dict[str, str]:
    """Write the files into a folder; gives where each one is."""
    places = {}
    for name, (called, layer, data) in files.items():
        file = folder / name / Path(called).name
        file.parent.mkdir()
        file.write_bytes(data)
        places[name] = f"{file}{layer}"
    return places


@contextlib.contextmanager
def laid_out(files: Carried) -> Iterator[dict[str, str]]:
    """The same for the length of a `with`, among the temporary files."""
    if not files:
        yield {}
        return
    with HeldFolder("carried") as folder:
        yield lay_out(files, folder)
