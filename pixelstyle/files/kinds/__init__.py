"""Kinds of picture files that Pillow leaves out or reads wrongly, by their first bytes; the words for all others."""
