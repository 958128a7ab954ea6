"""Every byte that a decoder may pass over, changed: RECOIL shows the same, or the file is refused in words."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

import numpy as np
import pytest

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats import formats
from pixelstyle.screens import get_mode
from tests.formats.legal.pictures import random_picture
from tests.formats.oracles.recoil import without_gaps

_COLOURS_OF_THE_SIGNAL = ("apple2-hgr", "apple2-dhr")
"""Which RECOIL works out in another way."""
_OTHER_VIEWS = ("amiga-ilbm",)
"""Whose rules for contradictory fields are our own, and are tested in `tests/files/test_ilbm.py`."""
_SPRITES_SHOWN = ("msx2-sc4", "msx2-sc7", "msx2plus-sca")
"""Where RECOIL shows sprites before the picture, which ours is without."""
_MOSTLY_REFUSED = {"atari8-fwa": 5, "mag": 10, "pet": 10, "hires-interlace": 5, "hires-lace": 5, "funpaint": 15}
"""Programs for the display and packed bits, of which few bytes may be others, characters, of which half are letters,
colours of two frames, most of which flicker, and a background for each line; of how many files that is to be seen."""
SEEN = [
    pytest.param(fmt.name, mode, id=f"{fmt.name}-{mode}")
    for fmt in formats()
    if "RECOIL" in fmt.verified_by
    and not fmt.companions
    and fmt.name not in _COLOURS_OF_THE_SIGNAL + _OTHER_VIEWS + _SPRITES_SHOWN
    for mode in fmt.modes
]


def recoil_or_none(extension: str, data: bytes) -> np.ndarray | None:
    recoil = pytest.importorskip("recoil")
    try:
        shown = np.asarray(recoil.RecoilImage(f"a{extension}", io.BytesIO(data)).to_pil())
        return without_gaps(shown) if extension == ".spd" else shown
    except Exception:  # whatever it says of a file that it does not read, or of a sheet of another size
        return None


def changed(data: bytes, rng: np.random.Generator) -> Iterator[bytes]:
    """Each byte of the head and of the end in turn with another value, then all behind the head."""
    packed = struct.unpack(">H", data[:2])[0] == 0 and len(data) > 50_000  # MacPaint: lines of their own length
    for at in [*range(min(12, len(data))), *range(12, min(136, len(data)), 8), *range(len(data) - 33, len(data), 8)]:
        yield data[:at] + bytes([rng.choice([0, 0x80, int(rng.integers(256))])]) + data[at + 1 :]
    if not packed:
        yield data[:136] + rng.bytes(len(data) - 136)
        yield data[:136] + (rng.integers(0, 256, len(data) - 136) & 0x3F).astype(np.uint8).tobytes()


@pytest.mark.slow
@pytest.mark.parametrize(("name", "mode"), SEEN)
def test_what_is_passed_over_makes_no_other_picture(name: str, mode: str) -> None:
    fmt = next(fmt for fmt in formats() if fmt.name == name)
    extension, rng = fmt.extensions[0], np.random.default_rng(4)
    seen = 0
    for data in changed(fmt.encode(random_picture(get_mode(mode), 1))[extension], rng):
        try:
            ours = fmt.decode({extension: data}).native_rgb()
        except PixelStyleError:
            continue
        theirs = recoil_or_none(extension, data)
        if theirs is None or theirs.shape[0] % ours.shape[0] or theirs.shape[1] % ours.shape[1]:
            continue
        theirs = theirs[:: theirs.shape[0] // ours.shape[0], :: theirs.shape[1] // ours.shape[1]]
        weights = np.array([1 << 16, 1 << 8, 1])
        pairs = np.unique((ours.astype(np.int64) @ weights) << 24 | theirs.astype(np.int64) @ weights)
        assert len(np.unique(pairs >> 24)) == len(pairs), "two colours of RECOIL's are one of ours"
        seen += 1
    assert seen >= _MOSTLY_REFUSED.get(name, 20)


def test_the_oric_s_dots_begin_at_bit_5() -> None:
    """Tangerine's ULA takes a byte as an attribute only where bits 5 and 6 are both clear."""
    fmt = next(fmt for fmt in formats() if fmt.name == "oric-hires")
    shown = fmt.decode({".hrs": bytes([0x2A]) + bytes([0x40]) * 7999}).indices
    assert shown[0, :8].tolist() == [7, 0, 7, 0, 7, 0, 0, 0]
    with pytest.raises(PixelStyleError, match="Line 1 of the Oric picture goes over to text at cell 2"):
        fmt.decode({".hrs": bytes([0x40]) * 42 + b"\x1a" + bytes([0x40]) * 7957})


@pytest.mark.parametrize(
    ("extension", "data", "says"),
    [
        (".ss4", bytes(24616) + b"\0", "from line to line"),
        (".scr", bytes(12289), "512 x 192"),
        (".sc5", b"\xfe\0\0\0\x40\0\0" + bytes(27136), "holds a part"),
        (".sc2", b"\xfe\0\0\xff\x1f\0\0" + bytes(14336), "holds a part"),
    ],
)
def test_what_no_mode_shows_is_refused(extension: str, data: bytes, says: str) -> None:
    fmts = [fmt for fmt in formats() if extension in fmt.extensions and (not fmt.sizes or len(data) in fmt.sizes)]
    fmts = fmts or [fmt for fmt in formats() if extension in fmt.extensions]
    with pytest.raises(PixelStyleError, match=says):
        fmts[0].decode({extension: data})


def test_screens_without_attributes_or_palette_have_the_usual_ones() -> None:
    rng = np.random.default_rng(2)
    bitmap, pixels = rng.bytes(6144), rng.bytes(27136)
    screen_5 = b"\xfe\0\0" + (27135).to_bytes(2, "little") + bytes(2) + pixels
    for name, extension, data in (("zx-scr", ".scr", bitmap), ("msx2-sc5", ".sc5", screen_5)):
        ours = next(fmt for fmt in formats() if fmt.name == name).decode({extension: data}).native_rgb()
        theirs = recoil_or_none(extension, data)
        assert theirs is not None and np.abs(ours.astype(int) - theirs).max() <= 1


def test_a_cga_screen_by_others_has_the_palette_that_bios_sets() -> None:
    fmt = next(fmt for fmt in formats() if fmt.name == "cga-bsave")
    data = fmt.encode(random_picture(get_mode("cga-0"), 1))[".bsv"]
    assert fmt.decode({".bsv": data}).mode.name == "cga-0"
    assert fmt.decode({".bsv": data[:8007] + bytes(192) + data[8199:]}).mode.name == "cga-1-high"


def test_a_pcx_for_the_cga_with_another_background_is_a_picture_only() -> None:
    fmt = next(fmt for fmt in formats() if fmt.name == "pcx")
    data = fmt.encode(random_picture(get_mode("cga-1"), 1))[".pcx"]
    assert fmt.decode({".pcx": data}).mode.name == "cga-1"
    with pytest.raises(PixelStyleError, match="#0000aa, which the machine has not"):
        fmt.decode({".pcx": data[:16] + bytes([0, 0, 0xAA]) + data[19:]})
