"""Films by many, see `killing_and_dealing`; with --bytes-per-frame what that gains, see `saving_bytes`; with --keys
what is carried from key frames, see `carrying`."""

from __future__ import annotations

from benchmarks.film import carrying, killing_and_dealing, saving_bytes


def main(argv: list[str]) -> int:
    """Run one of them."""
    if "--keys" in argv:
        return carrying.main(argv)
    asked = saving_bytes if "--bytes-per-frame" in argv else killing_and_dealing
    return asked.main(argv)
