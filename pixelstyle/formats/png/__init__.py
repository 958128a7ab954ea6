"""Indexed PNGs that carry their machine and the settings that made them."""
