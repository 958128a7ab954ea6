"""Hires FLI over sprites: what memory holds, and the program that shows it."""
