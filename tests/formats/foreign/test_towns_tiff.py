"""TIFF by other programs: in 256 colours as the FM Towns has it, and all others as pictures that are no machine's."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats import encode_for, load_native, read_content
from pixelstyle.screens import get_mode
from tests.formats.legal.pictures import random_picture


def test_what_pillow_saves_is_read_as_the_machines(tmp_path: Path) -> None:
    picture, file = random_picture(get_mode("fm-towns-256"), 2), tmp_path / "picture.tif"
    (data,) = encode_for(file, picture).values()
    with Image.open(io.BytesIO(data)) as image:
        image.save(file)
        image.convert("RGB").save(tmp_path / "photo.tif")
    assert (load_native(file).native_rgb() == picture.native_rgb()).all()
    with pytest.raises(PixelStyleError, match="'pixelstyle convert' reads it as a picture"):
        load_native(tmp_path / "photo.tif")
    assert (read_content(tmp_path / "photo.tif") == picture.native_rgb()).all()


def test_lists_of_tags_that_lead_nowhere_are_refused(tmp_path: Path) -> None:
    (data,) = encode_for(tmp_path / "picture.tif", random_picture(get_mode("fm-towns-256"), 2)).values()
    rng, file = np.random.default_rng(1), tmp_path / "damaged.tif"
    for _ in range(20):
        head = bytearray(data[:140])
        for at in rng.integers(4, len(head), 3):
            head[at] = rng.integers(0, 256)
        file.write_bytes(bytes(head) + data[140 : rng.integers(140, len(data))])
        with pytest.raises(PixelStyleError):
            load_native(file)
