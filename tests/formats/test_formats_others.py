"""Native files as Pillow, netpbm and the rules of the format itself see them, where RECOIL has no decoder."""

from __future__ import annotations

import io
import shutil
import subprocess

import numpy as np
import pytest
from legal_pictures import photo_picture, random_picture
from PIL import Image

from pixelstyle.formats import encode_for
from pixelstyle.formats.packbits import pack, unpack
from pixelstyle.screens import NativePicture, get_mode

NETPBM = {
    "amiga-32": ("ilbmtoppm", ".iff"),
    "atari-st-low": ("pi1toppm", ".pi1"),
    "macpaint": ("macptopbm", ".mac"),
    "ega-320x200": ("pcxtoppm", ".pcx"),
    "vga-256": ("pcxtoppm", ".pcx"),
}


def main_file(mode_name: str, extension: str, picture: NativePicture) -> bytes:
    return next(iter(encode_for(f"picture{extension}", picture).values()))


@pytest.mark.parametrize(
    "mode_name", ["cga-1-high", "cga-1", "cga-0", "cga-5-high", "ega-320x200", "ega-640x350", "vga-256"]
)
@pytest.mark.parametrize("make", [random_picture, lambda mode, seed: photo_picture(mode, seed=seed)])
def test_pillow_reads_pcx_with_the_same_indices(mode_name: str, make) -> None:  # type: ignore[no-untyped-def]
    picture = make(get_mode(mode_name), 3)
    with Image.open(io.BytesIO(main_file(mode_name, ".pcx", picture))) as image:
        assert image.mode == "P"
        assert (np.array(image) == picture.indices).all()
        assert (np.array(image.convert("RGB")) == picture.native_rgb()).all()


@pytest.mark.parametrize("mode_name", NETPBM)
@pytest.mark.parametrize("seed", range(2))
def test_netpbm_shows_the_same_colours(mode_name: str, seed: int) -> None:
    tool, extension = NETPBM[mode_name]
    if shutil.which(tool) is None:
        pytest.skip(f"netpbm's {tool} is not installed")
    picture = random_picture(get_mode(mode_name), seed)
    data = main_file(mode_name, extension, picture)
    done = subprocess.run([tool], input=data, capture_output=True, check=True)
    with Image.open(io.BytesIO(done.stdout)) as image:
        image = image.convert("RGB") if image.mode != "RGB" else image
        assert (np.abs(np.array(image).astype(int) - picture.native_rgb()) <= 1).all()


@pytest.mark.parametrize("seed", range(30))
def test_packbits_gives_back_what_it_packed_and_never_grows_much(seed: int) -> None:
    rng = np.random.default_rng(seed)
    runs = [bytes([rng.integers(256)]) * int(rng.choice([1, 1, 2, 3, 5, 127, 128, 129, 300])) for _ in range(40)]
    data = b"".join(runs) + rng.bytes(int(rng.integers(300)))
    packed = pack(data)
    assert unpack(packed, len(data), "The test") == data
    assert len(packed) <= len(data) + len(data) // 128 + 1
