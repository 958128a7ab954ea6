"""Trouble while a film is made, and what lies where it is to go: no film is lost for it, nor anything else."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pixelstyle.cli.painting import film as film_command
from pixelstyle.cli.painting import film_end
from pixelstyle.errors import PixelStyleError
from pixelstyle.files import write_atomically
from tests.command_line import CommandLine, start
from tests.film.films import pan, write


@pytest.mark.slow
def test_nothing_is_replaced_or_taken_away_unasked(tmp_path: Path, pixelstyle: CommandLine) -> None:
    asked = ("film", write(tmp_path / "in.mp4", pan(2)), "-m", "gameboy", "-q")
    mine = [tmp_path / name for name in ("r.json", "p.png", "plan.slurm.sh")]
    for path in mine:
        path.write_text("mine")
    for option, name in (("--report", "r.json"), ("--preview", "p.png"), ("--plan", "plan.json")):
        ran = pixelstyle(*asked, "-o", tmp_path / "o.gif", option, tmp_path / name)
        assert ran.status == 2 and "exists already" in ran.err
    (tmp_path / "o.gif.work").mkdir()
    (tmp_path / "o.gif.work/diary").write_text("mine")
    made = (*asked, "--workers", 1)
    assert pixelstyle(*made, "-o", tmp_path / "o.gif").status == 0
    assert [path.name for path in (tmp_path / "o.gif.work").iterdir()] == ["diary"]
    assert all(path.read_text() == "mine" for path in mine)
    (tmp_path / "o.gif").chmod(0o600)
    assert pixelstyle(*made, "-o", tmp_path / "o.gif", "--overwrite").status == 0
    assert (tmp_path / "o.gif").stat().st_mode & 0o777 == 0o600


@pytest.mark.slow
@pytest.mark.parametrize("output", ["o.gif", "o"])
def test_a_film_that_cannot_go_where_it_should_is_kept(
    output: str, tmp_path: Path, pixelstyle: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody has taken its name while it was made; or there is no room beside it for a whole film."""
    asked = ("film", write(tmp_path / "in.mp4", pan(2)), "-m", "gameboy", "-q", "--workers", 1, "-o", tmp_path / output)
    honest = film_end._put_together

    def meanwhile(*given: Any) -> Path:
        made = honest(*given)
        (tmp_path / output).write_text("mine")
        return made

    monkeypatch.setattr(film_end, "_put_together", meanwhile)
    ran = pixelstyle(*asked)
    place = ran.err.split("saved as '")[1].split("'")[0]
    assert ran.status == 1 and Path(place).exists() and (tmp_path / output).read_text() == "mine"
    (tmp_path / output).unlink()
    monkeypatch.setattr(film_end, "_put_together", honest)

    def full(path: Path, *given: Any, **named: Any) -> None:
        if path.is_relative_to(tmp_path / f"{output}.work"):
            raise PixelStyleError(f"'{path}' cannot be written: no space left on device.")
        write_atomically(path, *given, **named)

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("pixelstyle.film.writing.write_atomically", full)
    ran = pixelstyle(*asked)
    place = ran.err.split("saved as '")[1].split("'")[0]
    assert ran.status == 1 and Path(place).is_relative_to(tmp_path / "tmp") and Path(place).exists()


@pytest.mark.slow
def test_a_film_goes_on_when_nobody_listens_and_its_preview_cannot_be_written(
    tmp_path: Path, pixelstyle: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "previews").mkdir()
    monkeypatch.setattr(film_command, "_LINE_SECONDS", -1)
    film, preview = write(tmp_path / "in.mp4", pan(2)), tmp_path / "previews/p.png"
    process = start("film", film, "-m", "gameboy", "--json", "--workers", 1, "-o", tmp_path / "o.gif")
    assert process.stdout is not None
    process.stdout.close()
    assert process.wait() == 0 and (tmp_path / "o.gif").exists()

    def nowhere(pixels: np.ndarray) -> bytes:
        shutil.rmtree(preview.parent, ignore_errors=True)
        return b"a preview"

    monkeypatch.setattr(film_command, "encode_png_rgb", nowhere)
    ran = pixelstyle(
        "film", film, "-m", "gameboy", "-q", "--workers", 1, "-o", tmp_path / "p.gif", "--preview", preview
    )
    assert ran.status == 0 and (tmp_path / "p.gif").exists()
