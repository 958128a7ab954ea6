"""Slots: which colours each attribute cell, line or the whole screen holds."""
