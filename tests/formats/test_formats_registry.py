"""What holds for every format there is: new formats are covered when they are registered."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from legal_pictures import photo_picture, plain_picture, random_picture

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats import Format, encode_for, formats, formats_for_mode, load_native, save_native
from pixelstyle.screens import NativePicture, get_mode, modes

PAIRS = [pytest.param(fmt, name, id=f"{fmt.name}-{name}") for fmt in formats() for name in fmt.modes]


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


def test_every_machine_has_a_native_file() -> None:
    without = {mode.name for mode in modes() if not formats_for_mode(mode.name)}
    assert without == {"free", "none"}


def test_names_are_unique_and_modes_exist() -> None:
    for fmt in formats():
        assert all(ext.startswith(".") and ext == ext.lower() for ext in fmt.extensions + fmt.companions)
        for name in fmt.modes:
            assert np.prod(get_mode(name).shown_size) > 0
