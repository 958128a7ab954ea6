"""What to say of a file that holds a picture, or something like it, that is not read here: what it is, and the cure."""

from __future__ import annotations

import zipfile
from pathlib import Path

from pixelstyle.files.kinds.plugins import PHOTOS, is_heif, is_jpeg_xl

_AS_PNG = "export it as PNG first"
_ISO_MEDIA = {
    b"crx ": "a camera's raw photo",
    b"isom": "a film",
    b"mp41": "a film",
    b"mp42": "a film",
    b"qt  ": "a film",
    b"M4V ": "a film",
}
_STARTS = (
    (b"%PDF", f"a PDF document; {_AS_PNG}"),
    (b"%!PS", f"a PostScript drawing; {_AS_PNG}"),
    (b"<svg", f"an SVG drawing; {_AS_PNG}"),
    (b"BEGF", f"an Affinity document; {_AS_PNG}"),
    (b"\0\xffKA", f"an Affinity document; {_AS_PNG}"),
    (b"\x1aE\xdf\xa3", f"a film; {_AS_PNG}"),
    (b"FUJIFILMCCD-RAW", f"a camera's raw photo; {_AS_PNG}"),
    (b"IIRO", f"a camera's raw photo; {_AS_PNG}"),
    (b"IIU\0", f"a camera's raw photo; {_AS_PNG}"),
    (b"CSFCHUNK", f"a Clip Studio document; {_AS_PNG}"),
    (b"SAI-CANVAS", f"a SAI document; {_AS_PNG}"),
    (b"II*\0", f"a TIFF picture of a kind that cannot be read; {_AS_PNG}"),
    (b"MM\0*", f"a TIFF picture of a kind that cannot be read; {_AS_PNG}"),
    (b"II+\0", f"a TIFF picture of a kind that cannot be read; {_AS_PNG}"),
    (b"MM\0+", f"a TIFF picture of a kind that cannot be read; {_AS_PNG}"),
    (b"P7\n", f"a PAM picture; {_AS_PNG}"),
    (b"PDN3", f"a Paint.NET document; {_AS_PNG}"),
    (b"Paint Shop Pro Image File", f"a Paint Shop Pro document; {_AS_PNG}"),
    (b"BLENDER", "a Blender scene; render it as PNG first"),
    (b"\x76\x2f\x31\x01", f"an OpenEXR picture; {_AS_PNG}"),
    (b"#?RADIANCE", f"a Radiance HDR picture; {_AS_PNG}"),
    (b"#?RGBE", f"a Radiance HDR picture; {_AS_PNG}"),
    (b"\x8bJNG\r\n", f"a JNG picture; {_AS_PNG}"),
    (b"\x8aMNG\r\n", f"an MNG animation; {_AS_PNG}"),
    (b"id=ImageMagick", f"an ImageMagick picture; {_AS_PNG}"),
    (b"\xd0\xcf\x11\xe0", f"an old document of Microsoft's, such as a FlashPix picture; {_AS_PNG}"),
    (b"\x1f\x8b", "a packed file; unpack it first"),
    (b"BZh", "a packed file; unpack it first"),
    (b"\xfd7zXZ", "a packed file; unpack it first"),
    (b"7z\xbc\xaf", "an archive; unpack it first"),
    (b"Rar!", "an archive; unpack it first"),
    (b"OggS", "a sound or a film, not a picture"),
    (b"ID3", "a sound, not a picture"),
    (b"fLaC", "a sound, not a picture"),
    (b"\x7fELF", "a program, not a picture"),
    (b"MZ", "a program, not a picture"),
)
_BLANKS = b"\xef\xbb\xbf \r\n\t"
_WEB_PAGE = "a web page, not a picture; save the picture that is on it"


def cure_for(path: Path) -> str | None:
    """'a PDF document; export it as PNG first' for a file that is known by its first bytes; None for others."""
    with path.open("rb") as file:
        start = file.read(4096)
    if start.startswith(b"PK"):
        return _in_archive(path, start)
    return what_is(start)


def what_is(start: bytes) -> str | None:
    """The same of the first 4,096 bytes, archives left aside."""
    if is_heif(start):
        return f"a HEIF photo; it is read after '{PHOTOS}', or export it as PNG or JPEG"
    if is_jpeg_xl(start):
        return f"a JPEG XL picture; it is read after '{PHOTOS}', or export it as PNG"
    if start[4:6] == b"\xe0\xa5" and len(start) >= 128:
        return "a sprite of Aseprite's; export it there as PNG, or by 'aseprite -b FILE --save-as out.png'"
    if start[4:8] == b"ftyp":
        return f"{_ISO_MEDIA.get(start[8:12], 'a film, or a photo of another kind')}; export it as PNG or JPEG first"
    if start[:4] in (b"RIFF", b"FORM") and start[8:12] in (b"WAVE", b"AVI ", b"AIFF", b"8SVX", b"SMUS"):
        return "a film" if start[8:12] == b"AVI " else "a sound, not a picture"
    bare = start.lstrip(_BLANKS)
    for signature, what in _STARTS:
        if bare.startswith(signature) or start.startswith(signature):
            return what
    if bare.startswith(b"<?xml") and b"<svg" in start:
        return f"an SVG drawing; {_AS_PNG}"
    if bare[:14].lower().startswith((b"<!doctype html", b"<html")):
        return _WEB_PAGE
    return "a text, not a picture" if _is_text(start) else None


def _is_text(start: bytes) -> bool:
    """Whether all of it is letters, digits and the like, in UTF-8 or an older alphabet, of some length."""
    controls = bytes(code for code in range(32) if code not in b"\t\n\r\f\x1b")
    if len(start) < 8 or any(code in controls for code in start):
        return False
    try:
        start.decode()
    except UnicodeDecodeError as error:
        if error.start < len(start) - 4:  # not only a character that is cut off at the end
            return sum(code >= 128 for code in start) * 10 < len(start)
    return True


def _in_archive(path: Path, start: bytes) -> str:
    if b"application/x-krita" in start[:128]:
        return "a Krita document; export it there as PNG or .ora"
    try:
        with zipfile.ZipFile(path) as archive:
            names = {name.split("/")[0] for name in archive.namelist()[:1000]}
    except (OSError, ValueError, zipfile.BadZipFile):
        names = set()
    if "Document.archive" in names:
        return f"a Procreate document; {_AS_PNG}"
    if names & {"word", "xl", "ppt", "content.xml"}:
        return "an office document, not a picture"
    if "docData.json" in names:
        return f"a Pyxel Edit document; {_AS_PNG}"
    return "an archive; unpack it first"
