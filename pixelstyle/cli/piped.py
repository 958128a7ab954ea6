"""'-' for what comes in by standard input and goes out by standard output, so that commands can be put in a row."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import HeldFolder

if TYPE_CHECKING:
    from pixelstyle.recipes import Result

DASH = "-"
_FOLDER = "pixelstyle-stdin-"
_MOST = 1 << 28
"""Bytes."""


@contextmanager
def with_standard_input(inputs: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """The inputs with a file in place of '-', as long as this lasts; what it is, is told by its bytes.

    Raises PixelStyleError for more than one '-', for nothing, and for more than 256 MB.
    """
    piped = [name for name, value in inputs.items() if value == DASH]
    if not piped:
        yield dict(inputs)
        return
    if len(piped) > 1:
        raise PixelStyleError("Only one picture can come by standard input: name a file for the other one.")
    data = sys.stdin.buffer.read(_MOST + 1)
    if not data or len(data) > _MOST:
        raise PixelStyleError(
            "Nothing came by standard input." if not data else "More than 256 MB came by standard input."
        )
    with HeldFolder("stdin") as folder:
        path = folder / "stdin.png"
        path.write_bytes(data)
        try:
            yield dict(inputs) | {piped[0]: str(path)}
        except PixelStyleError as error:
            raise PixelStyleError(as_told(str(error))) from error


def as_told(text: str) -> str:
    """A text for people with 'standard input' for the file that it was held in."""
    return re.sub(rf"'?[^\s']*{_FOLDER}[^\s'/\\]*[/\\]stdin\.png'?", "standard input", text)


def as_typed(path: str) -> str:
    """An input as it is typed: '-' for the file that standard input was held in."""
    return DASH if _is_held(Path(path)) else path


def unpiped(result: Result) -> Result:
    """The result with the name 'stdin.png' for what came by standard input, so that the same bytes give the same."""
    inputs = {name: facts | _named(facts) for name, facts in result.inputs.items()}
    return replace(result, inputs=inputs)


def write_to_output(result: Result) -> None:
    """The picture as a PNG on standard output."""
    for data in result.encode(Path("stdout.png")).values():
        sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def _named(facts: Mapping[str, str]) -> dict[str, str]:
    path = Path(facts.get("path", ""))
    return {"path": path.name} if _is_held(path) else {}


def _is_held(path: Path) -> bool:
    return path.parent.name.startswith(_FOLDER)
