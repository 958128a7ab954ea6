"""GIMP's files: whole pictures as GIMP itself shows them, layers by name, patterns, and what only GIMP can read.

tests/files/gimp holds pictures that GIMP 2.10.34 made, with the scripts; gimp3.xcf is layers.xcf saved by GIMP 3.0.4.
"""

import io
import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from pixelstyle.errors import PixelStyleError, UnknownNameError
from pixelstyle.files import read_picture, sha256_of
from tests.attack.test_bombs import xcf

GIMP = Path(__file__).parent / "gimp"


def difference(first: np.ndarray, second: np.ndarray) -> int:
    assert first.shape == second.shape
    return int(np.abs(first.astype(int) - second.astype(int)).max())


@pytest.mark.parametrize(("name", "most"), [("layers", 0), ("indexed", 0), ("modes", 1), ("linear", 8)])
def test_a_picture_is_as_gimp_shows_it(name: str, most: int) -> None:
    """modes: 34 layer modes, masks and groups. linear: the same stored with 8 bits of LINEAR light, coarse in darks."""
    assert difference(read_picture(GIMP / f"{name}.xcf"), read_picture(GIMP / f"{name}.png")) <= most


@pytest.mark.parametrize("kind", [18, 22, 23, 24, 25, 27, 39])
def test_notes_about_a_picture_need_not_be_understood(tmp_path: Path, kind: int) -> None:
    (tmp_path / "a.xcf").write_bytes(xcf(1, 20, (kind, bytes(range(13)))))
    assert read_picture(tmp_path / "a.xcf").shape == (20, 20, 3)


def test_layers_by_name() -> None:
    sun = read_picture(f"{GIMP}/layers.xcf#layer=Sun", background="#0000ff")
    assert sun.shape == (32, 48, 3)
    where = (sun == (255, 200, 0)).all(axis=-1)  # without the layer's 60 % opacity
    assert where[5:17, 20:36].all() and where.sum() == 16 * 12
    assert (sun[~where] == (0, 0, 255)).all()
    assert (read_picture(f"{GIMP}/layers.xcf#layer=Hidden") == (255, 0, 0)).all()
    group = read_picture(f"{GIMP}/modes.xcf#layer=Group", background="#fff")
    assert (group[:70] == 255).all() and not (group[72:] == 255).all()
    with pytest.raises(UnknownNameError, match=r"no layer named 'sun'\. Did you mean Sun"):
        read_picture(f"{GIMP}/layers.xcf#layer=sun")
    with pytest.raises(PixelStyleError, match="has no layers to choose from"):
        read_picture(f"{GIMP}/layers.png#layer=Sun")
    with pytest.raises(PixelStyleError, match="There is no picture file"):
        read_picture(f"{GIMP}/nothing.xcf#layer=Sun")
    assert sha256_of(f"{GIMP}/layers.xcf#layer=Sun") == sha256_of(GIMP / "layers.xcf")


def test_a_file_whose_name_looks_like_a_layer(tmp_path: Path) -> None:
    Image.new("RGB", (1, 1), "red").save(tmp_path / "a#layer=b.png")
    assert read_picture(tmp_path / "a#layer=b.png").tolist() == [[[255, 0, 0]]]


def test_photoshop_patterns_and_brushes() -> None:
    whole = read_picture(GIMP / "layers.png")
    assert difference(read_picture(GIMP / "layers.psd"), whole) <= 1
    assert difference(read_picture(GIMP / "rgb.pat"), whole) <= 1
    assert difference(read_picture(GIMP / "brush.gbr"), whole) <= 1


@pytest.fixture
def open_raster(tmp_path: Path) -> Path:
    def png(picture: Image.Image) -> bytes:
        file = io.BytesIO()
        picture.save(file, "PNG")
        return file.getvalue()

    with zipfile.ZipFile(tmp_path / "a.ora", "w") as archive:
        archive.writestr("mimetype", "image/openraster")
        archive.writestr("mergedimage.png", png(Image.new("RGBA", (4, 3), (0, 255, 0, 255))))
        archive.writestr("data/1.png", png(Image.new("RGBA", (2, 1), (255, 0, 0, 255))))
        archive.writestr(
            "stack.xml",
            "<image w='4' h='3'><stack><layer name='Spot' src='data/1.png' x='1' y='2'/></stack></image>",
        )
    return tmp_path / "a.ora"


def test_open_raster(open_raster: Path) -> None:
    assert (read_picture(open_raster) == (0, 255, 0)).all()
    spot = read_picture(f"{open_raster}#layer=Spot")
    assert spot.shape == (3, 4, 3) and (spot[2, 1:3] == (255, 0, 0)).all() and spot.sum() == 2 * 255
    with pytest.raises(UnknownNameError, match="Did you mean Spot"):
        read_picture(f"{open_raster}#layer=Spit")


def test_what_only_gimp_reads_is_one_line_without_gimp(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    for name, words in (("gimp3.xcf", "was saved by GIMP 3"), ("grey16.xcf", "more than 8 bits a channel")):
        with pytest.raises(PixelStyleError, match=f"{words}, which needs GIMP: open it in GIMP and export it as PNG"):
            read_picture(GIMP / name)
    failing = tmp_path / "gimp-console"
    failing.write_text("#!/bin/sh\nexit 1\n")
    failing.chmod(0o755)
    with pytest.raises(PixelStyleError, match=r"gimp-console' could not export it"):
        read_picture(GIMP / "gimp3.xcf")


def test_gimp_3_reads_its_own_files() -> None:
    console = shutil.which("gimp-console")
    if console is None:
        pytest.skip("NO GIMP 3 HERE: reading its files through gimp-console is not tested; put it on the PATH")
    version = subprocess.run([console, "--version"], capture_output=True, text=True, check=False).stdout
    if " 3." not in version:
        pytest.skip(f"NO GIMP 3 HERE but '{version.strip()}': reading GIMP 3's files is not tested")
    assert difference(read_picture(GIMP / "gimp3.xcf"), read_picture(GIMP / "layers.png")) <= 1
    sun = read_picture(f"{GIMP}/gimp3.xcf#layer=Sun")
    assert difference(sun, read_picture(f"{GIMP}/layers.xcf#layer=Sun")) == 0
    with pytest.raises(UnknownNameError, match="Did you mean Sun"):
        read_picture(f"{GIMP}/gimp3.xcf#layer=Son")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["layers.xcf", "indexed.xcf", "rgb.pat", "brush.gbr", "a.ora"])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damaged_files_are_one_line(
    tmp_path: Path, open_raster: Path, monkeypatch: pytest.MonkeyPatch, name: str, data: st.DataObject
) -> None:
    monkeypatch.setenv("PATH", os.devnull)  # GIMP is not to be asked forty times
    whole = (open_raster if name == "a.ora" else GIMP / name).read_bytes()
    broken = bytearray(whole[: data.draw(st.integers(1, len(whole)))])
    place = st.one_of(st.integers(0, min(199, len(broken) - 1)), st.integers(0, len(broken) - 1))
    for where, value in data.draw(st.lists(st.tuples(place, st.integers(0, 255)), max_size=6)):
        broken[where] = value
    path = tmp_path / f"broken-{name}"
    path.write_bytes(bytes(broken))
    for wanted in (str(path), f"{path}#layer=Sky"):
        try:
            assert read_picture(wanted).ndim == 3
        except PixelStyleError as error:
            assert len(str(error).splitlines()) == 1
