"""A file that is no palette is not told to whoever asked for it as one."""

from __future__ import annotations

from pathlib import Path

import pytest

from pixelstyle.errors import PixelStyleError
from pixelstyle.palettes import PALETTE_EXTENSIONS, read_palette

SECRETS = ["root:x:0:0:root:/root:/bin/bash", "password = rosebud", "f00dfeed" * 8, "300 300 300 rosebud"]


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("extension", sorted(PALETTE_EXTENSIONS))
def test_no_message_quotes_a_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, extension: str, secret: str
) -> None:
    monkeypatch.chdir(tmp_path)
    for before in ("", "GIMP Palette\n", "JASC-PAL\n0100\n16\n"):
        Path(f"a.{extension}").write_text(before + secret + "\n")
        with pytest.raises(PixelStyleError) as raised:
            read_palette(f"a.{extension}")
        assert "rose" not in str(raised.value) and "root" not in str(raised.value) and "f00d" not in str(raised.value)
