"""What can make up a style: each a file here that says what it is in SUMMARY, and which Style in STATISTIC."""

from __future__ import annotations

from pixelstyle import discovery
from pixelstyle.errors import PixelStyleError, UnknownNameError
from pixelstyle.objectives.style import Style
from pixelstyle.plug_ins import own_names, own_part

STATISTICS: dict[str, type[Style]] = discovery.STATISTICS.load()
"""All that come along, by name."""


def find_statistic(name: str) -> type[Style]:
    """The statistic of this name: a shipped one, an installed package's or the program's own. Raises UnknownNameError,
    and PixelStyleError for what is none."""
    kind = STATISTICS.get(name) or own_part("statistics", name)
    if kind is None:
        raise UnknownNameError("statistic", name, [*STATISTICS, *own_names("statistics")])
    if not (isinstance(kind, type) and issubclass(kind, Style)):
        raise PixelStyleError(f"The statistic '{name}' is no subclass of Style, but {kind!r}.")
    return kind
