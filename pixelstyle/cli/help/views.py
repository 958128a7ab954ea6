"""Which options --help shows: what most people need, all with --help-all, those of one kind with --help style, ..."""

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
_MOST = 15
"""Options that fit on one screen; a command that has no more shows them all."""
_RECIPE = (
    "output", "mode", "palette", "preset", "quality", "layer", "strength", "dither", "colours", "bits", "search",
    "tv_weight", "clean", "seed", "width", "crop", "show",
)  # fmt: skip
"""What most people need, of whatever command has it, and in this order."""
SHORT = {
    "stylize": (
        "output", "mode", "palette", "preset", "painter", "quality", "style_weight", "content_weight", "style_scale",
        "keep_colours", "tv_weight", "clean", "seed", "width",
    ),
    "texture": (
        "output", "mode", "palette", "preset", "painter", "tile", "width", "quality", "style_scale", "tv_weight",
        "clean", "seed", "show",
    ),
    "again": ("output", "overwrite", "show", "trust", "force", "content", "style", "image", "painter", "moved"),
    "sheet": ("output", "vary", "command", "preset", "mode", "palette", "painter", "seed", "overwrite"),
    "batch": (
        "output", "also", "command", "frames", "workers", "preset", "mode", "palette", "painter", "quality", "dither",
        "style_weight", "content_weight", "overwrite",
    ),
    "film": (
        "output", "mode", "painter", "own_painter", "dither", "steady", "palette_for", "fps", "frames",
        "bytes_per_frame", "workers", "preset", "quality", "overwrite",
    ),
    "tiles": (
        "output", "mode", "share_tiles", "max_tiles", "tile_size", "flips", "palettes", "backdrop", "base_tile",
        "columns", "pad", "png", "overwrite",
    ),
    "train": (
        "photos", "output", "mode", "steps", "begin", "only_style", "textures", "style_weight", "seed", "preview",
        "checkpoint", "resume", "overwrite", "device",
    ),
}  # fmt: skip
"""The same of commands for which it is something else."""


def asked_view(arguments: Sequence[str]) -> tuple[list[str], str | None]:
    """The arguments without what only chooses a view of the help, and the view; None where no help is asked for.

    A view is '' (the short one), 'all' or a topic. Raises UnknownNameError for another topic.

    >>> asked_view(["stylize", "--help", "screen"])
    (['stylize', '--help'], 'screen')
    """
    given = ["--help" if word == "-h" else word for word in arguments]
    if not {"--help", "--help-all"} & set(given) or "--" in given:
        return list(arguments), None
    begin = min(given.index(word) for word in ("--help", "--help-all") if word in given)
    path = [word for word in given[:begin] if not word.startswith("-")]
    if "--help-all" in given:
        return [*path, "--help"], ALL
    after = given[begin + 1 : begin + 2]
    if not after or after[0].startswith("-"):
        return [*path, "--help"], ""
    if not path:  # pixelstyle --help stylize
        return [after[0], "--help"], ""
    if after[0] not in (*TOPICS, ALL):
        raise UnknownNameError("topic of --help", after[0], (*TOPICS, ALL))
    return [*path, "--help"], after[0]


def print_short(command: Any, path: Sequence[str]) -> None:
    """One screen about a command, which is found at `path`, such as ['gimp', 'install']."""
    from pixelstyle.cli.help.one_screen import print_page  # here, since few ask for it

    every = _options(command)
    if len(every) <= _MOST:
        shown, footer = every, "--help-all: the same in full."
    else:
        found = {option.name: option for option in every}
        shown = [found[name] for name in SHORT.get(path[0], _RECIPE) if name in found]
        footer = _footer(every, shown, "")
    print_page(command, " ".join(["pixelstyle", *path]), shown, footer)


def narrow(command: Any, view: str) -> None:
    """Leave what a topic shows of a command's options, and say below how to see the others."""
    every = _options(command)
    shown = [option for option in every if view == ALL or option.rich_help_panel in TOPICS[view]]
    for option in every:
        option.hidden = option not in shown
    if view != ALL:
        command.epilog = _footer(every, shown, view)


def _options(command: Any) -> list[Any]:
    return [
        option
        for option in command.params
        if option.param_type_name == "option" and option.name != "help" and not option.hidden
    ]


def _footer(every: list[Any], shown: list[Any], view: str) -> str:
    kinds = {option.rich_help_panel for option in every}
    topics = [topic for topic, panels in TOPICS.items() if topic != view and kinds & set(panels)]
    others = f" By kind: --help {', --help '.join(topics)}." if topics else ""
    return f"These are {len(shown)} of {len(every)} options, in short. All: --help-all.{others}"
