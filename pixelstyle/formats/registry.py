"""The registry of native file formats: one module a family, each format with an encoder and a decoder."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from pixelstyle.screens import NativePicture

Files = dict[str, bytes]
"""The files that make up one saved picture, by extension with the dot: {'.kla': b'...'}; most formats have just one."""


@dataclass(frozen=True)
class Format:
    """One native file format."""

    name: str
    """Short and unique: 'koala'."""
    title: str
    """What people read: 'Koala Painter'."""
    extensions: tuple[str, ...]
    """What a person types after -o, with the dot; the first is the usual one."""
    modes: tuple[str, ...]
    """Names of the modes that it can hold."""
    encode: Callable[[NativePicture], Files]
    """The files, the main one under the format's first extension. The picture is legal and of one of `modes`."""
    decode: Callable[[Mapping[str, bytes]], NativePicture]
    """Back from the main file and those found beside it; raises PixelStyleError for bytes that are no such file."""
    sizes: tuple[int, ...] = ()
    """The lengths that the main file may have, in bytes, where the format knows: used to tell formats apart."""
    companions: tuple[str, ...] = ()
    """Extensions of the further files, written and read beside the main one."""


_FORMATS: dict[str, Format] = {}


def register(fmt: Format) -> Format:
    """Add a format; a family's module does this at import."""
    if fmt.name in _FORMATS:
        raise ValueError(f"two formats are named {fmt.name}")
    _FORMATS[fmt.name] = fmt
    return fmt


def formats() -> Iterator[Format]:
    """All formats, in the order in which they were registered."""
    return iter(_FORMATS.values())


def formats_for_mode(mode_name: str) -> list[Format]:
    """The native formats that can hold a picture of this mode; the first is the usual one."""
    return [fmt for fmt in formats() if mode_name in fmt.modes]


def formats_for_extension(extension: str) -> list[Format]:
    """The formats that use this extension (with the dot, any case); more than one for .scr and .pic."""
    extension = extension.lower()
    return [fmt for fmt in formats() if extension in fmt.extensions]
