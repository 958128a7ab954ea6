"""The windows of the plug-in: the dialog of a recipe, and the one in which a run is watched. They need a display."""
