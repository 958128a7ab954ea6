"""Pictures to and from files: which format an extension means, companions beside the main file, all or none written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import check_destination, is_picture, read_bytes, what_is, write_atomically
from pixelstyle.formats.png.drawn import read_drawn
from pixelstyle.formats.png.indexed import Size, encode_png
from pixelstyle.formats.registry import Format, formats_for_content, formats_for_extension, formats_for_mode
from pixelstyle.formats.shared.envelopes import peeled, unpadded
from pixelstyle.formats.tile_data.sources import encode_source, sources_for
from pixelstyle.formats.tile_options import TileOptions
from pixelstyle.palettes import Palette
from pixelstyle.screens import DRAWN_IN, NativePicture, Recognition, ScreenMode, get_mode

PNG = b"\x89PNG"
_PLAIN = TileOptions()
_NEAREST = 4
"""Lengths that are told of where many would do."""
CARTRIDGE_PICTURE = ".p8.png"
"""A cartridge within a picture of one: what is seen is its label, not the screen."""
PICTURES = (".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".tif", ".tiff", ".tga", ".ppm", ".xcf", ".svg")
"""Extensions that people name a machine's file by, but PNG is the one that is read exactly."""


def extensions_for_mode(mode: str | ScreenMode) -> list[str]:
    """What a picture of this mode can be saved as: '.png', then the extensions of its native formats.

    >>> extensions_for_mode("zx-spectrum")
    ['.png', '.scr', '.tap']
    """
    return [".png", *dict.fromkeys(extension for fmt in formats_for_mode(mode) for extension in fmt.extensions)]


def format_for(path: str | Path, mode: str | ScreenMode) -> Format | None:
    """The native format that `path` asks for, None for a PNG. Raises PixelStyleError if the mode cannot be saved so."""
    extension = Path(path).suffix.lower()
    if Path(path).name.lower().endswith(CARTRIDGE_PICTURE):
        raise PixelStyleError(f"'{path}': PICO-8 itself writes '{CARTRIDGE_PICTURE}'; save a '.p8', and SAVE it there.")
    if extension == ".png":
        return None
    for fmt in formats_for_mode(mode):
        if extension in fmt.extensions:
            return fmt
    can, mode_name = ", ".join(extensions_for_mode(mode)), mode if isinstance(mode, str) else mode.name
    named = f"'{extension}'" if extension else "a file without an extension"
    raise PixelStyleError(f"'{path}': the mode '{mode_name}' cannot be saved as {named}; it can be saved as {can}.")


def encode_for(
    path: str | Path,
    picture: NativePicture,
    *,
    size: Size = "native",
    scale: int = 1,
    text: Mapping[str, str] | None = None,
    tiles: TileOptions = _PLAIN,
) -> dict[Path, bytes]:
    """The files to write for `path`, the main one first; size, scale and text are for PNGs (see `encode_png`), `tiles`
    for tile data.

    Raises PixelStyleError for an extension that the picture's mode cannot be saved as, and for a picture that breaks
    its machine's rules.
    """
    path = Path(path)
    if path.suffix.lower() in sources_for(picture.mode):
        return encode_source(path, picture, tiles)
    fmt = format_for(path, picture.mode)
    if fmt is None:
        return {path: encode_png(picture, size=size, scale=scale, text=text)}
    files = fmt.encode(picture) if fmt.encode_as is None else fmt.encode_as(picture, tiles)
    main = fmt.extensions[0]
    return {path: files[main]} | {path.with_suffix(ext): data for ext, data in files.items() if ext != main}


def save_native(
    picture: NativePicture,
    path: str | Path,
    *,
    overwrite: bool = False,
    size: Size = "native",
    scale: int = 1,
    text: Mapping[str, str] | None = None,
) -> list[Path]:
    """Write a picture as `path` says and return the files written. Nothing is written if any of them could not be.

    Raises PixelStyleError for an extension that its mode cannot be saved as, for a picture that breaks its machine's
    rules, and for files that exist (unless `overwrite`) or cannot be written.
    """
    files = encode_for(path, picture, size=size, scale=scale, text=text)
    for destination in files:
        check_destination(destination, overwrite)
    for destination, data in files.items():
        write_atomically(destination, data, overwrite=overwrite)
    return list(files)


def load_native(
    path: str | Path,
    mode_name: str | None = None,
    palette: Palette | None = None,
    drawn_in: str = DRAWN_IN,
    tell: Callable[[Recognition], None] | None = None,
) -> NativePicture:
    """Read a native file, or a PNG of a machine's picture.

    `mode_name` is needed where neither extension and length nor (for PNGs) the settings within tell the mode. `palette`
    is shown in place of the mode's own; PNGs of modes that choose their palette are read with the colours they have,
    and those that were drawn in another rendering of the machine's colours in the machine's: `drawn_in` is as in
    `recognise`, and `tell` is then called with what was found.
    Headers of other systems (MacBinary, AMSDOS, +3DOS) and padding are passed over. A file that is not what its name
    says is known by what it begins with, where that is enough.
    Raises PixelStyleError for what is no such file, UnknownNameError for an unknown mode.
    """
    path = Path(path)
    mode = None if mode_name is None else get_mode(mode_name)
    data = read_bytes(path, "picture")
    try:
        if data.startswith(PNG) or (path.suffix.lower() == ".png" and not formats_for_content(data)):
            if path.name.lower().endswith(CARTRIDGE_PICTURE):
                raise PixelStyleError("what this picture shows is a cartridge's label; SAVE it as '.p8' in PICO-8.")
            picture, drawn = read_drawn(path, data, mode_name, palette, drawn_in)
            if drawn is not None and tell is not None:
                tell(drawn)
            return picture
        picture = _decode(path, *_known(path, peeled(data), mode))
        if mode is not None and picture.mode.name != mode.name:
            raise PixelStyleError(f"this is a picture for '{picture.mode.name}', not for '{mode.name}'.")
    except PixelStyleError as error:
        raise PixelStyleError(f"'{path}': {error}") from None
    return picture if palette is None else _shown_in(picture, palette)


def _known(path: Path, data: bytes, mode: ScreenMode | None) -> tuple[bytes, list[Format]]:
    """The file without padding, and the formats that it may be of, the likeliest first."""
    by_content = [fmt for fmt in formats_for_content(data) if mode is None or mode.name in fmt.modes]
    try:
        named = _candidates(path, mode)
    except PixelStyleError as error:
        if not by_content:
            raise _misnamed(data) or error from None
        return data, by_content
    if any(fmt.may_have(len(data)) for fmt in named):
        likely = [fmt for fmt in named if fmt.may_have(len(data))]
        return data, likely + [fmt for fmt in by_content if fmt not in likely]
    if by_content:
        return data, by_content
    if (misnamed := _misnamed(data)) is not None:
        raise misnamed
    data = unpadded(data, [fmt.sizes[0] for fmt in named if fmt.sizes])
    return data, _of_length(named, len(data), path.suffix.lower())


def _misnamed(data: bytes) -> PixelStyleError | None:
    """What is wrong with a file of another kind than its name says, if it is a known one."""
    if is_picture(data[:64]):
        return PixelStyleError("this is a picture, but no machine's file: 'pixelstyle convert' makes one of it.")
    what = what_is(data[:4096])
    return None if what is None else PixelStyleError(f"this is {what}.")


def _shown_in(picture: NativePicture, palette: Palette) -> NativePicture:
    if len(palette) < len(picture.palette):
        raise PixelStyleError(
            f"The palette '{palette.name}' has {len(palette)} colours, too few for this picture: "
            f"'{picture.mode.name}' needs {len(picture.palette)}."
        )
    return replace(picture, palette=palette)


def _decode(path: Path, data: bytes, candidates: list[Format]) -> NativePicture:
    """By the first of the formats that makes a picture of the file, those first of which all companions are there."""
    found = [(fmt, _companions(path, fmt)) for fmt in candidates]
    found.sort(key=lambda pair: (len(pair[0].companions) - len(pair[1]), -len(pair[1])))
    problem: PixelStyleError | None = None
    for fmt, companions in found:
        try:
            return fmt.decode({fmt.extensions[0]: data} | companions)
        except PixelStyleError as error:
            problem = problem or error
    assert problem is not None
    raise problem


def _candidates(path: Path, mode: ScreenMode | None) -> list[Format]:
    """The formats that a file may be of, by its extension, then the mode."""
    extension = path.suffix.lower()
    candidates = formats_for_extension(extension)
    if not candidates:
        if extension in PICTURES:
            raise PixelStyleError(
                f"'{extension}' files hold pictures, but no machine's: 'pixelstyle convert' makes one of it; what is "
                "one already, pixel by pixel, can be saved as a PNG."
            )
        raise PixelStyleError(
            f"No native format has the extension '{extension}'; 'pixelstyle modes NAME' tells what a mode's files are "
            "called."
        )
    if mode is not None:
        candidates = [fmt for fmt in formats_for_mode(mode) if extension in fmt.extensions]
        if not candidates:
            can = ", ".join(extensions_for_mode(mode))
            raise PixelStyleError(f"'{extension}' files do not hold pictures for '{mode.name}'; {can} do.")
    return candidates


def _of_length(candidates: list[Format], length: int, extension: str) -> list[Format]:
    """Those that may be so long; all where there is only one, which says by itself what is wrong."""
    fitting = [fmt for fmt in candidates if fmt.may_have(length)]
    if not fitting and len(candidates) > 1:
        known = sorted({(abs(size - length), size, fmt.title) for fmt in candidates for size in fmt.sizes})
        right = ", ".join(f"{size:,} ({title})" for _, size, title in known[:_NEAREST])
        more = f" or one of {len(known) - _NEAREST} others; name the mode" if len(known) > _NEAREST else ""
        raise PixelStyleError(
            f"A '{extension}' file has one of these lengths in bytes: {right}{more}; this one has {length:,}."
        )
    return fitting or candidates


def _companions(path: Path, fmt: Format) -> dict[str, bytes]:
    """The companion files that stand beside the main one, whatever the case of their extensions."""
    found = {}
    for extension in fmt.companions:
        for spelling in (extension, extension.upper()):
            companion = path.with_suffix(spelling)
            if companion.is_file():
                found[extension] = peeled(read_bytes(companion, "picture"))
                break
    return found
