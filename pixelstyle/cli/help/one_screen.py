"""--help of a command on one screen: a line for each argument and option, cut where it says enough to go on with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import Console
from rich.text import Text

_NARROWEST, _WIDEST = 60, 100
_LONGEST_VALUE = 24
_ENOUGH = 15
"""Letters that a part of a help text has at least, if the rest is to be left out."""


def print_page(command: Any, path: str, options: Iterable[Any], footer: str) -> None:
    """The page of a command: how it is called, what it does, its arguments, these options, and where to read more."""
    arguments = [each for each in command.params if each.param_type_name == "argument"]
    called = " ".join([path, *(_called(each) for each in arguments)])
    inner = getattr(command, "commands", {})
    rows = [[(each.metavar or each.name.upper(), each.help or "") for each in arguments]]
    rows += [[(name, each.get_short_help_str(200)) for name, each in inner.items()]]
    rows += [[(_flags(each), f"{each.help or ''}\0{_default(each)}") for each in options]]
    print_rows(f"Usage: {called} {'COMMAND' if inner else '[OPTIONS]'}", command.help or "", rows, footer)


def print_rows(usage: str, summary: str, blocks: Sequence[Sequence[tuple[str, str]]], footer: str) -> None:
    """Blocks of two columns, each row in a line of its own. What stands behind a zero byte is not cut off."""
    console = Console(highlight=False, markup=False, soft_wrap=True)
    width = min(max(console.width, _NARROWEST), _WIDEST)
    blocks = [block for block in blocks if block]
    left = max((len(first) for block in blocks for first, _ in block), default=0) + 2
    for line in (usage, summary):
        console.print(*Text(line).wrap(console, width), sep="\n")
    for block in blocks:
        console.print()
        for first, text in block:
            kept, _, fixed = text.partition("\0")
            console.print(
                Text.assemble("  ", (first.ljust(left), "bold"), cut(kept, width - 2 - left - len(fixed)), fixed)
            )
    console.print()
    console.print(*Text(footer).wrap(console, width), sep="\n")


def cut(text: str, room: int) -> str:
    """As much of a help text as says something whole, in at most `room` letters.

    >>> cut("file to write; its extension chooses the format; may be repeated", 50)
    'file to write; its extension chooses the format'
    """
    text = " ".join(text.split())
    if len(text) <= room:
        return text
    for sign in ("; ", ". ", ": ", " (", ", "):
        end = text.rfind(sign, 0, room + 1)
        if end >= _ENOUGH:
            return text[:end]
    return text[: max(text.rfind(" ", 0, room), 1)] + "\N{HORIZONTAL ELLIPSIS}"


def _called(argument: Any) -> str:
    name = argument.metavar or argument.name.upper()
    return str(name) if argument.required else f"[{name}]"


def _flags(option: Any) -> str:
    """Such as '-m, --mode NAME'."""
    short = [flag for flag in option.opts if not flag.startswith("--")]
    long = next(flag for flag in option.opts if flag.startswith("--"))
    if option.is_flag:
        return ", ".join([*short, "/".join([long, *option.secondary_opts])])
    value = option.metavar or ("N" if isinstance(option.default, int | float) else "TEXT")
    return ", ".join([*short, f"{long} {value if len(value) <= _LONGEST_VALUE else 'NAME'}"])


def _default(option: Any) -> str:
    shown = option.show_default and option.default is not None and not option.is_flag
    return (
        f" [{option.default:g}]"
        if shown and isinstance(option.default, float)
        else f" [{option.default}]"
        if shown
        else ""
    )
