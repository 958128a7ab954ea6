"""What to say of a file that holds a picture, or something like it, that is not read here: what it is, and the cure."""

from __future__ import annotations

from pathlib import Path

_ISO_MEDIA = {
    b"heic": "a HEIF photo",
    b"heix": "a HEIF photo",
    b"mif1": "a HEIF photo",
    b"msf1": "a HEIF sequence",
    b"crx ": "a camera's raw photo",
    b"isom": "a film",
    b"mp41": "a film",
    b"mp42": "a film",
    b"qt  ": "a film",
    b"M4V ": "a film",
}
_STARTS = (
    (b"\xff\x0a", "a JPEG XL picture"),
    (b"\0\0\0\x0cJXL ", "a JPEG XL picture"),
    (b"%PDF", "a PDF document"),
    (b"<svg", "an SVG drawing"),
    (b"BEGF", "an Affinity document"),
    (b"\0\xffKA", "an Affinity document"),
    (b"\x1aE\xdf\xa3", "a film"),
    (b"FUJIFILMCCD-RAW", "a camera's raw photo"),
    (b"IIRO", "a camera's raw photo"),
    (b"IIU\0", "a camera's raw photo"),
    (b"CSFCHUNK", "a Clip Studio document"),
    (b"SAI-CANVAS", "a SAI document"),
    (b"OggS", "a sound or a film"),
    (b"ID3", "a sound"),
    (b"fLaC", "a sound"),
)


def cure_for(path: Path) -> str | None:
    """'a HEIF photo; export it as PNG first' for a file of a kind that is known by its first bytes; None for others."""
    with path.open("rb") as file:
        start = file.read(4096)
    if start[4:6] == b"\xe0\xa5" and len(start) >= 128:
        return "a sprite of Aseprite's; export it there as PNG, or by 'aseprite -b FILE --save-as out.png'"
    if start[4:8] == b"ftyp":
        return f"{_ISO_MEDIA.get(start[8:12], 'a film, or a photo of another kind')}; export it as PNG or JPEG first"
    if start.startswith(b"PK"):
        if b"application/x-krita" in start[:128]:
            return "a Krita document; export it there as PNG or .ora"
        return "an archive; unpack it first"
    if start[:4] in (b"RIFF", b"FORM") and start[8:12] in (b"WAVE", b"AVI ", b"AIFF", b"8SVX", b"SMUS"):
        return "a film" if start[8:12] == b"AVI " else "a sound, no picture"
    for signature, what in _STARTS:
        if start.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(signature) or start.startswith(signature):
            return f"{what}; export it as PNG first"
    if start.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<?xml") and b"<svg" in start:
        return "an SVG drawing; export it as PNG first"
    return None
