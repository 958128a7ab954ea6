"""Which kind of palette file some bytes are: by what stands in them, and only then by what the file is called."""

from __future__ import annotations

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import ilbm_registers, parse_ilbm
from pixelstyle.palettes import binary_files, swatch_files, text_files
from pixelstyle.palettes.text_files import Contents

_BYTE_ORDER_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def decode_palette(data: bytes, extension: str, where: str) -> Contents:
    """The colours of a palette file. `extension`: what the name ends in, without the dot, in small letters; it decides
    where the bytes do not. `where` is the file's name for errors.

    Raises PixelStyleError for what is nothing known.
    """
    if data[:4] == b"RIFF" and data[8:12] == b"PAL ":
        return binary_files.decode_riff(data, where)
    if data[:4] == b"ASEF":
        return swatch_files.decode_ase(data, where)
    if data[:4] == b"FORM" and data[8:12] in (b"ILBM", b"PBM "):
        return _of_ilbm(data, where)
    if extension == "act" and len(data) in (768, 772):
        return binary_files.decode_act(data, where)
    if extension == "aco":
        return swatch_files.decode_aco(data, where)
    text = _text(data)
    if text is not None:
        start = text.lstrip()[:64]
        if start.startswith("GIMP Palette"):
            return text_files.decode_gpl(text.lstrip(), where)
        if start.startswith("JASC-PAL"):
            return text_files.decode_jasc(text.lstrip(), where)
        if start.startswith("<") and extension not in ("gpl", "hex", "vpl"):
            return swatch_files.decode_soc(text, where)
        if start.startswith(("{", "[")) and extension not in ("gpl", "hex", "vpl"):
            return swatch_files.decode_json(text, where)
    if extension == "act":
        return binary_files.decode_act(data, where)
    if extension == "pal" and (text is None or "\n" not in text.strip()):
        return binary_files.decode_bare(data, where)
    # Old files are in whatever 8-bit code their writer had: a wrong letter in a name does no harm.
    text = data.decode("utf-8-sig", errors="replace") if text is None else text
    decoders = {
        "gpl": text_files.decode_gpl,
        "hex": text_files.decode_hex,
        "txt": text_files.decode_paint_net,
        "pal": text_files.decode_numbers,
        "vpl": text_files.decode_vpl,
        "soc": swatch_files.decode_soc,
        "json": swatch_files.decode_json,
    }
    if extension not in decoders:
        raise PixelStyleError(f"{where} is no palette that can be read.")
    return decoders[extension](text, where)


def is_palette(data: bytes) -> bool:
    """Whether some bytes say themselves that they are a palette, whatever their file is called."""
    iff = data[:4] == b"FORM" and data[8:12] in (b"ILBM", b"PBM ")
    if iff or data[:4] == b"ASEF" or (data[:4] == b"RIFF" and data[8:12] == b"PAL "):
        return True
    text = _text(data[:1024])
    return text is not None and text.lstrip().startswith(("GIMP Palette", "JASC-PAL"))


def _text(data: bytes) -> str | None:
    """The file as text, None where it is none: with control characters, or no UTF-16 although it says so."""
    encoding = next((name for mark, name in _BYTE_ORDER_MARKS.items() if data.startswith(mark)), None)
    if encoding == "utf-16" or (encoding is None and _is_wide(data)):
        return _of_wide(data)
    if encoding is None:
        head = data.lstrip()[:16]
        known = head.startswith((b"GIMP Palette", b"JASC-PAL"))
        if not known and any(byte < 32 and byte not in b"\t\n\r\f\x1a" for byte in data):
            return None
        if not known and max(data, default=0) > 126:
            return None
        encoding = "utf-8"
    return data.decode(encoding, errors="replace").replace("\0", "").rstrip("\x1a")


def _is_wide(data: bytes) -> bool:
    """Whether a file is UTF-16 without its byte order mark: lines of plain letters with a zero at each."""
    head = data[: min(len(data), 1024) // 2 * 2]
    for letters, zeros in ((head[::2], head[1::2]), (head[1::2], head[::2])):
        plain = letters.replace(b"\0", b"")
        if b"\n" in plain and not any(zeros) and all(byte in b"\t\r\n\x1a" or 32 <= byte < 127 for byte in plain):
            return len(plain) * 2 > len(letters)
    return False


def _of_wide(data: bytes) -> str:
    """The text of a UTF-16 file; also of one whose line ends a program took for bytes, or wrote as such, so that all
    behind the first of them is out of step: its letters are those without their zeros, as long as they are plain."""
    order = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"
    text = data.decode(order, errors="replace")
    letters = data.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").replace(b"\0", b"")
    if letters.isascii() and not text.isascii():
        text = letters.decode("ascii")
    return text.replace("\0", "").rstrip("\x1a")


def _of_ilbm(data: bytes, where: str) -> Contents:
    """The registers of an Amiga picture, or of a file that holds nothing else, as Deluxe Paint saves palettes."""
    picture = parse_ilbm(data, palette_alone=True)
    if not picture.chunks.get(b"CMAP"):
        raise PixelStyleError(f"{where} is an IFF file without a palette (CMAP).")
    return Contents([(int(r), int(g), int(b)) for r, g, b in ilbm_registers(picture)])
