"""Films by many, see `killing_and_dealing`; with --bytes-per-frame what that gains, see `saving_bytes`."""

from __future__ import annotations

from benchmarks.film import killing_and_dealing, saving_bytes


def main(argv: list[str]) -> int:
    """Run one of them."""
    asked = saving_bytes if "--bytes-per-frame" in argv else killing_and_dealing
    return asked.main(argv)
