"""Runs inside GIMP: a layer that came with a stranger's file, and Repeat."""

from __future__ import annotations

import json
import os
from pathlib import Path

from gi.repository import Gimp

from tests.gimp.inside_images import call, done, new_image, refused


def check_a_stranger_s_layer_writes_nothing_and_reads_nothing_unasked() -> None:
    there = Path(os.environ["OUT"], "precious.scr")
    there.touch()
    zx = {"recipe": "convert", "settings": {"mode": "zx-spectrum"}}
    for request, words in (
        (zx | {"export": str(there)}, ""),
        (zx | {"settings": {"palette": "/etc/passwd"}}, "/etc/passwd"),
        ({"recipe": "stylize", "style": {"file": "/etc/passwd"}}, "/etc/passwd"),
        ({"recipe": "quantize", "settings": {"colours": 4, "plot": "new.png"}}, "only you can"),
        (zx | {"enlarge": 100_000}, "damaged"),
    ):
        image, layer = new_image()
        kept = json.dumps({"request": request, "source": 0}).encode()
        layer.attach_parasite(Gimp.Parasite.new("pixelstyle", 3, kept))
        answer = call("repeat", image, [layer])
        refused(answer, words) if words else done(answer)
        image.delete()
    assert there.stat().st_size == 0
