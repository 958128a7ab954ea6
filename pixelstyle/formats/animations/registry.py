"""The kinds of films that machines play, found by extension and mode."""

from __future__ import annotations

from collections.abc import Sequence

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats.animations import anim, c64_film, cdxl, flic, pico8
from pixelstyle.formats.animations.cartridges import gameboy, gameboy_color, mega_drive, nes, snes
from pixelstyle.formats.animations.frames import FilmFormat, Frame
from pixelstyle.screens import ScreenMode, get_mode

FILM_FORMATS: tuple[FilmFormat, ...] = (
    *flic.FILMS,
    *anim.FILMS,
    *cdxl.FILMS,
    *c64_film.FILMS,
    *pico8.FILMS,
    *nes.FILMS,
    *gameboy.FILMS,
    *gameboy_color.FILMS,
    *mega_drive.FILMS,
    *snes.FILMS,
)


def film_format(extension: str, mode: ScreenMode) -> FilmFormat:
    """The kind of film with this extension, for a mode.

    Raises PixelStyleError where there is none, or it holds no films of that machine.
    """
    found = next((kind for kind in FILM_FORMATS if kind.extension == extension.lower()), None)
    if found is None:
        known = ", ".join(kind.extension for kind in FILM_FORMATS)
        raise PixelStyleError(f"No machine plays films in '{extension}' files; {known} are known.")
    base = mode.base or mode.name
    own = base in found.modes if found.modes else mode.constrained and not mode.coded
    if own and found.modes and (mode.width, mode.height) != (get_mode(base).width, get_mode(base).height):
        raise PixelStyleError(f"'{extension}' files hold films of {base}'s size, not of {mode.name}'s.")
    if not own:
        whose = f"films for {', '.join(found.modes)}" if found.modes else "films in the colours of a palette"
        raise PixelStyleError(f"'{extension}' files hold {whose}, not for {mode.name}.")
    return found


def encode_film(extension: str, frames: Sequence[Frame]) -> bytes:
    """The bytes of a film that a machine plays. Raises PixelStyleError as `film_format`, and for too much."""
    return film_format(extension, frames[0].picture.mode).encode(frames)


def decode_film(extension: str, data: bytes) -> list[Frame]:
    """The frames of such a film. Raises PixelStyleError for another extension and for damaged bytes."""
    for kind in FILM_FORMATS:
        if kind.extension == extension.lower():
            return kind.decode(data)
    raise PixelStyleError(f"No machine plays films in '{extension}' files.")
