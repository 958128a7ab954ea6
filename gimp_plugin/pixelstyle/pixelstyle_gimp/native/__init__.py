"""The machines' native files: opened, exported, and what is painted checked. Only kinds.py needs no GIMP."""
