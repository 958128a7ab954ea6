"""Floor 4: settings: typed options with their defaults, limits and help texts, and what may change while a run goes on.

This room loads no torch, so that lists, help texts and refusals are quick.
"""
