"""However a run ends, the best legal picture is kept, and the exit status tells how it was."""

import json
import math
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import torch

from pixelstyle.formats import load_native
from pixelstyle.objectives import TotalVariation
from pixelstyle.screens import check
from tests.command_line import CommandLine, start

SMALL = ["-m", "zx-spectrum", "--precision", "float32", "--content-layer", "relu1_1", "--style-layers", "relu1_1"]
SMALL += ["--tv-weight", "1", "--every", "2"]

Change = Callable[[int, torch.Tensor], torch.Tensor | float]
Judged = Callable[[Change], None]


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> Judged:
    """Lets tests change what the n-th evaluation comes to: judged(lambda n, loss: ...)."""

    def change(what: Change) -> None:
        count, honest = 0, TotalVariation.__call__

        def call(term: TotalVariation, picture: torch.Tensor, activations: object) -> torch.Tensor | float:
            nonlocal count
            count += 1
            return what(count, honest(term, picture, {}))

        monkeypatch.setattr(TotalVariation, "__call__", call)

    return change


@pytest.fixture(autouse=True)
def ctrl_c_is_heard() -> Iterator[None]:
    """Also where the tests run in the background of a shell, which has Ctrl-C ignored there and in all children."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def legal(path: Path) -> bool:
    return check(load_native(path)) == []


@pytest.mark.slow
def test_losses_that_stay_nan(
    pixelstyle: CommandLine, judged: Judged, tmp_path: Path, astronaut: Path, van_gogh: Path
) -> None:
    judged(lambda n, loss: loss * math.nan if 4 <= n <= 40 else loss)
    out, report = tmp_path / "out.scr", tmp_path / "out.json"
    ran = pixelstyle("stylize", astronaut, van_gogh, *SMALL, "-n", 8, "-o", out, "--report", report)
    assert ran.status == 1
    assert "Ended after 3 of 12 iterations: the loss was not a number in iteration 4" in ran.err
    assert f"saved {out}" in ran.err
    assert legal(out)
    assert "not a number" in json.loads(report.read_text())["trouble"]


def refuse_nan(constant: str) -> None:
    raise AssertionError(f"{constant} is not JSON")


def test_reports_are_json_even_when_a_loss_is_not_a_number(
    pixelstyle: CommandLine, judged: Judged, tmp_path: Path, astronaut: Path, van_gogh: Path
) -> None:
    judged(lambda n, loss: loss * math.nan)
    report = tmp_path / "out.json"
    wanted = ["-n", 2, "-o", tmp_path / "out.scr", "--report", report, "--json"]
    ran = pixelstyle("stylize", astronaut, van_gogh, *SMALL, *wanted)
    assert ran.status == 1
    assert legal(tmp_path / "out.scr")
    for line in [*ran.out.splitlines(), report.read_text()]:
        json.loads(line, parse_constant=refuse_nan)


@pytest.mark.slow
@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        torch.cuda.OutOfMemoryError("CUDA out of memory."),
        RuntimeError("[enforce fail at alloc_cpu.cpp:117] err == 0. DefaultCPUAllocator: can't allocate memory"),
    ],
    ids=["python", "cuda", "cpu"],
)
def test_memory_that_runs_out(
    error: Exception, pixelstyle: CommandLine, judged: Judged, tmp_path: Path, astronaut: Path, van_gogh: Path
) -> None:
    def fail(n: int, loss: torch.Tensor) -> torch.Tensor:
        if n >= 4:
            raise error
        return loss

    judged(fail)
    out, report = tmp_path / "out.scr", tmp_path / "out.json"
    ran = pixelstyle("stylize", astronaut, van_gogh, *SMALL, "-n", 8, "-o", out, "--report", report)
    assert ran.status == 1
    assert "memory ran out in iteration 4" in ran.err
    assert "Traceback" not in ran.err
    assert legal(out)
    assert json.loads(report.read_text())["losses"] == {}  # there was no memory to judge the picture either


def test_memory_that_is_too_small_from_the_beginning(
    pixelstyle: CommandLine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, astronaut: Path, van_gogh: Path
) -> None:
    def fail(*arguments: object, **named: object) -> torch.Tensor:
        raise torch.cuda.OutOfMemoryError("CUDA out of memory.")

    monkeypatch.setattr("pixelstyle.recipes.stylize.Judges.load", fail)
    ran = pixelstyle("stylize", astronaut, van_gogh, *SMALL, "-o", tmp_path / "out.scr")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == "pixelstyle: There is not enough memory for this; choose a smaller size or network.\n"
    assert not (tmp_path / "out.scr").exists()


def test_a_bug_is_a_traceback(
    pixelstyle: CommandLine, judged: Judged, tmp_path: Path, astronaut: Path, van_gogh: Path
) -> None:
    judged(lambda n, loss: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        pixelstyle("stylize", astronaut, van_gogh, *SMALL, "-o", tmp_path / "out.scr")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("presses", "pause"), [(1, 0), (2, 0.01), pytest.param(2, 0.3, marks=pytest.mark.exhaustive), (12, 0.05)]
)
def test_ctrl_c_keeps_the_best_picture(
    presses: int, pause: float, pixelstyle: CommandLine, tmp_path: Path, astronaut: Path, van_gogh: Path
) -> None:
    out, png, report = tmp_path / "out.scr", tmp_path / "out.png", tmp_path / "out.json"
    wanted = ["-n", "100000", "-o", out, "-o", png, "--report", report, "--json"]
    with start("stylize", astronaut, van_gogh, *SMALL, *wanted) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if json.loads(line).get("iteration") == 5:
                break
        for _ in range(presses):
            process.send_signal(signal.SIGINT)
            time.sleep(pause)
        rest, errors = process.communicate(timeout=100)
    assert (process.returncode, errors) == (130, "")
    end = json.loads(rest.splitlines()[-1])
    assert end["event"] == "end"
    assert end["files"] == [str(out), str(png), str(report)]
    assert end["ended"].startswith("Stopped by Ctrl-C after")
    assert legal(out)
    facts = json.loads(report.read_text())
    assert facts["stopped"] == "by Ctrl-C"
    assert 5 <= facts["iterations"] < 1000
    if presses == 1:  # it has cooled down, and the PNG knows how far it came and when it was told to
        assert facts["finished_early"] == {"after": facts["iterations"] - 15, "steps": 15}
        assert '"text": "Finishing: 15 more steps; Ctrl-C again stops at once."' in rest
        assert pixelstyle("again", png, "-o", tmp_path / "again.png", "-q").status == 0
        assert (tmp_path / "again.png").read_bytes() == png.read_bytes()


@pytest.mark.slow
def test_a_second_ctrl_c_stops_at_once_and_a_checkpoint_is_of_before_the_first(
    pixelstyle: CommandLine, tmp_path: Path, astronaut: Path, van_gogh: Path
) -> None:
    smaller = [*SMALL, "-m", "free", "--palette", "zx-spectrum", "--width", 128, "--height", 96]
    png, state = tmp_path / "out.png", tmp_path / "run.state"
    wanted = ["-n", "30", "-o", png, "--json", "--checkpoint", state, "--checkpoint-every", "1000"]
    with start("stylize", astronaut, van_gogh, *smaller, *wanted) as process:
        assert process.stdout is not None
        for line in process.stdout:
            told = json.loads(line)
            if told.get("iteration") == 9 or str(told.get("text")).startswith("Finishing"):
                process.send_signal(signal.SIGINT)
        assert process.wait(100) == 130
    end = told["report"]
    assert end["finished_early"]["steps"] == 15
    assert end["finished_early"]["after"] <= end["iterations"] < end["finished_early"]["after"] + 15
    assert pixelstyle("again", png, "-o", tmp_path / "again.png", "-q").status == 0
    assert (tmp_path / "again.png").read_bytes() == png.read_bytes()

    # Whoever goes on from there goes on as if nothing had happened.
    whole, resumed = tmp_path / "whole.png", tmp_path / "resumed.png"
    assert pixelstyle("stylize", astronaut, van_gogh, *smaller, "-n", 30, "-o", whole, "-q").status == 0
    wanted = ["-n", 30, "-o", resumed, "--resume", state, "-q"]
    assert pixelstyle("stylize", astronaut, van_gogh, *smaller, *wanted).status == 0
    assert resumed.read_bytes() == whole.read_bytes()


def test_ctrl_c_before_there_is_a_picture(
    pixelstyle: CommandLine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, astronaut: Path, van_gogh: Path
) -> None:
    def press(*arguments: object, **named: object) -> None:
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr("pixelstyle.recipes.stylize.Judges.load", press)
    before = signal.getsignal(signal.SIGINT)
    ran = pixelstyle("stylize", astronaut, van_gogh, *SMALL, "-o", tmp_path / "out.scr")
    assert ran == (130, "", "pixelstyle: Stopped before there was a picture; nothing was written.\n")
    assert list(tmp_path.iterdir()) == []
    assert signal.getsignal(signal.SIGINT) is before
