"""Finding a palette by what a person typed: the name of a shipped one or the path of a file; and writing one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

from pixelstyle.errors import PixelStyleError, UnknownNameError
from pixelstyle.files import existing_file, is_file, read_bytes, write_atomically
from pixelstyle.palettes import binary_files, text_files
from pixelstyle.palettes.many import narrowed
from pixelstyle.palettes.palette import Palette
from pixelstyle.palettes.recognise import decode_palette, is_palette

_ENCODERS: dict[str, Callable[[Palette], bytes]] = {
    "gpl": text_files.encode_gpl,
    "hex": text_files.encode_hex,
    "act": binary_files.encode_act,
    "pal": text_files.encode_jasc,
    "vpl": text_files.encode_vpl,
    "png": binary_files.encode_png,
    "pal-riff": binary_files.encode_riff,
    "pal-raw": binary_files.encode_raw,
}

PALETTE_EXTENSIONS = ("gpl", "hex", "act", "pal", "vpl", "png")
"""What `read_palette` and `write_palette` know; .pal is written as JASC."""
READ_ONLY = ("txt", "json", "soc", "ase", "aco")
"""What can be read besides: paint.net's, Lospec's, LibreOffice's and Adobe's."""


USUAL = {"c64": "c64-colodore", "gameboy": "gameboy-dmg", "nes": "nes-mesen"}
"""Machines of which there are several measurements: the palette that their modes have, by the machine's own name."""

PICTURES = ("png", "gif", "bmp", "pcx")
"""Pictures whose own palettes are taken."""
PALETTE_FILES = tuple(dict.fromkeys((*PALETTE_EXTENSIONS, *READ_ONLY, *PICTURES)))
"""What the names of palette files end in."""

_MAX_BYTES = 1 << 20
"""Far above what palettes with names for their colours and a page of comments take."""
_MOST_COLOURS = 16_384
"""More than the largest charts of paints have."""


Colours: TypeAlias = "Sequence[str | Sequence[int]]"
"""A list of colours, each '#rrggbb' or three numbers of 0..255."""

_at_hand: ContextVar[Mapping[str, Palette]] = ContextVar("palettes at hand", default=MappingProxyType({}))


@contextmanager
def palettes_at_hand(palettes: Mapping[str, Palette]) -> Iterator[None]:
    """Palettes of a program's own, known by these names until this ends, as if they came along."""
    token = _at_hand.set({**_at_hand.get(), **palettes})
    try:
        yield
    finally:
        _at_hand.reset(token)


def get_palette(name_or_path: str | Path) -> Palette:
    """The shipped palette of this name ('c64-colodore', in short 'c64'), or the palette in this file ('./mine.gpl').

    Raises UnknownNameError with the nearest names, or PixelStyleError for a file that is no good palette.

    >>> get_palette("zx-spectrum").hex()[:3], get_palette("c64").name
    (['#000000', '#0000cd', '#cd0000'], 'c64-colodore')
    """
    text = str(name_or_path)
    if text in _at_hand.get():
        return _at_hand.get()[text]
    if is_shipped(text):
        return _shipped(_full_name(text))
    path = Path(text)
    if "/" in text or "\\" in text or path.suffix[1:].lower() in PALETTE_FILES or is_file(path):
        return read_palette(path)
    raise UnknownNameError("palette", text, shipped_palettes(), see="pixelstyle palettes")


def is_shipped(name: str) -> bool:
    """Whether a palette of this name comes with the program; a file called so is then named by './NAME'.

    >>> is_shipped("C64"), is_shipped("./c64")
    (True, False)
    """
    return name in _at_hand.get() or _full_name(name) in shipped_palettes()


def _full_name(name: str) -> str:
    return USUAL.get(name.casefold(), name.casefold())


@cache
def shipped_palettes() -> tuple[str, ...]:
    """The names of the palettes that come with the program, sorted.

    >>> shipped_palettes()[:2]
    ('apple2-dhgr-openemulator', 'apple2-dhgr-tohgr')
    """
    return tuple(sorted(path.stem for path in _folder().glob("*.gpl")))


def read_palette(path: str | Path) -> Palette:
    """The palette in a .gpl .hex .act .pal .vpl .txt .json .soc .ase .aco file or a PNG, GIF, BMP or PCX of at most 256
    colours; in files of other names, where they begin as a palette does.

    It is named after the file. What kind of file it is, its contents say, and only then its name (see `recognise`).
    Raises PixelStyleError, with file and line where there are lines, unless it holds 2 to 16,384 colours.
    Of more than 256 those are taken that lie furthest apart, which its `source` says.

    >>> read_palette("palettes/zx-spectrum.gpl").colours[1]
    (0, 0, 205)
    """
    path = existing_file(path, "palette")
    where, extension = f"'{path}'", path.suffix[1:].lower()
    if extension in PICTURES:
        contents = binary_files.decode_picture(path)
    elif extension not in PALETTE_FILES and not is_palette(_start(path)):
        known = ", ".join(f".{known}" for known in PALETTE_FILES)
        raise PixelStyleError(f"{where} is not a palette file; those that can be read end in {known}.")
    else:
        contents = decode_palette(read_bytes(path, "palette", _MAX_BYTES), extension, where)
    if not 2 <= len(contents.colours) <= _MOST_COLOURS:
        count = f"{len(contents.colours)} colour{'s' if len(contents.colours) != 1 else ''}"
        raise PixelStyleError(f"The palette {where} has {count}; a palette file holds 2 to {_MOST_COLOURS:,}.")
    contents = narrowed(contents)
    names = tuple(contents.names) if any(contents.names) else ()
    return Palette(path.stem, tuple(contents.colours), "\n".join(contents.comments).strip(), names)


def _start(path: Path) -> bytes:
    """The first 1,024 bytes of a file that can be read."""
    with path.open("rb") as file:
        return file.read(1024)


def encode_palette(palette: Palette, kind: str) -> bytes:
    """The palette as the bytes of a file; `kind` is one of PALETTE_EXTENSIONS, 'pal-riff' or 'pal-raw'.

    Only .gpl keeps the colours' names. Raises UnknownNameError for another kind.

    >>> encode_palette(Palette("mine", ((129, 51, 56),)), "hex")
    b'813338\\n'
    """
    if kind not in _ENCODERS:
        raise UnknownNameError("palette format", kind, _ENCODERS)
    return _ENCODERS[kind](palette)


def write_palette(palette: Palette, path: str | Path, *, overwrite: bool = False) -> None:
    """Write the palette in the format that the extension names.

    Raises PixelStyleError for an extension that is not of PALETTE_EXTENSIONS, and as `write_atomically`.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_palette(get_palette("pico-8"), Path(folder, "mine.hex"))
    ...     len(read_palette(Path(folder, "mine.hex")))
    16
    """
    extension = Path(path).suffix[1:].lower()
    if extension not in PALETTE_EXTENSIONS:
        known = ", ".join(f".{known}" for known in PALETTE_EXTENSIONS)
        raise PixelStyleError(f"'{path}' has no palette's extension; write one of {known}.")
    write_atomically(path, encode_palette(palette, extension), overwrite=overwrite)


@cache
def _shipped(name: str) -> Palette:
    return read_palette(_folder() / f"{name}.gpl")


def _folder() -> Path:
    """The shipped palettes: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).parents[1]
    installed = package / "shipped" / "palettes"
    return installed if installed.is_dir() else package.parent / "palettes"
