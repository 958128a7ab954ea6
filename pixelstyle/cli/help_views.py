"""--help of a recipe: a dozen options at first, all with --help-all, those of one kind with --help style and others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pixelstyle.errors import UnknownNameError

ALL = "all"
TOPICS: dict[str, tuple[str, ...]] = {
    "style": ("Content and style", "Texture", "Dream"),
    "screen": ("Screen", "Tiles", "Convert", "Colours"),
    "optimiser": ("Optimiser and network", "Schedule"),
    "output": ("Output",),
}
"""The headings of the options that each topic shows."""
SHORT = {
    "output", "show", "preset", "mode", "palette", "quality", "seed", "content_weight",
    "style_weight", "clean", "style_scale", "keep_colours", "layer", "strength", "dither", "colours", "bits",
    "save_palette", "tile", "width",
}  # fmt: skip
"""What most people need, of whatever command has it."""


def asked_view(arguments: Sequence[str]) -> tuple[list[str], str | None]:
    """The arguments without what only chooses a view of the help, and the view; None where no help is asked for.

    A view is '' (the short one), 'all' or a topic. Raises UnknownNameError for another topic.

    >>> asked_view(["stylize", "--help", "screen"])
    (['stylize', '--help'], 'screen')
    """
    given = list(arguments)
    if not {"--help", "--help-all"} & set(given) or "--" in given:
        return given, None
    from pixelstyle.recipes import RECIPES  # here, since others do without

    if given[0] not in RECIPES:
        return given, None
    if "--help-all" in given:
        return [given[0], "--help"], ALL
    if "--help" not in given:
        return given, None
    after = given[given.index("--help") + 1 :]
    if not after or after[0].startswith("-"):
        return [given[0], "--help"], ""
    if after[0] not in (*TOPICS, ALL):
        raise UnknownNameError("topic of --help", after[0], (*TOPICS, ALL))
    return [given[0], "--help"], after[0]


def narrow(command: Any, view: str) -> None:
    """Leave what a view shows of a command's options, and say below how to see the others."""
    options = [option for option in command.params if option.param_type_name == "option" and option.name != "help"]
    shown = [option for option in options if _is_in(option, view)]
    for option in options:
        option.hidden = option not in shown
    topics = [topic for topic in TOPICS if any(_is_in(option, topic) for option in options)]
    if view != ALL:
        others = ", ".join(f"--help {topic}" for topic in topics if topic != view)
        command.epilog = f"These are {len(shown)} of {len(options)} options. --help-all: every one; {others}: by kind."


def _is_in(option: Any, view: str) -> bool:
    if view == ALL:
        return True
    return option.rich_help_panel in TOPICS[view] if view else option.name in SHORT
