"""Films by many, see `killing_and_dealing`."""

from benchmarks.film.killing_and_dealing import main

__all__ = ["main"]
