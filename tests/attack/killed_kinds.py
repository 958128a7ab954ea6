"""The kinds of work that are ended at any moment beside runs: batches, sheets, films, trainings, engines."""

from __future__ import annotations

import hashlib
import json
import os
import re
import signal
import time
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from tests.attack.forked import Trial, begin, command
from tests.attack.killing import TINY, Work, digest, set_out, set_out_film


class Resumed(Work):
    """A run that goes on from a checkpoint of its middle."""

    name = "resume"

    def __init__(self, place: Path) -> None:
        first = begin(place / "first", command(*set_out_and(place / "first/desk", super().arguments())))
        while first.poll() is None and '"iteration": 5' not in first.said:
            time.sleep(0.005)
        first.send(signal.SIGKILL)
        first.wait()
        self.checkpoint = (first.folder / "c.state").read_bytes()
        super().__init__(place)

    def start(self, folder: Path, *more: str) -> Trial:
        """As of Work, from that checkpoint."""
        set_out(folder / "desk")
        if not (folder / "desk/c.state").exists():
            (folder / "desk/c.state").write_bytes(self.checkpoint)
        return begin(folder, command(*self.arguments(), "--resume", "c.state"))

    def had_a_picture(self, trial: Trial) -> bool:
        """As of Work: after any step."""
        return '"iteration": ' in trial.said


class Batch(Work):
    """Three pictures, one after the other."""

    name = "batch"

    def arguments(self) -> list[str]:
        """As of Work."""
        return ["batch", "p1.png", "p2.png", "p3.png", "style.png", *TINY, "-n", "4", "--workers", "1", "-o", "out"]

    def made(self, desk: Path) -> dict[str, str]:
        """As of Work."""
        return {path.name: digest(path) for path in sorted((desk / "out").glob("p?.png"))}

    def had_a_picture(self, trial: Trial) -> bool:
        """As of Work: one that was told to be made."""
        return "p1.png: " in trial.said

    def go_on(self, folder: Path) -> Trial:
        """As of Work: what is there is not made again."""
        return self.start(folder)


class Sheet(Batch):
    """Four drafts side by side."""

    name = "sheet"

    def arguments(self) -> list[str]:
        """As of Work."""
        vary = ["--vary", "style_weight=1,9", "--vary", "seed=1,2"]
        return ["sheet", "p1.png", "style.png", *TINY, "-n", "3", *vary, "-o", "o.png", "--overwrite"]

    def made(self, desk: Path) -> dict[str, str]:
        """As of Work: the pixels, since a sheet has no record."""
        return Work.made(self, desk)

    def had_a_picture(self, trial: Trial) -> bool:
        """As of Work: the first of them."""
        return "1 of 4" in trial.said or "1/4" in trial.said


class Film(Work):
    """Five frames of a film: the next one goes on with the frames that there are."""

    name = "film"

    def arguments(self) -> list[str]:
        """As of Work."""
        return ["film", "in.gif", "-m", "gameboy", "--workers", "1", "-o", "o.gif"]

    def start(self, folder: Path, *more: str) -> Trial:
        """As of Work."""
        set_out(folder / "desk")
        set_out_film(folder / "desk")
        return begin(folder, command(*self.arguments(), *more))

    def made(self, desk: Path) -> dict[str, str]:
        """As of Work: the film, to the byte."""
        film = desk / "o.gif"
        return {film.name: hashlib.sha256(film.read_bytes()).hexdigest()} if film.exists() else {}

    def had_a_picture(self, trial: Trial) -> bool:
        """As of Work: a film is one when it is whole."""
        return "saved" in trial.said

    def go_on(self, folder: Path) -> Trial:
        """As of Work: by the same command."""
        return self.start(folder, *(["--overwrite"] if (folder / "desk/o.gif").exists() else []))


class Train(Work):
    """A painter that learns for three steps."""

    name = "train"

    def arguments(self) -> list[str]:
        """As of Work."""
        given = [
            "train",
            "style.png",
            "--photos",
            "photos",
            "-m",
            "pico-8",
            "--steps",
            "3",
            "--device",
            "cpu",
            "--json",
        ]
        return [*given, "-o", "o.painter", "--checkpoint", "c.state", "--checkpoint-every", "1", "--overwrite"]

    def start(self, folder: Path, *more: str) -> Trial:
        """As of Work."""
        _set_out_photos(folder / "desk")
        return begin(folder, command(*self.arguments(), *more))

    def made(self, desk: Path) -> dict[str, str]:
        """As of Work: the painter, to the byte."""
        painter = desk / "o.painter"
        return {painter.name: hashlib.sha256(painter.read_bytes()).hexdigest()} if painter.exists() else {}

    def had_a_picture(self, trial: Trial) -> bool:
        """As of Work: a painter that has learnt something."""
        return '"step": 1' in trial.said


class Live(Work):
    """Two pictures of a folder, painted into another; Ctrl-C is how it ends."""

    name = "live"

    def arguments(self) -> list[str]:
        """As of Work."""
        return ["live", "--painter", "van-gogh", "-m", "pico-8", "--in", "photos", "--to", "out", "--overwrite"]

    def start(self, folder: Path, *more: str) -> Trial:
        """As of Work."""
        _set_out_photos(folder / "desk")
        return begin(folder, command(*self.arguments()))

    def made(self, desk: Path) -> dict[str, str]:
        """As of Work: each frame."""
        return {path.name: digest(path) for path in sorted((desk / "out").glob("frame-*.png"))}

    def had_a_picture(self, trial: Trial) -> bool:
        """As of Work: what it has told the frames of."""
        return "frames, median" in trial.said


ANSWERED = re.compile('"type": "(done|error)"')


class Engine(Work):
    """A run of the engine, whose client may vanish as well."""

    name = "engine"

    def arguments(self) -> list[str]:
        """None: it is told by messages."""
        return []

    def start(self, folder: Path, *more: str) -> Trial:
        """As of Work; the message asks for a picture that is saved."""
        set_out(folder / "desk")
        reading, writing = os.pipe()
        self.writing: int | None = writing

        def work() -> int:
            os.close(writing)  # or it would be a client of its own
            return engine()

        trial = begin(folder, work, reading)
        os.close(reading)
        settings = dict(zip(TINY[::2], TINY[1::2], strict=True))
        named = {key.lstrip("-").replace("-", "_"): value for key, value in settings.items() if key != "-m"}
        typed = {key: int(value) if value.isdecimal() else value for key, value in named.items()}
        run = {"type": "run", "id": 1, "recipe": "stylize", "settings": {"mode": "free", "iterations": 8, **typed}}
        desk = folder / "desk"
        run |= {"inputs": {"content": str(desk / "p1.png"), "style": str(desk / "style.png")}}
        run |= {"save": [str(desk / "o.png")], "overwrite": True}  # one that was killed may have saved it
        for message in ({"type": "hello", "protocol": 1}, run):
            os.write(writing, json.dumps(message).encode() + b"\n")
        return trial

    def finished(self, trial: Trial) -> int | None:
        """As of Work: when it has answered, the client goes."""
        until = time.monotonic() + 300
        while not ANSWERED.search(trial.said) and trial.poll() is None and time.monotonic() < until:
            time.sleep(0.01)
        self._go()
        return trial.wait()

    def _go(self) -> None:
        if self.writing is not None:
            os.close(self.writing)
        self.writing = None

    def had_a_picture(self, trial: Trial) -> bool:
        """As of Work: a client that has gone, or has the engine end, wants none; what was told to be saved is."""
        return '"done"' in trial.said

    def faults_of(self, trial: Trial, how: str, killed: bool) -> Iterator[str]:
        """As of Work, when the client has gone."""
        if not killed:
            self.finished(trial)
        else:
            self._go()
        yield from super().faults_of(trial, how, killed)


def engine() -> int:
    """What `python -m pixelstyle.engine` does, as `begin` takes it."""
    from pixelstyle.engine.pipes import serve_pipes

    serve_pipes()
    return 0


KINDS: tuple[type[Work], ...] = (Work, Resumed, Batch, Sheet, Film, Train, Live, Engine)


def set_out_and(desk: Path, arguments: list[str]) -> list[str]:
    """The same arguments, when the pictures lie there."""
    set_out(desk)
    return arguments


def _set_out_photos(desk: Path) -> None:
    """As `set_out`, and a folder of photos that are large enough to be learnt from."""
    set_out(desk)
    (desk / "photos").mkdir(exist_ok=True)
    for number in (1, 2):
        if not (path := desk / f"photos/{number}.png").exists():
            Image.open(desk / f"p{number}.png").resize((96, 72)).save(path)
