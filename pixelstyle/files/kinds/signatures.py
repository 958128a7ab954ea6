"""The first bytes by which picture files are known, whatever they are called."""

from __future__ import annotations

from pathlib import Path

_STARTS = (
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",
    b"GIF87a",
    b"GIF89a",
    b"II*\0",
    b"MM\0*",
    b"8BPS",
    b"gimp xcf",
    b"qoif",
    b"\0\0\0\x0cjP  \r\n\x87\n",
    b"\xff\x4f\xff\x51",
)
_OTHERS = (
    b"\x59\xa6\x6a\x95",
    b"/* XPM */",
    b"#define ",
    b"DDS \x7c",
    b"PK\3\4",
    b"%PDF",
    b"\xd0\xcf\x11\xe0",
    b"<svg",
    b"<?xml",
)
"""How files begin that are no picture beyond doubt, and no bare bytes either."""
_FILM_OR_PHOTO = (b"avif", b"avis", b"heic", b"heix", b"mif1", b"msf1")
_TGA = (".tga", ".icb", ".vda", ".vst", ".targa", ".tpic")


def is_picture(start: bytes) -> bool:
    """Whether these first bytes of a file, 32 or more, are those of a picture, beyond doubt."""
    boxes = start[4:8] == b"ftyp" and start[8:12] in _FILM_OR_PHOTO
    bitmap = start[:2] == b"BM" and start[6:10] == bytes(4) and start[14:18] in (b"\x0c\0\0\0", b"\x28\0\0\0")
    return start.startswith(_STARTS) or boxes or bitmap or (start[:4] == b"RIFF" and start[8:12] == b"WEBP")


def has_head(start: bytes) -> bool:
    """Whether these first bytes of a file, 32 or more, say what it is, so that it is no bare row of tiles."""
    form = start[:4] == b"FORM" and start[8:12].strip().isalnum()
    return is_picture(start) or form or start.startswith(_OTHERS)


def is_targa(path: Path) -> bool:
    """Whether a file is a Truevision picture, which has no signature at its head: by its name, or by its foot.

    Pillow takes much for one that is none.
    """
    if path.suffix.lower() in _TGA:
        return True
    with path.open("rb") as file:
        file.seek(max(path.stat().st_size - 26, 0))
        return b"TRUEVISION-XFILE" in file.read()
