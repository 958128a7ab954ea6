"""Signals: the best codes along a line, by dynamic programming."""
