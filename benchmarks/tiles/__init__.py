"""Limits on tiles against merging the nearest, see `merging`."""

from benchmarks.tiles.merging import main

__all__ = ["main"]
