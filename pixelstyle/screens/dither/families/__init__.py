"""The dithers, a file for each family: a new one is one more file with a tuple DITHERS, and nothing else.

In lists stand first those that hand errors on along lines, then those along a curve, then those with a threshold map;
of these each family in the order of the files' names.
"""

from __future__ import annotations

import importlib
import pkgutil

from pixelstyle.screens.dither.kind import Kind


def _found() -> dict[str, Kind]:
    files = sorted(module.name for module in pkgutil.iter_modules(__path__))
    kinds = [kind for file in files for kind in importlib.import_module(f"{__name__}.{file}").DITHERS]
    named: dict[str, Kind] = {}
    for kind in sorted(kinds, key=lambda kind: kind.place):
        if kind.name in named:
            raise ValueError(f"two dithers are named {kind.name}")
        named[kind.name] = kind
    return named


KINDS: dict[str, Kind] = _found()
