"""`stylize --painter`: a picture like any other, whose PNG knows how it was made."""

from __future__ import annotations

from pathlib import Path

import pytest

from pixelstyle.cli.main import main
from pixelstyle.painters import Painter, encode_painter
from pixelstyle.recipes import read_record
from pixelstyle.screens import check
from tests.command_line import CommandLine


@pytest.fixture
def painter(novice: Painter, tmp_path: Path) -> Path:
    path = tmp_path / "my.painter"
    path.write_bytes(encode_painter(novice))
    return path


@pytest.mark.slow
def test_it_is_saved_in_native_files_and_repeated_to_the_same_bytes(
    painter: Path, astronaut: Path, tmp_path: Path, pixelstyle: CommandLine
) -> None:
    out, koala = tmp_path / "out.png", tmp_path / "out.kla"
    given = ("--painter", painter, "--painting", "hokusai-w", "-o", out, "-o", koala, "-q")
    assert pixelstyle("stylize", astronaut, *given).status == 0
    assert len(koala.read_bytes()) == 10003
    assert read_record(out).settings.changed()["painting"] == "hokusai-w"
    again = tmp_path / "again.png"
    assert pixelstyle("again", out, "-o", again, "--trust", "-q").status == 0
    assert again.read_bytes() == out.read_bytes()


@pytest.mark.slow
def test_it_is_refined_under_the_rules(painter: Path, astronaut: Path, tmp_path: Path, pixelstyle: CommandLine) -> None:
    given = ("--painter", painter, "--painting", "hokusai-w", "-m", "pico-8", "-q")
    out = tmp_path / "out.png"
    assert pixelstyle("stylize", astronaut, *given, "--refine", 2, "-o", out).status == 0
    record = read_record(out)
    assert record.whole
    again = tmp_path / "again.png"
    assert pixelstyle("again", out, "-o", again, "--trust", "-q").status == 0
    assert again.read_bytes() == out.read_bytes()


def test_bars_keep_their_colour(painter: Path, astronaut: Path, tmp_path: Path) -> None:
    from pixelstyle import stylize

    result = stylize(
        astronaut, painter=str(painter), painting="hokusai-w", mode="pico-8", fit="contain", crop="0,0,200,512"
    )
    assert result.picture is not None
    assert (result.pixels[:, 0] == result.pixels[0, 0]).all()
    assert check(result.picture) == []


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "Say in whose style"),
        (("--painter", "no-such"), "There is no painter named 'no-such'"),
        (("--painter", "no-such.painter"), "no painter file"),
        (("--painter", "PAINTER"), "knows 2 paintings"),
        (("--painter", "PAINTER", "--painting", "hokusai-w", "-m", "none"), "has none"),
        (("--painter", "PAINTER", "--painting", "hokusai-w", "--dream", "relu4_3"), "--dream has no part in it"),
        (("--painter", "PAINTER", "--painting", "hokusai-w", "--style-weight", "5"), "without --refine"),
    ],
)
def test_what_cannot_be_is_one_line_and_nothing_is_written(
    arguments: tuple[str, ...], told: str, painter: Path, astronaut: Path, tmp_path: Path, pixelstyle: CommandLine
) -> None:
    out = tmp_path / "out.png"
    given = [str(painter) if text == "PAINTER" else text for text in arguments]
    ran = pixelstyle("stylize", astronaut, *given, "-o", out)
    assert ran.status == 2
    assert told in ran.err
    assert len(ran.err.splitlines()) == 1
    assert not out.exists()


def test_a_style_besides_is_refused(
    painter: Path, astronaut: Path, van_gogh: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = main(["stylize", str(astronaut), str(van_gogh), "--painter", str(painter), "-o", "never.png"])
    assert status == 2
    assert "leave out" in capsys.readouterr().err


@pytest.mark.slow
def test_given_palettes_keep_their_places(astronaut: Path) -> None:
    from pixelstyle import stylize

    given = "#ffffff,#adadad,#525252,#000000;#ff0000,#8c0000"
    result = stylize(astronaut, painter="van-gogh", mode="gameboy-color", palettes=given)
    assert result.picture is not None and result.picture.subpalettes is not None
    rows = result.picture.palette.bytes()[result.picture.subpalettes[:2]].tolist()
    assert rows[0] == [[255] * 3, [173] * 3, [82] * 3, [0] * 3] and rows[1][:2] == [[255, 0, 0], [140, 0, 0]]
