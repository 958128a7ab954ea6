"""What can make up a style: each a file here that says what it is in SUMMARY, and which Style in STATISTIC."""

from __future__ import annotations

from pixelstyle import discovery
from pixelstyle.objectives.style import Style

STATISTICS: dict[str, type[Style]] = discovery.STATISTICS.load()
