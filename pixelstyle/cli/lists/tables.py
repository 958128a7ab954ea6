"""Tables for people: as wide as the terminal; where nobody looks, whole lines without what is only colour."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

Row = Sequence[str | Text]


def print_table(head: Sequence[str], rows: Iterable[Row]) -> None:
    """One table; a head that is '' is that of a column of colours."""
    console = Console(highlight=False, markup=False)
    shown = [n for n, title in enumerate(head) if title or console.is_terminal]
    table = Table(*(head[n] for n in shown), box=None, pad_edge=False, header_style="bold")
    table.columns[0].no_wrap = True  # what is to be typed stays whole
    for row in rows:
        table.add_row(*(row[n] if isinstance(row[n], Text) else Text(str(row[n])) for n in shown))
    if console.is_terminal:
        console.print(table)
        return
    console.width = 1000
    with console.capture() as lines:
        console.print(table)
    print(*(line.rstrip() for line in lines.get().splitlines()), sep="\n")


def print_grouped(head: Sequence[str], groups: Mapping[str, Iterable[Row]]) -> None:
    """A table in parts, each under its heading."""
    rows: list[Row] = []
    for heading, part in groups.items():
        rows += [] if not rows else [[""] * len(head)]
        rows += [[Text(heading, "bold"), *[""] * (len(head) - 1)], *part]
    print_table(head, rows)
