"""Screens whose rule is no matter of cells and slots: the colour of a pixel depends on what stands beside it."""
