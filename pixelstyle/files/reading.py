"""Opening a file that a person named: every way in which that fails is one clear line."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from pixelstyle.errors import PixelStyleError

MAX_BYTES = 64 << 20
"""Far above every palette and native file there is: what is longer was named by mistake."""
MAX_TOML = 256 << 10
"""Bytes: no file of settings that a person wrote comes near."""
_MAX_DOTS = 1000
"""In one line of it: a key of many parts makes Python's reader take the square of their number."""


_LAYER = "#layer="
_ADDRESS = re.compile(r"(?i)(https?|ftp)://?")
"""With one stroke, too: paths lose the other."""


def split_layer(path: str | Path) -> tuple[Path, str | None]:
    """'art.xcf#layer=Sky' as the file and the layer's name; None when no layer is named (or a file is called that).

    >>> file, layer = split_layer("art.xcf#layer=Sky")
    >>> file.name, layer
    ('art.xcf', 'Sky')
    """
    text = str(path)
    if _LAYER not in text or is_file(text):
        return Path(text), None
    file, _, layer = text.partition(_LAYER)
    return Path(file), layer


def is_file(path: str | Path) -> bool:
    """Whether there is a file of this name; of one that no file can have, as it is too long, there is none.

    >>> is_file("n" * 5000)
    False
    """
    try:
        return Path(path).is_file()
    except (OSError, ValueError):
        return False


def existing_file(path: str | Path, what: str = "file") -> Path:
    """`path` as a Path to a readable, non-empty file; `what` is the word for it in the errors ('picture', 'palette').

    Raises PixelStyleError when it is missing, empty, a folder, a device or may not be read.

    >>> existing_file("no-such.jpg", "picture")
    Traceback (most recent call last):
    pixelstyle.errors.PixelStyleError: There is no picture file 'no-such.jpg'.
    """
    if _ADDRESS.match(str(path)) and not is_file(path):
        address = re.sub(":/+", "://", str(path), count=1)
        raise PixelStyleError(f"'{address}' is an address on the network: save the {what} first, and name that file.")
    path = Path(path)
    try:
        if path.is_dir():
            raise PixelStyleError(f"'{path}' is a folder; name a {what} file.")
        if not path.exists():
            raise PixelStyleError(f"There is no {what} file '{path}'.")
        if not path.is_file():  # a pipe would be waited for, /dev/zero read for ever
            raise PixelStyleError(f"'{path}' is a device or a pipe; name a {what} file.")
        with path.open("rb") as file:
            if not file.read(1):
                raise PixelStyleError(f"The {what} file '{path}' is empty.")
    except (OSError, ValueError) as error:  # ValueError: a name with a null character
        raise PixelStyleError(f"The {what} file '{path}' cannot be read: {_reason(error)}.") from None
    return path


def read_bytes(path: str | Path, what: str = "file", limit: int = MAX_BYTES) -> bytes:
    """The whole contents of a file of 1 to `limit` bytes. Raises PixelStyleError as `existing_file` does, and for more.

    >>> read_bytes("palettes/c64-colodore.gpl", "palette")[:12]
    b'GIMP Palette'
    """
    path = existing_file(path, what)
    try:
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise PixelStyleError(f"The {what} file '{path}' cannot be read: {_reason(error)}.") from None
    if len(data) > limit:
        raise PixelStyleError(f"'{path}' is longer than {limit:,} bytes, too long for a {what} file.")
    return data


def sha256_of(path: str | Path) -> str:
    """The file's SHA-256 checksum as 64 hexadecimal digits; of the whole file for 'art.xcf#layer=Sky'.

    Raises PixelStyleError when it cannot be read.

    >>> len(sha256_of("LICENSE"))
    64
    """
    import hashlib  # here, since it loads the whole of OpenSSL

    path = existing_file(split_layer(path)[0])
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise PixelStyleError(f"The file '{path}' cannot be read: {_reason(error)}.") from None


def read_toml(path: str | Path, what: str) -> tuple[str, dict[str, Any]]:
    """The text of a TOML file and what it says; `what` is the word for it in errors ('preset').

    Raises PixelStyleError for a file that cannot be read, is longer than MAX_TOML or is no TOML.
    """
    data = read_bytes(path, what, MAX_TOML)
    return data.decode(errors="replace"), parse_toml(data, path)


def parse_toml(data: bytes, path: str | Path) -> dict[str, Any]:
    """What the bytes of the TOML file `path` say. Raises PixelStyleError as `read_toml`."""
    if len(data) > MAX_TOML or any(line.count(b".") > _MAX_DOTS for line in data.splitlines()):
        raise PixelStyleError(f"'{path}' is longer, or has longer keys, than a file of settings can have.")
    try:
        return tomllib.loads(data.decode())
    except RecursionError:
        raise PixelStyleError(f"'{path}' is not TOML: lists in lists, too many.") from None
    except ValueError as error:  # TOMLDecodeError is one; a number of too many digits another
        raise PixelStyleError(f"'{path}' is not TOML: {error}.") from None


def _reason(error: Exception) -> str:
    """What went wrong in a few words: the system's own ('Permission denied') where it has some."""
    text = getattr(error, "strerror", None) or str(error)
    return str(text).rstrip(".").lower()
