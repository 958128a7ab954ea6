"""What is started, ended at any moment, and looked over afterwards: runs, resumed runs, batches, sheets, the engine."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from PIL import Image

from tests.attack.forked import Trial, begin, command
from tests.command_line import ROOT

SHALLOW = ["--content-layer", "relu1_1", "--style-layers", "relu1_1", "--precision", "float32", "--device", "cpu"]
TINY = ["-m", "free", "--palette", "pico-8", "--width", "24", "--height", "24", "--every", "2", *SHALLOW]
SIGNALS = ("SIGKILL", "SIGTERM", "SIGHUP", "SIGINT", "SIGINT twice")
ENDED = {"SIGTERM": 143, "SIGHUP": 129, "SIGINT": 130, "SIGINT twice": 130}
"""What a command's exit status is then, where it was told in time."""
UNHEARD = {"SIGTERM": -15, "SIGHUP": -1}
"""The same before there was anything to be kept: shells tell both by the same number."""
_STALE = 1000
"""Seconds after which what a killed run left is tidied by the next one."""


@dataclass
class Tally:
    """What was done, and what went wrong."""

    kills: Counter[str] = field(default_factory=Counter)
    """How often each kind of work was ended by each signal."""
    after: Counter[str] = field(default_factory=Counter)
    """What they came to."""
    faults: list[str] = field(default_factory=list)
    keep: Path | None = None
    """Where the folders go of which a fault was told; None: nowhere."""


class Work:
    """A kind of work: what is done, and what must be true of its folder afterwards."""

    name = "run"
    again: tuple[str, ...] = ("--resume", "c.state")

    def __init__(self, place: Path) -> None:
        """In a folder of its own, where it is first done undisturbed: that is what the others are compared with."""
        self.place, self.number = place, 0
        undisturbed = self.start(place / "reference")
        began = time.monotonic()
        if self.finished(undisturbed) != 0:
            raise RuntimeError(undisturbed.said)
        self.seconds = time.monotonic() - began
        self.wanted = self.made(undisturbed.folder)
        self.wholes = set(self.wanted)

    def arguments(self) -> list[str]:
        """The command."""
        given = ["stylize", "p1.png", "style.png", *TINY, "-n", "8", "--json", "-o", "o.png", "--overwrite"]
        return [
            *given,
            "--checkpoint",
            "c.state",
            "--checkpoint-every",
            "1",
            "--preview",
            "p.png",
            "--report",
            "r.json",
        ]

    def start(self, folder: Path, *more: str) -> Trial:
        """Begin it."""
        set_out(folder / "desk")
        return begin(folder, command(*self.arguments(), *more))

    def made(self, desk: Path) -> dict[str, str]:
        """The pictures that were made, by name: what their pixels and records come to."""
        return {name: digest(desk / name) for name in ("o.png",) if (desk / name).exists()}

    def had_a_picture(self, trial: Trial) -> bool:
        """Whether it was far enough that there was a picture."""
        return '"iteration": 1' in trial.said

    def go_on(self, folder: Path) -> Trial:
        """What a person does after it was killed."""
        more = self.again if (folder / "desk/c.state").exists() else ()
        return self.start(folder, *more)

    def finished(self, trial: Trial) -> int | None:
        """Its exit status, when it has come to its end by itself."""
        return trial.wait()

    def disturb(self, random: Random, tally: Tally) -> None:
        """Once: begin, end, look it over, go on, look it over."""
        self.number += 1
        before = len(tally.faults)
        folder, how = self.place / str(self.number), random.choice(SIGNALS)
        trial = self.start(folder)
        killed = self._end(trial, how, random.uniform(0, self.seconds), random)
        tally.kills[f"{self.name} {how}"] += killed
        for fault in self.faults_of(trial, how, killed):
            tally.faults.append(f"{self.name} {self.number} {how}: {fault}")
        for part in trial.folder.rglob("*.part"):
            os.utime(part, (time.time() - _STALE,) * 2)
        if how == "SIGKILL" and killed:
            shutil.rmtree(folder / "tmp")  # the system tidies these
            tally.after["gone on after SIGKILL"] += 1
            second = self.go_on(folder)
            status = self.finished(second)
            for fault in (*self.faults_of(second, "", False), *([f"status {status}"] if status != 0 else [])):
                tally.faults.append(f"{self.name} {self.number} gone on: {fault}")
            if self.made(second.folder) != self.wanted:
                tally.faults.append(f"{self.name} {self.number} gone on: other pictures than undisturbed")
        if tally.keep and len(tally.faults) > before:
            shutil.copytree(folder, tally.keep / f"{self.name}-{self.number}", dirs_exist_ok=True)
        shutil.rmtree(folder)

    def _end(self, trial: Trial, how: str, seconds: float, random: Random) -> bool:
        """Send the signal so many seconds from now; tells whether it still ran."""
        trial.wait(seconds)
        running = trial.poll() is None
        trial.send(getattr(signal, how.split()[0]))
        if how == "SIGINT twice":
            trial.wait(random.uniform(0, 0.2))
            trial.send(signal.SIGINT)
        return running

    def faults_of(self, trial: Trial, how: str, killed: bool) -> Iterator[str]:
        """What is not as it should be when the process has ended."""
        status = trial.wait()
        if status is None:
            trial.send(signal.SIGKILL)
            trial.wait()
            yield "it goes on"
        if left := trial.left():
            yield f"processes left: {left}"
        said = trial.said
        if "Traceback" in said or "bug" in said:
            yield said[-2000:]
        if how == "SIGKILL" and killed:
            yield from self._faults_of_files(trial.folder)
            return
        if killed and status not in (0, ENDED.get(how), UNHEARD.get(how)):
            yield f"status {status}: {said[-500:]}"
        if self.had_a_picture(trial) and not self.made(trial.folder):
            yield f"the picture is lost: {said[-500:]}"
        yield from self._faults_of_files(trial.folder)
        if left_files := [path.name for path in trial.folder.rglob("*.part")]:
            yield f"left {left_files}"
        if temporary := [path.name for path in (trial.folder.parent / "tmp").iterdir()]:
            yield f"left among temporary files {temporary}"

    def _faults_of_files(self, desk: Path) -> Iterator[str]:
        """Files are whole or not there."""
        for path in desk.rglob("*.png"):
            try:
                Image.open(path).load()
            except OSError as error:
                yield f"{path.name} is no whole picture: {error}"


def set_out(desk: Path) -> None:
    """Lay photos and a painting into a folder, if they are not there yet."""
    desk.mkdir(parents=True, exist_ok=True)
    if (desk / "style.png").exists():
        return
    photo = Image.open(ROOT / "examples/photos/astronaut.jpg").resize((48, 48))
    for number in (1, 2, 3):
        photo.rotate(number).save(desk / f"p{number}.png")
    Image.open(ROOT / "examples/paintings/hokusai-great-wave-1831.jpg").resize((40, 40)).save(desk / "style.png")


def set_out_film(desk: Path) -> None:
    """Make a film of the photos that `set_out` has laid there, if there is none yet."""
    if not (desk / "in.gif").exists():
        frames = [Image.open(desk / f"p{number}.png").convert("RGB") for number in (1, 2, 3, 2, 1)]
        frames[0].save(desk / "in.gif", save_all=True, append_images=frames[1:], duration=40)


def digest(path: Path) -> str:
    """What a PNG shows: its pixels, since a record tells how often a run was resumed."""
    with Image.open(path) as picture:
        return hashlib.sha256(picture.convert("RGB").tobytes()).hexdigest()
