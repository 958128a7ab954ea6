"""Results are written whole or not at all; reasons are one line."""

import errno
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pixelstyle.errors import PixelStyleError
from pixelstyle.files import (
    cache_folder,
    check_destination,
    fit_picture,
    move_into_place,
    read_bytes,
    reading,
    sha256_of,
    write_atomically,
    writing,
)


def test_writes_and_replaces_only_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    write_atomically(path, b"one")
    for attempt in (lambda: write_atomically(path, b"two"), lambda: check_destination(path)):
        with pytest.raises(PixelStyleError, match="exists already; add --overwrite"):
            attempt()
    assert path.read_bytes() == b"one"
    check_destination(path, overwrite=True)
    write_atomically(path, b"two", overwrite=True)
    assert path.read_bytes() == read_bytes(path) == b"two"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.bin"]
    umask = os.umask(0o22)
    os.umask(umask)
    assert stat.S_IMODE(path.stat().st_mode) == 0o666 & ~umask


def test_a_link_is_followed_and_a_device_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"one")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write_atomically(tmp_path / "link", b"two", overwrite=True)
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"two"
    write_atomically("/dev/null", b"x")
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)
    with pytest.raises(PixelStyleError, match="no space left"):
        write_atomically("/dev/full", b"x")


@pytest.mark.parametrize("where", ["missing/a.png", ".", "a" * 300, "file/a.png", "a\0b"])
def test_bad_destinations_fail_before_and_at_writing(tmp_path: Path, where: str) -> None:
    (tmp_path / "file").write_bytes(b"x")
    for attempt in (check_destination, lambda path: write_atomically(path, b"x")):
        with pytest.raises(PixelStyleError, match=r"does not exist; make it first|is a folder|cannot be written"):
            attempt(tmp_path / where)
    assert [entry.name for entry in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("failure", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()])
def test_a_failed_write_leaves_everything_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: BaseException
) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(b"one")

    def fail(_: object) -> None:
        raise failure

    monkeypatch.setattr(os, "fsync", fail)
    expected = PixelStyleError if isinstance(failure, OSError) else KeyboardInterrupt
    with pytest.raises(expected):
        write_atomically(path, b"two", overwrite=True)
    assert [(entry.name, entry.read_bytes()) for entry in tmp_path.iterdir()] == [("a.bin", b"one")]


def test_of_two_who_write_a_new_file_one_is_told(tmp_path: Path) -> None:
    for number in range(20):
        path, start = tmp_path / f"{number}", Barrier(4)

        def write(data: bytes, path: Path = path, start: Barrier = start) -> bool:
            start.wait()
            try:
                write_atomically(path, data)
            except PixelStyleError as error:
                assert "add --overwrite" in str(error)
                return False
            return True

        with ThreadPoolExecutor(4) as pool:
            done = list(pool.map(write, [b"a" * 2000, b"b" * 2000, b"c" * 2000, b"d" * 2000]))
        assert done.count(True) == 1 and path.read_bytes() == b"abcd"[done.index(True) :][:1] * 2000
    assert len(list(tmp_path.iterdir())) == 20


def test_one_is_told_where_there_are_no_links_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    write_atomically(tmp_path / "a", b"one")
    temporary = tmp_path / "b"
    temporary.write_bytes(b"two")
    with pytest.raises(PixelStyleError, match="come to be meanwhile"):
        writing._take_name(temporary, tmp_path / "a")
    assert (tmp_path / "a").read_bytes() == b"one"


def test_permissions_are_kept_and_what_a_killed_run_left_is_tidied(tmp_path: Path) -> None:
    path = tmp_path / "a[1].png"
    path.write_bytes(b"one")
    path.chmod(0o600)
    left, fresh, other = (tmp_path / name for name in (".a[1].png.00000000.part", ".a[1].png.11111111.part", ".b.part"))
    for file in (left, fresh, other):
        file.touch()
    for file in (left, other):
        os.utime(file, (0, 0))
    write_atomically(path, b"two", overwrite=True)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600 and path.read_bytes() == b"two"
    assert not left.exists() and fresh.exists() and other.exists()


@pytest.mark.parametrize("one_disc", [True, False])
def test_a_finished_file_takes_its_place_as_a_written_one_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, one_disc: bool
) -> None:
    made, path = tmp_path / "made/film", tmp_path / "a.gif"
    made.parent.mkdir()
    if not one_disc:
        honest = os.replace

        def replaced(source: Path, target: Path) -> None:
            if Path(source) == made:
                raise OSError(errno.EXDEV, "Invalid cross-device link")
            honest(source, target)

        monkeypatch.setattr(os, "replace", replaced)
        monkeypatch.setattr(os, "link", lambda *_: replaced(made, path))
    made.write_bytes(b"one")
    move_into_place(made, path)
    path.chmod(0o600)
    made.write_bytes(b"two")
    with pytest.raises(PixelStyleError, match="exists already"):
        move_into_place(made, path)
    assert path.read_bytes() == b"one" and made.exists()
    move_into_place(made, path, overwrite=True)
    assert path.read_bytes() == b"two" and stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.rglob("*") if file.is_file()] == ["a.gif"]


def test_read_only_places(tmp_path: Path) -> None:
    with pytest.raises(PixelStyleError, match="cannot be written"):
        check_destination("/proc/a.png")
    if os.geteuid() != 0:
        tmp_path.chmod(0o555)
        with pytest.raises(PixelStyleError, match="permission denied"):
            check_destination(tmp_path / "a.png")


def test_checksum_limit_and_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "abc"
    path.write_bytes(b"abc")
    assert sha256_of(path) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"  # FIPS 180-4
    with pytest.raises(PixelStyleError, match="longer than 2 bytes"):
        read_bytes(path, limit=2)
    assert reading.MAX_BYTES > 1 << 20
    monkeypatch.setenv("PIXELSTYLE_CACHE", str(tmp_path / "deep/cache"))
    assert cache_folder() == tmp_path / "deep/cache" and cache_folder().is_dir()
    monkeypatch.setenv("PIXELSTYLE_CACHE", str(path / "below-a-file"))
    with pytest.raises(PixelStyleError, match="PIXELSTYLE_CACHE"):
        cache_folder()


@given(
    st.integers(1, 40), st.integers(1, 40), st.integers(1, 40), st.integers(1, 40),
    st.sampled_from(["cover", "contain", "stretch"]), st.floats(0.25, 4),
)  # fmt: skip
def test_fitting_gives_the_asked_size_and_keeps_a_flat_colour(
    source_width: int, source_height: int, width: int, height: int, how: str, aspect: float
) -> None:
    flat = np.full((source_height, source_width, 3), (200, 100, 50), np.uint8)
    fitted = fit_picture(flat, width, height, how, aspect=aspect, background="rgb(200, 100, 50)")
    assert fitted.shape == (height, width, 3) and fitted.dtype == np.float32
    assert np.abs(fitted * 255 - (200, 100, 50)).max() < 0.01


def test_fitting_averages_light_and_keeps_shapes() -> None:
    checker = np.zeros((64, 64, 3), np.uint8)
    checker[::2, ::2] = checker[1::2, 1::2] = 255
    assert np.allclose(fit_picture(checker, 16, 16)[4:-4, 4:-4], 0.7354, atol=0.01)  # half the light of white, in sRGB
    # A square in a wide picture, seen through pixels twice as wide as high, is half as many pixels wide as high.
    wide = np.zeros((100, 200, 3), np.uint8)
    wide[25:75, 75:125] = 255
    contained = fit_picture(wide, 160, 200, "contain", aspect=2.0, background="red")
    white = contained[..., 1] > 0.5
    assert abs(white.any(0).sum() * 2 - white.any(1).sum()) <= 2
    assert np.allclose(contained[[0, -1], [0, -1]], (1, 0, 0), atol=1e-6)
    covered = fit_picture(wide, 100, 100, "cover")[..., 1] > 0.5
    assert abs(int(covered.any(0).sum()) - 50) <= 1 and abs(int(covered.any(1).sum()) - 50) <= 1
    stretched = fit_picture(wide, 100, 100, "stretch")[..., 1] > 0.5
    assert abs(int(stretched.any(0).sum()) - 25) <= 1 and abs(int(stretched.any(1).sum()) - 50) <= 1
    same = np.random.default_rng(0).integers(0, 256, (9, 7, 3), np.uint8)
    assert np.array_equal(np.round(fit_picture(same, 7, 9) * 255).astype(np.uint8), same)


@pytest.mark.parametrize(
    ("width", "height", "how", "aspect"), [(0, 1, "cover", 1), (1, -1, "cover", 1), (9**9, 1, "cover", 1),
    (1, 1, "covr", 1), (1, 1, "cover", 0), (1, 1, "cover", float("nan"))],
)  # fmt: skip
def test_absurd_fits_are_refused(width: int, height: int, how: str, aspect: float) -> None:
    with pytest.raises(PixelStyleError):
        fit_picture(np.zeros((2, 2, 3), np.uint8), width, height, how, aspect=aspect)
