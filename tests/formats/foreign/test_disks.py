"""Disk images as another program's reader of them sees them: the same program as in the .prg, on a disk in order."""

from __future__ import annotations

from pathlib import Path

import pytest

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats import encode_for, formats
from pixelstyle.screens import get_mode
from tests.formats.legal.pictures import random_picture
from tests.formats.oracles.judged import DISKS


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
