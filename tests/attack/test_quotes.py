"""A file that is no palette is not told to whoever asked for it as one."""

from __future__ import annotations

from pathlib import Path

import pytest

from pixelstyle.errors import PixelStyleError, UnknownNameError
from pixelstyle.palettes import PALETTE_EXTENSIONS, read_palette
from tests.command_line import CommandLine

SECRETS = ["root:x:0:0:root:/root:/bin/bash", "password = rosebud", "f00dfeed" * 8, "300 300 300 rosebud"]


STEERING = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202egnp.exe\r"
"""Sets a terminal's title, clears it, and turns a name round."""


@pytest.mark.parametrize("command", ["check", "convert", "view", "palettes", "presets"])
def test_no_message_steers_the_terminal(pixelstyle: CommandLine, tmp_path: Path, command: str) -> None:
    name = STEERING
    out = ["-o", tmp_path / "out.png"] if command in ("convert", "view") else []
    ran = pixelstyle(command, tmp_path / f"{name}.png", *out)
    assert ran.status == 2 and not set(ran.err) & set("\x1b\x07\x9b\u202e\r"), ran.err
    assert not set(str(PixelStyleError(name))) & set("\x1b\x07\x9b\u202e\r")


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("extension", sorted(PALETTE_EXTENSIONS))
def test_no_message_quotes_a_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, extension: str, secret: str
) -> None:
    monkeypatch.chdir(tmp_path)
    for before in ("", "GIMP Palette\n", "JASC-PAL\n0100\n16\n"):
        Path(f"a.{extension}").write_text(before + secret + "\n")
        try:
            read_palette(f"a.{extension}")  # in a raw .pal any bytes are colours, if there are as many as it takes
        except PixelStyleError as error:
            assert not any(word in str(error) for word in ("rose", "root", "f00d"))


def test_what_is_quoted_is_shortened() -> None:
    for said in (
        UnknownNameError("mode", "x" * 3_000_000, ["a"], see="modes"),
        PixelStyleError("'" + "y" * 9000 + "' is bad."),
    ):
        assert len(str(said)) < 6100 and str(said).endswith(("lists them.", "is bad."))
    path = "/" + "z" * 4000
    assert str(PixelStyleError(f"There is no file '{path}'.")) == f"There is no file '{path}'."
