"""Statistics: what can make up a style. Each is a file here that says what it is in SUMMARY and has one Style."""

from __future__ import annotations

from pixelstyle import discovery
from pixelstyle.objectives.style import Style

STATISTICS: dict[str, type[Style]] = discovery.STATISTICS.classes(Style)
