"""What Tab offers as the value of an option, beside files where a file will do."""

from __future__ import annotations

import glob
from collections.abc import Callable, Iterable

from pixelstyle import recipes, screens
from pixelstyle.discovery import METHODS, STATISTICS, network_names
from pixelstyle.network_facts import class_names, network_facts
from pixelstyle.plug_ins import own_names
from pixelstyle.settings import OptimiseSettings

Completion = Callable[[str], list[str]]
"""What a word that has been begun may become."""


def _palettes() -> Iterable[str]:
    from pixelstyle.palettes import shipped_palettes  # here, since only Tab asks

    return shipped_palettes()


def _layers() -> Iterable[str]:
    return network_facts()[OptimiseSettings.network].layers


NAMES: dict[str, Callable[[], Iterable[str]]] = {
    "mode": lambda: [mode.name for mode in screens.modes()],
    "palette": _palettes,
    "palette_in": _palettes,
    "style_palette": _palettes,
    "preset": lambda: [preset.name for preset in recipes.shipped_presets()],
    "network": lambda: [*network_names(), *own_names("networks")],
    "method": lambda: [*METHODS.summaries(), *own_names("methods")],
    "style_statistics": lambda: [*STATISTICS.summaries(), *own_names("statistics")],
    "term": lambda: own_names("terms"),
    "painter": lambda: recipes.painter_names(),
    "painting": lambda: recipes.painter_names(),
    "begin": lambda: recipes.painter_names(),
    "content_layer": _layers,
    "style_layers": _layers,
    "layer": _layers,
    "class_name": class_names,
    "focus": lambda: ("subject", "centre", "top", "bottom", "left", "right"),
    "display": lambda: ("auto", "sharp", "crt", "retina"),
    "device": lambda: ("auto", "cpu", "cuda", "mps"),
    "start": lambda: ("free", "content", "noise", "image", "grey"),
}
"""Names that an option can have beside other values, by the option's name."""


def completion_of(option: str, choices: tuple[str, ...]) -> Completion | None:
    """Tab for one option; None where nothing is known of its values, and a shell offers files."""
    names = NAMES.get(option)
    if not choices and names is None:
        return None

    def complete(incomplete: str) -> list[str]:  # typer wants this name
        before, comma, begun = incomplete.rpartition(",")  # some take several
        found = [f"{before}{comma}{name}" for name in (names() if names else choices) if name.startswith(begun)]
        return found if choices else found or _files(incomplete)

    return complete


def _files(begun: str) -> list[str]:
    return sorted(glob.glob(glob.escape(begun) + "*"))  # noqa: PTH207 - what is begun need be no path
