"""Runs beyond the plain one: with settings that change on the way, from coarse to fine, from frame to frame."""
