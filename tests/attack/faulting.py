"""SQLite's way: the n-th call that may fail does, once or from then on, in every kind of work that writes.

Whatever was made by then is somewhere, nothing half-written is left, and nothing is told by a traceback.
"""

from __future__ import annotations

import contextlib
import errno
import io
import os
import shutil
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from types import FrameType
from typing import Any
from unittest import mock

from PIL import Image

from pixelstyle.errors import PixelStyleError
from tests.attack.killing import TINY, set_out, set_out_film
from tests.command_line import ROOT

CALLS = ("open", "fsync", "replace", "link", "unlink", "chmod")
CODES = (errno.ENOSPC, errno.EIO, errno.EACCES)
PACKAGE = str(ROOT / "pixelstyle")


@dataclass
class Faults:
    """What was injected, and what came of it."""

    injected: Counter[str] = field(default_factory=Counter)
    """How many, by the kind of work."""
    bad: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Came:
    """What a command came to, and whether there was a picture at some time."""

    status: int
    said: str
    had_a_picture: bool


Kind = Callable[[Path], Came]


def commanded(*arguments: str) -> Came:
    """A command, in this process and in the current folder."""
    from pixelstyle.cli.main import main

    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        try:
            status = main(list(arguments))
        except Exception:
            status = 3
            traceback.print_exc()
    text = said.getvalue()
    return Came(status, text, '"iteration": ' in text)


def run(folder: Path) -> Came:
    """A run with all that it can write on the way."""
    beside = ["--preview", "p.png", "--preview-every", "1", "--checkpoint", "c.state", "--checkpoint-every", "1"]
    given = ["stylize", "p1.png", "style.png", *TINY, "-n", "2", "--json", "-o", str(folder / "o.png")]
    return commanded(*given, *(str(folder / each) if "." in each else each for each in beside))


def resumed(folder: Path) -> Came:
    """A run that goes on from a checkpoint, and writes it anew."""
    shutil.copyfile("half.state", folder / "c.state")  # which calls none of those that fail
    state = str(folder / "c.state")
    given = ["stylize", "p1.png", "style.png", *TINY, "-n", "4", "--json", "-o", str(folder / "o.png")]
    return commanded(*given, "--resume", state, "--checkpoint", state, "--checkpoint-every", "1")


def batch(folder: Path) -> Came:
    """Two pictures."""
    out = str(folder / "out")
    came = commanded("batch", "p1.png", "p2.png", "style.png", *TINY, "-n", "1", "--workers", "1", "-o", out)
    return Came(came.status, came.said, "pictures: " in came.said)


def sheet(folder: Path) -> Came:
    """Two conversions side by side."""
    given = ["--command", "convert", "-m", "zx-spectrum", "--vary", "dither=none,bayer-4"]
    return commanded("sheet", "p1.png", *given, "-o", str(folder / "sheet.png"))


def converted(folder: Path) -> Came:
    """A conversion in three formats, with a report and a preset."""
    outputs = [part for name in ("o.png", "o.scr", "n.png") for part in ("-o", str(folder / name))]
    also = ["--report", str(folder / "r.json"), "--save-preset", str(folder / "s.toml")]
    return commanded("convert", "p1.png", "-m", "zx-spectrum", *outputs, *also)


def reduced(folder: Path) -> Came:
    """A reduction, with its palette and plot."""
    also = ["--save-palette", str(folder / "p.gpl"), "--plot", str(folder / "plot.png")]
    return commanded("quantize", "p1.png", "--colours", "4", *also, "-o", str(folder / "o.png"))


def tiled(folder: Path) -> Came:
    """Two pictures as tiles with the same palettes."""
    return commanded("tiles", "p1.png", "p2.png", "-m", "nes", "-o", str(folder / "tiles"))


def filmed(folder: Path) -> Came:
    """A film with all that it can write on the way."""
    also = ["--preview", str(folder / "p.png"), "--report", str(folder / "r.json"), "--json"]
    came = commanded("film", "in.gif", "-m", "gameboy", "--workers", "1", *also, "-o", str(folder / "o.gif"))
    return Came(came.status, came.said, "saved" in came.said)


def viewed(folder: Path) -> Came:
    """A native file as a PNG."""
    return commanded("view", "p1.scr", "-o", str(folder / "o.png"))


def engine(folder: Path) -> Came:
    """What the engine saves and answers."""
    from pixelstyle.engine.job import Job

    message = {"type": "run", "id": 1, "recipe": "convert", "inputs": {"image": "p1.png"}}
    message |= {"settings": {"mode": "zx-spectrum"}, "save": [str(folder / "a.scr"), str(folder / "a.png")]}
    try:
        job = Job.of(message)
        result = job.prepare().result()
    except (MemoryError, PixelStyleError):  # which the session tells its client
        return Came(2, "", False)
    told: list[str] = []
    try:
        answer = job.answer(result, lambda kind, **fields: told.append(kind), lambda name, png: {"name": name})
    except MemoryError:  # likewise; what was to be saved is by then
        return Came(2, "", True)
    lost = [path for path in answer["saved"] if not Path(path).exists()]
    return Came(0, f"lost {lost}: a bug" if lost else " ".join(told), True)


KINDS: dict[str, Kind] = {
    kind.__name__: kind for kind in (run, resumed, batch, sheet, converted, reduced, tiled, filmed, viewed, engine)
}


@contextlib.contextmanager
def desk() -> Iterator[Path]:
    """A folder with pictures and a checkpoint to go on from is the current one; a temporary folder lies beside it."""
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as place, mock.patch.object(tempfile, "tempdir", f"{place}/tmp"):
        folder = Path(place) / "desk"
        (Path(place) / "tmp").mkdir()
        set_out(folder)
        set_out_film(folder)
        os.chdir(folder)
        try:
            assert commanded("convert", "p1.png", "-m", "zx-spectrum", "-o", "p1.scr").status == 0
            half = ["--checkpoint", "half.state", "--checkpoint-every", "2"]
            assert commanded("stylize", "p1.png", "style.png", *TINY, "-n", "4", "-o", "half.png", *half).status == 0
            yield folder
        finally:
            os.chdir(before)


@contextlib.contextmanager
def failing(folder: Path, call: str, code: int, number: int, lasting: bool) -> Iterator[list[int]]:
    """Lets the `number`-th of these calls in the folder fail, and all after it if `lasting`; gives their count."""
    honest: Any = getattr(os, call)
    calls = [0]

    def fail(*arguments: Any, **named: Any) -> Any:
        places = [_place(each) for each in arguments[:2]]
        if any(str(folder) in place for place in places):
            calls[0] += 1
            if calls[0] == number or (lasting and calls[0] > number):
                raise OSError(code, os.strerror(code), str(arguments[0]))
        return honest(*arguments, **named)

    with mock.patch.object(os, call, fail):
        yield calls


def _place(argument: object) -> str:
    if isinstance(argument, int):
        with contextlib.suppress(OSError):
            return str(Path(f"/proc/self/fd/{argument}").readlink())
    return str(argument)


@contextlib.contextmanager
def out_of_memory_at(number: int) -> Iterator[list[int]]:
    """Lets the `number`-th call of one of the package's functions find no memory; gives how many there were."""
    calls = [0]

    def entered(frame: FrameType, event: str, argument: object) -> None:
        if event == "call" and frame.f_code.co_filename.startswith(PACKAGE):
            calls[0] += 1
            if calls[0] == number:
                sys.setprofile(None)
                raise MemoryError

    sys.setprofile(entered)
    try:
        yield calls
    finally:
        sys.setprofile(None)


def disk_faults(kind: str, desk: Path, tally: Faults) -> Iterator[None]:
    """Every call of every sort, in turn, fails in this kind of work; yields after each."""
    for call in CALLS:
        for code in CODES:
            for lasting in (False, True):
                for number in range(1, 1000):
                    with _folder(desk) as folder:
                        with failing(folder, call, code, number, lasting) as calls:
                            came = KINDS[kind](folder)
                        told = f"{kind}: {call} {number}{' and on' if lasting else ''} {errno.errorcode[code]}"
                        stuck = call == "unlink" and lasting  # then nothing can be taken away
                        tally.bad += [f"{told}: {fault}" for fault in faults_of(came, folder, parts=not stuck)]
                    if calls[0] < number:
                        break
                    tally.injected[f"{kind} {call}"] += 1
                    yield


def memory_faults(kind: str, desk: Path, tally: Faults, random: Random, count: int) -> Iterator[None]:
    """So many calls, at places chosen by chance, find no memory; yields after each."""
    with _folder(desk) as folder, out_of_memory_at(-1) as calls:
        KINDS[kind](folder)
    most = calls[0]
    for _ in range(count):
        number = random.randint(1, most)
        with _folder(desk) as folder:
            with out_of_memory_at(number):
                came = KINDS[kind](folder)
            tally.bad += [f"{kind}: memory {number} of {most}: {fault}" for fault in faults_of(came, folder)]
        tally.injected[f"{kind} memory"] += 1
        yield


@contextlib.contextmanager
def _folder(desk: Path) -> Iterator[Path]:
    folder = desk / "target"
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder)
        shutil.rmtree(desk.parent / "tmp")
        (desk.parent / "tmp").mkdir()


def faults_of(came: Came, folder: Path, parts: bool = True) -> Iterator[str]:
    """What is not as it should be; `parts`: also that something half-written is left."""
    elsewhere = folder.parent.parent / "tmp"
    found = [path for place in (folder, elsewhere) for path in place.rglob("*") if path.name != "p.png"]
    pictures = [path for path in found if path.suffix in (".png", ".gif")]
    # What Python ignores, while it throws something away, nobody is told in the end.
    told = "Traceback" in came.said and "Exception ignored" not in came.said
    if told or "bug" in came.said or came.status not in (0, 1, 2):
        yield f"status {came.status}: {came.said[-1500:]}"
    if parts and (half := [path.name for path in folder.rglob("*.part") if path.stat().st_size]):
        yield f"left {half}"
    for path in pictures:
        try:
            Image.open(path).load()
        except OSError as error:
            yield f"{path.name} is no whole picture: {error}"
    if (came.had_a_picture or came.status < 2) and not pictures:
        yield f"status {came.status}, the picture is lost: {came.said[-800:]}"
