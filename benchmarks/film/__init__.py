"""Films by many, see `killing_and_dealing`; with --bytes-per-frame what that gains, see `saving_bytes`; with --keys
what is carried from key frames, see `carrying`; with --two how much of two cores two workers use, see `two_workers`."""

from __future__ import annotations

from benchmarks.film import carrying, killing_and_dealing, saving_bytes, two_workers


def main(argv: list[str]) -> int:
    """Run one of them."""
    others = {"--keys": carrying, "--bytes-per-frame": saving_bytes, "--two": two_workers}
    asked = next((module for option, module in others.items() if option in argv), killing_and_dealing)
    return asked.main(argv)
