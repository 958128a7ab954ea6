"""Reading any picture that Pillow reads, as plain sRGB, without trusting it."""

from __future__ import annotations

import io
import logging
import re
import warnings
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image, ImageCms, ImageColor, UnidentifiedImageError

from pixelstyle.arrays import Rgb8
from pixelstyle.errors import PixelStyleError
from pixelstyle.files.budget import check_room
from pixelstyle.files.kinds.bmp import read_bmp
from pixelstyle.files.kinds.colour_keys import scale_colour_key, without_empty_alpha
from pixelstyle.files.kinds.degas import read_degas
from pixelstyle.files.kinds.gif import read_gif
from pixelstyle.files.kinds.ilbm import read_ilbm
from pixelstyle.files.kinds.misread import as_meant
from pixelstyle.files.kinds.pcx import read_pcx
from pixelstyle.files.kinds.plugins import add_plugin_for
from pixelstyle.files.kinds.signatures import is_targa
from pixelstyle.files.kinds.tiff import mended_tiff, read_tiff
from pixelstyle.files.kinds.unreadable import cure_for
from pixelstyle.files.kinds.xpm import read_xpm
from pixelstyle.files.layered import read_layered
from pixelstyle.files.photoshop import read_photoshop
from pixelstyle.files.pillow_limits import KEPT_PIXELS, bytes_of, own_pixel_limit, prepare
from pixelstyle.files.png_bands import can_be_read_in_bands, png_bands
from pixelstyle.files.reading import existing_file, split_layer

MAX_PIXELS = 500_000_000
"""Larger pictures are refused: 20,000 x 20,000 is 400 million. Pillow's own limit (89 million) is set aside for it."""

_WHOLE_PIXELS = 50_000_000
"""Up to this many pixels a picture is decoded at once; Pillow takes 4 bytes for each."""

_BAND_BYTES = 32 << 20

_ORIENTATION = 0x0112
_UPRIGHT = {  # EXIF 2.32, tag Orientation: what makes the picture upright
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

logging.getLogger("PIL").addHandler(logging.NullHandler())  # what it complains of is said in our one line


def parse_colour(text: str) -> tuple[int, int, int]:
    """'#813338', '#fff', 'teal' or 'rgb(10, 20, 30)' as three numbers 0..255. Raises PixelStyleError for others.

    >>> parse_colour("#813338"), parse_colour("teal")
    ((129, 51, 56), (0, 128, 128))
    """
    try:
        red, green, blue, *_ = ImageColor.getrgb(text.strip())
    except ValueError:
        raise PixelStyleError(f"'{text}' is not a colour; write it as #813338 or by a name such as teal.") from None
    return red, green, blue


def read_picture(path: str | Path, *, background: str = "#000000") -> Rgb8:
    """The picture as a person sees it: uint8 [H, W, 3], sRGB 0..255.

    The first frame of an animation; turned upright by its EXIF orientation; colours brought to sRGB by its ICC profile
    where Pillow can; transparent parts over `background`; 16-bit, grey, palette and CMYK pictures as RGB. More than
    KEPT_PIXELS are reduced while decoding: a JPEG or an 8-bit PNG of 20,000 x 20,000 then takes a few hundred MB,
    other formats 4 bytes a pixel or more, and are refused above a GB.

    Besides what Pillow reads (.gbr among it): .psd, .xcf, .ora and .pat. 'art.xcf#layer=Sky' names a layer, which
    is given in its place on the canvas.

    Raises PixelStyleError for a file that is missing, empty, truncated, a folder, no picture, or above MAX_PIXELS,
    UnknownNameError for a layer that is not there.

    >>> read_picture("examples/photos/astronaut.jpg").shape
    (512, 512, 3)
    """
    backdrop = parse_colour(background)
    path, layer = split_layer(path)
    path = existing_file(path, "picture")
    try:
        with own_pixel_limit(path), warnings.catch_warnings():
            # An odd tag or EXIF block is not worth a line: the pixels are what counts.
            warnings.simplefilter("ignore")
            with read_layered(path, layer) or _by_content(path) or Image.open(path) as image:
                return _decode(image, path, backdrop)
    except PixelStyleError:
        raise
    except UnidentifiedImageError:
        what = cure_for(path)
        known = f"is {what}" if what else "is not a picture in a format that can be read"
        raise PixelStyleError(f"'{path}' {known}.") from None
    except Image.DecompressionBombError:
        raise PixelStyleError(f"'{path}' holds a far larger picture than it says; it is not read.") from None
    except MemoryError:
        raise PixelStyleError(f"There is not enough memory to read '{path}'; make it smaller first.") from None
    except Exception as error:
        # Pillow's decoders meet damaged files with almost any exception (SyntaxError, struct.error, ValueError ...).
        reason = str(error).split("\n")[0].rstrip(".") or type(error).__name__
        if re.search("nsupported|nknown|ot supported|ot implemented|nrecogni[sz]ed|annot read", reason):
            raise PixelStyleError(f"'{path}' is of a kind that cannot be read ({reason}); save it as PNG.") from None
        raise PixelStyleError(f"The picture '{path}' is damaged and cannot be read ({reason}).") from None


def read_transparency(path: str | Path) -> np.ndarray | None:
    """Where what `read_picture` reads is more transparent than not, bool [H, W]; None where it says nothing of that, or
    is very large. Raises PixelStyleError and what Pillow raises for files that cannot be read.
    """
    path, layer = split_layer(path)
    with own_pixel_limit(path), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with read_layered(path, layer) or _by_content(path) or Image.open(path) as image:
            prepare(image)
            if image.width * image.height > KEPT_PIXELS or not image.has_transparency_data:
                return None
            if image.format == "PNG":
                scale_colour_key(image, path)
            turn = None if image.format in ("TIFF", "JXL") else _UPRIGHT.get(image.getexif().get(_ORIENTATION, 1))
            key = image.info.get("transparency")
            if image.mode.startswith(("I", "F")):
                return np.asarray(image) == key if turn is None else None
            alpha = as_meant(image, path).convert("RGBA").getchannel("A")
            return np.asarray(alpha if turn is None else alpha.transpose(turn)) < 128


def _by_content(path: Path) -> Image.Image | None:
    """What this package reads by itself, known by its first bytes, if it does; what plug-ins read is left to Pillow."""
    with path.open("rb") as file:
        add_plugin_for(file.read(32))
    for read in (read_photoshop, read_ilbm, read_pcx, read_degas, read_bmp, read_xpm, read_tiff, read_gif):
        if (image := read(path)) is not None:
            return image
    return None


def _decode(image: Image.Image, path: Path, backdrop: tuple[int, int, int]) -> Rgb8:
    width, height = image.size
    if image.format == "EPS":  # Pillow would start Ghostscript: a program, and one that runs programs
        raise PixelStyleError(f"'{path}' is a PostScript drawing; export it as PNG first.")
    if image.format == "TGA" and not is_targa(path):
        raise UnidentifiedImageError
    if width * height > MAX_PIXELS:
        raise PixelStyleError(
            f"'{path}' has {width:,} x {height:,} pixels; at most {MAX_PIXELS // 10**6} million can be read."
        )
    banded = width * height > _WHOLE_PIXELS and can_be_read_in_bands(path)
    if not banded and (image.format != "JPEG" or image.info.get("progressive")):
        check_room(path, width, height, bytes_of(image))
    prepare(image)
    if image.format == "TIFF":
        image = without_empty_alpha(as_meant(mended_tiff(image, path), path))
        width, height = image.size
    elif image.format == "PNG":
        scale_colour_key(image, path)
    else:
        image = as_meant(image, path)
        image = without_empty_alpha(image) if width * height <= KEPT_PIXELS else image
    # A PNG's own getexif decodes the whole picture, in case the EXIF block comes after it.
    exif = Image.Image.getexif(image) if banded else image.getexif()
    # A JPEG XL says how it stands in its own stream, which has been heeded.
    turn = None if image.format == "JXL" else _UPRIGHT.get(exif.get(_ORIENTATION, 1))
    if width * height > KEPT_PIXELS:
        # JPEG decodes itself at 1/2, 1/4 or 1/8 size, other formats ignore this.
        shrink = (width * height / KEPT_PIXELS) ** 0.5
        image.draft(None, (int(width / shrink), int(height / shrink)))
        width, height = image.size
    factor = 1
    while -(-width // factor) * -(-height // factor) > KEPT_PIXELS:
        factor += 1
    to_rgb = _Flattening(image, backdrop)
    result = Image.new("RGB", (-(-width // factor), -(-height // factor)))
    band_height = max(1, _BAND_BYTES // (4 * width * factor)) * factor
    y = 0
    for band in png_bands(path, band_height) if banded else _bands(image, band_height):
        result.paste(to_rgb(band).reduce(factor), (0, y // factor))
        y += band.height
    if turn is not None:
        result = result.transpose(turn)
    return np.asarray(result).copy()


def _bands(image: Image.Image, band_height: int) -> Iterator[Image.Image]:
    """The picture from top to bottom, `band_height` rows at a time."""
    image.load()
    for y in range(0, image.height, band_height):
        yield image.crop((0, y, image.width, min(y + band_height, image.height)))


class _Flattening:
    """Turns bands of one picture, in whatever mode Pillow keeps it, into RGB over a backdrop."""

    def __init__(self, image: Image.Image, backdrop: tuple[int, int, int]) -> None:
        self.backdrop = backdrop
        self.transparent = image.has_transparency_data
        self.profile = _profile(image.info.get("icc_profile"))
        self.transforms: dict[str, ImageCms.ImageCmsTransform | None] = {}
        self.full_scale = 255.0
        if image.mode in ("I", "F") or image.mode.startswith("I;16"):
            image.load()
            self.full_scale = _full_scale(image)

    def __call__(self, band: Image.Image) -> Image.Image:
        if band.mode in ("I", "F") or band.mode.startswith("I;16"):
            key = band.info.get("transparency")
            numbers = np.nan_to_num(np.asarray(band, np.float32), posinf=self.full_scale, neginf=0.0)
            band = Image.fromarray(np.clip(numbers * (255 / self.full_scale) + 0.5, 0, 255).astype(np.uint8))
            if isinstance(key, int):
                opaque = Image.fromarray((numbers != key).astype(np.uint8) * 255)
                return Image.composite(self.managed(band), Image.new("RGB", band.size, self.backdrop), opaque)
        elif self.transparent:
            band = band.convert("RGBA")
            picture = Image.new("RGB", band.size, self.backdrop)
            picture.paste(self.managed(band.convert("RGB")), mask=band.getchannel("A"))
            return picture
        elif band.mode not in ("L", "CMYK", "LAB", "RGB"):
            band = band.convert("RGB")
        return self.managed(band)

    def managed(self, band: Image.Image) -> Image.Image:
        """`band` in sRGB, by its profile if it has one that fits its mode."""
        if band.mode not in self.transforms:
            self.transforms[band.mode] = self.transform_from(band.mode)
        transform = self.transforms[band.mode]
        return band.convert("RGB") if transform is None else transform.apply(band)

    def transform_from(self, mode: str) -> ImageCms.ImageCmsTransform | None:
        profile = ImageCms.createProfile("LAB") if mode == "LAB" else self.profile
        if profile is None:
            return None
        try:
            return ImageCms.buildTransform(profile, ImageCms.createProfile("sRGB"), mode, "RGB")
        except ImageCms.PyCMSError:  # the profile is for another kind of picture: show it without
            return None


def _profile(data: bytes | None) -> ImageCms.ImageCmsProfile | None:
    if not data:
        return None
    try:
        return ImageCms.ImageCmsProfile(io.BytesIO(data))
    except (OSError, TypeError, ValueError):  # damaged: the picture is shown without
        return None


def _full_scale(image: Image.Image) -> float:
    """The number that means white in a picture whose pixels are large integers or fractions."""
    if image.mode.startswith("I;16") or (image.mode == "I" and image.format == "PPM"):
        return 65535.0
    values = np.asarray(image)
    top = float(np.max(values, initial=0.0, where=np.isfinite(values)))
    return next((scale for scale in ((1.0,) if image.mode == "F" else ()) + (255.0, 65535.0) if top <= scale), top)
