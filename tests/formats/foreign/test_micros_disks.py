"""Disks of micros: what other programs read from them, and what those on them do, is the picture's own file."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from pixelstyle.errors import PixelStyleError
from pixelstyle.formats import encode_for, formats
from pixelstyle.screens import NativePicture, get_mode
from tests.formats.legal.pictures import random_picture
from tests.formats.oracles.judged import APPLE_DISKS, BBC_DISCS, CPC_DISCS

_BY_ITSELF = {"apple2-hgr": ".hgr", "apple2-dhgr": ".dhr", "apple-iigs": ".shr", "apple-iigs-3200": ".sh3"}


def disk_of(mode_name: str, extension: str, folder: Path) -> tuple[NativePicture, Path]:
    picture = random_picture(get_mode(mode_name), 3)
    (data,) = encode_for(f"a{extension}", picture).values()
    path = folder / f"a{extension}"
    path.write_bytes(data)
    return picture, path


@pytest.mark.parametrize(("mode_name", "extension"), APPLE_DISKS)
def test_a2til_finds_a_sound_volume_with_the_picture(mode_name: str, extension: str, tmp_path: Path) -> None:
    a2til = pytest.importorskip("a2til")
    picture, path = disk_of(mode_name, extension, tmp_path)
    with a2til.open_image(str(path), readonly=True) as volume:
        assert volume.check() == []
        (entry,) = volume.scandir("/PIXELSTYLE")
        data = bytes(volume.read_file("/PIXELSTYLE/PICTURE"))
    assert [data] == list(encode_for(f"a{_BY_ITSELF[mode_name]}", picture).values())
    super_hi_res = {"apple-iigs": (0xC1, 0), "apple-iigs-3200": (0xC1, 2)}
    assert (entry.type, entry.aux_type) == super_hi_res.get(mode_name, (0x06, 0x2000))


@pytest.mark.parametrize(("mode_name", "extension"), BBC_DISCS)
def test_a_disc_of_the_bbc_micro_shows_its_picture(mode_name: str, extension: str, tmp_path: Path) -> None:
    beebtools = pytest.importorskip("beebtools")
    mpu6502 = pytest.importorskip("py65.devices.mpu6502")
    picture, path = disk_of(mode_name, extension, tmp_path)
    (side,) = beebtools.openImage(str(path)).sides
    catalogue = side.readCatalogue()
    assert (catalogue.title, catalogue.boot_option, catalogue.tracks) == ("PIXELSTYLE", beebtools.BootOption.RUN, 80)
    entries = {entry.fullName: entry for entry in catalogue.entries}

    memory = [0xAA] * 65536
    _load(memory, entries["$.!BOOT"].load_addr, side.readFile(entries["$.!BOOT"]))
    memory[0xFFEE] = memory[0xFFF7] = 0x60  # RTS, after what the test does in the system's place
    cpu = mpu6502.MPU(memory=memory, pc=entries["$.!BOOT"].exec_addr & 0xFFFF)
    sent = bytearray()
    for _ in range(10_000):
        before = cpu.pc
        if before == 0xFFEE:
            sent.append(cpu.a)
        elif before == 0xFFF7:
            start = cpu.x | cpu.y << 8
            command, name = bytes(memory[start : memory.index(13, start)]).decode().split()
            assert command == "LOAD"
            _load(memory, entries[f"$.{name}"].load_addr, side.readFile(entries[f"$.{name}"]))
        cpu.step()
        if cpu.pc == before:
            break
    else:
        raise AssertionError("the program does not come to rest")

    mode, colours = _vdu(bytes(sent))
    ending = ".tt7" if mode == 7 else f".bb{mode}"
    wanted = {file.suffix: data for file, data in encode_for(f"a{ending}", picture).items()}
    start = 0x8000 - {".tt7": 1024, ".bb4": 10240, ".bb5": 10240}.get(ending, 20480)
    assert bytes(memory[start : start + len(wanted[ending])]) == wanted[ending]
    assert colours == dict(enumerate(wanted.get(".pal", b"")))


def _load(memory: list[int], address: int, data: bytes) -> None:
    assert address >> 16 == 3  # the computer's own memory, with and without a second processor
    memory[address & 0xFFFF : (address & 0xFFFF) + len(data)] = data


def _vdu(sent: bytes) -> tuple[int, dict[int, int]]:
    """The mode and the colours that the VDU has been sent, as chapter 34 of the User Guide says."""
    mode, at = -1, 0
    colours: dict[int, int] = {}
    takes = {19: 5, 22: 1, 23: 9}
    while at < len(sent):
        code, more = sent[at], sent[at + 1 : at + 1 + takes[sent[at]]]
        if code == 22:
            mode, colours = more[0], {}
        elif code == 19:
            colours[more[0]] = more[1]
        else:
            assert more == bytes([1]) + bytes(8)  # no cursor
        at += 1 + takes[code]
    return mode, colours


@pytest.mark.parametrize(("mode_name", "extension"), CPC_DISCS)
def test_cpmtools_finds_the_picture_and_its_program(mode_name: str, extension: str, tmp_path: Path) -> None:
    if shutil.which("cpmcp") is None:
        pytest.skip("needs cpmtools (Debian: apt-get install cpmtools)")
    picture, path = disk_of(mode_name, extension, tmp_path)
    disc = ["-T", "dsk", "-f", "cpcdata", path.name]
    copy = ["cpmcp", *disc, "0:*.*", "."]
    for command in (["fsck.cpm", "-n", *disc], copy):
        ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=True)
        assert "Error" not in ran.stdout + ran.stderr
    wanted = {file.suffix: data for file, data in encode_for("a.scr", picture).items()}
    read = {file.name: file.read_bytes() for file in tmp_path.iterdir() if file != path}
    assert sorted(read) == ["disc.bas", "picture.pal", "picture.scr"]
    for ending, data in wanted.items():
        file = read[f"picture{ending}"]
        assert file[128 : 128 + len(data)] == data
        assert sum(file[:67]) == int.from_bytes(file[67:69], "little")
        assert int.from_bytes(file[24:26], "little") == len(data)
    assert int.from_bytes(read["picture.scr"][21:23], "little") == 0xC000

    program = read["disc.bas"].partition(b"\x1a")[0].decode()
    (number,) = re.findall(r"^10 MODE ([012]):", program)
    inks = {int(ink): int(colour) for ink, colour in re.findall(r"INK (\d+),(\d+)", program)}
    mode = get_mode(f"cpc-mode{number}")
    assert mode == picture.mode
    assert '\n30 LOAD"PICTURE.SCR",&C000\r\n' in program
    firmware = [(0, 128, 255)[n // 3 % 3] << 16 | (0, 128, 255)[n // 9] << 8 | (0, 128, 255)[n % 3] for n in range(27)]
    shown = [firmware[inks[ink]] for ink in range(len(picture.palette))]
    assert shown == [red << 16 | green << 8 | blue for red, green, blue in picture.palette.colours]


def test_an_extended_image_and_one_with_system_tracks_are_read() -> None:
    fmt = next(fmt for fmt in formats() if fmt.name == "cpc-disc")
    picture = random_picture(get_mode("cpc-mode0"), 5)
    disc = fmt.encode(picture)[".dsk"]
    head, tracks = disc[:256], [disc[at : at + 4864] for at in range(256, len(disc), 4864)]
    extended = b"EXTENDED CPC DSK File\r\nDisk-Info\r\n".ljust(0x30, b"\0") + head[0x30:0x32] + bytes(2)
    extended = (extended + bytes([19]) * 40).ljust(256, b"\0")
    assert (fmt.decode({".dsk": extended + b"".join(tracks)}).indices == picture.indices).all()

    def renumbered(track: bytes) -> bytes:
        """Its sectors from $41 on."""
        about = bytearray(track)
        for at in range(0x1A, 0x1A + 9 * 8, 8):
            about[at] -= 0x80
        return bytes(about)

    system = head + b"".join(map(renumbered, [*tracks[:1] * 2, *tracks[:38]]))
    assert (fmt.decode({".dsk": system}).indices == picture.indices).all()


@pytest.mark.parametrize(
    ("name", "mode_name", "was", "now", "says"),
    [
        ("apple2-disk", "apple2-hgr", b"\xfaPIXEL", b"\x2aPIXEL", "no ProDOS directory"),
        ("apple2-disk", "apple2-hgr", b"\0\x20\0", b"\0\x21\0", "no picture in its uppermost directory"),
        ("bbc-disc", "bbc-mode2", b"\x20\xee\xff", b"\x20\xe3\xff", "not PixelStyle's"),
        ("bbc-disc", "bbc-mode2", b"PICTURE$", b"PICTURF$", "has no .* which its"),
        ("cpc-disc", "cpc-mode1", b"PICTURE SCR", b"PICTURE SCX", "no picture: no file ends in"),
        ("cpc-disc", "cpc-mode1", b"PICTURE PAL", b"PICTURF PAL", "there is none"),
        ("sharp-x1-disk", "x1-320", b"Sys ", b"Bin ", "some other program"),
        ("sharp-x1-disk", "x1-640", b"\x01\xd0\x1f", b"\x01\xd1\x1f", "some other program"),
    ],
)
def test_a_disk_without_a_picture_says_so(name: str, mode_name: str, was: bytes, now: bytes, says: str) -> None:
    fmt = next(fmt for fmt in formats() if fmt.name == name)
    disk = fmt.encode(random_picture(get_mode(mode_name), 1))[fmt.extensions[0]]
    assert was in disk
    changed = disk.replace(was, now)
    with pytest.raises(PixelStyleError, match=says):
        fmt.decode({fmt.extensions[0]: changed})


def test_a_disc_of_the_bbc_micro_may_end_behind_its_last_file() -> None:
    fmt = next(fmt for fmt in formats() if fmt.name == "bbc-disc")
    picture = random_picture(get_mode("bbc-mode1"), 1)
    disc = fmt.encode(picture)[".ssd"]
    assert (fmt.decode({".ssd": disc[: 84 * 256]}).indices == picture.indices).all()
    with pytest.raises(PixelStyleError, match="ends behind its 5,120 bytes"):
        fmt.decode({".ssd": disc[:5120]})


def test_a_directory_that_runs_in_circles_is_refused() -> None:
    fmt = next(fmt for fmt in formats() if fmt.name == "apple2-disk")
    disk = bytearray(fmt.encode(random_picture(get_mode("apple2-hgr"), 1))[".po"])
    disk[4 * 512 + 2] = 3
    disk[2 * 512 + 4 + 39] = 0  # the picture is deleted, and sought in all blocks
    with pytest.raises(PixelStyleError, match="leads back to block 3"):
        fmt.decode({".po": bytes(disk)})
