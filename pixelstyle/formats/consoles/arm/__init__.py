"""Cartridges of Nintendo's handhelds with ARM processors: Game Boy Advance and DS."""
