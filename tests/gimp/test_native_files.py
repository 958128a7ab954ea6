"""The machines' files in a real GIMP: opened, exported, checked; and the list by which GIMP knows them."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from pixelstyle_gimp.native.kinds import EXPORT, KINDS, LOAD

from pixelstyle.formats import Format, encode_png, formats, load_native, save_native
from pixelstyle.palettes import get_palette
from pixelstyle.screens import NativePicture, check, get_mode
from tests.formats.legal.pictures import photo_picture
from tests.gimp.real_gimp import CHECKOUT, HERE, LEFT, Gimp

AGAIN = ("koala", "cpc-ocp", "nes-tiles", "amiga-ilbm", "apple2-hgr", "pcx")
ONCE = ("fli-graph", "snes-mode1-tiles", "tic-80-cartridge")
"""One of each kind: of one file, of several, of tiles, of a whole computer's memory, of any size, with a header of its
own. tests/engine/test_native_files.py goes through all of them, and GIMP, which hands them on, takes five seconds each.
"""
IN_3_2 = ("koala", "cpc-ocp")


def test_gimp_is_told_of_every_format() -> None:
    """Each ending once, each companion with it."""
    endings = [ending for kind in KINDS for ending in kind.endings]
    assert len(set(endings)) == len(endings) and len(LOAD) == len(EXPORT) == len(KINDS)
    assert set(endings) == {extension[1:] for fmt in formats() for extension in fmt.extensions}
    for fmt in formats():
        (kind,) = {kind_of(extension) for extension in fmt.extensions}
        assert {companion[1:] for companion in fmt.companions} <= set(kind.companions), fmt.name
    for kind in KINDS:
        having = [fmt for fmt in formats() if fmt.extensions[0][1:] in kind.endings]
        assert set(kind.companions) == {companion[1:] for fmt in having for companion in fmt.companions}


def kind_of(extension: str) -> Any:
    return next(kind for kind in KINDS if extension[1:] in kind.endings)


def lay_out(out: Path, tried: list[Format]) -> None:
    """What the script in GIMP finds: for each format a picture as a PNG that tells nothing, and a native file."""
    cases = []
    for fmt in tried:
        mode = get_mode(fmt.modes[0])
        picture = photo_picture(mode)
        folder = out / fmt.name
        folder.mkdir()
        (folder / "painted.png").write_bytes(encode_png(picture))
        ending = fmt.extensions[0]
        save_native(picture, folder / f"native{ending}")
        case = {"name": fmt.name, "ending": ending, "kind": kind_of(ending).endings[0], "mode": mode.name}
        cases.append(case | {"coded": mode.coded, "again": fmt.name in AGAIN})
    (out / "cases.json").write_text(json.dumps(cases))
    c64 = get_palette("c64-colodore").bytes()
    Image.fromarray(c64[None].repeat(16, axis=0)).save(out / "every-colour.png")
    (out / "short.kla").write_bytes(b"\x00\x60" + b"\x81" * 121)
    (out / "README.md").write_text("# no picture\n")
    with (out / "huge.bin").open("wb") as file:
        file.truncate(1 << 27)
    (out / "UPPER.KLA").write_bytes((out / "koala/native.kla").read_bytes())
    (out / "other.iff").write_bytes(an_ilbm(40, 30))


def an_ilbm(width: int, height: int) -> bytes:
    """An Amiga picture of a size that is no screen's: two colours, one plane, all of the second."""
    stride = (width + 15) // 16 * 2
    header = width.to_bytes(2, "big") + height.to_bytes(2, "big") + bytes(4) + bytes([1, 0, 0, 0, 0, 0, 1, 1])
    chunks = b""
    for kind, data in (
        (b"BMHD", header + width.to_bytes(2, "big") + height.to_bytes(2, "big")),
        (b"CMAP", bytes([0, 0, 0, 240, 16, 160])),
        (b"BODY", b"\xff" * (stride * height)),
    ):
        chunks += kind + len(data).to_bytes(4, "big") + data + b"\0" * (len(data) % 2)
    return b"FORM" + (len(chunks) + 4).to_bytes(4, "big") + b"ILBM" + chunks


def run_in(gimp: Gimp, place: Path, tried: list[Format]) -> Path:
    """Everything in one GIMP session; gives the folder of what it left."""
    out = place / "out"
    lay_out(out, tried)
    environment = {"OUT": str(out), "CHECKOUT": str(CHECKOUT), "STYLE": ""}
    run = gimp.batch(HERE / "inside_files.py", gimp.profile(place / "config"), environment, [place], timeout=1800)
    assert (out / "results.json").exists(), run.stderr[-3000:]
    results = json.loads((out / "results.json").read_text())
    failed = {name: text for name, text in results.items() if text != "ok"}
    assert len(results) >= 9 and not failed, "\n".join(f"{name}: {text}" for name, text in failed.items())
    assert list((place / "tmp").glob("pixelstyle*")) == []
    assert "only these were changed" in run.stderr and "the nearest one was written" in run.stderr
    return out


def held_to_be_right(out: Path, tried: list[Format]) -> None:
    for fmt in tried:
        ending = fmt.extensions[0]
        picture = load_native(out / fmt.name / f"native{ending}")
        made = load_native(out / fmt.name / f"gimp{ending}")
        assert made.mode == picture.mode and (made.native_rgb() == picture.native_rgb()).all(), fmt.name
        if fmt.name in AGAIN:
            for kind in (ending, *fmt.companions):
                files = [out / fmt.name / f"{name}{kind}" for name in ("gimp", "again")]
                assert files[0].exists() == files[1].exists()
                assert not files[0].exists() or files[0].read_bytes() == files[1].read_bytes(), fmt.name

    koala = load_native(out / "koala/native.kla")
    wanted = rgb_in(out / "edited.rgb", koala)
    for name in ("edited.kla", "from-xcf.kla"):
        edited = load_native(out / name)
        assert (edited.native_rgb() == wanted).all() and check(edited) == []
        assert (wanted != koala.native_rgb()).any(axis=2).sum() == 1

    repaired, before = load_native(out / "repaired.kla"), rgb_in(out / "before-repair.rgb", koala)
    changed = (repaired.native_rgb() != before).any(axis=2)
    assert changed[:8, :4].any() and not changed[8:].any() and not changed[:, 4:].any()
    assert check(load_native(out / "photo.kla")) == [] == check(load_native(out / "photo.scr"))
    assert (out / "AGAIN.KLA").read_bytes() == (out / "UPPER.KLA").read_bytes()
    for ending in (".scr", ".pal"):
        assert (out / f"beside{ending}").read_bytes() == (out / f"cpc-ocp/native{ending}").read_bytes()


def rgb_in(path: Path, like: NativePicture) -> np.ndarray:
    return np.frombuffer(path.read_bytes(), np.uint8).reshape(*like.indices.shape, 3)


@pytest.mark.gimp
def test_formats_of_every_kind_in_one_gimp(gimp: Gimp, place: Path) -> None:
    tried = [fmt for fmt in formats() if fmt.name in (*AGAIN, *ONCE)]
    held_to_be_right(run_in(gimp, place, tried), tried)


@pytest.mark.gimp
@pytest.mark.exhaustive  # what asks GIMP 3.2 for much is in test_in_gimp.py
def test_some_formats_in_the_newer_gimp(newer_gimp: Gimp, place: Path) -> None:
    tried = [fmt for fmt in formats() if fmt.name in IN_3_2]
    held_to_be_right(run_in(newer_gimp, place, tried), tried)


@pytest.mark.gimp
def test_what_a_person_is_asked(gimp: Gimp, place: Path) -> None:
    """A photo is for no machine: which one, and whether the nearest picture will do. Then nothing more is asked."""
    out = place / "out"
    photo = place / "photo.png"
    Image.open(CHECKOUT / "examples/photos/astronaut.jpg").resize((300, 200)).save(photo)
    words = ["xvfb-run", "-a", "-s", "-screen 0 1280x960x24", "bash", str(HERE / "with_window.sh"), str(out)]
    words += [str(photo), str(HERE / "inside_export.py"), str(HERE / "person_exporting.sh")]
    profile = gimp.profile(place / "config")
    environment = {"GIMP3_DIRECTORY": str(profile), "NO_AT_BRIDGE": "1", "HOME": str(place), "OUT": str(out)}
    command = gimp.command(words, environment | {"TMPDIR": str(place / "tmp")}, [place])
    run = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=500)
    log = (out / "gimp.log").read_text(errors="replace")
    LEFT.mkdir(parents=True, exist_ok=True)
    for shot in out.glob("*.png"):
        shutil.copy(shot, LEFT / shot.name)
    assert run.returncode == 0, f"{run.stdout}\n{log[-3000:]}"
    answers = [json.loads(line[6:]) for line in log.splitlines() if line.startswith("ENDED {")]
    ends = {answer["label"]: answer["status"] for answer in answers}
    assert ends == {"cancel": 4, "export": 3, "once-more": 3, "legal": 3, "clash": 3, "repair": 3}, answers
    told = {answer["label"]: answer["report"] for answer in answers}
    assert told["legal"].startswith("Legal for zx-spectrum") and "one clash" in told["clash"] and "LAYERS 2" in log
    assert not (out / "cancelled.scr").exists()
    assert check(load_native(out / "photo.scr")) == [] == check(load_native(out / "repaired.scr"))
