"""Native files as RECOIL, an independent decoder, sees them: the same indices in every pixel."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from legal_pictures import photo_picture, plain_picture, random_picture
from recoil_oracle import RecoilTable

from pixelstyle.formats import encode_for
from pixelstyle.screens import NativePicture, get_mode

SEEN_BY_RECOIL = [
    ("c64-multicolor", ".kla"),
    ("c64-multicolor", ".koa"),
    ("c64-multicolor", ".ocp"),
    ("c64-hires", ".art"),
    ("c64-hires", ".aas"),
    ("c64-hires", ".hpi"),
    ("c64-hires", ".iph"),
    ("zx-spectrum", ".scr"),
]


@pytest.mark.parametrize(("mode_name", "extension"), SEEN_BY_RECOIL)
def test_recoil_shows_the_same_indices(mode_name: str, extension: str) -> None:
    mode = get_mode(mode_name)
    table = RecoilTable()

    def compare(picture: NativePicture) -> None:
        ((path, data),) = encode_for(Path(f"picture{extension}"), picture).items()
        table.compare(picture, path.name, data)

    # A random picture first teaches the table every colour, so that pictures of a single colour are told apart.
    compare(random_picture(mode, 0))
    colours = len(random_picture(mode, 0).palette)
    assert len(table.rgb_of) == colours
    compare(photo_picture(mode))
    for colour in {0, 1, colours // 2, colours - 1}:
        compare(plain_picture(mode, colour))

    @settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.integers(0, 1 << 32))
    def any_legal_picture(seed: int) -> None:
        compare(random_picture(mode, seed))

    any_legal_picture()
