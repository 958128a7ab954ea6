"""Disk images as another program's reader of them sees them: the same program as in the .prg, on a disk in order."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats import encode_for, formats
from pixelstyle.screens import get_mode
from tests.formats.legal.pictures import random_picture
from tests.formats.oracles.judged import AMIGA_DISKS, DISKS


@pytest.mark.parametrize(("mode_name", "extension"), DISKS)
def test_the_disk_has_the_program_and_is_in_order(mode_name: str, extension: str, tmp_path: Path) -> None:
    d64 = pytest.importorskip("d64")
    picture = random_picture(get_mode(mode_name), 3)
    (program,) = encode_for("a.prg", picture).values()
    (data,) = encode_for(f"a{extension}", picture).values()
    path = tmp_path / f"a{extension}"
    path.write_bytes(data)
    with d64.DiskImage(path) as image:
        (file,) = image.glob(b"*")
        assert (file.name, file.entry.file_type, file.size_blocks) == (b"PICTURE", "PRG", -(-len(program) // 254))
        with file.open("r") as opened:
            assert opened.read() == program
        assert image.name == b"PIXELSTYLE"
        assert image.bam.total_free() == 664 - file.size_blocks
        assert not image.bam.is_allocated(35, 0) and image.bam.is_allocated(18, 1) and image.bam.is_allocated(17, 0)


def test_a_chain_that_runs_in_circles_is_refused() -> None:
    fmt = next(fmt for fmt in formats() if fmt.name == "c64-disk")
    disk = bytearray(fmt.encode(random_picture(get_mode("c64-hires"), 1))[".d64"])
    start = 256 * 21 * 16
    disk[start : start + 2] = bytes([17, 0])
    with pytest.raises(PixelStyleError, match="leads to track 17, sector 0"):
        fmt.decode({".d64": bytes(disk)})


@pytest.mark.parametrize(("mode_name", "extension"), AMIGA_DISKS)
def test_unadf_finds_the_picture_on_an_amigas_disk(mode_name: str, extension: str, tmp_path: Path) -> None:
    unadf = shutil.which("unadf")
    if unadf is None:
        pytest.skip("needs unadf (Debian: apt-get install unadf)")
    picture = random_picture(get_mode(mode_name), 3)
    (iff,) = encode_for("a.iff", picture).values()
    (disk,) = encode_for(f"a{extension}", picture).values()
    (tmp_path / "a.adf").write_bytes(disk)
    out = tmp_path / "out"
    out.mkdir()
    ran = subprocess.run([unadf, "../a.adf"], cwd=out, capture_output=True, text=True, timeout=60, check=True)
    assert '"PixelStyle" between sectors [0-1759]. OFS' in ran.stdout
    # It adds up boot blocks in 64 bits, and warns of those of the system's own Install, too; the next test adds in 32.
    told = (ran.stdout + ran.stderr).replace("Warning <adfReadBootBlock : incorrect checksum>", "")
    assert not re.search("warn|error|checksum", told, re.IGNORECASE)
    assert sorted(path.name for path in out.iterdir()) == ["picture.iff", "screen"]
    assert (out / "picture.iff").read_bytes() == iff


def test_every_block_of_an_amigas_disk_is_free_or_used_and_adds_up_to_nothing() -> None:
    (disk,) = encode_for("a.adf", random_picture(get_mode("amiga-32"), 3)).values()
    blocks = np.frombuffer(disk, ">u4").reshape(1760, 128)
    used = np.asarray(blocks.any(axis=1))
    used[:2] = True
    total = sum(blocks[:2].ravel().tolist())
    assert (total & 0xFFFFFFFF) + (total >> 32) == 0xFFFFFFFF  # with what is carried over, as the Kickstart adds it up
    assert (blocks[2:].sum(axis=1) & 0xFFFFFFFF == 0).all()
    free = [bool(blocks[881, 1 + n // 32] >> n % 32 & 1) for n in range(1758)]
    assert free == (~used[2:]).tolist()


def test_the_fast_file_system_is_read_and_a_circle_refused() -> None:
    fmt = next(fmt for fmt in formats() if fmt.name == "amiga-disk")
    picture = random_picture(get_mode("amiga-32"), 4)
    (iff,) = encode_for("a.iff", picture).values()
    disk = bytearray(fmt.encode(picture)[".adf"])
    disk[3] = 1
    first = int.from_bytes(disk[882 * 512 + 16 : 882 * 512 + 20], "big")
    disk[first * 512 : first * 512 + len(iff)] = iff  # data from end to end, in blocks one after the other
    assert (fmt.decode({".adf": bytes(disk)}).indices == picture.indices).all()
    disk[883 * 512 + 504 : 883 * 512 + 508] = (882).to_bytes(4, "big")
    with pytest.raises(PixelStyleError, match="lead back to block 882"):
        fmt.decode({".adf": bytes(disk)})
