"""Cartridges that play a film: what each of the machine's vertical blanks writes, and the player that does it."""
