"""Is this a machine's picture in another rendering of its colours? Which entry is which, how sure that is."""

DRAWN_IN, NONE = "auto", "none"
"""How a picture was drawn, beside names and files of palettes: to be found out, or as its colours say. Here, since
help texts need no more than that."""
