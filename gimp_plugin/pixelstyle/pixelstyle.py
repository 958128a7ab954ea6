#!/usr/bin/env python3
"""PixelStyle in GIMP 3: Filters > PixelStyle. The work is done by the PixelStyle engine, a process of its own."""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))  # noqa: PTH120

import gi

gi.require_version("Gimp", "3.0")
from gi.repository import Gimp  # noqa: E402
from pixelstyle_gimp import procedures  # noqa: E402


class PixelStyle(Gimp.PlugIn):
    """Registers the procedures; what they do is in pixelstyle_gimp."""

    def do_set_i18n(self, name: str) -> bool:
        return False

    def do_query_procedures(self) -> list[str]:
        return list(procedures.NAMES)

    def do_create_procedure(self, name: str) -> Gimp.Procedure:
        return procedures.create(self, name)


Gimp.main(PixelStyle.__gtype__, sys.argv)
