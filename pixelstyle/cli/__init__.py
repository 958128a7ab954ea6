"""Floor 12: the command line: a reader of the recipes, their settings and their runs, with no opinions of its own."""
