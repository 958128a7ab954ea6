"""What holds for every format there is: new formats are covered when they are registered."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
from legal_pictures import photo_picture, plain_picture, random_picture

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats import Format, encode_for, formats, load_native, save_native
from pixelstyle.screens import NativePicture, get_mode

PAIRS = [pytest.param(fmt, name, id=f"{fmt.name}-{name}") for fmt in formats() for name in fmt.modes]
FORMATS = [pytest.param(fmt, id=fmt.name) for fmt in formats()]


def assert_same(got: NativePicture, wanted: NativePicture) -> None:
    assert got.mode == wanted.mode
    assert (got.indices == wanted.indices).all()
    assert got.palette.colours == wanted.palette.colours
    for ours, theirs in zip(got.slots, wanted.slots, strict=True):
        assert (ours == theirs).all()


@pytest.mark.parametrize(("fmt", "mode_name"), PAIRS)
def test_pictures_survive_encoding_and_decoding(fmt: Format, mode_name: str) -> None:
    mode = get_mode(mode_name)
    pictures = [random_picture(mode, seed) for seed in range(3)] + [photo_picture(mode), plain_picture(mode, 0)]
    for picture in pictures:
        files = fmt.encode(picture)
        assert not fmt.sizes or len(files[fmt.extensions[0]]) in fmt.sizes
        assert set(files) <= {fmt.extensions[0], *fmt.companions}
        decoded = fmt.decode(files)
        assert_same(decoded, picture)
        assert fmt.encode(decoded) == files


@pytest.mark.parametrize(("fmt", "mode_name"), PAIRS)
def test_files_on_disc_are_found_again(fmt: Format, mode_name: str, tmp_path: Path) -> None:
    picture = random_picture(get_mode(mode_name), 7)
    for extension in fmt.extensions:
        path = tmp_path / f"picture{extension}"
        written = save_native(picture, path)
        assert written == list(encode_for(path, picture))
        assert_same(load_native(path, mode_name), picture)
        with pytest.raises(PixelStyleError, match="exists already"):
            save_native(picture, path)


@pytest.mark.parametrize("fmt", FORMATS)
def test_damaged_files_give_one_clear_error_or_a_picture(fmt: Format) -> None:
    """Cut short, too long, or random: never anything but PixelStyleError, and never a wrong length let through."""
    rng = random.Random(fmt.name)
    main = fmt.extensions[0]
    good = fmt.encode(random_picture(get_mode(fmt.modes[0]), 1))
    damaged = [good[main][: rng.randrange(len(good[main]))] for _ in range(30)]
    damaged += [good[main] + rng.randbytes(rng.randrange(1, 40)) for _ in range(5)]
    damaged += [rng.randbytes(rng.randrange(1, 2 * len(good[main]))) for _ in range(30)]
    damaged += [rng.randbytes(size) for size in fmt.sizes for _ in range(3)]
    for _ in range(20):
        spoilt = bytearray(good[main])
        for _ in range(rng.randrange(1, 20)):
            spoilt[rng.randrange(min(len(spoilt), 200))] = rng.randrange(256)
        damaged.append(bytes(spoilt))
    for data in damaged:
        others = {ext: rng.randbytes(rng.randrange(400)) if rng.random() < 0.3 else good[ext] for ext in good}
        try:
            picture = fmt.decode(others | {main: data})
        except PixelStyleError as error:
            assert "\n" not in str(error)
            assert str(error)[0].isupper()
        else:
            assert not fmt.sizes or len(data) in fmt.sizes
            assert picture.indices.max() < len(picture.palette)


def test_names_are_unique_and_modes_exist() -> None:
    for fmt in formats():
        assert all(ext.startswith(".") and ext == ext.lower() for ext in fmt.extensions + fmt.companions)
        for name in fmt.modes:
            assert np.prod(get_mode(name).shown_size) > 0
